"""What an action should bring about, or what a sentence asks to check: one closed union for both.

Planners attach an expectation to every action; the reflector compares it with the settled screen. The
step language uses the same members as the conditions of ``if``, ``wait until`` and ``verify``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class TextVisible:
    """``text`` can be read on the screen."""

    text: str


@dataclass(frozen=True, slots=True)
class TextGone:
    """``text`` cannot be read on the screen."""

    text: str


@dataclass(frozen=True, slots=True)
class TextAppears:
    """``text`` can be read after the action in more places than before it."""

    text: str


@dataclass(frozen=True, slots=True)
class FieldHolds:
    """The field (plain words; empty: the one that was typed into) shows ``text``; only it if ``exactly``."""

    field: str
    text: str
    exactly: bool = False


@dataclass(frozen=True, slots=True)
class CheckboxIs:
    """The checkbox, radio button or switch named ``target`` is checked, or not."""

    target: str
    checked: bool = True


@dataclass(frozen=True, slots=True)
class PictureVisible:
    """The picture that ``target`` names (“needle "login"”) can be seen, or cannot."""

    target: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class WindowOpen:
    """A window or dialog whose title contains ``title`` is open (``is_open``) or not."""

    title: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class WindowOpens:
    """A window opened that was not there before; its title contains ``title`` where given."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class WindowCloses:
    """A window that was there before is gone; its title contains ``title`` where given."""

    title: str = ""


@dataclass(frozen=True, slots=True)
class WindowActive:
    """The window whose title or application contains ``title`` has the focus."""

    title: str


@dataclass(frozen=True, slots=True)
class TargetChanges:
    """The pixels at the target, or next to it, changed."""


@dataclass(frozen=True, slots=True)
class ScreenChanges:
    """Something on the screen changed."""


@dataclass(frozen=True, slots=True)
class NothingChanges:
    """The screen stays as it was (copying, waiting)."""


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of ``expectations`` holds."""

    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of ``expectations`` holds."""

    expectations: tuple[Expectation, ...]


Expectation: TypeAlias = (
    TextVisible
    | TextGone
    | TextAppears
    | FieldHolds
    | CheckboxIs
    | PictureVisible
    | WindowOpen
    | WindowOpens
    | WindowCloses
    | WindowActive
    | TargetChanges
    | ScreenChanges
    | NothingChanges
    | AnyOf
    | AllOf
)


def rests_on_not_reading(expectation: Expectation, holds: bool) -> bool:
    """Say whether a finding could be another one if more of the screen were read."""
    match expectation:
        case TextVisible() | TextAppears():
            return not holds
        case TextGone():
            return holds
        case FieldHolds(text=text, exactly=exactly):
            return not holds or exactly or not text
        case CheckboxIs():
            return not holds
        case WindowOpen(is_open=is_open):
            return holds != is_open
        case AnyOf(expectations):
            return not holds and any(rests_on_not_reading(e, holds) for e in expectations)
        case AllOf(expectations):
            return any(rests_on_not_reading(e, holds) for e in expectations)
        case _:
            return False


def asserts_absence(expectation: Expectation) -> bool:
    """Say whether something must not be there, which a look that comes too early would confirm."""
    match expectation:
        case TextGone() | NothingChanges():
            return True
        case WindowOpen(is_open=there) | PictureVisible(visible=there):
            return not there
        case FieldHolds(text=text):
            return not text
        case AnyOf(expectations) | AllOf(expectations):
            return any(asserts_absence(e) for e in expectations)
        case _:
            return False


def compares_texts(expectation: Expectation) -> bool:
    """Say whether what was read before an action counts, and not only what is read after it."""
    match expectation:
        case TextAppears():
            return True
        case AnyOf(expectations) | AllOf(expectations):
            return any(compares_texts(e) for e in expectations)
        case _:
            return False
