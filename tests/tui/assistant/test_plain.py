"""Plain lines: how a line is typed, what it answers, and lines that no person types."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui.assistant.plain_answers import understood
from tui.assistant.plain_lines import LineEditor
from tui.assistant.plain_words import asked
from tui.assistant.protocol import Answer, Question

QUESTION = Question(3, "Type “ana”", "the Name field", "it is a secret", "ana", ("type", "", "ana", ""))


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("no, the other\r", "no, the other"),
        ("nx\x7fo\r", "no"),
        ("one two\x17three\n", "one three"),
        ("all wrong\x15right\r", "right"),
        ("gęś\x7f\x7f\r", "g"),
        ("e\u0301\x7fe\r", "e"),
        ("\x7fleft\x1b[D\x1bOP right\r", "left right"),
    ],
)
def test_a_line_is_edited_as_terminals_do_it(keys: str, line: str) -> None:
    assert list(LineEditor(lambda shown: None).feed(keys)) == [line]


def test_what_is_erased_leaves_the_screen_too_however_wide_it_is() -> None:
    shown: list[str] = []
    list(LineEditor(shown.append).feed("你\x7f"))
    assert shown == ["你", "\b\b  \b\b"]


def test_the_end_is_said_on_an_empty_line_only() -> None:
    assert list(LineEditor(lambda shown: None).feed("a\x04\r\x04")) == ["a", None]


@pytest.mark.parametrize(
    ("line", "decision", "text"),
    [
        ("y", "approve", ""),
        ("No", "reject", ""),
        ("q", "terminate", ""),
        ("e bea", "modify", "bea"),
        ("no, the other one", "redirect", "no, the other one"),
    ],
)
def test_an_answer_is_a_letter_or_says_what_to_do_instead(line: str, decision: str, text: str) -> None:
    answer = understood(line, QUESTION)
    assert isinstance(answer, Answer)
    assert (answer.decision, answer.text) == (decision, text)


@pytest.mark.parametrize("line", ["", "x", "?", "e", "p"])
def test_anything_else_is_no_answer(line: str) -> None:
    said = understood(line, QUESTION)
    assert isinstance(said, str)
    assert said.endswith((".", "reach too far."))


def test_what_is_not_typed_cannot_be_edited() -> None:
    click = dataclasses.replace(QUESTION, text=None)
    assert "Only what is typed" in str(understood("e bea", click))
    assert "e NEW TEXT" not in asked(click)


def test_lines_of_a_program_wait_for_the_task_before_them(tmp_path: Path) -> None:
    environment = {**os.environ, "GUI_AGENT_CONFIG": str(tmp_path / "c.toml"), "GUI_AGENT_MODEL": ""}
    done = subprocess.run(
        [sys.executable, "-m", "gui_agent.cli", "--plain"],
        input="make it prettier\nmake it nicer\n/mode never\n/nonsense\n",
        env={**environment, "GUI_AGENT_RUNS": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    said = [done.stdout.index(words) for words in ("prettier", "nicer", "never.", "no command")]
    assert said == sorted(said)
