"""Words for generated windows: what real programs say, from their gettext catalogues, and made-up data."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grounding.data.catalogues import read_catalogue
from grounding.data.held_out import HELD_OUT_APPS

LOCALES = Path("/usr/share/locale")
_UNWANTED = re.compile(r"[%<>{}\\$@|\x00-\x1f\x7f\u0300-\u036f\u200b-\u200f\u202a-\u202e]|https?:|^\W*$")
_CJK_MNEMONIC = re.compile(r"\((?:[_&])\w\)")
_MNEMONIC = re.compile(r"[_&](?=\w)")
_MOST_FILES = 60
_MOST_MESSAGES = 700


@dataclass(frozen=True, slots=True)
class Pools:
    """Phrases of one language by what they are used for; every pool holds at least one phrase."""

    actions: tuple[str, ...]
    labels: tuple[str, ...]
    options: tuple[str, ...]
    short: tuple[str, ...]
    sentences: tuple[str, ...]


@cache
def pools(language: str, seed: int = 0) -> Pools:
    """Return phrases of ``language`` (a folder of /usr/share/locale; "en" takes the originals)."""
    rng = random.Random(f"{language} {seed}")
    sorted_out: dict[str, set[str]] = {
        name: set() for name in ("action", "label", "option", "short", "sentence")
    }
    for original, translation in _entries(language, rng):
        kind, phrase = classify(original if language == "en" else translation)
        if kind:
            sorted_out[kind].add(phrase)
    chosen = {kind: tuple(sorted(found)) for kind, found in sorted_out.items()}
    return Pools(*(chosen[k] or _FALLBACK[k] for k in ("action", "label", "option", "short", "sentence")))


def _entries(language: str, rng: random.Random) -> Iterator[tuple[str, str]]:
    folder = LOCALES / ("de" if language == "en" else language) / "LC_MESSAGES"
    files = [f for f in sorted(folder.glob("*.mo")) if _is_wanted(f)]
    for path in rng.sample(files, min(_MOST_FILES, len(files))):
        messages = read_catalogue(path)
        yield from rng.sample(messages, min(_MOST_MESSAGES, len(messages)))


def _is_wanted(catalogue: Path) -> bool:
    """Tell programs from lists of countries and tongues, and from held-out programs."""
    name = catalogue.stem
    return name not in HELD_OUT_APPS and not name.startswith("iso_") and catalogue.stat().st_size > 8000


def classify(message: str) -> tuple[str, str]:
    """Return what a message is used for and its plain text; ("", "") when it is of no use here."""
    marked = bool(_CJK_MNEMONIC.search(message) or _MNEMONIC.search(message))
    text = _MNEMONIC.sub("", _CJK_MNEMONIC.sub("", message)).replace("_", " ").strip()
    if not 2 <= len(text) <= 180 or _UNWANTED.search(text) or text[0] in "-(.,;:'\"*/=":
        return "", ""
    if text.endswith(":"):
        return ("label", text) if len(text) <= 34 else ("", "")
    if len(text) > 24 and text[-1] in ".?!。？":
        return "sentence", text
    if not text[0].isalpha() or (text[0].islower() and text[0].isascii()):
        return "", ""
    if marked or text.endswith(("…", "...")):
        return ("action", text) if len(text) <= 30 else ("", "")
    if len(text) <= 18 and text.count(" ") <= 1:
        return "short", text
    return ("option", text) if len(text) <= 52 and text[-1] not in ".,;" else ("", "")


_FALLBACK: dict[str, tuple[str, ...]] = {
    "action": ("Open…", "Save", "Copy", "Paste", "Delete", "Rename…", "Close"),
    "label": ("Name:", "Size:", "Colour:", "Path:", "Width:"),
    "option": ("Show hidden files", "Remember the last folder", "Ask before closing"),
    "short": ("General", "Details", "Advanced", "Size", "Type"),
    "sentence": ("The changes take effect after a restart.", "Do you want to save the changes?"),
}
_FIRST = (
    "Anna", "Piotr", "Maria", "Jan", "Olga", "Ivan", "Laura", "Pablo", "Chloé", "Jürgen", "Emma", "Noah",
    "Wei", "Yuki", "Aisha", "Tom", "Sofia", "Łukasz",
)  # fmt: skip
_LAST = (
    "Kowalska", "Novak", "Müller", "García", "Smith", "Dubois", "Ivanova", "Rossi", "Tanaka", "Chen",
    "Okafor", "Jensen", "Wójcik", "Brown",
)  # fmt: skip
_STEMS = (
    "report", "notes", "budget", "photo", "invoice", "summary", "README", "draft", "backup", "main", "index",
    "config", "data", "image", "screenshot", "thesis", "letter", "holiday", "contract", "list", "music",
    "track", "setup", "server", "test", "model", "archive", "plan", "minutes",
)  # fmt: skip
_ENDINGS = (
    "txt", "pdf", "odt", "png", "jpg", "svg", "py", "c", "h", "cpp", "html", "css", "csv", "ods", "zip",
    "tar.gz", "mp3", "ogg", "mkv", "json", "xml", "log", "md", "sh", "deb",
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_PLACES = (
    "Warsaw", "Berlin", "Paris", "Madrid", "Oslo", "Kyoto", "Lima", "Dakar", "Toronto", "Wien", "Kraków",
    "Lisbon", "Rome",
)  # fmt: skip


def person(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def file_name(rng: random.Random) -> str:
    stem = rng.choice(_STEMS)
    number = rng.choice(
        ("", "", f"_{rng.randint(1, 40)}", f"-{rng.randint(2011, 2026)}", f" ({rng.randint(1, 9)})")
    )
    return f"{stem}{number}.{rng.choice(_ENDINGS)}"


def date(rng: random.Random) -> str:
    year, month, day = rng.randint(1999, 2027), rng.randint(1, 12), rng.randint(1, 28)
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    return rng.choice(
        (
            f"{year}-{month:02}-{day:02}",
            f"{day:02}.{month:02}.{year}",
            f"{month}/{day}/{year % 100:02}",
            f"{day} {_MONTHS[month - 1]} {year}",
            f"{_MONTHS[month - 1]} {day}, {hour:02}:{minute:02}",
            f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}",
        )
    )


def number(rng: random.Random) -> str:
    return rng.choice(
        (
            str(rng.randint(0, 20)),
            f"{rng.uniform(0, 1000):.2f}",
            f"{rng.randint(1, 999)} {rng.choice(('KB', 'MB', 'GB', 'kB', 'KiB', 'MiB'))}",
            f"{rng.randint(0, 100)}%",
            f"{rng.randint(1, 99):02}:{rng.randint(0, 59):02}",
            f"€{rng.randint(1, 900)}.{rng.randint(0, 99):02}",
            f"{rng.randint(1, 99)},{rng.randint(0, 999):03}",
            f"{rng.randint(1, 255)}.{rng.randint(0, 255)}.{rng.randint(0, 255)}.{rng.randint(0, 255)}",
        )
    )


def value(rng: random.Random) -> str:
    """Return what a person may have typed into a field: a name, a file, an address, a number."""
    person_name = person(rng)
    return rng.choice(
        (
            person_name,
            file_name(rng),
            date(rng),
            number(rng),
            rng.choice(_PLACES),
            f"{person_name.split()[0].lower()}@example.org",
            f"/home/{person_name.split()[0].lower()}/{rng.choice(_STEMS)}",
            f"www.{rng.choice(_STEMS).lower()}.example.com",
        )
    )
