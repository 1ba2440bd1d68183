"""Fine-tune a public grounding model in up to three stages, each of which starts from the last one's model.

``grounding``: supervised on targets; ``reasoning``: supervised on steps of trajectories with reflections,
subgoals and expectations (InfiGUIAgent, arXiv 2501.04575), and on as many targets, so that pointing is not
forgotten; ``reinforcement``: GRPO with a point-in-box reward. The same command goes on where it was stopped.
"""

from __future__ import annotations

import gc
import json
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grounding.errors import ModelUnavailable
from grounding.finetuning.arguments import STAGES, Arguments, StageName
from grounding.finetuning.base_model import open_base, write_model
from grounding.finetuning.checking import Hits, count_hits, evenly
from grounding.finetuning.feeding import limited
from grounding.finetuning.packages import require_packages
from grounding.finetuning.samples import Divided, NextStep, Pointing, Sample, divide, read_samples
from grounding.finetuning.together import first_alone, is_first
from grounding.finetuning.trainers import OnProgress, StageWork, last_checkpoint, reinforced, supervised
from grounding.public_models.checkpoints import find_checkpoint
from grounding.public_models.formats import ModelFormat
from grounding.public_models.table import format_for, format_named
from grounding.training.recordings import InvalidRecording

SETTINGS = "finetune.json"
REPORT = "report.json"
MODEL = "model"


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a stage did: ``first`` and ``last`` are its loss, of reinforcement the share of points inside.

    ``before`` and ``after`` are hits of the checked samples, which were held back where ``held_back``.
    """

    stage: StageName
    samples: int
    steps: int
    seconds: float
    tokens: int
    first: float
    last: float
    held_back: bool
    before: Hits
    after: Hits


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fine-tuned checkpoint, what its answers look like, and what each stage did."""

    model: Path
    format: str
    stages: tuple[StageReport, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"model": str(self.model), "grounder": self.grounder}

    @property
    def grounder(self) -> str:
        """What ``--grounder`` takes."""
        return f"hf:{self.model}#{self.format}"

    def as_text(self) -> str:
        """Return a line for each stage, and how to use the model."""
        return "\n".join([*map(_line, self.stages), f"Use it with: --grounder {self.grounder}"])


def _line(report: StageReport) -> str:
    measured = "points inside" if report.stage == "reinforcement" else "loss"
    asked = "held back" if report.held_back else "learned"
    return (
        f"{report.stage}: {report.samples} samples, {report.steps} updates in {report.seconds:g} s, "
        f"{measured} {report.first:g} → {report.last:g}, hits of {report.after.asked} {asked} "
        f"{report.before.found} → {report.after.found}"
    )


def finetune(arguments: Arguments, on_progress: OnProgress = lambda *_: None) -> Outcome:
    """Train the stages of ``arguments`` that are not done yet, and return where the model lies.

    Raises `ModelUnavailable` (a package, the base or its memory is missing) and `InvalidRecording`.
    """
    require_packages()
    format = limited(_format(arguments), arguments.max_pixels)
    samples = divide(read_samples(arguments.data), arguments.held_back, arguments.seed)
    base = find_checkpoint(arguments.base).folder
    chosen = [stage for stage in STAGES if stage in arguments.stages]
    learned = [stage_samples(stage, samples.learned) for stage in chosen]
    with first_alone():
        _begin(arguments)
    reports = []
    for number, (stage, each) in enumerate(zip(chosen, learned, strict=True), start=1):
        folder = arguments.out / f"{number}-{stage}"
        work = StageWork(stage, folder, each, format, arguments)
        with _quiet():
            reports.append(_done(folder) or _stage(work, base, samples, on_progress))
        base = folder / MODEL
    return Outcome(base, format.name, tuple(reports))


def stage_samples(stage: StageName, samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """Return what ``stage`` learns. Raises `InvalidRecording` where the data has nothing for it."""
    targets = [sample for sample in samples if isinstance(sample, Pointing)]
    steps = [sample for sample in samples if isinstance(sample, NextStep)]
    chosen: list[Sample] = [*targets]
    if stage == "reasoning":
        chosen = [*steps, *evenly(targets, len(steps))] if steps else []
    if not chosen:
        wanted = "steps of trajectories" if stage == "reasoning" else "targets (image, instruction, box)"
        raise InvalidRecording(f"The data holds no {wanted}, which the stage {stage} learns from.")
    return tuple(chosen)


def _stage(work: StageWork, base: Path, samples: Divided, on_progress: OnProgress) -> StageReport:
    from accelerate import PartialState

    checked, held_back = _checked(samples, work.arguments)
    main = is_first()
    before = count_hits(base, checked, work.format) if main else Hits(0, 0)
    work.folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    network = _trained(work, base, on_progress)
    if main:
        write_model(network, find_checkpoint(str(base)), work.folder / MODEL)
    seconds = time.monotonic() - started
    del network
    _free_memory()
    after = count_hits(work.folder / MODEL, checked, work.format) if main else Hits(0, 0)
    report = _report(work, seconds, held_back, before, after)
    if main:
        _write(work.folder / REPORT, asdict(report))
    PartialState().wait_for_everyone()
    return report


def _trained(work: StageWork, base: Path, on_progress: OnProgress) -> Any:
    """Train to the end of the stage, from its last checkpoint where there is one; return the network."""
    _spare_threads(work.arguments.threads)
    make = reinforced if work.name == "reinforcement" else supervised
    trainer = make(work, open_base(find_checkpoint(str(base)), work.format, work.arguments), on_progress)
    _print_nothing(trainer)
    begun = last_checkpoint(work.folder / "checkpoints")
    trainer.train(resume_from_checkpoint=str(begun) if begun else None)
    trainer.save_model(str(work.folder / "adapter"))
    return trainer.accelerator.unwrap_model(trainer.model)


def _checked(samples: Divided, arguments: Arguments) -> tuple[list[Pointing], bool]:
    held_back = [sample for sample in samples.held_back if isinstance(sample, Pointing)]
    known = [sample for sample in samples.learned if isinstance(sample, Pointing)]
    return evenly(held_back or known, arguments.checked), bool(held_back)


def _report(work: StageWork, seconds: float, held_back: bool, before: Hits, after: Hits) -> StageReport:
    rows = [json.loads(line) for line in (work.folder / "curve.jsonl").read_text("utf-8").splitlines()]
    name = "rewards/inside/mean" if work.name == "reinforcement" else "loss"
    curve = [float(row[name]) for row in rows if name in row] or [float("nan")]
    tokens = max((int(row["num_tokens"]) for row in rows if "num_tokens" in row), default=0)
    edge = max(1, len(curve) // 5)
    return StageReport(
        work.name,  # type: ignore[arg-type]
        len(work.samples),
        work.steps,
        round(seconds, 1),
        tokens,
        round(sum(curve[:edge]) / edge, 4),
        round(sum(curve[-edge:]) / edge, 4),
        held_back,
        before,
        after,
    )


def _done(folder: Path) -> StageReport | None:
    """Return the report of a stage that was finished."""
    if not (folder / REPORT).is_file():
        return None
    kept = json.loads((folder / REPORT).read_text("utf-8"))
    return StageReport(**kept | {name: Hits(**kept[name]) for name in ("before", "after")})


def _begin(arguments: Arguments) -> None:
    """Keep what the training is told; refuse to go on with something else. Raises `ModelUnavailable`."""
    kept = arguments.out / SETTINGS
    if kept.is_file():
        before, now = json.loads(kept.read_text("utf-8")), arguments.shaping()
        changed = [name for name in now if before.get(name) != now[name]]
        if changed:
            raise ModelUnavailable(
                f"{arguments.out} was begun with another {', '.join(changed)}. Give the same again to go on, "
                "or another --out to begin anew."
            )
    else:
        _write(kept, arguments.shaping())


def _write(path: Path, values: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", "utf-8")
    partial.replace(path)


def _format(arguments: Arguments) -> ModelFormat:
    return format_named(arguments.format) if arguments.format else format_for(arguments.base)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep bars of loading, and what the packages will rename some day, out of what the command prints."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


def _print_nothing(trainer: Any) -> None:
    """Take away what writes figures to standard output: they go into the curve."""
    from transformers import PrinterCallback, ProgressCallback

    for printing in (PrinterCallback, ProgressCallback):
        trainer.remove_callback(printing)


def _free_memory() -> None:
    """Let go of the trainer, whose parts hold one another, so that the next model has room."""
    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _spare_threads(threads: int) -> None:
    import torch

    if threads:
        torch.set_num_threads(threads)
