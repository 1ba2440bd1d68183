"""Words that stand on screens: from the system's translation catalogues, and some of our own."""

from __future__ import annotations

import gettext
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from grounding.data.held_out import HELD_OUT_APPS
from grounding.data.phrases.grammar import lines_of
from grounding.data.sample import read_screens

CATALOGUES = {"de": "de", "fr": "fr", "es": "es", "pl": "pl", "ru": "ru", "zh": "zh_CN", "ja": "ja"}
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

OWN = lines_of("""
OK
Cancel
Save
Save As…
Apply
Close
Next
Back
Finish
Yes
No
Help
Settings
Wi-Fi
Bluetooth
Sign in
Log in
Log out
Submit
Search
Delete
Edit
Add to cart
Checkout
Create account
Remember me
Subscribe to newsletter
File
View
Tools
Insert
Format
Options
Preferences
Downloads
Documents
Trash
Home
Inbox
Compose
Reply
Forward
Share
Export
Import
Print
Continue
Skip
Accept all cookies
I agree
Dark mode
Notifications
Username
Password
Email address
First name
Phone number
City
Country
Language
Font size
Don't save
What's new
Terms & Conditions
Show hidden files
Auto-save
Sort by date
RAID
Firefox
Terminal
Files
New Folder
Sheet1
B12
C++
""")


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by language ("en", "de", …); ``screens`` are texts that were really drawn."""

    by_language: dict[str, tuple[str, ...]]
    screens: tuple[str, ...] = ()

    def pick(self, rng: random.Random, language: str = "en") -> str:
        draw = rng.random()
        if language == "en" and draw < 0.25:
            return rng.choice(OWN)
        if self.screens and draw < 0.45:
            return rng.choice(self.screens)
        return rng.choice(self.by_language.get(language) or OWN)


def load_labels(locale: Path, screens: Iterable[Path], seed: int) -> Labels:
    """Read the labels of the catalogues under ``locale`` and of rendered screens. Missing ones are no error."""
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
    paths = sorted(p for p in folder.glob("*.mo") if p.stem not in HELD_OUT_APPS and not _NOT_SCREENS.match(p.stem))
    for path in rng.sample(paths, min(catalogues, len(paths))):
        try:
            with path.open("rb") as file:
                messages = gettext.GNUTranslations(file)
        except (OSError, LookupError, ValueError):
            continue
        # There is no public way to list a catalogue's messages.
        catalogue: dict[object, str] = getattr(messages, "_catalog", {})
        for key, translation in catalogue.items():
            original = label_of(key) if isinstance(key, str) else ""
            translated = label_of(translation)
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
