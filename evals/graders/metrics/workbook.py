"""One workbook, read for comparison: values as programs computed them, styles, charts, pivot tables."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import dropwhile
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from evals.graders.errors import WrongRules
from evals.graders.metrics.cell_styles import conditional_styles, styles_of
from evals.graders.metrics.pivot_tables import pivot_of
from evals.graders.packages import needs
from evals.graders.state import reading

__all__ = ["Workbook", "fuzzily_equal", "styles_of"]

_X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM = "{http://schemas.microsoft.com/office/excel/2006/main}"
_ERRORS = ("#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
_NO_VALUE = (
    *_ERRORS[:1],
    "",
    "#NA",
    "N/A",
    "NA",
    "NULL",
    "NaN",
    "n/a",
    "nan",
    "null",
    "None",
    "<NA>",
    "-NaN",
    "-nan",
)
"""What counts as no value, as where a table is read for data work."""


class Workbook:
    """An xlsx file. Raises `UnreadableInput` where it is none, `GraderMissing`."""

    def __init__(self, path: Path) -> None:
        with needs("openpyxl"):
            import openpyxl

        self.path = path
        with reading(path, "an xlsx workbook"):
            self.book = openpyxl.load_workbook(path)
            self._values = openpyxl.load_workbook(path, data_only=True)
        self.names: list[str] = list(self.book.sheetnames)

    def name(self, index: int) -> str:
        """Return the name of a sheet, empty where there are not so many."""
        return self.names[index] if index < len(self.names) else ""

    def sheet(self, name: str) -> Any:
        """Return a sheet with its formulas and styles, None where there is none of that name."""
        return self.book[name] if name in self.names else None

    def values(self, name: str, digits: int) -> list[list[Any]] | None:
        """Return the computed values below the first row, that row on top, numbers rounded.

        Empty columns and rows at the end are left out. In a column of numbers, texts that are numbers
        count as such, as where tables are read for data work.
        """
        if name not in self.names:
            return None
        rows = [list(row) for row in self._values[name].iter_rows(values_only=True)]
        columns = [_column(list(column), digits) for column in zip(*rows, strict=True)]
        rows = [list(row) for row in zip(*columns, strict=True)]
        while rows and all(value is None for value in rows[-1]):
            rows.pop()
        width = max((_length(row) for row in rows), default=0)
        return [row[:width] for row in rows]

    def cell_value(self, name: str, place: str) -> Any:
        """Return the computed value of a cell: a number as a fraction, text, or None."""
        if name not in self.names:
            return None
        cell = self._values[name][place]
        if cell.data_type in ("n", "d") or isinstance(cell.value, bool):
            return self._number(cell)
        return cell.value

    def _number(self, cell: Any) -> float | None:
        from openpyxl.utils.datetime import to_excel

        if cell.value is None or isinstance(cell.value, bool):
            return None
        return float(cell.value if isinstance(cell.value, int | float) else to_excel(cell.value))

    def printed(self, name: str) -> list[str] | None:
        """Return the lines of ``<workbook>-<sheet>.csv`` beside it, None where that is not there.

        They come last first, blank ends left out, as OSWorld compares them.
        """
        beside = self.path.with_name(f"{self.path.stem}-{name}.csv")
        if not beside.exists():
            return None
        with reading(beside, "text"):
            lines = [line.strip() for line in beside.read_text("utf-8").splitlines()]
        return list(dropwhile(lambda line: not line, reversed(lines)))

    def styles(self, name: str, wanted: Sequence[str]) -> Mapping[str, list[Any]]:
        """Return the wanted styles of every cell, conditional formats applied."""
        sheet = self.sheet(name)
        if sheet is None:
            return {}
        styles = {cell.coordinate: styles_of(cell, wanted) for row in sheet.iter_rows() for cell in row}
        styles |= conditional_styles(sheet, self._values[name], wanted)
        return styles

    def charts(self, name: str, wanted: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the wanted properties of every chart, by the ranges it shows."""
        sheet = self.sheet(name)
        charts = [] if sheet is None else sheet._charts
        return {
            ";".join(f"{_range(s.val)},{_range(s.cat)}" for s in chart.series): {
                each: _chart_property(chart, each) for each in wanted
            }
            for chart in charts
        }

    def pivots(self, name: str, wanted: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the wanted properties of every pivot table, by the range it sums up."""
        sheet = self.sheet(name)
        found = {}
        for pivot in [] if sheet is None else sheet._pivots:
            source, info = pivot_of(pivot, wanted)
            found[source] = info
        return found

    def dimensions(self, name: str, kind: str, wanted: Sequence[str]) -> Mapping[Any, Mapping[str, Any]]:
        """Return the wanted properties of the rows or columns that have any."""
        sheet = self.sheet(name)
        if sheet is None:
            return {}
        known = getattr(sheet, f"{kind}_dimensions")
        return {key: {each: getattr(part, each) for each in wanted} for key, part in known.items()}

    def filters(self, name: str) -> Mapping[str, Any]:
        """Return the automatic filter of a sheet."""
        sheet = self.sheet(name)
        if sheet is None:
            return {}
        columns = sorted(sheet.auto_filter.filterColumn, key=lambda column: column.colId)
        return {"range": sheet.auto_filter.ref, "columns": [_filter(column) for column in columns]}

    def sparklines(self, name: str) -> Mapping[str, str]:
        """Return the data of every sparkline, by its cell."""
        with needs("lxml"):
            from lxml import etree
        if name not in self.names:
            return {}
        part = self._sheet_parts[name]
        with reading(self.path, "an xlsx workbook"), zipfile.ZipFile(self.path) as archive:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(archive.read(part), parser)
        lines = root.iter(f"{_X14}sparkline")
        return {line.findtext(f"{_XM}sqref"): line.findtext(f"{_XM}f") for line in lines}

    @cached_property
    def _sheet_parts(self) -> Mapping[str, str]:
        from openpyxl.reader.excel import ExcelReader

        with reading(self.path, "an xlsx workbook"):
            reader = ExcelReader(str(self.path))
            reader.read_manifest()
            reader.read_workbook()
            return {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}


def fuzzily_equal(ours: str, theirs: str, rules: Mapping[str, Any]) -> bool:
    """Compare two texts by the rules of one range of a ``sheet_fuzzy`` check."""
    first, second = (_normalised(text, rules) for text in (ours, theirs))
    match rules["type"]:
        case "includes":
            return second in first
        case "included_by":
            return first in second
        case "fuzzy_match":
            return bool(fuzz.ratio(first, second) >= rules.get("threshold", 85.0))
        case "exact_match":
            return first == second
        case other:
            raise WrongRules(
                f"ranges are compared by includes, included_by, fuzzy_match or exact_match, not {other!r}"
            )


def _normalised(text: str, rules: Mapping[str, Any]) -> str:
    for old, new in rules.get("normalization", []):
        text = text.replace(old, new)
    if "trim_leadings" in rules:
        text = text.lstrip(rules["trim_leadings"])
    if "trim_trailings" in rules:
        text = text.rstrip(rules["trim_trailings"])
    text = "".join(letter for letter in text if letter not in rules.get("ignore_chars", ""))
    return text.lower() if rules.get("ignore_case") else text


def _plain(value: Any, digits: int) -> Any:
    """Return a value for comparison; what data work takes for no value is None."""
    if isinstance(value, str):
        return None if value in _NO_VALUE or value in _ERRORS else value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if math.isnan(value):
        return None
    return round(value, digits)


def _column(values: list[Any], digits: int) -> list[Any]:
    """Return a column for comparison; its first value is the heading, which is kept as it is."""
    head, *rest = [values[0], *(_plain(value, digits) for value in values[1:])]
    numbers = [_number(value) for value in rest]
    if all((number is None) == (value is None) for number, value in zip(numbers, rest, strict=True)):
        rest = [None if number is None else round(number, digits) for number in numbers]
    return [head, *rest]


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _length(row: list[Any]) -> int:
    return max((index + 1 for index, value in enumerate(row) if value is not None), default=0)


def _range(data: Any) -> str:
    for kind in ("numRef", "strRef"):
        formula = getattr(getattr(data, kind, None), "f", None)
        if formula:
            return str(formula)
    return ""


def _chart_property(chart: Any, name: str) -> Any:
    match name:
        case "title":
            return _title(chart.title)
        case "xtitle" | "ytitle" | "ztitle":
            return _title(getattr(getattr(chart, f"{name[0]}_axis", None), "title", None))
        case "legend":
            return None if chart.legend is None else chart.legend.position
        case "type":
            return chart.tagname
        case "direction":
            return chart.barDir
        case "width" | "height":
            return getattr(chart, name)
        case "anchor":
            start, end = chart.anchor._from, chart.anchor.to
            return [chart.anchor.editAs, start.col, start.row, end.col, end.row]
        case other:
            raise WrongRules(f"charts have no property “{other}” to compare")


def _title(title: Any) -> str | None:
    try:
        return str(title.tx.rich.p[0].r[0].t)
    except (AttributeError, IndexError, TypeError):
        return None


def _filter(column: Any) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        "column": column.colId,
        "hidden": column.hiddenButton,
        "shown": column.showButton,
    }
    if column.filters is not None:
        found |= {"blank": column.filters.blank, "values": set(column.filters.filter)}
    if column.customFilters is not None:
        custom = column.customFilters
        found |= {"and": custom._and, "custom": {(each.operator, each.val) for each in custom.customFilter}}
    return found
