"""The opposite of a condition, for "unless"."""

from __future__ import annotations

from gui_agent.expectation import (
    AllOf,
    AnyOf,
    CheckboxIs,
    Expectation,
    PictureVisible,
    TextGone,
    TextVisible,
    WindowOpen,
)
from gui_agent.planning.language.refusal import refuse
from gui_agent.planning.language.tokens import Phrase


def opposite(condition: Expectation, asker: Phrase) -> Expectation:
    """Return what holds where ``condition`` does not; raises `NotUnderstood` where that cannot be said."""
    match condition:
        case TextVisible(text):
            return TextGone(text)
        case TextGone(text):
            return TextVisible(text)
        case PictureVisible(target, visible):
            return PictureVisible(target, not visible)
        case CheckboxIs(target, checked):
            return CheckboxIs(target, not checked)
        case WindowOpen(title, is_open):
            return WindowOpen(title, not is_open)
        case AnyOf(parts):
            return AllOf(tuple(opposite(part, asker) for part in parts))
        case AllOf(parts):
            return AnyOf(tuple(opposite(part, asker) for part in parts))
        case _:
            raise refuse(asker, 'Say it with “if”, for example: if "Saved" is not visible, press Ctrl+S.')
