"""Layouts of word processors and spreadsheets, and the ribbons over them."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

from grounding.data.web.kit import Kit
from grounding.data.web.markup import col, mark, row, tag
from grounding.data.web.parts import entries, fills, menu_bar, status_bar, tabs, tool_bar
from grounding.data.web.tables import cell_text

RIBBON = [
    "File",
    "Home",
    "Insert",
    "Layout",
    "View",
    "Review",
    "References",
    "Data",
    "Draw",
    "Design",
    "Help",
    "Share",
]


def ribbon(k: Kit) -> str:
    """Return tabs over groups of large, small and icon-only buttons."""
    strip = tabs(k, [k.say(name) for name in k.r.sample(RIBBON, k.count(4, 8))])
    groups = '<span class="rule"></span>'.join(_ribbon_group(k) for _ in range(k.many(3, 8)))
    body = row(groups, cls="surface tight clip", style="align-items:stretch")
    return col(strip, body, cls="none still line-b")


def _ribbon_group(k: Kit) -> str:
    colour = "colour" if k.chance(0.5) else ""
    parts = [_large_button(k, colour) for _ in range(k.count(0, 2))]
    if k.chance(0.6):
        few = k.r.sample(k.concepts, k.count(2, 3))
        small = (k.button(k.say(c.english), c.icons, f"bare small {colour}") for c in few)
        parts.append(col(*small, cls="none top"))
    if k.chance(0.6) or not parts:
        wide = k.count(3, 7)
        two = ((k.icon_button(c, f"bare {colour}") for c in k.r.sample(k.concepts, wide)) for _ in range(2))
        parts.append(col(*(row(*buttons, cls="none") for buttons in two), cls="none"))
    if k.chance(0.2):
        font = k.combo(k.look.font, style="width:130px")
        parts.append(col(font, k.combo(str(k.count(8, 24)), style="width:70px"), cls="thin"))
    caption = k.text(k.short().text, "small muted") if k.look.gap % 4 == 0 else ""
    buttons = row(*parts, cls="thin still top")
    return col(buttons, caption, cls="none still", style="align-items:center")


def _large_button(k: Kit, colour: str) -> str:
    concept = k.concept()
    picture, drawn = k.picture(concept.icons, 32, bool(colour))
    inside = tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}') + tag(
        "span", "", escape(k.say(concept.english))
    )
    return tag("div", "btn bare stack", inside, mark("button", icon=drawn))


def writer(k: Kit) -> str:
    """Return a word processor: a ribbon or menus and tool bars over a sheet of paper."""
    heads = (
        [ribbon(k)]
        if k.chance(0.55)
        else [menu_bar(k), tool_bar(k, k.many(10, 24), cls="tight still line-b"), format_bar(k)]
    )
    texts = [k.text(k.medium(), "big bold", "p")] + [
        k.text(" ".join(k.sentence() for _ in range(k.count(1, 4))), "", "p") for _ in range(k.many(2, 7))
    ]
    sheet = f'<div style="background:#fff;color:#111;width:{k.count(60, 85)}%;margin:16px auto;min-height:100%;padding:5% 8%;box-shadow:0 1px 4px rgba(0,0,0,.4)" {mark("document")}>{col(*texts, cls="wide")}</div>'
    rulers = (
        f'<div class="still panel line-r tight clip" style="width:{k.count(140, 220)}px">{entries(k, [k.short().text for _ in range(k.many(4, 12))])}</div>'
        if k.chance(0.3)
        else ""
    )
    return fills(
        *heads,
        f'<div class="grow clip row none" style="align-items:stretch;background:{k.look.border}">{rulers}<div class="grow clip">{sheet}{k.scroll_bar()}</div></div>',
        status_bar(k),
    )


def format_bar(k: Kit) -> str:
    wanted = (
        "Bold",
        "Italic",
        "Underline",
        "Align Left",
        "Center",
        "Align Right",
        "Bulleted List",
        "Numbered List",
        "Font Color",
        "Highlight",
    )
    buttons = [
        k.icon_button(c, "bare on" if k.chance(0.1) else "bare") for c in k.concepts if c.english in wanted
    ]
    combos = [k.combo(k.look.font, style="width:150px"), k.combo(str(k.count(8, 36)), style="width:72px")]
    return row(*combos, '<span class="rule"></span>', *buttons, cls="thin tight still line-b clip")


def spreadsheet(k: Kit) -> str:
    columns, rows_ = k.count(6, 16), k.count(12, 34)
    head = "".join(tag("th", "center", chr(65 + i), mark("column header")) for i in range(columns))
    filled = [k.r.choice(("amount", "number", "words", "date", "")) for _ in range(columns)]
    chosen = (k.count(0, columns - 1), k.count(0, 8))
    body = ""
    for y in range(rows_):
        cells = []
        for x in range(columns):
            words = _sheet_words(k, filled[x], y)
            on = "outline:2px solid " + k.look.accent + ";outline-offset:-2px" if (x, y) == chosen else ""
            cells.append(
                f'<td style="{on};text-align:{"left" if filled[x] == "words" else "right"}" {mark("cell", state="selected" if on else "")}>{escape(words)}</td>'
            )
        body += f'<tr><th class="center" {mark("column header")}>{y + 1}</th>{"".join(cells)}</tr>'
    grid = f'<table class="table" style="--p:1px;table-layout:fixed;font-size:.95em"><style>td,th{{padding:2px 5px!important;height:20px}}</style><tr><th style="width:38px"></th>{head}</tr>{body}</table>'
    heads = (
        [ribbon(k)]
        if k.chance(0.5)
        else [menu_bar(k), tool_bar(k, k.many(8, 22), cls="tight still"), format_bar(k)]
    )
    formula = row(
        f'<div style="width:80px" class="still">{k.combo(f"{chr(65 + chosen[0])}{chosen[1] + 1}")}</div>',
        k.icon(("function-variant", "math-function", "function"), 16),
        f'<div class="grow">{k.field(f"=SUM({chr(66)}2:B{k.count(3, 40)})")}</div>',
        cls="tight still",
    )
    sheets = row(
        tabs(k, [f"{k.some('Sheet', 'Table')}{i + 1}" for i in range(k.count(1, 4))]),
        k.icon_button(next(c for c in k.concepts if c.english == "Add"), "bare"),
        cls="still panel",
    )
    return fills(
        *heads, formula, f'<div class="grow clip">{grid}{k.scroll_bar()}</div>', sheets, status_bar(k)
    )


def _sheet_words(k: Kit, kind: str, y: int) -> str:
    if not kind or y > 14 or k.chance(0.08):
        return ""
    if y == 0:
        return k.short().text
    return cell_text(k, kind)
