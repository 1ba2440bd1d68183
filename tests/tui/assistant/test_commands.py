"""Slash commands complete themselves."""

import asyncio

import pytest

from tui.assistant.commands import COMMANDS, Completion, help_text, usage


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("/se", "/settings"),
        ("/h", "/help"),
        ("/mode ask ", "/mode ask everything"),
        ("/theme l", "/theme light"),
        ("/quit", None),
        ("open", None),
        ("/zzz", None),
    ],
)
def test_what_is_begun_is_completed(typed: str, whole: str | None) -> None:
    assert asyncio.run(Completion().get_suggestion(typed)) == whole


def test_help_names_every_command() -> None:
    assert all(usage(command) in help_text() for command in COMMANDS)
