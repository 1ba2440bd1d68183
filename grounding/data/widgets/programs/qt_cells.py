"""Where the items of Qt lists, trees and tables are."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from common import element, line
from qt_base import Qt, QtCore, QtGui, QtWidgets
from qt_place import Place, ink, inset

Style = QtWidgets.QStyle


class Delegate(QtWidgets.QStyledItemDelegate):  # type: ignore[misc]
    """Tells how an item is drawn, which only a delegate may ask."""

    def option(self, view: Any, index: Any) -> Any:
        made = QtWidgets.QStyleOptionViewItem()
        if hasattr(view, "initViewItemOption"):
            view.initViewItemOption(made)
        else:
            made = view.viewOptions()
        made.rect = view.visualRect(index)
        self.initStyleOption(made, index)
        return made


def view(
    place: Any, kind: str, more: dict[str, Any], state: Any, elements: list[Any], lines: list[Any]
) -> None:
    """Tell the items of a list, tree or table, and its headers."""
    widget = place.widget
    inner = Place(widget.window(), widget.viewport())
    headers(widget, elements, lines)
    for index in indices(widget, widget.model(), widget.rootIndex()):
        rect = widget.visualRect(index)
        if rect.isEmpty() or not rect.intersects(widget.viewport().rect()):
            continue
        role = more["item_role"] if index.column() == 0 or more["item_role"] == "cell" else "cell"
        box, found = inner.at(rect), ["selected" if widget.selectionModel().isSelected(index) else "", *state]
        if isinstance(widget, QtWidgets.QTreeView) and index.column() == 0:
            found.append("expanded" if widget.isExpanded(index) and widget.model().hasChildren(index) else "")
            box[0] -= widget.indentation() if widget.model().hasChildren(index) else 0
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None and role != "list item":
            found.append("checked" if ticked in (2, Qt.CheckState.Checked) else "unchecked")
        icon = more["icons"][index.row()] if more["icons"] else index.data(Qt.ItemDataRole.UserRole) or ""
        elements.append(element(box, role, index.data() or "", icon=icon, state=found, clip=inner.clip))
        if index.data():
            lines.extend(item_lines(widget, inner, index))


def indices(widget: Any, model: Any, parent: Any) -> Any:
    """Yield the indices of a model; in a tree only the opened ones."""
    for row in range(model.rowCount(parent)):
        columns = (
            1 if isinstance(widget, QtWidgets.QListView) else model.columnCount(parent)
        )  # private in lists
        for column in range(columns):
            yield model.index(row, column, parent)
        first = model.index(row, 0, parent)
        if isinstance(widget, QtWidgets.QTreeView) and widget.isExpanded(first):
            yield from indices(widget, model, first)


def item_lines(widget: Any, inner: Any, index: Any) -> Any:
    delegate = widget.itemDelegate()
    text = index.data()
    if not isinstance(delegate, Delegate):
        return [
            line(inset(inner.at(widget.visualRect(index)), 2, 1), text, inner.clip, ink(widget.font(), text))
        ]
    option = delegate.option(widget, index)
    spot = inner.at(widget.style().subElementRect(Style.SubElement.SE_ItemViewItemText, option, widget))
    margin = widget.style().pixelMetric(Style.PixelMetric.PM_FocusFrameHMargin, option, widget) + 1
    shown = QtGui.QFontMetricsF(option.font).elidedText(
        text, Qt.TextElideMode.ElideRight, spot[2] - spot[0] - 2 * margin
    )
    across = "center" if option.displayAlignment & Qt.AlignmentFlag.AlignHCenter else "left"
    return [
        line(
            [spot[0] + margin - 2, spot[1], spot[2] - margin + 2, spot[3]],
            shown,
            inner.clip,
            ink(option.font, shown),
            align=across,
        )
    ]


def headers(widget: Any, elements: list[Any], lines: list[Any]) -> None:
    found = []
    if isinstance(widget, QtWidgets.QTreeView):
        found = [widget.header()]
    elif isinstance(widget, QtWidgets.QTableView):
        found = [widget.horizontalHeader(), widget.verticalHeader()]
    for header in found:
        if not header.isVisible():
            continue
        place, across = (
            Place(widget.window(), header.viewport()),
            header.orientation() == Qt.Orientation.Horizontal,
        )
        for i in range(header.count()):
            start, size = header.sectionViewportPosition(i), header.sectionSize(i)
            rect = (
                QtCore.QRect(start, 0, size, header.height())
                if across
                else QtCore.QRect(0, start, header.width(), size)
            )
            text = str(widget.model().headerData(i, header.orientation()) or "")
            box = place.at(rect)
            if rect.intersects(header.viewport().rect()):
                elements.append(element(box, "column header" if across else "cell", text, clip=place.clip))
                words = ink(header.font(), text)
                cut = {"cut": "cut"} if words[0] > size - 8 and across else {}
                lines.append(
                    line(
                        inset(box, 3, 2),
                        text,
                        place.clip,
                        None if cut else words,
                        align="center" if not across else "left",
                    )
                    | cut
                    | {"alone": True}
                )
