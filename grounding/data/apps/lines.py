"""Adds the lines of text that an OCR reads on rendered screens, and sorts names by whether they can be read.

Accessibility trees do not say whether a name is drawn. Where it is read inside its box it becomes the
element's text; where it is not, it stays a name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from difflib import SequenceMatcher
from pathlib import Path

import cv2
import numpy as np

from actions.geometry import Box
from actions.screenshot import Image
from grounding.data.sample import (
    SCREENS_FILE,
    Bounds,
    RenderedElement,
    RenderedLine,
    RenderedScreen,
    read_screens,
    screen_from,
)

LINES_FILE = "lines.jsonl"
_SAME = 0.7
_SEEN = 0.75
_WORDY = frozenset({"button", "text", "tab", "menu", "menu item", "link", "checkbox", "radio", "list item",
                    "tree item", "cell", "column header", "combo box", "switch"})  # fmt: skip
_PICTURES = frozenset({"button", "icon", "image", "switch", "checkbox", "tab"})
_FENCES = frozenset(
    {"button", "tab", "menu", "menu item", "field", "combo box", "checkbox", "radio", "cell", "column header"}
)
Read = Callable[[Image, Sequence[Box]], Sequence[RenderedLine]]


def add_lines(folder: Path, limit: int = 0) -> int:
    """Read every screen of ``folder`` not read yet, then rewrite its list with lines; return an exit status.

    What was read is kept beside in lines.jsonl, so that an interrupted run goes on where it stopped.
    """
    read = screen_reader()
    known = _known(folder)
    count = 0
    with (folder / LINES_FILE).open("a", encoding="utf-8") as file:
        for _, screen in read_screens(folder):
            if screen.id in known:
                continue
            image = read_image(folder / screen.image)
            found = read(image, [Box(*e.box) for e in screen.elements if e.role in _FENCES])
            lines = [line for line in found if not is_misread_icon(line, screen.elements)]
            file.write(
                json.dumps({"id": screen.id, "lines": [asdict(x) for x in lines]}, ensure_ascii=False) + "\n"
            )
            file.flush()
            count += 1
            if limit and count >= limit:
                break
    merge(folder)
    return 0


def read_image(file: Path) -> Image:
    """Return a picture (BGR). Raises OSError where it cannot be read."""
    image = cv2.imread(str(file))
    if image is None:
        raise OSError(f"no picture: {file}")
    return np.asarray(image, dtype=np.uint8)


def merge(folder: Path) -> None:
    """Rewrite the folder's list of screens with the lines that were read, in one step at the end."""
    known = _known(folder)
    source = folder / SCREENS_FILE
    target = source.with_suffix(".new")
    size = source.stat().st_size
    with target.open("w", encoding="utf-8") as file:
        for text in source.read_text(encoding="utf-8").splitlines():
            screen = screen_from(json.loads(text))
            if screen.id in known and screen.lines is None:
                screen = with_lines(screen, known[screen.id])
            file.write(json.dumps(asdict(screen), ensure_ascii=False) + "\n")
    if source.stat().st_size == size:
        target.replace(source)
    else:
        # Screens were added meanwhile: leave the list to its writer, the lines are kept beside.
        target.unlink()


def with_lines(screen: RenderedScreen, lines: Sequence[RenderedLine]) -> RenderedScreen:
    """Return ``screen`` with ``lines``, its elements' text and name sorted by what was read."""
    elements = tuple(sorted_words(element, lines) for element in screen.elements)
    return replace(screen, elements=elements, lines=tuple(lines))


def sorted_words(element: RenderedElement, lines: Sequence[RenderedLine]) -> RenderedElement:
    """Move an element's words to ``text`` where they can be read inside its box, to ``name`` where not."""
    if element.role not in _WORDY:
        return element
    read = " ".join(line.text for line in lines if _share_inside(line.box, element.box) > _SEEN)
    if len(read) <= 2 and not is_read(element.text, read):
        read = ""  # rather a picture than a word
    if element.text and not is_read(element.text, read):
        if read and element.role != "text":
            return replace(element, text=read, name=element.name or element.text)
        if not read and element.role in ("button", "tab", "checkbox", "radio") and not element.name:
            return replace(element, text="", name=element.text)
    if not element.text and read:
        name = "" if is_read(element.name, read) else element.name
        return replace(element, text=read, name=name)
    return element


def is_read(words: str, read: str) -> bool:
    """Return whether ``words`` are what was read, give or take a few letters and a cut-off end."""
    mine, seen = _letters(words), _letters(read)
    if not mine or not seen:
        return mine == seen
    if mine in seen or (len(seen) >= 3 and (mine.startswith(seen.rstrip(".…")) or seen in mine)):
        return True
    return SequenceMatcher(None, mine, seen, autojunk=False).ratio() >= _SAME


def is_misread_icon(line: RenderedLine, elements: Sequence[RenderedElement]) -> bool:
    """Return whether a line of one or two signs is the picture on a button, read as if it were letters."""
    if len(line.text.strip()) > 2:
        return False
    return any(
        e.role in _PICTURES and not is_read(e.text, line.text) and _share_inside(line.box, e.box) > _SEEN
        for e in elements
    )


def _letters(text: str) -> str:
    return re.sub(r"[\s_]+", "", text).lower()


def _share_inside(inner: Bounds, outer: Bounds) -> float:
    width, height = (
        min(inner[2], outer[2]) - max(inner[0], outer[0]),
        min(inner[3], outer[3]) - max(inner[1], outer[1]),
    )
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / max(1, (inner[2] - inner[0]) * (inner[3] - inner[1]))


def _known(folder: Path) -> dict[str, tuple[RenderedLine, ...]]:
    file = folder / LINES_FILE
    if not file.exists():
        return {}
    entries = [json.loads(text) for text in file.read_text(encoding="utf-8").splitlines()]
    return {e["id"]: tuple(RenderedLine(tuple(x["box"]), x["text"]) for x in e["lines"]) for e in entries}


def screen_reader() -> Read:
    """Return a reader of whole screens; it remembers crops that it has read before."""
    from grounding.ocr import ScreenReader

    reader = ScreenReader(cache_size=60000)

    def read(image: Image, controls: Sequence[Box]) -> Sequence[RenderedLine]:
        return [
            RenderedLine((x.box.x1, x.box.y1, x.box.x2, x.box.y2), x.text)
            for x in reader.read(image, controls)
        ]

    return read
