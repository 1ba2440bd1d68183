"""Rules that say which actions are allowed, asked about or refused.

A policy file is TOML: ``default`` (a decision) and any number of ``[[rule]]`` tables, looked at in order; the
first one whose every given line fits decides. ``default_policy.toml`` beside this file is an example.

::

    decision      approve | ask | reject | terminate
    reason        what the person is told
    kinds         kinds of action: click, move, drag, scroll, type, press, hold, wait, launch, focus_window,
                  close_window; of tools: run_command, run_script, open_page, read_page, fill_field,
                  click_element, read_cells, write_cells, restore
    applications  window class, for restricting rules also the title, of the window acted on; a permission
                  needs it at both ends of a drag, and starts no programs
    regions       boxes [x1, y1, x2, y2] in screen pixels that hold a point of the action
    words         words of the target: as planned, and as read on the screen where the action goes
    near          words on the screen around it, or in the dialog it is in
    typed         words of the text that is typed
    keys          combinations; ctrl+alt+* is any key with these modifiers
    launches      programs, by name or command
    score_below   a number: the place of the target was found with a lower score (0-1)

Words may hold ``*`` and are compared by their looks. What the screen says can only make a decision stricter:
a rule that approves may not look at words, and sees applications by their class, never by their title.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from actions.action import HoldKeys, Launch, PressKeys, TypeText
from actions.errors import UnknownKey
from actions.geometry import Box, Point
from actions.keys import MODIFIERS, parse_combination
from gui_agent.errors import SettingsError
from gui_agent.surroundings import (
    acted_on_windows,
    points_of,
    target_texts,
    texts_near,
)
from gui_agent.tools.action import AnyAction, FillField, RunCommand, RunScript, kind_of
from gui_agent.types import ActionKind, ApprovalRequest
from gui_agent.wording import mentions

Decision = Literal["approve", "ask", "reject", "terminate"]
_WORD_FIELDS = ("words", "near", "typed")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; an empty field fits everything. ``reason`` is shown to the person."""

    decision: Decision
    reason: str = ""
    kinds: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    regions: tuple[Box, ...] = ()
    words: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    launches: tuple[str, ...] = ()
    score_below: float = 0.0

    def fits(self, request: ApprovalRequest) -> bool:
        action = request.action
        return (
            (not self.kinds or kind_of(action) in self.kinds)
            and (not self.keys or any(_pressed(action, keys) for keys in self.keys))
            and (not self.launches or _launched(action, self.launches))
            and (not self.regions or self._in_regions(points_of(action)))
            and (not self.applications or self._in_application(request))
            and self._words_fit(request)
            and (not self.score_below or _is_unsure(request, self.score_below))
        )

    def _in_regions(self, points: tuple[Point, ...]) -> bool:
        inside = [any(region.contains(point) for region in self.regions) for point in points]
        # A restriction holds as soon as one end of a drag is inside, a permission only with both.
        return bool(inside) and (all(inside) if self.decision == "approve" else any(inside))

    def _words_fit(self, request: ApprovalRequest) -> bool:
        action = request.action
        typed = [action.text] if isinstance(action, TypeText | RunScript | FillField) else []
        return (
            (not self.typed or _any_mention(typed, self.typed))
            and (not self.words or _any_mention(target_texts(request), self.words))
            and (not self.near or _any_mention(texts_near(request), self.near))
        )

    def _in_application(self, request: ApprovalRequest) -> bool:
        windows = acted_on_windows(request)
        if self.decision == "approve":
            # A program to be started is not the one that has the focus.
            known = all(w is not None and _any_name([w.application], self.applications) for w in windows)
            return known and not isinstance(request.action, Launch)
        names = [name for w in windows if w is not None for name in (w.application, w.title)]
        # Where no one can say which windows are open, restrictions go by what can be read.
        return _any_name(names or request.observation.screen.texts(), self.applications)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a policy decided, and why."""

    decision: Decision
    reason: str


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules in order, and what happens where none fits."""

    rules: tuple[Rule, ...] = ()
    default: Decision = "ask"

    def decide(self, request: ApprovalRequest) -> Ruling:
        for rule in self.rules:
            if rule.fits(request):
                return Ruling(rule.decision, rule.reason or f"a rule says {rule.decision}")
        return Ruling(
            self.default, "no rule speaks against it" if self.default == "approve" else "no rule allows it"
        )


def default_policy() -> Policy:
    """Return the policy of a real desktop: consequential actions are asked about, the rest is allowed."""
    source = resources.files("gui_agent") / "default_policy.toml"
    return parse_policy(source.read_text("utf-8"), "the default policy")


def load_policy(path: Path) -> Policy:
    """Read a policy file. Raises `SettingsError` naming file and field."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"the policy file {path} cannot be read: {reason}") from error
    return parse_policy(text, str(path))


def parse_policy(text: str, name: str) -> Policy:
    """Read a policy from TOML ``text``; ``name`` is how errors call it. Raises `SettingsError`."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{name} is not TOML: {error}") from error
    if unknown := sorted(set(data) - {"default", "rule"}):
        raise SettingsError(f"{name}: there is no field {unknown[0]!r}; use default and [[rule]]")
    tables = data.get("rule", [])
    if not isinstance(tables, list):
        raise SettingsError(f"{name}: write rules as [[rule]], with two brackets")
    rules = tuple(_rule(table, f"{name}, rule {n}") for n, table in enumerate(tables, start=1))
    return Policy(rules, _decision(data.get("default", "ask"), f"{name}, default"))


def _rule(table: object, where: str) -> Rule:
    if not isinstance(table, dict):
        raise SettingsError(f"{where} must be a table")
    names = {"kinds", "applications", "words", "near", "typed", "keys", "launches"}
    if unknown := sorted(set(table) - names - {"decision", "reason", "regions", "score_below"}):
        raise SettingsError(f"{where}: there is no field {unknown[0]!r}")
    decision = _decision(table.get("decision"), f"{where}, decision")
    reason = table.get("reason", "")
    if not isinstance(reason, str):
        raise SettingsError(f"{where}, reason must be text")
    lists = {key: _texts(table[key], f"{where}, {key}") for key in names & set(table)}
    rule = Rule(
        decision,
        reason,
        regions=_regions(table.get("regions", []), f"{where}, regions"),
        score_below=_score(table.get("score_below", 0.0), f"{where}, score_below"),
        **lists,
    )
    _check_sense(rule, where)
    return rule


def _score(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SettingsError(f"{where} must be a number from 0 to 1, not {value!r}")
    return float(value)


def _check_sense(rule: Rule, where: str) -> None:
    known = get_args(ActionKind)
    if wrong := [kind for kind in rule.kinds if kind not in known]:
        raise SettingsError(f"{where}, kinds: there is no kind {wrong[0]!r}; use {', '.join(known)}")
    for combination in rule.keys:
        try:
            _combination(combination)
        except UnknownKey as error:
            raise SettingsError(f"{where}, keys: {error}") from None
    if rule.decision == "approve" and rule.score_below:
        raise SettingsError(f"{where}, score_below: being unsure is no reason to approve; ask or reject")
    if rule.decision == "approve" and (used := [name for name in _WORD_FIELDS if getattr(rule, name)]):
        raise SettingsError(
            f"{where}, {used[0]}: a rule that approves cannot go by words, because a screen can show any; "
            "use kinds, applications, regions or keys"
        )


def _is_unsure(request: ApprovalRequest, score: float) -> bool:
    return request.grounding is not None and request.grounding.score < score


def _decision(value: object, where: str) -> Decision:
    match value:
        case "approve" | "ask" | "reject" | "terminate":
            return value
    raise SettingsError(f"{where} must be one of {', '.join(get_args(Decision))}, not {value!r}")


def _texts(value: object, where: str) -> tuple[str, ...]:
    items = value if isinstance(value, list) else []
    if not items or not all(isinstance(item, str) and item.strip(" *") for item in items):
        raise SettingsError(f'{where} must be a list of words such as ["delete"]')
    return tuple(items)


def _regions(value: object, where: str) -> tuple[Box, ...]:
    def is_box(item: Any) -> bool:
        right = isinstance(item, list) and len(item) == 4 and all(type(n) is int for n in item)
        return right and item[0] < item[2] and item[1] < item[3]

    if not isinstance(value, list) or not all(is_box(item) for item in value):
        raise SettingsError(
            f"{where} must be a list of boxes [x1, y1, x2, y2] in whole pixels, x1 < x2, y1 < y2"
        )
    return tuple(Box(*item) for item in value)


def _combination(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the keys of a pattern, and whether any further keys may be pressed with them."""
    if text.endswith("+*"):
        return parse_combination(text[:-2]), True
    return parse_combination(text), False


def _pressed(action: AnyAction, pattern: str) -> bool:
    keys, more = _combination(pattern)
    match action:
        case PressKeys(pressed) | HoldKeys(pressed):
            held = set(pressed) & set(MODIFIERS)
            return (
                set(keys) <= set(pressed) and held == set(keys) & set(MODIFIERS)
                if more
                else set(keys) == set(pressed)
            )
        case TypeText(text):
            # In typed text a new line is the Enter key, and a space the space bar of whatever has the focus,
            # which a tab hands on.
            pressed_space = not text.strip(" ") or "\t " in text or "\n " in text
            return (keys == ("enter",) and "\n" in text) or (keys == ("space",) and pressed_space)
    return False


def _launched(action: AnyAction, patterns: tuple[str, ...]) -> bool:
    match action:
        case Launch(program, arguments) | RunCommand(program, arguments):
            words = " ".join([program, *arguments]).split()
        case RunScript(program, text):
            words = text.split()
        case _:
            return False
    return _any_name([program, *(word.rpartition("/")[2] for word in words)], patterns)


def _any_mention(texts: list[str], words: tuple[str, ...]) -> bool:
    return any(mentions(text, words) for text in texts)


def _any_name(names: list[str], patterns: tuple[str, ...]) -> bool:
    return any(mentions(name, patterns) for name in names if name)
