"""Says where the widgets of a GTK 3 window are, and every line of text in them."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from itertools import pairwise
from typing import Any

from common import element, line, meet
from gtk3_base import Gtk, Pango
from gtk3_boxes import box_of, clip_of, size_of
from gtk3_cells import icons, tree

UNIT = Pango.SCALE


def describe(top: Any, told: Any, role: str, title: str) -> Any:
    """Return one layer: the X window and what is in it."""
    elements: list[Any] = []
    lines: list[Any] = []
    for widget, kind, label, more in told:
        if widget.get_mapped() and widget.get_toplevel() is top:
            tell(top, widget, kind, label, more, elements, lines)
    walk(top, top, lines, elements, {w for w, kind, _, _ in told if kind != "scrolled"})
    return {
        "window": top.get_window().get_xid(),
        "role": role,
        "title": title,
        "elements": elements,
        "lines": lines,
    }


def states(widget: Any, more: dict[str, Any]) -> Any:
    found = list(more.get("state", []))
    if not widget.is_sensitive():
        found.append("disabled")
    if widget.has_focus() and isinstance(widget, Gtk.Entry):
        found.append("focused")
    return found


def tell(
    top: Any, widget: Any, kind: str, label: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    box, clip = box_of(top, widget), clip_of(top, widget)
    if kind == "tab":
        elements.append(tab(top, widget, more))
    elif kind == "scrolled":
        scroll_bars(top, widget, elements)
    elif kind == "view":
        tree(top, widget, more, elements, lines)
    elif kind == "icons":
        icons(top, widget, more, elements, lines)
    elif kind == "header":
        header(top, widget, elements)
    elif kind == "progress":
        if more["text"]:
            found = line(box, more["text"], clip, size_of(widget, more["text"]), align="center")
            lines.append({**found, "told": True})
    elif kind == "image":
        size = more["size"]
        x, y = (box[0] + box[2] - size) // 2, (box[1] + box[3] - size) // 2
        elements.append(
            element([x, y, x + size, y + size], "icon", "", more["name"], more["icon"], clip=clip)
        )
    else:
        state = states(widget, more)
        if more.get("opened"):
            state.append("selected")
        text = more.get("text", "")
        elements.append(
            element(box, kind, text, more.get("name", ""), more.get("icon", ""), label, state, clip)
        )
        if kind == "field" and more.get("entry_icon"):
            area = widget.get_icon_area(Gtk.EntryIconPosition.PRIMARY)
            spot = [
                box[0] + area.x,
                box[1] + area.y,
                box[0] + area.x + area.width,
                box[1] + area.y + area.height,
            ]
            elements.append(element(spot, "icon", "", "Search", more["entry_icon"], clip=clip))


def tab(top: Any, inner: Any, more: dict[str, Any]) -> Any:
    """Guess the tab around its contents: half way to the neighbours, up to the page's edge."""
    book = more["book"]
    book_box = box_of(top, book)
    boxes = [box_of(top, book.get_tab_label(book.get_nth_page(i))) for i in range(book.get_n_pages())]
    mine, i = boxes[more["index"]], more["index"]
    upright = book.get_tab_pos() == Gtk.PositionType.LEFT
    a, b = (1, 3) if upright else (0, 2)
    gaps = [n[a] - p[b] for p, n in pairwise(boxes)]
    pad = min([g for g in gaps if g > 0] or [16]) // 2
    box = list(mine)
    box[a], box[b] = mine[a] - pad, mine[b] + pad
    current = book.get_current_page() == i
    shown = box_of(top, book.get_nth_page(book.get_current_page()))
    if upright:
        box[0], box[2] = book_box[0], shown[0]
    elif book.get_tab_pos() == Gtk.PositionType.TOP:
        box[1], box[3] = book_box[1], shown[1]
    else:
        box[1], box[3] = shown[3], book_box[3]
    state = ["selected"] if current else []
    return element(
        box, "tab", more["text"], icon=more["icon"], state=state, clip=meet(book_box, clip_of(top, book))
    )


def scroll_bars(top: Any, scroll: Any, elements: list[Any]) -> None:
    for bar in (scroll.get_vscrollbar(), scroll.get_hscrollbar()):
        if (
            bar
            and bar.get_mapped()
            and not scroll.get_overlay_scrolling()
            and min(bar.get_allocated_width(), bar.get_allocated_height()) > 3
        ):
            elements.append(element(box_of(top, bar), "scroll bar", clip=clip_of(top, scroll)))


def header(top: Any, bar: Any, elements: list[Any]) -> None:
    """Tell the window buttons that the header bar draws itself."""
    known = {"close": "Close", "minimize": "Minimize", "maximize": "Maximize"}

    def look(widget: Any) -> None:
        style = widget.get_style_context()
        for css, name in known.items():
            if isinstance(widget, Gtk.Button) and style.has_class("titlebutton") and style.has_class(css):
                icon = {"close": "window-close", "minimize": "window-minimize"}.get(css, "window-maximize")
                elements.append(element(box_of(top, widget), "button", "", name, icon))
        if isinstance(widget, Gtk.Container):
            widget.forall(look)

    look(bar)


def walk(top: Any, widget: Any, lines: list[Any], elements: list[Any], told: Any) -> None:
    """Find every drawn text that is a widget of its own."""
    if not widget.get_mapped():
        return
    if isinstance(widget, Gtk.Label) and widget.get_text():
        found = label_lines(top, widget)
        if isinstance(widget, Gtk.AccelLabel):
            found = accelerator(top, widget, lines, found)
        lines.extend(found)
        if found and not inside(widget, told):
            union = [f([x["box"][i] for x in found]) for i, f in enumerate((min, min, max, max))]
            state = [] if widget.is_sensitive() else ["disabled"]
            elements.append(element(union, "text", widget.get_text(), state=state, clip=clip_of(top, widget)))
    elif isinstance(widget, Gtk.Entry):
        lines.extend(entry_lines(top, widget))
    elif isinstance(widget, Gtk.TextView):
        lines.extend(view_lines(top, widget))
    elif isinstance(widget, Gtk.CellView):
        lines.extend(cell_lines(top, widget))
    elif isinstance(widget, Gtk.Scale) and widget.get_draw_value():
        lines.extend(scale_lines(top, widget))
    if isinstance(widget, Gtk.Button):
        extra = extra_button(top, widget, told)
        elements.extend([extra] if extra else [])
    if isinstance(widget, Gtk.Container):
        widget.forall(lambda child: walk(top, child, lines, elements, told))


def accelerator(top: Any, label: Any, lines: list[Any], found: Any) -> Any:
    """Tell the keys that stand at the right end of a menu item; return the item's own lines."""
    parent = label.get_parent()
    keys = getattr(parent, "keys", "")
    if keys:
        box = box_of(top, label)
        spot = [box[2] - label.get_accel_width(), box[1], box[2] + 2, box[3]]
        lines.append(line(spot, keys, clip_of(top, label), None, align="right"))
    return found


def extra_button(top: Any, widget: Any, told: Any) -> Any:
    """Return a button no plan asked for (a toolbar's overflow arrow), or None."""
    outer = widget
    while outer is not None:
        if outer in told or isinstance(outer, (Gtk.TreeView, Gtk.HeaderBar)):
            return None
        outer = outer.get_parent()
    return element(box_of(top, widget), "button", "", "More", "pan-down", clip=clip_of(top, widget))


def inside(widget: Any, told: Any) -> Any:
    """Tell whether the label belongs to a control that has been told."""
    while widget is not None:
        if widget in told or isinstance(widget, (Gtk.Button, Gtk.MenuItem)):
            return not isinstance(widget, Gtk.HeaderBar)
        widget = widget.get_parent()
    return False


def layout_lines(layout: Any, x: Any, y: Any, clip: Any) -> Any:
    """Return the ink of every line of a layout drawn at (x, y)."""
    found, at = [], layout.get_iter()
    text = layout.get_text().encode()
    cut = layout.is_ellipsized()
    while True:
        row, (ink, _) = at.get_line_readonly(), at.get_line_extents()
        words = text[row.start_index : row.start_index + row.length].decode(errors="replace").strip()
        if words and ink.width > 0:
            left, upper = x + ink.x / UNIT, y + ink.y / UNIT
            box = [left, upper, left + ink.width / UNIT, upper + ink.height / UNIT]
            found.append(line(box, words, clip, exact=True) | ({"cut": "cut"} if cut else {}))
        if not at.next_line():
            return found


def offset(top: Any, widget: Any) -> Any:
    """Return where the widget's own X or GDK window starts in the top window."""
    _, wx, wy = widget.get_window().get_origin()
    _, tx, ty = top.get_window().get_origin()
    return wx - tx, wy - ty


def label_lines(top: Any, label: Any) -> Any:
    x, y = label.get_layout_offsets()
    ox, oy = offset(top, label)
    return layout_lines(label.get_layout(), x + ox, y + oy, meet(clip_of(top, label), box_of(top, label)))


def entry_lines(top: Any, entry: Any) -> Any:
    box = box_of(top, entry)
    x, y = entry.get_layout_offsets()
    clip = meet(clip_of(top, entry), [box[0] + 2, box[1], box[2] - 2, box[3]])
    return layout_lines(entry.get_layout(), x + box[0], y + box[1], clip)


def scale_lines(top: Any, scale: Any) -> Any:
    layout = scale.get_layout()
    x, y = scale.get_layout_offsets()
    ox, oy = offset(top, scale)
    return layout_lines(layout, x + ox, y + oy, clip_of(top, scale)) if layout else []


def cell_lines(top: Any, view: Any) -> Any:
    """Return the text of a closed combo box, which a cell view draws."""
    model, path = view.get_model(), view.get_displayed_row()
    text = model[path][0] if model and path else ""
    box = box_of(top, view)
    return [line(box, text, clip_of(top, view), size_of(view, text))] if text else []


def view_lines(top: Any, view: Any) -> Any:
    """Return the lines of a text view as it wraps them."""
    buffer, found, clip = view.get_buffer(), [], meet(clip_of(top, view), box_of(top, view))
    at, box = buffer.get_start_iter(), box_of(top, view)
    while True:
        end = at.copy()
        if not view.forward_display_line_end(end) and end.equal(at):
            end = at.copy()
        text = buffer.get_text(at, end, False)
        if text.strip():
            first, last = view.get_iter_location(at), view.get_iter_location(end)
            x, y = view.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, first.x, first.y)
            right, _ = view.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, last.x, last.y)
            rect = [box[0] + x - 1, box[1] + y, box[0] + max(right, x) + 2, box[1] + y + first.height]
            found.append(line(rect, text.strip(), clip, [right - x, 0]))
        if not view.forward_display_line(at):
            return found
