"""Does one thing to the application and says what came of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Literal

from actions.action import Move, TypeText
from actions.errors import WindowNotFound
from actions.screenshot import Image
from actions.settle import changed_boxes
from gui_agent.exploring.application import Application, Health
from gui_agent.exploring.doing import CloseFront, Doing, FillIn, Press, control_of, planned, words_of
from gui_agent.exploring.scenes import Control, Scene, same_control
from gui_agent.types import ApprovalRequest, Approver

Result = Literal["shown", "nothing", "denied", "lost", "outside", "ended", "crashed", "hangs"]
"""``nothing`` changed but the control itself; ``lost`` is a control that is not there any more."""

_LIT, _LIT_SECONDS = 0.3, 0.3
"""A button under the pointer is painted anew, at least this share of it; a box to tick is not."""
_LEAST_RING, _RING_WIDTH, _BARE = 16, 4, 0.02


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the scene after it, where there is one, and the reason of what went otherwise."""

    result: Result
    scene: Scene | None = None
    reason: str = ""


def try_out(
    application: Application, before: Scene, doing: Doing, seen_in: Scene, approver: Approver
) -> Outcome:
    """Do ``doing``, which was seen in ``seen_in``, on the scene ``before``. Raises `ComputerError`."""
    here = _here(doing, seen_in, before)
    if here is None:
        return Outcome("lost", before)
    actions = planned(here, before)
    for plan, action in actions:
        approval = approver.review(ApprovalRequest("explore", 0, before.observation, plan, action))
        if approval.decision != "approve":
            return Outcome("denied", before, approval.reason)
    strangers = {w.id for w in application.strangers()}
    try:
        application.execute(actions[0][1])
    except WindowNotFound:
        return Outcome("lost", before)
    health = application.health()
    if health.state == "runs" and isinstance(here, FillIn):
        health = _type(application, before, here)
    if health.state != "runs":
        result: Result = health.state
        return Outcome(result, None, health.evidence)
    if others := [w for w in application.strangers() if w.id not in strangers]:
        return Outcome("outside", None, f"it opened {others[-1].title or others[-1].application}")
    after = application.look()
    if not after.windows:
        return Outcome("ended", None, "it closed its last window")
    return Outcome("nothing" if _nothing_came(before, after, here) else "shown", after)


def responds(application: Application, scene: Scene, control: Control) -> bool:
    """Say whether the control shows that the pointer is on it: a label or a disabled control does not."""
    place, before = application.desktop, scene.observation.screenshot.crop(control.box)
    place.execute(Move(control.aim))
    application.health()
    deadline = time.monotonic() + _LIT_SECONDS
    lit = False
    while not lit and time.monotonic() < deadline:
        changed = (place.screenshot(control.box).image != before).any(axis=2)
        lit = bool(changed.size and changed.mean() >= _LIT)
        time.sleep(0.02)
    application.move_away()
    return lit


def _here(doing: Doing, seen_in: Scene, now: Scene) -> Doing | None:
    """Return ``doing`` with its control as it is now; None where that cannot be found."""
    control = control_of(doing)
    if control is None:
        return None if isinstance(doing, CloseFront) and now.active is None else doing
    best = _found_again(control, seen_in, now)
    if best is None:
        return None
    match doing:
        case FillIn(_, text):
            return FillIn(best, text)
        case _:
            return type(doing)(best)  # type: ignore[call-arg]


def _found_again(control: Control, seen_in: Scene, now: Scene) -> Control | None:
    """Return ``control`` at its place in ``now``: as a control, or by its words, whatever box holds them."""
    near = [c for c in now.controls if same_control(c, now.origin, control, seen_in.origin)]
    if near:
        return min(near, key=lambda c: (c.label != control.label, c.aim.distance_to(control.aim)))
    dx, dy = now.origin.x - seen_in.origin.x, now.origin.y - seen_in.origin.y
    aim, box = control.aim.offset(dx, dy), control.box.offset(dx, dy)
    words = " ".join(token.text for token in now.tokens if box.contains(token.box.center))
    if not control.label or not words or control.label not in words:
        return None
    return replace(control, aim=aim, box=box)


def _type(application: Application, before: Scene, doing: FillIn) -> Health:
    """Type where the click gave a field the keyboard; into anything else keys would be commands."""
    after = application.look()
    changes = changed_boxes(before.observation.screenshot.image, after.observation.screenshot.image)
    inside = doing.control.box.expanded(4)
    if not changes or not all(inside.contains(box.center) for box in changes):
        return Health()
    application.execute(TypeText(doing.text))
    return application.health()


def _nothing_came(before: Scene, after: Scene, doing: Doing) -> bool:
    """Say whether nothing changed but who has the keyboard, which is shown by a ring around the control."""
    if not isinstance(doing, Press) or [w.id for w in before.windows] != [w.id for w in after.windows]:
        return False
    one, other = before.observation.screenshot, after.observation.screenshot
    return all(_is_ring(one.crop(box), other.crop(box)) for box in changed_boxes(one.image, other.image))


def _is_ring(before: Image, after: Image) -> bool:
    if min(before.shape[:2]) < _LEAST_RING:
        return False
    inner = (before != after)[_RING_WIDTH:-_RING_WIDTH, _RING_WIDTH:-_RING_WIDTH]
    return bool(inner.mean() < _BARE)


def describe(doing: Doing, outcome: Outcome) -> str:
    """Say what was done and what came of it, on one line."""
    told = {
        "nothing": "nothing to see",
        "denied": f"left out: {outcome.reason}",
        "lost": "not there any more",
        "outside": f"left the application: {outcome.reason}",
        "ended": outcome.reason,
        "crashed": f"CRASHED: {outcome.reason}",
        "hangs": f"HANGS: {outcome.reason}",
        "shown": "",
    }[outcome.result]
    return f"{words_of(doing)}{f': {told}' if told else ''}"
