"""Generated screens as training data: words for their elements, and the boxes the generator knows."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from grounding.data.sample import SCREENS_FILE, read_screens

_EACH = 12
"""Words for so many elements of a screen."""


def has_screens(folder: Path) -> bool:
    """Return whether ``folder`` was made by a generator of ``grounding.data``."""
    return (folder / SCREENS_FILE).is_file()


def rows_of_screens(folder: Path, seed: int, each: int = _EACH) -> list[dict[str, Any]]:
    """Return rows for the training screens of ``folder``: words that fit one element, and its box.

    Words that fit several elements, or none, have no single right answer and are left out.
    """
    from grounding.data.expressions.command import EXPRESSIONS_FILE, write_expressions

    screens = {screen.id: screen for _, screen in read_screens(folder) if screen.split == "train"}
    with tempfile.TemporaryDirectory() as made:
        write_expressions([folder], Path(made), seed, each, ["train"])
        lines = (Path(made) / EXPRESSIONS_FILE).read_text("utf-8").split("\n")
    rows = []
    for said in (json.loads(line) for line in lines if line):
        if said["target"] is not None and len(said["targets"]) == 1:
            screen = screens[said["screen"]]
            x1, y1, x2, y2 = screen.elements[said["target"]].box
            image = str((folder / screen.image).absolute())
            box = [x1, y1, x2 - 1, y2 - 1]
            named = {"image": image, "group": screen.id}
            rows.append({**named, "instruction": said["instruction"], "box": box})
    return rows
