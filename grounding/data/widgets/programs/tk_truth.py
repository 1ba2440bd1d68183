"""Says where the widgets of a Tk window are, and every line of text in them."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from tkinter import font as tkfont
from tkinter import ttk
from typing import Any

from common import element, line, meet


def describe(top: Any, told: Any, role: str, title: str, root: Any = None) -> Any:
    """Return one layer: the X window and what is in it; ``top`` may be a path where ``root`` is given."""
    elements: list[Any] = []
    lines: list[Any] = []
    if root is not None:
        popdown(root, top, told[0][0], told[0][3], elements, lines)
        window = int(str(root.tk.call("winfo", "id", top)), 16)
        return {"window": window, "role": role, "title": title, "elements": elements, "lines": lines}
    for widget, kind, label, more in told:
        if widget.winfo_viewable() and widget.winfo_toplevel() == top:
            tell(top, widget, kind, label, more, elements, lines)
    return {"window": top.winfo_id(), "role": role, "title": title, "elements": elements, "lines": lines}


def box_of(top: Any, widget: Any) -> Any:
    x, y = widget.winfo_rootx() - top.winfo_rootx(), widget.winfo_rooty() - top.winfo_rooty()
    return [x, y, x + widget.winfo_width(), y + widget.winfo_height()]


def clip_of(top: Any, widget: Any) -> Any:
    clip, above = box_of(top, widget), widget.master
    while above is not None and above is not top:
        clip = meet(clip, box_of(top, above))
        above = above.master
    return meet(clip, [0, 0, top.winfo_width(), top.winfo_height()])


def font_of(widget: Any) -> Any:
    if isinstance(widget, ttk.Widget):
        return tkfont.Font(
            font=widget.cget("font")
            if "font" in list(widget.keys()) and str(widget.cget("font"))
            else "TkDefaultFont"
        )
    return tkfont.Font(font=widget.cget("font"))


def alone(found: Any) -> Any:
    return {**found, "alone": True}


def inset(box: Any, x: Any, y: Any) -> Any:
    return [box[0] + x, box[1] + y, box[2] - x, box[3] - y]


def tell(
    top: Any, widget: Any, kind: str, label: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    box, clip, text = box_of(top, widget), clip_of(top, widget), more.get("text", "")
    special = {
        "text": caption,
        "link": caption,
        "group": group,
        "tabs": tabs,
        "view": view,
        "menu item": menu_item,
    }
    if kind in special:
        special[kind](top, widget, kind, more, elements, lines)
        return
    state = list(more.get("state", []))
    if isinstance(widget, ttk.Widget) and widget.instate(["disabled"]):
        state.append("disabled")
    if more.get("opened"):
        state.append("selected")
    if kind in ("field", "document") and widget.focus_get() is widget:
        state.append("focused")
    elements.append(element(box, kind, text, more.get("name", ""), more.get("icon", ""), label, state, clip))
    if kind == "document":
        document(top, widget, clip, lines)
    elif text:
        ink = [font_of(widget).measure(text), 0]
        align = "left" if kind in ("field", "combo box", "spin box", "checkbox", "radio") else "center"
        spot = inset(box, 4, 3)
        if kind in ("combo box", "spin box"):
            spot[2] -= 18
        if more.get("below"):
            spot[1] = spot[3] - font_of(widget).metrics("linespace")
        cut = {"cut": "cut"} if ink[0] > spot[2] - spot[0] + 6 else {}
        found = line(spot, text, clip, ink, align=align) | cut
        lines.append(alone(found) if not more.get("icon") and kind not in ("checkbox", "radio") else found)


def caption(
    top: Any, widget: Any, kind: str, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    """Tell a label and its lines, broken where Tk breaks them."""
    font, box, clip = font_of(widget), box_of(top, widget), clip_of(top, widget)
    limit = int(str(widget.cget("wraplength") or 0))
    rows = wrapped(font, more["text"], limit) if limit else [more["text"]]
    height = font.metrics("linespace")
    start = (box[1] + box[3] - height * len(rows)) / 2
    for i, row in enumerate(rows):
        lines.append(
            alone(
                line(
                    [box[0], start + i * height, box[2], start + (i + 1) * height],
                    row,
                    clip,
                    [font.measure(row), 0],
                )
            )
        )
    elements.append({**element(box, kind, more["text"], clip=clip), "tighten": True})


def wrapped(font: Any, text: str, limit: Any) -> Any:
    rows, row = [], ""
    for word in text.split(" "):
        longer = f"{row} {word}".strip()
        if row and font.measure(longer) > limit:
            rows.append(row)
            longer = word
        row = longer
    return [*rows, row]


def group(
    top: Any, widget: Any, kind: str, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    box, clip = box_of(top, widget), clip_of(top, widget)
    font = tkfont.nametofont("TkDefaultFont")
    wide = font.measure(more["text"])
    spot = [box[0] + 6, box[1], box[0] + wide + 24, box[1] + font.metrics("linespace") + 2]
    lines.append(line(spot, more["text"], clip, [wide, 0]))
    start = box[0] + 8
    elements.append(element([start, spot[1], start + wide + 2, spot[3]], "text", more["text"], clip=clip))


def tabs(top: Any, book: Any, kind: str, more: dict[str, Any], elements: list[Any], lines: list[Any]) -> None:
    """Find the tabs by asking which one is under each point of their row."""
    box, clip = box_of(top, book), clip_of(top, book)
    page = box_of(top, book.nametowidget(book.select()))
    middle = max(3, (page[1] - box[1]) // 2)
    spans: dict[int, list[int]] = {}
    for x in range(0, box[2] - box[0], 2):
        try:
            found = book.index(f"@{x},{middle}")
        except Exception:
            continue
        if isinstance(found, int):
            spans.setdefault(found, []).append(x)
    font, chosen = tkfont.nametofont("TkDefaultFont"), book.index("current")
    for i, span in spans.items():
        spot = [box[0] + span[0], box[1] + (0 if i == chosen else 2), box[0] + span[-1] + 2, page[1]]
        text, icon = more["titles"][i], more["icons"][i]
        elements.append(
            element(spot, "tab", text, icon=icon, state=["selected" if i == chosen else ""], clip=clip)
        )
        cut = {"cut": "cut"} if font.measure(text) > spot[2] - spot[0] else {}
        found = line(inset(spot, 3, 3), text, clip, [font.measure(text), 0], align="center") | cut
        lines.append(found if icon else alone(found))


def menu_item(
    top: Any, menu: Any, kind: str, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    i, last = more["index"], menu.index("end")
    upper = menu.yposition(i)
    lower = menu.yposition(i + 1) if i < last else menu.winfo_height() - 2
    box = [1, upper, menu.winfo_width() - 1, lower]
    elements.append(element(box, kind, more["text"], icon=more["icon"], state=more["state"]))
    font = tkfont.Font(font=menu.cget("font"))
    spot = inset(box, 3, 2)
    lines.append(line(spot, more["text"], None, [font.measure(more["text"]), 0]))
    if more["keys"]:
        lines.append(line(spot, more["keys"], None, [font.measure(more["keys"]), 0], align="right"))


def popdown(
    root: Any, top: Any, path: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    """Tell the open list of a combo box, which only Tcl can be asked about."""
    call = root.tk.call
    ox = int(call("winfo", "rootx", path)) - int(call("winfo", "rootx", top))
    oy = int(call("winfo", "rooty", path)) - int(call("winfo", "rooty", top))
    wide, high = int(call("winfo", "width", path)), int(call("winfo", "height", path))
    font = tkfont.nametofont("TkTextFont")
    for i, text in enumerate(more["items"]):
        found = root.tk.splitlist(call(path, "bbox", i))
        if not found:
            continue
        x, y, w, h = (int(v) for v in found)
        state = ["selected" if i == more["current"] else ""]
        clip = [ox, oy, ox + wide, oy + high]
        elements.append(
            element([ox + 1, oy + y, ox + wide - 1, oy + y + h], "list item", text, state=state, clip=clip)
        )
        lines.append(
            alone(line([ox + x - 1, oy + y, ox + x + w + 2, oy + y + h], text, clip, [font.measure(text), 0]))
        )


def document(top: Any, view: Any, clip: Any, lines: list[Any]) -> None:
    """Return the lines of a text widget as it wraps them."""
    ox, oy = box_of(top, view)[:2]
    at = "1.0"
    while view.compare(at, "<", "end-1c"):
        info = view.dlineinfo(at)
        if info is None:
            return
        end = view.index(f"{at} display lineend")
        text = view.get(at, end).strip()
        x, y, w, h, _ = info
        if text:
            lines.append(
                alone(
                    line(
                        [ox + x - 1, oy + y, ox + x + w + 2, oy + y + h],
                        text,
                        clip,
                        [font_of(view).measure(text), 0],
                    )
                )
            )
        following = view.index(f"{at} + 1 display lines")
        if view.compare(following, "<=", at):
            return
        at = view.index(f"{following} display linestart")


def view(top: Any, tree: Any, kind: str, more: dict[str, Any], elements: list[Any], lines: list[Any]) -> None:
    box, clip = box_of(top, tree), clip_of(top, tree)
    shown = [i for i in visible_items(tree, "") if tree.bbox(i)]
    font = tkfont.nametofont("TkDefaultFont")
    if more["titles"] and shown:
        height, x = tree.bbox(shown[0])[1] - 1, tree.bbox(shown[0])[0]
        for i, title in enumerate(more["titles"]):
            wide = tree.column(f"#{i}", "width")
            head = [box[0] + x, box[1] + 1, box[0] + x + wide, box[1] + height]
            elements.append(element(head, "column header", title, clip=clip))
            cut = {"cut": "cut"} if font.measure(title) > wide - 6 else {}
            lines.append(alone(line(inset(head, 3, 2), title, clip, [font.measure(title), 0]) | cut))
            x += wide
    for item in shown:
        row(tree, item, box, clip, more, font, elements, lines)


def visible_items(tree: Any, above: Any) -> Any:
    for item in tree.get_children(above):
        yield item
        if tree.item(item, "open"):
            yield from visible_items(tree, item)


def row(
    tree: Any,
    item: Any,
    box: Any,
    clip: Any,
    more: dict[str, Any],
    font: Any,
    elements: list[Any],
    lines: list[Any],
) -> None:
    texts = [str(tree.item(item, "text")), *(str(v) for v in tree.item(item, "values"))]
    chosen = "selected" if item in tree.selection() else ""
    for i in range(more["width"]):
        found = tree.bbox(item, f"#{i}")
        if not found:
            continue
        x, y, w, h = found
        spot = [box[0] + x, box[1] + y, box[0] + x + w, box[1] + y + h]
        role = more["item_role"] if i == 0 or more["item_role"] == "cell" else "cell"
        opened = "expanded" if i == 0 and tree.item(item, "open") and tree.get_children(item) else ""
        icon = more["icons"].get(item, "") if i == 0 else ""
        text = texts[i] if i < len(texts) else ""
        elements.append(element(spot, role, text, icon=icon, state=[chosen, opened], clip=clip))
        if text.strip():
            wide = font.measure(text)
            room = w - 8 - (20 if icon else 0) - (20 if i == 0 else 0)
            start = [spot[0] + (31 if icon else 2), spot[1] + 1, spot[2] - 2, spot[3] - 1]
            lines.append(line(start, text, clip, [wide, 0]) | ({"cut": "cut"} if wide > room else {}))
