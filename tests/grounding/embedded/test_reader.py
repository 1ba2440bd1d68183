"""The shipped reader reads what screens show, in the sizes and colours they show it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures
from PIL import ImageDraw, ImageFont

from actions.screenshot import Image
from grounding.embedded.reader import LineReader
from grounding.embedded.weights import has_network

pytestmark = pytest.mark.skipif(not has_network("reader"), reason="the reader's weights are not installed")

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
PHRASES = (
    "Save as copy",
    "Open recent files",
    "Edit preferences",
    "Show hidden folders",
    "Cancel",
    "Network settings",
    "Download complete",
    "User name and password",
    "Print preview",
    "Find and replace",
)


@pytest.fixture(scope="module")
def reader() -> LineReader:
    return LineReader()


def drawn(text: str, size: int, ground: tuple[int, int, int], ink: tuple[int, int, int]) -> Image:
    """One line in DejaVu Sans with three pixels around its ink."""
    if not FONT.exists():
        pytest.skip("DejaVu fonts are not installed (apt-get install fonts-dejavu-core)")
    font = ImageFont.truetype(str(FONT), size)
    left, top, right, bottom = (int(v) for v in font.getbbox(text))
    picture = Pictures.new("RGB", (right - left + 6, bottom - top + 6), ground)
    ImageDraw.Draw(picture).text((3 - left, 3 - top), text, font=font, fill=ink)
    return np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])


def share_of_words_read(reader: LineReader, crops: list[Image]) -> float:
    found = wanted = 0
    for phrase, line in zip(PHRASES, reader.read(crops), strict=True):
        wanted += len(phrase.split())
        found += len(set(phrase.split()) & set(line.text.split()))
    return found / wanted


@pytest.mark.parametrize("size", [10, 11, 12, 13, 16, 24])
def test_interface_text_is_read_in_every_usual_size(reader: LineReader, size: int) -> None:
    crops = [drawn(p, size, (255, 255, 255), (30, 30, 30)) for p in PHRASES]
    assert share_of_words_read(reader, crops) >= 0.9


@pytest.mark.parametrize(
    ("ground", "ink"),
    [
        ((40, 40, 44), (230, 230, 230)),
        ((53, 132, 228), (255, 255, 255)),
        ((250, 250, 250), (170, 170, 170)),
        ((255, 230, 120), (120, 60, 0)),
    ],
    ids=["dark", "selected", "disabled", "coloured"],
)
def test_colours_do_not_matter(
    reader: LineReader, ground: tuple[int, int, int], ink: tuple[int, int, int]
) -> None:
    crops = [drawn(p, 13, ground, ink) for p in PHRASES]
    assert share_of_words_read(reader, crops) >= 0.9


def test_a_line_reads_the_same_alone_and_among_others(reader: LineReader) -> None:
    crops = [drawn(p, 12, (255, 255, 255), (0, 0, 0)) for p in PHRASES]
    together = [line.text for line in reader.read(crops)]
    alone = [reader.read([crop])[0].text for crop in crops]
    same = sum(a == b for a, b in zip(together, alone, strict=True))
    assert same >= len(crops) - 1


def test_a_very_wide_line_is_read_in_pieces(reader: LineReader) -> None:
    crop = drawn("configuration " * 40, 12, (255, 255, 255), (0, 0, 0))
    (line,) = reader.read([crop])
    assert line.text.split().count("configuration") >= 34


def test_an_empty_crop_says_nothing(reader: LineReader) -> None:
    (line,) = reader.read([np.full((18, 90, 3), 240, np.uint8)])
    assert line.text == ""
