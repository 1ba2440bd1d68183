"""Expectations that wait: a test fails only when what it expects has not come in time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import overload

from gui_agent.desk import Desk, NotDone
from gui_agent.expectation import CheckboxIs, Expectation, FieldHolds, TextGone, TextVisible, WindowOpen
from gui_agent.qa.locator import Locator
from gui_agent.qa.operator import Screen
from gui_agent.types import PlannedAction
from gui_agent.words import describe_expectation

_BETWEEN_LOOKS = 0.1


@overload
def expect(subject: Screen) -> ScreenExpectations: ...
@overload
def expect(subject: Locator) -> LocatorExpectations: ...
def expect(subject: Screen | Locator) -> ScreenExpectations | LocatorExpectations:
    """Return what can be expected of a screen or of a thing on it.

    Every expectation waits up to ``timeout`` seconds, the subject's own where it is None, and raises
    AssertionError with what the screen shows instead.
    """
    match subject:
        case Screen():
            return ScreenExpectations(subject)
        case Locator():
            return LocatorExpectations(subject)


class ScreenExpectations:
    """What a screen should show."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def to_show(self, text: str, timeout: float | None = None) -> None:
        """Expect that ``text`` can be read."""
        self._expect(TextVisible(text), timeout)

    def not_to_show(self, text: str, timeout: float | None = None) -> None:
        """Expect that ``text`` cannot be read."""
        self._expect(TextGone(text), timeout)

    def to_have_window(self, title: str, timeout: float | None = None) -> None:
        """Expect that a window or dialog whose title contains ``title`` is open."""
        self._expect(WindowOpen(title), timeout)

    def not_to_have_window(self, title: str, timeout: float | None = None) -> None:
        """Expect that no window whose title contains ``title`` is open."""
        self._expect(WindowOpen(title, is_open=False), timeout)

    def _expect(self, expectation: Expectation, timeout: float | None) -> None:
        _await(self._screen.desk, expectation, self._screen.timeout if timeout is None else timeout)


class LocatorExpectations:
    """What a thing on the screen should be like."""

    def __init__(self, locator: Locator) -> None:
        self._locator = locator

    def to_be_visible(self, timeout: float | None = None) -> None:
        """Expect that it can be seen."""
        self._poll(self._locator.is_visible, "can be seen", timeout)

    def not_to_be_visible(self, timeout: float | None = None) -> None:
        """Expect that it cannot be seen."""
        self._poll(lambda: not self._locator.is_visible(), "cannot be seen", timeout)

    def to_be_checked(self, checked: bool = True, timeout: float | None = None) -> None:
        """Expect that this checkbox, radio button or switch is checked, or not."""
        self._expect(CheckboxIs(self._locator.target, checked), timeout)

    def to_hold(self, text: str, *, exactly: bool = True, timeout: float | None = None) -> None:
        """Expect that this field holds ``text``, and where ``exactly`` nothing else."""
        self._expect(FieldHolds(self._locator.target, text, exactly), timeout)

    def _expect(self, expectation: Expectation, timeout: float | None) -> None:
        _await(self._locator.desk, expectation, self._seconds(timeout))

    def _seconds(self, timeout: float | None) -> float:
        return self._locator.timeout if timeout is None else timeout

    def _poll(self, holds: Callable[[], bool], what: str, timeout: float | None) -> None:
        seconds = self._seconds(timeout)
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() >= deadline:
                raise AssertionError(f"expected within {seconds:g} s that {self._locator.target} {what}")
            time.sleep(_BETWEEN_LOOKS)


def _await(desk: Desk, expectation: Expectation, seconds: float) -> None:
    said = describe_expectation(expectation)
    watch = PlannedAction(
        "wait",
        arguments={"seconds": 0.0},
        expectation=expectation,
        thought=f"expect that {said}",
        patience=seconds,
    )
    try:
        desk.do(watch)
    except NotDone as error:
        raise AssertionError(f"expected within {seconds:g} s that {said}; {error}") from error
