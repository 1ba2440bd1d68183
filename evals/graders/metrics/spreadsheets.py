"""Metrics of spreadsheets (xlsx)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from evals.graders.errors import WrongRules
from evals.graders.matching import follows
from evals.graders.metrics.values import shown
from evals.graders.metrics.workbook import Workbook, fuzzily_equal, styles_of
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, file_of, rule, rules_of

Rule: TypeAlias = Mapping[str, Any]
Check: TypeAlias = Callable[[Rule, Workbook, Workbook | None], Score]


def compare_table(result: State, expected: State, options: Options) -> Score:
    """Compare a workbook with another one, or with values, by the ``rules`` in the options; all must hold."""
    ours = Workbook(file_of(result))
    theirs = None if expected is None else Workbook(file_of(expected))
    for number, each in enumerate(rule(options, "rules")):
        kind = rule(each, "type")
        if kind not in _CHECKS:
            raise WrongRules(f"compare_table knows no rule of the type “{kind}”")
        score = _CHECKS[kind](each, ours, theirs)
        if score.value < 1:
            return none(f"rule {number} ({kind}): {score.explanation}")
    return full(f"{len(options['rules'])} rules hold")


def compare_conference_city_in_order(result: State, expected: State, _: Options) -> Score:
    """Compare the cells C2 to C22 with the wanted cities; one of several may be given."""
    wanted = rule(rules_of(expected), "expected")
    sheet = Workbook(file_of(result)).book.active
    cities = [str(cell.value) for (cell,) in sheet["C2:C22"]]
    for city, names in zip(cities, wanted, strict=False):
        if not any(name in city for name in ([names] if isinstance(names, str) else names)):
            return none(f"{city!r} where {names} is wanted")
    return verdict(len(wanted) >= len(cities), f"{len(cities)} cities, {len(wanted)} are known")


def _sheet_name(_: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    wanted = [] if theirs is None else theirs.names
    return verdict(ours.names == wanted, f"sheets {ours.names}, wanted are {wanted}")


def _sheet_data(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    digits = each.get("precision", 4)
    found = [book.values(name, digits) for book, name in _both(each, ours, theirs)]
    if found[0] is None or found[1] is None:
        return none(f"there is no sheet {each['sheet_idx0'] if found[0] is None else each['sheet_idx1']}")
    return _compared(found[0], found[1])


def _sheet_print(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    found = [book.printed(name) for book, name in _both(each, ours, theirs)]
    if found[0] is None or found[1] is None:
        return none("a sheet was not saved as CSV beside the workbook")
    if each.get("ignore_case"):
        found = [[line.lower() for line in lines or ()] for lines in found]
    return _compared(found[0] or [], found[1] or [])


def _sheet_fuzzy(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    (book, name), (other, other_name) = _both(each, ours, theirs)
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.cell_range import MultiCellRange

    for part in each["rules"]:
        for area in MultiCellRange(" ".join(part["range"])):
            for row, column in area.cells:
                place = f"{get_column_letter(column)}{row}"
                mine, wanted = book.cell_value(name, place), other.cell_value(other_name, place)
                if not fuzzily_equal(str(mine), str(wanted), part):
                    return none(f"{place} is {shown(mine)}, wanted is {shown(wanted)} ({part['type']})")
    return full("every cell is as wanted")


def _sparkline(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    return _equal([book.sparklines(name) for book, name in _both(each, ours, theirs)])


def _chart(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    wanted = each.get("chart_props", [])
    return _equal([book.charts(name, wanted) for book, name in _both(each, ours, theirs)])


def _pivot_table(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    wanted = each.get("pivot_props", [])
    return _equal([book.pivots(name, wanted) for book, name in _both(each, ours, theirs)])


def _style(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    first, second = (book.styles(name, each.get("props", [])) for book, name in _both(each, ours, theirs))
    for place in {**first, **second}:
        if first.get(place) != second.get(place):
            return none(f"{place} is {shown(first.get(place))}, wanted is {shown(second.get(place))}")
    return full("the styles are equal")


def _freeze(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    sheets = [book.sheet(name) for book, name in _both(each, ours, theirs)]
    if None in sheets:
        return none("there is no such sheet")
    return _equal([sheet.freeze_panes for sheet in sheets])


def _zoom(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    sheet = _one_sheet(each, ours, theirs)
    if sheet is None:
        return none("there is no such sheet")
    zoom = sheet.sheet_view.zoomScale or 100.0
    return verdict(follows(zoom, each), f"the zoom is {zoom}, wanted is {each['method']} {each['ref']}")


def _data_validation(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    sheet = _one_sheet(each, ours, theirs)
    if sheet is None:
        return none("there is no such sheet")
    found, wanted = sheet.data_validations.dataValidation, each["dv_props"]
    if len(found) < len(wanted):
        return none(f"{len(found)} validations, wanted are {len(wanted)}")
    for validation in found:
        if not any(all(follows(_attribute(validation, n), c) for n, c in one.items()) for one in wanted):
            return none(f"the validation of {validation.sqref} is none of those wanted")
    return full("the validations are as wanted")


def _attribute(validation: Any, name: str) -> Any:
    return getattr(validation, name)


def _dimensions(kind: str) -> Check:
    def check(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
        return _equal(
            [b.dimensions(name, kind, each.get("props", [])) for b, name in _both(each, ours, theirs)]
        )

    return check


def _filter(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    return _equal([book.filters(name) for book, name in _both(each, ours, theirs)])


def _check_cell(each: Rule, ours: Workbook, theirs: Workbook | None) -> Score:
    book, name = _book_and_name(each["sheet_idx"], ours, theirs)
    sheet, place = book.sheet(name), each["coordinate"]
    if sheet is None:
        return none(f"there is no sheet {name or each['sheet_idx']}")
    for style, condition in each["props"].items():
        value = book.cell_value(name, place) if style == "value" else styles_of(sheet[place], [style])[0]
        if not follows(value, condition):
            wanted = f"{condition['method']} {condition['ref']!r}"
            return none(f"{style} of {place} is {shown(value)}, wanted is {wanted}")
    return full(f"{place} is as wanted")


_CHECKS: Mapping[str, Check] = {
    "sheet_name": _sheet_name,
    "sheet_data": _sheet_data,
    "sheet_print": _sheet_print,
    "sheet_fuzzy": _sheet_fuzzy,
    "sparkline": _sparkline,
    "chart": _chart,
    "pivot_table": _pivot_table,
    "style": _style,
    "freeze": _freeze,
    "zoom": _zoom,
    "data_validation": _data_validation,
    "row_props": _dimensions("row"),
    "col_props": _dimensions("column"),
    "filter": _filter,
    "check_cell": _check_cell,
}


def _both(each: Rule, ours: Workbook, theirs: Workbook | None) -> list[tuple[Workbook, str]]:
    return [_book_and_name(rule(each, field), ours, theirs) for field in ("sheet_idx0", "sheet_idx1")]


def _one_sheet(each: Rule, ours: Workbook, theirs: Workbook | None) -> Any:
    book, name = _book_and_name(rule(each, "sheet_idx"), ours, theirs)
    return book.sheet(name)


def _book_and_name(index: int | str, ours: Workbook, theirs: Workbook | None) -> tuple[Workbook, str]:
    """Resolve a sheet: a number, or R (result) or E (expected) with I (index) or N (name)."""
    kind, rest = ("RI", str(index)) if isinstance(index, int) else (index[:2], index[2:])
    if kind not in ("RI", "RN", "EI", "EN"):
        raise WrongRules(f"a sheet is named like 0, RI0, RNSheet1, EI0 or ENSheet1, not {index!r}")
    book = ours if kind[0] == "R" else theirs
    if book is None:
        raise WrongRules(f"{index} is a sheet of the expected workbook, and there is none")
    return book, rest if kind[1] == "N" else book.name(int(rest))


def _compared(ours: list[Any], theirs: list[Any]) -> Score:
    for number, (row, wanted) in enumerate(zip(ours, theirs, strict=False), 1):
        if row != wanted:
            return none(f"row {number} is {shown(row)}, wanted is {shown(wanted)}")
    return verdict(len(ours) == len(theirs), f"{len(ours)} rows, wanted are {len(theirs)}")


def _equal(pair: list[Any]) -> Score:
    return verdict(pair[0] == pair[1], f"{shown(pair[0])} against {shown(pair[1])}")
