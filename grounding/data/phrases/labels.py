"""Words that stand on screens: from the system's translation catalogues, and some of our own."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from grounding.data.catalogues import read_catalogue
from grounding.data.held_out import HELD_OUT_APPS
from grounding.data.phrases.templates import sections
from grounding.data.sample import read_screens

CATALOGUES: Mapping[str, str] = MappingProxyType(
    {"de": "de", "fr": "fr", "es": "es", "pl": "pl", "ru": "ru", "zh": "zh_CN", "ja": "ja"}
)
# Names of places, languages and keyboards, and the messages of programs without windows.
_NOT_SCREENS = re.compile(
    r"iso_|libgweather|xkeyboard|libc|apt|dpkg|git$|coreutils|gnupg|bash|make|tar|wget|sed$|grep|lib.*gnulib|shadow"
    r"|man-db|systemd|elfutils|popt|gettext|findutils|diffutils|xz|Linux-PAM|libosinfo|gnutls|libidn|psmisc|procps"
    r"|sudo|bison|gawk|m4|parted|util-linux|e2fsprogs|binutils|gcc|cpplib|glibc|krb|gst-plugins|wine|exiv2|libexif"
)
_LONGEST = 36
_MOST_WORDS = 5
_PER_LANGUAGE = 6000
_MARKUP = re.compile(r"[%{}<>\\$@|=\n\t\"“”„«»`;]|\(\(|--|  |^[-+\[(*#.]")
_MNEMONIC = re.compile(r"\(?_\w\)|\(?&\w\)|_(?=\w)|&(?=\w)")


def own_labels() -> tuple[str, ...]:
    """Return the labels that are always there."""
    return sections("labels")["labels"]


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by language ("en", "de", …); ``screens`` are texts that were really drawn."""

    by_language: dict[str, tuple[str, ...]]
    screens: tuple[str, ...] = ()

    def pick(self, rng: random.Random, language: str = "en") -> str:
        draw = rng.random()
        if language == "en" and draw < 0.25:
            return rng.choice(own_labels())
        if self.screens and draw < 0.45:
            return rng.choice(self.screens)
        return rng.choice(self.by_language.get(language) or own_labels())


def load_labels(locale: Path, screens: Iterable[Path], seed: int) -> Labels:
    """Read the labels of the catalogues under ``locale`` and of rendered screens; none need be there."""
    rng = random.Random(f"labels {seed}")
    english: set[str] = set()
    found: dict[str, tuple[str, ...]] = {}
    for language, folder in CATALOGUES.items():
        translated: set[str] = set()
        for original, translation in _messages(locale / folder / "LC_MESSAGES", rng):
            english.add(original)
            translated.add(translation)
        found[language] = _some(translated, rng, _PER_LANGUAGE)
    found["en"] = _some(english, rng, 2 * _PER_LANGUAGE)
    drawn = {
        text
        for _, screen in read_screens(*screens)
        if screen.split == "train"
        for element in screen.elements
        if (text := label_of(element.text))
    }
    return Labels(found, _some(drawn, rng, 2 * _PER_LANGUAGE))


def _some(labels: set[str], rng: random.Random, most: int) -> tuple[str, ...]:
    ordered = sorted(labels)
    rng.shuffle(ordered)
    return tuple(ordered[:most])


def _messages(folder: Path, rng: random.Random, catalogues: int = 90) -> Iterable[tuple[str, str]]:
    paths = sorted(
        p for p in folder.glob("*.mo") if p.stem not in HELD_OUT_APPS and not _NOT_SCREENS.match(p.stem)
    )
    for path in rng.sample(paths, min(catalogues, len(paths))):
        for key, translation in read_catalogue(path):
            original, translated = label_of(key), label_of(translation)
            if original and translated:
                yield original, translated


def label_of(message: str) -> str:
    """Return ``message`` as it stands on a button, or "" where it is too long or no label."""
    text = message.rpartition("\x04")[2]
    text = _MNEMONIC.sub("", text).strip().rstrip(":").strip()
    ok = (
        1 < len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and not _MARKUP.search(text)
        and any(c.isalpha() for c in text)
        and not text.endswith((".", "!", "?"))
    )
    return text if ok else ""
