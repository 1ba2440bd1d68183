"""Where the cells of GTK 3 trees, tables and icon grids are."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from common import element, line, meet
from gtk3_base import Gtk
from gtk3_boxes import box_of, clip_of, size_of


def tree(top: Any, view: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]) -> None:
    """Tell headers, rows and cells of a tree view."""
    outer = meet(clip_of(top, view), box_of(top, view))
    ox, oy = box_of(top, view)[:2]
    below = view.convert_bin_window_to_widget_coords(0, 0)[1]
    clip = meet(outer, [outer[0], oy + below, outer[2], outer[3]])
    columns, model = view.get_columns(), view.get_model()
    if more["columns"]:
        for column in columns:
            head = box_of(top, column.get_button())
            elements.append(element(head, "column header", column.get_title(), clip=outer))
    span = view.get_visible_range()
    path = span[0] if span else None
    while path is not None and path.compare(span[1]) <= 0:
        row = model[path]
        for i, column in enumerate(columns):
            cell(view, column, path, row, i, more, (ox, oy, clip), elements, lines)
        path = following(view, model, path)


def following(view: Any, model: Any, path: Any) -> Any:
    """Return the next row that is shown, or None."""
    if view.row_expanded(path) and model.iter_has_child(model.get_iter(path)):
        return Gtk.TreePath.new_from_indices([*path.get_indices(), 0])
    while path.get_depth():
        after = model.iter_next(model.get_iter(path))
        if after:
            return model.get_path(after)
        if not path.up() or not path.get_depth():
            return None
    return None


def cell(
    view: Any,
    column: Any,
    path: Any,
    row: Any,
    i: Any,
    more: dict[str, Any],
    frame: Any,
    elements: list[Any],
    lines: list[Any],
) -> None:
    ox, oy, clip = frame
    area, whole = view.get_cell_area(path, column), view.get_background_area(path, column)
    dx, dy = view.convert_bin_window_to_widget_coords(0, 0)
    role = more["item_role"] if i == 0 or more["item_role"] == "cell" else "cell"
    left = (
        whole.x
        if role != "tree item"
        else area.x - 16
        if row.iterchildren and has_children(view, path)
        else area.x
    )
    box = [
        ox + dx + max(left, whole.x),
        oy + dy + whole.y,
        ox + dx + whole.x + whole.width,
        oy + dy + whole.y + whole.height,
    ]
    state = ["selected" if view.get_selection().path_is_selected(path) else ""]
    if role == "tree item" and view.row_expanded(path):
        state.append("expanded")
    icon = row[more["width"]] if i == 0 else ""
    text = row[i]
    if i == 0 and role == "tree item":
        box[2] = min(box[2], ox + dx + area.x + area.width)
    elements.append(element(box, role, text, icon=icon, state=state, clip=clip))
    start, width = column.cell_get_position(column.text_cell)
    spot = [
        ox + dx + area.x + start,
        oy + dy + area.y,
        ox + dx + area.x + start + width,
        oy + dy + area.y + area.height,
    ]
    ink = size_of(view, text)
    if text.strip():
        fits = ink[0] <= width + 2
        lines.append(line(spot, text, clip, ink if fits else None) | ({} if fits else {"cut": "cut"}))


def has_children(view: Any, path: Any) -> Any:
    model = view.get_model()
    return model.iter_has_child(model.get_iter(path))


def icons(top: Any, view: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]) -> None:
    clip = meet(clip_of(top, view), box_of(top, view))
    ox, oy = box_of(top, view)[:2]
    for i, row in enumerate(view.get_model()):
        known, area = view.get_cell_rect(row.path, None)
        _, words = view.get_cell_rect(row.path, view.text_cell)
        if known:
            box = [ox + area.x, oy + area.y, ox + area.x + area.width, oy + area.y + area.height]
            elements.append(
                element(
                    box,
                    "list item",
                    row[1],
                    icon=row[0] or "",
                    state=["selected" if i == more["current"] else ""],
                    clip=clip,
                )
            )
            spot = [ox + words.x, oy + words.y, ox + words.x + words.width, oy + words.y + words.height]
            ink = size_of(view, row[1])
            one_line = ink[0] <= words.width
            if one_line:
                lines.append(line(spot, row[1], clip, ink, align="center"))
            else:
                lines.append({**line(spot, row[1], clip), "unknown": True})
