"""Which tasks are of a family, and what their parameters are."""

import pytest

from gui_agent.memory.binding import bind, fits_quietly
from gui_agent.memory.records import Move, Slot

NOTE = "Open Mousepad, write ⟦text⟧ and save it as ⟦file⟧."
SLOTS = (Slot("text", "quoted"), Slot("file", "file"))


@pytest.mark.parametrize(
    ("task", "values"),
    [
        ('Open Mousepad, write "Hello" and save it as a.txt.', {"text": "Hello", "file": "a.txt"}),
        ("open mousepad, write “Hello, you” and save it as ~/b.md", {"text": "Hello, you", "file": "~/b.md"}),
        ('Please open Mousepad; write "x" and save it as "c.txt"', {"text": "x", "file": "c.txt"}),
        (
            'Open Mousepad, write "save it as b.txt" and save it as a.txt',
            {"text": "save it as b.txt", "file": "a.txt"},
        ),
    ],
)
def test_the_same_words_around_other_values_are_the_same_family(task: str, values: dict[str, str]) -> None:
    assert bind(NOTE, SLOTS, task) == values


@pytest.mark.parametrize(
    "task",
    [
        "",
        'Open Mousepad, write "Hello" and save it as a.txt and print it',
        'Open Mousepad, write "Hello" and do not save it as a.txt',
        'Open Mousepad, write "Hello" and save it',
        "Open Mousepad, write Hello and save it as a.txt",
        'Open Mousepad, write "Hello" and "Bye" and save it as a.txt',
        'Open gedit, write "Hello" and save it as a.txt.',
        'Open Mousepad, write "Hello" and save it as a.txt. Then delete it.',
    ],
)
def test_anything_else_is_another_family(task: str) -> None:
    assert bind(NOTE, SLOTS, task) is None


def test_a_value_said_twice_must_be_the_same_both_times() -> None:
    template, slots = "Rename ⟦file⟧ in the list of ⟦file⟧", (Slot("file", "file"),)
    assert bind(template, slots, "Rename a.txt in the list of a.txt") == {"file": "a.txt"}
    assert bind(template, slots, "Rename a.txt in the list of b.txt") is None


WORDS = (Slot("words", "words"),)


def test_words_without_marks_are_a_value_where_there_is_one_way_to_read_them() -> None:
    assert bind("Choose ⟦words⟧ from the list", WORDS, "Choose Dark Lavender from the list") == {
        "words": "Dark Lavender"
    }


@pytest.mark.parametrize(
    "task",
    [
        "Save it as list and close the window",
        "Save it as list; close the window",
        "Save it as one two three four five six seven eight nine",
    ],
)
def test_words_do_not_run_into_what_else_is_asked(task: str) -> None:
    assert bind("Save it as ⟦words⟧", WORDS, task) is None


def test_two_ways_to_read_it_are_one_too_many() -> None:
    slots = (Slot("words", "words"), Slot("words2", "words"))
    assert bind("Put ⟦words⟧ ⟦words2⟧ away", slots, "Put red green blue away") is None


def test_what_would_change_the_meaning_of_a_command_is_not_put_into_it() -> None:
    command = Move("type", arguments={"text": "echo '⟦text⟧' > ⟦file⟧"})
    assert fits_quietly(command, {"text": "Feed the cat", "file": "a.txt"})
    assert not fits_quietly(command, {"text": "Ana's cat", "file": "a.txt"})
    assert not fits_quietly(command, {"text": "x; rm -rf ~", "file": "a.txt"})
    assert fits_quietly(Move("type", arguments={"text": "⟦text⟧"}), {"text": "Ana's; cat"})
