"""Line pictures on disk, cut from screens, and drawn by the system's Pango."""

from __future__ import annotations

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from actions.screenshot import Image
from grounding.data.lines import command
from grounding.data.lines.drawing import SYSTEM_PYTHON, drawn_lines
from grounding.data.lines.screens import cut_lines
from grounding.data.lines.shards import LinePicture, LineShards, write_shard
from grounding.data.sample import RenderedLine, RenderedScreen, Split, write_screens


def picture(height: int, width: int, text: str) -> LinePicture:
    values = np.arange(height * width * 3) % 251
    return LinePicture(
        values.astype(np.uint8).reshape(height, width, 3), (1, 2, 3, 4), text, "de", 11.5, "Sans"
    )


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    lines = [picture(10, 40, "Größe"), picture(20, 7, "x")]
    assert write_shard(tmp_path, "one", lines) == 2
    write_shard(tmp_path, "two", [picture(5, 5, "…")])
    shards = LineShards(tmp_path)
    assert [e.text for e in shards.entries] == ["Größe", "x", "…"]
    assert shards.entries[0].ink == (1, 2, 3, 4)
    assert all((shards.image(i) == line.image).all() for i, line in enumerate(lines))
    assert shards.image(2).shape == (5, 5, 3)


def screen(image: Image, folder: Path, split: Split, lines: tuple[RenderedLine, ...] | None) -> None:
    (folder / "images").mkdir(parents=True, exist_ok=True)
    name = f"images/{split}.png"
    cv2.imwrite(str(folder / name), image)
    size = (image.shape[1], image.shape[0])
    write_screens(
        folder,
        [RenderedScreen(split, name, size, "web", "Chromium", "page", split, (), lines, language="fr")],
    )


@pytest.fixture
def screens(tmp_path: Path) -> Path:
    image = np.full((60, 200, 3), 255, np.uint8)
    cv2.putText(image, "Bonjour", (20, 35), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1)
    line = RenderedLine((20, 20, 100, 38), "Bonjour")
    nothing = RenderedLine((120, 20, 180, 38), "invisible")
    outside = RenderedLine((150, 20, 240, 38), "outside")
    screen(image, tmp_path, "train", (line, line, nothing, outside))
    screen(image, tmp_path, "held-out apps", (line,))
    screen(image, tmp_path, "validation", None)
    return tmp_path


def test_lines_of_training_screens_are_cut_once_with_their_surroundings(screens: Path) -> None:
    (line,) = cut_lines(screens)
    assert (line.text, line.language, line.source) == ("Bonjour", "fr", "web")
    x1, y1, x2, y2 = line.ink
    assert (x2 - x1, y2 - y1) == (80, 18)
    assert line.image.shape[:2] == (18 + 24, 80 + 24)


def test_other_screens_give_held_out_lines(screens: Path, tmp_path: Path) -> None:
    out = tmp_path / "lines"
    arguments = ["--out", str(out), "--count", "10", "--held-out", "--screens", str(screens)]
    assert command.main(arguments) == 0
    assert [e.text for e in LineShards(out).entries] == ["Bonjour"]


def has_pango() -> bool:
    probe = "import cairo, gi; gi.require_version('PangoCairo', '1.0'); from gi.repository import PangoCairo"
    try:
        return subprocess.run([SYSTEM_PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(not has_pango(), reason="needs the system's python3-gi-cairo and Pango")
def test_drawn_lines_follow_their_seed_and_their_ink_box_holds_ink() -> None:
    lines, again = ([*drawn_lines(4, 12, most_catalogues=1)] for _ in range(2))
    assert [x.text for x in lines] == [x.text for x in again]
    assert all((a.image == b.image).all() for a, b in zip(lines, again, strict=True))
    for line in lines:
        x1, y1, x2, y2 = line.ink
        ink = line.image[y1:y2, x1:x2]
        assert int(ink.max()) - int(ink.min()) > 20
        assert 8 <= line.size <= 30
