"""A measured benchmark as text for people and as JSON for programs."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from evals.grounding_benchmarks.measure import Measurement
from evals.grounding_benchmarks.tables import Share, Table

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Report:
    """One benchmark measured with one grounder; ``available`` counts the queries its files hold."""

    benchmark: str
    title: str
    grounder: str
    available: int
    measurement: Measurement
    table: Table

    def to_json(self) -> dict[str, Any]:
        """Return everything counted; shares are 0-1, times in seconds, intervals 95 % by Wilson."""
        outcomes = self.measurement.outcomes
        return {
            "benchmark": self.benchmark,
            "grounder": self.grounder,
            "available": self.available,
            "counted": len(outcomes),
            "declined": sum(outcome.point is None for outcome in outcomes),
            "unreadable": [
                {"image": str(each.image), "reason": each.reason, "queries": each.queries}
                for each in self.measurement.unreadable
            ],
            "unreachable_targets": self.measurement.unreachable,
            "rows": [
                {"name": name.strip()} | dict(zip(self.table.columns, map(_share_json, shares), strict=True))
                for name, shares in self.table.rows
            ],
            "means": {name: round(value, 4) for name, value in self.table.means},
            "seconds": _seconds(self.measurement),
        }

    def to_text(self) -> str:
        """Return a table with counts and intervals, then what was left out, then the time."""
        outcomes = self.measurement.outcomes
        lines = [f"{self.title} with {self.grounder}: {len(outcomes)} of {self.available} queries"]
        if outcomes:
            lines += _table_lines(self.table)
            lines += [f"{name}: {_percent(value)}" for name, value in self.table.means]
            declined = sum(outcome.point is None for outcome in outcomes)
            lines.append(f"declined to answer: {declined}")
            lines.append(_time_line(_seconds(self.measurement)))
        return "\n".join([*lines, *self._notes()])

    def _notes(self) -> list[str]:
        notes = list(self.table.notes)
        if self.measurement.unreachable:
            notes.append(
                f"{self.measurement.unreachable} targets have no area in their picture; "
                "they count as published: nobody can hit them."
            )
        unreadable = self.measurement.unreadable
        if unreadable:
            left_out = sum(each.queries for each in unreadable)
            notes.append(
                f"Left out and not counted: {left_out} queries on {len(unreadable)} unreadable pictures."
            )
            notes += [f"  {each.reason}" for each in unreadable[:_MOST_NAMED]]
            if len(unreadable) > _MOST_NAMED:
                notes.append(f"  … and {len(unreadable) - _MOST_NAMED} more")
        return notes


def _table_lines(table: Table) -> list[str]:
    width = max(len(name) for name, _ in table.rows) + 2
    cells = [(name, [_cell(share) for share in shares]) for name, shares in table.rows]
    widths = [
        max(len(column), *(len(row[n]) for _, row in cells)) + 3 for n, column in enumerate(table.columns)
    ]
    lines = [" " * width + "".join(c.rjust(w) for c, w in zip(table.columns, widths, strict=True))]
    for name, row in cells:
        lines.append(name.ljust(width) + "".join(c.rjust(w) for c, w in zip(row, widths, strict=True)))
    return lines


def _cell(share: Share) -> str:
    if share.value is None:
        return "–"
    low, high = share.interval
    return f"{share.right}/{share.count} = {_percent(share.value)} ({100 * low:.1f}–{100 * high:.1f})"


def _percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def _share_json(share: Share) -> dict[str, Any]:
    low, high = share.interval
    value = None if share.value is None else round(share.value, 4)
    return {
        "right": share.right,
        "count": share.count,
        "share": value,
        "interval": [round(low, 4), round(high, 4)],
    }


def _seconds(measurement: Measurement) -> dict[str, float]:
    """Return what a query takes: reading its screenshot included, loading the picture file not."""
    taken = sorted(outcome.seconds for outcome in measurement.outcomes)
    if not taken:
        return {}
    ninetieth = taken[min(len(taken) - 1, 9 * len(taken) // 10)]
    return {"mean": round(mean(taken), 4), "median": round(median(taken), 4), "p90": round(ninetieth, 4)}


def _time_line(seconds: dict[str, float]) -> str:
    return (
        f"seconds a query: {seconds['mean']:.2f} on average, "
        f"{seconds['median']:.2f} median, {seconds['p90']:.2f} at the 90th percentile"
    )
