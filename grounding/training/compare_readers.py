"""Our reader beside rapidocr's recogniser, on the same crops of lines."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from grounding.data.lines.alphabet import FOREIGN, spelt
from grounding.data.lines.shards import LineEntry, LineShards
from grounding.training.line_batches import cropped
from grounding.training.reading_scores import ReadingScore, by_group, scored, size_group


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scores by group of both readers, and milliseconds of processor time per crop, all threads together."""

    ours: dict[str, ReadingScore]
    theirs: dict[str, ReadingScore]
    our_milliseconds: float
    their_milliseconds: float

    def __str__(self) -> str:
        rows = [
            f"{name:18} lines {ours.lines:5}  words {ours.words:6}  recall {ours.word_recall:.4f}"
            f" / {self.theirs[name].word_recall:.4f}  error rate {ours.error_rate:.4f}"
            f" / {self.theirs[name].error_rate:.4f}"
            for name, ours in sorted(self.ours.items())
            if ours.words >= 30
        ]
        speed = f"processor ms a crop: {self.our_milliseconds:.2f} / {self.their_milliseconds:.2f}"
        return "\n".join(["ours / rapidocr", *rows, speed])


def compare(folders: Sequence[Path], most: int) -> Comparison:
    """Read up to ``most`` lines of the folders, East Asian ones left out, with both readers."""
    from grounding.embedded.reader import LineReader
    from grounding.ocr_networks import TextRecogniser

    shards = LineShards(*folders)
    chance = np.random.default_rng(0)
    latin = [i for i, e in enumerate(shards.entries) if FOREIGN not in e.text]
    chosen = latin[:: max(1, len(latin) // max(1, most))]
    crops = [cropped(shards.image(i), shards.entries[i], chance) for i in chosen]
    entries = [shards.entries[i] for i in chosen]
    ours, theirs = LineReader(), TextRecogniser()
    our_texts, our_time = _timed(lambda: [r.text for r in ours.read(crops)])
    their_texts, their_time = _timed(lambda: [_single(theirs.read(crop).text) for crop in crops])
    per_crop = 1000 / max(1, len(crops))
    return Comparison(
        _grouped(entries, our_texts),
        _grouped(entries, their_texts),
        our_time * per_crop,
        their_time * per_crop,
    )


def _single(text: str) -> str:
    """Spell a reading as truths are spelt; full-width signs it likes are brought to ASCII first."""
    return spelt(text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}))


def _timed(read: Callable[[], list[str]]) -> tuple[list[str], float]:
    # Processor time, not wall time: others may be busy on the machine.
    started = time.process_time()
    texts = read()
    return texts, time.process_time() - started


def _grouped(entries: Sequence[LineEntry], texts: Sequence[str]) -> dict[str, ReadingScore]:
    pairs = []
    for entry, text in zip(entries, texts, strict=True):
        score = scored(entry.text, text)
        names = (
            "all",
            f"size {size_group(entry.size)}",
            f"language {entry.language}",
            f"source {entry.source}",
        )
        pairs += [(name, score) for name in names]
    return by_group(pairs)
