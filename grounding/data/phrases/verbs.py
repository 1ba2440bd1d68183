"""English verbs in three forms (click, clicking, clicks), for templates that are wrapped differently."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from grounding.data.phrases.grammar import lines_of

Form = Literal[0, 1, 2]
BASE: Form = 0
GERUND: Form = 1
THIRD: Form = 2

_VERBS = lines_of("""
CLICK: click/clicking/clicks, click/clicking/clicks, click/clicking/clicks, click/clicking/clicks, left-click/left-clicking/left-clicks, left click/left clicking/left clicks, tap/tapping/taps, single-click/single-clicking/single-clicks
PUSH: press/pressing/presses, hit/hitting/hits, push/pushing/pushes, tap/tapping/taps, activate/activating/activates, trigger/triggering/triggers, press on/pressing on/presses on, use/using/uses, smash/smashing/smashes
PICK: select/selecting/selects, choose/choosing/chooses, pick/picking/picks, go for/going for/goes for
OPEN: open/opening/opens, expand/expanding/expands, go to/going to/goes to, navigate to/navigating to/navigates to, switch to/switching to/switches to, bring up/bringing up/brings up, access/accessing/accesses, pull down/pulling down/pulls down, visit/visiting/visits, follow/following/follows, collapse/collapsing/collapses, view/viewing/views
PERFORM: perform/performing/performs, do/doing/does, make/making/makes, execute/executing/executes
FIND: find/finding/finds, locate/locating/locates, look for/looking for/looks for, search for/searching for/searches for, identify/identifying/identifies
GO: go to/going to/goes to, move to/moving to/moves to, navigate to/navigating to/navigates to, scroll to/scrolling to/scrolls to
FOCUS: focus/focusing/focuses, focus on/focusing on/focuses on, click into/clicking into/clicks into, click inside/clicking inside/clicks inside, place the cursor in/placing the cursor in/places the cursor in, put the cursor into/putting the cursor into/puts the cursor into, set the focus on/setting the focus on/sets the focus on, tap into/tapping into/taps into
DOUBLE: double-click/double-clicking/double-clicks, double click/double clicking/double clicks, doubleclick/doubleclicking/doubleclicks, double-tap/double-tapping/double-taps, dbl-click/dbl-clicking/dbl-clicks
RIGHT: right-click/right-clicking/right-clicks, right click/right clicking/right clicks, rightclick/rightclicking/rightclicks, secondary-click/secondary-clicking/secondary-clicks
HOVER: hover over/hovering over/hovers over, hover/hovering/hovers, hover on/hovering on/hovers on, hover above/hovering above/hovers above, mouse over/mousing over/mouses over, point at/pointing at/points at, point to/pointing to/points to, hover the mouse over/hovering the mouse over/hovers the mouse over, rest the pointer on/resting the pointer on/rests the pointer on
MOVEMOUSE: move/moving/moves, place/placing/places, position/positioning/positions, bring/bringing/brings, put/putting/puts
TYPE: type/typing/types, type/typing/types, type/typing/types, enter/entering/enters, enter/entering/enters, write/writing/writes, input/inputting/inputs, key in/keying in/keys in, insert/inserting/inserts, type in/typing in/types in, put/putting/puts, fill in/filling in/fills in, add/adding/adds, paste/pasting/pastes, write down/writing down/writes down
FILL: fill/filling/fills, fill in/filling in/fills in, fill out/filling out/fills out, populate/populating/populates, complete/completing/completes
SET: set/setting/sets, change/changing/changes, update/updating/updates, switch/switching/switches, edit/editing/edits, modify/modifying/modifies
SEARCH: search for/searching for/searches for, look up/looking up/looks up, look for/looking for/looks for, google/googling/googles
REPLACE: replace/replacing/replaces, overwrite/overwriting/overwrites, substitute/substituting/substitutes
PRESS: press/pressing/presses, press/pressing/presses, press/pressing/presses, hit/hitting/hits, push/pushing/pushes, strike/striking/strikes, use/using/uses, tap/tapping/taps, press down/pressing down/presses down
SEND: send/sending/sends, issue/issuing/issues, use/using/uses
SELECT: select/selecting/selects, select/selecting/selects, select/selecting/selects, choose/choosing/chooses, choose/choosing/chooses, pick/picking/picks, opt for/opting for/opts for, pick out/picking out/picks out
CHECK: check/checking/checks, check/checking/checks, tick/ticking/ticks, tick/ticking/ticks, enable/enabling/enables, turn on/turning on/turns on, switch on/switching on/switches on, activate/activating/activates, mark/marking/marks, tick off/ticking off/ticks off, check off/checking off/checks off
UNCHECK: uncheck/unchecking/unchecks, uncheck/unchecking/unchecks, untick/unticking/unticks, disable/disabling/disables, turn off/turning off/turns off, switch off/switching off/switches off, deactivate/deactivating/deactivates, unmark/unmarking/unmarks, deselect/deselecting/deselects, unselect/unselecting/unselects
TURN: turn/turning/turns, switch/switching/switches, toggle/toggling/toggles, flip/flipping/flips, set/setting/sets
DRAG: drag/dragging/drags, drag/dragging/drags, drag/dragging/drags, drag and drop/dragging and dropping/drags and drops, pull/pulling/pulls, drag-and-drop/drag-and-dropping/drag-and-drops
MOVE: move/moving/moves, shift/shifting/shifts, carry/carrying/carries, drop/dropping/drops
GRAB: grab/grabbing/grabs, take/taking/takes, pick up/picking up/picks up, click and hold/clicking and holding/clicks and holds, drag/dragging/drags
SCROLL: scroll/scrolling/scrolls, scroll/scrolling/scrolls, scroll/scrolling/scrolls, scroll/scrolling/scrolls, move/moving/moves
WAIT: wait/waiting/waits, wait/waiting/waits, wait/waiting/waits, pause/pausing/pauses, hold on/holding on/holds on, sleep/sleeping/sleeps, hang on/hanging on/hangs on
MAKE: make/making/makes, be/being/is
""")


def verbs_in(form: Form) -> Mapping[str, tuple[str, ...]]:
    """Return the verbs by name, in one form."""
    table: dict[str, tuple[str, ...]] = {}
    for line in _VERBS:
        name, _, verbs = line.partition(": ")
        table[name] = tuple(verb.split("/")[form] for verb in verbs.split(", "))
    return MappingProxyType(table)
