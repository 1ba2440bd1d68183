"""How well a detector does on screens it was not trained on: recall, precision, average precision."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from grounding.embedded.detector_outputs import (
    DETECTED_ROLES,
    FoundBoxes,
    decode,
    overlaps,
    suppress_doubles,
)
from grounding.embedded.text_lines import find_lines
from grounding.training.detector_crops import whole_screen
from grounding.training.detector_truth import Floats, Pixels, ScreenTruth
from grounding.types import Role

_MOST = 300
_LEAST_SCORE = 0.05
_LARGEST = 2_600_000
_RECALL_COUNTS = 3.0
Looks = Callable[[Pixels], tuple[list[Floats], Floats]]


@dataclass
class Scores:
    """Counts over screens; boxes agree from an intersection over union of 0.5 on."""

    found: int = 0
    wanted: int = 0
    right_role: int = 0
    lines_found: int = 0
    lines_wanted: int = 0
    lines_given: int = 0
    lines_right: int = 0
    by_role: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    ranked: list[tuple[float, bool]] = field(default_factory=list)
    ranked_by_role: dict[Role, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))

    def figures(self) -> dict[str, float]:
        """Return shares in 0-1 under short names; empty counts give no figure."""
        shares = {
            "recall": (self.found, self.wanted),
            "role": (self.right_role, self.found),
            "line_recall": (self.lines_found, self.lines_wanted),
            "line_precision": (self.lines_right, self.lines_given),
        }
        figures = {name: part / whole for name, (part, whole) in shares.items() if whole}
        return {**figures, "ap50": self.average_precision()} if self.wanted else figures

    def average_precision(self) -> float:
        """Return the class-agnostic area under precision over recall."""
        hits = np.array([hit for _, hit in sorted(self.ranked, key=lambda r: -r[0])], dtype=float)
        if not len(hits):
            return 0.0
        precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
        envelope = np.maximum.accumulate(precision[::-1])[::-1]
        return float((envelope * hits).sum() / max(1, self.wanted))

    def best_threshold(self) -> tuple[float, float, float]:
        """Return (threshold, precision, recall) where the harmonic mean of the two is best."""
        ranked = sorted(self.ranked, key=lambda r: -r[0])
        hits = np.cumsum([hit for _, hit in ranked])
        precision, recall = hits / np.arange(1, len(hits) + 1), hits / max(1, self.wanted)
        best = int(np.argmax(2 * precision * recall / np.maximum(precision + recall, 1e-9)))
        return ranked[best][0], float(precision[best]), float(recall[best])

    def best_thresholds(self, least_hits: int = 12) -> dict[Role, float]:
        """Return for each role that is given often enough where its finds are best cut.

        What is missed cannot be clicked and what is found in vain need not be: recall counts three times
        as much as precision (F-measure with a squared beta of 3, of what any threshold would find).
        """
        best: dict[Role, float] = {}
        for role, ranked in self.ranked_by_role.items():
            ordered = sorted(ranked, key=lambda r: -r[0])
            hits = np.cumsum([hit for _, hit in ordered])
            if hits[-1] >= least_hits:
                measure = hits / (_RECALL_COUNTS * hits[-1] + np.arange(1, len(hits) + 1))
                best[role] = ordered[int(np.argmax(measure))][0]
        return best


def score(look: Looks, screens: Sequence[ScreenTruth]) -> Scores:
    """Run ``look`` (padded picture to element levels and text cores) on screens; compare with the truth."""
    scores = Scores()
    for screen in screens:
        picture = cv2.imread(str(screen.image), cv2.IMREAD_COLOR)
        if picture is None or picture.shape[0] * picture.shape[1] > _LARGEST:
            continue
        pixels = np.asarray(picture, dtype=np.uint8)
        levels, cores = look(whole_screen(pixels, screen).picture)
        found = suppress_doubles(decode(levels, _LEAST_SCORE))
        _count_elements(scores, found.at(np.arange(min(_MOST, len(found)))), screen)
        if screen.lines is not None:
            lines = [[b.x1, b.y1, b.x2, b.y2] for b in find_lines(cores, pixels)]
            _count_lines(scores, np.array(lines, np.float32).reshape(-1, 4), screen.lines)
    return scores


def look_with(module: torch.nn.Module) -> Looks:
    """Return a function that runs a torch detector on one padded picture."""

    @torch.no_grad()
    def look(picture: Pixels) -> tuple[list[Floats], Floats]:
        tensor = torch.from_numpy(picture).permute(2, 0, 1)[None].float()
        with torch.autocast("cpu", torch.bfloat16):
            output: Any = module(tensor.contiguous(memory_format=torch.channels_last))
        levels = [level[0].float().contiguous().numpy() for level in output.levels]
        return levels, output.text[0, 0].float().numpy()

    return look


def _count_elements(scores: Scores, found: FoundBoxes, screen: ScreenTruth) -> None:
    common = overlaps(found.boxes, screen.boxes) if len(found) else np.zeros((0, len(screen.boxes)))
    pairs = match(common)
    hit = np.zeros(len(found), dtype=bool)
    scores.wanted += len(screen.boxes)
    for role in screen.roles.tolist():
        scores.by_role[DETECTED_ROLES[role]][1] += 1
    for own, truth in pairs:
        hit[own] = True
        scores.found += 1
        scores.by_role[DETECTED_ROLES[screen.roles[truth]]][0] += 1
        scores.right_role += int(found.roles[own].argmax() == screen.roles[truth])
    ranked = list(zip(found.scores.tolist(), hit.tolist(), strict=True))
    scores.ranked += ranked
    for role, find in zip(found.roles.argmax(1).tolist(), ranked, strict=True):
        scores.ranked_by_role[DETECTED_ROLES[role]].append(find)


def _count_lines(scores: Scores, found: Floats, truth: Floats) -> None:
    pairs = match(overlaps(found, truth))
    scores.lines_wanted += len(truth)
    scores.lines_given += len(found)
    scores.lines_found += len(pairs)
    scores.lines_right += len(pairs)


def match(common: NDArray[Any], least: float = 0.5) -> list[tuple[int, int]]:
    """Pair found boxes (rows, best first) with the free true box each overlaps most, from ``least`` on."""
    free = np.ones(common.shape[1], dtype=bool)
    pairs = []
    for own in range(common.shape[0]):
        open_ = np.where(free, common[own], 0)
        if len(open_) and open_.max() >= least:
            truth = int(open_.argmax())
            free[truth] = False
            pairs.append((own, truth))
    return pairs


def timed(work: Callable[[], Scores]) -> tuple[Scores, float]:
    """Return the result of ``work`` and the seconds it took."""
    start = time.monotonic()
    return work(), time.monotonic() - start
