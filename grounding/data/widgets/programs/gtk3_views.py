"""Lists, trees, tables and icon grids of GTK 3."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from gtk3_base import SETTINGS, Gtk, Pango, icon_name, image


def make_list(builder: Any, node: dict[str, Any], label: str) -> Any:
    if SETTINGS["listbox"]:
        return builder.scrolled(listbox(builder, node))
    rows = [{"cells": [i["text"]], "icon": i["icon"], "children": [], "open": False} for i in node["items"]]
    return view(builder, {"columns": [], "width": 1, "rows": rows, "current": node["current"]}, "list item")


def listbox(builder: Any, node: dict[str, Any]) -> Any:
    made = Gtk.ListBox()
    for i, item in enumerate(node["items"]):
        box, icon = Gtk.Box(spacing=8, border_width=SETTINGS["padding"]), icon_name(item["icon"])
        if icon:
            box.add(image(icon, 16))
        box.add(Gtk.Label(label=item["text"]))
        row = Gtk.ListBoxRow()
        row.add(box)
        made.add(row)
        chosen = i == node["current"]
        builder.tell(row, "list item", text=item["text"], icon=icon, state=["selected" if chosen else ""])
        if chosen:
            made.select_row(row)
    return made


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
    width = node["width"]
    store = Gtk.TreeStore(*([str] * width), str, bool)
    fill(builder, store, None, node["rows"], width)
    view = Gtk.TreeView(model=store, headers_visible=bool(node["columns"]))
    if node.get("grid"):
        view.set_grid_lines(Gtk.TreeViewGridLines.BOTH)
    for i in range(width):
        column(builder, view, node, i, width)
    for path in [r.path for r in rows_of(store) if store[r.path][width + 1]]:
        view.expand_row(path, False)
    if node["current"] >= 0:
        view.get_selection().select_path(
            Gtk.TreePath.new_from_indices([min(node["current"], len(node["rows"]) - 1)])
        )
    builder.tell(view, "view", item_role=role, width=width, columns=node["columns"])
    return builder.scrolled(view)


def fill(builder: Any, store: Any, parent: Any, rows: list[Any], width: Any) -> None:
    for row in rows:
        at = store.append(parent, [*row["cells"], icon_name(row["icon"]), row["open"]])
        fill(builder, store, at, row["children"], width)


def column(builder: Any, view: Any, node: dict[str, Any], i: Any, width: Any) -> None:
    column = Gtk.TreeViewColumn(node["columns"][i] if node["columns"] else "")
    column.set_resizable(True)
    if i == 0 and any(r["icon"] for r in node["rows"]):
        picture = Gtk.CellRendererPixbuf()
        column.pack_start(picture, False)
        column.add_attribute(picture, "icon-name", width)
    text = Gtk.CellRendererText()
    column.pack_start(text, True)
    column.add_attribute(text, "text", i)
    column.text_cell = text
    if node.get("sort") == i:
        column.set_sort_indicator(True)
    view.append_column(column)


def make_grid(builder: Any, node: dict[str, Any], label: str) -> Any:
    store = Gtk.ListStore(str, str)
    for item in node["items"]:
        store.append([icon_name(item["icon"]), item["text"]])
    view = Gtk.IconView(model=store, item_width=max(84, node["size"] + 20))
    view.pack_start(picture := Gtk.CellRendererPixbuf(), False)
    picture.set_property("stock-size", Gtk.IconSize.DIALOG)
    view.pack_start(
        text := Gtk.CellRendererText(
            xalign=0.5, wrap_width=max(80, node["size"] + 16), wrap_mode=Pango.WrapMode.WORD_CHAR
        ),
        False,
    )
    view.add_attribute(picture, "icon-name", 0)
    view.add_attribute(text, "text", 1)
    if node["current"] >= 0:
        view.select_path(Gtk.TreePath.new_from_indices([node["current"]]))
    view.text_cell = text
    builder.tell(view, "icons", current=node["current"])
    return builder.scrolled(view)


def rows_of(store: Any) -> Any:
    found: list[Any] = []

    def note(model: Any, path: Any, at: Any) -> bool:
        found.append(model[path])
        return False  # go on

    store.foreach(note)
    return found
