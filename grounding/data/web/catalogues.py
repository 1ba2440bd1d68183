"""User-interface phrases of real programs, from the gettext catalogues on this machine."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grounding.data.catalogues import read_catalogue
from grounding.data.held_out import HELD_OUT_APPS

PROGRAMS = (
    "gtk30",
    "gtk40",
    "gimp20",
    "nautilus",
    "thunar",
    "caja",
    "dolphin",
    "kate",
    "gwenview",
    "okular",
    "konsole",
    "kio5",
    "geany",
    "gedit",
    "inkscape",
    "audacity",
    "audacious",
    "rhythmbox",
    "pidgin",
    "hexchat",
    "transmission-gtk",
    "remmina",
    "brasero",
    "gnome-calendar",
    "gnome-disk-utility",
    "gnome-shell",
    "gnome-system-monitor",
    "gnome-text-editor",
    "gnome-tweaks",
    "gnome-maps",
    "epiphany",
    "synaptic",
    "xfce4-settings",
    "xfce4-terminal",
    "xfce4-panel",
    "gthumb",
    "mousepad",
    "ktexteditor5",
    "kdiff3",
    "pavucontrol",
    "simple-scan",
    "parole",
    "atril",
    "bleachbit",
    "catfish",
    "cherrytree",
    "dia",
    "drawing",
    "file-roller",
    "font-manager",
    "glade",
    "gnote",
    "gnumeric-1.12.55",
    "gparted",
    "katesearch",
    "kcmutils5",
    "kxmlgui5",
    "libadwaita",
    "lxpanel",
    "mutter",
    "pcmanfm",
    "planner",
    "ristretto",
    "seahorse",
    "terminator",
    "xournalpp",
    "wxMaxima",
    "qalculate-gtk",
    "software-properties",
    "gnome-online-accounts",
)
_MNEMONIC_IN_BRACKETS = re.compile(r"\s?\([_&][A-Za-z0-9]\)")
_UNWANTED = re.compile(r"[%{}<>|\\\n\t@=\x04`$~^*]|\\d\\d\\d|\(s\)|https?:|--")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of a user interface and what they say in English."""

    text: str
    english: str


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language's phrases by length: labels of controls, of rows, and sentences."""

    short: tuple[Phrase, ...]
    medium: tuple[Phrase, ...]
    long: tuple[Phrase, ...]
    by_english: dict[str, str]


def cleaned(message: str) -> str:
    """Return ``message`` without mnemonics and end marks, or "" where it is no plain phrase."""
    text = _MNEMONIC_IN_BRACKETS.sub("", message).strip()
    text = re.sub(r"&(?=\w)", "", text) if text.count("&") == 1 else text
    text = re.sub(r"_(?=\w)", "", text) if text.count("_") == 1 else text
    text = text.rstrip(":").strip()
    return "" if _UNWANTED.search(text) or "_" in text or not text or not text[0].isalpha() else text


def load_phrases(locale: Path, language: str, per_program: int = 500) -> Phrases:
    """Read one language's phrases; English comes from the originals of the German catalogues."""
    folder = locale / ("de" if language == "en" else language) / "LC_MESSAGES"
    found: dict[str, Phrase] = {}
    for program in PROGRAMS:
        path = folder / f"{program}.mo"
        if program in HELD_OUT_APPS or not path.exists():
            continue
        for original, translation in read_catalogue(path)[: per_program * 4]:
            english = cleaned(original)
            text = english if language == "en" else cleaned(translation)
            if english and text and (language == "en" or text != english):
                found.setdefault(text, Phrase(text, english))
    return _sorted_by_length(found, language in ("zh_CN", "ja"))


def _sorted_by_length(found: dict[str, Phrase], dense: bool) -> Phrases:
    """Sort by length; scripts without spaces (``dense``) are counted in characters only."""
    short, medium, long = [], [], []
    for text, phrase in found.items():
        words, width = text.count(" ") + 1, len(text) * (2 if dense else 1)
        if width > 160:
            continue
        if words <= 2 and 2 <= width <= 17 and not text.endswith("."):
            short.append(phrase)
        elif words <= 6 and width <= 38 and not text.endswith("."):
            medium.append(phrase)
        elif width >= 40:
            long.append(phrase)
    by_english = {p.english.rstrip("….").lower(): p.text.rstrip("….") for p in found.values()}
    return Phrases(tuple(short), tuple(medium), tuple(long), by_english)
