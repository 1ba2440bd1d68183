"""Imitations of whole desktops: wallpaper, icons, windows, panels, docks, trays and start menus."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from collections.abc import Callable
from html import escape

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.layouts_apps import editor, file_manager, painter
from grounding.data.web.layouts_launchers import control_panel, find_dialog, gallery, quick_settings, wizard
from grounding.data.web.layouts_office import spreadsheet, writer
from grounding.data.web.layouts_settings import preferences, settings
from grounding.data.web.layouts_social import calendar, chat, player
from grounding.data.web.layouts_tools import (
    browser,
    calculator,
    file_dialog,
    print_dialog,
    properties,
    store,
    task_manager,
    terminal,
)
from grounding.data.web.layouts_web import mail
from grounding.data.web.markup import col, mark
from grounding.data.web.panels import panels
from grounding.data.web.parts import popup_menu
from grounding.data.web.windows import dialog, message, window

Size = tuple[int, int]
SMALL = (preferences, calculator, print_dialog, wizard, find_dialog, file_dialog)


def programs() -> tuple[Callable[[Kit], str], ...]:
    return (
        file_manager, file_manager, writer, writer, editor, control_panel, wizard, gallery, find_dialog, preferences, spreadsheet, settings,
        settings, preferences, painter, browser, browser, terminal, calculator,
        task_manager, file_dialog, print_dialog, properties, store, player,
        chat, calendar, mail,
    )  # fmt: skip


def desktop(k: Kit, size: Size) -> str:
    """Return a desktop with icons, up to three windows and the panels of its system."""
    width, height = size
    parts = [wallpaper(k), desktop_icons(k, size)]
    count = k.r.choice((0, 1, 1, 1, 2, 2, 3))
    top = 32 if k.look.system in ("mac", "gnome", "xfce") else 0
    for i in range(count):
        build = k.r.choice(programs())
        wide, tall = round(width * k.r.uniform(0.45, 0.95)), round((height - 60) * k.r.uniform(0.5, 0.95))
        small = build in SMALL
        if small:
            wide, tall = min(wide, k.count(300, 620)), min(tall, k.count(220, 520))
        left, upper = k.count(0, max(0, width - wide)), top + k.count(0, max(0, height - 60 - tall))
        if i == count - 1 and not small and k.chance(0.3):
            left, upper, wide, tall = 0, top, width, height - top - (0 if k.look.system == "gnome" else 44)
        title = f"{people.file_name(k.r)} – {k.short().text}" if k.chance(0.6) else k.short().text
        parts.append(window(k, title, build(k), (left, upper, wide, tall), i == count - 1, 2 + i))
    if k.chance(0.2):
        title, body, buttons = message(k)
        left, upper = k.count(10, max(11, width - 460)), k.count(40, max(41, height - 320))
        parts.append(
            dialog(
                k,
                title,
                body,
                buttons,
                k.count(320, 440),
                f"position:absolute;z-index:9;left:{left}px;top:{upper}px",
                True,
            )
        )
    parts.append(panels(k, size))
    if k.chance(0.1):
        parts.append(quick_settings(k, size))
    if k.chance(0.25):
        parts.append(popup_menu(k, k.r.uniform(0, width * 0.7), k.r.uniform(20, height * 0.5)))
    return f'<div class="clip" style="position:fixed;inset:0">{"".join(parts)}</div>'


def wallpaper(k: Kit) -> str:
    hue = k.count(0, 359)
    grounds = (
        f"linear-gradient({k.count(0, 360)}deg,hsl({hue},{k.count(20, 90)}%,{k.count(10, 60)}%),hsl({hue + k.count(20, 120)},60%,{k.count(20, 80)}%))",
        f"hsl({hue},{k.count(0, 70)}%,{k.count(5, 70)}%)",
        f"radial-gradient(circle at {k.count(0, 100)}% {k.count(0, 100)}%,hsl({hue},80%,60%),hsl({hue + 60},70%,15%) 70%)",
    )
    blobs = "".join(
        f'<path d="M0 {k.count(30, 90)} C{k.count(10, 40)} {k.count(10, 90)} {k.count(50, 80)} {k.count(10, 100)} 100 {k.count(20, 90)} V100 H0Z" fill="hsl({hue + 20 * i},{k.count(30, 80)}%,{k.count(15, 75)}%)" opacity=".7"/>'
        for i in range(k.count(0, 4))
    )
    photo = clouds(k, hue) if k.chance(0.3) else ""
    return f'<div class="abs" style="inset:0;background:{k.r.choice(grounds)}"><svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" style="display:block">{photo}{blobs}</svg></div>'


def clouds(k: Kit, hue: int) -> str:
    """Return a picture as uneven as a photograph: coloured noise."""
    rough, octaves = k.r.choice((0.004, 0.012, 0.03, 0.08)), k.count(2, 4)
    noise = f'<feTurbulence type="fractalNoise" baseFrequency="{rough} {rough * k.r.uniform(0.5, 3):.4f}" numOctaves="{octaves}" seed="{k.count(0, 9999)}"/><feColorMatrix type="hueRotate" values="{hue}"/><feComponentTransfer><feFuncA type="linear" slope="0" intercept="1"/></feComponentTransfer>'
    return f'<filter id="noise" x="0" y="0" width="1" height="1">{noise}</filter><rect width="100" height="100" filter="url(#noise)" opacity="{k.r.uniform(0.35, 1):.2f}"/>'


def desktop_icons(k: Kit, size: Size) -> str:
    """Icons with labels on the wallpaper; picture and label together are one icon to click."""
    count = k.r.choice((0, 2, 4, 6, 9, 14, 24))
    big, per_column = k.r.choice((32, 48, 48, 64)), max(1, (size[1] - 120) // 100)
    from_right = k.look.system == "mac"
    parts = []
    for i in range(count):
        words = k.r.choice(
            (
                people.file_name(k.r),
                people.folder_name(k.r),
                k.say(k.r.choice(("Computer", "Trash", "Home", "Network", "Documents", "Downloads"))),
                k.short().text,
            )
        )
        kind = k.r.choice(("apps", "places", "mimetypes"))
        picture, drawn = k.picture([words.split(".")[0].lower()], big, True, kind)
        x, y = 8 + (i // per_column) * 96, 36 + (i % per_column) * 96
        side = "right" if from_right else "left"
        on = f"background:{k.look.accent}66;" if k.chance(0.06) else ""
        label = f'<span class="center" style="color:#fff;max-width:100%;overflow-wrap:anywhere;line-height:1.2;background:rgba(0,0,0,.35)">{escape(words)}</span>'
        parts.append(
            f'<div class="abs col thin" style="{side}:{x}px;top:{y}px;width:84px;align-items:center;{on}"><div class="col thin" style="align-items:center;max-width:84px" {mark("icon", icon=drawn, solid="yes", state="selected" if on else "")}>{picture}{label}</div></div>'
        )
    return "".join(parts)


def lone_dialog(k: Kit, size: Size) -> str:
    """Return a program's window filling the screen with a dialog over it."""
    title, body, buttons = message(k)
    wide = min(size[0] - 20, k.count(320, 520))
    left, top = (size[0] - wide) // 2, k.count(60, max(61, size[1] // 2))
    main = window(k, k.short().text, k.r.choice(programs())(k), (0, 0, size[0], size[1]), False)
    front = dialog(
        k, title, col(body), buttons, wide, f"position:absolute;z-index:9;left:{left}px;top:{top}px", True
    )
    return f'<div class="clip" style="position:fixed;inset:0">{main}{front}</div>'


def single_window(k: Kit, size: Size) -> str:
    """One program's window, filling the screen."""
    body = k.r.choice([build for build in programs() if build not in SMALL])(k)
    return f'<div class="clip" style="position:fixed;inset:0">{window(k, people.file_name(k.r) + " - " + k.short().text, body, (0, 0, size[0], size[1]))}</div>'
