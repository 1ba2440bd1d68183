"""Layouts of small programs and dialogs: terminal, calculator, browser, task manager, file and print dialogs."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from collections.abc import Callable
from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.layouts_apps import PLACES, address_bar, icon_grid
from grounding.data.web.layouts_forms import form
from grounding.data.web.layouts_reading import article, feed, login, results
from grounding.data.web.layouts_social import calendar
from grounding.data.web.layouts_web import dashboard, mail, records, shop
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


def concept_button(k: Kit, english: str, cls: str = "bare") -> str:
    return k.icon_button(next(c for c in k.concepts if c.english == english), cls)


def terminal(k: Kit) -> str:
    ground, ink = k.r.choice(
        (("#000", "#ddd"), ("#300a24", "#eee"), ("#1e1e1e", "#ccc"), ("#fff", "#111"), ("#002b36", "#93a1a1"))
    )
    lines = "".join(
        f'<div style="white-space:pre;min-height:1.3em;color:{k.r.choice((ink, ink, "#4e9a06", "#3a86d0"))}">{escape(people.code_line(k.r))}</div>'
        for _ in range(k.many(5, 40))
    )
    page = f'<div class="grow clip mono tight" style="background:{ground};color:{ink};line-height:1.3" {mark("document")}>{lines}{k.scroll_bar() if k.chance(0.5) else ""}</div>'
    return fills(
        menu_bar(k) if k.chance(0.5) else "",
        tabs(k, [people.path(k.r) for _ in range(k.count(1, 3))], True) if k.chance(0.3) else "",
        page,
    )


def calculator(k: Kit) -> str:
    wide = k.r.choice((4, 5, 6))
    keys = [
        "7",
        "8",
        "9",
        "÷",
        "4",
        "5",
        "6",
        "×",
        "1",
        "2",
        "3",
        "−",
        "0",
        ".",
        "=",
        "+",
        "C",
        "(",
        ")",
        "%",
        "√",
        "x²",
        "π",
        "±",
        "sin",
        "cos",
        "tan",
        "ln",
        "log",
        "AC",
        "MR",
        "M+",
    ]
    if k.chance(0.3):
        k.r.shuffle(keys)
    cells = "".join(
        tag(
            "div",
            "btn " + ("main" if key == "=" else ""),
            escape(key),
            f'style="min-height:{k.look.size * 2.4:.0f}px" {mark("button")}',
        )
        for key in keys[: wide * k.count(4, 5)]
    )
    shown = tag(
        "div",
        "right",
        tag("span", "huge", escape(people.number(k.r))),
        f'style="padding:10px" {mark("field")}',
    )
    body = f'<div class="grow" style="display:grid;grid-template-columns:repeat({wide},1fr);gap:{k.look.gap // 2}px;padding:6px">{cells}</div>'
    return fills(menu_bar(k) if k.chance(0.4) else "", shown, body)


def browser(k: Kit) -> str:
    """Return a web browser: tabs, address, bookmarks and a page."""
    arrows = row(
        *(concept_button(k, e) for e in ("Back", "Forward", "Refresh", "Home")[: k.count(3, 4)]),
        cls="thin still",
    )
    where = k.field(people.address(k.r), icon=("lock", "object-locked"), label="")
    bar = row(
        arrows,
        f'<div class="grow">{where}</div>',
        concept_button(k, "Star"),
        tool_bar(k, k.count(1, 5), cls="still"),
        concept_button(k, "Menu" if k.chance(0.5) else "More"),
        cls="panel tight still",
    )
    strip = row(
        tabs(k, [k.medium()[:22] for _ in range(k.count(1, 6))], True, k.chance(0.6)),
        concept_button(k, "Add"),
        cls="panel thin clip still",
    )
    marks = (
        row(
            *(
                k.button(k.short().text, ("bookmark", "globe", "folder"), "bare small")
                for _ in range(k.many(3, 9))
            ),
            cls="panel thin clip still line-b",
        )
        if k.chance(0.4)
        else ""
    )
    pages: tuple[Callable[[Kit], str], ...] = (
        dashboard,
        shop,
        records,
        form,
        article,
        results,
        feed,
        login,
        calendar,
        mail,
    )
    return fills(
        strip,
        bar,
        marks,
        f'<div class="grow clip">{k.r.choice(pages)(k)}{k.scroll_bar() if k.chance(0.7) else ""}</div>',
    )


def task_manager(k: Kit) -> str:
    strip = tabs(
        k,
        [
            k.say(n)
            for n in ("Processes", "Performance", "Resources", "File Systems", "Users", "Services")[
                : k.count(3, 6)
            ]
        ],
    )
    listing = table(
        k, k.many(10, 30), ("words", "number", "number", "size", "name")[: k.count(3, 5)], icons=k.chance(0.6)
    )
    foot = row(
        '<span class="grow"></span>',
        k.button(k.some("End Process", "Stop", "End Task"), None, "main"),
        cls="pad still",
    )
    return fills(
        menu_bar(k) if k.chance(0.5) else "",
        row(
            strip,
            '<span class="grow"></span>',
            f'<div style="width:180px">{search_field(k)}</div>' if k.chance(0.4) else "",
            cls="still tight",
        ),
        f'<div class="grow clip surface">{listing}{k.scroll_bar()}</div>',
        foot,
        status_bar(k) if k.chance(0.3) else "",
    )


def file_dialog(k: Kit) -> str:
    """Return a dialog for opening or saving a file."""
    side = f'<div class="panel line-r tight still clip" style="width:{k.count(110, 180)}px">{entries(k, [k.say(p) for p in k.r.sample(PLACES, k.count(5, 10))], k.r.choice(("drawn", "colour")))}</div>'
    body = (
        icon_grid(k, k.many(5, 24))
        if k.chance(0.4)
        else table(k, k.many(5, 18), ("file", "size", "date"), icons=True)
    )
    save = k.chance(0.5)
    name = labelled(
        k,
        k.say("Name") + ":",
        k.field(people.file_name(k.r), label=k.say("Name"), state="focused" if k.chance(0.3) else ""),
        False,
        90,
    )
    kind = labelled(k, k.some("Type", "Filter", "Encoding") + ":", k.combo(k.medium()), False, 90)
    buttons = row(
        '<span class="grow"></span>',
        k.button(k.say("Cancel")),
        k.button(k.say("Save" if save else "Open"), None, "main"),
    )
    return fills(
        address_bar(k),
        f'<div class="grow clip row none line-t" style="align-items:stretch">{side}<div class="grow clip surface tight">{body}{k.scroll_bar() if k.chance(0.5) else ""}</div></div>',
        col(name, kind if k.chance(0.7) else "", buttons, cls="pad still line-t"),
    )


def print_dialog(k: Kit) -> str:
    """Return a dialog with printers or the like, ranges, copies and a preview."""
    listing = tag(
        "div",
        "boxed surface still clip",
        entries(k, [people.product(k.r) for _ in range(k.many(2, 5))], "drawn"),
    )
    ranges = tag(
        "div",
        "group",
        col(
            k.text(k.some("Range", "Pages", "Area"), "bold"),
            k.check(k.some("All Pages", "All"), True, "radio"),
            k.check(k.some("Current Page", "Selection"), False, "radio"),
            row(k.check(k.say("Pages") + ":", False, "radio"), k.field("", "1-5")),
        ),
    )
    copies = tag(
        "div",
        "group",
        col(
            k.text(k.some("Copies", "Options"), "bold"),
            labelled(k, k.say("Copies") + ":", k.spin(str(k.count(1, 9)), k.say("Copies")), False, 90),
            k.check(k.say("Collate")),
            k.check(k.say("Reverse")),
            labelled(k, k.say("Quality") + ":", k.slider(k.r.random()), False, 90),
        ),
    )
    preview = f'<div class="grow row middle" style="background:{k.look.border}">{k.image("55%", "85%")}</div>'
    buttons = row(
        k.button(k.some("Preview", "Help")),
        '<span class="grow"></span>',
        k.button(k.say("Cancel")),
        k.button(k.say("Print"), None, "main"),
        cls="pad still",
    )
    return fills(
        tabs(k, [k.say(n) for n in ("General", "Page Setup", "Options", "Advanced")[: k.count(2, 4)]]),
        f'<div class="grow clip row pad top" style="align-items:stretch">{col(listing, row(ranges, copies, cls="top"), cls="still clip")}{preview}</div>',
        buttons,
    )


def properties(k: Kit) -> str:
    """Return a tree beside a table of properties."""
    side = f'<div class="surface line-r still clip" style="width:{k.count(180, 280)}px"><div class="tight">{search_field(k)}</div>{tree(k, k.many(10, 30), "words")}{k.scroll_bar()}</div>'
    body = col(
        tool_bar(k, k.many(4, 12), cls="tight still line-b"),
        tabs(k, [k.short().text for _ in range(k.many(2, 5))]),
        f'<div class="grow clip">{table(k, k.many(6, 24), k.r.sample(("words", "number", "label", "date", "size"), k.count(2, 4)), k.chance(0.3))}</div>',
        cls="none grow clip",
    )
    return fills(
        menu_bar(k),
        f'<div class="grow clip row none" style="align-items:stretch">{side}{body}</div>',
        status_bar(k),
    )


def store(k: Kit) -> str:
    """Return a store of programs: rows or cards with an install button each."""
    cards = []
    for _ in range(k.many(6, 24)):
        words = col(
            k.text(k.short().text, "bold one"), k.text(k.sentence(), "muted small one"), cls="none grow clip"
        )
        act = k.button(k.some("Install", "Open", "Remove", "Update"), None, k.r.choice(("main", "")))
        cards.append(
            tag(
                "div",
                "card clip still",
                row(k.icon((), k.r.choice((32, 48)), colour=True, kind="apps"), words, act),
                f'style="width:{k.count(300, 360)}px"',
            )
        )
    head = row(
        concept_button(k, "Back"),
        tabs(k, [k.say(n) for n in ("Explore", "Installed", "Updates")]),
        '<span class="grow"></span>',
        f'<div style="width:200px">{search_field(k)}</div>',
        cls="tight still",
    )
    return fills(
        head,
        f'<div class="grow clip pad2 ground">{col(k.text(k.medium(), "big bold", "div"), row(*cards, cls="wrap"), cls="wide")}{k.scroll_bar()}</div>',
    )
