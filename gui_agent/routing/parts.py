"""Putting specialists, their tools and the router together."""

from __future__ import annotations

from gui_agent.planning.model.thinker import Thinker
from gui_agent.routing.answers import PAGES, SHEETS, SHELL
from gui_agent.routing.router import RoutingPlanner
from gui_agent.routing.specialist import (
    PAGES_WINDOWS,
    PAGES_WORDS,
    PROGRAMS_WORDS,
    SPREADSHEET_WINDOWS,
    SPREADSHEET_WORDS,
    Capability,
    ScreenSpecialist,
    ToolSpecialist,
)
from gui_agent.routing.tool_planner import ToolPlanner
from gui_agent.tools.browser.tool import BrowserTool
from gui_agent.tools.runner import CommandRunner
from gui_agent.tools.sheets.tool import SheetTool
from gui_agent.tools.shell import ShellTool
from gui_agent.tools.toolbox import Tool
from gui_agent.types import Planner


def routing(
    screen: Planner, thinker: Thinker, runner: CommandRunner
) -> tuple[RoutingPlanner, tuple[Tool, ...]]:
    """Return a router over shell, browser and spreadsheet specialists, and their tools.

    ``screen`` plans what needs mouse and keyboard.
    """
    sheets, browser = SheetTool(runner), BrowserTool(runner)
    specialists = (
        ToolSpecialist(
            "spreadsheet",
            frozenset({Capability.SPREADSHEETS}),
            ToolPlanner(thinker, SHEETS, "sheets.md"),
            SPREADSHEET_WORDS,
            SPREADSHEET_WINDOWS,
            sheets.available,
        ),
        ToolSpecialist(
            "browser",
            frozenset({Capability.PAGES}),
            ToolPlanner(thinker, PAGES, "pages.md"),
            PAGES_WORDS,
            PAGES_WINDOWS,
            browser.available,
        ),
        ToolSpecialist(
            "shell",
            frozenset({Capability.PROGRAMS}),
            ToolPlanner(thinker, SHELL, "shell.md"),
            PROGRAMS_WORDS,
        ),
        ScreenSpecialist(screen),
    )
    return RoutingPlanner(specialists, thinker), (ShellTool(runner), browser, sheets)
