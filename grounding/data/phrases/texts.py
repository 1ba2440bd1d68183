"""Texts that people ask to be typed: words, sentences, mails, numbers, code, passwords."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

from grounding.data.phrases.templates import sections


def _some(section: str, rng: random.Random) -> str:
    return rng.choice(sections("texts")[section])


def text(rng: random.Random) -> str:
    """Return a text of some kind."""
    return rng.choice(_MAKERS)(rng)


def plain_text(rng: random.Random) -> str:
    """Return a text that can stand in a sentence without quotation marks."""
    return rng.choice(_PLAIN)(rng)


def mail(rng: random.Random) -> str:
    name = rng.choice(("ana", "john.doe", "j_smith", "info", "max-m", "test+1", "support", "anna.k99"))
    return f"{name}@{_some('domains', rng)}"


def number(rng: random.Random) -> str:
    return rng.choice(
        (
            str(rng.randrange(10)),
            str(rng.randrange(100)),
            str(rng.randrange(100000)),
            f"{rng.randrange(1000)}.{rng.randrange(100):02}",
            f"{rng.randrange(1, 999)},{rng.randrange(1000):03}",
            f"-{rng.randrange(50)}",
            f"${rng.randrange(500)}",
            f"{rng.randrange(100)}%",
            f"{rng.randrange(1, 29)}.{rng.randrange(1, 13)}.20{rng.randrange(10, 30)}",
            f"20{rng.randrange(10, 30)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
            f"{rng.randrange(24)}:{rng.randrange(60):02}",
            f"+49 {rng.randrange(100, 999)} {rng.randrange(1000, 99999)}",
            f"({rng.randrange(100, 999)}) 555-{rng.randrange(1000, 9999)}",
        )
    )


def password(rng: random.Random) -> str:
    alphabet = string.ascii_letters + string.digits + "!#$%&*+-=?@_^~"
    return "".join(rng.choice(alphabet) for _ in range(rng.randrange(6, 16)))


def file_name(rng: random.Random) -> str:
    stem = rng.choice(
        (
            "report",
            "notes",
            "IMG_2034",
            "budget-2024",
            "My Document",
            "a",
            "main",
            "data.old",
            "photo 1",
            "draft_v2",
        )
    )
    return f"{stem}.{rng.choice(('txt', 'pdf', 'odt', 'png', 'py', 'csv', 'docx', 'tar.gz', 'html', 'jpg'))}"


def address(rng: random.Random) -> str:
    start = rng.choice(("", "https://", "http://", "www."))
    end = rng.choice(("", "/", "/index.html", "/search?q=cats", "/login", ":8080"))
    return start + _some("domains", rng) + end


def phrase(rng: random.Random) -> str:
    words = " ".join(_some("words", rng) for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 6))))
    return words.capitalize() if rng.random() < 0.3 else words


def sentence(rng: random.Random) -> str:
    return _some("sentences", rng)


def name(rng: random.Random) -> str:
    return _some("names", rng)


def city(rng: random.Random) -> str:
    return _some("cities", rng)


def code(rng: random.Random) -> str:
    return _some("code", rng)


_MAKERS: tuple[Callable[[random.Random], str], ...] = (
    mail, number, password, file_name, address, phrase, phrase, sentence, sentence, name, city, code,
)  # fmt: skip
_PLAIN: tuple[Callable[[random.Random], str], ...] = (
    mail, number, number, file_name, address, phrase, phrase, name, name, city, city, password,
)  # fmt: skip
