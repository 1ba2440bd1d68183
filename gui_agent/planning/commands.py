"""The step language after parsing: a closed union of commands, targets still in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from actions.action import MouseButton
from gui_agent.expectation import Expectation


@dataclass(frozen=True, slots=True)
class OpenApplication:
    """Start ``name``; ``arguments`` are files or addresses to open with it."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SwitchTo:
    """Bring a window to the front."""

    window: str


@dataclass(frozen=True, slots=True)
class CloseWindowNamed:
    """Close a window; the active one where ``window`` is empty."""

    window: str = ""


@dataclass(frozen=True, slots=True)
class ClickOn:
    """Click ``target``."""

    target: str
    button: MouseButton = "left"
    count: int = 1
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HoverOver:
    """Rest the pointer on ``target``."""

    target: str


@dataclass(frozen=True, slots=True)
class EnterText:
    """Type ``text`` into the field ``target``, or where the focus is when it is empty.

    ``replacing``: what the field held before is removed first. ``called`` is what the sentence calls the
    text (the name, the title): it goes into the field of that name, where the screen shows one.
    """

    text: str
    target: str = ""
    replacing: bool = False
    called: str = ""


@dataclass(frozen=True, slots=True)
class ClearField:
    """Remove everything from the field ``target``, or from where the focus is."""

    target: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Replace every ``old`` by ``new`` in the document, with the application's find-and-replace."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class PressKeyCombination:
    """Press canonical ``keys`` together, ``count`` times."""

    keys: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class ChooseFrom:
    """Choose along a menu ``path`` (several words: File, Save As…), or one item.

    ``container`` names the drop-down, list or menu the item is in, where the sentence says so.
    ``adding``: what was chosen there before stays chosen.
    """

    path: tuple[str, ...]
    container: str = ""
    adding: bool = False


@dataclass(frozen=True, slots=True)
class SetChecked:
    """Make the checkbox, radio button or switch ``target`` checked, unchecked, or the other (None)."""

    target: str
    checked: bool | None = True


@dataclass(frozen=True, slots=True)
class DragOnto:
    """Drag ``source`` to ``destination``."""

    source: str
    destination: str


@dataclass(frozen=True, slots=True)
class ResizeArea:
    """Make the area ``target`` larger (1) or smaller (-1) ``across`` and ``down``; 0 leaves it."""

    target: str
    across: Literal[-1, 0, 1]
    down: Literal[-1, 0, 1]


@dataclass(frozen=True, slots=True)
class SelectText:
    """Select ``text`` where it stands on the screen; everything where it is empty.

    ``within`` names the field or the paragraph whose whole text is meant instead.
    """

    text: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class ScrollBy:
    """Scroll by ``amount`` notches or pages, or to the ``end`` of the direction."""

    direction: Literal["up", "down", "left", "right"]
    amount: int = 3
    unit: Literal["notches", "pages", "end"] = "notches"
    target: str = ""


@dataclass(frozen=True, slots=True)
class ScrollUntil:
    """Scroll until ``target`` can be seen."""

    target: str
    direction: Literal["up", "down", "left", "right"] = "down"


@dataclass(frozen=True, slots=True)
class WaitSeconds:
    """Wait."""

    seconds: float


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Wait until ``condition`` holds, at most ``timeout`` seconds."""

    condition: Expectation
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Edit:
    """One of the commands every application has on a well-known shortcut."""

    operation: Literal["copy", "cut", "paste", "undo", "redo", "save", "select all", "find"]


@dataclass(frozen=True, slots=True)
class SaveAs:
    """Save the document under ``name`` (a file name or a path)."""

    name: str


@dataclass(frozen=True, slots=True)
class Verify:
    """Check that ``condition`` holds; the task fails where it does not."""

    condition: Expectation


@dataclass(frozen=True, slots=True)
class If:
    """Do ``then`` where ``condition`` holds now, else ``otherwise``."""

    condition: Expectation
    then: tuple[Sentence, ...]
    otherwise: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Do ``body`` ``times`` times."""

    times: int
    body: tuple[Sentence, ...]


SimpleCommand: TypeAlias = (
    OpenApplication
    | SwitchTo
    | CloseWindowNamed
    | ClickOn
    | HoverOver
    | EnterText
    | ClearField
    | ReplaceText
    | PressKeyCombination
    | ChooseFrom
    | SetChecked
    | DragOnto
    | ResizeArea
    | SelectText
    | ScrollBy
    | ScrollUntil
    | WaitSeconds
    | WaitUntil
    | Edit
    | SaveAs
    | Verify
)

Command: TypeAlias = SimpleCommand | If | Repeat


@dataclass(frozen=True, slots=True)
class Sentence:
    """A command with the words it came from (shown to the person as it is carried out)."""

    command: Command
    source: str
