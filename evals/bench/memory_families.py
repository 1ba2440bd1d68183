"""Families of tasks over real programs: a first and a second of each, and how they are done."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from evals.bench.memory_acts import (
    TICK_ALL,
    Act,
    Family,
    Outcome,
    Variant,
    click,
    holds,
    is_folder,
    launch,
    press,
    saved_as,
    typing,
    was_sent,
)


def _note(said: re.Match[str]) -> list[Act]:
    return [launch("mousepad", "Mousepad"), typing(said["text"]), *saved_as(said["file"])]


def _replace(said: re.Match[str]) -> list[Act]:
    return [
        launch("mousepad", said["file"], said["file"]),
        press("ctrl", "r", expect={"opens": "Find and Replace"}),
        typing(said["old"], {"see": said["old"]}),
        press("tab", expect={"changes": "screen"}),
        typing(said["new"], {"see": said["new"]}),
        TICK_ALL,
    ]


def _sum(said: re.Match[str]) -> list[Act]:
    asked = f"{said['a']}*{said['b']}"
    result = str(int(said["a"]) * int(said["b"]))
    return [
        launch("galculator", "galculator"),
        typing(asked, {"changes": "screen"}),
        press("enter", expect={"see": result}),
        press("ctrl", "c", expect={"changes": "nothing"}),
        launch("mousepad", "Mousepad"),
        press("ctrl", "v", expect={"see": result}),
        *saved_as(said["file"]),
    ]


def _command(said: re.Match[str]) -> list[Act]:
    return [
        launch("xterm", ""),
        typing(f"printf '%s\\n' '{said['text']}' > {said['file']}", {"see": said["file"]}),
        press("enter", expect={"changes": "screen"}),
    ]


def _folder(said: re.Match[str]) -> list[Act]:
    return [
        launch("thunar", "Thunar"),
        press("ctrl", "shift", "n", expect={"opens": "Folder"}),
        typing(said["name"], {"see": said["name"]}),
        press("enter", expect={"closes": "Folder"}),
    ]


def _form(said: re.Match[str]) -> list[Act]:
    return [
        launch("chromium", "Contact us", said["url"]),
        click("“Your name” field", {"changes": "screen"}),
        typing(said["name"]),
        click("“E-mail” field", {"changes": "screen"}),
        typing(said["mail"]),
        click("“Send” button", {"see": "Received with thanks"}),
    ]


def _variants(form: str, one: Sequence[str], two: Sequence[str]) -> tuple[str, str]:
    return form.format(*one), form.format(*two)


_KEYFILE = ".config/glib-2.0/settings/keyfile"
_TICKED = (
    "[org/xfce/mousepad/state/search]\nreplace-all=true\n"
    "[org/xfce/mousepad/state/application]\nsession-restore='never'\n"
)
"""Settings of an editor in which “Replace all” was ticked before: to click it would untick it."""


_QUOTED, _FILE = r'"(?P<text>[^"]+)"', r"(?P<file>[\w.-]+\.\w+)"
"""What a task's words have in quotation marks, and the file they name."""


def families(url: str) -> tuple[Family, ...]:
    """Return the families; forms are on the pages at ``url``."""
    return _notes(), _replacements(), _sums(), _commands(), _folders(), _forms(url)


def _notes() -> Family:
    task = 'Open Mousepad, write "{0}" and save it as {1}.'
    return Family(
        "note",
        ("mousepad",),
        rf"Open Mousepad, write {_QUOTED} and save it as {_FILE}\.",
        _note,
        _pair(
            _variants(task, ("Buy milk and bread", "shopping.txt"), ("Call Ana at noon", "calls.txt")),
            (holds("shopping.txt", "Buy milk and bread"), holds("calls.txt", "Call Ana at noon")),
        ),
        Variant(
            task.format("Walk the dog", "dog.txt"),
            holds("dog.txt", "Walk the dog"),
            {"dog.txt": "the editor will ask whether it may replace this\n"},
        ),
    )


def _replacements() -> Family:
    task = 'In {0}, replace "{1}" with "{2}" everywhere.'
    old, new = "red apples and red pears", "green apples and green pears"
    return Family(
        "replace",
        ("mousepad",),
        rf'In {_FILE}, replace "(?P<old>[^"]+)" with "(?P<new>[^"]+)" everywhere\.',
        _replace_and_save,
        _pair(
            _variants(task, ("fruit.txt", "red", "green"), ("team.txt", "Monday", "Friday")),
            (holds("fruit.txt", new), holds("team.txt", "Friday first, Friday last")),
            ({"fruit.txt": old + "\n"}, {"team.txt": "Monday first, Monday last\n"}),
        ),
        Variant(
            task.format("pets.txt", "cat", "dog"),
            holds("pets.txt", "one dog, another dog"),
            {"pets.txt": "one cat, another cat\n", _KEYFILE: _TICKED},
        ),
    )


def _sums() -> Family:
    task = "Work out {0} * {1} with the calculator and keep the result in {2}."
    return Family(
        "sum",
        ("galculator", "mousepad"),
        rf"Work out (?P<a>\d+) \* (?P<b>\d+) with the calculator and keep the result in {_FILE}\.",
        _sum,
        _pair(
            _variants(task, ("12", "7", "total.txt"), ("31", "6", "area.txt")),
            (holds("total.txt", "84"), holds("area.txt", "186")),
        ),
    )


def _commands() -> Family:
    task = 'In a terminal, write "{0}" into the file {1}.'
    return Family(
        "command",
        ("xterm",),
        rf"In a terminal, write {_QUOTED} into the file {_FILE}\.",
        _command,
        _pair(
            _variants(task, ("Water the plants", "todo.txt"), ("Feed the cat", "pets.txt")),
            (holds("todo.txt", "Water the plants"), holds("pets.txt", "Feed the cat")),
        ),
    )


def _folders() -> Family:
    task = 'Make a folder called "{0}" with Thunar.'
    return Family(
        "folder",
        ("thunar",),
        r'Make a folder called "(?P<name>[^"]+)" with Thunar\.',
        _folder,
        _pair(
            _variants(task, ("Invoices",), ("Holiday plans",)),
            (is_folder("Invoices"), is_folder("Holiday plans")),
        ),
    )


def _forms(url: str) -> Family:
    task = 'Open {0}contact and send the form with the name "{1}" and the address {2}.'
    return Family(
        "form",
        ("chromium",),
        r'Open (?P<url>\S+) and send the form with the name "(?P<name>[^"]+)" '
        r"and the address (?P<mail>\S+)\.",
        _form,
        _pair(
            _variants(task, (url, "Ana Novak", "ana@example.org"), (url, "Jan Dvorak", "jan@example.com")),
            (was_sent("Ana Novak", "ana@example.org"), was_sent("Jan Dvorak", "jan@example.com")),
        ),
    )


def _replace_and_save(said: re.Match[str]) -> list[Act]:
    return [
        *_replace(said),
        click("“Replace” button", {"changes": "screen"}),
        press("escape", expect={"closes": "Find and Replace"}),
        press("ctrl", "s", expect={"changes": "screen"}),
    ]


def _pair(
    tasks: tuple[str, str],
    checks: tuple[Callable[[Outcome], str], Callable[[Outcome], str]],
    files: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> tuple[Variant, Variant]:
    first, second = (Variant(t, c, f) for t, c, f in zip(tasks, checks, files, strict=True))
    return first, second


def others() -> tuple[Family, ...]:
    """Return two tasks that no routine fits, where a shortcut does, and where it went stale."""
    fits = 'Put "Seeds: beans, peas" into a new text in Mousepad and store it under seeds.txt.'
    stale = 'Add "and leeks" at the end of old.txt with Mousepad and store it under new.txt.'
    same = Variant(fits, holds("seeds.txt", "Seeds: beans, peas"))
    old = Variant(stale, holds("new.txt", "beans and leeks"), {"old.txt": "beans "})
    file = r"(?P<file>[\w.-]+\.\w+)"
    return (
        Family(
            "shortcut",
            ("mousepad",),
            rf'Put "(?P<text>[^"]+)" into a new text in Mousepad and store it under {file}\.',
            _note,
            (same, same),
        ),
        Family(
            "stale shortcut",
            ("mousepad",),
            rf'Add "(?P<text>[^"]+)" at the end of (?P<old>\S+) with Mousepad and store it under {file}\.',
            _added,
            (old, old),
        ),
    )


def _added(said: re.Match[str]) -> list[Act]:
    return [
        launch("mousepad", said["old"], said["old"]),
        press("ctrl", "end", expect={"changes": "nothing"}),
        typing(said["text"]),
        press("ctrl", "shift", "s", expect={"opens": "Save As"}),
        press("ctrl", "a", expect={"changes": "nothing"}),
        *saved_as(said["file"])[1:],
    ]
