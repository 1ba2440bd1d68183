"""The pytest plugin: a fresh desktop, an operator, and records of what failed.

Nothing is imported before a test asks for a fixture: the plugin is loaded in every pytest run.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from actions.computer import Computer
    from gui_agent.desk import Desk
    from gui_agent.parts import Parts
    from gui_agent.qa.cache.memory import CaseMemory
    from gui_agent.qa.operator import Operator

_DESK: pytest.StashKey[Desk] = pytest.StashKey()
_MEMORY: pytest.StashKey[CaseMemory] = pytest.StashKey()
_PASSED: pytest.StashKey[bool] = pytest.StashKey()
_PICTURES: pytest.StashKey[dict[str, None]] = pytest.StashKey()
TAKEN_OVER = """You used mouse or keyboard ({what}) while the test worked on your desktop:
it says nothing about the application. Run it again and leave them alone, or from a terminal, where Enter
lets it go on; or without --gui-headed, on a private desktop."""
_TERMINAL = Path("/dev/tty")
LONGEST_TIMEOUT = 86_400.0
_HEALED = "gui-agent: found anew"
_NOT_AS_PICTURED = "gui-agent: not as its picture"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of graphical tests."""
    group = parser.getgroup("gui-agent", "tests of graphical applications")
    group.addoption("--gui-headed", action="store_true", help="Work on this desktop, to watch it happen.")
    group.addoption("--gui-screen", default="1280x800", metavar="WIDTHxHEIGHT", help="Size of a desktop.")
    group.addoption("--gui-video", action="store_true", help="Make a film of every test's screens.")
    group.addoption("--gui-runs", metavar="FOLDER", help="Keep the records of every test here.")
    group.addoption(
        "--gui-timeout", type=_seconds, default=10.0, metavar="SECONDS", help="How long to wait, 0 to 86400."
    )
    group.addoption(
        "--gui-cache",
        choices=("found", "on", "off", "fresh"),
        default="found",
        help="What passed tests saw, kept beside them in NAME.cache.json: used where it is found, kept (on), "
        "not used (off), or learnt anew (fresh).",
    )


def _seconds(text: str) -> float:
    """Return a time to wait; pytest says what is wrong with another one."""
    import argparse

    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= LONGEST_TIMEOUT:  # nor what is no number at all
        what = f"give seconds from 0 to {LONGEST_TIMEOUT:g}, not {text!r}"
        raise argparse.ArgumentTypeError(what)
    return value


@pytest.fixture
def desktop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Computer]:
    """Open a private desktop with its own home folder (`tmp_path / "home"`), or this one if headed."""
    from actions.errors import ComputerError
    from gui_agent.errors import SettingsError

    home = tmp_path / "home"
    home.mkdir()
    trouble = ""
    try:
        opened = _open_desktop(request, home)
    except (ComputerError, SettingsError) as error:
        trouble = str(error)
    if trouble:
        pytest.fail(f"no desktop to test on: {trouble}", pytrace=False)
    with contextlib.closing(opened):
        yield opened


def _open_desktop(request: pytest.FixtureRequest, home: Path) -> Computer:
    """Open what the tests work on. Raises `ComputerError`, `SettingsError`."""
    from actions.geometry import Size
    from gui_agent.settings import load_settings

    settings = load_settings(screen=request.config.getoption("--gui-screen"))
    size = Size(*settings.screen_size)
    if request.config.getoption("--gui-headed"):
        from gui_agent.doors.opening import own_desktop

        return own_desktop(settings)
    from actions.desktop_session import StartingDesktop

    starting = StartingDesktop(size, home)
    try:
        # It starts while what works it is imported.
        if "gui_desk" in request.fixturenames:
            import gui_agent.desk
            import gui_agent.qa.operator  # noqa: F401
        from actions.virtual_desktop import VirtualDesktop
    except BaseException:
        starting.close()
        raise
    return VirtualDesktop(size, home, starting=starting)


@pytest.fixture
def computer(desktop: Computer) -> Computer:
    """Give the desktop's screen, mouse and keyboard, without an agent."""
    return desktop


@pytest.fixture
def gui_desk(request: pytest.FixtureRequest, desktop: Computer, tmp_path: Path) -> Iterator[Desk]:
    """Work the desktop action by action, everything recorded."""
    from gui_agent.desk import Desk

    chosen = request.config.getoption("--gui-runs")
    name = re.sub(r"[^\w.-]+", "-", request.node.nodeid).strip("-")[-100:]
    runs = Path(chosen).absolute() / name if chosen else tmp_path / "runs"
    memory, parts = _remembering(request, desktop)
    watchers = (memory,) if memory else ()
    desk = Desk(
        desktop, runs, name=request.node.name, parts=parts, watchers=watchers, computer_name="virtual"
    )
    request.node.stash[_DESK] = desk
    try:
        with _person_at_the_terminal(request, desk):
            yield desk
    finally:
        folder = desk.folder
        desk.close()
        if memory and request.node.stash.get(_PASSED, False):
            from gui_agent.qa.cache.file import keep_memory

            keep_memory(request.path, request.node.name, memory, request.config.getoption("--gui-cache"))
        if folder is not None and request.config.getoption("--gui-video"):
            from gui_agent.report.film import film

            film(folder)


@contextlib.contextmanager
def _person_at_the_terminal(request: pytest.FixtureRequest, desk: Desk) -> Iterator[None]:
    """Say there that a person took over, and let Enter go on; without a terminal, the test will fail."""
    with contextlib.ExitStack() as stack:
        if request.config.getoption("--gui-headed"):
            from gui_agent.console_hold import ConsoleHold

            # Standard input and output are pytest's own.
            with contextlib.suppress(OSError):
                source = stack.enter_context(_TERMINAL.open())
                out = stack.enter_context(_TERMINAL.open("w"))
                if os.tcgetpgrp(source.fileno()) == os.getpgrp():
                    ConsoleHold(desk.hold, source, out).attend()
        yield


def _remembering(request: pytest.FixtureRequest, desktop: Computer) -> tuple[CaseMemory | None, Parts]:
    """Open what is kept of this test and eyes that ask it first; only eyes where nothing is kept."""
    from gui_agent.errors import AgentError
    from gui_agent.parts import embedded_parts
    from gui_agent.qa.cache.eyes import remembering_parts
    from gui_agent.qa.cache.file import open_memory
    from gui_agent.qa.pictures import with_pictures
    from gui_agent.settings import load_settings

    try:
        memory = open_memory(request.path, request.node.name, request.config.getoption("--gui-cache"))
    except AgentError as error:
        pytest.fail(str(error), pytrace=False)
    pictures: dict[str, None] = {}
    request.node.stash[_PICTURES] = pictures
    around = with_pictures(request.path.parent, pictures)
    if memory is None:
        return None, embedded_parts(desktop, around=around)
    request.node.stash[_MEMORY] = memory
    return memory, remembering_parts(desktop, load_settings(), memory, around)


@pytest.fixture
def agent(request: pytest.FixtureRequest, gui_desk: Desk) -> Operator:
    """Work an application: `do`, `locate`, `launch`, `press`, `type`, `screen`."""
    from gui_agent.qa.operator import Operator

    return Operator(gui_desk, request.config.getoption("--gui-timeout"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Attach to a failed test what its screen shows and where its record is."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()  # type: ignore[attr-defined]
    desk = item.stash.get(_DESK, None)
    if report.when == "call":
        item.stash[_PASSED] = report.passed
        memory = item.stash.get(_MEMORY, None)
        report.user_properties += [(_HEALED, target) for target in memory.healed] if memory else []
        pictures = item.stash.get(_PICTURES, {})
        report.user_properties += [(_NOT_AS_PICTURED, picture) for picture in pictures]
    if report.when != "call" or not report.failed or desk is None:
        return
    if what := desk.taken_over:
        report.sections.append(("gui-agent: a person took over", TAKEN_OVER.format(what=what)))
    report.sections.append(("gui-agent", _what_was_seen(desk)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell which targets no longer look as the caches say."""
    for report in terminalreporter.getreports("passed"):
        healed = [f"“{target}”" for name, target in report.user_properties if name == _HEALED]
        if healed:
            told = ", ".join(healed)
            terminalreporter.write_line(f"{report.nodeid}: found anew, since they changed: {told}")
        pictures = "; ".join(str(how) for name, how in report.user_properties if name == _NOT_AS_PICTURED)
        if pictures:
            terminalreporter.write_line(f"{report.nodeid}: not as its picture: {pictures}")


def _what_was_seen(desk: Desk) -> str:
    """Tell the last screen; a broken machine must not hide why the test failed."""
    from actions.errors import ComputerError
    from gui_agent.errors import AgentError
    from gui_agent.qa.operator import Screen

    record = f"record: {desk.folder / 'report.html'}" if desk.folder else "nothing was done before it failed"
    try:
        screen = Screen(desk, 0.0)
        desk.runs.mkdir(parents=True, exist_ok=True)
        picture = screen.save(desk.runs / "failed.png")
        return f"{record}\nscreenshot: {picture}\n{screen.description}"
    except (ComputerError, AgentError, OSError) as error:
        return f"{record}\nthe screen cannot be shown: {error}"
