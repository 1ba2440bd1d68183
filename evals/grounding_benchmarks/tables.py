"""Results as each benchmark's authors tell them, with counts and 95 % intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from evals.grounding_benchmarks.measure import Outcome
from evals.grounding_benchmarks.query import NoTarget
from grounding.evaluate.statistics import wilson

Wanted = Callable[[Outcome], bool]


@dataclass(frozen=True, slots=True)
class Share:
    """Right answers out of those counted."""

    right: int
    count: int

    @property
    def value(self) -> float | None:
        return self.right / self.count if self.count else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval by Wilson's method."""
        return wilson(self.right, self.count)


@dataclass(frozen=True, slots=True)
class Table:
    """Shares by row and column; ``means`` are averages of shares that some authors report, by name."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Share, ...]], ...]
    means: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()


def screenspot_table(outcomes: Sequence[Outcome]) -> Table:
    """Platform × text and icon; the authors' average is that of the six shares, each of equal weight."""
    rows = [_by_kind(outcomes, p, _labelled("platform", p)) for p in _values(outcomes, "platform")]
    cells = [share.value for _, shares in rows for share in shares[:2]]
    measured = [value for value in cells if value is not None]
    rows.append(_by_kind(outcomes, "all", lambda outcome: True))
    means = ((f"average of the {len(measured)} shares", sum(measured) / len(measured)),) if measured else ()
    return Table(("text", "icon", "all"), tuple(rows), means)


def screenspot_pro_table(outcomes: Sequence[Outcome]) -> Table:
    """Group × text and icon, the applications of each group below it, and all."""
    rows = []
    for group in _values(outcomes, "group"):
        inside = [outcome for outcome in outcomes if group in outcome.query.labels["group"]]
        rows.append(_by_kind(inside, group, lambda outcome: True))
        rows += [
            _by_kind(inside, f"  {name}", _labelled("application", name))
            for name in _values(inside, "application")
        ]
    rows.append(_by_kind(outcomes, "all", lambda outcome: True))
    return Table(("text", "icon", "all"), tuple(rows))


def osworld_g_table(outcomes: Sequence[Outcome]) -> Table:
    """Each ability, refusals, all but refusals, and all."""
    abilities = _values(outcomes, "ability")
    rows = [(name, (_share(outcomes, _labelled("ability", name)),)) for name in abilities]
    rows.append(("refusal", (_share(outcomes, _is_refusal),)))
    rows.append(("all but refusals", (_share(outcomes, lambda outcome: not _is_refusal(outcome)),)))
    rows.append(("all", (_share(outcomes, lambda outcome: True),)))
    missing = "Put classification_result.json beside the records to see the abilities apart."
    return Table(("right",), tuple(rows), notes=() if abilities else (missing,))


def showdown_table(outcomes: Sequence[Outcome]) -> Table:
    """One share: clicks inside of their box."""
    return Table(("right",), (("all", (_share(outcomes, lambda outcome: True),)),))


def _by_kind(outcomes: Iterable[Outcome], name: str, wanted: Wanted) -> tuple[str, tuple[Share, ...]]:
    counted = [outcome for outcome in outcomes if wanted(outcome)]
    kinds = tuple(_share(counted, _labelled("kind", kind)) for kind in ("text", "icon"))
    return name, (*kinds, _share(counted, lambda outcome: True))


def _share(outcomes: Iterable[Outcome], wanted: Wanted) -> Share:
    counted = [outcome.right for outcome in outcomes if wanted(outcome)]
    return Share(sum(counted), len(counted))


def _labelled(label: str, value: str) -> Wanted:
    return lambda outcome: value in outcome.query.labels.get(label, ())


def _is_refusal(outcome: Outcome) -> bool:
    return isinstance(outcome.query.target, NoTarget)


def _values(outcomes: Iterable[Outcome], label: str) -> list[str]:
    """Return the values of a label in the order of their first appearance."""
    return list(dict.fromkeys(v for outcome in outcomes for v in outcome.query.labels.get(label, ())))
