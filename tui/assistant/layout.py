"""What stands where on the main screen, and how it fits the terminal."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Footer, Static

from tui.assistant.feed import PlanTree, StepFeed
from tui.assistant.picture import ScreenPicture
from tui.assistant.prompt import Prompt
from tui.assistant.status import StatusLine

WIDTHS = [(0, "-tiny"), (40, "-narrow"), (70, "-normal"), (110, "-wide")]
"""From so many columns on the main screen has this class; its style sheet says what that means."""
HEIGHTS = [(0, "-flat"), (10, "-low"), (30, "-tall")]
_TOO_SMALL = "This terminal is {width}×{height}; the assistant needs 40×10. Make it larger, or use --plain."


def main_parts() -> ComposeResult:
    """Yield the parts of the main screen."""
    with Horizontal(id="middle"):
        with Vertical(id="left"):
            yield ScreenPicture(id="picture")
            yield PlanTree(id="plan")
        yield StepFeed(id="feed")
    yield Static("", id="too-small", markup=False)
    yield StatusLine(id="status")
    with Vertical(id="ask"):
        yield Prompt()
    yield Footer(compact=True, show_command_palette=False)


def is_too_small(size: Size) -> bool:
    """Say whether nothing but a sentence has room."""
    return size.width < WIDTHS[1][0] or size.height < HEIGHTS[1][0]


def fit(screen: Screen[object], size: Size) -> None:
    """Let the main ``screen`` fit ``size``, though another screen lies over it, or is just being left."""
    for breakpoints, cells in ((WIDTHS, size.width), (HEIGHTS, size.height)):
        _, right = max(each for each in breakpoints if each[0] <= cells)
        for _, name in breakpoints:
            screen.set_class(name == right, name)
    words = _TOO_SMALL.format(width=size.width, height=size.height)
    screen.query_one("#too-small", Static).update(words)
