"""Reflection without a model: does the settled screen show what was expected?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from actions.geometry import Box
from actions.screenshot import Screenshot
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
from gui_agent.misreadings import is_all_of, shows, shows_beginning
from gui_agent.reading_again import CarefulReader, ReadAgain
from gui_agent.screen_text import contains, fold, text_within
from gui_agent.typed_text import find_typed_text
from gui_agent.types import Observation, PlannedAction, Reflection
from gui_agent.window_checks import find_window

NEARBY = 24
"""Pixels around a target in which a change counts as a change of the target."""
TICKS = frozenset("√✓✔☑")
TICK_SIZE = 24
"""Pixels of a tick at most."""
_FULL = 0.8
"""Of a field's width, that a text takes up which may be wider than the field."""
_TYPED_INTO: frozenset[Role] = frozenset({"field", "combo box", "spin box"})
MASK_CHARACTERS = frozenset("•●∙·*.oO°-_ ")


class ScreenReflector:
    """Checks expectations on the parsed screen, the changed pixels and the list of windows.

    ``look_closely``, where there is one, reads a screen again before what was not seen counts as not there;
    ``read_again`` reads a place again where nearly the text is read that is asked for.
    """

    def __init__(
        self,
        grounder: GroundingModel,
        look_closely: Callable[[Screenshot], ParsedScreen] | None = None,
        read_again: ReadAgain | None = None,
    ) -> None:
        self._grounder = grounder
        self._look_closely = look_closely
        self._reader = CarefulReader(read_again)

    def judge(
        self,
        planned: PlannedAction,
        before: Observation,
        after: Observation,
        grounding: Grounding | None,
    ) -> Reflection:
        if planned.expectation is None:
            return Reflection("success", "nothing to check yet; the next step shows whether it worked")
        finding = self.find(planned.expectation, Scene(before, after, grounding, planned.kind != "wait"))
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
        after = _seen_closely(scene.after, self._look_closely)
        return self._find(expectation, replace(scene, before=before, after=after))

    def _find(self, expectation: Expectation, scene: Scene) -> Finding:
        match expectation:
            case TextVisible() | TextGone() | TextAppears():
                return _find_text(expectation, scene, self._reader)
            case FieldHolds():
                return self._find_field(expectation, scene)
            case CheckboxIs():
                return self._find_checkbox(expectation, scene)
            case PictureVisible():
                return self._find_picture(expectation, scene)
            case WindowOpen() | WindowOpens() | WindowCloses() | WindowActive():
                return find_window(expectation, scene, self._reader)
            case TargetChanges() | ScreenChanges() | NothingChanges():
                return _find_change(expectation, scene)
            case AnyOf(expectations) | AllOf(expectations):
                findings = [self._find(e, scene) for e in expectations]
                return _combine(findings, any_of=isinstance(expectation, AnyOf))

    def _find_field(self, wanted: FieldHolds, scene: Scene) -> Finding:
        box = self._field_box(wanted.field, scene)
        if box is not None:
            shown = partial(_field_shows, wanted=wanted, scene=scene, box=box)
            read = self._reader.read_within(scene.after, box, shown, wanted.text)
            if shown(read):
                return Finding(
                    True, f"“{shortened(read) or '(masked)'}” stands in {wanted.field or 'it'}", box
                )
            if wanted.exactly or not wanted.text:
                return Finding(
                    False, f"{wanted.field} shows “{shortened(read)}”, not “{shortened(wanted.text)}”", box
                )
        typed = find_typed_text(wanted, scene, self._reader)
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


def _find_text(
    expectation: TextVisible | TextGone | TextAppears, scene: Scene, reader: CarefulReader
) -> Finding:
    text = expectation.text
    # What must not be there must not be there in another form either.
    found = reader.find(scene.after, text, shows_beginning if isinstance(expectation, TextGone) else shows)
    box = found[0].box if found else None
    match expectation:
        case TextVisible():
            return Finding(bool(found), f"“{shortened(text)}” is {'' if found else 'not '}on the screen", box)
        case TextGone():
            where = "is still on the screen" if found else "is not on the screen"
            return Finding(not found, f"“{shortened(text)}” {where}", box)
        case TextAppears():
            more = reader.count(scene.after, text) > reader.count(scene.before, text)
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
    without_caret = read.strip().removesuffix("|")
    if not wanted.text:
        return not without_caret or contains(wanted.field, read)
    if wanted.exactly:
        return is_all_of(without_caret, wanted.text)
    if shows(read, wanted.text):
        return True
    # A narrow field scrolls: its visible part must be a part of the text, and not a short one.
    if len(fold(read)) >= 8 and contains(wanted.text, read) and (scene.acted or _is_full(box, scene)):
        return True
    masked = bool(read) and set(read) <= MASK_CHARACTERS
    secret = any(word in wanted.field.casefold() for word in ("password", "passphrase", "pin", "secret"))
    return (masked or secret) and any(box.overlaps(change) for change in scene.after.changes)


def _is_full(field: Box, scene: Scene) -> bool:
    """Say whether the text in ``field`` may go on beyond what can be seen of it."""
    elements = [e for e in scene.after.screen.elements if e.text and field.contains(e.box.center)]
    texts = [p.box for e in elements for p in e.pieces] or [e.box for e in elements if e.role == "text"]
    return bool(texts) and Box.covering(texts).width >= _FULL * field.width


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
