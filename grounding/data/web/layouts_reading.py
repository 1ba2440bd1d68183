"""Layouts of pages to read, to search and to log in."""

from __future__ import annotations

from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.layouts_web import framed
from grounding.data.web.markup import col, mark, row, tag
from grounding.data.web.parts import crumbs, labelled, search_field, tabs, tool_bar


def article(k: Kit) -> str:
    """Return a page to read, with links in its text, contents beside it and a footer."""
    parts = [
        crumbs(k),
        k.text(k.medium(), "huge bold", "h1"),
        row(k.avatar(k.person(), 28), k.text(k.person()), k.text(people.date(k.r), "muted small")),
    ]
    for _ in range(k.many(3, 8)):
        parts.append(k.text(k.medium(), "big bold", "h2") if k.chance(0.4) else "")
        words = [escape(k.sentence()) for _ in range(k.count(1, 4))]
        words.insert(k.count(0, len(words)), k.link(k.short().text.lower()))
        parts.append(tag("p", "", " ".join(words), mark("text")))
        if k.chance(0.2):
            parts.append(k.image(f"{k.count(40, 100)}%", f"{k.count(90, 220)}px"))
    side = col(
        k.text(k.say("Contents"), "bold"),
        *(f"<div>{k.link(k.medium())}</div>" for _ in range(k.many(4, 12))),
        cls="still clip",
        style=f"width:{k.count(150, 230)}px",
    )
    body = row(
        f'<div class="grow clip">{col(*parts, cls="wide")}</div>',
        side if k.chance(0.7) else "",
        cls="top wide",
    )
    return framed(k, body)


def results(k: Kit) -> str:
    """Search results."""
    found = []
    for _ in range(k.many(4, 12)):
        found.append(
            col(
                k.text(people.address(k.r), "muted small", "div"),
                f'<div class="big">{k.link(k.medium())}</div>',
                k.text(k.sentence(), "", "div"),
                cls="thin",
                style="max-width:640px",
            )
        )
    strip = tabs(
        k,
        [k.say(n) for n in ("All", "Images", "Videos", "News", "Maps")[: k.count(3, 5)]],
        icons=k.chance(0.4),
    )
    head = row(
        k.text(k.r.choice(people.NOUNS).lower() + "o", "huge bold accent"),
        f'<div style="width:{k.count(300, 560)}px">{search_field(k)}</div>',
        '<span class="grow"></span>',
        tool_bar(k, 2, False),
        k.avatar(k.person(), 32),
        cls="pad still",
    )
    return col(
        head, strip, f'<div class="pad2 clip grow col wide">{"".join(found)}</div>', cls="tall surface"
    )


def login(k: Kit) -> str:
    above = k.chance(0.75)
    parts = [
        row(k.icon((), 40, colour=k.chance(0.6), kind="apps"), cls="middle"),
        tag("div", "center", k.text(k.some("Log In", "Sign In", "Welcome", "Create Account"), "big bold")),
    ]
    for label in k.r.sample(("Email", "Username", "Password", "Name", "Phone"), k.count(2, 4)):
        words = k.say(label)
        value = {"Password": "••••••••"}.get(label, people.mail(k.r)) if k.chance(0.4) else ""
        lead = ("lock", "account", "user") if k.look.gap % 4 == 0 else None
        control = k.field(value, words if not above else "", words, lead, "focused" if k.chance(0.15) else "")
        parts.append(labelled(k, words, control, True) if above else control)
    parts.append(
        row(
            k.check(k.some("Remember me", "Keep me signed in", "Remember password")),
            '<span class="grow"></span>',
            k.link(k.some("Forgot password?", "Help")),
            cls="between",
        )
    )
    parts.append(k.button(k.some("Log In", "Sign In", "Continue", "Next"), None, "main"))
    for brand in k.r.sample(("Google", "GitHub", "Apple", "Microsoft", "Facebook"), k.count(0, 3)):
        parts.append(k.button(f"{k.say('Continue')} – {brand}", (brand.lower(), f"brand-{brand.lower()}")))
    parts.append(tag("div", "center", k.link(k.some("Create an account", "Register", "Sign up"))))
    card = tag("div", "card pad2", col(*parts, cls="wide"), f'style="width:{k.count(280, 430)}px"')
    ground = (
        f"background:linear-gradient({k.count(0, 180)}deg,{k.look.accent},{k.look.ground})"
        if k.chance(0.4)
        else ""
    )
    return f'<div class="tall row middle" style="{ground}">{card}</div>'


def feed(k: Kit) -> str:
    """Return posts of people with reactions."""
    posts = []
    for _ in range(k.many(2, 6)):
        person = k.person()
        head = row(
            k.avatar(person, 40),
            col(k.link(person), k.text(people.date(k.r), "muted small"), cls="none"),
            '<span class="grow"></span>',
            k.icon_button(next(c for c in k.concepts if c.english == "More"), "bare"),
        )
        body = [
            k.text(k.sentence(), "", "div"),
            k.image("100%", f"{k.count(100, 260)}px") if k.chance(0.4) else "",
        ]
        acts = row(
            *(
                k.button(k.r.choice((str(k.count(0, 999)), k.say(c.english))), c.icons, "bare")
                for c in k.concepts
                if c.english in ("Favorite", "Comment", "Share", "Bookmark")
            )
        )
        posts.append(tag("div", "card", col(head, *body, acts)))
    write = tag(
        "div",
        "card",
        row(
            k.avatar(k.person(), 36),
            f'<div class="grow">{k.field("", k.medium())}</div>',
            k.button(k.some("Post", "Send", "Publish"), None, "main"),
        ),
    )
    side = tag(
        "div",
        "card still clip",
        col(
            k.text(k.medium(), "bold"),
            *(
                row(
                    k.avatar(k.person(), 30),
                    k.text(k.person(), "one grow"),
                    k.button(k.some("Follow", "Add"), None, "small"),
                )
                for _ in range(k.many(2, 6))
            ),
        ),
        f'style="width:{k.count(220, 300)}px"',
    )
    return framed(k, row(col(write, *posts, cls="grow wide"), side if k.chance(0.7) else "", cls="top wide"))


def icon_wall(k: Kit) -> str:
    """Dense rows of icon-only buttons, some with captions."""
    groups = []
    for _ in range(k.many(3, 8)):
        colour = "colour" if k.chance(0.5) else ""
        buttons = "".join(
            k.icon_button(cls=k.r.choice(("bare", "bare", "")) + " " + colour) for _ in range(k.many(6, 40))
        )
        groups.append(col(k.text(k.short().text, "bold"), row(buttons, cls="wrap thin"), cls="thin"))
    tiles = row(
        *(
            tag(
                "div",
                "item",
                k.icon((), k.r.choice((24, 32, 40)), colour=k.chance(0.6), kind="apps")
                + tag("span", "one small", escape(k.short().text), 'style="max-width:100%"'),
                f'style="width:96px;flex-direction:column;align-items:center" {mark("list item")}',
            )
            for _ in range(k.many(0, 24))
        ),
        cls="wrap none",
    )
    return framed(k, col(*groups, tiles, cls="wide"))
