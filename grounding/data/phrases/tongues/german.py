"""German orders."""

from __future__ import annotations

TARGETS = """
{Q}
{Q}
{L}
[den|den Button|die Schaltfläche|das Symbol|den Link|den Reiter|die Option|den Menüpunkt|das Menü|den Eintrag|den Tab|die Kachel] {Q}
[die Schaltfläche|den Button|das Symbol|den Link|den Reiter|das Menü|den Menüpunkt] {L}
[die|den|das] {L}-[Schaltfläche|Button|Symbol|Menü|Reiter|Link|Ordner]
[die Schaltfläche|den Knopf|den Button|das Symbol] {Q} [unten rechts|oben links|oben rechts|im Dialog|in der Symbolleiste|ganz oben|neben {Q}|links von {Q}|rechts daneben|unter {Q}]
[das Zahnrad|das Lupensymbol|den Papierkorb|das Hamburger-Menü|die drei Punkte|den ersten Eintrag|die letzte Zeile|das zweite Ergebnis]
"""
FIELDS = """
[das Feld|das Textfeld|das Eingabefeld|das Suchfeld|die Zeile|die Adressleiste|das Formularfeld] {Q}
[das Feld|das Textfeld|das Eingabefeld] {L}
{Q}
[das Suchfeld|die Adressleiste|das Passwortfeld|das Namensfeld]
"""
CHECKBOXES = """
{Q}
[das Kästchen|das Kontrollkästchen|die Option|die Checkbox|den Schalter|den Haken bei] {Q}
[das Kontrollkästchen|die Option|die Checkbox|den Schalter] {L}
{L}
"""
LISTS = """
[der Liste|dem Dropdown|dem Menü|der Auswahlliste|dem Auswahlfeld|der Klappliste] {Q}
[der Liste|dem Dropdown|dem Menü|der Auswahlliste] {L}
"""
AREAS = """
[der Liste|der Seite|dem Fenster|dem Dokument|der Tabelle|der Seitenleiste] {Q}
[der Liste|der Seite|dem Fenster|dem Dokument|der Tabelle]
"""
ARTICLES = ("den ", "die ", "das ", "der ", "dem ")
ORDERS = {
    "click": """
        [klicke|klick|klicken Sie|Klicke|Klicken Sie|tippe|drücke|tippen Sie] [bitte |]auf {T}
        [klicke|Klicken Sie|klick] [bitte |mal |]{T} an
        auf {T} klicken
        {T} anklicken
        [öffne|öffnen Sie|wähle] [das Menü|den Reiter|den Tab] {T}
        [mach|mache] einen Klick auf {T}
        {T} [drücken|betätigen]
        """,
    "double-click": """
        [doppelklicke|Doppelklicken Sie|doppelklick|mache einen Doppelklick] auf {T}
        [klicke|klicken Sie] doppelt auf {T}
        Doppelklick auf {T}
        """,
    "right-click": """
        [klicke|klicken Sie|klick] mit der rechten Maustaste auf {T}
        Rechtsklick auf {T}
        [rechtsklicke|mache einen Rechtsklick] auf {T}
        """,
    "hover": """
        [bewege|bewegen Sie|führe|ziehe] [die Maus|den Mauszeiger|den Zeiger] [über|auf] {T}
        [fahre|fahren Sie|gehe] mit [der Maus|dem Mauszeiger] über {T}
        """,
    "type": """
        [gib|geben Sie|Gib|tippe|Tippe] {X} in {F} ein
        [schreibe|schreiben Sie|schreib|tippe] {X} in {F}
        [gib|geben Sie] {X} ein
        [schreibe|tippe|schreib] {X}
        {X} in {F} [eingeben|eintippen|schreiben|eintragen]
        [fülle|füllen Sie] {F} mit {X} aus
        [trage|tragen Sie] {X} in {F} ein
        """,
    "press": """
        [drücke|drücken Sie|Drücke|drück|betätige] {K}
        [drücke|drücken Sie] die [Taste|Tasten|Tastenkombination] {K}
        {K} drücken
        """,
    "select": """
        [wähle|wählen Sie|Wähle] {O} aus {D}[| aus]
        [wähle|wählen Sie] {O}[| aus]
        {O} [auswählen|wählen]
        [wähle|wählen Sie] [die Option|den Eintrag] {O}[| aus]
        [stelle|setze] {F} auf {O}
        """,
    "check": """
        [aktiviere|aktivieren Sie|hake|markiere] {C}
        [setze|setzen Sie] [einen|den] Haken bei {C}
        [hake|kreuze] {C} an
        {C} [aktivieren|ankreuzen|einschalten|anhaken]
        [schalte|schalten Sie] {C} ein
        """,
    "uncheck": """
        [deaktiviere|deaktivieren Sie] {C}
        [entferne|entfernen Sie|nimm] den Haken bei {C}
        {C} [deaktivieren|abwählen|ausschalten]
        [schalte|schalten Sie] {C} aus
        [wähle|hake] {C} ab
        """,
    "drag": """
        [ziehe|ziehen Sie|zieh] {S} [auf|in|nach] {E}
        [verschiebe|bewege] {S} [in|auf|nach] {E}
        {S} [auf|in] {E} ziehen
        """,
    "scroll": """
        [scrolle|scrollen Sie|scroll|blättere] {SC}
        [scrolle|scrollen Sie] in {A} {SC}
        {SC} scrollen
        """,
    "wait": """
        [warte|warten Sie|Warte] {W}
        {W} warten
        [warte|warten Sie] {WU}
        """,
}
DIRECTIONS = ("nach unten", "nach oben", "ganz nach unten", "nach links", "nach rechts", "etwas nach unten", "bis ans Ende", "weiter runter")
DURATIONS = ("5 Sekunden", "eine Minute", "2 Sekunden", "einen Moment", "zehn Sekunden", "3 s", "kurz")
AWAITED = ("bis {Q} erscheint", "bis die Seite geladen ist", "bis {Q} sichtbar ist", "bis das Fenster sich öffnet")
NEGATIVES = """
Wo ist {T}?
[Ist|Wird] {T} [sichtbar|aktiv|ausgewählt|angezeigt]?
Klicke nicht auf {T}
[Drücke|Öffne|Schreibe] nichts
[Buche|Suche|Finde] [einen Flug nach Berlin|ein Hotel|ein Rezept für Kuchen|die neuesten Nachrichten]
[Speichere|Drucke|Lösche|Schließe|Öffne] [die Datei|das Fenster|das Dokument|alle Fenster|den Texteditor]
[Hallo|Danke|Guten Tag|Ja|Nein|Vielen Dank für die Hilfe|Das war falsch|Wie geht es dir?|Das Fenster ist offen|Wie spät ist es?]
[Wenn|Falls] {T} erscheint, klicke auf {Q}
Ich habe auf {T} geklickt
[Gib|Schreibe] [dein Passwort|einen Text|irgendetwas|deinen Namen] [ein|in das Feld ein|]
{T} ist [ausgegraut|nicht da|zu klein|sichtbar]
[Prüfe|Stelle sicher], [dass|ob] {T} [sichtbar ist|angezeigt wird]
"""
COMPOUNDS = """
{P} und {P2}
{P}, dann {P2}
{P} und dann {P2}
{P}. Danach {P2}
{P} und drücke Enter
"""
EXTRAS = ("bitte", "Bitte", "jetzt", "dann", "als Nächstes", "nun", "zuerst", "danach")
PURPOSES = (", um die Änderungen zu speichern", ", um fortzufahren", ", damit sich das Menü öffnet", ", um den Dialog zu schließen", " bitte")
