"""Says where the widgets of a GTK 3 window are, and every line of text in them."""

import gi
from common import element, line, meet

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk, Pango  # noqa: E402

UNIT = Pango.SCALE


def describe(top, told, role, title):
    """Return one layer: the X window and what is in it."""
    elements, lines = [], []
    for widget, kind, label, more in told:
        if widget.get_mapped() and widget.get_toplevel() is top:
            tell(top, widget, kind, label, more, elements, lines)
    walk(top, top, lines, elements, {w for w, kind, _, _ in told if kind != "scrolled"})
    return {"window": top.get_window().get_xid(), "role": role, "title": title, "elements": elements, "lines": lines}


def box_of(top, widget):
    x, y = widget.translate_coordinates(top, 0, 0) or (0, 0)
    return [x, y, x + widget.get_allocated_width(), y + widget.get_allocated_height()]


def clip_of(top, widget):
    """Return what of the widget its ancestors can show."""
    clip = box_of(top, top)
    parent = widget.get_parent()
    while parent is not None and parent is not top:
        clip = meet(clip, box_of(top, parent))
        parent = parent.get_parent()
    return clip


def states(widget, more):
    found = list(more.get("state", []))
    if not widget.is_sensitive():
        found.append("disabled")
    if widget.has_focus() and isinstance(widget, Gtk.Entry):
        found.append("focused")
    return found


def tell(top, widget, kind, label, more, elements, lines):
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
        elements.append(element([x, y, x + size, y + size], "icon", "", more["name"], more["icon"], clip=clip))
    else:
        state = states(widget, more)
        if more.get("opened"):
            state.append("selected")
        text = more.get("text", "")
        elements.append(element(box, kind, text, more.get("name", ""), more.get("icon", ""), label, state, clip))
        if kind == "field" and more.get("entry_icon"):
            area = widget.get_icon_area(Gtk.EntryIconPosition.PRIMARY)
            spot = [box[0] + area.x, box[1] + area.y, box[0] + area.x + area.width, box[1] + area.y + area.height]
            elements.append(element(spot, "icon", "", "Search", more["entry_icon"], clip=clip))


def tab(top, inner, more):
    """Guess the tab around its contents: half way to the neighbours, up to the page's edge."""
    book = more["book"]
    book_box = box_of(top, book)
    boxes = [box_of(top, book.get_tab_label(book.get_nth_page(i))) for i in range(book.get_n_pages())]
    mine, i = boxes[more["index"]], more["index"]
    upright = book.get_tab_pos() == Gtk.PositionType.LEFT
    a, b = (1, 3) if upright else (0, 2)
    gaps = [n[a] - p[b] for p, n in zip(boxes, boxes[1:], strict=False)]
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
    return element(box, "tab", more["text"], icon=more["icon"], state=state, clip=meet(book_box, clip_of(top, book)))


def scroll_bars(top, scroll, elements):
    for bar in (scroll.get_vscrollbar(), scroll.get_hscrollbar()):
        if bar and bar.get_mapped() and not scroll.get_overlay_scrolling() and min(bar.get_allocated_width(), bar.get_allocated_height()) > 3:
            elements.append(element(box_of(top, bar), "scroll bar", clip=clip_of(top, scroll)))


def header(top, bar, elements):
    """Tell the window buttons that the header bar draws itself."""
    known = {"close": "Close", "minimize": "Minimize", "maximize": "Maximize"}

    def look(widget):
        style = widget.get_style_context()
        for css, name in known.items():
            if isinstance(widget, Gtk.Button) and style.has_class("titlebutton") and style.has_class(css):
                icon = {"close": "window-close", "minimize": "window-minimize"}.get(css, "window-maximize")
                elements.append(element(box_of(top, widget), "button", "", name, icon))
        if isinstance(widget, Gtk.Container):
            widget.forall(look)

    look(bar)


def size_of(widget, text):
    """Return the ink size of a text in the widget's font."""
    ink, _ = widget.create_pango_layout(text).get_pixel_extents()
    return [ink.width, ink.height]


def walk(top, widget, lines, elements, told):
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


def accelerator(top, label, lines, found):
    """Tell the keys that stand at the right end of a menu item; return the item's own lines."""
    parent = label.get_parent()
    keys = getattr(parent, "keys", "")
    if keys:
        box = box_of(top, label)
        spot = [box[2] - label.get_accel_width(), box[1], box[2] + 2, box[3]]
        lines.append(line(spot, keys, clip_of(top, label), None, align="right"))
    return found


def extra_button(top, widget, told):
    """Return a button no plan asked for (a toolbar's overflow arrow), or None."""
    outer = widget
    while outer is not None:
        if outer in told or isinstance(outer, (Gtk.TreeView, Gtk.HeaderBar)):
            return None
        outer = outer.get_parent()
    return element(box_of(top, widget), "button", "", "More", "pan-down", clip=clip_of(top, widget))


def inside(widget, told):
    """Tell whether the label belongs to a control that has been told."""
    while widget is not None:
        if widget in told or isinstance(widget, (Gtk.Button, Gtk.MenuItem)):
            return not isinstance(widget, Gtk.HeaderBar)
        widget = widget.get_parent()
    return False


def layout_lines(layout, x, y, clip):
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


def offset(top, widget):
    """Return where the widget's own X or GDK window starts in the top window."""
    _, wx, wy = widget.get_window().get_origin()
    _, tx, ty = top.get_window().get_origin()
    return wx - tx, wy - ty


def label_lines(top, label):
    x, y = label.get_layout_offsets()
    ox, oy = offset(top, label)
    return layout_lines(label.get_layout(), x + ox, y + oy, meet(clip_of(top, label), box_of(top, label)))


def entry_lines(top, entry):
    box = box_of(top, entry)
    x, y = entry.get_layout_offsets()
    clip = meet(clip_of(top, entry), [box[0] + 2, box[1], box[2] - 2, box[3]])
    return layout_lines(entry.get_layout(), x + box[0], y + box[1], clip)


def scale_lines(top, scale):
    layout = scale.get_layout()
    x, y = scale.get_layout_offsets()
    ox, oy = offset(top, scale)
    return layout_lines(layout, x + ox, y + oy, clip_of(top, scale)) if layout else []


def cell_lines(top, view):
    """The closed combo box draws its text by a cell view."""
    model, path = view.get_model(), view.get_displayed_row()
    text = model[path][0] if model and path else ""
    box = box_of(top, view)
    return [line(box, text, clip_of(top, view), size_of(view, text))] if text else []


def view_lines(top, view):
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


def tree(top, view, more, elements, lines):
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


def following(view, model, path):
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


def cell(view, column, path, row, i, more, frame, elements, lines):
    ox, oy, clip = frame
    area, whole = view.get_cell_area(path, column), view.get_background_area(path, column)
    dx, dy = view.convert_bin_window_to_widget_coords(0, 0)
    role = more["item_role"] if i == 0 or more["item_role"] == "cell" else "cell"
    left = whole.x if role != "tree item" else area.x - 16 if row.iterchildren and has_children(view, path) else area.x
    box = [ox + dx + max(left, whole.x), oy + dy + whole.y, ox + dx + whole.x + whole.width, oy + dy + whole.y + whole.height]
    state = ["selected" if view.get_selection().path_is_selected(path) else ""]
    if role == "tree item" and view.row_expanded(path):
        state.append("expanded")
    icon = row[more["width"]] if i == 0 else ""
    text = row[i]
    if i == 0 and role == "tree item":
        box[2] = min(box[2], ox + dx + area.x + area.width)
    elements.append(element(box, role, text, icon=icon, state=state, clip=clip))
    start, width = column.cell_get_position(column.text_cell)
    spot = [ox + dx + area.x + start, oy + dy + area.y, ox + dx + area.x + start + width, oy + dy + area.y + area.height]
    ink = size_of(view, text)
    if text.strip():
        fits = ink[0] <= width + 2
        lines.append(line(spot, text, clip, ink if fits else None) | ({} if fits else {"cut": "cut"}))


def has_children(view, path):
    model = view.get_model()
    return model.iter_has_child(model.get_iter(path))


def icons(top, view, more, elements, lines):
    clip = meet(clip_of(top, view), box_of(top, view))
    ox, oy = box_of(top, view)[:2]
    for i, row in enumerate(view.get_model()):
        known, area = view.get_cell_rect(row.path, None)
        _, words = view.get_cell_rect(row.path, view.text_cell)
        if known:
            box = [ox + area.x, oy + area.y, ox + area.x + area.width, oy + area.y + area.height]
            elements.append(element(box, "list item", row[1], icon=row[0] or "", state=["selected" if i == more["current"] else ""], clip=clip))
            spot = [ox + words.x, oy + words.y, ox + words.x + words.width, oy + words.y + words.height]
            ink = size_of(view, row[1])
            one_line = ink[0] <= words.width
            if one_line:
                lines.append(line(spot, row[1], clip, ink, align="center"))
            else:
                lines.append({**line(spot, row[1], clip), "unknown": True})
