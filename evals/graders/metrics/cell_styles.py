"""Styles of a cell, and which conditional formats are active on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evals.graders.errors import GraderFailed, WrongRules

_FONT = ("font_name", "font_family", "font_bold", "font_italic", "font_underline", "font_size")


def styles_of(cell: Any, wanted: Sequence[str], overlay: Any = None) -> list[Any]:
    """Return the wanted styles of a cell, of a conditional format's where ``overlay`` is one."""
    return [_style(cell, name, overlay) for name in wanted]


def conditional_styles(sheet: Any, values: Any, wanted: Sequence[str]) -> dict[str, list[Any]]:
    """Return the wanted styles of the cells where a conditional format is active, by their place.

    Comparisons with numbers and texts are understood; formulas raise `GraderFailed`, and the caller may ask
    upstream's grader.
    """
    found = {}
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            for area in formatting.cells:
                for row, column in area.cells:
                    value = values.cell(row, column).value
                    if value is not None and _active(rule, value):
                        cell = sheet.cell(row, column)
                        found[cell.coordinate] = styles_of(cell, wanted, rule.dxf)
    return found


def _style(cell: Any, name: str, overlay: Any) -> Any:
    if name == "merge":
        from openpyxl.cell.cell import MergedCell

        return isinstance(cell, MergedCell)
    if name in ("bgcolor", "fgcolor"):
        return _fill_colour(cell, overlay)
    if name == "fill_type":
        return getattr(getattr(overlay or cell, "fill", None), "tagname", None)
    if cell.value is None:
        return None
    if name in _FONT:
        return getattr((overlay or cell).font, name.removeprefix("font_"), None)
    if name == "font_color":
        colour = (overlay or cell).font.color
        return None if colour is None else colour.rgb
    if name == "number_format":
        if cell.data_type != "n":
            return None
        return cell.number_format if overlay is None else overlay.numFmt.formatCode
    if name == "hyperlink":
        return cell.hyperlink or ""
    raise WrongRules(f"cells have no style “{name}” to compare")


def _fill_colour(cell: Any, overlay: Any) -> Any:
    if overlay is not None:
        return None if overlay.fill is None else overlay.fill.bgColor.rgb
    fill = getattr(cell, "fill", None)
    return None if fill is None else fill.fgColor.rgb


def _active(rule: Any, value: Any) -> bool:
    if rule.type != "cellIs":
        raise GraderFailed(f"conditional formats of the type {rule.type} are not understood")
    limits = [_literal(each) for each in rule.formula]
    try:
        match rule.operator:
            case "lessThan":
                return bool(value < limits[0])
            case "lessThanOrEqual":
                return bool(value <= limits[0])
            case "equal":
                return bool(value == limits[0])
            case "notEqual":
                return bool(value != limits[0])
            case "greaterThan":
                return bool(value > limits[0])
            case "greaterThanOrEqual":
                return bool(value >= limits[0])
            case "between":
                return bool(min(limits) <= value <= max(limits))
            case "notBetween":
                return not min(limits) <= value <= max(limits)
    except TypeError:
        return False
    raise GraderFailed(f"conditional formats with {rule.operator} are not understood")


def _literal(formula: str) -> float | str:
    if formula.startswith('"') and formula.endswith('"'):
        return formula[1:-1].replace('""', '"')
    try:
        return float(formula)
    except ValueError:
        raise GraderFailed(f"the formula {formula} of a conditional format is not understood") from None
