"""Whether a record that a person edited, or somebody else exported, makes sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from gui_agent.errors import MemoryFileError
from gui_agent.memory.induction import MOST_MOVES, PLAYED
from gui_agent.memory.records import Entry, Exemplar, Move, Shortcut, Slot, Workflow
from gui_agent.memory.templates import changed_move, slots_in
from gui_agent.screen_text import fold

LONGEST_TITLE = 400
LONGEST_TEXT = 8000


def checked(entry: Entry) -> Entry:
    """Return ``entry`` with the key that its template asks for. Raises `MemoryFileError`."""
    if len(entry.title) > LONGEST_TITLE or len(entry.application) > LONGEST_TITLE:
        raise MemoryFileError(f"titles and programs have at most {LONGEST_TITLE} characters")
    match entry.body:
        case Workflow(template=template, slots=slots, moves=moves):
            _check_names(slots)
            _check_same(slots_in(template), slots)
            _check_moves(moves, slots)
            return replace(entry, key=fold(template))
        case Shortcut(slots=slots, moves=moves):
            _check_names(slots)
            _check_moves(moves, slots)
        case Exemplar(template=template):
            return replace(entry, key=fold(template))
    return entry


def _check_names(slots: Iterable[Slot]) -> None:
    names = [slot.name for slot in slots]
    if len(set(names)) < len(names):
        raise MemoryFileError(f"two slots have one name: {', '.join(names)}")


def _check_same(named: Iterable[str], slots: Iterable[Slot]) -> None:
    wanted, known = set(named), {slot.name for slot in slots}
    if wanted != known:
        different = ", ".join(sorted(wanted ^ known))
        raise MemoryFileError(f"the template and the list of slots must name the same ones; see {different}")


def _check_moves(moves: tuple[Move, ...], slots: Iterable[Slot]) -> None:
    known = {slot.name for slot in slots}
    if not 0 < len(moves) <= MOST_MOVES:
        raise MemoryFileError(f"a routine has 1 to {MOST_MOVES} moves")
    for number, move in enumerate(moves, start=1):
        texts = _texts(move)
        if move.kind not in PLAYED and not move.asks:
            raise MemoryFileError(f"move {number} ({move.kind}) can only be decided anew: set asks = true")
        if unknown := {name for text in texts for name in slots_in(text)} - known:
            raise MemoryFileError(
                f"move {number} uses slots that are not there: {', '.join(sorted(unknown))}"
            )
        if any(len(text) > LONGEST_TEXT for text in texts):
            raise MemoryFileError(f"move {number} has a text of more than {LONGEST_TEXT} characters")


def _texts(move: Move) -> list[str]:
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    changed_move(move, note)
    return found
