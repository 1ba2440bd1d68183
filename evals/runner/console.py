"""How a run goes, live in a terminal: a line for each episode that is over, a bar for the whole."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from evals.episodes.result import Ending, EpisodeKey, EpisodeResult, result_to_json
from evals.episodes.run_folder import Trouble

_COLOURS = {
    Ending.SOLVED: "green",
    Ending.FAILED: "red",
    Ending.REFUSED: "yellow",
    Ending.BUDGET: "yellow",
    Ending.INFRASTRUCTURE: "magenta",
}
_SHORT = {Ending.INFRASTRUCTURE: "infra"}


class ConsoleWatcher:
    """A `Watcher` that prints; with ``json_`` one JSON object for each result on standard output, no more."""

    def __init__(
        self, total: int, missing: int, *, json_: bool = False, console: Console | None = None
    ) -> None:
        self._json = json_
        self._console = console or Console(stderr=json_)
        self._total, self._missing = total, missing
        self._slots: dict[int, tuple[EpisodeKey, float]] = {}
        self._progress = Progress(
            TextColumn("[progress.description]{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self._console,
            refresh_per_second=2,
            disable=not self._console.is_terminal,
            transient=True,
        )
        self._bar: TaskID | None = None

    def __enter__(self) -> Self:
        if self._missing < self._total:
            done = self._total - self._missing
            self._say(f"{done} of {self._total} episodes are over already; {self._missing} to play")
        self._progress.start()
        self._bar = self._progress.add_task("", total=self._total, completed=self._total - self._missing)
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def began(self, slot: int, key: EpisodeKey) -> None:
        self._slots[slot] = (key, time.monotonic())
        self._describe()

    def broke(self, slot: int, key: EpisodeKey, trouble: Trouble, *, again: bool) -> None:
        self._slots.pop(slot, None)
        what = "tried again" if again else "given up"
        first = (trouble.message.splitlines() or [""])[-1]
        self._say(f"[magenta]{trouble.kind:<8}[/] {escape(str(key))}: {escape(first)} [dim]({what})[/]")
        self._describe()

    def ended(self, slot: int, result: EpisodeResult) -> None:
        self._slots.pop(slot, None)
        if self._json:
            print(json.dumps(result_to_json(result), ensure_ascii=False), flush=True)
        else:
            colour = _COLOURS[result.ending]
            word = f"[{colour}]{result.ending:<8}[/]"
            why = " ".join((result.explanation or result.agent_explanation).split())
            self._say(
                f"{word} {escape(str(result.key))} [dim]{result.seconds:.1f} s · {escape(why[:160])}[/]"
            )
        if self._bar is not None:
            self._progress.advance(self._bar)
        self._describe()

    def _say(self, line: str) -> None:
        self._progress.console.print(line, highlight=False, soft_wrap=True)

    def _describe(self) -> None:
        if self._bar is not None:
            playing = ", ".join(key.task for key, _ in self._slots.values())
            self._progress.update(self._bar, description=escape(playing[:60]))


def table_of(results: Iterable[EpisodeResult]) -> Table:
    """Lay out how many episodes of each suite and tier ended how."""
    groups: dict[tuple[str, str], list[EpisodeResult]] = defaultdict(list)
    for result in results:
        groups[result.key.suite, result.tier].append(result)
    table = Table(box=None, pad_edge=False)
    for heading in ("suite", "tier"):
        table.add_column(heading)
    for heading in ("n", *(_SHORT.get(ending, ending) for ending in Ending), "success", "seconds"):
        table.add_column(heading, justify="right")
    for (suite, tier), group in sorted(groups.items()):
        table.add_row(suite, tier or "–", *_figures(group))
    if len(groups) > 1:
        table.add_row(
            "all", "", *_figures([each for group in groups.values() for each in group]), style="bold"
        )
    return table


def _figures(group: list[EpisodeResult]) -> list[str]:
    counts = Counter(result.ending for result in group)
    judged = [result for result in group if result.judged]
    rate = f"{counts[Ending.SOLVED] / len(judged):.1%}" if judged else "–"
    seconds = sum(result.total_seconds for result in judged) / len(judged) if judged else 0.0
    return [str(len(group)), *(str(counts[ending]) for ending in Ending), rate, f"{seconds:.1f}"]
