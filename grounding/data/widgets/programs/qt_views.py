"""Lists, trees, tables and icon grids of Qt."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from qt_base import SETTINGS, Qt, QtCore, QtWidgets, icon_of
from qt_cells import Delegate


def make_list(builder: Any, node: dict[str, Any], label: str) -> Any:
    made, names = QtWidgets.QListWidget(), []
    for item in node["items"]:
        icon, name = icon_of(item["icon"])
        names.append(name)
        made.addItem(QtWidgets.QListWidgetItem(icon, item["text"]))
    if SETTINGS["padding"] > 5:
        made.setSpacing(2)
    made.setCurrentRow(node["current"])
    return view(builder, made, "list item", label, icons=names)


def make_grid(builder: Any, node: dict[str, Any], label: str) -> Any:
    made = make_list(builder, node, label)
    made.setViewMode(QtWidgets.QListView.ViewMode.IconMode)
    made.setIconSize(QtCore.QSize(node["size"], node["size"]))
    side = node["size"]
    made.setGridSize(QtCore.QSize(side + 60, side + 3 * made.fontMetrics().height()))
    made.setMovement(QtWidgets.QListView.Movement.Static)
    made.setResizeMode(QtWidgets.QListView.ResizeMode.Adjust)
    made.setWordWrap(False)
    return made


def make_tree(builder: Any, node: dict[str, Any], label: str) -> Any:
    made = QtWidgets.QTreeWidget()
    made.setColumnCount(node["width"])
    made.setHeaderHidden(not node["columns"])
    made.setHeaderLabels(node["columns"] or [""] * node["width"])

    def fill(parent: Any, rows: list[Any]) -> None:
        for row in rows:
            item = QtWidgets.QTreeWidgetItem(parent, row["cells"])
            item.setIcon(0, icon_of(row["icon"])[0])
            item.setData(0, Qt.ItemDataRole.UserRole, icon_of(row["icon"])[1])
            fill(item, row["children"])
            item.setExpanded(row["open"])

    fill(made.invisibleRootItem(), node["rows"])
    if node["current"] >= 0:
        made.setCurrentItem(made.topLevelItem(min(node["current"], len(node["rows"]) - 1)))
    for i in range(node["width"]):
        made.resizeColumnToContents(i)
    return view(builder, made, "tree item", label)


def make_table(builder: Any, node: dict[str, Any], label: str) -> Any:
    made = QtWidgets.QTableWidget(len(node["rows"]), len(node["columns"]))
    made.setHorizontalHeaderLabels(node["columns"])
    for r, row in enumerate(node["rows"]):
        for c, text in enumerate(row):
            item = QtWidgets.QTableWidgetItem(text)
            if c == 0 and node["icons"]:
                icon, name = icon_of(node["icons"][r])
                item.setIcon(icon)
                item.setData(Qt.ItemDataRole.UserRole, name)
            if c == 0 and node["checks"]:
                item.setCheckState(Qt.CheckState.Checked if (r * 7) % 3 else Qt.CheckState.Unchecked)
            made.setItem(r, c, item)
    made.setShowGrid(node["grid"])
    made.verticalHeader().setVisible(node["grid"] and not node["icons"])
    made.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
    made.resizeColumnsToContents()
    made.horizontalHeader().setStretchLastSection(True)
    if node["current"] >= 0:
        made.selectRow(node["current"])
    return view(builder, made, "cell", label)


def view(builder: Any, made: Any, role: str, label: str, icons: Any = ()) -> Any:
    made.setItemDelegate(Delegate(made))
    made.setMinimumHeight(60)
    builder.tell(made, "scrolled")
    return builder.tell(made, "view", label, item_role=role, icons=icons)
