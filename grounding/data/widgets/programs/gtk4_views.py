"""Lists, trees, tables and icon grids of GTK 4."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from gtk4_base import ADWAITA, SETTINGS, Gtk, icon_name, image, margins


def make_list(builder: Any, node: dict[str, Any], label: str) -> Any:
    made = Gtk.ListBox()
    if ADWAITA and SETTINGS["padding"] > 5:
        made.add_css_class("navigation-sidebar")
    for i, item in enumerate(node["items"]):
        box, icon = margins(Gtk.Box(spacing=8), SETTINGS["padding"] // 2), icon_name(item["icon"])
        if icon:
            box.append(image(icon, 16))
        box.append(Gtk.Label(label=item["text"]))
        row = Gtk.ListBoxRow(child=box)
        made.append(row)
        chosen = i == node["current"]
        builder.tell(row, "list item", text=item["text"], icon=icon, state=["selected" if chosen else ""])
        if chosen:
            made.select_row(row)
    return builder.scrolled(made)


def make_grid(builder: Any, node: dict[str, Any], label: str) -> Any:
    made = Gtk.FlowBox(max_children_per_line=12, valign=Gtk.Align.START, homogeneous=True)
    for i, item in enumerate(node["items"]):
        box, icon = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=4), icon_name(item["icon"])
        if icon:
            box.append(image(icon, node["size"]))
        box.append(Gtk.Label(label=item["text"]))
        child = Gtk.FlowBoxChild(child=box)
        made.append(child)
        chosen = i == node["current"]
        builder.tell(child, "list item", text=item["text"], icon=icon, state=["selected" if chosen else ""])
        if chosen:
            made.select_child(child)
    return builder.scrolled(made)


def make_tree(builder: Any, node: dict[str, Any], label: str) -> Any:
    return view(builder, node, "tree item")


def make_table(builder: Any, node: dict[str, Any], label: str) -> Any:
    icons = node["icons"] or [""] * len(node["rows"])
    rows = [
        {"cells": r, "icon": i, "children": [], "open": False}
        for r, i in zip(node["rows"], icons, strict=True)
    ]
    return view(builder, {**node, "width": len(node["columns"]), "rows": rows}, "cell")


def view(builder: Any, node: dict[str, Any], role: str) -> Any:
    width, opened = node["width"], []
    store = Gtk.TreeStore(*([str] * width), str)

    def fill(above: Any, rows: list[Any]) -> None:
        for row in rows:
            at = store.append(above, [*row["cells"], icon_name(row["icon"])])
            opened.extend([store.get_path(at)] if row["open"] else [])
            fill(at, row["children"])

    fill(None, node["rows"])
    view = Gtk.TreeView(model=store, headers_visible=bool(node["columns"]))
    for i in range(width):
        column = Gtk.TreeViewColumn()
        column.set_title(node["columns"][i] if node["columns"] else "")
        column.set_resizable(True)
        if i == 0 and any(r["icon"] for r in node["rows"]):
            column.pack_start(picture := Gtk.CellRendererPixbuf(), False)
            column.add_attribute(picture, "icon-name", width)
        column.pack_start(text := Gtk.CellRendererText(), True)
        column.add_attribute(text, "text", i)
        column.text_cell = text
        view.append_column(column)
    for path in opened:
        view.expand_row(path, False)
    if node["current"] >= 0:
        view.get_selection().select_path(
            Gtk.TreePath.new_from_indices([min(node["current"], len(node["rows"]) - 1)])
        )
    builder.tell(view, "view", item_role=role, width=width, columns=node["columns"])
    return builder.scrolled(view)
