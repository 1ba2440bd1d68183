"""Numbers as a person reads them."""

from __future__ import annotations

from evals.report.intervals import Interval


def percent(share: float) -> str:
    """Return a share as percent: whole where it is, with one digit elsewhere; only all of it is 100 %."""
    number = f"{100 * share:.1f}"
    if number in ("100.0", "0.0") and share not in (0.0, 1.0):
        number = ">99.9" if share > 0.5 else "<0.1"
    return f"{number.removesuffix('.0')} %"


def span(interval: Interval) -> str:
    """Return an interval of shares as percent; a dash where nothing is known."""
    if interval.method == "none":
        return "–"
    return f"{100 * interval.low:.1f}–{100 * interval.high:.1f} %"


def points(difference: float) -> str:
    """Return a difference of shares in percentage points, with its sign."""
    number = f"{100 * difference:+.1f}".replace("-", "−").removesuffix(".0")
    return "±0 points" if number in ("+0", "−0") else f"{number} points"


def chance(p: float) -> str:
    """Return a p-value."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def amount(number: float) -> str:
    """Return a count or a mean of counts, thousands shortened: 12, 3.4, 15 k, 2.1 M."""
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if number >= 10 * size or (unit == "M" and number >= size):
            return f"{number / size:.3g} {unit}"
    return f"{number:.0f}" if number >= 100 or number == int(number) else f"{number:.1f}"


def money(dollars: float) -> str:
    """Return dollars, small sums to the tenth of a cent."""
    return f"${dollars:,.2f}" if dollars >= 1 or dollars == 0 else f"${dollars:.3f}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return ``number`` with its noun: 1 episode, 2 episodes."""
    return f"{number} {one if number == 1 else many or one + 's'}"
