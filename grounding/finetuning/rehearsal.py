"""Shows that fine-tuning works, without a download: a miniature of a real architecture learns 32 targets.

Supervised training starts from random weights; reinforcement from weights that know part of it, and for
eight of the targets, so that each is tried often.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from actions.geometry import Size
from grounding.finetuning.arguments import Arguments, StageName
from grounding.finetuning.conversations import conversation
from grounding.finetuning.finetune import StageReport, finetune
from grounding.finetuning.samples import read_samples
from grounding.finetuning.tiny import make_tiny
from grounding.finetuning.tiny_screens import draw_screens
from grounding.public_models.table import format_named

FORMAT = "gta1"
"""A format of this architecture whose prompt is short."""
TARGETS = 32
_SIDE = 140
LEARNED_STEPS = 200
PARTLY_LEARNED_STEPS = 130
REINFORCED_STEPS = 24


@dataclass(frozen=True, slots=True)
class Stand:
    """A miniature checkpoint with random weights, the rows it is to learn, and ``few`` of them to reward."""

    base: Path
    data: Path
    few: Path


def set_up(folder: Path) -> Stand:
    """Draw the targets and make the miniature in ``folder``."""
    data = draw_screens(folder / "data", size=(_SIDE, _SIDE))
    made = [conversation(s, Size(_SIDE, _SIDE), format_named(FORMAT)) for s in read_samples([data])]
    words = [part.get("text", "") for each in made for turn in each.prompt for part in turn["content"]]
    base = make_tiny(folder / "base", [*words, *(each.answer for each in made)])
    return Stand(base, data, draw_screens(folder / "few", 1, size=(_SIDE, _SIDE)))


def settings(stand: Stand, out: Path, stage: StageName, steps: int, base: Path | None = None) -> Arguments:
    """Return what the rehearsal tells fine-tuning; ``base`` is the miniature where None."""
    return Arguments(
        str(base or stand.base), (stand.data if stage == "grounding" else stand.few,), out, (stage,), FORMAT,
        steps=steps, batch=16 if stage == "grounding" else 8, accumulate=1,
        rate=4e-3, reinforcement_rate=1e-3, vision=True, checkpointing=False,
        held_back=0.0, checked=TARGETS, threads=1, log_every=4,
        # So narrow a network is never sure of a token: as it is, most of its samples would be no answer.
        temperature=0.8,
    )  # fmt: skip


def learn(stand: Stand, out: Path, steps: int = LEARNED_STEPS) -> tuple[StageReport, Path]:
    """Train supervised; return what was measured, and the model."""
    outcome = finetune(settings(stand, out, "grounding", steps))
    return outcome.stages[0], outcome.model


def reinforce(stand: Stand, out: Path, base: Path, steps: int = REINFORCED_STEPS) -> StageReport:
    """Reward what ``base`` points at; return what was measured."""
    return finetune(settings(stand, out, "reinforcement", steps, base)).stages[0]
