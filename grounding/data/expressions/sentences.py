"""Whole instructions around a noun phrase, as people, testers and vision-language agents write them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from grounding.data.expressions.description import Description
from grounding.data.expressions.labels import quoted
from grounding.data.expressions.phrases import CLICK_VERBS, LEAD_INS, REASONS, ROLE_VERBS, TYPED

_PLAIN = (
    "{verb} {np}", "{verb} {np}", "{verb} {np}", "{verb} {np}", "{Verb} {np}", "{Verb} {np}", "{Verb} {np}.",
    "{lead} {verb} {np}", "{Lead} {verb} {np}.", "{verb} {np} {reason}", "{Verb} {np} {reason}",
    "{Verb} {np} {reason}", "{Verb} {np} {reason}.", "{Verb} {np} {elsewhere}", "{verb} {np} {elsewhere}",
    "{Lead} {verb} {np} {reason}.", "{Verb} {np}, then {other}", "Find {np} and {verb} it.",
    "Locate {np}, and {verb} it {reason}", "where is {np}?", "I need {np}", "{np} please", "hover over {np}",
    "Move the mouse over {np}", "target: {np}", "click: {np}", "Go to {np} and {verb} it", "look for {np}",
    "To go on, {verb} {np}", "{elsewhere}, {verb} {np}", "Left-click {np} {reason}", "Find {np}",
    "The next step is {np}", "If prompted, {verb} {np}", "{Verb} {np} and wait",
)  # fmt: skip
_TYPING = (
    "type {typed} in {np}", "Type {typed} into {np}", "Type {typed_quoted} in {np}",
    "enter {typed_quoted} in {np}",
    "Enter {typed_quoted} in {np}", "Enter {typed_quoted} in {np}", "Enter {typed} into {np}",
    "Fill in {np} with {typed_quoted}.", "write {typed_quoted} into {np}", "put {typed} in {np}",
    "{Lead} type {typed_quoted} into {np}.", "Click on {np} and type {typed_quoted}",
    "click into {np} and enter {typed}", "Input {typed_quoted} in {np}", "set {np} to {typed}",
    "clear {np}", "Insert the text {typed_quoted} in {np}, then press Enter", "paste into {np}",
    "Replace the text in {np} by {typed}", "Enter {typed_quoted} as the name in {np}",
    "Set the value of {np} to {typed_quoted}.", "Select all the text in {np}", "fill {np} with {typed}",
    "Enter{typed_quoted}in {np}", "Modify {np} to {typed_quoted}", "click {np} to type {typed}",
)  # fmt: skip
_SEARCHING = (
    "Search {typed} in {np}", "Search for {typed} in {np}", "search {typed_quoted} in {np}",
    "Enter {typed_quoted} in {np}", "Enter {typed_quoted} in {np} and press Enter", "type {typed} in {np}",
    "Click on {np}", "click {np}", "{np}", "Enter {typed} in {np} to search", "Use {np} to find {typed}",
    "enter {typed_quoted} in {np} and start searching", "Click {np} to search for {typed}",
)  # fmt: skip
_BROWSING = (
    "enter {address} in {np}", "Enter {address_quoted} in {np} and press Enter", "Enter the URL in {np}",
    "type {address} into {np}", "Click on {np}", "{np}", "Enter the website in {np}", "go to {np}",
    "search {typed} in {np}", "Enter the URL of the {typed} page in {np}", "Clear {np}",
)  # fmt: skip
_ADDRESSES = (
    "www.example.com",
    "https://example.org/start",
    "wikipedia.org",
    "www.weather.example",
    "mail.example.net",
)
_ROLES: dict[str, tuple[str, ...]] = {
    "slider": ("drag {np} to the right", "move {np} to the left", "set {np} to 50%", "Adjust {np}"),
    "checkbox": (
        "make sure {np} is checked", "Put a tick in {np}", "Check {np}", "Check {np}", "Uncheck {np}",
        "Tick {np}", "select {np}", "Enable {np}", "turn on {np}",
    ),
    "radio": ("Select {np}", "choose {np}", "Set it to {np}"),
    "switch": ("turn on {np}", "Switch off {np}", "make sure {np} is on", "disable {np}", "Toggle {np}"),
    "combo box": (
        "choose {typed} from {np}", "select {typed_quoted} in {np}", "open {np} to see the choices",
        "Click {np} to open the list", "expand {np}",
    ),
    "tree item": ("expand {np}", "double-click {np} to expand it", "select {np}"),
    "spin box": ("set {np} to 12", "Change {np} to 5", "Enter 20 in {np}"),
    "list item": ("Select {np}", "double-click {np}", "open {np}", "Right click {np}"),
    "tab": ("Switch to {np}", "open {np}", "Go to {np}"),
    "menu": ("Open {np}", "open {np}", "click {np} in the menu bar"),
    "menu item": ("Select {np} in the pop-up menu", "Select {np}", "choose {np} from the menu", "Click {np}"),
}  # fmt: skip
_WISHES = (
    "{np}", "{Np}", "{Np}.", "I want to {np}", "how do I {np}?", "where do I click to {np}?",
    "the button to {np}",
    "click the icon to {np}", "the icon that lets me {np}", "Click the button to {np}", "{Lead} {np}.",
    "press something to {np}", "which icon do I use to {np}", "I'd like to {np}",
)  # fmt: skip
_ELSEWHERE = (
    "to see {other}", "so that {other} is shown", "to change the {other}", "to clear {other}",
    "to open {other}",
    "to get to {other}", "for {other}", "to edit {other}", "to finish the {other} step",
    "to set up the {other}",
    "to close {other}", "to save {other}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """An instruction and the id of the form it is written in."""

    text: str
    template: str


def sentence(description: Description, others: list[str], rng: random.Random) -> Sentence:
    """Return an instruction for the description; ``others`` are labels for reasons and later steps."""
    template = description.template.removeprefix("elsewhere-")
    if template.startswith("purpose"):
        return _filled(_WISHES, "wish", description, others, rng)
    if template.startswith(("idiom-owner", "idiom-desktop")):
        return Sentence(description.words, "own")
    if template.startswith("idiom-search"):
        return _filled(_SEARCHING, "search", description, others, rng)
    if template.startswith("idiom-address"):
        return _filled(_BROWSING, "browse", description, others, rng)
    if rng.random() < 0.3:
        return Sentence(description.words, "bare")
    if description.role == "field" and rng.random() < 0.7:
        return _filled(_TYPING, "type", description, others, rng)
    special = _ROLES.get(description.role)
    if special and rng.random() < 0.35:
        return _filled(special, description.role, description, others, rng)
    return _filled(_PLAIN, "plain", description, others, rng)


def in_scope(text: str, scope: str, rng: random.Random) -> str:
    """Put the place before or after an instruction: “In the Find dialog, click OK”."""
    if not scope or text.endswith(("?", ".")) or scope in text:
        return text
    small = text[:1].lower() + text[1:] if text[1:2].islower() else text
    return rng.choice([f"In the {scope}, {small}", f"in the {scope}, {small}", f"{text} in the {scope}"])


def _filled(
    forms: tuple[str, ...], family: str, description: Description, others: list[str], rng: random.Random
) -> Sentence:
    number = rng.randrange(len(forms))
    own = ROLE_VERBS.get(description.role, CLICK_VERBS)
    verb = rng.choice(own if rng.random() < 0.4 else CLICK_VERBS)
    lead, words, typed = rng.choice(LEAD_INS), description.words, rng.choice(TYPED)
    address = rng.choice(_ADDRESSES)
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
        address=address,
        address_quoted=quoted(address, rng),
        other=_later(others, rng),
        elsewhere=rng.choice(_ELSEWHERE).format(other=_short(others, rng)),
    )
    return Sentence(text, f"{family}-{number}")


def _short(others: list[str], rng: random.Random) -> str:
    """Return a few words of the screen that are not the target, as they stand in a reason."""
    few = [o for o in others if len(o.split()) <= 3 and len(o) <= 24 and o[:1].isalpha()]
    label = rng.choice(few) if few else "the next step"
    return rng.choice([label, label.lower()])


def _later(others: list[str], rng: random.Random) -> str:
    """Return a later step of the same instruction, which is not the target."""
    label = rng.choice(others) if others else "OK"
    return rng.choice(
        [f"click {label}", f"press {quoted(label, rng)}", "press Enter", "wait", "close it again"]
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
