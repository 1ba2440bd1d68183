"""What lies over a page: dialogs, open menus, toasts and tips."""

from __future__ import annotations

from grounding.data.web.kit import Kit
from grounding.data.web.markup import row, tag
from grounding.data.web.parts import popup_menu
from grounding.data.web.windows import dialog, message

Size = tuple[int, int]


def overlay(k: Kit, size: Size) -> str:
    """Return one thing over the page, where a program would put it."""
    match k.r.choice(("dialog", "dialog", "menu", "menu", "menu", "toast", "tip")):
        case "dialog":
            return modal(k, size)
        case "menu":
            return popup_menu(k, k.r.uniform(0, size[0] * 0.75), k.r.uniform(0, size[1] * 0.6))
        case "toast":
            return toast(k)
        case _:
            left, top = k.r.uniform(0, size[0] * 0.8), k.r.uniform(20, size[1] * 0.9)
            return (
                f'<div class="tip fixed" style="left:{left:.0f}px;top:{top:.0f}px">{k.text(k.medium())}</div>'
            )


def modal(k: Kit, size: Size) -> str:
    title, body, buttons = message(k)
    width = min(size[0] - 40, k.count(300, 620))
    left, top = (size[0] - width) / 2, size[1] * k.r.uniform(0.1, 0.4)
    back = (
        f'<div class="back fixed" style="inset:0;background:rgba(0,0,0,{k.r.uniform(0.15, 0.55):.2f})"></div>'
        if k.chance(0.7)
        else ""
    )
    return back + dialog(
        k, title, body, buttons, width, f"position:fixed;z-index:60;left:{left:.0f}px;top:{top:.0f}px"
    )


def toast(k: Kit) -> str:
    side = k.r.choice(
        ("right:16px;bottom:16px", "left:50%;bottom:20px;transform:translateX(-50%)", "right:16px;top:16px")
    )
    picture = k.icon(k.concept().icons, 20) if k.chance(0.6) else ""
    act = k.button(k.some("Undo", "Retry", "Open"), None, "bare") if k.chance(0.4) else ""
    close = (
        k.icon_button(next(c for c in k.concepts if c.english == "Close"), "bare") if k.chance(0.5) else ""
    )
    return tag("div", "toast fixed pad", row(picture, k.text(k.medium()), act, close), f'style="{side}"')
