"""Small documents for the programs to open, with seeded content."""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path
from random import Random

import cv2
import numpy as np

_WORDS = [
    "garden",
    "invoice",
    "meeting",
    "budget",
    "window",
    "report",
    "river",
    "holiday",
    "project",
    "kitchen",
    "station",
    "market",
    "letter",
    "winter",
    "summer",
    "planning",
    "travel",
    "music",
    "history",
    "recipe",
    "picture",
    "delivery",
    "notes",
    "office",
    "school",
    "weather",
    "computer",
    "paper",
    "bridge",
    "forest",
    "morning",
    "evening",
    "team",
    "client",
    "order",
    "price",
    "quality",
    "green",
    "silver",
    "quiet",
    "open",
    "early",
    "modern",
]


def sentence(random: Random, words: int = 9) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(words)).capitalize() + "."


def write_documents(home: Path, seed: int) -> None:
    """Write texts, a table, a page, a picture, an archive, a database and a PDF below ``home``."""
    random = Random(seed)
    folder = home / "Documents"
    pictures = home / "Pictures"
    for path in (folder, pictures, home / "Music", home / "Downloads", home / "Desktop", folder / "Archive"):
        path.mkdir(parents=True, exist_ok=True)
    lines = [sentence(random, random.randint(4, 12)) for _ in range(30)]
    (folder / "notes.txt").write_text("\n".join(lines) + "\n")
    (folder / "notes2.txt").write_text("\n".join(line for line in lines if random.random() < 0.8) + "\n")
    (folder / "sample.c").write_text(_source(random))
    (folder / "page.html").write_text(_page(random))
    (folder / "budget.csv").write_text(_table(random))
    for name in random.sample(_WORDS, 5):
        (folder / f"{name}.txt").write_text(sentence(random))
    for name in ("hill", *random.sample(_WORDS, 3)):
        cv2.imwrite(str(pictures / f"{name}.png"), _picture(random.randrange(1 << 30)))
    with zipfile.ZipFile(folder / "files.zip", "w") as archive:
        for name in random.sample(_WORDS, 6):
            archive.writestr(f"{random.choice(('a', 'letters', 'old'))}/{name}.txt", sentence(random))
    (folder / "report.pdf").write_bytes(_pdf(lines[:24]))
    _database(folder / "shop.db", random)


def _source(random: Random) -> str:
    body = "\n".join(
        f'    printf("{random.choice(_WORDS)} %d\\n", {random.randint(1, 99)});' for _ in range(12)
    )
    return f"#include <stdio.h>\n\n/* {sentence(random)} */\nint main(void)\n{{\n{body}\n    return 0;\n}}\n"


def _page(random: Random) -> str:
    links = "".join(f'<li><a href="#{w}">{w.capitalize()}</a></li>' for w in random.sample(_WORDS, 5))
    texts = "".join(f"<p>{sentence(random, 16)} {sentence(random, 12)}</p>" for _ in range(4))
    return (
        f"<!DOCTYPE html><title>{sentence(random, 3)}</title><h1>{sentence(random, 4)}</h1>"
        f"<ul>{links}</ul>{texts}"
        "<form><label>Name <input name=n></label> <label><input type=checkbox checked> Remember me</label> "
        "<select><option>Monthly<option>Weekly</select> <button>Send</button></form>"
    )


def _table(random: Random) -> str:
    rows = [
        f"{random.choice(_WORDS)},{random.randint(1, 40)},{random.uniform(2, 900):.2f}" for _ in range(24)
    ]
    return "Item,Count,Price\n" + "\n".join(rows) + "\n"


def _picture(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    generator = np.random.default_rng(seed)
    small = generator.integers(0, 255, (5, 7, 3), dtype=np.uint8)
    return cv2.resize(small, (640, 420), interpolation=cv2.INTER_CUBIC).astype(np.uint8)


def _pdf(lines: list[str]) -> bytes:
    text = "BT /F1 14 Tf 60 780 Td 18 TL\n" + "\n".join(f"({line}) Tj T*" for line in lines) + "\nET"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    end = f"trailer<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 6\n0000000000 65535 f \n{table}{end}".encode()


def _database(file: Path, random: Random) -> None:
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price REAL)")
        base.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, product INTEGER, count INTEGER)")
        for number in range(20):
            row = (number, random.choice(_WORDS), random.randint(1, 90))
            base.execute("INSERT INTO products VALUES (?, ?, ?)", row)
    base.close()
