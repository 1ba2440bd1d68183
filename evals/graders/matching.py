"""The comparison rules that OSWorld's task files write as ``{"method": ..., "ref": ...}``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from evals.graders.errors import WrongRules
from evals.graders.state import rule

_ORDERS: Mapping[str, Callable[[Any, Any], Any]] = {
    name: getattr(operator, name) for name in ("eq", "ne", "lt", "le", "gt", "ge")
}
_FLAGS: Mapping[str, re.RegexFlag] = {
    flag.name: flag for flag in (re.S, re.I, re.M, re.X, re.A) if flag.name is not None
} | {"S": re.S, "I": re.I, "M": re.M, "X": re.X, "A": re.A}


def follows(value: Any, condition: Mapping[str, Any]) -> bool:
    """Say whether ``value`` follows one condition. Raises `WrongRules` for a method nobody knows.

    Methods: eq, ne, lt, le, gt, ge; ``re`` with flags as in ``re.S``; ``approx:0.1``; ``range.te`` (t is an
    open end, e a closed one); str_list_eq and str_set_eq (texts joined by commas); spreadsheet_range.
    """
    method, wanted = str(rule(condition, "method")), rule(condition, "ref")
    kind, _, rest = method.partition(".")
    if method in _ORDERS:
        return _ordered(_ORDERS[method], value, wanted)
    if kind == "re":
        return isinstance(value, str) and re.search(wanted, value, _flags(rest)) is not None
    if method.startswith("approx:"):
        return _near(value, wanted, float(method.partition(":")[2]))
    if kind == "range" and len(rest) == 2:
        low, high = wanted
        return _ordered(_end(rest[0]), low, value) and _ordered(_end(rest[1]), value, high)
    if method in ("str_list_eq", "str_set_eq"):
        parts = str(value).strip("\"'").split(",")
        return parts == list(wanted) if method == "str_list_eq" else set(parts) == set(wanted)
    if method == "spreadsheet_range":
        return _covers(value, wanted)
    raise WrongRules(f"there is no method “{method}” to compare a value with")


def matches_record(pattern: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Say whether ``record`` holds everything that ``pattern`` does."""
    return all(key in record and record[key] == value for key, value in pattern.items())


def _flags(names: str) -> re.RegexFlag:
    flags = re.RegexFlag(0)
    for name in filter(None, names.split(".")):
        if name not in _FLAGS:
            raise WrongRules(f"there is no flag “{name}” of regular expressions")
        flags |= _FLAGS[name]
    return flags


def _end(letter: str) -> Callable[[Any, Any], Any]:
    if letter not in "te":
        raise WrongRules(f"a range ends with t (open) or e (closed), not {letter!r}")
    return operator.lt if letter == "t" else operator.le


def _ordered(order: Callable[[Any, Any], Any], left: Any, right: Any) -> bool:
    try:
        return bool(order(left, right))
    except TypeError:
        # A text where a number is wanted, or nothing at all: not as wanted.
        return False


def _near(value: Any, wanted: float, tolerance: float) -> bool:
    try:
        return abs(float(value) - wanted) <= tolerance
    except (TypeError, ValueError):
        return False


def _covers(value: Any, wanted: Any) -> bool:
    from openpyxl.worksheet.cell_range import MultiCellRange

    smallest, largest = (MultiCellRange(text) for text in wanted)
    ranges = value if isinstance(value, MultiCellRange) else MultiCellRange(str(value))
    return all(each in ranges for each in smallest) and all(each in largest for each in ranges)
