"""Keys and key combinations in the spellings that people use."""

from __future__ import annotations

import random

MODIFIERS = (
    ("Ctrl", "ctrl", "Control", "control", "CTRL", "Ctl", "^", "C"),
    ("Alt", "alt", "ALT", "Option", "opt"),
    ("Shift", "shift", "SHIFT"),
    ("Super", "super", "Win", "Windows", "Cmd", "Command", "Meta", "⌘", "cmd"),
)
NAMED = (
    "Enter", "enter", "Return", "return", "ENTER", "Tab", "tab", "Escape", "Esc", "esc", "ESC", "Space",
    "space", "spacebar", "Backspace", "backspace", "Delete", "Del", "delete", "Insert", "Home", "End",
    "Page Up", "Page Down", "PgDn", "page down", "PageUp", "Up", "Down", "Left", "Right", "up arrow",
    "Down Arrow", "left arrow", "arrow down", "right arrow key", "Print Screen", "PrtSc",
    "Caps Lock", "Menu", "ret", "F1", "F2",
    "F5", "f5", "F10", "F11", "F12", "f4", "Pause", "Num Lock", "↓", "↑", "ArrowLeft", "ArrowDown",
)  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
FOREIGN_NAMED = {
    "de": ("Eingabe", "Eingabetaste", "Strg", "Entf", "Leertaste", "Umschalt", "Esc", "Pos1", "Bild ab"),
    "fr": ("Entrée", "Échap", "Suppr", "Maj", "Espace", "Tab", "Retour arrière", "Début"),
    "es": ("Intro", "Entrar", "Supr", "Mayús", "Espacio", "Tabulador", "Retroceso", "Escape"),
    "pl": ("Enter", "spację", "Delete", "Esc", "Tabulator", "strzałkę w dół"),
    "ru": ("Enter", "пробел", "Ввод", "Tab", "Esc", "стрелку вниз"),
    "zh": ("回车键", "回车", "空格键", "Tab 键", "Esc", "退格键", "方向键下"),
    "ja": ("Enterキー", "エンターキー", "スペースキー", "Escキー", "Tabキー", "Deleteキー"),
}
FOREIGN_MODIFIER = {
    "de": "Strg",
    "fr": "Ctrl",
    "es": "Ctrl",
    "pl": "Ctrl",
    "ru": "Ctrl",
    "zh": "Ctrl",
    "ja": "Ctrl",
}


def chord(rng: random.Random) -> str:
    """Return keys held together, or one named key, in some spelling."""
    if rng.random() < 0.42:
        return rng.choice(NAMED)
    groups = rng.sample(MODIFIERS, 1 if rng.random() < 0.72 else 2)
    held = [rng.choice(group) for group in groups]
    last = rng.choice(NAMED) if rng.random() < 0.25 else rng.choice(LETTERS)
    if rng.random() < 0.5:
        last = last.upper() if len(last) == 1 else last
    joiner = rng.choice(("+", "+", "+", "+", "-", "-", " + ", " ", " and ", " - "))
    if rng.random() < 0.03:
        return f"<{held[0]}>{last}"
    return joiner.join((*held, last))


def letter(rng: random.Random) -> str:
    return rng.choice(LETTERS)


def foreign_chord(rng: random.Random, language: str) -> str:
    """Return keys as speakers of ``language`` call them."""
    draw = rng.random()
    if draw < 0.4:
        return rng.choice(FOREIGN_NAMED[language])
    if draw < 0.75:
        last = rng.choice(LETTERS)
        return (
            FOREIGN_MODIFIER[language] + rng.choice(("+", "+", "-", " + ")) + rng.choice((last, last.upper()))
        )
    return chord(rng)
