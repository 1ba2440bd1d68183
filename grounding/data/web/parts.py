"""Groups of controls that many layouts share: menus, tool bars, tabs, lists, trees, tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit, col, mark, row, tag

MENUS = ("File", "Edit", "View", "Insert", "Format", "Tools", "Search", "Go", "Bookmarks", "Window", "Help", "Image", "Layer", "Data", "Project", "Run", "Terminal", "Options")


def menu_bar(k: Kit, count: int = 0) -> str:
    chosen = MENUS[: k.count(3, 5)] + tuple(k.r.sample(MENUS[5:], k.count(0, 4))) + ("Help",)
    names = [k.say(name) for name in dict.fromkeys(chosen)][: count or 12]
    opened = k.count(0, len(names) - 1) if k.chance(0.25) else -1
    entries = (tag("span", "on" if i == opened else "", escape(n), mark("menu", state="expanded" if i == opened else "")) for i, n in enumerate(names))
    return tag("div", "menubar", "".join(entries))


def menu_items(k: Kit, count: int) -> str:
    """Entries of an open menu: pictures, ticks, shortcuts, submenus and separators in one habit."""
    pictured, keys = k.chance(0.5), k.chance(0.6)
    active = k.count(0, count - 1) if k.chance(0.5) else -1
    parts = []
    for i in range(count):
        if i and k.chance(0.2):
            parts.append('<div class="ruleh"></div>')
        parts.append(_menu_item(k, pictured, keys, i == active))
    return "".join(parts)


def _menu_item(k: Kit, pictured: bool, keys: bool, active: bool) -> str:
    concept = k.concept()
    words = k.say(concept.english) if k.chance(0.5) else k.medium() if k.chance(0.6) else k.short().text
    html, drawn = "", ""
    if pictured:
        size = max(14, min(18, k.look.icon))
        html = f'<span class="still" style="width:{size}px"></span>'
        if k.chance(0.75):
            picture, drawn = k.picture(concept.icons, size)
            html = tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
    elif k.look.gap % 2:
        html = tag("span", "still", "✓" if k.chance(0.2) else "", 'style="width:1.1em"')
    key = f"{k.r.choice(('Ctrl+', 'Ctrl+Shift+', 'Alt+', '⌘', 'F'))}{k.r.choice('ABCDEFGHKNOPRSTVXZ12345')}" if keys and k.chance(0.5) else "▸" if k.chance(0.15) else ""
    state = "disabled" if k.chance(0.12) else "selected" if active else ""
    classes = f"item {'on' if active and state == 'selected' else ''} {'off' if state == 'disabled' else ''}"
    tail = tag("span", "key", key) if key else ""
    return tag("div", classes, html + tag("span", "", escape(words)) + tail, mark("menu item", icon=drawn, state=state))


def popup_menu(k: Kit, left: float, top: float, count: int = 0) -> str:
    inside = menu_items(k, count or k.count(3, 12))
    return f'<div class="menu fixed" style="left:{left:.0f}px;top:{top:.0f}px;max-width:420px">{inside}</div>'


def tool_bar(k: Kit, count: int, colour: bool | None = None, words: float = 0.0, cls: str = "") -> str:
    coloured = k.chance(0.45) if colour is None else colour
    parts = []
    for i, concept in enumerate(k.r.sample(k.concepts, min(count, len(k.concepts)))):
        if i and k.chance(0.18):
            parts.append('<span class="rule"></span>')
        classes = f"bare {'colour' if coloured else ''} {'on' if k.chance(0.06) else ''}"
        state = "disabled" if k.chance(0.08) else ""
        classes += " off" if state else ""
        if k.chance(words):
            parts.append(k.button(k.say(concept.english), concept.icons, classes, state))
        else:
            parts.append(k.icon_button(concept if k.chance(0.75) else None, classes, state))
    return row(*parts, cls=f"thin {cls}", style="overflow:hidden")


def tabs(k: Kit, names: Sequence[str], closable: bool = False, icons: bool = False) -> str:
    chosen = k.count(0, len(names) - 1)
    parts = []
    for i, name in enumerate(names):
        html, drawn = "", ""
        if icons:
            picture, drawn = k.picture([w.lower() for w in name.split()], 16)
            html = tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
        close = ""
        if closable:
            cross, cross_name = k.picture(("close", "x", "xmark"), 12)
            close = tag("span", "still", cross, f'style="display:inline-flex;padding:2px" {mark("button", icon=cross_name, name="close")}')
        truth = mark("tab", icon=drawn, state="selected" if i == chosen else "")
        parts.append(tag("div", f"tab {'on' if i == chosen else ''}", html + tag("span", "", escape(name)) + close, truth))
    return tag("div", "tabs", "".join(parts))


def entries(k: Kit, names: Sequence[str], icons: str = "", cls: str = "", role: str = "list item", selected: int = -2) -> str:
    """Rows to choose from; ``icons`` is "", "drawn" or "colour"."""
    chosen = k.count(0, len(names) - 1) if selected == -2 else selected
    parts = []
    for i, name in enumerate(names):
        html, drawn = "", ""
        if icons:
            picture, drawn = k.picture([w.lower() for w in name.split()], k.look.icon, icons == "colour", k.r.choice(("apps", "places", "categories")))
            html = tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
        count = tag("span", "badge", str(k.count(1, 99))) if k.chance(0.1) else ""
        truth = mark(role, icon=drawn, state="selected" if i == chosen else "")
        parts.append(tag("div", f"item {'on' if i == chosen else ''}", html + tag("span", "one grow", escape(name)) + count, truth))
    return tag("div", f"clip {cls}", "".join(parts))


def tree(k: Kit, count: int, leaf: str = "file") -> str:
    """A tree with indented rows; opened and closed branches carry an arrow."""
    depth, parts, coloured = 0, [], k.chance(0.6)
    chosen = k.count(0, count - 1)
    for i in range(count):
        branch = i == 0 or k.chance(0.35)
        opened = branch and k.chance(0.6)
        arrow = ""
        if branch:
            turn = 90 if opened else 0
            arrow = f'<svg width="9" height="9" viewBox="0 0 10 10" fill="none" stroke="currentColor" stroke-width="1.6" style="transform:rotate({turn}deg)"><path d="M3 1l4 4-4 4"/></svg>'
        words = ("folder-open" if opened else "folder", "folder") if branch else ("file", "text-x-generic", "file-document-outline", "description")
        picture, drawn = k.picture(words if k.chance(0.8) else (), 16, coloured, "mimetypes")
        name = (people.folder_name(k.r) if branch else people.file_name(k.r)) if leaf == "file" else k.short().text
        state = f"{'expanded' if opened else ''} {'selected' if i == chosen else ''}".strip()
        inside = f'<span class="still" style="width:9px;display:inline-flex">{arrow}</span>' + tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}') + tag("span", "one", escape(name))
        parts.append(tag("div", f"item {'on' if i == chosen else ''}", inside, f'style="padding-left:{6 + depth * 16}px;gap:4px;border-radius:0" {mark("tree item", icon=drawn, state=state)}'))
        depth = min(4, depth + 1) if opened else max(0, depth - (0 if k.chance(0.75) else k.count(1, 2)))
    return tag("div", "clip", "".join(parts))


def cell_text(k: Kit, kind: str) -> str:
    match kind:
        case "name":
            return k.person()
        case "file":
            return people.file_name(k.r)
        case "date":
            return people.date(k.r)
        case "amount":
            return people.amount(k.r)
        case "size":
            return people.size(k.r)
        case "mail":
            return people.mail(k.r)
        case "number":
            return people.number(k.r)
        case "words":
            return k.short().text
        case _:
            return k.medium()


CELL_KINDS = ("name", "file", "date", "amount", "size", "mail", "number", "words", "label")
_HEADS = {"name": "Name", "file": "File", "date": "Date", "amount": "Amount", "size": "Size", "mail": "Email", "number": "Number", "words": "Type", "label": "Description"}


def table(k: Kit, rows: int, kinds: Sequence[str], checks: bool = False, actions: str = "", icons: bool = False) -> str:
    """A table; ``actions`` is "", "icons" or "words" for the row's own buttons."""
    heads = [k.say(_HEADS[kind]) if k.chance(0.7) else k.short().text for kind in kinds]
    sorted_by = k.count(0, len(heads) - 1)
    head = "".join(tag("th", "", escape(h) + (k.r.choice((" ▲", " ▼", " ↓")) if i == sorted_by and k.look.gap % 4 else ""), mark("column header")) for i, h in enumerate(heads))
    head = ("<th></th>" if checks else "") + head + ("<th></th>" if actions else "")
    chosen = k.count(0, rows * 3)
    verbs = k.r.sample(k.concepts, k.count(1, 3))
    lines = []
    for i in range(rows):
        cells = [_cell(k, kind, icons and j == 0) for j, kind in enumerate(kinds)]
        first = f"<td>{k.check(cells and '', None, show=False)}</td>" if checks else ""
        last = ""
        if actions:
            buttons = (k.button(k.say(c.english), None, "small") if actions == "words" else k.icon_button(c, "bare") for c in verbs)
            last = f"<td>{row(*buttons, cls='thin')}</td>"
        lines.append(tag("tr", "on" if i == chosen else "", first + "".join(cells) + last))
    zebra = "zebra" if k.look.size % 2 else ""
    return f'<table class="{k.framed("table") or "table"} {zebra}"><tr>{head}</tr>{"".join(lines)}</table>'


def _cell(k: Kit, kind: str, icon: bool) -> str:
    words = cell_text(k, kind)
    html, drawn = "", ""
    if icon:
        picture, drawn = k.picture((), 16, True, "mimetypes" if kind == "file" else "apps")
        html = tag("span", "still", picture, f'style="display:inline-flex;margin-right:6px" {mark("icon", icon=drawn)}')
    if kind == "words" and k.look.radius > 5:
        return tag("td", "", tag("span", "badge soft", escape(words)), mark("cell"))
    if kind in ("mail", "file") and k.look.gap % 3 == 0 and not icon:
        return tag("td", "", k.link(words), mark("cell"))
    classes = "right" if kind in ("amount", "number", "size") else ""
    return tag("td", classes, html + escape(words), mark("cell", icon=drawn))


def labelled(k: Kit, label: str, control: str, above: bool, width: int = 140) -> str:
    words = k.text(label, "still")
    if above:
        return col(f"<div>{words}</div>", control, cls="thin full")
    side = "right" if k.look.gap % 4 == 0 else ""
    return row(f'<div class="still one {side}" style="width:{width}px">{words}</div>', f'<div class="grow">{control}</div>', cls="full")


def search_field(k: Kit, style: str = "") -> str:
    words = ("magnify", "search", "edit-find", "magnifying-glass")
    value = k.short().text if k.chance(0.25) else ""
    return k.field(value, k.some("Search", "Search…", "Find", "Filter"), icon=words if k.chance(0.7) else None, style=style, state="focused" if k.chance(0.15) else "")
