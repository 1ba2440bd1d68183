"""A metric that compares a workbook with its description in the task file, without a gold workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from evals.graders.errors import WrongRules
from evals.graders.metrics.values import shown
from evals.graders.metrics.workbook import Workbook
from evals.graders.score import Score, full, none
from evals.graders.state import Options, State, file_of, rules_of

_NEAR = 1e-6


def workbook_is(result: State, expected: State, _: Options) -> Score:
    """Compare an xlsx with the rules given; ``sheet`` names the sheet they speak of (the first else).

    Rules: ``sheets`` (all names, in order), ``rows`` (every value of the sheet, computed), ``formulas``
    (cells that must hold one, or by cell the function it must use), ``cells`` (by cell: bold, italic, fill,
    font_colour, alignment, number_format as a pattern), ``freeze``, ``filter``, ``merged``, ``hidden_rows``,
    ``charts`` (type, values, title).
    """
    rules, book = rules_of(expected), Workbook(file_of(result))
    unknown = set(rules) - set(_CHECKS) - {"sheet"}
    if unknown:
        raise WrongRules(f"workbook_is knows no rule {shown(sorted(unknown))}")
    name = rules.get("sheet", book.names[0])
    if name not in book.names:
        return none(f"there is no sheet {name!r}, only {shown(book.names)}")
    for rule, check in _CHECKS.items():
        if rule in rules:
            for complaint in check(book, name, rules[rule]):
                return none(complaint)
    return full(f"{', '.join(rules)} are as wanted")


def _check_sheets(book: Workbook, _: str, wanted: Any) -> Iterator[str]:
    if book.names != wanted:
        yield f"the sheets are {shown(book.names)}, wanted are {shown(wanted)}"


def _check_rows(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    from openpyxl.utils import get_column_letter

    sheet = book.sheet(name)
    height, width = max(sheet.max_row, len(wanted)), max(sheet.max_column, *map(len, wanted))
    for row in range(1, height + 1):
        for column in range(1, width + 1):
            place = f"{get_column_letter(column)}{row}"
            line = wanted[row - 1] if row <= len(wanted) else []
            value = line[column - 1] if column <= len(line) else None
            have = book.cell_value(name, place)
            if not _same(have, value):
                yield f"{place} is {shown(have)}, wanted is {shown(value)}"


def _same(have: Any, wanted: Any) -> bool:
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return isinstance(have, int | float) and abs(have - wanted) <= _NEAR
    return (have or None) == (wanted or None)


def _check_formulas(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    needed: Mapping[str, str] = wanted if isinstance(wanted, Mapping) else dict.fromkeys(wanted, "")
    for place, function in needed.items():
        text = str(book.sheet(name)[place].value)
        if not text.startswith("=") or function not in text.upper():
            yield f"{place} holds {text!r}, a formula {function} is wanted"


def _check_cells(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    for place, facts in wanted.items():
        cell = book.sheet(name)[place]
        for fact, value in facts.items():
            have = _fact(cell, fact)
            same = re.search(value, have) is not None if fact == "number_format" else have == value
            if not same:
                yield f"{fact} of {place} is {shown(have)}, wanted is {shown(value)}"


def _fact(cell: Any, name: str) -> Any:
    match name:
        case "bold" | "italic":
            return bool(getattr(cell.font, name))
        case "fill":
            return None if cell.fill.fill_type is None else _colour(cell.fill.fgColor)
        case "font_colour":
            return _colour(cell.font.color)
        case "alignment":
            return cell.alignment.horizontal or "general"
        case "number_format":
            return cell.number_format
        case other:
            raise WrongRules(f"cells have no fact “{other}” to compare")


def _colour(colour: Any) -> str | None:
    """Return six hexadecimal digits, None for a colour that is no plain one."""
    value = getattr(colour, "rgb", None)
    return value[-6:] if isinstance(value, str) else None


def _check_freeze(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    have = book.sheet(name).freeze_panes
    if have != wanted:
        yield f"frozen is what lies before {have}, wanted is {wanted}"


def _check_filter(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    have = book.sheet(name).auto_filter.ref
    if have != wanted:
        yield f"the filter covers {have}, wanted is {wanted}"


def _check_merged(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    have = sorted(map(str, book.sheet(name).merged_cells.ranges))
    if have != sorted(wanted):
        yield f"merged are {shown(have)}, wanted are {shown(wanted)}"


def _check_hidden(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    have = sorted(number for number, row in book.sheet(name).row_dimensions.items() if row.hidden)
    if have != sorted(wanted):
        yield f"hidden rows are {have}, wanted are {wanted}"


def _check_charts(book: Workbook, name: str, wanted: Any) -> Iterator[str]:
    found = book.charts(name, ["type", "title"])
    have = [{"values": _plain(ranges), **facts} for ranges, facts in found.items()]
    if len(have) != len(wanted):
        yield f"{len(have)} charts, wanted are {len(wanted)}"
        return
    for chart, description in zip(have, wanted, strict=True):
        lacking = {key: value for key, value in description.items() if chart.get(key) != value}
        if lacking:
            yield f"the chart is {shown(chart)}, wanted is {shown(description)}"


def _plain(ranges: str) -> str:
    """Return ``B2:B5`` of ``'Sheet'!$B$2:$B$5,'Sheet'!$A$2:$A$5``: the values of each series."""
    series = [each.split(",")[0] for each in ranges.split(";")]
    return ";".join(each.rpartition("!")[2].replace("$", "") for each in series)


_CHECKS: Mapping[str, Callable[[Workbook, str, Any], Iterator[str]]] = {
    "sheets": _check_sheets,
    "rows": _check_rows,
    "formulas": _check_formulas,
    "cells": _check_cells,
    "freeze": _check_freeze,
    "filter": _check_filter,
    "merged": _check_merged,
    "hidden_rows": _check_hidden,
    "charts": _check_charts,
}
