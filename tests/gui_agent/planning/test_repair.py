"""Mending a step that failed: stronger and stronger remedies, nothing that could do harm twice."""

from __future__ import annotations

from actions.action import Action, Click, PressKeys, Scroll, TypeText, Wait
from actions.geometry import Box, Point
from grounding.types import UIElement
from gui_agent.expectation import FieldHolds, ScreenChanges, TextVisible, WindowOpens
from gui_agent.fake import ScriptedPlanner
from gui_agent.planning.repair import RepairingPlanner, patience_for
from gui_agent.types import Ending, PlannedAction, Step
from tests.gui_agent.planning.stage import Scene, Stage, button, rehearse, window

CLICK_GO = PlannedAction("click", "Go", {}, TextVisible("Gone"), "click Go")
START = Scene([button("Go")])
AFTER = Scene([button("Gone")])
DIALOG = window(2, "News", dialog=True)


def perform(stage: Stage, *planned: PlannedAction) -> list[Step]:
    return rehearse(RepairingPlanner(ScriptedPlanner(planned)), stage)


def test_what_comes_late_is_waited_for_and_not_clicked_again() -> None:
    def rule(action: Action, now: str) -> str | None:
        return (
            {Click: "moving", Wait: "after"}.get(type(action))
            if now != "start" or isinstance(action, Click)
            else None
        )

    moving = Scene([button("Go"), button("Working", 3)])
    stage = Stage({"start": START, "moving": moving, "after": AFTER}, rule)
    steps = perform(stage, CLICK_GO)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert len(stage.done(Click)) == 1


def test_a_click_that_did_nothing_is_made_once_more() -> None:
    clicks: list[Action] = []

    def rule(action: Action, now: str) -> str | None:
        clicks.extend([action] if isinstance(action, Click) else [])
        return "after" if len(clicks) == 2 else None

    steps = perform(Stage({"start": START, "after": AFTER}, rule), CLICK_GO)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert len(clicks) == 2
    assert [s.planned.repairs for s in steps if s.planned.kind == "click"] == [None, 1]


def test_the_next_candidate_is_tried_where_the_best_does_nothing() -> None:
    twins = [button("Go"), UIElement(Box(300, 200, 330, 230), "button", "Go")]
    second = Point(315, 215)

    def rule(action: Action, now: str) -> str | None:
        return "after" if isinstance(action, Click) and action.point == second else None

    steps = perform(Stage({"start": Scene(twins), "after": AFTER}, rule), CLICK_GO)
    assert steps[-1].ending is Ending.ACCOMPLISHED


def test_a_click_that_did_something_unexpected_is_not_made_again() -> None:
    strange = Scene([button("Go"), button("Deleted", 3)])
    stage = Stage(
        {"start": START, "strange": strange}, lambda a, now: "strange" if isinstance(a, Click) else None
    )
    steps = perform(stage, CLICK_GO)
    assert steps[-1].ending is Ending.NOT_ACCOMPLISHED
    assert len(stage.done(Click)) == 1


def test_typing_is_never_repeated() -> None:
    stage = Stage({"start": START}, lambda action, now: None)
    typing = PlannedAction("type", "", {"text": "hello"}, FieldHolds("", "hello"), "type hello")
    steps = perform(stage, typing)
    assert steps[-1].ending is Ending.NOT_ACCOMPLISHED
    assert len(stage.done(TypeText)) == 1


def test_keys_are_never_repeated() -> None:
    stage = Stage({"start": START}, lambda action, now: None)
    steps = perform(stage, PlannedAction("press", "", {"keys": ("ctrl", "s")}, TextVisible("Saved"), "save"))
    assert steps[-1].ending is Ending.NOT_ACCOMPLISHED
    assert len(stage.done(PressKeys)) == 1


def test_a_missing_target_is_given_a_moment() -> None:
    empty = Scene([button("Loading")])
    stage = Stage(
        {"start": empty, "there": START, "after": AFTER},
        lambda action, now: {"start": "there", "there": "after"}.get(now),
    )
    assert perform(stage, CLICK_GO)[-1].ending is Ending.ACCOMPLISHED


def test_a_missing_target_is_scrolled_for() -> None:
    def rule(action: Action, now: str) -> str | None:
        match action:
            case Scroll():
                return {"start": "further", "further": "bottom"}.get(now)
            case Click():
                return "after"
        return None

    scenes = {
        "start": Scene([button("Top")]),
        "further": Scene([button("Middle")]),
        "bottom": START,
        "after": AFTER,
    }
    stage = Stage(scenes, rule)
    assert perform(stage, CLICK_GO)[-1].ending is Ending.ACCOMPLISHED
    assert len(stage.done(Scroll)) == 2


def test_the_search_ends_where_nothing_moves_any_more() -> None:
    stage = Stage({"start": Scene([button("Top")])}, lambda action, now: None)
    steps = perform(stage, CLICK_GO)
    assert steps[-1].ending is Ending.NOT_ACCOMPLISHED
    assert "Go" in steps[-1].explanation
    assert len(stage.done(Scroll)) == 1


def test_the_wheel_is_not_turned_over_what_it_would_change() -> None:
    spin_box = UIElement(Box(200, 150, 440, 330), "spin box", "10")
    stage = Stage({"start": Scene([spin_box])}, lambda action, now: None)
    assert perform(stage, CLICK_GO)[-1].ending is Ending.NOT_ACCOMPLISHED
    assert not stage.done(Scroll)


def test_a_dialog_that_only_tells_something_is_dismissed() -> None:
    blocked = Scene([button("There is news"), button("OK", 2)], (window(1, "Main", active=False), DIALOG))

    def rule(action: Action, now: str) -> str | None:
        if isinstance(action, Click):
            return {"start": "free", "free": "after"}[now]
        return None

    stage = Stage({"start": blocked, "free": START, "after": AFTER}, rule)
    assert perform(stage, CLICK_GO)[-1].ending is Ending.ACCOMPLISHED


def test_a_dialog_that_asks_something_is_left_to_the_person() -> None:
    asking = [button("Overwrite the file?"), button("OK", 2), button("Cancel", 2, 1)]
    blocked = Scene(asking, (window(1, "Main", active=False), DIALOG))
    stage = Stage({"start": blocked}, lambda action, now: None)
    assert perform(stage, CLICK_GO)[-1].ending is Ending.NOT_ACCOMPLISHED
    assert not stage.done(Click)


def test_an_ambiguous_target_is_never_guessed() -> None:
    stage = Stage({"start": Scene([button("Go"), button("Go", 3)])}, lambda action, now: None)
    steps = perform(stage, CLICK_GO)
    assert steps[-1].ending is Ending.NOT_ACCOMPLISHED
    assert "2 places" in steps[-1].explanation
    assert not stage.actions


def test_an_optional_action_that_failed_is_not_mended() -> None:
    stage = Stage({"start": START}, lambda action, now: None)
    optional = PlannedAction("press", "", {"keys": ("tab",)}, ScreenChanges(), "press tab", optional=True)
    steps = perform(stage, optional)
    assert [s.planned.kind for s in steps] == ["press", "done"]


def test_the_reason_names_the_step_that_failed() -> None:
    stage = Stage({"start": START}, lambda action, now: None)
    explanation = perform(stage, CLICK_GO)[-1].explanation
    assert "step 1 (click Go)" in explanation
    assert "“Gone” is not on the screen" in explanation


def test_a_planner_that_hears_failures_gets_them_after_slow_windows_had_their_time() -> None:
    """The window is there by the next look, which is not when it opened any more."""
    opened = PlannedAction("press", arguments={"keys": ("f9",)}, expectation=WindowOpens("Report"))
    other = PlannedAction("press", arguments={"keys": ("f8",)}, expectation=ScreenChanges())

    def rule(action: Action, scene: str) -> str | None:
        return "late" if isinstance(action, Wait) else None

    scenes = {
        "start": Scene((button("Page"),)),
        "late": Scene((button("Page"),), (window(1, "Main", active=False), window(2, "Report"))),
    }
    planner = RepairingPlanner(ScriptedPlanner((opened, other)), patience_for, hears_failures=True)
    steps = rehearse(planner, Stage(scenes, rule))
    assert [step.planned.kind for step in steps] == ["press", "wait", "press", "done"]
    assert steps[1].reflection is not None
    assert steps[1].reflection.verdict == "success"
