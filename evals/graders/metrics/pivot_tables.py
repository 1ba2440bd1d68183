"""Pivot tables of a workbook, for comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import dropwhile
from typing import Any

from evals.graders.errors import GraderFailed, WrongRules


def pivot_of(pivot: Any, wanted: Sequence[str]) -> tuple[str, Mapping[str, Any]]:
    """Return the range a pivot table sums up, and its wanted properties."""
    from openpyxl.utils import coordinate_to_tuple

    items = [[(item.h, item.x) for item in each.items if item.x is not None] for each in pivot.pivotFields]
    left = len(items) - len(list(dropwhile(lambda each: not each, items)))
    right = len(items) - len(list(dropwhile(lambda each: not each, reversed(items))))
    source = pivot.cache.cacheSource
    if source.worksheetSource is None or not source.worksheetSource.ref:
        raise GraderFailed(f"the pivot table {pivot.name} does not sum up a range")
    (top, first), (bottom, last) = map(coordinate_to_tuple, source.worksheetSource.ref.split(":"))
    area = f"{source.type};{top},{first + left}:{bottom},{last - right};{source.worksheetSource.sheet}"
    used = items[left : len(items) - right]
    return area, {name: _pivot_property(pivot, name, left, used, wanted) for name in wanted}


def _pivot_property(pivot: Any, name: str, left: int, used: list[Any], wanted: Sequence[str]) -> Any:
    match name:
        case "name":
            return pivot.name
        case "show_total":
            return pivot.visualTotals
        case "show_empty_row" | "show_empty_col" | "show_headers":
            return getattr(
                pivot, {"row": "showEmptyRow", "col": "showEmptyCol", "ers": "showHeaders"}[name[-3:]]
            )
        case "location":
            return str(pivot.location.ref)
        case "filter":
            return {each.fld for each in pivot.pageFields}, _selection(used, wanted)
        case "selection":
            return _selection(used, wanted)
        case "col_fields" | "row_fields":
            fields = pivot.colFields if name == "col_fields" else pivot.rowFields
            return [each.x - left for each in fields]
        case "data_fields":
            named = "data_fields_name" in wanted
            return [
                (f.fld - left, f.name if named else "", f.subtotal, f.showDataAs) for f in pivot.dataFields
            ]
        case "ordered" | "data_fields_name":
            return None
        case other:
            raise WrongRules(f"pivot tables have no property “{other}” to compare")


def _selection(used: list[Any], wanted: Sequence[str]) -> list[Any]:
    return used if "ordered" in wanted else [set(each) for each in used]
