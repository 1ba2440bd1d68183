from __future__ import annotations

import pytest

from grounding.embedded.act import ActAnswer, ActReading, NotAnAction
from grounding.embedded.weights import has_network
from gui_agent.errors import NotUnderstood
from gui_agent.planning.commands import (
    ChooseFrom,
    ClickOn,
    Command,
    DragOnto,
    EnterText,
    HoverOver,
    PressKeyCombination,
    ScrollBy,
    SetChecked,
    WaitSeconds,
)
from gui_agent.planning.language import parse_task
from gui_agent.planning.literal import LiteralPlanner
from gui_agent.planning.repair import RepairingPlanner
from gui_agent.planning.understanding import LEAST_SCORE, command_of, parts_of, shipped_reader, understand
from gui_agent.types import Ending
from tests.gui_agent.planning.stage import Scene, Stage, button, rehearse
from tests.gui_agent.planning.test_language_refusals import REFUSED


class FixedReader:
    """Answers the same to everything, and remembers what it was asked."""

    def __init__(self, answer: ActAnswer) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def read(self, instruction: str) -> ActAnswer:
        self.asked.append(instruction)
        return self.answer


SAVE = ActReading("click", "Save button", "", 0.97)
UNKNOWN = "Kliknij przycisk Save"


def test_what_the_step_language_understands_is_never_asked_about() -> None:
    reader = FixedReader(SAVE)
    assert understand("click OK; type hello", reader) == parse_task("click OK; type hello")
    assert reader.asked == []


def test_a_sentence_outside_the_step_language_becomes_a_command() -> None:
    (sentence,) = understand(UNKNOWN, FixedReader(SAVE))
    assert sentence.command == ClickOn("Save button")
    assert sentence.source == UNKNOWN


def test_sentences_of_both_sorts_may_be_mixed() -> None:
    reader = FixedReader(SAVE)
    sentences = understand("Open Mousepad.\nKliknij przycisk Save.\nPress Enter.", reader)
    assert [s.command for s in sentences[1:]] == [ClickOn("Save button"), PressKeyCombination(("enter",))]
    assert reader.asked == ["Kliknij przycisk Save."]


@pytest.mark.parametrize(
    "answer",
    [
        NotAnAction("no action", 0.9),
        NotAnAction("several actions", 0.9, SAVE),
        NotAnAction("not sure", 0.6, SAVE),
        ActReading("click", "Save button", "", LEAST_SCORE - 0.01),
        ActReading("click", "it", "", 0.99),
        ActReading("press", "", "Ctrl+Foo", 0.99),
        ActReading("press", "Name field", "Enter", 0.99),
        ActReading("scroll", "", "sideways", 0.99),
    ],
)
def test_doubt_keeps_the_refusal_of_the_step_language(answer: ActAnswer) -> None:
    with pytest.raises(NotUnderstood) as refused:
        understand(UNKNOWN, FixedReader(answer))
    with pytest.raises(NotUnderstood) as plain:
        parse_task(UNKNOWN)
    assert str(refused.value) == str(plain.value)


def test_without_a_reader_everything_is_refused_as_before() -> None:
    with pytest.raises(NotUnderstood):
        understand(UNKNOWN)


@pytest.mark.parametrize(
    "task",
    [
        "don't click OK",
        "type I live in Prague",
        "press Ctrl+Foo",
        "press Tab 5000 times",
        "click it",
        'type "hello',
        "wait 2 hours",
        "uncheck all boxes",
        "",
    ],
)
def test_what_is_refused_for_a_reason_stays_refused(task: str) -> None:
    reader = FixedReader(SAVE)
    with pytest.raises(NotUnderstood):
        understand(task, reader)
    assert reader.asked == []


@pytest.mark.parametrize(
    ("reading", "command"),
    [
        (ActReading("double-click", "Trash", "", 1), ClickOn("Trash", count=2)),
        (ActReading("right-click", "Trash", "", 1), ClickOn("Trash", button="right")),
        (ActReading("hover", "Help", "", 1), HoverOver("Help")),
        (ActReading("type", "Name field", "it's me", 1), EnterText("it's me", "Name field")),
        (ActReading("press", "", "ctrl-shift-t", 1), PressKeyCombination(("ctrl", "shift", "t"))),
        (ActReading("press", "", "Tab 3 times", 1), PressKeyCombination(("tab",), 3)),
        (ActReading("select", "Language list", "Deutsch", 1), ChooseFrom(("Deutsch",), "Language list")),
        (ActReading("select", "", "File > “Save As…”", 1), ChooseFrom(("File", "Save As…"))),
        (ActReading("check", "Wi-Fi", "", 1), SetChecked("Wi-Fi", True)),
        (ActReading("uncheck", "Wi-Fi", "", 1), SetChecked("Wi-Fi", False)),
        (ActReading("drag", "a.txt", "Trash", 1), DragOnto("a.txt", "Trash")),
        (ActReading("scroll", "", "nach unten", 1), ScrollBy("down")),
        (
            ActReading("scroll", "file list", "to the bottom", 1),
            ScrollBy("down", unit="end", target="file list"),
        ),
        (ActReading("wait", "", "5 seconds", 1), WaitSeconds(5.0)),
        (ActReading("wait", "", "cinq secondes", 1), None),
    ],
)
def test_a_reading_becomes_a_command(reading: ActReading, command: Command | None) -> None:
    assert command_of(reading) == command


@pytest.mark.parametrize(
    ("task", "parts"),
    [
        ("Click OK. Then wait.", ["Click OK.", "Then wait."]),
        ('Type "One. Two." into a.txt now', ['Type "One. Two." into a.txt now']),
        ("one\n\ntwo", ["one", "two"]),
        ("see e.g. this", ["see e.g. this"]),
    ],
)
def test_a_task_is_split_where_sentences_end(task: str, parts: list[str]) -> None:
    assert parts_of(task) == parts


@pytest.mark.parametrize(
    "task",
    [
        "click OK, frobnicate the widget",
        "click OK and frobnicate the widget",
        "open Mousepad, frobnicate",
        "Click OK; xyzzy",
        "otwórz kalkulator",
        "打开浏览器",
    ],
)
def test_a_step_with_something_unknown_after_it_is_not_asked_about(task: str) -> None:
    reader = FixedReader(SAVE)
    with pytest.raises(NotUnderstood):
        understand(task, reader)
    assert reader.asked == []


def test_a_text_that_ends_inside_a_word_is_not_typed() -> None:
    answer = ActReading("type", "", "キスト", 0.99, None, (1, 4))
    with pytest.raises(NotUnderstood):
        understand("テキストを入力", FixedReader(answer))


def test_the_planner_carries_out_what_the_reader_understood() -> None:
    scenes = {"start": Scene([button("Save"), button("Quit", 1)]), "saved": Scene([button("Saved", 2)])}
    stage = Stage(scenes, lambda action, now: "saved")
    planner = RepairingPlanner(LiteralPlanner(stage.reflector.holds, FixedReader(SAVE)))
    steps = rehearse(planner, stage, UNKNOWN)
    assert (steps[0].planned.kind, steps[0].planned.target) == ("click", "Save button")
    assert steps[-1].ending is Ending.ACCOMPLISHED


def test_a_foreign_role_word_beside_a_quoted_label_is_left_out() -> None:
    reader = FixedReader(ActReading("click", "przycisk „Zapisz”", "", 0.99))
    (sentence,) = understand("Kliknij przycisk „Zapisz”", reader)
    assert sentence.command == ClickOn("„Zapisz”")


needs_weights = pytest.mark.skipif(not has_network("act"), reason="the act network is not installed")
ENGLISH = [text for text, _, hint in REFUSED if hint != "understood in English"]


@needs_weights
@pytest.mark.parametrize("task", ENGLISH, ids=repr)
def test_with_the_shipped_weights_no_refused_english_becomes_an_action(task: str) -> None:
    with pytest.raises(NotUnderstood):
        understand(task, shipped_reader())


@needs_weights
@pytest.mark.parametrize(
    ("task", "command"),
    [
        ("fais un clic droit sur le bureau", ClickOn("bureau", "right")),
        ("Please do a right click somewhere on the empty canvas", ClickOn("empty canvas", "right")),
        ("Appuyez sur Ctrl+S", PressKeyCombination(("ctrl", "s"))),
    ],
)
def test_with_the_shipped_weights_other_words_are_understood(task: str, command: Command) -> None:
    (sentence,) = understand(task, shipped_reader())
    assert sentence.command == command
