"""Layouts of web applications: each returns HTML that fills its container."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.markup import col, mark, row, tag
from grounding.data.web.parts import crumbs, entries, pagination, search_field, tabs, tool_bar
from grounding.data.web.tables import CELL_KINDS, table

NAVIGATION = (
    "Dashboard",
    "Home",
    "Projects",
    "Calendar",
    "Mail",
    "Users",
    "Settings",
    "Statistics",
    "Messages",
    "Files",
    "Help",
    "Orders",
    "Team",
    "Tasks",
    "Notifications",
    "Account",
    "Library",
    "Favorites",
    "History",
    "Downloads",
    "Wallet",
    "Map",
    "Security",
    "Language",
)


def names(k: Kit, count: int) -> list[str]:
    return [k.say(n) for n in k.r.sample(NAVIGATION, min(count, len(NAVIGATION)))]


def top_bar(k: Kit) -> str:
    """Return a site's header: logo, navigation, search, icon buttons and the person's picture."""
    logo = row(
        k.icon((), 24, colour=k.chance(0.4), kind="apps"),
        k.text(k.r.choice(people.NOUNS) + k.r.choice(("ly", "Hub", "", " Cloud", "io")), "bold big"),
        cls="still",
    )
    links = (
        row(*(k.link(n, "nowrap") for n in names(k, k.count(2, 6))), cls="wide clip") if k.chance(0.7) else ""
    )
    search = f'<div style="width:{k.count(140, 320)}px">{search_field(k)}</div>' if k.chance(0.7) else ""
    icons = tool_bar(k, k.count(1, 4), colour=False)
    face = (
        k.avatar(k.person(), k.count(24, 36))
        if k.chance(0.7)
        else row(k.button(k.say("Log In")), k.button(k.some("Sign Up", "Register"), None, "main"))
    )
    spread = '<span class="grow"></span>'
    return row(logo, links, spread, search, icons, face, cls="bar pad line-b still")


def side_bar(k: Kit, width: int = 0, icons: str = "drawn") -> str:
    listing = entries(k, names(k, k.many(5, 14)), icons)
    head = tag("div", "small muted pad", k.text(k.short().text)) if k.chance(0.4) else ""
    return f'<div class="panel line-r tight still clip" style="width:{width or k.count(150, 260)}px">{head}{listing}</div>'


def framed(k: Kit, body: str) -> str:
    """Return a whole site: header, perhaps a side bar, and the body."""
    side = side_bar(k) if k.chance(0.55) else ""
    return col(
        top_bar(k),
        f'<div class="grow clip row none" style="align-items:stretch">{side}<div class="grow clip pad2 ground">{body}</div></div>',
        cls="none tall",
    )


def chart(k: Kit, height: int) -> str:
    bars = k.chance(0.5)
    values = [k.r.uniform(5, 95) for _ in range(k.many(5, 24))]
    step = 100 / len(values)
    colour = k.look.accent
    if bars:
        inside = "".join(
            f'<rect x="{i * step + 0.15 * step:.1f}" y="{100 - v:.0f}" width="{0.7 * step:.1f}" height="{v:.0f}" fill="{colour}"/>'
            for i, v in enumerate(values)
        )
    else:
        points = " ".join(f"{i * step:.1f},{100 - v:.0f}" for i, v in enumerate(values))
        inside = f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5" vector-effect="non-scaling-stroke"/>'
    return f'<div style="height:{height}px" {mark("image")}><svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" style="display:block;border:1px solid {k.look.border}">{inside}</svg></div>'


def dashboard(k: Kit) -> str:
    cards = []
    for _ in range(k.many(2, 5)):
        picture = k.icon((), k.r.choice((20, 28, 36)), colour=k.chance(0.3)) if k.chance(0.6) else ""
        body = col(
            k.text(k.short().text, "muted small", "div"),
            k.text(people.number(k.r), "huge bold", "div"),
            cls="thin grow",
        )
        cards.append(tag("div", "card grow", row(body, picture)))
    head = row(
        k.text(k.medium(), "big bold one"),
        '<span class="grow"></span>',
        k.combo(k.some("Today", "Last week", "This month"), style="width:auto"),
        k.button(k.say("Export"), ("download", "export"), "main"),
    )
    plots = row(
        *(
            tag(
                "div",
                "card grow",
                col(
                    row(k.text(k.medium(), "bold one grow"), k.icon_button(cls="bare")),
                    chart(k, k.count(90, 220)),
                ),
            )
            for _ in range(k.count(1, 3))
        ),
        cls="top",
    )
    listing = tag("div", "card clip", table(k, k.many(3, 9), k.r.sample(CELL_KINDS, k.count(3, 5))))
    progress = tag(
        "div",
        "card",
        col(
            *(
                col(
                    row(
                        k.text(k.short().text),
                        '<span class="grow"></span>',
                        k.text(f"{k.count(1, 99)}%", "muted"),
                    ),
                    k.progress(k.r.random()),
                    cls="thin",
                )
                for _ in range(3)
            )
        ),
    )
    parts = [row(*cards, style="align-items:stretch"), plots, listing, progress]
    k.r.shuffle(parts)
    return framed(k, col(head, *parts, cls="wide"))


def mail(k: Kit) -> str:
    folders = (
        "Inbox",
        "Sent",
        "Drafts",
        "Spam",
        "Trash",
        "Archive",
        "Starred",
        "Important",
        "Work",
        "Family",
    )
    side = f'<div class="panel line-r tight still clip" style="width:{k.count(150, 220)}px">{col(k.button(k.some("Compose", "New Message", "Write"), ("pencil", "edit"), "main"), entries(k, [k.say(f) for f in folders[: k.count(5, 10)]], "drawn"))}</div>'
    faces, ticks = k.chance(0.4), k.chance(0.4)
    rows_ = [_mail_row(k, faces, ticks) for _ in range(k.many(6, 18))]
    listing = f'<div class="surface line-r still clip lined" style="width:{k.count(260, 420)}px">{"".join(rows_)}{k.scroll_bar() if k.chance(0.5) else ""}</div>'
    body = col(
        k.text(k.medium(), "big bold", "div"),
        row(
            k.avatar(k.person(), 40),
            col(k.text(k.person(), "bold"), k.text(people.mail(k.r), "muted small"), cls="none"),
            '<span class="grow"></span>',
            tool_bar(k, 3, False),
        ),
        *(k.text(k.sentence(), "", "p") for _ in range(k.many(2, 6))),
        row(
            k.button(k.say("Reply"), ("reply", "mail-reply-sender")),
            k.button(k.say("Forward"), ("share", "forward")),
        ),
        cls="pad2 wide",
    )
    tools = row(
        tool_bar(k, k.count(4, 9), words=k.r.choice((0, 0, 0.6))),
        '<span class="grow"></span>',
        f'<div style="width:200px">{search_field(k)}</div>',
        cls="bar pad line-b still",
    )
    return col(
        tools,
        f'<div class="grow clip row none" style="align-items:stretch">{side}{listing}<div class="grow clip surface">{body}</div></div>',
        cls="none tall",
    )


def _mail_row(k: Kit, face: bool, tick: bool) -> str:
    person, unread = k.person(), "bold" if k.chance(0.3) else ""
    lead = (k.check("", None, show=False) if tick else "") + (k.avatar(person, 30) if face else "")
    star = k.icon(("star-outline", "star"), 16, name=k.say("Star")) if tick else ""
    sender = tag("span", f"one grow {unread}", escape(person))
    time = tag("span", "muted small still", people.clock(k.r))
    subject = tag("span", f"one {unread}", escape(k.medium()))
    start = tag("span", "one muted small", escape(k.sentence())) if face or k.look.gap > 8 else ""
    words = col(row(sender, time, cls="thin"), subject, start, cls="none grow")
    state = "selected" if k.chance(0.06) else ""
    return tag("div", "item on" if state else "item", lead + star + words, mark("list item", state=state))


def shop(k: Kit) -> str:
    wide = k.count(130, 230)
    cards = []
    for _ in range(k.many(6, 16)):
        buy = k.button(
            k.some("Add to Cart", "Buy", "Add"),
            ("cart", "shopping-cart") if k.look.icon > 18 else None,
            "main",
        )
        like = (
            k.icon_button(next(c for c in k.concepts if c.english == "Favorite"), "bare")
            if k.look.gap > 4
            else ""
        )
        stars = row(*(k.icon(("star",), 14) for _ in range(5)), cls="none") if k.look.gap % 4 == 0 else ""
        parts = [
            k.image("100%", f"{wide * 0.7:.0f}px"),
            k.text(people.product(k.r), "one bold"),
            stars,
            row(k.text(people.amount(k.r), "accent"), '<span class="grow"></span>', like),
            buy,
        ]
        cards.append(f'<div class="card still" style="width:{wide}px">{col(*parts)}</div>')
    filters = col(
        k.text(k.some("Filter", "Filters", "Category"), "bold"),
        *(k.check(k.short().text) for _ in range(k.many(3, 8))),
        k.text(k.some("Price", "Size"), "bold"),
        k.slider(k.r.random()),
        *(k.check(k.short().text, i == 0, "radio") for i in range(k.count(2, 4))),
        cls="still clip",
        style=f"width:{k.count(130, 190)}px",
    )
    head = row(
        k.text(k.medium(), "big bold one grow"),
        k.combo(k.some("Relevance", "Price", "Newest"), label=k.say("Sort"), style="width:auto"),
    )
    return framed(
        k,
        col(
            head,
            row(filters if k.chance(0.6) else "", row(*cards, cls="wrap grow top"), cls="top wide"),
            pagination(k),
        ),
    )


def records(k: Kit) -> str:
    """Return a table of records with row actions, search and pages."""
    head = row(
        k.text(k.medium(), "big bold one grow"),
        k.button(k.some("Add", "New", "Create"), ("plus", "add", "list-add"), "main"),
    )
    tools = row(
        f'<div style="width:{k.count(160, 320)}px">{search_field(k)}</div>',
        k.combo(k.short().text, style="width:auto") if k.chance(0.6) else "",
        k.button(k.say("Filter"), ("filter", "funnel")) if k.chance(0.5) else "",
        tool_bar(k, k.count(0, 4), False) if k.chance(0.5) else "",
    )
    kinds = k.r.sample(CELL_KINDS, k.count(3, 6))
    listing = tag(
        "div",
        "clip",
        table(
            k, k.many(5, 18), kinds, k.chance(0.5), k.r.choice(("", "icons", "icons", "words")), k.chance(0.3)
        ),
    )
    strip = tabs(k, [k.short().text for _ in range(k.many(3, 6))]) if k.chance(0.4) else ""
    return framed(k, col(crumbs(k) if k.chance(0.4) else "", head, strip, tools, listing, pagination(k)))
