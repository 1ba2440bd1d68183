"""Reflection without a model: does the settled screen show what was expected?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from grounding.errors import AmbiguousTarget, GroundingError, TargetNotFound
from grounding.types import Grounding, GroundingModel, ParsedScreen, Role, UIElement
from gui_agent.attention import ground_attentively
from gui_agent.expectation import (
    AllOf,
    AnyOf,
    CheckboxIs,
    Expectation,
    FieldHolds,
    NothingChanges,
    PictureVisible,
    ScreenChanges,
    TargetChanges,
    TextAppears,
    TextGone,
    TextVisible,
    WindowActive,
    WindowCloses,
    WindowOpen,
    WindowOpens,
    compares_texts,
    rests_on_not_reading,
)
from gui_agent.finding import Finding, Scene, shortened
from gui_agent.screen_text import contains, count_text, find_text, fold, text_within
from gui_agent.typed_text import find_typed_text
from gui_agent.types import Observation, PlannedAction, Reflection

FRAME, TITLE_BAR = 8, 32
"""Pixels of a window that its window manager draws."""
PLAIN = 12
"""How much the channels of an area of one colour may differ."""
NEARBY = 24
"""Pixels around a target in which a change counts as a change of the target."""
TICKS = frozenset("√✓✔☑")
TICK_SIZE = 24
"""Pixels of a tick at most."""
_TYPED_INTO: frozenset[Role] = frozenset({"field", "combo box", "spin box"})
MASK_CHARACTERS = frozenset("•●∙·*.oO°-_ ")


class ScreenReflector:
    """Checks expectations on the parsed screen, the changed pixels and the list of windows.

    ``look_closely``, where there is one, reads a screen again before what was not seen counts as not there.
    """

    def __init__(
        self, grounder: GroundingModel, look_closely: Callable[[Screenshot], ParsedScreen] | None = None
    ) -> None:
        self._grounder = grounder
        self._look_closely = look_closely

    def judge(
        self,
        planned: PlannedAction,
        before: Observation,
        after: Observation,
        grounding: Grounding | None,
    ) -> Reflection:
        if planned.expectation is None:
            return Reflection("success", "nothing to check yet; the next step shows whether it worked")
        finding = self.find(planned.expectation, Scene(before, after, grounding))
        if finding.holds:
            return Reflection("success", finding.words, finding.evidence)
        if after.changes:
            return Reflection("unexpected", finding.words, after.changes[0])
        return Reflection("no_effect", f"{finding.words}; the screen did not change")

    def holds(self, condition: Expectation, now: Observation) -> bool:
        """Say whether ``condition`` holds on the screen as it is."""
        return self.find(condition, Scene(now, now)).holds

    def find(self, expectation: Expectation, scene: Scene) -> Finding:
        """Check one expectation; what the quick look did not show is looked for closely."""
        finding = self._find(expectation, scene)
        if self._look_closely is None or not rests_on_not_reading(expectation, finding.holds):
            return finding
        # Only what is to appear is counted before as well: a close look costs a screen of OCR.
        before = scene.before
        if compares_texts(expectation):
            before = _seen_closely(before, self._look_closely)
        close = Scene(before, _seen_closely(scene.after, self._look_closely), scene.grounding)
        return self._find(expectation, close)

    def _find(self, expectation: Expectation, scene: Scene) -> Finding:
        match expectation:
            case TextVisible() | TextGone() | TextAppears():
                return _find_text(expectation, scene)
            case FieldHolds():
                return self._find_field(expectation, scene)
            case CheckboxIs():
                return self._find_checkbox(expectation, scene)
            case PictureVisible():
                return self._find_picture(expectation, scene)
            case WindowOpen() | WindowOpens() | WindowCloses() | WindowActive():
                return _find_window(expectation, scene)
            case TargetChanges() | ScreenChanges() | NothingChanges():
                return _find_change(expectation, scene)
            case AnyOf(expectations) | AllOf(expectations):
                findings = [self._find(e, scene) for e in expectations]
                return _combine(findings, any_of=isinstance(expectation, AnyOf))

    def _find_field(self, wanted: FieldHolds, scene: Scene) -> Finding:
        box = self._field_box(wanted.field, scene)
        if box is not None:
            read = text_within(scene.after.screen, box)
            if _field_shows(read, wanted, scene, box):
                return Finding(
                    True, f"“{shortened(read) or '(masked)'}” stands in {wanted.field or 'it'}", box
                )
            if wanted.exactly or not wanted.text:
                return Finding(
                    False, f"{wanted.field} shows “{shortened(read)}”, not “{shortened(wanted.text)}”", box
                )
        typed = find_typed_text(wanted, scene)
        if (
            box is not None
            and typed.evidence is not None
            and _is_in_another_field(typed.evidence, box, scene)
        ):
            return Finding(False, f"“{shortened(wanted.text)}” stands in another field", typed.evidence)
        return typed

    def _field_box(self, field: str, scene: Scene) -> Box | None:
        if not field:
            return scene.grounding.box if scene.grounding else None
        try:
            return ground_attentively(self._grounder, scene.after, field).box.expanded(3)
        except GroundingError:
            return None

    def _find_checkbox(self, wanted: CheckboxIs, scene: Scene) -> Finding:
        word = "checked" if wanted.checked else "unchecked"
        try:
            box = ground_attentively(self._grounder, scene.after, wanted.target).box
        except GroundingError as error:
            return Finding(False, str(error))
        element = _stateful_at(scene.after.screen.elements, box, wanted.target)
        if element is None and (tick := _tick_at(scene.after.screen.elements, box)) is not None:
            return Finding(wanted.checked, f"{wanted.target} has a tick", tick)
        if element is None:
            return Finding(False, f"I see no box to tick at “{wanted.target}”", box)
        if word in element.state:
            return Finding(True, f"{wanted.target} is {word}", element.box)
        return Finding(False, f"{wanted.target} is not {word}", element.box)

    def _find_picture(self, wanted: PictureVisible, scene: Scene) -> Finding:
        try:
            box = ground_attentively(self._grounder, scene.after, wanted.target).box
        except AmbiguousTarget as several:
            box = several.candidates[0].box
        except TargetNotFound:
            return Finding(not wanted.visible, f"{wanted.target} is not on the screen")
        return Finding(wanted.visible, f"{wanted.target} is on the screen", box)


def _seen_closely(seen: Observation, look: Callable[[Screenshot], ParsedScreen]) -> Observation:
    return replace(seen, screen=look(seen.screenshot))


def _find_text(expectation: TextVisible | TextGone | TextAppears, scene: Scene) -> Finding:
    text, screen = expectation.text, scene.after.screen
    found = find_text(screen, text)
    box = found[0].box if found else None
    match expectation:
        case TextVisible():
            return Finding(bool(found), f"“{shortened(text)}” is {'' if found else 'not '}on the screen", box)
        case TextGone():
            where = "is still on the screen" if found else "is not on the screen"
            return Finding(not found, f"“{shortened(text)}” {where}", box)
        case TextAppears():
            more = count_text(screen, text) > count_text(scene.before.screen, text)
            return Finding(more, f"“{shortened(text)}” {'appeared' if more else 'did not appear'}", box)


def _is_in_another_field(text: Box, field: Box, scene: Scene) -> bool:
    """Say whether ``text`` stands in another field than the one at ``field``, which is one too and empty."""
    fields = [e.box for e in scene.after.screen.elements if e.role in _TYPED_INTO]
    here = [b for b in fields if b.iou(field) >= 0.5]
    holding = [b for b in fields if b.contains(text.center)]
    if not here or not holding or any(b.overlaps(h) for b in holding for h in here):
        return False
    return not text_within(scene.after.screen, here[0]).strip("|")


def _field_shows(read: str, wanted: FieldHolds, scene: Scene, box: Box) -> bool:
    plain = fold(read).removesuffix("|")  # a text cursor at its end
    if not wanted.text:
        return not plain or contains(wanted.field, read)
    if wanted.exactly:
        return plain == fold(wanted.text)
    if contains(read, wanted.text):
        return True
    # A narrow field scrolls: its visible part must be a part of the text, and not a short one.
    if len(fold(read)) >= 8 and contains(wanted.text, read):
        return True
    masked = bool(read) and set(read) <= MASK_CHARACTERS
    secret = any(word in wanted.field.casefold() for word in ("password", "passphrase", "pin", "secret"))
    return (masked or secret) and any(box.overlaps(change) for change in scene.after.changes)


def _stateful_at(elements: tuple[UIElement, ...], box: Box, label: str) -> UIElement | None:
    stateful = [e for e in elements if e.state & {"checked", "unchecked"}]
    touching = [e for e in stateful if e.box.expanded(4).overlaps(box)]
    named = [e for e in touching if e.text and contains(label, e.text)]
    return next(iter(named or touching), None)


def _tick_at(elements: tuple[UIElement, ...], box: Box) -> Box | None:
    """Return the tick in the label at ``box`` or right before it: a small box may be read as a text."""
    for each in elements:
        sign = each.text.strip() in TICKS if each.text else "tick" in each.meaning.split(", ")
        small = max(each.box.width, each.box.height) <= TICK_SIZE
        in_line = box.y1 <= each.box.center.y <= box.y2
        if sign and small and in_line and box.x1 - NEARBY <= each.box.x1 <= box.x1 + TICK_SIZE:
            return each.box
    return None


def _find_window(
    expectation: WindowOpen | WindowOpens | WindowCloses | WindowActive, scene: Scene
) -> Finding:
    before = {w.id: w for w in scene.before.windows}
    now = {w.id: w for w in scene.after.windows}
    match expectation:
        case WindowOpens(title):
            fresh = [w for w in now.values() if w.id not in before and named(w, title)]
            drawn = [w for w in fresh if _is_drawn(w, scene)]
            if drawn:
                return Finding(True, f"the window “{drawn[-1].title}” opened", drawn[-1].box)
            if fresh:
                return Finding(
                    False, f"the window “{fresh[-1].title}” opened and is still empty", fresh[-1].box
                )
            return Finding(False, f"no window {title} opened".replace("  ", " "))
        case WindowCloses(title):
            gone = [w for w in before.values() if w.id not in now and named(w, title)]
            return Finding(bool(gone), "the window closed" if gone else "no window closed")
        case WindowActive(title):
            active = scene.after.active_window
            ready = active is not None and (active.id in before or _is_drawn(active, scene))
            holds = active is not None and ready and named(active, title)
            shown = active.title if active else "no window"
            return Finding(holds, f"“{shown}” has the focus", active.box if active else None)
        case WindowOpen(title, is_open):
            box = _open_window(title, scene)
            words = f"“{title}” is {'open' if box else 'not open'}"
            return Finding((box is not None) == is_open, words, box)


def _is_drawn(window: Window, scene: Scene) -> bool:
    """Say whether a new window shows something of its own: many are there before they are painted."""
    inside = window.box.expanded(-FRAME)
    inside = Box(inside.x1, window.box.y1 + TITLE_BAR, inside.x2, inside.y2)
    pixels = scene.after.screenshot.crop(inside)
    if pixels.size == 0:
        return True
    return not _is_plain(pixels) and any(change.overlaps(inside) for change in scene.after.changes)


def _is_plain(pixels: Image) -> bool:
    """Say whether no channel differs by more than `PLAIN` anywhere."""
    # Along the rows first: a hundred times as fast as over all pixels at once.
    lowest, highest = pixels.min(axis=0).min(axis=0), pixels.max(axis=0).max(axis=0)
    return bool((highest - lowest <= PLAIN).all())


def named(window: Window, title: str) -> bool:
    """Say whether ``title`` names ``window``, by its title or its application; empty names any."""
    wanted = fold(title)
    return not wanted or wanted in fold(window.title) or wanted in fold(window.application)


def _open_window(title: str, scene: Scene) -> Box | None:
    for window in scene.after.windows:
        if named(window, title):
            return window.box
    # In-page and in-window dialogs are no windows of the window manager's.
    shown = find_text(scene.after.screen, title) if title else ()
    return shown[0].box if shown else None


def _find_change(expectation: TargetChanges | ScreenChanges | NothingChanges, scene: Scene) -> Finding:
    changes = scene.after.changes
    match expectation:
        case NothingChanges():
            known = {w.id for w in scene.before.windows}
            fresh = [w for w in scene.after.windows if w.id not in known]
            words = f"“{fresh[0].title}” opened" if fresh else "nothing had to change"
            return Finding(not fresh, words)
        case TargetChanges() if scene.grounding is not None:
            near = scene.grounding.box.expanded(NEARBY)
            changes = tuple(c for c in changes if c.overlaps(near))
            place = "at the target"
        case _:
            place = "on the screen"
    words = f"something changed {place}" if changes else f"nothing changed {place}"
    return Finding(bool(changes), words, changes[0] if changes else None)


def _combine(findings: list[Finding], *, any_of: bool) -> Finding:
    good = [f for f in findings if f.holds]
    bad = [f for f in findings if not f.holds]
    if any_of:
        return good[0] if good else Finding(False, " and ".join(f.words for f in bad))
    if bad:
        return Finding(False, "; ".join(f.words for f in bad), bad[0].evidence)
    evidence = next((f.evidence for f in good if f.evidence), None)
    return Finding(True, "; ".join(f.words for f in good), evidence)
