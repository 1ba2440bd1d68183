"""Says where the widgets of a GTK 4 window are, and every line of text in them."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from common import element, line, meet
from gtk4_base import Graphene, Gtk, Pango

UNIT = Pango.SCALE
CONTROLS = {
    "close": ("Close", "window-close"),
    "minimize": ("Minimize", "window-minimize"),
    "maximize": ("Maximize", "window-maximize"),
}


def describe(top: Any, told: Any, role: str, title: str) -> Any:
    """Return one layer: the X window and what is in it."""
    elements: list[Any] = []
    lines: list[Any] = []
    for widget, kind, label, more in told:
        if widget.get_mapped() and widget.get_native() is top:
            tell(top, widget, kind, label, more, elements, lines)
    walk(top, top, lines, elements, {w for w, kind, _, _ in told if kind not in ("scrolled", "tabs")})
    return {
        "window": top.get_surface().get_xid(),
        "role": role,
        "title": title,
        "elements": elements,
        "lines": lines,
        # Around a popover's contents lie its shadow and arrow, which hide nothing.
        "drawn": box_of(top, top.get_first_child()) if isinstance(top, Gtk.Popover) else None,
    }


def box_of(top: Any, widget: Any) -> Any:
    _, bounds = widget.compute_bounds(top)
    dx, dy = top.get_surface_transform()
    x, y = bounds.get_x() + dx, bounds.get_y() + dy
    return [x, y, x + bounds.get_width(), y + bounds.get_height()]


def origin(top: Any, widget: Any) -> Any:
    """Return where the widget's own coordinates start in the X window."""
    _, point = widget.compute_point(top, Graphene.Point())
    dx, dy = top.get_surface_transform()
    return point.x + dx, point.y + dy


def clip_of(top: Any, widget: Any) -> Any:
    clip, parent = box_of(top, top), widget.get_parent()
    while parent is not None and parent is not top:
        clip = meet(clip, box_of(top, parent))
        parent = parent.get_parent()
    return clip


def children(widget: Any) -> Any:
    child = widget.get_first_child()
    while child is not None:
        yield child
        child = child.get_next_sibling()


def tell(
    top: Any, widget: Any, kind: str, label: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    box, clip = box_of(top, widget), clip_of(top, widget)
    if kind == "tabs":
        tabs(top, widget, more, elements)
    elif kind == "scrolled":
        for bar in (widget.get_vscrollbar(), widget.get_hscrollbar()):
            if bar and bar.get_mapped() and not widget.get_overlay_scrolling():
                elements.append(element(box_of(top, bar), "scroll bar", clip=clip))
    elif kind == "view":
        view(top, widget, more, elements, lines)
    elif kind == "image":
        size = more["size"]
        x, y = (box[0] + box[2] - size) / 2, (box[1] + box[3] - size) / 2
        elements.append(
            element([x, y, x + size, y + size], "icon", "", more["name"], more["icon"], clip=clip)
        )
    else:
        state = [*more.get("state", []), "" if widget.is_sensitive() else "disabled"]
        if kind in ("field", "document") and widget.get_focus_child() is not None and top.is_active():
            state.append("focused")
        text = more.get("text", "")
        elements.append(
            element(box, kind, text, more.get("name", ""), more.get("icon", ""), label, state, clip)
        )


def tabs(top: Any, book: Any, more: dict[str, Any], elements: list[Any]) -> None:
    for i, title in enumerate(more["titles"]):
        tab = book.get_tab_label(book.get_nth_page(i)).get_parent()
        chosen = "selected" if i == book.get_current_page() else ""
        if tab.get_mapped():
            box = box_of(top, tab)
            elements.append(
                element(box, "tab", title, icon=more["icons"][i], state=[chosen], clip=clip_of(top, tab))
            )


def size_of(widget: Any, text: str) -> Any:
    ink, _ = widget.create_pango_layout(text).get_pixel_extents()
    return [ink.width, ink.height]


def walk(top: Any, widget: Any, lines: list[Any], elements: list[Any], told: Any) -> None:
    """Find every drawn text that is a widget of its own, and the window's buttons."""
    if not widget.get_mapped() or widget.get_native() is not top or widget.get_opacity() == 0:
        return
    if isinstance(widget, Gtk.Label) and widget.get_text():
        label(top, widget, lines, elements, told)
    elif isinstance(widget, Gtk.Text):
        entry(top, widget, lines)
    elif isinstance(widget, Gtk.TextView):
        text_view(top, widget, lines)
    elif isinstance(widget, Gtk.Scale) and widget.get_draw_value() and widget.get_layout():
        x, y = widget.get_layout_offsets()
        ox, oy = origin(top, widget)
        lines.extend(layout_lines(widget.get_layout(), x + ox, y + oy, clip_of(top, widget)))
    elif isinstance(widget, Gtk.Button):
        for css in widget.get_css_classes():
            if css in CONTROLS:
                elements.append(element(box_of(top, widget), "button", "", *CONTROLS[css]))
    for child in children(widget):
        walk(top, child, lines, elements, told)


def label(top: Any, widget: Any, lines: list[Any], elements: list[Any], told: Any) -> None:
    x, y = widget.get_layout_offsets()
    ox, oy = origin(top, widget) if not hasattr(widget, "no_origin") else (0, 0)
    clip = clip_of(top, widget)
    found = layout_lines(widget.get_layout(), x + ox, y + oy, clip)
    lines.extend(found)
    above = widget
    while above is not None:
        if above in told or (
            above.get_css_name() in ("modelbutton", "button", "item", "tab")
            and not isinstance(above, Gtk.Label)
        ):
            return
        above = above.get_parent()
    if found:
        union = [f([r["box"][i] for r in found]) for i, f in enumerate((min, min, max, max))]
        state = ["" if widget.is_sensitive() else "disabled"]
        elements.append(element(union, "text", widget.get_text(), state=state, clip=clip))


def layout_lines(layout: Any, x: Any, y: Any, clip: Any) -> Any:
    """Return the ink of every line of a layout drawn at (x, y)."""
    found, at, text = [], layout.get_iter(), layout.get_text().encode()
    cut = {"cut": "cut"} if layout.is_ellipsized() else {}
    while True:
        row, (ink, _) = at.get_line_readonly(), at.get_line_extents()
        words = text[row.start_index : row.start_index + row.length].decode(errors="replace").strip()
        if words and ink.width > 0:
            left, upper = x + ink.x / UNIT, y + ink.y / UNIT
            box = [left, upper, left + ink.width / UNIT, upper + ink.height / UNIT]
            found.append(line(box, words, clip, exact=True) | cut)
        if not at.next_line():
            return found


def entry(top: Any, widget: Any, lines: list[Any]) -> None:
    """Tell where to look for an entry's text: GTK does not tell its layout."""
    shown = widget.get_text() if widget.get_visibility() else ""
    text = shown or (widget.get_placeholder_text() or "" if not widget.get_text() else "")
    box = box_of(top, widget)
    if text:
        ink = size_of(widget, text)
        cut = {"cut": "cut"} if ink[0] > box[2] - box[0] + 2 else {}
        lines.append(line(box, text, clip_of(top, widget), None if cut else ink) | cut)
    elif widget.get_text():
        lines.append({**line(box, "•", clip_of(top, widget)), "unknown": "password"})


def text_view(top: Any, widget: Any, lines: list[Any]) -> None:
    buffer, box = widget.get_buffer(), box_of(top, widget)
    clip, at = meet(clip_of(top, widget), box), widget.get_buffer().get_start_iter()
    while True:
        end = at.copy()
        if not widget.forward_display_line_end(end) and end.equal(at):
            end = at.copy()
        text = buffer.get_text(at, end, False)
        if text.strip():
            first, last = widget.get_iter_location(at), widget.get_iter_location(end)
            x, y = widget.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, first.x, first.y)
            right, _ = widget.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, last.x, last.y)
            rect = [box[0] + x - 1, box[1] + y, box[0] + max(right, x) + 2, box[1] + y + first.height]
            lines.append({**line(rect, text.strip(), clip, [right - x, 0]), "alone": True})
        if not widget.forward_display_line(at):
            return


def view(top: Any, widget: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]) -> None:
    """Tell headers, rows and cells of a tree view."""
    ox, oy = origin(top, widget)
    outer = meet(clip_of(top, widget), box_of(top, widget))
    below = widget.convert_bin_window_to_widget_coords(0, 0)[1]
    clip = meet(outer, [outer[0], oy + below, outer[2], outer[3]])
    columns, model = widget.get_columns(), widget.get_model()
    for column in columns if more["columns"] else []:
        elements.append(
            element(box_of(top, column.get_button()), "column header", column.get_title(), clip=outer)
        )
    span = widget.get_visible_range()
    path = span[0] if span else None
    while path is not None and path.compare(span[1]) <= 0:
        for i, column in enumerate(columns):
            cell(widget, column, path, model[path], i, more, (ox, oy, clip), elements, lines)
        path = following(widget, model, path)


def following(widget: Any, model: Any, path: Any) -> Any:
    """Return the next row that is shown, or None."""
    if widget.row_expanded(path) and model.iter_has_child(model.get_iter(path)):
        return Gtk.TreePath.new_from_indices([*path.get_indices(), 0])
    while path.get_depth():
        after = model.iter_next(model.get_iter(path))
        if after:
            return model.get_path(after)
        if not path.up() or not path.get_depth():
            return None
    return None


def cell(
    widget: Any,
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
    area, whole = widget.get_cell_area(path, column), widget.get_background_area(path, column)
    dx, dy = widget.convert_bin_window_to_widget_coords(0, 0)
    role = more["item_role"] if i == 0 or more["item_role"] == "cell" else "cell"
    branch = widget.get_model().iter_has_child(widget.get_model().get_iter(path))
    left = max(whole.x, area.x - (16 if branch else 0)) if role == "tree item" else whole.x
    box = [
        ox + dx + left,
        oy + dy + whole.y,
        ox + dx + whole.x + whole.width,
        oy + dy + whole.y + whole.height,
    ]
    state = ["selected" if widget.get_selection().path_is_selected(path) else ""]
    if role == "tree item" and widget.row_expanded(path):
        state.append("expanded")
    text = row[i]
    elements.append(
        element(box, role, text, icon=row[more["width"]] if i == 0 else "", state=state, clip=clip)
    )
    start, width = column.cell_get_position(column.text_cell)
    spot = [
        ox + dx + area.x + start,
        oy + dy + area.y,
        ox + dx + area.x + start + width,
        oy + dy + area.y + area.height,
    ]
    ink = size_of(widget, text)
    fits = ink[0] <= width + 2
    if text.strip():
        lines.append(line(spot, text, clip, ink if fits else None) | ({} if fits else {"cut": "cut"}))
