"""Polish orders."""

from __future__ import annotations

TARGETS = """
{Q}
{Q}
{L}
[przycisk|ikonę|link|kartę|menu|opcję|element|zakładkę|pozycję] {Q}
[przycisk|ikonę|link|kartę|menu|opcję|zakładkę] {L}
[przycisk|ikonę|link] {Q} [w prawym dolnym rogu|u góry|na pasku narzędzi|w oknie dialogowym|obok {Q}|na lewo od {Q}|pod {Q}]
[ikonę kosza|koło zębate|lupę|trzy kropki|pierwszy wynik|ostatni wiersz|drugi link]
"""
FIELDS = """
[pole|pola|polu|pole tekstowe|polu tekstowym] {Q}
[pole|pola|polu|pole tekstowe] {L}
{Q}
[pasek adresu|pole wyszukiwania|pasku wyszukiwania]
"""
CHECKBOXES = """
{Q}
[pole|pole wyboru|opcję|przełącznik|kratkę] {Q}
[pole|pole wyboru|opcję|przełącznik] {L}
{L}
"""
LISTS = """
[listy|menu|listy rozwijanej] {Q}
[listy|menu|listy rozwijanej] {L}
"""
AREAS = """
[liście|stronie|oknie|dokumencie|tabeli] {Q}
[liście|stronie|oknie|dokumencie|tabeli]
"""
ARTICLES: tuple[str, ...] = ()
ORDERS = {
    "click": """
        [kliknij|Kliknij|kliknąć|klikaj|naciśnij|wciśnij] [na |w |]{T}
        [kliknij|kliknąć] [proszę |]{T}
        [otwórz|wybierz] [menu|kartę|zakładkę] {T}
        proszę kliknąć [w |]{T}
        """,
    "double-click": """
        [kliknij|kliknąć] dwukrotnie [na |w |]{T}
        [kliknij|kliknąć] dwa razy [na |w |]{T}
        dwukrotnie kliknij {T}
        """,
    "right-click": """
        [kliknij|kliknąć] [prawym przyciskiem myszy|prawym przyciskiem|prawym klawiszem] [na|w] {T}
        [kliknij|kliknąć] {T} prawym przyciskiem[| myszy]
        """,
    "hover": """
        [najedź|przesuń|ustaw|naprowadź] [myszką|kursorem|kursor|wskaźnik|mysz] [na|nad] {T}
        """,
    "type": """
        [wpisz|wprowadź|napisz|wpisać|wprowadzić] {X} [w|do] {F}
        [wpisz|wprowadź|napisz|wpisać] {X}
        [wypełnij|uzupełnij] {F} [wartością|tekstem|wpisując] {X}
        w {F} wpisz {X}
        """,
    "press": """
        [naciśnij|wciśnij|nacisnąć] {K}
        [naciśnij|wciśnij|użyj] [klawisz|klawisze|skrótu|klawisza] {K}
        """,
    "select": """
        [wybierz|wybrać|zaznacz] {O} z {D}
        [wybierz|wybrać] {O}
        [wybierz|zaznacz] opcję {O}[| z {D}]
        """,
    "check": """
        [zaznacz|zaznaczyć|włącz|włączyć|aktywuj] {C}
        """,
    "uncheck": """
        [odznacz|odznaczyć|wyłącz|wyłączyć|dezaktywuj] {C}
        [usuń|zdejmij] zaznaczenie [z|przy] {C}
        """,
    "drag": """
        [przeciągnij|przeciągnąć|przenieś] {S} [do|na] {E}
        [przeciągnij i upuść] {S} [do|na] {E}
        """,
    "scroll": """
        [przewiń|przewinąć|przewijaj] {SC}
        [przewiń|przewinąć] [w|na] {A} {SC}
        """,
    "wait": """
        [poczekaj|czekaj|zaczekaj|odczekaj] {W}
        [poczekaj|czekaj|zaczekaj] {WU}
        """,
}
DIRECTIONS = ("w dół", "w górę", "na sam dół", "na koniec", "w prawo", "trochę w dół", "do końca", "na samą górę")
DURATIONS = ("5 sekund", "minutę", "dwie sekundy", "chwilę", "3 s", "kilka sekund")
AWAITED = ("aż pojawi się {Q}", "aż strona się załaduje", "aż okno się otworzy")
NEGATIVES = """
Gdzie jest {T}?
Czy {T} jest [widoczny|aktywny|zaznaczony]?
Nie klikaj [w |]{T}
[Zarezerwuj|Znajdź|Poszukaj] [lot do Warszawy|hotel|przepis na ciasto|najnowsze wiadomości]
[Zapisz|Zamknij|Usuń|Wydrukuj|Otwórz] [plik|okno|dokument|wszystkie okna|edytor tekstu]
[Cześć|Dziękuję|Tak|Nie|To nie to|Okno jest otwarte|Która godzina?|Co widzisz?|Dzień dobry]
Jeśli pojawi się {T}, kliknij {Q}
Kliknąłem [w |]{T}
[Wpisz|Wprowadź] [swoje hasło|jakiś tekst|cokolwiek|swoje imię][| w polu]
{T} jest [wyszarzony|niewidoczny|pusty]
[Sprawdź|Upewnij się], czy {T} jest widoczny
"""
COMPOUNDS = """
{P} i {P2}
{P}, a potem {P2}
{P}, następnie {P2}
{P}. Potem {P2}
{P} i naciśnij Enter
"""
EXTRAS = ("teraz", "proszę", "następnie", "najpierw", "potem")
PURPOSES = (", aby zapisać zmiany", ", żeby kontynuować", ", aby zamknąć okno", ", by otworzyć menu", ", proszę")
