"""Groups of controls that many layouts share: menus, tool bars, tabs, lists, trees, tables."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.markup import col, mark, row, tag

MENUS = (
    "File",
    "Edit",
    "View",
    "Insert",
    "Format",
    "Tools",
    "Search",
    "Go",
    "Bookmarks",
    "Window",
    "Help",
    "Image",
    "Layer",
    "Data",
    "Project",
    "Run",
    "Terminal",
    "Options",
)


def menu_bar(k: Kit, count: int = 0) -> str:
    """Return a menu bar; one of its menus may be open below its name."""
    chosen = MENUS[: k.count(3, 5)] + tuple(k.r.sample(MENUS[5:], k.count(0, 4))) + ("Help",)
    names = [k.say(name) for name in dict.fromkeys(chosen)][: count or 12]
    opened = k.count(0, len(names) - 1) if k.chance(0.12) else -1
    parts = []
    for i, name in enumerate(names):
        truth = mark("menu", state="expanded" if i == opened else "")
        parts.append(tag("span", "on" if i == opened else "", escape(name), truth))
        if i == opened:
            place = "position:absolute;top:1.9em;left:0;z-index:30"
            items = menu_items(k, k.count(4, 14))
            below = f'<div class="menu" style="{place};max-width:400px">{items}</div>'
            parts.append(f'<span style="position:relative;width:0;padding:0">{below}</span>')
    return tag("div", "menubar", "".join(parts))


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
    key = (
        f"{k.r.choice(('Ctrl+', 'Ctrl+Shift+', 'Alt+', '⌘', 'F'))}{k.r.choice('ABCDEFGHKNOPRSTVXZ12345')}"
        if keys and k.chance(0.5)
        else "▸"
        if k.chance(0.15)
        else ""
    )
    state = "disabled" if k.chance(0.12) else "selected" if active else ""
    classes = f"item {'on' if active and state == 'selected' else ''} {'off' if state == 'disabled' else ''}"
    tail = tag("span", "key", key) if key else ""
    return tag(
        "div",
        classes,
        html + tag("span", "", escape(words)) + tail,
        mark("menu item", icon=drawn, state=state),
    )


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
            close = tag(
                "span",
                "still",
                cross,
                f'style="display:inline-flex;padding:2px" {mark("button", icon=cross_name, name="close")}',
            )
        truth = mark("tab", icon=drawn, state="selected" if i == chosen else "")
        parts.append(
            tag(
                "div",
                f"tab {'on' if i == chosen else ''}",
                html + tag("span", "", escape(name)) + close,
                truth,
            )
        )
    return tag("div", "tabs", "".join(parts))


def entries(
    k: Kit, names: Sequence[str], icons: str = "", cls: str = "", role: str = "list item", selected: int = -2
) -> str:
    """Rows to choose from; ``icons`` is "", "drawn" or "colour"."""
    chosen = k.count(0, len(names) - 1) if selected == -2 else selected
    parts = []
    for i, name in enumerate(names):
        html, drawn = "", ""
        if icons:
            picture, drawn = k.picture(
                [w.lower() for w in name.split()],
                k.look.icon,
                icons == "colour",
                k.r.choice(("apps", "places", "categories")),
            )
            html = tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
        count = tag("span", "badge", str(k.count(1, 99))) if k.chance(0.1) else ""
        truth = mark(role, icon=drawn, state="selected" if i == chosen else "")
        parts.append(
            tag(
                "div",
                f"item {'on' if i == chosen else ''}",
                html + tag("span", "one grow", escape(name)) + count,
                truth,
            )
        )
    return tag("div", f"clip {cls}", "".join(parts))


def tree(k: Kit, count: int, leaf: str = "file") -> str:
    """Return a tree with indented rows; opened and closed branches carry an arrow."""
    depth, parts, coloured = 0, [], k.chance(0.6)
    chosen = k.count(0, count - 1)
    for i in range(count):
        branch = i == 0 or k.chance(0.35)
        opened = branch and k.chance(0.6)
        arrow = ""
        if branch:
            turn = 90 if opened else 0
            arrow = f'<svg width="9" height="9" viewBox="0 0 10 10" fill="none" stroke="currentColor" stroke-width="1.6" style="transform:rotate({turn}deg)"><path d="M3 1l4 4-4 4"/></svg>'
        words = (
            ("folder-open" if opened else "folder", "folder")
            if branch
            else ("file", "text-x-generic", "file-document-outline", "description")
        )
        picture, drawn = k.picture(words if k.chance(0.8) else (), 16, coloured, "mimetypes")
        name = (
            (people.folder_name(k.r) if branch else people.file_name(k.r))
            if leaf == "file"
            else k.short().text
        )
        state = f"{'expanded' if opened else ''} {'selected' if i == chosen else ''}".strip()
        inside = (
            f'<span class="still" style="width:9px;display:inline-flex">{arrow}</span>'
            + tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
            + tag("span", "one", escape(name))
        )
        parts.append(
            tag(
                "div",
                f"item {'on' if i == chosen else ''}",
                inside,
                f'style="padding-left:{6 + depth * 16}px;gap:4px;border-radius:0" {mark("tree item", icon=drawn, state=state)}',
            )
        )
        depth = min(4, depth + 1) if opened else max(0, depth - (0 if k.chance(0.75) else k.count(1, 2)))
    return tag("div", "clip", "".join(parts))


def labelled(k: Kit, label: str, control: str, above: bool, width: int = 140) -> str:
    words = k.text(label, "still")
    if above:
        return col(f"<div>{words}</div>", control, cls="thin full")
    side = "right" if k.look.gap % 4 == 0 else ""
    return row(
        f'<div class="still one {side}" style="width:{width}px">{words}</div>',
        f'<div class="grow">{control}</div>',
        cls="full",
    )


def search_field(k: Kit, style: str = "") -> str:
    words = ("magnify", "search", "edit-find", "magnifying-glass")
    value = k.short().text if k.chance(0.25) else ""
    return k.field(
        value,
        k.some("Search", "Search…", "Find", "Filter"),
        icon=words if k.chance(0.7) else None,
        style=style,
        state="focused" if k.chance(0.15) else "",
    )


def fills(*parts: str, cls: str = "") -> str:
    return col(*parts, cls=f"none tall {cls}")


def status_bar(k: Kit) -> str:
    texts = [
        k.text(t, "one")
        for t in (
            f"{k.count(1, 400)} {k.some('items', 'files', 'objects')}",
            people.size(k.r),
            k.short().text,
        )[: k.count(1, 3)]
    ]
    zoom = (
        row(
            k.text("−"),
            f'<div style="width:90px">{k.slider(k.r.random())}</div>',
            k.text(f"{k.count(5, 40) * 5}%"),
        )
        if k.chance(0.25)
        else ""
    )
    return row(
        *texts,
        '<span class="grow"></span>',
        zoom,
        k.text(k.short().text) if k.chance(0.5) else "",
        cls="panel line-t tight small still clip",
    )


def pagination(k: Kit) -> str:
    pages = ["«", *map(str, range(1, k.count(4, 9))), "»"]
    if k.look.radius > 3 or k.chance(0.5):
        return row(
            *(k.button(p, None, "main" if p == "2" else "", "selected" if p == "2" else "") for p in pages),
            cls="thin middle",
        )
    return row(*(k.link(p) for p in pages), cls="middle wide")


def crumbs(k: Kit) -> str:
    parts = [k.link(k.short().text) for _ in range(k.count(1, 4))]
    mark_ = k.r.choice(("/", "›", "»", ">"))
    return row(
        *(p + f' <span class="muted">{mark_}</span>' for p in parts), k.text(k.short().text), cls="thin"
    )
