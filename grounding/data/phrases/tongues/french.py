"""French orders."""

from __future__ import annotations

TARGETS = """
{Q}
{Q}
{L}
[le bouton|l'icône|le lien|l'onglet|le menu|l'option|l'élément|la vignette|la case] {Q}
[le bouton|l'icône|le lien|l'onglet|le menu] {L}
[le bouton|l'icône|le lien] {Q} [en bas à droite|en haut à gauche|en haut de la page|dans la boîte de dialogue|à côté de {Q}|à gauche de {Q}|sous {Q}|de la barre d'outils]
[la roue dentée|la loupe|la corbeille|les trois points|le premier résultat|la dernière ligne|le deuxième lien]
"""
FIELDS = """
[le champ|la zone de texte|le champ de saisie|la barre de recherche|la case] {Q}
[le champ|la zone de texte] {L}
{Q}
[la barre d'adresse|la barre de recherche|le champ de recherche]
"""
CHECKBOXES = """
{Q}
[la case|la case à cocher|l'option|l'interrupteur] {Q}
[la case|la case à cocher|l'option] {L}
{L}
"""
LISTS = """
[la liste|le menu|la liste déroulante|le menu déroulant] {Q}
[la liste|le menu|la liste déroulante] {L}
"""
AREAS = """
[la liste|la page|la fenêtre|le document|le tableau] {Q}
[la liste|la page|la fenêtre|le document|le tableau]
"""
ARTICLES = ("le ", "la ", "les ", "l'")
ORDERS = {
    "click": """
        [clique|cliquez|Cliquez|cliquer|appuie|appuyez|tape|tapez] sur {T}
        [clique|cliquez] [une fois |]sur {T}[| s'il vous plaît| s'il te plaît]
        [ouvre|ouvrez|ouvrir] {T}
        [fais|faites|faire] un clic sur {T}
        """,
    "double-click": """
        [double-clique|double-cliquez|double-cliquer|double clic] sur {T}
        [fais|faites|faire] un double-clic sur {T}
        """,
    "right-click": """
        [clique|cliquez|cliquer|clic] [droit|avec le bouton droit|avec le bouton droit de la souris] sur {T}
        [fais|faites] un clic droit sur {T}
        """,
    "hover": """
        [survole|survolez|survoler] {T}
        [place|placez|déplace|déplacez|passe|passez|mets] [la souris|le curseur|le pointeur] sur {T}
        """,
    "type": """
        [tape|tapez|saisis|saisissez|écris|écrivez|entre|entrez|saisir|taper] {X} dans {F}
        [tape|tapez|saisis|saisissez|écris|écrivez|entrez] {X}
        [remplis|remplissez] {F} avec {X}
        [écrire|inscris|inscrivez] {X} dans {F}
        """,
    "press": """
        [appuie|appuyez|appuyer] sur {K}
        [appuie|appuyez] sur [la touche|les touches] {K}
        [utilise|utilisez] le raccourci {K}
        """,
    "select": """
        [choisis|choisissez|sélectionne|sélectionnez|sélectionner|choisir] {O} dans {D}
        [choisis|choisissez|sélectionne|sélectionnez] {O}
        [choisis|sélectionnez] l'option {O}[| dans {D}]
        """,
    "check": """
        [coche|cochez|cocher|active|activez|activer] {C}
        [mets|mettez] une coche dans {C}
        """,
    "uncheck": """
        [décoche|décochez|décocher|désactive|désactivez|désactiver] {C}
        """,
    "drag": """
        [glisse|glissez|fais glisser|faites glisser|déplace|déplacez|glisser] {S} [vers|sur|dans|jusqu'à] {E}
        [glissez-déposez|glisse et dépose] {S} [sur|dans] {E}
        """,
    "scroll": """
        [défile|défilez|faites défiler|fais défiler|défiler] {SC}
        [défile|faites défiler] {A} {SC}
        [défilez|faites défiler] {SC} dans {A}
        """,
    "wait": """
        [attends|attendez|attendre|patientez|patiente] {W}
        [attends|attendez|attendre] {WU}
        """,
}
DIRECTIONS = ("vers le bas", "vers le haut", "jusqu'en bas", "à droite", "jusqu'à la fin", "un peu vers le bas", "tout en haut")
DURATIONS = ("5 secondes", "une minute", "deux secondes", "un instant", "3 s", "quelques secondes")
AWAITED = ("que {Q} apparaisse", "que la page soit chargée", "jusqu'à ce que {Q} soit visible")
NEGATIVES = """
Où [est|se trouve] {T} ?
Est-ce que {T} est [visible|activé|sélectionné] ?
Ne [clique|cliquez] pas sur {T}
[Réserve|Trouve|Cherche] [un vol pour Paris|un hôtel|une recette|les nouvelles du jour]
[Enregistre|Ferme|Supprime|Imprime|Ouvre] [le fichier|la fenêtre|le document|toutes les fenêtres|un éditeur de texte]
[Bonjour|Merci|Oui|Non|Merci beaucoup|C'est faux|La fenêtre est ouverte|Quelle heure est-il ?|Que vois-tu ?]
Si {T} apparaît, clique sur {Q}
J'ai cliqué sur {T}
[Tape|Saisissez|Entre] [ton mot de passe|un texte|quelque chose|votre nom][| dans le champ]
{T} est [grisé|absent|trop petit|visible]
[Vérifie|Vérifiez|Assure-toi] que {T} est [visible|affiché]
"""
COMPOUNDS = """
{P} et {P2}
{P}, puis {P2}
{P} puis {P2}
{P}. Ensuite, {P2}
{P} et appuie sur Entrée
"""
EXTRAS = ("maintenant", "ensuite", "puis", "d'abord", "veuillez", "s'il te plaît", "s'il vous plaît,")
PURPOSES = (" pour enregistrer les modifications", " pour continuer", " afin de fermer la fenêtre", " pour ouvrir le menu", ", s'il vous plaît")
