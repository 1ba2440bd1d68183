"""``gui-agent eval run --ablate``: the same episodes with and without a mechanism, and what it is worth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from evals.report.compare import Comparison
    from gui_agent.settings import Settings

WITH = "with"


@dataclass(frozen=True, slots=True)
class Variant:
    """One of the runs to be compared: its folder, and the settings it is played with."""

    name: str
    folder: Path
    settings: Settings


def variants(root: Path, settings: Settings, ablate: Sequence[str]) -> Iterator[Variant]:
    """Yield the whole, and the whole without each of ``ablate``; just the whole where there is none.

    Raises `SettingsError` for a mechanism nobody knows, typer.BadParameter for one that is not on.
    """
    from gui_agent.mechanisms import Mechanism
    from gui_agent.settings import switched

    if not ablate:
        yield Variant("", root, settings)
        return
    whole = settings.switched_on
    yield Variant(WITH, root / WITH, settings)
    for name in ablate:
        less = switched(settings, (), (name,))
        if less.switched_on == whole:
            known = ", ".join(m for m in Mechanism if m in whole)
            raise typer.BadParameter(f"{name} is not on; those that are: {known}", param_hint="--ablate")
        if whole.on - less.switched_on.on <= whole.idle:
            what = f"{name} has no effect here: a mechanism that is on takes its place"
            raise typer.BadParameter(what, param_hint="--ablate")
        without = f"without-{name.strip().replace('_', '-')}"
        yield Variant(without, root / without, less)


def tell_worth(root: Path, runs: Sequence[Variant], *, json_: bool) -> None:
    """Print, for each mechanism left out, what having it changed on the same episodes."""
    from evals.report.compare import compare
    from evals.report.read import read_run

    whole = read_run(root / WITH)
    for variant in runs:
        if variant.name != WITH:
            _tell(variant.name, compare(read_run(variant.folder), whole), json_=json_)


def _tell(name: str, comparison: Comparison, *, json_: bool) -> None:
    from rich.console import Console

    from evals.report.as_json import comparison_to_json
    from evals.report.terminal import print_comparison

    if json_:
        typer.echo(json.dumps({"ablation": name, "comparison": comparison_to_json(comparison)}))
        return
    console = Console()
    console = console if console.is_terminal else Console(width=160)
    console.print(f"\n[bold]{name.replace('-', ' ', 1)}, then with it[/]", highlight=False)
    print_comparison(comparison, console)
