"""A second opinion for lines in East Asian scripts, by the network in rapidocr's wheel."""

from __future__ import annotations

from actions.screenshot import Image
from grounding.embedded.reader import ReadLine
from grounding.ocr_networks import LineReader, TextRecogniser


class SecondReader:
    """Reads Chinese, much Japanese, and Latin lines, one crop at a time and about ten times slower.

    The network is opened at the first use. Raises `ModelUnavailable` then where rapidocr is not installed.
    """

    def __init__(self, network: LineReader | None = None) -> None:
        self._network = network

    def read(self, crop: Image) -> ReadLine:
        """Return what a crop (BGR) with one line says; ``foreign`` stays set, so that nobody asks twice."""
        if self._network is None:
            self._network = TextRecogniser()
        reading = self._network.read(crop)
        return ReadLine(reading.text, reading.score, foreign=True)
