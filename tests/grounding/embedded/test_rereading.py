from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.embedded.reader import LineReader, ReadLine
from grounding.embedded.rereading import Rereader
from grounding.embedded.second_reader import SecondReader
from grounding.errors import ModelUnavailable

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


class Counting:
    """Reads nothing, and counts how often it is asked."""

    def __init__(self, trouble: Exception | None = None) -> None:
        self.asked, self.trouble = 0, trouble

    def read(self, crop: np.ndarray) -> ReadLine:
        self.asked += 1
        if self.trouble:
            raise self.trouble
        return ReadLine("", 0.0)


def drawn(text: str) -> tuple[Screenshot, Box]:
    picture = Image.new("RGB", (300, 60), (250, 250, 250))
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), 13)
    pen.text((20, 20), text, font=font, fill=(20, 20, 20))
    x1, y1, x2, y2 = (round(v) for v in pen.textbbox((20, 20), text, font=font))
    pixels = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    return Screenshot(pixels, Box(100, 50, 400, 110)), Box(x1, y1, x2, y2).offset(100, 50)


@pytest.mark.parametrize("text", ["Saved Ana", "Saved Anaa", "Total: 11.50", "Order 1042 sent"])
def test_most_readings_of_a_place_are_what_stands_there(text: str) -> None:
    readings = Rereader(LineReader(), SecondReader()).read_again(*drawn(text))
    assert len(readings) == 4
    assert sum("".join(r.split()) == "".join(text.split()) for r in readings) >= 3


def test_a_place_is_read_anew_only_when_its_pixels_change() -> None:
    second = Counting()
    rereader = Rereader(None, second)
    for text in ("Saved Ana", "Saved Ana", "Saved Bob"):
        rereader.read_again(*drawn(text))
    assert second.asked == 4


def test_without_the_second_reader_there_are_fewer_readings() -> None:
    rereader = Rereader(LineReader(), Counting(ModelUnavailable("not installed")))
    assert rereader.read_again(*drawn("Saved Ana")) == ("Saved Ana", "Saved Ana")
