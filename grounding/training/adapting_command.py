"""From labelled clicks to a folder of adapted weights: what ``gui-agent grounding adapt`` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grounding.embedded.weights import open_network
from grounding.training.adapted_files import (
    names_of,
    put_in_place,
    staged,
    write_adaptation,
    write_networks,
)
from grounding.training.adapting import AdaptSettings, held_back, learn_all, prepare, report
from grounding.training.adapting_report import Row, is_better
from grounding.training.adapting_screens import OnProgress
from grounding.training.recordings import LabelledClick
from grounding.training.restoring import restored_matcher


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an adaptation; ``folder`` is None where nothing was gained and nothing written."""

    rows: tuple[Row, ...]
    folder: Path | None
    clicks: int
    steps: int
    seed: int

    def to_json(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder) if self.folder else None,
            "clicks": self.clicks,
            "steps": self.steps,
            "seed": self.seed,
            "table": [row.to_json() for row in self.rows],
        }


def adapt_to(
    clicks: Sequence[LabelledClick],
    out: Path,
    seed: int,
    threads: int,
    on_progress: OnProgress,
    settings: AdaptSettings | None = None,
) -> Outcome:
    """Adapt to the clicks and write ``out`` where that is better; an interruption leaves ``out`` as it was.

    Raises `InvalidRecording`, `ModelUnavailable` and `CannotWrite`.
    """
    settings = settings or AdaptSettings(seed=seed, threads=threads)
    with staged(out) as folder:
        room = prepare(clicks, settings, on_progress)
        held, steps = held_back(room)
        learned = learn_all(room, steps)
        write_networks(folder, learned, room.shipped)
        icons, matcher = (open_network(name, threads, folder) for name in ("icons", "matcher"))
        rows = tuple(report(room, held, icons, matcher, restored_matcher(folder)[0]))
        better = is_better(rows)
        outcome = Outcome(rows, out if better else None, len(clicks), steps, seed)
        if better:
            pictures = names_of([c.image for c in clicks])
            write_adaptation(folder, {**outcome.to_json(), "folder": out.name, "pictures": pictures})
            put_in_place(folder, out)
    return outcome
