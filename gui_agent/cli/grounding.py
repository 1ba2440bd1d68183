"""``gui-agent grounding adapt``: teach the embedded grounder a user's own clicks."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from grounding.finetuning.arguments import Arguments
    from grounding.training.adapting_screens import OnProgress

grounding = typer.Typer(no_args_is_help=True)


@grounding.callback()
def grounding_group() -> None:
    """Improve what finds targets on the screen."""


@grounding.command()
def adapt(
    recordings: Annotated[
        list[Path],
        typer.Argument(help="Run folders, JSONL of image, instruction and box or point, or folders of such."),
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the new weights; in your data folder where unset.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed and clicks give the same weights.")] = 1,
    threads: Annotated[int, typer.Option(min=1, max=64, help="CPU threads to use.")] = 2,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fine-tune the trained grounder on your own labelled clicks, in minutes, and write new weights.

    Weights are written only where they find your clicks better and all else as well, within 2 %; otherwise
    the exit code is 1.
    Use them with --grounder embedded --weights FOLDER, or the setting weights.
    """
    from gui_agent.recorded_clicks import read_recordings

    clicks = read_recordings(recordings)
    _need_training_packages()
    from grounding.training.adapting_command import adapt_to
    from grounding.training.adapting_report import as_table

    place = (out or default_place()).absolute()
    with _progress_bar() as on_progress:
        outcome = adapt_to(clicks, place, seed, threads, on_progress)
    if json_:
        typer.echo(json.dumps(outcome.to_json(), ensure_ascii=False))
    else:
        typer.echo(as_table(outcome.rows))
        typer.echo(_verdict(outcome))
    if outcome.folder is None:
        raise typer.Exit(1)


@grounding.command()
def finetune(
    base: Annotated[
        str,
        typer.Option(help="A checkpoint's folder, or its name in Hugging Face's cache (hf download NAME)."),
    ],
    data: Annotated[
        list[Path], typer.Option(help="JSON lines, runs, generated screens, or folders of such; repeatable.")
    ],
    out: Annotated[Path, typer.Option(help="Folder for checkpoints, curves and the model.")],
    stage: Annotated[
        list[str] | None, typer.Option(help="grounding, reasoning, reinforcement; repeatable.")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="How the model is asked, where its name does not say it.")
    ] = "",
    epochs: Annotated[float, typer.Option(min=0.01, help="How often every sample is seen in a stage.")] = 1.0,
    steps: Annotated[int, typer.Option(min=0, help="Updates of a stage; 0: as --epochs says.")] = 0,
    batch: Annotated[int, typer.Option(min=1, help="Samples at once on each card.")] = 4,
    accumulate: Annotated[int, typer.Option(min=1, help="Batches for one update.")] = 4,
    rate: Annotated[float, typer.Option(help="Highest learning rate of the supervised stages.")] = 1e-4,
    reinforcement_rate: Annotated[float, typer.Option(help="Highest learning rate of reinforcement.")] = 1e-5,
    lora_rank: Annotated[int, typer.Option(min=0, help="Rank of the trained matrices; 0: all weights.")] = 32,
    vision: Annotated[bool, typer.Option(help="Also train the layers that see.")] = False,
    generations: Annotated[int, typer.Option(min=2, help="Answers to one sample in reinforcement.")] = 8,
    max_pixels: Annotated[int, typer.Option(min=0, help="Show pictures smaller; 0: as the format says.")] = 0,
    precision: Annotated[str, typer.Option(help="bf16 or float32; empty: as the machine can.")] = "",
    checkpointing: Annotated[bool, typer.Option(help="Save memory by computing activations twice.")] = True,
    held_back: Annotated[
        float, typer.Option(min=0, max=0.9, help="Share of samples only to check on.")
    ] = 0.05,
    checked: Annotated[int, typer.Option(min=0, help="Samples asked before and after a stage.")] = 64,
    save_every: Annotated[int, typer.Option(min=1, help="Updates between checkpoints.")] = 200,
    workers: Annotated[int, typer.Option(min=0, help="Processes that read pictures.")] = 0,
    threads: Annotated[int, typer.Option(min=0, help="CPU threads; 0: as many as there are.")] = 0,
    seed: Annotated[int, typer.Option(help="Of the split, of data and of training.")] = 1,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Fine-tune a public grounding model on your screens: LoRA, reasoning over runs, reinforcement.

    The same command goes on where it was stopped. On several cards:
    accelerate launch --num_processes N -m gui_agent.cli grounding finetune …
    """
    from grounding.finetuning.packages import require_packages
    from gui_agent.learning.gathering import gather

    require_packages()
    from grounding.finetuning.arguments import Arguments, checked_precision, checked_stages
    from grounding.finetuning.together import first_alone

    with first_alone():
        files = gather(data, out / "data", seed)
    arguments = Arguments(
        base, tuple(files), out, checked_stages(stage or ["grounding"]), format_, epochs, steps, batch,
        accumulate, rate, reinforcement_rate, lora_rank, vision, generations,
        max_pixels=max_pixels, precision=checked_precision(precision), checkpointing=checkpointing,
        held_back=held_back, checked=checked, save_every=save_every, workers=workers, threads=threads,
        seed=seed,
    )  # fmt: skip
    _train(arguments, json_=json_)


def _train(arguments: Arguments, *, json_: bool) -> None:
    from grounding.finetuning.finetune import finetune as train
    from grounding.finetuning.together import is_first

    with _progress_bar() as on_progress:
        outcome = train(arguments, on_progress)
    if is_first():
        typer.echo(json.dumps(outcome.to_json()) if json_ else outcome.as_text())


def default_place() -> Path:
    """Return where adapted weights go: a folder in the user's data folder."""
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "gui-agent" / "adapted-weights"


def _need_training_packages() -> None:
    from importlib.util import find_spec

    from grounding.errors import ModelUnavailable

    missing = [name for name in ("torch", "onnx") if find_spec(name) is None]
    if missing:
        raise ModelUnavailable(
            f"Adapting needs {' and '.join(missing)}, which only training uses: "
            "pip install 'guiagent-desktop[models]'"
        )


@contextmanager
def _progress_bar() -> Iterator[OnProgress]:
    """Show a bar on standard error where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def show(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done)

        yield show


def _verdict(outcome: Any) -> str:
    if outcome.folder is None:
        return "Nothing was written: your clicks are not found better without losing something else."
    return f"Written: {outcome.folder}\nUse it with: --grounder embedded --weights {outcome.folder}"
