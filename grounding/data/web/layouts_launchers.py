"""Layouts for starting and setting up: program grids, control panels, quick settings, wizards, galleries."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.markup import col, mark, row, tag
from grounding.data.web.parts import fills, labelled, search_field, status_bar, tabs, tool_bar

Size = tuple[int, int]


def tile(k: Kit, words: str, size: int, wide: int, kind: str = "apps", colour: bool = True) -> str:
    """Return a picture over its caption: one thing to choose."""
    picture, drawn = k.picture([words.split()[0].lower()], size, colour, kind)
    inside = tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
    caption = tag("span", "center", escape(words), 'style="max-width:100%;line-height:1.2"')
    place = f'style="width:{wide}px;flex-direction:column;gap:5px;align-items:center"'
    return tag("div", "item", inside + caption, f"{place} {mark('list item', icon=drawn)}")


def app_grid(k: Kit, size: Size) -> str:
    """Return a whole screen of programs under a search field."""
    icon = k.r.choice((48, 64, 72, 96))
    count = min(60, max(6, size[0] * size[1] // ((icon + 60) * (icon + 70)) - 4))
    tiles = row(*(tile(k, k.short().text, icon, icon + 44) for _ in range(count)), cls="wrap middle wide")
    dots = row(
        *(
            f'<span class="still" style="width:9px;height:9px;border-radius:9px;background:#fff8" {mark("button", name="page")}></span>'
            for _ in range(3)
        ),
        cls="middle still",
    )
    ground = f"background:linear-gradient(160deg,hsl({k.count(0, 359)},30%,18%),#15171c);color:#fff"
    search = f'<div style="width:{k.count(220, 380)}px;margin:0 auto;color:initial" class="still">{search_field(k)}</div>'
    return f'<div class="col clip pad2 wide" style="position:fixed;inset:0;{ground}">{search}<div class="grow clip">{tiles}</div>{dots}</div>'


def control_panel(k: Kit) -> str:
    """Return settings as captioned pictures in groups."""
    icon, colour = k.r.choice((32, 40, 48)), k.chance(0.75)
    groups = []
    for _ in range(k.count(2, 5)):
        tiles = (tile(k, k.short().text, icon, icon + 60, "categories", colour) for _ in range(k.many(3, 9)))
        groups.append(col(k.text(k.medium(), "bold", "div"), row(*tiles, cls="wrap top")))
    head = row(
        tool_bar(k, k.count(1, 3), cls="still"),
        '<span class="grow"></span>',
        f'<div style="width:200px">{search_field(k)}</div>',
        cls="panel tight still line-b",
    )
    return fills(
        head,
        f'<div class="grow clip pad surface">{col(*groups, cls="wide")}</div>',
        status_bar(k) if k.chance(0.3) else "",
    )


def quick_settings(k: Kit, size: Size) -> str:
    """Return a panel of toggles and sliders as systems open it from their trays."""
    names = (
        "Wi-Fi",
        "Bluetooth",
        "Battery",
        "Brightness",
        "Lock",
        "Moon",
        "Location",
        "Network",
        "Theme",
        "Volume",
        "Camera",
        "Share",
    )
    tiles = []
    for name in k.r.sample(names, k.count(4, 9)):
        on = k.chance(0.4)
        picture, drawn = k.picture(
            (*(i for c in k.concepts if c.english == name for i in c.icons), name.lower()), 18
        )
        paint = f"background:{k.look.accent};color:#fff" if on else f"background:{k.look.panel}"
        inside = tag(
            "span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}'
        ) + tag("span", "one", escape(k.say(name)))
        tiles.append(
            tag(
                "div",
                "btn",
                inside,
                f'style="width:104px;{paint}" {mark("button", icon=drawn, state="selected" if on else "")}',
            )
        )
    sliders = (
        row(
            k.icon(next(c for c in k.concepts if c.english == n).icons, 18),
            f'<div class="grow">{k.slider(k.r.random(), k.say(n))}</div>',
        )
        for n in ("Brightness", "Volume")
    )
    foot = row(
        k.text(f"{k.count(5, 100)} %"),
        '<span class="grow"></span>',
        *(k.icon_button(c, "bare") for c in k.concepts if c.english in ("Settings", "Power")),
    )
    place = f"right:{k.count(4, 16)}px;" + (
        "top:36px" if k.look.system in ("mac", "gnome") else f"bottom:{k.count(44, 56)}px"
    )
    return f'<div class="menu abs pad" style="{place};width:{min(364, size[0] - 40)}px;z-index:22">{col(row(*tiles, cls="wrap"), *sliders, foot, cls="wide")}</div>'


def wizard(k: Kit) -> str:
    """Return one step of an installer."""
    parts = [k.text(k.medium(), "big bold", "div"), k.text(k.sentence(), "", "p")]
    match k.r.choice(("choice", "progress", "fields", "ticks")):
        case "choice":
            parts += [k.check(k.medium(), i == 0, "radio") for i in range(k.count(2, 5))]
        case "progress":
            parts += [
                k.text(people.path(k.r), "muted", "div"),
                k.progress(k.r.random()),
                k.area(k.sentence(), f"height:{k.count(60, 140)}px"),
            ]
        case "fields":
            parts += [
                labelled(k, word, k.field(people.path(k.r), label=word), True)
                for word in (k.short().text for _ in range(k.count(1, 3)))
            ]
        case _:
            parts += [
                k.check(k.medium(), state="disabled" if k.chance(0.15) else "") for _ in range(k.count(3, 7))
            ]
    banner = k.image(f"{k.count(110, 190)}px", "100%") if k.chance(0.6) else ""
    verbs = [
        k.button(k.say("Cancel")),
        '<span class="grow"></span>',
        k.button(k.say("Back"), state="disabled" if k.chance(0.3) else ""),
        k.button(k.some("Next", "Install", "Finish", "Continue"), None, "main"),
    ]
    return fills(
        f'<div class="grow clip row none" style="align-items:stretch">{banner}<div class="grow clip pad2 surface">{col(*parts, cls="wide")}</div></div>',
        row(*verbs, cls="panel pad line-t still"),
    )


def gallery(k: Kit) -> str:
    """Return a grid of photographs."""
    wide, named = k.count(90, 220), k.chance(0.6)
    photos = (
        col(
            k.image(f"{wide}px", f"{wide * 0.72:.0f}px"),
            k.text(people.file_name(k.r), "one small") if named else "",
            cls="thin still",
            style=f"width:{wide}px",
        )
        for _ in range(k.many(6, 24))
    )
    head = row(
        tool_bar(k, k.count(3, 10), words=k.r.choice((0, 0.5)), cls="still"),
        '<span class="grow"></span>',
        f'<div style="width:140px">{k.slider(k.r.random())}</div>',
        cls="bar tight still line-b",
    )
    strip = (
        tabs(k, [k.say(n) for n in ("Photos", "Albums", "Favorites", "Videos")[: k.count(2, 4)]])
        if k.chance(0.5)
        else ""
    )
    return fills(
        head,
        strip,
        f'<div class="grow clip pad surface">{row(*photos, cls="wrap top")}{k.scroll_bar()}</div>',
        status_bar(k) if k.chance(0.4) else "",
    )


def find_dialog(k: Kit) -> str:
    """Return a small dialog of the find-and-replace kind."""
    rows_ = [
        labelled(
            k,
            w + ":",
            k.combo(k.short().text, w)
            if k.chance(0.4)
            else k.field(k.short().text if k.chance(0.6) else "", label=w),
            False,
            110,
        )
        for w in (k.some("Find", "Search for"), k.some("Replace with", "Replace"))
    ]
    ticks = (
        k.check(k.some("Match case", "Whole words", "Regular expression", "Backwards", "Wrap around"))
        for _ in range(k.count(2, 5))
    )
    verbs = col(
        *(
            k.button(k.say(w), None, "main" if i == 0 else "")
            for i, w in enumerate(("Find", "Replace", "Replace All", "Close")[: k.count(2, 4)])
        ),
        cls="still",
    )
    return f'<div class="row pad2 top tall surface"><div class="grow clip col">{"".join(rows_)}{row(*ticks, cls="wrap wide")}</div>{verbs}</div>'
