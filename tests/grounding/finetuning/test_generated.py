"""Generated screens are training data: words that fit one element, and its box."""

from __future__ import annotations

from pathlib import Path

from grounding.data.sample import RenderedElement, RenderedScreen, write_screens
from grounding.finetuning.generated import has_screens, rows_of_screens
from grounding.finetuning.samples import Pointing, read_samples, write_rows
from grounding.finetuning.tiny_screens import NAMES, draw_screens


def screens_in(folder: Path) -> Path:
    """Write two drawn screens with their truth; the second is not for training."""
    drawn = [s for s in read_samples([draw_screens(folder, 2, size=(800, 600))]) if isinstance(s, Pointing)]
    for number, split in enumerate(("train", "validation")):
        own = [s for s in drawn if s.image.name == f"screen{number}.png"]
        elements = tuple(
            RenderedElement((s.box.x1, s.box.y1, s.box.x2, s.box.y2), "button", name)
            for s, name in zip(own, NAMES, strict=True)
        )
        screen = RenderedScreen(
            f"{number}",
            f"screen{number}.png",
            (800, 600),
            "drawn",
            "none",
            "drawn",
            split,
            elements,  # type: ignore[arg-type]
        )
        write_screens(folder, [screen])
    return folder


def test_words_of_training_screens_become_rows_with_the_boxes_of_their_elements(tmp_path: Path) -> None:
    folder = screens_in(tmp_path / "made")
    assert has_screens(folder)
    assert not has_screens(tmp_path)
    rows = rows_of_screens(folder, seed=1, each=20)
    write_rows(tmp_path / "rows.jsonl", rows)
    samples = [s for s in read_samples([tmp_path / "rows.jsonl"]) if isinstance(s, Pointing)]
    assert len(samples) > 5
    assert {s.image.name for s in samples} == {"screen0.png"}
    assert {s.group for s in samples} == {"0"}
    boxes = {s.box for s in read_samples([folder / "targets.jsonl"]) if isinstance(s, Pointing)}
    assert {s.box for s in samples} <= boxes
    assert rows == rows_of_screens(folder, seed=1, each=20)
