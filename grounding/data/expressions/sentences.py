"""Whole instructions around a noun phrase, as people, testers and vision-language agents write them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from grounding.data.expressions.description import Description
from grounding.data.expressions.labels import quoted
from grounding.data.expressions.phrases import CLICK_VERBS, LEAD_INS, REASONS, ROLE_VERBS, TYPED

_PLAIN = (
    "{verb} {np}",
    "{verb} {np}",
    "{verb} {np}",
    "{Verb} {np}",
    "{Verb} {np}.",
    "{lead} {verb} {np}",
    "{Lead} {verb} {np}.",
    "{verb} {np} {reason}",
    "{Verb} {np} {reason}",
    "{Verb} {np} {reason}.",
    "{Lead} {verb} {np} {reason}.",
    "{Verb} {np}, then {other}",
    "{verb} {np} and {other}",
    "{np}, {verb} it",
    "Find {np} and {verb} it.",
    "Locate {np}, and {verb} it {reason}",
    "where is {np}?",
    "I need {np}",
    "{np} please",
    "Move the cursor to {np} and click on it.",
    "Move the mouse over {np}",
    "hover over {np}",
    "Double-click {np} {reason}",
    "double click on {np}",
    "right-click {np}",
    "Right click on {np} {reason}.",
    "What I want is {np}",
    "Your target: {np}",
    "target: {np}",
    "click: {np}",
    "click {np} once",
    "{Lead} move the pointer onto {np}",
    "Go to {np} and {verb} it",
    "look for {np}",
    "the user wants {np}",
    "To go on, {verb} {np}",
    "{reason}, {verb} {np}",
    "{verb} {np} {reason}, {other}",
    "assert {np} is visible",
    "wait until {np} appears",
    "check that {np} exists",
    "Use {np} {reason}.",
    "There is {np}. {Verb} it.",
    "Left-click {np} on the screen {reason}",
    "Click in the middle of {np}",
    "long press on {np}",
    "tap {np} twice",
)
_TYPING = (
    "type {typed} in {np}",
    "Type {typed} into {np}",
    "Type {typed_quoted} in {np}",
    "enter {typed_quoted} in {np}",
    "Enter {typed} into {np} {reason}",
    "fill {np} with {typed}",
    "Fill in {np} with {typed_quoted}.",
    "write {typed_quoted} into {np}",
    "put {typed} in {np}",
    "{Lead} type {typed_quoted} into {np}.",
    "Click on {np} and type {typed_quoted}",
    "click into {np} and enter {typed}",
    "Input {typed_quoted} in {np}",
    "set {np} to {typed}",
    "{np}: type {typed}",
    "Search for {typed} using {np}",
    "clear {np}",
    "Insert the text {typed_quoted} in {np}, then press Enter",
    "paste into {np}",
    "Replace the text in {np} by {typed}",
    "Delete what is in {np}",
    "Select all the text in {np}",
    "Set the value of {np} to {typed_quoted}.",
)
_ROLES: dict[str, tuple[str, ...]] = {
    "slider": (
        "drag {np} to the right",
        "move {np} to the left",
        "set {np} to 50%",
        "Slide {np} to the maximum",
    ),
    "checkbox": (
        "make sure {np} is checked",
        "uncheck {np} if it is checked",
        "Put a tick in {np}",
        "turn {np} on",
    ),
    "switch": ("turn on {np}", "Switch off {np}", "flip {np}", "make sure {np} is on", "disable {np}"),
    "combo box": (
        "choose {typed} from {np}",
        "select {typed_quoted} in {np}",
        "open {np} to see the choices",
        "Pick {typed_quoted} from {np}",
        "drop down {np}",
    ),
    "list item": ("scroll to {np}", "drag {np} to the top", "open {np} by double-clicking"),
    "scroll bar": ("drag {np} down", "scroll down with {np}"),
    "document": ("scroll down in {np}", "type {typed_quoted} in {np}", "click somewhere in {np}"),
    "tree item": ("unfold {np}", "expand {np}", "double-click {np} to expand it"),
    "spin box": ("increase {np}", "set {np} to 12", "Change {np} to {typed}"),
}
_WISHES = (
    "{np}",
    "{Np}",
    "{Np}.",
    "I want to {np}",
    "how do I {np}?",
    "where do I click to {np}?",
    "the button to {np}",
    "click the icon to {np}",
    "the icon that lets me {np}",
    "Click the button that would {np}",
    "let me {np}",
    "{Lead} {np}.",
    "Use the right button to {np}",
    "press something to {np}",
    "which icon do I use to {np}",
    "I'd like to {np}",
    "a way to {np}",
    "the control used to {np}",
    "we have to {np} now",
    "tool to {np}",
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """An instruction and the id of the form it is written in."""

    text: str
    template: str


def sentence(description: Description, others: list[str], rng: random.Random) -> Sentence:
    """Return an instruction for the description; ``others`` are labels that later steps may name."""
    if description.template.startswith("purpose"):
        return _filled(_WISHES, "wish", description, others, rng)
    if rng.random() < 0.4:
        return Sentence(description.words, "bare")
    typing = description.role in ("field", "spin box", "document") and rng.random() < 0.6
    if typing:
        return _filled(_TYPING, "type", description, others, rng)
    special = _ROLES.get(description.role)
    if special and rng.random() < 0.3:
        return _filled(special, description.role, description, others, rng)
    return _filled(_PLAIN, "plain", description, others, rng)


def _filled(
    forms: tuple[str, ...], family: str, description: Description, others: list[str], rng: random.Random
) -> Sentence:
    number = rng.randrange(len(forms))
    own = ROLE_VERBS.get(description.role, CLICK_VERBS)
    verb = rng.choice(own if rng.random() < 0.4 else CLICK_VERBS)
    lead, words, typed = rng.choice(LEAD_INS), description.words, rng.choice(TYPED)
    text = forms[number].format(
        verb=verb,
        Verb=_capital(verb),
        lead=lead,
        Lead=_capital(lead),
        np=words,
        Np=_capital(words),
        reason=rng.choice(REASONS),
        typed=typed,
        typed_quoted=quoted(typed, rng),
        other=_later(others, rng),
    )
    return Sentence(text, f"{family}-{number}")


def _later(others: list[str], rng: random.Random) -> str:
    """Return a later step of the same instruction, which is not the target."""
    label = rng.choice(others) if others else "OK"
    return rng.choice(
        [
            f"click {label}",
            f"press {quoted(label, rng)}",
            "wait",
            "press Enter",
            f"choose {label} from it",
            "look at the result",
            "type a name",
            "close it again",
            f"after that open {label}",
        ]
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
