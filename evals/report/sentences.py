"""What every form of the report says in the same words."""

from __future__ import annotations

from evals.report.compare import Comparison
from evals.report.summary import Group, Summary
from evals.report.wording import chance, counted, percent, points, span

SURE = 0.05
UNREADABLE = "unreadable_state"
"""The runner's word where what an agent left could not be read."""


def progress(summary: Summary) -> tuple[bool, str]:
    """Say whether all of a run is there, and how much of it is."""
    run, done = summary.run, len(summary.run.results)
    if run.planned is None:
        return False, f"{counted(done, 'episode')}; how many were asked for is unknown"
    if run.missing:
        return False, f"{done} of {counted(run.planned, 'episode')}"
    return True, f"all {counted(run.planned, 'episode')}"


def headline(group: Group) -> str:
    """Say what was solved, of how much, and how surely."""
    if not group.episodes:
        return "No episode was judged."
    what = f"{group.solved} of {counted(group.episodes, 'episode')} solved, {counted(group.tasks, 'task')}"
    return f"{percent(group.success)} ({what}; 95 % interval {span(group.rate)})"


def caveats(summary: Summary) -> tuple[str, ...]:
    """Say what a reader has to know before believing the numbers."""
    run, said = summary.run, []
    if run.missing:
        what = f"{counted(run.missing, 'episode')} of {run.planned} have no result yet"
        how = f", {run.begun} of them begun" if run.begun else ""
        said.append(
            f"{what}{how}. What comes first is no fair sample of the rest; the same “gui-agent eval run” "
            f"with --out {run.folder} plays what is missing."
        )
    broken = summary.feasible.infrastructure + (
        summary.infeasible.infrastructure if summary.infeasible else 0
    )
    if broken:
        said.append(
            f"{counted(broken, 'episode')} could not be played or judged. Errors of the "
            "infrastructure count neither as solved nor as failed, and are missing from every rate."
            + _unreadable(summary)
        )
    if run.unreadable:
        files = counted(len(run.unreadable), "result file")
        said.append(f"{files} cannot be read and count for nothing: {'; '.join(run.unreadable[:3])}")
    return (*said, *run.notes)


def _unreadable(summary: Summary) -> str:
    """Say what an agent could gain by leaving a state that nobody can read."""
    left = sum(r.failure == UNREADABLE and not r.infeasible for r in summary.run.results)
    if not left:
        return ""
    group = summary.feasible
    share = percent(group.solved / (group.episodes + left))
    return (
        f" In {left} of them what the agent left could not be read, which it may have caused; counted as "
        f"failed, success would be {share}."
    )


def verdict(comparison: Comparison) -> str:
    """Say whether the second run is better, and how surely."""
    if not comparison.episodes:
        return "The runs have no judged episode in common: there is nothing to compare."
    p = comparison.p_tasks if comparison.repeated else comparison.p
    test = "sign test over tasks" if comparison.repeated else "McNemar's exact test"
    name, change = comparison.second, points(comparison.difference)
    if not comparison.only_first and not comparison.only_second:
        return f"Both runs solved the same of the {counted(comparison.episodes, 'common episode')}."
    if p < SURE:
        word = "better" if comparison.difference > 0 else "worse"
        return f"{name} is {word}: {change} ({chance(p)}, {test})."
    return f"No clear difference: {name} {change} ({chance(p)}, {test})."
