"""A recording is written, leaves secrets out, and heals when it is replayed."""

import html
import json
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from actions.action import Action, Click, Drag, TypeText
from actions.demonstration.camera import Frame
from actions.demonstration.joining import Performed
from actions.fake import FakeComputer
from actions.geometry import Box, Point, Size
from actions.screenshot import Image, Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.grounders import Grounder
from grounding.types import Candidate, UIElement
from gui_agent.approval import AutoApprover, NeverApprover
from gui_agent.desk import Desk
from gui_agent.expectation import ScreenChanges
from gui_agent.fake import ScriptedPlanner
from gui_agent.journal import read_journal
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.recorded_clicks import read_recordings
from gui_agent.recording.making import Shown, recorded_steps
from gui_agent.recording.replaying import PlacedGrounder, Replayed, replay, secrets_of, written_back
from gui_agent.recording.writing import CLICKS, STEPS, as_steps, rewrite_recording, write_recording
from gui_agent.reflection import ScreenReflector
from gui_agent.types import Approval, ApprovalRequest, Approver, Step

SIZE = Size(400, 300)
NAME, PASSWORD, SAVE = Box(100, 40, 300, 64), Box(100, 80, 300, 104), Box(100, 200, 180, 230)
SCREENS = FakeScreens(SIZE)


class Finder(FakeGroundingModel):
    """Finds elements by what is quoted first."""

    def ground(self, screenshot: Screenshot, target: str):  # type: ignore[no-untyped-def]
        return super().ground(screenshot, target.split('"')[1] if '"' in target else target)

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        return None


def form(save: Box = SAVE, label: str = "Save", extra: tuple[UIElement, ...] = ()) -> Image:
    texts = {"Name": Box(20, 44, 80, 60), "Password": Box(10, 84, 90, 100), "Cancel": Box(200, 200, 280, 230)}
    words = [UIElement(box, "text", text) for text, box in texts.items()]
    return SCREENS.draw([*words, UIElement(save, "button", label), *extra])


TYPED = (UIElement(Box(104, 46, 190, 62), "text", "Ana {x}"),)
SAVED = (UIElement(Box(20, 260, 120, 280), "text", "Saved it"),)


def frame(image: Image) -> Frame:
    return Frame(Screenshot(image, Box(0, 0, SIZE.width, SIZE.height)))


def recorded(*actions: Action, last: Image | None = None, then: Image | None = None) -> list[Step]:
    """Record ``actions`` on a form that is ``then`` from the second on, and ``last`` in the end."""
    finder = Finder(SCREENS)
    screens = [form(), *[form() if then is None else then] * (len(actions) - 1)]
    shown = [
        Shown(Performed(action, n, n), frame(screen))
        for n, (action, screen) in enumerate(zip(actions, screens, strict=True))
    ]
    return recorded_steps(shown, frame(form() if last is None else last), Grounder(SCREENS, finder, finder))


CLICK_SAVE = Click(SAVE.center)


def test_a_recording_is_a_test_a_run_and_labelled_clicks(tmp_path: Path) -> None:
    steps = recorded(
        TypeText("Ana {x}"), CLICK_SAVE, then=form(extra=TYPED), last=form(extra=(*TYPED, *SAVED))
    )
    report = write_recording(tmp_path / "out", "Saving", steps)
    (case,) = read_step_file(tmp_path / "out" / STEPS)
    assert [case.filled(step) for step in case.steps] == ['Type "Ana {x}"', 'Click the "Save" button']
    assert [s.action for s in read_journal(tmp_path / "out").steps()] == [TypeText("Ana {x}"), CLICK_SAVE]
    assert report.is_file()
    (click,) = read_recordings([tmp_path / "out" / CLICKS])
    assert (click.instruction, click.box) == ('"Save" button', SAVE)


def test_a_test_does_not_end_with_what_nothing_was_seen_to_come_of(tmp_path: Path) -> None:
    steps = recorded(CLICK_SAVE, Click(Box(200, 200, 280, 230).center))
    shown = replace(steps[0], planned=replace(steps[0].planned, expectation=ScreenChanges()))
    text = as_steps("Saving", [shown, steps[1]])
    assert '1. Click the "Save" button' in text
    assert '> Nothing was seen to come of this: Click "Cancel"' in text


def test_what_is_typed_into_a_password_field_is_nowhere_in_the_recording(tmp_path: Path) -> None:
    field = Click(Point(50, 90))  # on the word Password
    steps = recorded(field, TypeText("hunter2"), CLICK_SAVE)
    write_recording(tmp_path / "out", "Log in", steps)
    assert secrets_of(steps) == ["password"]
    assert 'Type "{password}"' in (tmp_path / "out" / STEPS).read_text("utf-8")
    for file in (tmp_path / "out").iterdir():
        assert not file.is_file() or "hunter2" not in file.read_text("utf-8")


@pytest.mark.parametrize("label", ["Mot de passe", "Benutzerpasswort", "Hasło", "Пароль", "パスワード"])
def test_a_password_field_is_known_in_other_languages(label: str) -> None:
    words = UIElement(Box(10, 120, 90, 136), "text", label)
    typed = SCREENS.draw([words, UIElement(Box(100, 120, 300, 136), "text", "hunter2")])
    finder = Finder(SCREENS)
    shown = [
        Shown(Performed(Click(words.box.center), 0, 0), frame(SCREENS.draw([words]))),
        Shown(Performed(TypeText("hunter2"), 1, 1), frame(SCREENS.draw([words]))),
    ]
    steps = recorded_steps(shown, frame(typed), Grounder(SCREENS, finder, finder))
    assert secrets_of(steps) == ["password"]


def test_what_was_typed_and_never_seen_is_a_secret() -> None:
    assert secrets_of(recorded(TypeText("s3cret-9"), CLICK_SAVE)) == ["password"]
    assert secrets_of(recorded(TypeText("jjjj"), CLICK_SAVE)) == []  # a program's keys
    assert secrets_of(recorded(TypeText("Ana {x}"), CLICK_SAVE, then=form(extra=TYPED))) == []


def test_a_secret_typed_in_pieces_or_again_is_asked_for_once() -> None:
    field = Click(Point(50, 90))
    pieces = recorded(field, TypeText("hun"), TypeText("ter2"), CLICK_SAVE)
    assert [step.planned.kind for step in pieces] == ["click", "type", "click"]
    assert secrets_of(pieces) == ["password"]
    twice = recorded(field, TypeText("hunter2"), field, TypeText("hunter2"))
    other = recorded(field, TypeText("hunter2"), field, TypeText("hunter3"))
    assert secrets_of(twice) == ["password"]
    assert secrets_of(other) == ["password", "password_2"]


def replayed(
    steps: list[Step],
    now: Image,
    runs: Path,
    typed: list[str] | None = None,
    approver: Approver = AutoApprover(),  # noqa: B008 - holds nothing
) -> list[Replayed]:
    computer = FakeComputer([now])
    finder = PlacedGrounder(Finder(SCREENS))
    parts = Parts(ScriptedPlanner([]), Observer(computer, SCREENS), finder, ScreenReflector(finder))
    quick = [replace(s, planned=replace(s.planned, patience=0.1, expectation=None)) for s in steps]
    with Desk(computer, runs, parts=parts, approver=approver) as desk:
        return list(replay(quick, desk, finder, (typed if typed is not None else []).append, patience=0.3))


@pytest.mark.parametrize(
    ("now", "place", "told"),
    [
        (form(), SAVE, ""),
        (form(SAVE.offset(60, -30)), SAVE.offset(60, -30), "moved by 60, -30"),
        (form(label="Save it"), SAVE, "“Save” now says “Save it”"),
    ],
)
def test_a_target_is_found_where_it_is_now_and_what_healed_is_told(
    tmp_path: Path, now: Image, place: Box, told: str
) -> None:
    (done,) = replayed(recorded(CLICK_SAVE), now, tmp_path)
    assert done.done is not None
    assert done.done.action == Click(place.center)
    assert done.outcome == ("healed" if told else "as recorded")
    assert told in " ".join(done.healed)
    (report,) = tmp_path.glob("*/report.html")
    page = report.read_text("utf-8")
    assert ("<dt>Healed</dt>" in page, html.escape(told) in page) == (bool(told), True)


def test_of_two_places_of_one_name_the_recorded_surroundings_choose(tmp_path: Path) -> None:
    other = UIElement(Box(20, 120, 100, 150), "button", "Save")
    (done,) = replayed(recorded(CLICK_SAVE), form(extra=(other,)), tmp_path)
    assert done.done is not None
    assert done.done.action == CLICK_SAVE


def test_a_neighbour_is_not_taken_for_a_target_whose_own_words_can_be_read(tmp_path: Path) -> None:
    (step,) = recorded(CLICK_SAVE)
    misled = replace(step, planned=replace(step.planned, target='"Cancel" button'))
    (done,) = replayed([misled], form(), tmp_path)
    assert done.done is not None
    assert done.done.action == CLICK_SAVE


def test_a_target_that_is_gone_fails_and_nothing_is_done_after_it(tmp_path: Path) -> None:
    gone = SCREENS.draw({"Something else": Box(5, 5, 90, 30)})
    (done,) = replayed(recorded(CLICK_SAVE, TypeText("x")), gone, tmp_path)
    assert done.outcome == "failed"
    assert "Save" in done.error


def test_a_secret_is_typed_by_its_name(tmp_path: Path) -> None:
    typed: list[str] = []
    steps = recorded(Click(Point(50, 90)), TypeText("hunter2"))
    assert [r.outcome for r in replayed(steps, form(), tmp_path, typed)] == ["as recorded"] * 2
    assert typed == ["password"]


@pytest.mark.parametrize("decision", ["reject", "terminate", "redirect"])
def test_what_a_person_refuses_ends_the_replay(
    tmp_path: Path, decision: Literal["reject", "terminate", "redirect"]
) -> None:
    class Person:
        def review(self, request: ApprovalRequest) -> Approval:
            return Approval(decision, "not that", "person")

    steps = recorded(CLICK_SAVE, CLICK_SAVE)
    (refused,) = replayed(steps, form(), tmp_path, approver=Person())
    assert refused.outcome == "failed"
    assert "not that" in refused.error


def test_a_secret_is_typed_only_where_typing_is_approved(tmp_path: Path) -> None:
    typed: list[str] = []
    steps = recorded(TypeText("s3cret-9"), CLICK_SAVE)
    (refused,) = replayed(steps, form(), tmp_path, typed, NeverApprover())
    assert (refused.outcome, typed) == ("failed", [])
    assert "not typed" in refused.error


def test_what_healed_can_be_written_back(tmp_path: Path) -> None:
    out, steps = tmp_path / "out", recorded(CLICK_SAVE)
    write_recording(out, "Saving", steps)
    done = replayed(steps, form(SAVE.offset(60, -30), "Save it"), tmp_path / "runs")
    rewrite_recording(out, "Saving", written_back(done, steps, Finder(SCREENS)))
    (fresh,) = read_journal(out).steps()
    assert fresh.action == Click(SAVE.offset(60, -30).center)
    assert 'Click the "Save it" button' in (out / STEPS).read_text("utf-8")
    assert json.loads(f"[{(out / CLICKS).read_text() or 'null'}]") is not None
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_both_ends_of_a_drag_are_found_where_they_are_now(tmp_path: Path) -> None:
    cancel = Point(240, 215)
    (done,) = replayed(recorded(Drag((SAVE.center, cancel))), form(SAVE.offset(0, -60)), tmp_path)
    assert done.done is not None
    assert isinstance(done.done.action, Drag)
    assert done.done.action.path == (SAVE.offset(0, -60).center, cancel)


def test_a_drag_to_a_place_without_a_name_goes_as_far_as_it_went(tmp_path: Path) -> None:
    (done,) = replayed(recorded(Drag((SAVE.center, Point(380, 20)))), form(SAVE.offset(-40, 0)), tmp_path)
    assert done.done is not None
    assert isinstance(done.done.action, Drag)
    assert done.done.action.path == (SAVE.center.offset(-40, 0), Point(340, 20))
