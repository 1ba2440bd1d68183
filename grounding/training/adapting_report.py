"""The table of an adaptation: what was right before and after, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from grounding.training.adapting_screens import KINDS, Answer

HELD_BACK = "held-back clicks"
LEARNED = "all clicks, once learned"
_TOLERATED = 0.02
_TOLERATED_FEW = 2


@dataclass(frozen=True, slots=True)
class Row:
    """Right answers of ``count`` before and after; ``sure`` are the right ones that would be clicked."""

    name: str
    kind: str
    count: int
    before: int
    after: int
    sure_before: int | None = None
    sure_after: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def rows_by_kind(name: str, before: Sequence[Answer], after: Sequence[Answer]) -> list[Row]:
    """Return a row for all clicks and one for each kind of target among them."""
    if not before:
        return []
    pairs = list(zip(before, after, strict=True))
    rows = [_row(name, "", pairs)]
    kinds = [(kind, [p for p in pairs if p[0].lesson.kind == kind]) for kind in KINDS]
    return rows + [_row(name, kind, some) for kind, some in kinds if some]


def _row(name: str, kind: str, pairs: Sequence[tuple[Answer, Answer]]) -> Row:
    old, new = [b for b, _ in pairs], [a for _, a in pairs]
    return Row(
        name, kind, len(pairs), sum(a.hit for a in old), sum(a.hit for a in new),
        sum(a.hit and a.sure for a in old), sum(a.hit and a.sure for a in new),
    )  # fmt: skip


def is_better(rows: Sequence[Row]) -> bool:
    """Say whether the clicks are found better, those held back no worse, and all else within 2 %."""
    whole = [row for row in rows if not row.kind]
    if any(row.before - row.after > _tolerated(row) for row in whole if row.name != LEARNED):
        return False
    return any(
        (row.after, row.sure_after or 0) > (row.before, row.sure_before or 0)
        for row in whole
        if row.name == LEARNED
    )


def _tolerated(row: Row) -> float:
    return 0 if row.name == HELD_BACK else max(_TOLERATED_FEW, _TOLERATED * row.count)


def as_table(rows: Sequence[Row]) -> str:
    """Return the rows as text: right answers before and after, and those it would have clicked."""
    head = ("", "clicks", "right before", "right after", "sure before", "sure after")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        f"{line[0]:<{widths[0]}}  "
        + "  ".join(f"{cell:>{w}}" for cell, w in zip(line[1:], widths[1:], strict=True))
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    name = f"  {row.kind}" if row.kind else row.name
    counts = (row.before, row.after, row.sure_before, row.sure_after)
    return (name, str(row.count), *(_share(n, row.count) for n in counts))


def _share(right: int | None, count: int) -> str:
    return "" if right is None else f"{right} ({right / max(1, count):.2f})"
