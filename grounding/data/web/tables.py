"""Tables with headers, sorting, ticks and row actions."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.markup import mark, row, tag


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


_HEADS = {
    "name": "Name",
    "file": "File",
    "date": "Date",
    "amount": "Amount",
    "size": "Size",
    "mail": "Email",
    "number": "Number",
    "words": "Type",
    "label": "Description",
}


def table(
    k: Kit, rows: int, kinds: Sequence[str], checks: bool = False, actions: str = "", icons: bool = False
) -> str:
    """Return a table; ``actions`` is "", "icons" or "words" for the row's own buttons."""
    heads = [k.say(_HEADS[kind]) if k.chance(0.7) else k.short().text for kind in kinds]
    sorted_by = k.count(0, len(heads) - 1)
    head = "".join(
        tag(
            "th",
            "",
            escape(h) + (k.r.choice((" ▲", " ▼", " ↓")) if i == sorted_by and k.look.gap % 4 else ""),
            mark("column header"),
        )
        for i, h in enumerate(heads)
    )
    head = ("<th></th>" if checks else "") + head + ("<th></th>" if actions else "")
    chosen = k.count(0, rows * 3)
    verbs = k.r.sample(k.concepts, k.count(1, 3))
    lines = []
    for i in range(rows):
        cells = [_cell(k, kind, icons and j == 0) for j, kind in enumerate(kinds)]
        first = f"<td>{k.check('', None, show=False)}</td>" if checks else ""
        last = ""
        if actions:
            buttons = (
                k.button(k.say(c.english), None, "small") if actions == "words" else k.icon_button(c, "bare")
                for c in verbs
            )
            last = f"<td>{row(*buttons, cls='thin')}</td>"
        lines.append(tag("tr", "on" if i == chosen else "", first + "".join(cells) + last))
    zebra = "zebra" if k.look.size % 2 else ""
    return f'<table class="{k.framed("table") or "table"} {zebra}"><tr>{head}</tr>{"".join(lines)}</table>'


def _cell(k: Kit, kind: str, icon: bool) -> str:
    words = cell_text(k, kind)
    html, drawn = "", ""
    if icon:
        picture, drawn = k.picture((), 16, True, "mimetypes" if kind == "file" else "apps")
        html = tag(
            "span",
            "still",
            picture,
            f'style="display:inline-flex;margin-right:6px" {mark("icon", icon=drawn)}',
        )
    if kind == "words" and k.look.radius > 5:
        return tag("td", "", tag("span", "badge soft", escape(words)), mark("cell"))
    if kind in ("mail", "file") and k.look.gap % 3 == 0 and not icon:
        return tag("td", "", k.link(words), mark("cell"))
    classes = "right" if kind in ("amount", "number", "size") else ""
    return tag("td", classes, html + escape(words), mark("cell", icon=drawn))
