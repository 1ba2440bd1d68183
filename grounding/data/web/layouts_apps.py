"""Layouts of desktop programs: each returns HTML for the inside of a window."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.layouts_office import ribbon
from grounding.data.web.markup import col, mark, row, tag
from grounding.data.web.parts import (
    entries,
    fills,
    labelled,
    menu_bar,
    search_field,
    status_bar,
    tabs,
    tool_bar,
    tree,
)
from grounding.data.web.tables import table

PLACES = (
    "Home",
    "Desktop",
    "Documents",
    "Downloads",
    "Music",
    "Pictures",
    "Videos",
    "Trash",
    "Network",
    "Computer",
    "Recent",
    "Starred",
    "Favorites",
    "Cloud",
)


def address_bar(k: Kit) -> str:
    arrows = [
        next(c for c in k.concepts if c.english == e)
        for e in ("Back", "Forward", "Up", "Refresh")[: k.count(2, 4)]
    ]
    buttons = row(
        *(k.icon_button(c, "bare", "disabled" if k.chance(0.2) else "") for c in arrows), cls="thin still"
    )
    if k.chance(0.5):
        where = k.field(people.path(k.r))
    else:
        parts = [
            tag("div", "btn bare", escape(people.folder_name(k.r)), mark("button"))
            for _ in range(k.count(2, 4))
        ]
        where = row('<span class="muted">›</span>'.join(parts), cls="boxed surface thin clip")
    return row(
        buttons,
        f'<div class="grow">{where}</div>',
        f'<div class="still" style="width:{k.count(110, 200)}px">{search_field(k)}</div>'
        if k.chance(0.7)
        else "",
        cls="tight still",
    )


def file_manager(k: Kit) -> str:
    side = f'<div class="panel line-r tight still clip" style="width:{k.count(120, 200)}px">{entries(k, [k.say(p) for p in k.r.sample(PLACES, k.count(5, 12))], k.r.choice(("drawn", "colour")))}</div>'
    if k.chance(0.4):
        side = f'<div class="panel line-r still clip" style="width:{k.count(140, 220)}px">{tree(k, k.many(8, 20))}</div>'
    body = (
        icon_grid(k, k.many(6, 90))
        if k.chance(0.55)
        else table(k, k.many(6, 40), ("file", "size", "words", "date")[: k.count(3, 4)], icons=True)
    )
    scroll = k.scroll_bar() if k.chance(0.6) else ""
    heads = [
        menu_bar(k) if k.chance(0.4) else "",
        ribbon(k)
        if k.chance(0.25)
        else tool_bar(k, k.many(4, 12), words=k.r.choice((0, 0.7)), cls="tight still")
        if k.chance(0.6)
        else "",
        address_bar(k),
    ]
    return fills(
        *heads,
        f'<div class="grow clip row none line-t" style="align-items:stretch">{side}<div class="grow clip surface tight">{body}{scroll}</div></div>',
        status_bar(k) if k.chance(0.7) else "",
    )


def icon_grid(k: Kit, count: int, role: str = "list item") -> str:
    size, cells = k.r.choice((32, 48, 48, 64)), []
    for _ in range(count):
        folder, selected = k.chance(0.4), k.chance(0.07)
        picture, drawn = k.picture(("folder",) if folder else (), size, True, "mimetypes")
        words = people.folder_name(k.r) if folder else people.file_name(k.r)
        look = f"width:{size + 44}px;flex-direction:column;gap:3px;align-items:center"
        inside = tag(
            "span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}'
        ) + tag(
            "span", "center", escape(words), 'style="max-width:100%;overflow-wrap:anywhere;line-height:1.2"'
        )
        cells.append(
            tag(
                "div",
                f"item {'on' if selected else ''}",
                inside,
                f'style="{look}" {mark(role, icon=drawn, state="selected" if selected else "")}',
            )
        )
    return row(*cells, cls="wrap top")


def editor(k: Kit) -> str:
    """Return a text or code editor."""
    lines = [people.code_line(k.r) if k.chance(0.85) else k.sentence() for _ in range(k.many(12, 70))]
    numbers = "".join(f"<div>{i + 1}</div>" for i in range(len(lines))) if k.chance(0.6) else ""
    code = "".join(
        f'<div style="white-space:pre;min-height:1.4em;color:hsl({k.count(0, 359)},{k.r.choice((0, 0, 60))}%,{75 if k.look.dark else 28}%)">{escape(line)}</div>'
        for line in lines
    )
    gutter = f'<div class="still muted right pad mono">{numbers}</div>' if numbers else ""
    page = f'<div class="grow clip surface row none top" style="align-items:stretch">{gutter}<div class="grow clip pad mono" {mark("document")}>{code}</div>{k.scroll_bar()}</div>'
    strip = (
        tabs(k, [people.file_name(k.r) for _ in range(k.count(1, 5))], closable=True) if k.chance(0.7) else ""
    )
    side = (
        f'<div class="panel line-r still clip" style="width:{k.count(150, 260)}px">{tree(k, k.many(8, 24))}</div>'
        if k.chance(0.55)
        else ""
    )
    rail = (
        col(*(k.icon_button(cls="bare") for _ in range(k.count(4, 7))), cls="panel line-r tight still")
        if k.chance(0.3)
        else ""
    )
    below = (
        f'<div class="still line-t panel clip" style="height:{k.count(60, 150)}px">{tabs(k, [k.say(n) for n in ("Terminal", "Problems", "Output", "Search")])}<div class="pad mono small">{"".join(f"<div style=white-space:pre>{escape(people.code_line(k.r))}</div>" for _ in range(5))}</div></div>'
        if k.chance(0.3)
        else ""
    )
    return fills(
        menu_bar(k) if k.chance(0.8) else "",
        tool_bar(k, k.many(6, 18), cls="tight still line-b") if k.chance(0.6) else "",
        f'<div class="grow clip row none" style="align-items:stretch">{rail}{side}<div class="grow clip col none">{strip}{page}{below}</div></div>',
        status_bar(k),
    )


def painter(k: Kit) -> str:
    """Return a picture editor: palettes of icon-only tools around a canvas."""
    wide = k.r.choice((1, 2, 2, 3))
    colour = "colour" if k.chance(0.4) else ""
    tools = "".join(
        row(*(k.icon_button(cls=f"bare {colour}") for _ in range(wide)), cls="none")
        for _ in range(k.many(6, 13))
    )
    layers = "".join(
        tag(
            "div",
            f"item {'on' if i == 1 else ''}",
            k.icon(("eye", "view-visible", "visibility"), 14)
            + k.image("36px", "26px")
            + tag("span", "one", escape(k.short().text)),
            mark("list item", state="selected" if i == 1 else ""),
        )
        for i in range(k.count(2, 6))
    )
    rows_ = col(
        *(
            labelled(
                k,
                w,
                k.slider(k.r.random(), w) if k.chance(0.6) else k.spin(str(k.count(0, 255)), w),
                False,
                80,
            )
            for w in (k.short().text for _ in range(k.many(2, 5)))
        )
    )
    colours = row(
        *(
            f'<span class="still boxed" style="width:18px;height:18px;background:hsl({i * 37},70%,{k.count(20, 80)}%)" {mark("button", name="color")}></span>'
            for i in range(k.count(8, 28))
        ),
        cls="wrap thin",
    )
    dock = col(
        tabs(k, [k.say(n) for n in ("Layers", "Channels", "History")[: k.count(2, 3)]]),
        f'<div class="surface">{layers}</div>',
        row(*(k.icon_button(cls="bare") for _ in range(5)), cls="none"),
        rows_,
        colours,
        cls="panel line-l tight still clip",
        style=f"width:{k.count(190, 280)}px",
    )
    canvas = f'<div class="grow clip row middle" style="background:#7774">{k.image(f"{k.count(50, 85)}%", f"{k.count(50, 90)}%")}{k.scroll_bar()}{k.scroll_bar(False)}</div>'
    return fills(
        menu_bar(k),
        tool_bar(k, k.many(6, 16), cls="tight still line-b") if k.chance(0.6) else "",
        f'<div class="grow clip row none" style="align-items:stretch"><div class="panel line-r tight still clip">{tools}</div>{canvas}{dock}</div>',
        status_bar(k),
    )
