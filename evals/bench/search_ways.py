"""The ways through the tasks of ``bench search``: right steps, and wrong ones that going on does not mend."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from evals.bench.fallible_model import Way


def _launch(application: str, *arguments: str) -> Mapping[str, Any]:
    action = {"do": "launch", "application": application, "arguments": list(arguments)}
    return {"action": action, "expect": {"opens": ""}}


def _type(text: str) -> Mapping[str, Any]:
    return {"action": {"do": "type", "text": text}}


def _press(*keys: str) -> Mapping[str, Any]:
    return {"action": {"do": "press", "keys": list(keys)}}


WAYS: Mapping[str, Way] = MappingProxyType(
    {
        "mousepad-append-line": Way(
            (
                _launch("mousepad", "/home/user/todo.txt"),
                _press("ctrl", "end"),
                _type("buy stamps"),
                _press("ctrl", "s"),
            ),
            (
                (_launch("mousepad"), _launch("galculator")),
                (_press("ctrl", "a"), _press("ctrl", "home")),
                (_type("buy stamps and envelopes"), _type("stamps")),
                (_press("ctrl", "n"), _press("ctrl", "o")),
            ),
        ),
        "xterm-write-a-file": Way(
            (_launch("xterm"), _type("echo Hello there > greeting.txt"), _press("enter")),
            (
                (_launch("mousepad"), _launch("galculator")),
                (_type("echo Hello there > greetings.txt"), _type("echo Hello there; ")),
                (_press("ctrl", "c"), _press("tab")),
            ),
        ),
        "mousepad-new-note": Way(
            (
                _launch("mousepad"),
                _type("Call Ana about the garden – 12 €"),
                _press("ctrl", "s"),
                _type("/home/user/call.txt"),
                _press("enter"),
            ),
            (
                (_launch("galculator"), _launch("xterm")),
                (_type("Call Ana about the garden - 12 EUR"), _type("Ana: ")),
                (_press("ctrl", "n"), _press("ctrl", "a")),
                (_type("/home/user/ana.txt"), _type("call")),
                (_press("escape"), _press("down")),
            ),
        ),
    }
)
