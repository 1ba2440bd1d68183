"""Task bars, docks, menu bars and start menus of imitated desktops."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.markup import mark, row, tag
from grounding.data.web.parts import entries, menu_bar, search_field

Size = tuple[int, int]
TRAY = (
    "Wi-Fi",
    "Volume",
    "Battery",
    "Bluetooth",
    "Network",
    "Notifications",
    "Language",
    "Keyboard",
    "Up",
    "Cloud",
)


def panels(k: Kit, size: Size) -> str:
    match k.look.system:
        case "mac":
            return mac_menu(k) + dock(k, size)
        case "gnome":
            return gnome_bar(k) + (dock(k, size, side=k.chance(0.5)) if k.chance(0.6) else "")
        case "xfce":
            return top_panel(k) if k.chance(0.7) else task_bar(k, size)
        case _:
            return task_bar(k, size)


def _tray(k: Kit, count: int) -> list[str]:
    chosen = [c for c in k.concepts if c.english in k.r.sample(TRAY, count)]
    return [_panel_icon(k, c.icons, c.english, 16) for c in chosen]


def _panel_icon(
    k: Kit,
    icons: tuple[str, ...],
    name: str,
    size: int,
    colour: bool = False,
    kind: str = "",
    style: str = "",
    state: str = "",
) -> str:
    picture, drawn = k.picture(icons, size, colour, kind)
    place = f'style="display:inline-flex;align-items:center;justify-content:center;padding:{k.r.choice((3, 4, 6))}px;{style}"'
    return tag(
        "span",
        "still",
        picture,
        f"{place} {mark('button', icon=drawn, name=k.say(name) if name else drawn, state=state)}",
    )


def task_bar(k: Kit, size: Size) -> str:
    """Return a bar at the bottom: start button, search, pinned and running programs, tray, clock."""
    tall = k.r.choice((30, 36, 40, 48))
    paint = k.r.choice(
        (
            f"background:{k.look.panel};color:{k.look.text}",
            "background:#101318;color:#fff",
            f"background:{k.look.surface};color:{k.look.text}",
        )
    )
    if k.look.system == "classic":
        start = k.button(k.say("Start"), ("computer", "user-desktop"), "colour")
    else:
        start = _panel_icon(
            k,
            ("microsoft-windows", "brand-windows", "windows", "start-here", "apps"),
            "Start",
            tall // 2,
            style=f"height:{tall}px;padding:0 10px",
        )
    search = f'<div style="width:{k.count(120, 260)}px">{search_field(k)}</div>' if k.chance(0.4) else ""
    apps_ = [_task(k, tall, i < 2) for i in range(k.count(2, 10))]
    clock = f'<div class="small center nowrap" style="line-height:1.2" {mark("button", name=k.say("Clock"))}>{people.clock(k.r)}{"<br>" + people.date(k.r).split(" ")[0] if tall > 36 and k.chance(0.7) else ""}</div>'
    centred = k.look.system == "win11" and k.chance(0.8)
    middle = (
        f'<span class="grow"></span>{start}{search}{"".join(apps_)}<span class="grow"></span>'
        if centred
        else f'{start}{search}<span class="rule"></span>{"".join(apps_)}<span class="grow"></span>'
    )
    bar = f'<div class="row thin abs" style="left:0;right:0;bottom:0;height:{tall}px;padding:0 6px;z-index:20;{paint}">{middle}{"".join(_tray(k, k.count(2, 6)))}{clock}</div>'
    return bar + (start_menu(k, size, tall) if k.chance(0.18) else "")


def _task(k: Kit, tall: int, running: bool) -> str:
    """Return a program on a task bar: its picture, on older systems its title too."""
    if k.look.system in ("classic", "win7", "xfce", "kde") and k.chance(0.4):
        picture, drawn = k.picture((), 16, True, "apps")
        picture = tag("span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
        place = 'style="max-width:170px;min-width:0;justify-content:flex-start"'
        inside = picture + tag("span", "one", escape(k.medium()))
        return tag("div", "btn", inside, f"{place} {mark('button', icon=drawn)}")
    active = running and k.chance(0.6)
    paint = f"background:{k.look.accent}33;box-shadow:inset 0 -2px 0 {k.look.accent};" if active else ""
    style = f"height:{tall}px;{paint}"
    state = "selected" if active else ""
    return _panel_icon(k, (), "", min(32, tall - 12), True, "apps", style, state)


def start_menu(k: Kit, size: Size, bottom: int) -> str:
    """Return an open start menu: a list or a grid of programs, search, and the power button."""
    wide, tall = k.count(320, 620), round(min(size[1] - bottom - 40, k.count(360, 640)))
    if k.chance(0.5):
        cells = []
        for _ in range(k.many(9, 24)):
            picture, drawn = k.picture((), k.r.choice((32, 40)), True, "apps")
            inside = tag(
                "span", "still", picture, f'style="display:inline-flex" {mark("icon", icon=drawn)}'
            ) + tag("span", "one", escape(k.short().text), 'style="max-width:100%"')
            cells.append(
                tag(
                    "div",
                    "item",
                    inside,
                    f'style="width:92px;flex-direction:column;gap:4px;align-items:center" {mark("list item", icon=drawn)}',
                )
            )
        body = row(*cells, cls="wrap none top")
    else:
        body = entries(k, [k.short().text for _ in range(k.many(8, 18))], "colour", selected=k.count(-1, 8))
    power = row(
        k.avatar(k.person(), 28),
        k.text(k.person()),
        '<span class="grow"></span>',
        *(k.icon_button(c, "bare") for c in k.concepts if c.english in ("Power", "Settings")),
        cls="still line-t pad",
    )
    left = (size[0] - wide) // 2 if k.look.system == "win11" else 0
    return f'<div class="menu abs col none" style="left:{left}px;bottom:{bottom}px;width:{wide}px;height:{tall}px;z-index:21"><div class="pad still">{search_field(k)}</div><div class="grow clip pad">{body}</div>{power}</div>'


def mac_menu(k: Kit) -> str:
    dark = k.look.dark
    paint = (
        "background:rgba(30,30,30,.85);color:#fff" if dark else "background:rgba(245,245,245,.9);color:#111"
    )
    apple = _panel_icon(k, ("apple", "brand-apple"), "Apple", 15)
    program = tag("span", "bold", escape(k.short().text), mark("menu"))
    return f'<div class="row thin abs" style="left:0;right:0;top:0;height:26px;padding:0 8px;z-index:20;{paint}">{apple}{program}{menu_bar(k)}<span class="grow"></span>{"".join(_tray(k, k.count(2, 6)))}<span class="nowrap" {mark("button", name=k.say("Clock"))}>{people.date(k.r)}</span></div>'


def dock(k: Kit, size: Size, side: bool = False) -> str:
    """Return a dock of programs, below or on the left."""
    big, count = k.r.choice((32, 40, 48)), k.count(5, 16)
    icons = [
        _panel_icon(k, (), "", big, True, "apps")
        for _ in range(min(count, (size[1 if side else 0] - 80) // (big + 14)))
    ]
    place = (
        "left:4px;top:50%;transform:translateY(-50%);flex-direction:column"
        if side
        else "left:50%;bottom:6px;transform:translateX(-50%)"
    )
    paint = f"background:{'rgba(40,40,40,.6)' if k.look.dark or side else 'rgba(255,255,255,.45)'}"
    return f'<div class="row thin abs" style="{place};padding:4px;border-radius:{k.r.choice((6, 14, 18))}px;z-index:20;{paint}">{"".join(icons)}</div>'


def gnome_bar(k: Kit) -> str:
    clock = f'<span class="bold nowrap" {mark("button", name=k.say("Clock"))}>{people.date(k.r).split(" ")[0]} {people.clock(k.r)}</span>'
    first = tag("span", "bold still", escape(k.say("Activities")), mark("button"))
    system = f'<span class="row thin still" {mark("button", name=k.say("System"), solid="yes")}>{"".join(k.icon(c.icons, 16) for c in k.concepts if c.english in ("Wi-Fi", "Volume", "Battery"))}</span>'
    return f'<div class="row abs" style="left:0;right:0;top:0;height:30px;padding:0 12px;z-index:20;background:#111;color:#eee">{first}<span class="grow"></span>{clock}<span class="grow"></span>{system}</div>'


def top_panel(k: Kit) -> str:
    start = k.button(k.say("Applications"), ("start-here", "apps"), "bare colour")
    tasks = [k.button(k.medium()[:24], (), "bare colour") for _ in range(k.count(1, 4))]
    clock = tag(
        "span",
        "nowrap",
        f"{people.date(k.r).split(' ')[0]}, {people.clock(k.r)}",
        mark("button", name=k.say("Clock")),
    )
    return f'<div class="row thin abs panel line-b clip" style="left:0;right:0;top:0;height:30px;padding:0 4px;z-index:20;position:absolute">{start}<span class="rule"></span>{"".join(tasks)}<span class="grow"></span>{"".join(_tray(k, k.count(2, 5)))}{clock}</div>'
