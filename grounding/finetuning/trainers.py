"""Trainers of trl for each stage: supervised on answers, or rewarded for points that lie in their boxes.

trl takes pictures in both: in its collator for supervised training, and in the generation of GRPO (Group
Relative Policy Optimization, arXiv 2402.03300). No loop of our own is needed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.geometry import Box
from grounding.finetuning.arguments import Arguments
from grounding.finetuning.base_model import BaseModel, lora_of, wants_half
from grounding.finetuning.feeding import as_dataset
from grounding.finetuning.rewards import INSIDE_WEIGHT, READABLE_WEIGHT, PointRewards
from grounding.finetuning.samples import Sample
from grounding.finetuning.together import processes
from grounding.public_models.formats import ModelFormat
from grounding.public_models.frames import Frame

CURVE = "curve.jsonl"
_STATE = "trainer_state.json"
_WARM_SHARE = 0.05
OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class StageWork:
    """What one stage learns, in which folder; its checkpoints, curve and model go there."""

    name: str
    folder: Path
    samples: tuple[Sample, ...]
    format: ModelFormat
    arguments: Arguments

    @property
    def steps(self) -> int:
        """How often the weights are updated."""
        if self.arguments.steps:
            return self.arguments.steps
        at_once = self.arguments.batch * self.arguments.accumulate * processes()
        return max(1, math.ceil(len(self.samples) * self.arguments.epochs / at_once))


def supervised(work: StageWork, base: BaseModel, on_progress: OnProgress) -> Any:
    """Return a trainer that learns the answers of the samples, and nothing of their prompts."""
    from trl import SFTConfig, SFTTrainer

    arguments = work.arguments
    settings = SFTConfig(
        **_common(work, arguments.rate),
        per_device_train_batch_size=arguments.batch,
        gradient_accumulation_steps=arguments.accumulate,
        # A cut prompt would lose marks of the picture: the format limits the picture instead.
        max_length=None,
        completion_only_loss=True,
    )
    return SFTTrainer(
        base.network,
        args=settings,
        train_dataset=as_dataset(work.samples, work.format),
        processing_class=base.processor,
        peft_config=_lora(base, arguments),
        callbacks=[_curve(work, on_progress)],
    )


def reinforced(work: StageWork, base: BaseModel, on_progress: OnProgress) -> Any:
    """Return a GRPO trainer: several answers to each sample, rewarded by where their points lie.

    Each update sees ``batch`` x ``accumulate`` samples with ``generations`` answers each on every processor.
    """
    from trl import GRPOConfig, GRPOTrainer

    arguments = work.arguments
    settings = GRPOConfig(
        **_common(work, arguments.reinforcement_rate),
        per_device_train_batch_size=arguments.generations * arguments.batch,
        gradient_accumulation_steps=arguments.accumulate,
        num_generations=arguments.generations,
        max_completion_length=work.format.max_new_tokens,
        temperature=arguments.temperature,
        reward_weights=[INSIDE_WEIGHT, READABLE_WEIGHT],
    )
    return GRPOTrainer(
        base.network,
        reward_funcs=reward_functions(PointRewards(work.format)),
        args=settings,
        train_dataset=as_dataset(work.samples, work.format),
        processing_class=base.processor,
        peft_config=_lora(base, arguments),
        callbacks=[_curve(work, on_progress)],
    )


def reward_functions(rewards: PointRewards) -> list[Callable[..., list[float]]]:
    """Return the rewards as trl calls them: with completions and the columns of the samples, by name."""

    def inside(
        completions: Sequence[Any], frame: Sequence[Frame], box: Sequence[Box], **_: Any
    ) -> list[float]:
        return rewards.inside(_texts(completions), frame, box)

    def readable(completions: Sequence[Any], frame: Sequence[Frame], **_: Any) -> list[float]:
        return rewards.readable(_texts(completions), frame)

    return [inside, readable]


def last_checkpoint(folder: Path) -> Path | None:
    """Return the newest whole checkpoint below ``folder``: its state is written last."""
    found = [path for path in folder.glob("checkpoint-*") if _is_whole(path)]
    return max(found, key=lambda path: int(path.name.split("-")[-1]), default=None)


def _is_whole(checkpoint: Path) -> bool:
    try:
        return isinstance(json.loads((checkpoint / _STATE).read_text("utf-8")), dict)
    except (OSError, ValueError):
        return False


def _texts(completions: Sequence[Any]) -> list[str]:
    return [_text(each[-1]["content"]) if isinstance(each, list) else str(each) for each in completions]


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


def _lora(base: BaseModel, arguments: Arguments) -> Any:
    return lora_of(base.network, arguments) if arguments.lora_rank else None


def _common(work: StageWork, rate: float) -> dict[str, Any]:
    import torch

    arguments, card = work.arguments, torch.cuda.is_available()
    return {
        "output_dir": str(work.folder / "checkpoints"),
        "max_steps": work.steps,
        "learning_rate": rate,
        "lr_scheduler_type": "cosine",
        "warmup_steps": round(_WARM_SHARE * work.steps),
        "bf16": wants_half(arguments),
        "gradient_checkpointing": arguments.checkpointing,
        "use_cpu": not card,
        "dataloader_pin_memory": card,
        "dataloader_num_workers": arguments.workers,
        "remove_unused_columns": False,
        "save_strategy": "steps",
        "save_steps": arguments.save_every,
        "save_total_limit": 2,
        "logging_steps": arguments.log_every,
        "report_to": "none",
        "disable_tqdm": True,
        "seed": arguments.seed,
    }


def _curve(work: StageWork, on_progress: OnProgress) -> Any:
    """Return a callback that appends what is measured to the stage's curve, instead of printing it."""
    from transformers import TrainerCallback

    class Curve(TrainerCallback):
        def on_log(self, _args: Any, state: Any, _control: Any, logs: Any = None, **_: Any) -> None:
            if state.is_world_process_zero and logs:
                row = {"step": state.global_step, **{name: _number(value) for name, value in logs.items()}}
                with (work.folder / CURVE).open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")

        def on_step_end(self, _args: Any, state: Any, _control: Any, **_: Any) -> None:
            if state.is_world_process_zero:
                on_progress(work.name, state.global_step, state.max_steps)

    return Curve()


def _number(value: Any) -> float | str:
    try:
        return float(value)
    except (TypeError, ValueError):
        return str(value)
