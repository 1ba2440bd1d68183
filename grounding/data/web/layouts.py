"""The list of all layouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grounding.data.web import layouts_apps as apps
from grounding.data.web import layouts_desktop as desktops
from grounding.data.web import layouts_launchers as launchers
from grounding.data.web import layouts_office as office
from grounding.data.web import layouts_reading as reading
from grounding.data.web import layouts_social as social
from grounding.data.web import layouts_tools as tools
from grounding.data.web import layouts_web as web
from grounding.data.web.kit import Kit
from grounding.data.web.layouts_forms import form
from grounding.data.web.layouts_settings import preferences, settings

Build = Callable[[Kit, tuple[int, int]], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of page; ``native`` ones imitate desktop programs and use no web framework."""

    kind: str
    build: Build
    weight: float = 1.0
    native: bool = False


def _filling(build: Callable[[Kit], str]) -> Build:
    """Let a layout that needs no size fill the viewport."""
    return lambda kit, _: f'<div class="clip" style="position:fixed;inset:0">{build(kit)}</div>'


def layouts() -> tuple[Layout, ...]:
    """Return every layout with its weight."""
    return (
        Layout("dashboard", _filling(web.dashboard)),
        Layout("mail", _filling(web.mail)),
        Layout("shop", _filling(web.shop)),
        Layout("form", _filling(form), 1.5),
        Layout("records", _filling(web.records)),
        Layout("desktop", desktops.desktop, 7, True),
        Layout("window", desktops.single_window, 1.5, True),
        Layout("dialog over window", desktops.lone_dialog, 1, True),
        Layout("file manager", _filling(apps.file_manager), 0.7),
        Layout("editor", _filling(apps.editor), 0.5),
        Layout("writer", _filling(office.writer), 0.5),
        Layout("spreadsheet", _filling(office.spreadsheet), 0.4),
        Layout("settings", _filling(settings), 1.2),
        Layout("preferences", _filling(preferences), 1.2),
        Layout("painter", _filling(apps.painter), 0.5),
        Layout("app grid", launchers.app_grid, 0.5, True),
        Layout("control panel", _filling(launchers.control_panel), 0.4),
        Layout("wizard", _filling(launchers.wizard), 0.5),
        Layout("gallery", _filling(launchers.gallery), 0.4),
        Layout("find dialog", _filling(launchers.find_dialog), 0.3),
        Layout("chat", _filling(social.chat), 0.8),
        Layout("kanban", _filling(social.kanban), 0.6),
        Layout("calendar", _filling(social.calendar), 0.8),
        Layout("player", _filling(social.player), 0.8),
        Layout("article", _filling(reading.article), 0.6),
        Layout("results", _filling(reading.results), 0.5),
        Layout("login", _filling(reading.login), 0.6),
        Layout("feed", _filling(reading.feed), 0.5),
        Layout("icon wall", _filling(reading.icon_wall), 0.7),
        Layout("terminal", _filling(tools.terminal), 0.2),
        Layout("browser", _filling(tools.browser), 1.2),
        Layout("task manager", _filling(tools.task_manager), 0.3),
        Layout("file dialog", _filling(tools.file_dialog), 0.4),
        Layout("print dialog", _filling(tools.print_dialog), 0.3),
        Layout("properties", _filling(tools.properties), 0.4),
        Layout("store", _filling(tools.store), 0.5),
    )
