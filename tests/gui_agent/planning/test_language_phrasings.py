"""The step language by example: what people say, and the commands it means."""

from __future__ import annotations

import pytest

from gui_agent.planning.language import parse_task
from tests.gui_agent.planning.language_examples import bare
from tests.gui_agent.planning.phrasings import checking, entering, pointing, several, windows

TABLE = [*windows.PHRASES, *pointing.PHRASES, *entering.PHRASES, *checking.PHRASES, *several.PHRASES]


def understood(text: str) -> list[object]:
    return [bare(sentence.command) for sentence in parse_task(text)]


@pytest.mark.parametrize(("text", "commands"), TABLE, ids=[text for text, _ in TABLE])
def test_a_phrase_means_these_commands(text: str, commands: list[object]) -> None:
    assert understood(text) == commands


def test_the_table_is_large() -> None:
    assert len({text for text, _ in TABLE}) >= 250


def test_each_sentence_keeps_the_words_it_came_from() -> None:
    sentences = parse_task('1. Please open Mousepad, then type "a, b" and press Enter.\n2. Save it')
    assert [s.source for s in sentences] == ["open Mousepad", 'type "a, b"', "press Enter", "Save it"]


def test_the_sources_of_a_list_are_its_items() -> None:
    assert [s.source for s in parse_task("click 1, 2 and =")] == ["click 1", "2", "="]
