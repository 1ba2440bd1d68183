"""The step language of forms and pages: options in a row, named texts, letter case, ways to do things."""

from __future__ import annotations

import pytest

from gui_agent.errors import NotUnderstood
from gui_agent.planning.commands import ChooseFrom, ClickOn, Edit, EnterText, ScrollBy, SelectText
from gui_agent.planning.language import parse_task
from tests.gui_agent.planning.language_examples import bare, key

SUBMIT = ClickOn("Submit")
BESIDE = ChooseFrom(("Walnuts",), "toppings list", adding=True)

TABLE: list[tuple[str, list[object]]] = [
    (
        "Select x7, plum, 8qA and click Submit",
        [ChooseFrom(("x7",)), ChooseFrom(("plum",)), ChooseFrom(("8qA",)), SUBMIT],
    ),
    ("select nothing and click Submit", [SUBMIT]),
    (
        "choose Honey, Walnuts from the toppings list, then click Submit",
        [ChooseFrom(("Honey",), "toppings list"), BESIDE, SUBMIT],
    ),
    ("Select -4 with the spinner and hit Submit.", [EnterText("-4", "spinner", True), SUBMIT]),
    (
        'Enter the user name "ana" and the password "s3cret" into the fields and press Submit',
        [EnterText("ana", "user name"), EnterText("s3cret", "password"), SUBMIT],
    ),
    ('enter the name "Ana"', [EnterText("Ana", called="name")]),
    ('type the city "Rome" into the form', [EnterText("Rome", "city")]),
    ('enter the code word "tulip" into the last field', [EnterText("tulip", "last field")]),
    (
        'Enter the password "s3cret" into both text fields',
        [EnterText("s3cret", "first text field"), key("tab"), EnterText("s3cret")],
    ),
    ("Enter 24/12/2031 as the arrival", [EnterText("24/12/2031", "arrival")]),
    ("enter 7:15 AM as the time and press Submit", [EnterText("7:15 AM", "time"), SUBMIT]),
    ('Type "Ana" in all upper case letters in the Name field', [EnterText("ANA", "Name field")]),
    ('type "ANA" in lowercase letters', [EnterText("ana")]),
    ('type "ana" in upper case into Name', [EnterText("ANA", "Name")]),
    ("copy the text in the text area below", [SelectText(within="text area"), Edit("copy")]),
    ("Highlight the text in the 2nd paragraph", [SelectText(within="2nd paragraph")]),
    ("select the text of the last paragraph", [SelectText(within="last paragraph")]),
    ('highlight the text "in the end"', [SelectText("in the end")]),
    ("Expand the section below and click Submit", [ClickOn("section"), SUBMIT]),
    ("focus into the 3rd input textbox", [ClickOn("3rd textbox")]),
    ('Close the dialog box by clicking the "x".', [ClickOn('"x"')]),
    ('Click the button in the dialog labeled "No".', [ClickOn('"No" button in the dialog')]),
    (
        "Scroll the list to the bottom of the page hit Submit",
        [ScrollBy("down", unit="end", target="list"), SUBMIT],
    ),
]


@pytest.mark.parametrize(("text", "commands"), TABLE, ids=[text for text, _ in TABLE])
def test_a_phrase_means_these_commands(text: str, commands: list[object]) -> None:
    assert [bare(sentence.command) for sentence in parse_task(text)] == commands


@pytest.mark.parametrize("text", ["select Red, then frobnicate it", "click OK, frobnicate", "expand"])
def test_words_that_are_no_step_are_still_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_task(text)
