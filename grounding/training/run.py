"""What every training script shares: a run folder with checkpoints, curves, averages and a time budget."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch


@dataclass
class Run:
    """A training run in ``folder`` that stops after ``minutes`` and resumes where it was stopped.

    ``progress`` in 0-1 follows the time spent (earlier sessions included), so that learning-rate schedules
    end on time on a slow or shared machine.
    """

    folder: Path
    minutes: float
    step: int = 0
    spent: float = 0.0
    _started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def seconds(self) -> float:
        """Seconds trained so far, over all sessions."""
        return self.spent + time.monotonic() - self._started

    @property
    def progress(self) -> float:
        return min(1.0, self.seconds / (60 * self.minutes)) if self.minutes > 0 else 1.0

    @property
    def checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    def resume(self, **parts: Any) -> bool:
        """Load the state of ``parts`` (modules, optimisers) from the checkpoint, if there is one."""
        if not self.checkpoint.exists():
            return False
        state = torch.load(self.checkpoint, map_location="cpu", weights_only=True)
        for name, part in parts.items():
            if name in state["parts"]:
                part.load_state_dict(state["parts"][name])
        self.step, self.spent = state["step"], state["seconds"]
        return True

    def save(self, **parts: Any) -> None:
        """Write the checkpoint; a kill in between leaves the last one whole."""
        state = {
            "step": self.step,
            "seconds": self.seconds,
            "parts": {k: p.state_dict() for k, p in parts.items()},
        }
        temporary = self.checkpoint.with_suffix(".new")
        torch.save(state, temporary)
        temporary.replace(self.checkpoint)

    def log(self, **figures: float | str) -> None:
        """Append figures to the curve and show them."""
        row = {"step": self.step, "seconds": round(self.seconds, 1), **figures}
        with (self.folder / "curve.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
        shown = "  ".join(f"{k} {v:.4g}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items())
        print(f"{100 * self.progress:3.0f} %  {shown}", flush=True)

    def steps(self, most: int | None = None) -> Iterator[int]:
        """Count steps until the time (or ``most`` steps) is used up."""
        while self.progress < 1.0 and (most is None or self.step < most):
            yield self.step
            self.step += 1


def warm_cosine(progress: float, step: int, warm_steps: int = 200, floor: float = 0.02) -> float:
    """Return the factor on the top learning rate: linear warm-up, then a cosine over the time budget."""
    warm = min(1.0, (step + 1) / warm_steps)
    return warm * (floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


class Average:
    """An exponential moving average of a module's weights, for evaluation and export."""

    def __init__(self, module: torch.nn.Module, decay: float = 0.999) -> None:
        self.module = copy.deepcopy(module).eval().requires_grad_(False)
        self._decay = decay
        self._updates = 0

    @torch.no_grad()
    def update(self, module: torch.nn.Module) -> None:
        self._updates += 1
        # Early on a fixed decay would average in the random start.
        decay = min(self._decay, (1 + self._updates) / (10 + self._updates))
        for own, new in zip(self.module.state_dict().values(), module.state_dict().values(), strict=True):
            if own.dtype.is_floating_point:
                own.lerp_(new.to(own.dtype), 1 - decay)
            else:
                own.copy_(new)

    def state_dict(self) -> dict[str, Any]:
        return {"module": self.module.state_dict(), "updates": self._updates}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.module.load_state_dict(state["module"])
        self._updates = state["updates"]
