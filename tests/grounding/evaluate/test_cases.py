"""Questions are read from rows and from generated expressions."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from actions.geometry import Box, Point
from grounding.data.sample import RenderedElement, RenderedScreen, Split, write_screens
from grounding.evaluate.cases import cases_from_expressions, cases_from_rows


def screen(name: str, split: Split = "held-out apps") -> RenderedScreen:
    elements = (
        RenderedElement((10, 10, 60, 30), "button", "Save"),
        RenderedElement((80, 10, 130, 30), "button", "Save"),
    )
    return RenderedScreen(name, f"images/{name}.png", (200, 100), "web", "web", "form", split, elements)


def expression(screen: str, targets: list[int], kind: str = "text") -> str:
    row = {"screen": screen, "instruction": "click Save", "targets": targets, "kind": kind, "template": "t"}
    return json.dumps(row) + "\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_screens(tmp_path, [screen("a"), screen("b", "train")])
    (tmp_path / "images").mkdir()
    for name in "ab":
        cv2.imwrite(str(tmp_path / "images" / f"{name}.png"), np.zeros((100, 200, 3), np.uint8))
    lines = [expression("a", [0, 1]), expression("b", [0]), expression("a", [], "absent")]
    (tmp_path / "expressions.jsonl").write_text("".join(lines), "utf-8")
    return tmp_path


def test_expressions_of_the_wanted_splits_become_cases(folder: Path) -> None:
    cases = cases_from_expressions(folder / "expressions.jsonl", [folder], ["held-out apps"], 10, 1)
    assert sorted(c.kind for c in cases) == ["absent", "text"]
    asked = next(c for c in cases if c.kind == "text")
    assert asked.boxes == (Box(10, 10, 60, 30), Box(80, 10, 130, 30))
    assert asked.accepts(Point(100, 20))
    assert not asked.accepts(Point(70, 20))
    assert asked.image.exists()


def test_the_limit_counts_per_split_and_is_seeded(folder: Path) -> None:
    one = cases_from_expressions(folder / "expressions.jsonl", [folder], ["held-out apps"], 1, 7)
    again = cases_from_expressions(folder / "expressions.jsonl", [folder], ["held-out apps"], 1, 7)
    assert len(one) == 1
    assert one == again


def test_rows_with_a_box_or_a_point(tmp_path: Path) -> None:
    rows = [
        {
            "id": "1",
            "image": "a.png",
            "instruction": "Save",
            "box": [10, 20, 30, 40],
            "source": "s",
            "lang": "en",
        },
        {
            "id": "2",
            "image": "a.png",
            "instruction": "Save",
            "point": [100, 100],
            "source": "s",
            "lang": "de",
        },
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows), "utf-8")
    boxed, pointed = cases_from_rows(path)
    assert boxed.accepts(Point(30, 40))
    assert not boxed.accepts(Point(31, 40))
    assert pointed.accepts(Point(60, 120))
    assert not pointed.accepts(Point(59, 100))
    assert (boxed.group, pointed.group) == ("s (en)", "s (de)")
