"""Grounds many instructions on many pictures: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from actions.screenshot import Screenshot
from grounding.errors import GroundingError, InvalidImage, ModelUnavailable, TargetNotFound
from grounding.grounders import Guesser, open_grounder
from grounding.images import load_screenshot
from grounding.types import Candidate


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line to ground; ``image`` is the absolute or resolved path of its picture."""

    id: str | int
    image: Path
    instruction: str


@dataclass(frozen=True, slots=True)
class BatchReport:
    """How a batch went; ``problems`` are sentences with line numbers."""

    rows: int
    found: int
    missing: int
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.rows} rows: {self.found} found, {self.missing} missing", *self.problems]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Prediction:
    row: BatchRow
    guess: Candidate | None
    score: float
    seconds: float

    def to_json(self) -> dict[str, object]:
        point = self.guess.point if self.guess else None
        box = self.guess.box if self.guess else None
        return {
            "id": self.row.id,
            "x": point.x if point else None,
            "y": point.y if point else None,
            "box": [box.x1, box.y1, box.x2, box.y2] if box else None,
            "score": round(self.score, 4),
            "seconds": round(self.seconds, 4),
        }


def ground_batch(
    rows: Path, output: Path, model: Guesser | None = None, on_row: Callable[[int], None] | None = None
) -> BatchReport:
    """Read JSON lines from ``rows`` (id, image relative to the file, instruction), write predictions.

    A missing target gets score 0 and the best guess. Bad rows are reported by line number and skipped.
    ``model`` (one that reads whole instructions) is the default grounder unless given; ``on_row`` is
    called with the number of rows done.
    Raises `OSError` where a file cannot be opened, `ModelUnavailable` where the model cannot be asked.
    """
    model = model or open_grounder().for_instructions
    problems: list[str] = []
    done = found = 0
    shown: tuple[Path, Screenshot] | None = None
    with rows.open(encoding="utf-8") as source, output.open("w", encoding="utf-8") as sink:
        for number, row in _read_rows(source, rows.parent, problems):
            try:
                if shown is None or shown[0] != row.image:
                    shown = (row.image, load_screenshot(row.image))
                prediction = _predict(row, shown[1], model)
            except InvalidImage as error:
                problems.append(f"line {number}: {error}")
                prediction = _Prediction(row, None, 0.0, 0.0)
            sink.write(json.dumps(prediction.to_json(), ensure_ascii=False) + "\n")
            done += 1
            found += prediction.score > 0
            if on_row is not None:
                on_row(done)
    return BatchReport(done, found, done - found, tuple(problems))


def _predict(row: BatchRow, screenshot: Screenshot, model: Guesser) -> _Prediction:
    start = time.perf_counter()
    guess: Candidate | None
    try:
        grounding = model.ground(screenshot, row.instruction)
        guess = Candidate(grounding.point, grounding.box, grounding.score, grounding.label)
        score = grounding.score
    except TargetNotFound:
        guess, score = model.best_guess(screenshot, row.instruction), 0.0
    except ModelUnavailable:
        # A server that is gone is no target that is missing.
        raise
    except GroundingError:
        guess, score = None, 0.0
    return _Prediction(row, guess, score, time.perf_counter() - start)


def _read_rows(source: IO[str], folder: Path, problems: list[str]) -> Iterator[tuple[int, BatchRow]]:
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            yield number, _row_of(json.loads(line), folder)
        except json.JSONDecodeError as error:
            problems.append(f"line {number}: not JSON ({error.msg})")
        except ValueError as error:
            problems.append(f"line {number}: {error}")


def _row_of(value: object, folder: Path) -> BatchRow:
    if not isinstance(value, dict):
        raise ValueError("must be an object with id, image and instruction")
    name, image, instruction = value.get("id"), value.get("image"), value.get("instruction")
    if not isinstance(name, str | int) or isinstance(name, bool):
        raise ValueError("“id” must be a text or a number")
    if not isinstance(image, str) or not image:
        raise ValueError("“image” must be the path of a picture")
    if not isinstance(instruction, str) or not instruction.strip():
        raise ValueError("“instruction” must be a text")
    return BatchRow(name, folder / image, instruction)
