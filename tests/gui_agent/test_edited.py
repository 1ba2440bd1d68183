"""A person who changes what is typed changes what is expected of it."""

from dataclasses import replace

from actions.action import Click, TypeText
from actions.geometry import Point
from gui_agent.edited import as_approved
from gui_agent.expectation import AnyOf, FieldHolds, ScreenChanges, TextAppears
from gui_agent.types import Approval, PlannedAction
from tests.gui_agent.sample_run import sample_steps

EXPECTED = AnyOf((FieldHolds("Name", "Ana"), ScreenChanges(), TextAppears("elsewhere")))
TYPING = replace(
    sample_steps()[0],
    planned=PlannedAction("type", "Name", {"text": "Ana"}, EXPECTED),
    action=TypeText("Ana"),
)


def test_other_words_are_expected_where_the_old_ones_were() -> None:
    approved = as_approved(TYPING, Approval("modify", by="person", modified=TypeText("Bea")))
    assert approved.action == TypeText("Bea")
    assert approved.planned.arguments["text"] == "Bea"
    expected = AnyOf((FieldHolds("Name", "Bea"), ScreenChanges(), TextAppears("elsewhere")))
    assert approved.planned.expectation == expected


def test_what_was_approved_as_it_was_and_other_actions_stay() -> None:
    assert as_approved(TYPING, Approval("approve")).planned is TYPING.planned
    there = Click(Point(3, 4))
    moved = as_approved(TYPING, Approval("modify", modified=there))
    assert (moved.action, moved.planned) == (there, TYPING.planned)
