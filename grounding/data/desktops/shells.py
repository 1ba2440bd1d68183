"""What a desktop draws around the windows: panels, docks, trays, icons, menus and notifications."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from grounding.data.desktops.canvas import Canvas, Colour, shortened
from grounding.data.desktops.icon_files import Application, applications
from grounding.data.widgets import words
from grounding.data.widgets.words import Pools
from grounding.types import State

Style = Literal["top bar", "taskbar", "menu bar and dock", "panel"]
STYLES: tuple[Style, ...] = ("top bar", "taskbar", "menu bar and dock", "panel")
_TRAY = {
    "network-wireless": "Wi-Fi", "network-wired": "Network", "audio-volume-high": "Volume",
    "battery": "Battery", "audio-volume-muted": "Muted", "bluetooth-active": "Bluetooth",
    "input-keyboard": "Keyboard",
    "preferences-system-notifications": "Notifications", "edit-paste": "Clipboard", "printer": "Printer",
    "software-update-available": "Updates available", "mail-unread": "New mail",
    "system-shutdown": "Shut down", "view-refresh": "Refresh", "security-high": "Security",
    "media-removable": "Removable devices",
}  # fmt: skip
_THINGS = {
    "user-home": "Home", "user-trash": "Trash", "folder": "New Folder", "computer": "Computer",
    "folder-documents": "Documents", "folder-pictures": "Pictures", "folder-download": "Downloads",
    "drive-harddisk": "Data", "folder-music": "Music", "drive-removable-media": "USB Stick",
    "text-x-generic": "notes.txt", "image-x-generic": "photo.png", "application-pdf": "report.pdf",
    "package-x-generic": "backup.zip", "x-office-spreadsheet": "budget.ods", "network-workgroup": "Network",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shell:
    """The looks of a desktop's own parts."""

    rng: random.Random
    pools: Pools
    back: Colour
    ink: Colour
    alpha: int
    size: int
    apps: tuple[Application, ...]


def random_shell(rng: random.Random, pools: Pools) -> Shell:
    dark = rng.random() < 0.65
    back: Colour = tuple(rng.randrange(10, 60) if dark else rng.randrange(215, 256) for _ in range(3))  # type: ignore[assignment]
    ink: Colour = (240, 240, 240) if dark else (25, 25, 25)
    chosen = tuple(rng.sample(applications(), min(24, len(applications()))))
    return Shell(
        rng,
        pools,
        back,
        ink,
        rng.choice((255, 255, 235, 215)),
        rng.choice((11, 12, 13, 13, 14, 15, 16)),
        chosen,
    )


def draw_shell(canvas: Canvas, shell: Shell, titles: list[str]) -> None:
    """Draw panels of one style; ``titles`` are those of the open windows, the last one is active."""
    match shell.rng.choice(STYLES):
        case "top bar":
            _top_bar(canvas, shell)
        case "taskbar":
            _task_bar(canvas, shell, titles, shell.rng.randint(32, 50), False)
        case "menu bar and dock":
            _menu_bar(canvas, shell)
        case "panel":
            _task_bar(canvas, shell, titles, shell.rng.randint(22, 30), shell.rng.random() < 0.6)
    if shell.rng.random() < 0.25:
        _notification(canvas, shell)


def _clock(shell: Shell) -> str:
    rng = shell.rng
    time = f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"
    return rng.choice(
        (
            time,
            f"{rng.choice(('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'))} {time}",
            f"{words.date(rng)}",
            f"{rng.randint(1, 28)} Nov {time}",
        )
    )


def _tray(canvas: Canvas, shell: Shell, right: int, middle: int, size: int) -> int:
    """Draw tray icons leftwards from ``right``; return where they start."""
    for name in shell.rng.sample(tuple(_TRAY), shell.rng.randint(2, 7)):
        right -= size + 8
        top = middle - size // 2
        symbolic = canvas.icon(f"{name}-symbolic", (right, top), size, shell.ink)
        if symbolic or canvas.icon(name, (right, top), size):
            canvas.tell(
                (right - 2, top - 2, right + size + 2, top + size + 2), "icon", name=_TRAY[name], icon=name
            )
        else:
            right += size + 8
    return right


def _top_bar(canvas: Canvas, shell: Shell) -> None:
    wide, high = canvas.picture.size
    bar = shell.rng.randint(26, 36)
    canvas.fill((0, 0, wide, bar), shell.back, shell.alpha)
    ink = canvas.text((12, bar // 2), "Activities", shell.size, shell.ink)
    canvas.tell((2, 0, ink[2] + 10, bar), "button", "Activities")
    clock = _clock(shell)
    ink = canvas.text((wide // 2, bar // 2), clock, shell.size, shell.ink, "mm")
    canvas.tell((ink[0] - 8, 0, ink[2] + 8, bar), "button", clock)
    _tray(canvas, shell, wide - 6, bar // 2, 16)
    if shell.rng.random() < 0.6:
        _side_dock(canvas, shell, bar, high)


def _side_dock(canvas: Canvas, shell: Shell, top: int, bottom: int) -> None:
    size = shell.rng.choice((32, 40, 48))
    wide = size + 16
    canvas.fill((0, top, wide, bottom), shell.back, max(120, shell.alpha - 60))
    y = top + 8
    for app in shell.apps[: shell.rng.randint(4, 11)]:
        if y + size + 8 > bottom - wide:
            break
        y += _launcher(canvas, app, (8, y), size) * (size + 12)
    if canvas.icon(
        "view-app-grid-symbolic", (8 + size // 4, bottom - wide + size // 4), size // 2, shell.ink
    ):
        canvas.tell(
            (0, bottom - wide, wide, bottom), "button", name="Show applications", icon="view-app-grid"
        )


def _launcher(canvas: Canvas, app: Application, at: tuple[int, int], size: int) -> bool:
    drawn = canvas.icon(app.icon, at, size)
    if drawn:
        box = (at[0] - 3, at[1] - 3, at[0] + size + 3, at[1] + size + 3)
        canvas.tell(box, "button", name=", ".join((app.name, *app.keywords[:2])), icon=app.icon)
    return drawn


def _menu_bar(canvas: Canvas, shell: Shell) -> None:
    wide, high = canvas.picture.size
    bar = shell.rng.randint(22, 28)
    canvas.fill((0, 0, wide, bar), shell.back, shell.alpha)
    x = 14
    titles = [
        shell.apps[0].name,
        *shell.rng.sample(("File", "Edit", "View", "Go", "Window", "Help", "Tools", "Insert"), 5),
    ]
    for title in titles:
        ink = canvas.text((x, bar // 2), title, shell.size, shell.ink)
        canvas.tell((x - 8, 0, ink[2] + 8, bar), "menu", title)
        x = ink[2] + 18
    clock = _clock(shell)
    ink = canvas.text((wide - 10, bar // 2), clock, shell.size, shell.ink, "rm")
    canvas.tell((ink[0] - 4, 0, wide, bar), "text", clock)
    _tray(canvas, shell, ink[0] - 6, bar // 2, 16)
    _dock(canvas, shell, wide, high)


def _dock(canvas: Canvas, shell: Shell, wide: int, high: int) -> None:
    size = shell.rng.choice((36, 48, 56, 64))
    apps = shell.apps[: shell.rng.randint(5, max(6, min(15, wide // (size + 12) - 2)))]
    length = len(apps) * (size + 10) + 14
    x, y = (wide - length) // 2, high - size - shell.rng.choice((10, 16, 22))
    canvas.fill((x, y - 7, x + length, y + size + 7), shell.back, 170, shell.rng.choice((0, 8, 16)))
    x += 12
    for app in apps:
        x += _launcher(canvas, app, (x, y), size) * (size + 10)


def _task_bar(canvas: Canvas, shell: Shell, titles: list[str], bar: int, on_top: bool) -> None:
    wide, high = canvas.picture.size
    top = 0 if on_top else high - bar
    middle, size = top + bar // 2, bar - 10
    canvas.fill((0, top, wide, top + bar), shell.back, shell.alpha)
    x = _start_button(canvas, shell, middle, size, top, bar)
    clock = _clock(shell)
    ink = canvas.text((wide - 8, middle), clock, shell.size, shell.ink, "rm")
    canvas.tell((ink[0] - 4, top, wide, top + bar), "text", clock)
    right = _tray(canvas, shell, ink[0] - 8, middle, min(22, size))
    for app in shell.apps[: shell.rng.randint(0, 6)]:
        if x + size + 12 < right:
            x += _launcher(canvas, app, (x + 4, middle - size // 2), size) * (size + 10)
    room = min(shell.rng.randint(110, 220), max(60, (right - x - 20) // max(1, len(titles))))
    for i, title in enumerate(titles):
        if x + room < right:
            _task(canvas, shell, title, (x + 4, top + 2, x + room, top + bar - 2), i == len(titles) - 1)
            x += room + 2


def _start_button(canvas: Canvas, shell: Shell, middle: int, size: int, top: int, bar: int) -> int:
    text = shell.rng.choice(("", "", "Applications", "Menu", "Start"))
    x = 6
    name = next(
        (
            n
            for n in ("start-here", "distributor-logo", "applications-all")
            if canvas.icon(n, (x, middle - size // 2), size)
        ),
        "",
    )
    x += size + 6 if name else 0
    if text or not name:
        x = canvas.text((x, middle), text or "Start", shell.size, shell.ink)[2] + 8
    canvas.tell(
        (2, top, x, top + bar),
        "button",
        text or ("" if name else "Start"),
        "" if text else "Application menu",
        name,
    )
    return x


def _task(canvas: Canvas, shell: Shell, title: str, box: tuple[int, int, int, int], active: bool) -> None:
    tone: Colour = tuple(
        min(255, max(0, c + (40 if shell.ink[0] > 128 else -30) * (2 if active else 1))) for c in shell.back
    )  # type: ignore[assignment]
    canvas.fill(box, tone, 255, 2)
    app, size = shell.rng.choice(shell.apps), min(22, box[3] - box[1] - 6)
    drawn = canvas.icon(app.icon, (box[0] + 4, (box[1] + box[3] - size) // 2), size)
    start = box[0] + 8 + (size if drawn else 0)
    text = shortened(canvas, title, shell.size, box[2] - start - 6)
    if text not in ("", "…"):
        canvas.text((start, (box[1] + box[3]) // 2), text, shell.size, shell.ink)
    states: tuple[State, ...] = ("selected",) if active else ()
    canvas.tell(box, "button", text, "", app.icon if drawn else "", *states)


def draw_icons(canvas: Canvas, shell: Shell) -> None:
    """Draw a grid of labelled icons on the background."""
    rng, (wide, high) = shell.rng, canvas.picture.size
    size = rng.choice((32, 48, 48, 64))
    cell = size + 46
    things = [(icon, label) for icon, label in rng.sample(tuple(_THINGS.items()), rng.randint(2, 10))]
    things += [(app.icon, app.name) for app in shell.apps[-rng.randint(1, 10) :]]
    rng.shuffle(things)
    x0 = 12 if rng.random() < 0.75 else wide - cell - 12
    step = cell if x0 == 12 else -cell
    x, y = x0, 40
    for icon, label in things:
        if y + cell > high - 50:
            x, y = x + step, 40
        if canvas.icon(icon, (x + (cell - size) // 2, y), size):
            text = shortened(canvas, label, shell.size, cell - 4)
            ink = canvas.text(
                (x + cell // 2, y + size + 4 + shell.size // 2),
                text,
                shell.size,
                (255, 255, 255),
                "mm",
                shadow=True,
            )
            left, right = min(ink[0], x + (cell - size) // 2), max(ink[2], x + (cell + size) // 2)
            canvas.tell(
                (left - 2, y - 2, right + 2, ink[3] + 2), "icon", text, "" if text == label else label, icon
            )
            y += cell + rng.choice((4, 4, 12))


def _notification(canvas: Canvas, shell: Shell) -> None:
    rng, (wide, high) = shell.rng, canvas.picture.size
    width, height = rng.randint(280, 380), rng.randint(70, 96)
    x = rng.choice((wide - width - 12, (wide - width) // 2))
    y = rng.choice((44, high - height - 64))
    canvas.fill((x, y, x + width, y + height), shell.back, 250, rng.choice((0, 6, 12)))
    app = rng.choice(shell.apps)
    drawn = canvas.icon(app.icon, (x + 12, y + 14), 32)
    left = x + (56 if drawn else 14)
    if drawn:
        canvas.tell((x + 12, y + 14, x + 44, y + 46), "icon", name=app.name, icon=app.icon)
    for i, text in enumerate((rng.choice(shell.pools.short), rng.choice(shell.pools.options))):
        shown = shortened(canvas, text, shell.size + 1 - i, x + width - 34 - left)
        ink = canvas.text((left, y + 22 + i * (shell.size + 10)), shown, shell.size + 1 - i, shell.ink)
        canvas.tell(ink, "text", shown)
    if canvas.icon("window-close-symbolic", (x + width - 24, y + 8), 16, shell.ink):
        canvas.tell(
            (x + width - 26, y + 6, x + width - 6, y + 26), "button", name="Close", icon="window-close"
        )


def draw_start_menu(canvas: Canvas, shell: Shell) -> None:
    """Draw an open menu of applications."""
    rng, (wide, high) = shell.rng, canvas.picture.size
    size = rng.choice((16, 22, 24, 32))
    row = max(size, shell.size) + rng.choice((8, 10, 14))
    apps = shell.apps[: min(rng.randint(5, 16), (high - 160) // row)]
    width = rng.randint(200, 320)
    x, y = rng.randint(4, wide // 2), rng.choice((40, high - 60 - len(apps) * row))
    canvas.fill((x, y, x + width, y + len(apps) * row + 8), shell.back, 255, rng.choice((0, 6)))
    for i, app in enumerate(apps):
        top = y + 4 + i * row
        drawn = canvas.icon(app.icon, (x + 8, top + (row - size) // 2), size)
        text = shortened(canvas, app.name, shell.size, width - size - 30)
        canvas.text((x + size + 18, top + row // 2), text, shell.size, shell.ink)
        canvas.tell(
            (x + 2, top, x + width - 2, top + row),
            "menu item",
            text,
            ", ".join(app.keywords[:2]),
            app.icon if drawn else "",
        )
