"""Lists, trees and tables of Tk."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from tkinter import ttk
from typing import Any

from tk_base import picture


def make_list(builder: Any, parent: Any, node: dict[str, Any], label: str) -> Any:
    rows = [{"cells": [i["text"]], "icon": i["icon"], "children": [], "open": False} for i in node["items"]]
    return view(
        builder, parent, {"columns": [], "width": 1, "rows": rows, "current": node["current"]}, "list item"
    )


def make_tree(builder: Any, parent: Any, node: dict[str, Any], label: str) -> Any:
    return view(builder, parent, node, "tree item")


def make_table(builder: Any, parent: Any, node: dict[str, Any], label: str) -> Any:
    icons = node["icons"] or [""] * len(node["rows"])
    rows = [
        {"cells": r, "icon": i, "children": [], "open": False}
        for r, i in zip(node["rows"], icons, strict=True)
    ]
    return view(builder, parent, {**node, "width": len(node["columns"]), "rows": rows}, "cell")


def view(builder: Any, parent: Any, node: dict[str, Any], role: str) -> Any:
    box, names = ttk.Frame(parent), {}
    columns = [f"c{i}" for i in range(1, node["width"])]
    made = ttk.Treeview(
        box,
        columns=columns,
        show="tree headings" if node["columns"] else "tree",
        height=4,
        selectmode="browse",
    )
    for i, title in enumerate(node["columns"]):
        made.heading(f"#{i}", text=title, anchor="w")
    for i in range(node["width"]):
        made.column(f"#{i}", width=120, minwidth=40)

    def fill(above: Any, rows: list[Any]) -> None:
        for row in rows:
            icon = picture(row["icon"], 16) if row["icon"] else None
            at = made.insert(
                above,
                "end",
                text=row["cells"][0],
                values=row["cells"][1:],
                open=row["open"],
                **({"image": icon} if icon else {}),
            )
            names[at] = row["icon"] if icon else ""
            fill(at, row["children"])

    fill("", node["rows"])
    if node["current"] >= 0:
        made.selection_set(made.get_children()[min(node["current"], len(node["rows"]) - 1)])
    builder.bar(box, made)
    made.pack(side="left", fill="both", expand=True)
    builder.tell(made, "view", item_role=role, titles=node["columns"], width=node["width"], icons=names)
    return box


make_grid = make_list
