"""Windows and dialogs drawn the way desktops draw them, with their title bars and buttons."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

from grounding.data.web.kit import Kit
from grounding.data.web.markup import col, mark, row, tag

_SHAPES = {
    "minimize": "M2 6.5h8",
    "maximize": "M2.5 2.5h7v7h-7z",
    "restore": "M2.5 4.5h5v5h-5zM4.5 4.5v-2h5v5h-2",
    "close": "M2.5 2.5l7 7M9.5 2.5l-7 7",
    "up": "M2.5 8L6 4.5L9.5 8",
    "down": "M2.5 4.5L6 8L9.5 4.5",
}
_MAC = {"close": "#ff5f57", "minimize": "#febc2e", "maximize": "#28c840"}


def window_button(k: Kit, kind: str) -> str:
    """One button of a title bar in the look's own style; its truth is the area that answers to a click."""
    shape = {"minimize": "down", "maximize": "up"}.get(kind, kind) if k.look.title == "kde" else kind
    glyph = f'<svg width="12" height="12" viewBox="0 0 12 12" fill="none" stroke="currentColor" stroke-width="1.1"><path d="{_SHAPES[shape]}"/></svg>'
    style = {
        "win10": "width:46px;align-self:stretch;min-height:29px",
        "win11": "width:46px;align-self:stretch;min-height:31px",
        "mac": f"width:12px;height:12px;border-radius:99px;background:{_MAC.get(kind, '#ccc')};margin:0 2px",
        "gnome": f"width:24px;height:24px;border-radius:99px;background:{k.look.border}88;margin:0 3px",
        "kde": "width:20px;height:20px;border-radius:99px;margin:0 2px",
        "win7": f"width:28px;height:18px;border:1px solid {k.look.border};background:{'#c75050' if kind == 'close' else k.look.panel}",
        "classic": "width:18px;height:16px;background:#d4d0c8;color:#000;border:1px solid;border-color:#fff #404040 #404040 #fff;margin:0 1px",
    }.get(k.look.title, "width:26px;height:22px")
    inside = "" if k.look.title == "mac" else glyph
    return f'<span class="still" style="display:inline-flex;align-items:center;justify-content:center;{style}" {mark("button", name=k.say(kind.capitalize()), icon=kind)}>{inside}</span>'


def title_bar(
    k: Kit, title: str, extra: str = "", kinds: tuple[str, ...] = ("minimize", "maximize", "close")
) -> str:
    look = k.look
    if k.chance(0.15) and "maximize" in kinds:
        kinds = tuple("restore" if kind == "maximize" and look.title != "mac" else kind for kind in kinds)
    order = ("close", *[kind for kind in kinds if kind != "close"]) if look.title == "mac" else kinds
    buttons = row(
        *(window_button(k, kind) for kind in order),
        cls="none still",
        style="align-self:stretch" if look.title.startswith("win1") else "",
    )
    words = k.text(title, f"one {'bold' if look.title in ('mac', 'gnome', 'xfce') else ''}")
    picture = ""
    if look.title not in ("mac", "gnome") and k.chance(0.8):
        picture = k.icon((), 16, colour=True, kind="apps")
    blue = look.title == "classic" or (look.title == "random" and k.chance(0.3))
    paint = (
        f"background:{look.accent};color:#fff"
        if blue
        else f"background:{k.r.choice((look.panel, look.surface, look.ground))}"
    )
    height = {"classic": 20, "win10": 30, "win11": 32, "mac": 28, "gnome": 42}.get(look.title, 26)
    centre = look.title in ("mac", "gnome", "kde", "xfce") and not extra
    spread = (
        f'<div class="grow row middle">{picture}{words}</div>'
        if centre
        else f'<div class="grow row">{picture}{words}{extra}</div>'
    )
    inside = buttons + spread if look.title == "mac" else spread + buttons
    pad = "0 0 0 8px" if look.title.startswith("win1") else "2px 6px"
    return f'<div class="titlebar" style="min-height:{height}px;padding:{pad};{paint}">{inside}</div>'


def window(
    k: Kit, title: str, body: str, box: tuple[int, int, int, int], active: bool = True, depth: int = 1
) -> str:
    """Return a window at ``box`` (left, top, width, height in CSS pixels)."""
    left, top, width, height = box
    place = f"left:{left}px;top:{top}px;width:{width}px;height:{height}px;z-index:{depth}"
    bar = title_bar(k, title)
    shade = "" if active else "filter:saturate(.75)"
    inside = bar + f'<div class="grow clip col none">{body}</div>'
    return f'<div class="window" style="{place};{shade}" {mark("window", text=title, state="focused" if active else "")}>{inside}</div>'


def dialog(
    k: Kit,
    title: str,
    body: str,
    buttons: tuple[str, ...],
    width: int,
    place: str,
    framed: bool | None = None,
) -> str:
    """Return a dialog with its buttons below; ``place`` is its CSS position."""
    look = k.look
    system = framed if framed is not None else look.system != "random"
    if system:
        head = title_bar(k, title, kinds=("close",))
    else:
        close = (
            k.icon_button(next(c for c in k.concepts if c.english == "Close"), "bare")
            if k.chance(0.7)
            else ""
        )
        head = row(k.text(title, "big bold one"), '<span class="grow"></span>', close, cls="pad2")
    strong = k.count(0, len(buttons) - 1) if buttons else 0
    danger = "danger" if k.chance(0.1) else "main"
    shown = [
        k.button(words, None, danger if i == strong and k.chance(0.9) else "")
        for i, words in enumerate(buttons)
    ]
    side = k.r.choice(("end", "end", "middle", "between"))
    foot = (
        row(*shown, cls=f"pad {side}", style=f"background:{look.panel}" if k.chance(0.3) else "")
        if buttons
        else ""
    )
    inside = head + tag("div", "pad2", body) + foot
    return f'<div class="dialog" style="width:{width}px;{place}" {mark("dialog", text=title)}>{inside}</div>'


def message(k: Kit) -> tuple[str, str, tuple[str, ...]]:
    """Return (title, body, buttons) of a question or message."""
    kind = k.r.choice(("Warning", "Error", "Info", "Help"))
    words = (
        ("dialog-warning", "alert")
        if kind == "Warning"
        else ("dialog-error", "alert-circle")
        if kind == "Error"
        else ("dialog-information", "information")
    )
    picture = k.icon(words, k.r.choice((32, 40, 48)), colour=k.chance(0.7)) if k.chance(0.75) else ""
    texts = col(
        k.text(k.medium(), "bold", "div") if k.chance(0.5) else "",
        k.text(k.sentence(), name="div"),
        k.check(k.some("Do not ask again", "Remember my decision"), state="") if k.chance(0.25) else "",
        cls="grow",
    )
    pairs = (
        ("Cancel", "OK"),
        ("No", "Yes"),
        ("Cancel", "Delete"),
        ("OK",),
        ("Cancel", "Save", "Discard"),
        ("Close",),
        ("Yes", "No", "Cancel"),
        ("Retry", "Cancel"),
        ("Apply", "Cancel"),
    )
    return k.short().text, row(picture, texts, cls="top wide"), tuple(k.say(w) for w in k.r.choice(pairs))


def escape_title(words: str) -> str:
    return escape(words)
