"""Choosing: along menus, from drop-downs, and from lists that show their items."""

from __future__ import annotations

from dataclasses import replace

from grounding.phrase import parse_target
from gui_agent.expectation import (
    AllOf,
    AnyOf,
    Expectation,
    ScreenChanges,
    TargetChanges,
    TextAppears,
    TextVisible,
)
from gui_agent.planning.commands import ChooseFrom
from gui_agent.planning.primitives import act, unquoted
from gui_agent.planning.situation import Routine, Situation
from gui_agent.planning.surveying import area_to_scroll, item_as_shown, meant_instead
from gui_agent.types import Argument, PlannedAction

_POPUPS = frozenset({"context menu", "popup menu", "pop-up menu", "popup", "menu", "list of suggestions"})
"""What is already open when something is chosen from it."""
_SHOWN_LISTS = ("scroll list", "scrolling list", "listbox", "list box", "scrollable list")
"""Lists that show several items at once and are scrolled, never opened."""
SCROLL_TRIES = 30
_STEP = 1
_CUT_OFF = 16
_LOOKS, _BETWEEN = 6, 0.5
_OPENING = 6.0
"""Seconds a list is given to open: on a busy machine a browser takes as many."""


def choose(command: ChooseFrom, now: Situation) -> Routine:
    """Click the item where its list shows it; else open the drop-down or the menus one after another."""
    *opening, item = command.path
    container = command.container.casefold()
    if not container or opening or container in _POPUPS:
        return (yield from _open_and_choose(command, now))
    if container.endswith(_SHOWN_LISTS):
        now = yield from _scroll_to(unquoted(item), now)
        if not item_as_shown(unquoted(item), now) and not command.adding:
            now = yield from _spell_out(unquoted(item), now)
    if shown := item_as_shown(unquoted(item), now):
        situation = yield replace(_click_item(shown, adding=command.adding), optional=True)
        if situation.worked:
            return situation
    return (yield from _open_and_choose(command, now))


def _click_item(item: str, *, adding: bool = False) -> PlannedAction:
    arguments: dict[str, Argument] = {"modifiers": ("ctrl",)} if adding else {}
    target = f'"{unquoted(item)}"'
    return act("click", arguments, ScreenChanges(), f"choose {item}", target=target, patience=1.0)


def _scroll_to(item: str, now: Situation) -> Routine:
    """Turn the wheel until the list shows ``item``: down to its end, then up again."""
    for direction in (1, -1):
        for _ in range(SCROLL_TRIES):
            if item_as_shown(item, now):
                return now
            arguments: dict[str, Argument] = {"dy": direction * _STEP}
            scroll = act(
                "scroll", arguments, ScreenChanges(), f"look for {item}", patience=0.5, optional=True
            )
            now = yield replace(scroll, target=area_to_scroll(now))
            if not now.worked:
                break
    return now


def _seen_chosen(item: str) -> Expectation:
    """Expect ``item``, or as much of it as a closed list has room for."""
    whole = TextVisible(item)
    return whole if len(item) <= _CUT_OFF else AnyOf((whole, TextVisible(item[:_CUT_OFF])))


def _spell_out(item: str, now: Situation) -> Routine:
    """Type the item into its list, which goes to it: one turn of the wheel may go past it."""
    if not (anywhere := area_to_scroll(now)):
        return now
    situation = yield replace(_click_item(anywhere), target=anywhere, optional=True)
    if not situation.worked:
        return now
    typed = act("type", {"text": item}, ScreenChanges(), f"look for {item}", patience=1.0, optional=True)
    return (yield typed)


def _open_and_choose(command: ChooseFrom, now: Situation) -> Routine:
    *opening, item = command.path
    expectation: Expectation = ScreenChanges()
    if command.container and command.container.casefold() not in _POPUPS:
        opening = [command.container, *opening]
        expectation = AllOf((ScreenChanges(), _seen_chosen(unquoted(item))))
    for opener, shown in zip(opening, [*opening, item][1:], strict=True):
        now = yield from _open_list(opener, unquoted(shown), now, is_container=opener == command.container)
        if opener == command.container:
            now = yield from _until_shown(unquoted(shown), now)
    target = f'"{item}"' if opening else item
    return (yield act("click", {}, expectation, f"choose {item}", target=target, patience=3.0))


def _until_shown(item: str, now: Situation) -> Routine:
    """Wait for the list that was just opened: what opens it may change before the list comes."""
    for _ in range(_LOOKS):
        if item_as_shown(item, now):
            break
        now = yield act("wait", {"seconds": _BETWEEN}, None, f"wait for {item} to be shown")
    return now


def _open_list(opener: str, shown: str, now: Situation, *, is_container: bool) -> Routine:
    """Open a menu or drop-down that will show ``shown``; of a bare name the drop-down is meant."""
    # A list opens right at what opens it; elsewhere the program may paint whatever it likes.
    opened = AnyOf((TextAppears(shown), TargetChanges()))
    planned = act("click", {}, opened, f"open {opener}", target=opener, patience=_OPENING)
    if is_container and parse_target(opener).role is None:
        situation = yield replace(planned, target=f"{opener} drop-down", optional=True)
        if situation.worked or item_as_shown(shown, situation):
            return situation
    if other := meant_instead(opener, now):
        situation = yield replace(planned, optional=True)
        # It may have come late: a second click would choose from it, or close it.
        if situation.worked or item_as_shown(shown, situation):
            return situation
        planned = replace(planned, target=other)
    return (yield planned)
