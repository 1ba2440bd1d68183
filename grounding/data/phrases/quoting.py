"""Quotation marks of all styles around labels and texts."""

from __future__ import annotations

import random

_PAIRS = (
    '""', '""', '""', '""', '""', "''", "''", "''", "''", "“”", "“”", "‘’", "«»", "``", "``", "„“", "”“",
)  # fmt: skip
_LOCAL = {
    "de": ("„“", "„“", "»«", '""', "''", "‚‘"),
    "fr": ("«»", "«»", "“”", '""', "''"),
    "es": ("«»", "“”", '""', "''"),
    "pl": ("„”", "„”", '""', "''"),
    "ru": ("«»", "«»", "„“", '""'),
    "zh": ("“”", "“”", "「」", "《》", '""'),
    "ja": ("「」", "「」", "『』", '""'),
}


def quoted(words: str, rng: random.Random, language: str = "en") -> str:
    """Return ``words`` in some quotation marks that do not stand in them."""
    pairs = _LOCAL.get(language, _PAIRS)
    for _ in range(6):
        pair = rng.choice(pairs)
        opener, closer = pair[0], pair[1]
        if opener not in words and closer not in words and (opener + closer) != "”“":
            return opener + words + closer
    pair = next((p for p in ("“”", "``", "«»", '""') if p[0] not in words and p[1] not in words), "「」")
    return pair[0] + words + pair[1]
