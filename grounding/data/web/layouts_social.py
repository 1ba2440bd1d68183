"""Layouts of pages people read, talk and play on: chats, boards, calendars, players, articles, log-ins."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.layouts_web import framed, names, top_bar
from grounding.data.web.markup import col, mark, row, tag
from grounding.data.web.parts import entries, search_field, tabs, tool_bar
from grounding.data.web.tables import table

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def chat(k: Kit) -> str:
    people_ = [k.person() for _ in range(k.many(5, 14))]
    chosen = k.count(0, len(people_) - 1)
    listing = []
    for i, person in enumerate(people_):
        badge = tag("span", "badge", str(k.count(1, 20))) if k.chance(0.25) else ""
        words = col(
            tag("span", "one", escape(person)),
            tag("span", "one muted small", escape(k.medium())),
            cls="none grow",
        )
        time = tag("span", "muted small still", people.clock(k.r))
        truth = mark("list item", state="selected" if i == chosen else "")
        listing.append(
            tag(
                "div",
                f"item {'on' if i == chosen else ''}",
                k.avatar(person, 36) + words + col(time, badge, cls="none"),
                truth,
            )
        )
    side = f'<div class="panel line-r still clip" style="width:{k.count(220, 320)}px"><div class="pad">{search_field(k)}</div>{"".join(listing)}</div>'
    bubbles = []
    for _ in range(k.many(4, 14)):
        mine = k.chance(0.45)
        paint = f"background:{k.look.accent};color:#fff" if mine else f"background:{k.look.panel}"
        body = tag(
            "div",
            "pad",
            k.text(k.sentence() if k.chance(0.6) else k.medium(), "", "div"),
            f'style="max-width:70%;border-radius:{max(6, k.look.radius)}px;{paint}"',
        )
        face = "" if mine or k.look.gap % 4 else k.avatar(people_[chosen], 28)
        bubbles.append(row(face, body, k.text(people.clock(k.r), "muted small"), cls="end" if mine else ""))
    head = row(
        k.avatar(people_[chosen], 36),
        k.text(people_[chosen], "bold one"),
        '<span class="grow"></span>',
        tool_bar(k, k.count(2, 4), False),
        cls="bar pad line-b still",
    )
    send = next(c for c in k.concepts if c.english == "Send")
    foot = row(
        tool_bar(k, k.count(1, 3), False, cls="still"),
        f'<div class="grow">{k.field("" if k.chance(0.7) else k.medium(), k.some("Message", "Type a message", "Reply"))}</div>',
        k.button(k.say("Send"), send.icons, "main") if k.chance(0.5) else k.icon_button(send),
        cls="pad line-t still",
    )
    return f'<div class="row none tall" style="align-items:stretch">{side}<div class="grow clip col none surface">{head}<div class="grow clip pad col">{"".join(bubbles)}</div>{foot}</div></div>'


def kanban(k: Kit) -> str:
    columns = []
    for title in k.r.sample(("Backlog", "To Do", "In Progress", "Review", "Done", "Blocked"), k.count(3, 5)):
        cards = []
        for _ in range(k.count(1, 6)):
            tags_ = row(
                *(tag("span", "badge soft", escape(k.short().text)) for _ in range(k.count(0, 2))),
                cls="thin clip",
            )
            foot = row(
                k.text(people.date(k.r).split(" ")[0], "muted small"),
                '<span class="grow"></span>',
                k.avatar(k.person(), 24),
            )
            cards.append(
                tag("div", "card", col(tags_, k.text(k.medium(), "", "div"), foot if k.chance(0.7) else ""))
            )
        head = row(
            k.text(k.say(title), "bold one"),
            k.text(str(k.count(1, 30)), "muted"),
            '<span class="grow"></span>',
            k.icon_button(next(c for c in k.concepts if c.english == "More"), "bare"),
        )
        columns.append(
            tag(
                "div",
                "panel tight still clip",
                col(head, *cards, k.button(k.say("Add"), ("plus", "add"), "bare")),
                f'style="width:{k.count(200, 290)}px"',
            )
        )
    return framed(
        k,
        col(
            row(
                k.text(k.medium(), "big bold one grow"),
                *(k.avatar(k.person(), 28) for _ in range(3)),
                k.button(k.say("Share"), ("share",), "main"),
            ),
            row(*columns, cls="top clip"),
        ),
    )


def calendar(k: Kit) -> str:
    """Return a month of days with events, or a small date picker beside a week's appointments."""
    days = "".join(tag("th", "center", escape(k.say(d)), mark("column header")) for d in DAYS)
    start, today, tall = k.count(0, 6), k.count(1, 28), k.count(46, 120)
    weeks = []
    for week in range(5):
        cells = []
        for day in range(7):
            number = week * 7 + day - start + 1
            shown = str(number if 1 <= number <= 31 else (number - 31 if number > 31 else 30 + number))
            events = "".join(
                f'<div class="one small" style="background:hsl({k.count(0, 359)},55%,38%);color:#fff;border-radius:3px;padding:0 4px;margin-top:1px" {mark("button")}>{escape(k.short().text)}</div>'
                for _ in range(k.count(0, 2) if tall > 60 else 0)
            )
            on = "selected" if number == today else ""
            cells.append(
                f'<td class="{"accent bold" if on else ""}" style="height:{tall}px;vertical-align:top;max-width:0" {mark("cell", state=on, text=shown)}>{shown}{events}</td>'
            )
        weeks.append(f"<tr>{''.join(cells)}</tr>")
    arrows = row(
        *(k.icon_button(next(c for c in k.concepts if c.english == e), "bare") for e in ("Back", "Forward")),
        cls="thin",
    )
    views = tabs(k, [k.say(v) for v in ("Day", "Week", "Month", "Year")[: k.count(2, 4)]])
    head = row(
        k.button(k.say("Today")),
        arrows,
        k.text(
            f"{k.say(k.r.choice(('January', 'May', 'August', 'November')))} {people.year(k.r)}", "big bold"
        ),
        '<span class="grow"></span>',
        views,
        k.button(k.say("Add"), ("plus", "add"), "main"),
        cls="pad still",
    )
    lists = (
        col(
            k.text(k.say("Calendars"), "bold"),
            *(k.check(k.short().text) for _ in range(k.many(2, 6))),
            cls="pad still panel clip",
            style=f"width:{k.count(140, 210)}px",
        )
        if k.chance(0.6)
        else ""
    )
    return col(
        head,
        f'<div class="grow clip row none" style="align-items:stretch">{lists}<div class="grow clip"><table class="table" style="table-layout:fixed"><tr>{days}</tr>{"".join(weeks)}</table></div></div>',
        cls="none tall",
    )


def player(k: Kit) -> str:
    """Return a music or video player."""
    wanted = ("Shuffle", "Previous", "Play", "Next", "Repeat")
    controls = [
        k.icon_button(c, "main" if c.english == "Play" and k.chance(0.5) else "bare")
        for c in k.concepts
        if c.english in wanted
    ]
    volume = row(
        k.icon_button(next(c for c in k.concepts if c.english == "Volume"), "bare"),
        f'<div style="width:90px">{k.slider(k.r.random())}</div>',
        cls="thin still",
    )
    seek = row(
        k.text(f"{k.count(0, 5)}:{k.count(0, 59):02}", "small"),
        f'<div class="grow">{k.slider(k.r.random())}</div>',
        k.text(f"{k.count(3, 9)}:{k.count(0, 59):02}", "small"),
        cls="grow",
    )
    bar = row(
        k.image("44px", "44px"),
        col(k.text(people.product(k.r), "one"), k.text(k.person(), "muted small one"), cls="none still"),
        row(*controls, cls="thin still"),
        seek,
        volume,
        cls="bar pad line-t still",
    )
    if k.chance(0.4):
        body = f'<div class="grow clip row middle" style="background:#111">{k.image("70%", "90%")}</div>'
    else:
        albums = row(
            *(
                col(
                    k.image("120px", "120px"),
                    k.text(people.product(k.r), "one"),
                    k.text(k.person(), "muted small one"),
                    cls="thin still",
                    style="width:120px",
                )
                for _ in range(k.many(3, 9))
            ),
            cls="wrap top",
        )
        songs = table(k, k.many(4, 14), ("label", "name", "number"), icons=k.chance(0.3))
        body = f'<div class="grow clip row none" style="align-items:stretch"><div class="panel line-r tight still clip" style="width:{k.count(150, 220)}px">{entries(k, names(k, k.many(5, 11)), "drawn")}</div><div class="grow clip pad2 surface">{col(k.text(k.medium(), "huge bold", "div"), albums, songs, cls="wide")}{k.scroll_bar()}</div></div>'
    return col(top_bar(k) if k.chance(0.3) else "", body, bar, cls="none tall")
