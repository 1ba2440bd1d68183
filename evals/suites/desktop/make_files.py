"""Make the binary files that tasks of the suite start from: ``python -m evals.suites.desktop.make_files``.

They are committed; running this again gives the same bytes, so that a changed file shows in a diff.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from evals.suites.desktop import file_contents as contents
from evals.suites.desktop.suite import TASKS

_EPOCH = (2026, 1, 1, 0, 0, 0)
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_TO_THUMBNAIL = re.compile(rb"<Relationship [^>]*thumbnail[.]jpeg[^>]*/>")
_THUMBNAIL = "docProps/thumbnail.jpeg"


def text_document(lines: Iterable[str]) -> bytes:
    """Return a docx; a line that begins with ``#`` is a title, with ``*`` an item of a list."""
    from docx import Document
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    document = Document()
    for line in lines:
        if line.startswith("# "):
            document.add_paragraph(line[2:]).alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        elif line.startswith("* "):
            document.add_paragraph(line[2:], style="List Bullet")
        else:
            document.add_paragraph(line)
    return _saved(document.save)


def workbook(sheets: Mapping[str, contents.Rows]) -> bytes:
    """Return an xlsx with these sheets; a text that begins with ``=`` is a formula."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return _saved(book.save)


def presentation(slides: Iterable[tuple[str, ...]]) -> bytes:
    """Return a pptx: the first text of each slide is its title, the others are its points."""
    from pptx import Presentation

    deck = Presentation()
    for number, (title, *points) in enumerate(slides):
        slide = deck.slides.add_slide(deck.slide_layouts[1 if number else 0])
        slide.shapes.title.text = title
        slide.placeholders[1].text = "\n".join(points)
    return _saved(deck.save)


def picture(colours: contents.Quarters, size: tuple[int, int] = (320, 240)) -> bytes:
    """Return a PNG of four quarters (top left, top right, bottom left, bottom right), lightly speckled."""
    import numpy as np
    from PIL import Image

    width, height = size
    pixels = np.zeros((height, width, 3), np.uint8)
    halves = (
        (slice(0, height // 2), slice(height // 2, height)),
        (slice(0, width // 2), slice(width // 2, width)),
    )
    for number, colour in enumerate(colours):
        pixels[halves[0][number // 2], halves[1][number % 2]] = tuple(bytes.fromhex(colour))
    chance = random.Random("".join(colours))
    for _ in range(200):
        # The speckles differ from their ground by less than any grader tolerates.
        y, x = chance.randrange(height), chance.randrange(width)
        pixels[y, x] = np.clip(pixels[y, x].astype(int) + chance.choice((-4, 4)), 0, 255)
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    """Return what ``save`` writes, packed again without times and without the template's thumbnail."""
    stream, packed = io.BytesIO(), io.BytesIO()
    save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _THUMBNAIL:
                continue
            if name == "_rels/.rels":
                content = _TO_THUMBNAIL.sub(b"", content)
            if name == "docProps/core.xml":
                content = _TIME.sub(b"2026-01-01T00:00:00Z", content)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def made() -> Mapping[str, bytes]:
    """Return every file by its path below the folder of the tasks."""
    return {
        **{path: text_document(lines) for path, lines in contents.DOCUMENTS.items()},
        **{path: workbook(sheets) for path, sheets in contents.WORKBOOKS.items()},
        **{path: presentation(slides) for path, slides in contents.PRESENTATIONS.items()},
        **{path: picture(colours) for path, colours in contents.PICTURES.items()},
    }


def main(folder: Path = TASKS) -> None:
    for path, content in made().items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)


if __name__ == "__main__":
    main()
