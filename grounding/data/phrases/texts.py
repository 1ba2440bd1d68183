"""Texts that people ask to be typed: words, sentences, mails, numbers, code, passwords."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

NAMES = (
    "Ana", "Anna Kowalska", "Müller", "John Smith", "Zoë", "José García", "Li Wei", "Иван Петров", "O'Brien", "Jean-Luc",
    "Fatima", "Dr. Schmidt", "Olga", "Tom", "Maria", "Sven Åberg", "Priya", "Kenji Sato", "李雷", "Emma",
)  # fmt: skip
WORDS = (
    "hello world report meeting tomorrow budget draft lunch invoice project update summer holiday list milk eggs "
    "notes todo final version price total review agenda team music photos backup server error test demo paris "
    "berlin weather forecast cats recipes python tutorial flights cheap hotel train tickets please send the and "
    "for with new my of to in is are this we will be by at from your about tonight thanks click button save file "
    "open window type enter press select"
).split()  # fmt: skip
CITIES = ("Berlin", "Paris", "New York", "Kraków", "São Paulo", "Tokyo", "Madrid", "Zürich", "Москва", "北京")
DOMAINS = ("example.com", "mail.org", "test.de", "uni-bonn.de", "foo.bar.net", "example.co.uk", "localhost")
CODE = (
    "print('hello')", "ls -la", "sudo apt update", "cd ~/Documents && ls", "git commit -m 'fix'", "import os",
    "=SUM(A1:A10)", "SELECT * FROM users;", "x = 5 + 3", "for i in range(10):", "<b>bold</b>", "#include <stdio.h>",
    "rm -rf build/", "http://localhost:8080/", "{\"a\": 1}", "a[0]", "C:\\Users\\ana", "/home/ana/file.txt",
    "~/notes.md", "=A1*B2", "grep -r \"todo\" .", "echo $HOME", "npm install", "2 + 2 =", "x^2 + 3x - 4",
)  # fmt: skip
SENTENCES = (
    "Hello, world!", "See you tomorrow at 5.", "How are you?", "I'll be late, sorry.", "Dear Sir or Madam,",
    "Thank you for your help.", "The quick brown fox jumps over the lazy dog.", "Can we meet on Monday?",
    "It's raining; take an umbrella.", "Please find the report attached.", "Best regards, Ana", "Don't forget the milk",
    "Yes, that works for me", "Meeting moved to 3 pm (room 204)", "What is the capital of France?", "100% sure",
    "Buy: milk, eggs & bread", "Hallo Welt", "Grüße aus München", "¿Dónde está la biblioteca?", "Привет, мир!",
    "Zażółć gęślą jaźń", "こんにちは", "你好，世界", "Bonjour à tous", "Click here to continue", "press any key", "TODO: fix this",
    "hello there my friend", "to be or not to be", "thanks and goodbye", "Type something here", "no", "yes",
)  # fmt: skip


def text(rng: random.Random) -> str:
    """Return a text of some kind."""
    return rng.choice(_MAKERS)(rng)


def plain_text(rng: random.Random) -> str:
    """Return a text that can stand in a sentence without quotation marks."""
    return rng.choice(_PLAIN)(rng)


def mail(rng: random.Random) -> str:
    name = rng.choice(("ana", "john.doe", "j_smith", "info", "max-m", "test+1", "support", "anna.k99"))
    return f"{name}@{rng.choice(DOMAINS)}"


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
        ("report", "notes", "IMG_2034", "budget-2024", "My Document", "a", "main", "data.old", "photo 1", "draft_v2")
    )
    return f"{stem}.{rng.choice(('txt', 'pdf', 'odt', 'png', 'py', 'csv', 'docx', 'tar.gz', 'html', 'jpg'))}"


def address(rng: random.Random) -> str:
    start = rng.choice(("", "https://", "http://", "www."))
    end = rng.choice(("", "/", "/index.html", "/search?q=cats", "/login", ":8080"))
    return start + rng.choice(DOMAINS) + end


def phrase(rng: random.Random) -> str:
    words = " ".join(rng.choice(WORDS) for _ in range(rng.choice((1, 1, 2, 2, 3, 4, 6))))
    return words.capitalize() if rng.random() < 0.3 else words


def sentence(rng: random.Random) -> str:
    return rng.choice(SENTENCES)


def name(rng: random.Random) -> str:
    return rng.choice(NAMES)


def city(rng: random.Random) -> str:
    return rng.choice(CITIES)


def code(rng: random.Random) -> str:
    return rng.choice(CODE)


_MAKERS: tuple[Callable[[random.Random], str], ...] = (
    mail, number, password, file_name, address, phrase, phrase, sentence, sentence, name, city, code,
)  # fmt: skip
_PLAIN: tuple[Callable[[random.Random], str], ...] = (
    mail, number, number, file_name, address, phrase, phrase, name, name, city, city, password,
)  # fmt: skip
