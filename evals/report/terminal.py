"""A summary and a comparison as tables in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.episodes.result import Ending
from evals.report.compare import Change, Comparison
from evals.report.sentences import caveats, headline, progress, verdict
from evals.report.summary import Group, Summary
from evals.report.wording import amount, chance, counted, money, percent, points, span
from gui_agent.report.model import duration

_STYLES = {
    Ending.SOLVED: "green",
    Ending.FAILED: "red",
    Ending.REFUSED: "yellow",
    Ending.BUDGET: "yellow",
    Ending.INFRASTRUCTURE: "magenta",
}
_LISTED = 20


def print_summary(summary: Summary, console: Console) -> None:
    """Print the numbers of a run."""
    whole, words = progress(summary)
    who = " on ".join(filter(None, (", ".join(summary.agents), ", ".join(summary.machines))))
    console.print(Text.assemble((summary.run.name, "bold"), f"  {who}  ", (words, "" if whole else "yellow")))
    for caveat in caveats(summary):
        console.print(Text(f"! {caveat}", "yellow"))
    console.print()
    console.print(Text.assemble(("Success  ", "bold"), headline(summary.feasible)))
    if summary.infeasible:
        console.print(
            Text.assemble(("Set apart, tasks that cannot be done  ", "bold"), headline(summary.infeasible))
        )
    _print_repeats(summary, console)
    _print_counts(summary, console)
    for title, groups in (("tier", summary.by_tier), ("application", summary.by_application)):
        if groups:
            console.print(_table(title, groups))
    if len(summary.by_suite) > 1:
        console.print(_table("suite", summary.by_suite))


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print how two runs differ."""
    console.print(Text(f"{comparison.second} against {comparison.first}", "bold"))
    console.print(Text(verdict(comparison)))
    if not comparison.episodes:
        return
    first, second = comparison.only_here
    common = (
        f"{counted(comparison.episodes, 'common episode')} of {counted(comparison.tasks, 'task')}: "
        f"{comparison.both} solved by both, {comparison.only_first} only by {comparison.first}, "
        f"{comparison.only_second} only by {comparison.second}, {comparison.neither} by none"
    )
    console.print(Text(f"{common}; {first} and {second} more were judged in one run only."))
    tests = f"McNemar's exact test over episodes {chance(comparison.p)}"
    if comparison.repeated:
        tests += f"; sign test over tasks {chance(comparison.p_tasks)}"
    if score := comparison.score:
        tests += (
            f"; score {points(score.mean)} [{points(score.low)}, {points(score.high)}], {chance(score.p)}"
        )
    console.print(Text(tests))
    for title, style, changes in (("Better", "green", comparison.better), ("Worse", "red", comparison.worse)):
        if changes:
            console.print(_changes(f"{title}: {counted(len(changes), 'task')}", style, changes))


def _print_repeats(summary: Summary, console: Console) -> None:
    told = [f"pass@1 {percent(each.every)}" for each in summary.reliability[:1]]
    for each in summary.reliability[1:]:
        told.append(f"pass^{each.k} {percent(each.every)}, pass@{each.k} {percent(each.any)}")
    if told:
        console.print(Text.assemble(("Repeats  ", "bold"), "; ".join(told)))
    group = summary.feasible
    spent = [
        f"{amount(group.steps)} steps",
        f"{duration(group.seconds)} (median {duration(group.median_seconds)})",
    ]
    if group.tokens_in or group.tokens_out:
        spent.append(f"{amount(group.tokens_in)} tokens in, {amount(group.tokens_out)} out")
    if group.cost:
        spent.append(f"{money(group.cost / max(1, group.episodes))}; {money(group.cost)} in all")
    if group.episodes:
        console.print(Text.assemble(("An episode takes  ", "bold"), "; ".join(spent)))


def _print_counts(summary: Summary, console: Console) -> None:
    endings = Text.assemble(("Endings  ", "bold"))
    for ending, count in summary.endings.items():
        if count:
            endings.append(f"{count} {ending}   ", _STYLES[ending])
    console.print(endings)
    failures = [f"{count} {kind}" for kind, count in summary.failures.items() if count]
    if failures:
        console.print(Text.assemble(("Why not solved  ", "bold"), "   ".join(failures)))
    if summary.retries:
        kinds = ", ".join(f"{count} {kind}" for kind, count in summary.troubles.items())
        console.print(
            Text.assemble(("Tried again  ", "bold"), f"{counted(summary.retries, 'time')} ({kinds})")
        )


def _table(title: str, groups: Sequence[Group]) -> Table:
    table = Table(box=None, pad_edge=False, title_justify="left")
    table.add_column(title, style="bold", overflow="fold")
    for heading in ("success", "95 %", "solved", "tasks", "score", "steps", "seconds", "cost", "infrastr."):
        table.add_column(heading, justify="right", no_wrap=True)
    for group in groups:
        judged = bool(group.episodes)
        table.add_row(
            Text(group.name),
            percent(group.success) if judged else "–",
            span(group.rate),
            f"{group.solved}/{group.episodes}",
            str(group.tasks),
            f"{group.score:.3f}" if judged else "–",
            amount(group.steps),
            amount(group.seconds),
            money(group.cost) if group.cost else "–",
            str(group.infrastructure or "–"),
        )
    return table


def _changes(title: str, style: str, changes: Sequence[Change]) -> Table:
    table = Table(box=None, pad_edge=False, expand=True, title=title, title_justify="left", title_style=style)
    table.add_column("task", overflow="fold", min_width=24)
    for heading in ("solved", "score"):
        table.add_column(heading, no_wrap=True)
    table.add_column("instruction", overflow="ellipsis", no_wrap=True, ratio=1)
    for change in changes[:_LISTED]:
        table.add_row(
            Text(f"{change.suite}/{change.task}"),
            f"{change.solved[0]} → {change.solved[1]} of {change.episodes}",
            f"{change.score[0]:.2f} → {change.score[1]:.2f}",
            Text(" ".join(change.instruction.split())),
        )
    if len(changes) > _LISTED:
        table.caption = f"and {len(changes) - _LISTED} more (--json lists all)"
    return table
