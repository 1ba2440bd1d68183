"""Metrics that compare pictures, mail, bookmarks and visited pages with a description in the task file."""

from __future__ import annotations

import mailbox
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from email.header import decode_header, make_header
from email.message import Message
from pathlib import Path
from typing import Any

from evals.graders.errors import WrongRules
from evals.graders.metrics.values import shown
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Absent, Options, State, file_of, files_of, reading, rule, rules_of

_READ, _STARRED, _DELETED = 0x0001, 0x0004, 0x0008
_TOLERANCE = 12


def picture_is(result: State, expected: State, _: Options) -> Score:
    """Compare a picture with ``size`` in pixels, ``format``, ``mode`` and ``points``.

    A point is ``[x, y, "RRGGBB"]``. ``tolerance`` is how far a colour may be off in each of its
    three parts, 12 unless set.
    """
    rules, path = rules_of(expected), file_of(result)
    from PIL import Image

    with reading(path, "a picture"):
        picture = Image.open(path)
        picture.load()
    complaint = picture_complaint(picture, rules)
    return none(complaint) if complaint else full("the picture is as wanted")


def picture_complaint(picture: Any, rules: Mapping[str, Any]) -> str:
    """Say what is not as the rules of `picture_is` want it in an opened picture; empty where all is."""
    facts = {"size": list(picture.size), "format": picture.format, "mode": picture.mode}
    wrong = {name: have for name, have in facts.items() if name in rules and rules[name] != have}
    if wrong:
        return f"{shown(wrong)}, wanted is {shown({name: rules[name] for name in wrong})}"
    colours, limit = picture.convert("RGB"), rules.get("tolerance", _TOLERANCE)
    for x, y, wanted in rules.get("points", []):
        if not (0 <= x < colours.width and 0 <= y < colours.height):
            return f"the picture is too small to have a point {x},{y}"
        have = colours.crop((x, y, x + 1, y + 1)).tobytes()
        if any(abs(a - b) > limit for a, b in zip(have, bytes.fromhex(wanted), strict=True)):
            return f"the point {x},{y} is {have.hex().upper()}, wanted is {wanted}"
    return ""


def mail_folders_are(result: State, expected: State, _: Options) -> Score:
    """Compare mail folders (mbox) with ``folders``: for each file, in order, its messages in any order.

    A message is a subject, or an object with ``subject`` and any of ``to``, ``from``, ``cc``, ``text`` (a
    part of its text), ``read``, ``starred``. Messages marked as deleted do not count; a folder without a file
    is empty.
    """
    described = rule(rules_of(expected), "folders")
    files = files_of(result)
    if len(files) != len(described):
        raise WrongRules(f"{len(described)} folders are described, and {len(files)} are fetched")
    for number, (file, wanted) in enumerate(zip(files, described, strict=True)):
        found = [] if isinstance(file, Absent) else _messages(file)
        complaint = _differing(found, [{"subject": w} if isinstance(w, str) else w for w in wanted])
        if complaint:
            return none(f"folder {number + 1}: {complaint}")
    return full(f"{len(described)} folders are as wanted")


def bookmarks_are(result: State, expected: State, _: Options) -> Score:
    """Compare the browser's bookmarks with ``bar`` and ``other``.

    Both list objects of name and url, or of name and children, in order. ``anywhere`` lists
    name and url of all bookmarks, in any order and whatever their folders are.
    """
    roots, rules = rules_of(result), rules_of(expected)
    if "anywhere" in rules:
        found = sorted(_flat([node for node in roots.values() if isinstance(node, Mapping)]))
        if found != sorted((each["name"], each["url"]) for each in rules["anywhere"]):
            return none(f"the bookmarks are {shown(found)}, wanted are {shown(rules['anywhere'])}")
    for name, root in (("bar", "bookmark_bar"), ("other", "other")):
        if name in rules:
            have = [_bookmark(each) for each in roots.get(root, {}).get("children", [])]
            if have != rules[name]:
                return none(f"{name} holds {shown(have)}, wanted is {shown(rules[name])}")
    return full("the bookmarks are as wanted")


def history_has(result: State, expected: State, _: Options) -> Score:
    """Expect addresses in the browser's history: all of ``visited``, none of ``not_visited``."""
    rules, addresses = rules_of(expected), {row[0] for row in result}
    lacking = [each for each in rules.get("visited", []) if each not in addresses]
    unwanted = [each for each in rules.get("not_visited", []) if each in addresses]
    return verdict(
        not lacking and not unwanted, f"lacking {lacking}, unwanted {unwanted} in {shown(sorted(addresses))}"
    )


def contacts_are(result: State, expected: State, _: Options) -> Score:
    """Compare Thunderbird's address book (its log beside it) with ``contacts``, in any order.

    A contact is an object of properties as Thunderbird names them: FirstName, LastName, DisplayName,
    PrimaryEmail …
    """
    path, wanted = file_of(result), rule(rules_of(expected), "contacts")
    cards: dict[str, dict[str, str]] = {}
    with reading(path, "an address book"), closing(sqlite3.connect(path)) as base:
        for card, name, value in base.execute("SELECT card, name, value FROM properties"):
            cards.setdefault(card, {})[name] = value
    left = list(cards.values())
    for contact in wanted:
        match = next((card for card in left if contact.items() <= card.items()), None)
        if match is None:
            return none(f"no contact is {shown(contact)} among {len(left)}")
        left.remove(match)
    return verdict(not left, f"{len(cards)} contacts, wanted are {len(wanted)}")


def _flat(nodes: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if node.get("type") == "url":
            yield node["name"], node["url"]
        yield from _flat(node.get("children", []))


def _bookmark(node: Mapping[str, Any]) -> dict[str, Any]:
    if node.get("type") == "folder":
        return {"name": node["name"], "children": [_bookmark(each) for each in node.get("children", [])]}
    return {"name": node.get("name"), "url": node.get("url")}


def _messages(path: Path) -> list[Message]:
    with reading(path, "a mail folder"):
        box = mailbox.mbox(path, create=False)
        found: list[Message] = [message for message in box if not _status(message) & _DELETED]
        box.close()
    return found


def _status(message: Message) -> int:
    try:
        return int(message.get("X-Mozilla-Status", "0"), 16)
    except ValueError:
        return 0


def _differing(found: Sequence[Message], wanted: Sequence[Mapping[str, Any]]) -> str:
    """Match every description with a message of its own; say what is left over."""
    left = list(found)
    for description in wanted:
        match = next((message for message in left if _fits(message, description)), None)
        if match is None:
            return f"no message is {shown(dict(description))} among {_subjects(left)}"
        left.remove(match)
    return f"unwanted: {_subjects(left)}" if left else ""


def _subjects(messages: Sequence[Message]) -> str:
    return shown([_header(message, "subject") for message in messages])


def _fits(message: Message, description: Mapping[str, Any]) -> bool:
    return all(_fact(message, name, value) for name, value in description.items())


def _fact(message: Message, name: str, wanted: Any) -> bool:
    match name:
        case "subject":
            return _header(message, "subject") == str(wanted)
        case "to" | "from" | "cc":
            return wanted in _header(message, name)
        case "text":
            return wanted in " ".join(_text(message).split())
        case "read":
            return bool(_status(message) & _READ) == bool(wanted)
        case "starred":
            return bool(_status(message) & _STARRED) == bool(wanted)
        case other:
            raise WrongRules(f"messages have no fact “{other}” to compare")


def _header(message: Message, name: str) -> str:
    return str(make_header(decode_header(message.get(name, ""))))


def _text(message: Message) -> str:
    parts = [part for part in message.walk() if part.get_content_type() in ("text/plain", "text/html")]
    payloads = [part.get_payload(decode=True) for part in parts]
    return "\n".join(each.decode("utf-8", "replace") for each in payloads if isinstance(each, bytes))
