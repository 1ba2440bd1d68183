"""What a screen is made of once it has been read, and where a target is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from actions.geometry import Box, Point
from actions.screenshot import Screenshot

Role = Literal[
    "text",
    "button",
    "field",
    "checkbox",
    "radio",
    "switch",
    "tab",
    "menu",
    "menu item",
    "link",
    "list item",
    "tree item",
    "cell",
    "column header",
    "combo box",
    "slider",
    "spin box",
    "scroll bar",
    "icon",
    "image",
    "document",
    "window",
    "dialog",
]
State = Literal["checked", "unchecked", "selected", "focused", "disabled", "expanded"]


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A run of words on one line, and where it stands in screen pixels."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class UIElement:
    """Something a person could point at; ``box`` is in screen pixels, ``score`` in 0-1.

    ``meaning`` says what a picture without words stands for ("delete, bin"); empty where unknown.
    ``pieces`` are the words inside of ``box`` in reading order, where known: joined they are ``text``.
    """

    box: Box
    role: Role
    text: str = ""
    state: frozenset[State] = frozenset()
    score: float = 1.0
    meaning: str = ""
    pieces: tuple[TextPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedScreen:
    """Everything found on one screenshot, in reading order."""

    elements: tuple[UIElement, ...]
    region: Box

    def texts(self) -> list[str]:
        return [e.text for e in self.elements if e.text]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place the target could be; ``score`` in 0-1 says how well it fits."""

    point: Point
    box: Box
    score: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Grounding:
    """Where the target is; ``alternatives`` are other candidates, best first."""

    point: Point
    box: Box
    score: float
    label: str = ""
    alternatives: tuple[Candidate, ...] = ()


class ScreenParser(Protocol):
    """Pixels in, elements out."""

    def parse(self, screenshot: Screenshot) -> ParsedScreen: ...


class GroundingModel(Protocol):
    """Words in, point out."""

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Find ``target`` (plain words). Raises `TargetNotFound`, `AmbiguousTarget`, `InvalidTarget`."""
        ...
