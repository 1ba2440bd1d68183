"""Manager and worker on a computer of scenes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.action import Action, Click, TypeText
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.planning.hierarchy.manager import MAX_REWRITES
from gui_agent.planning.hierarchy.planner import HierarchicalPlanner
from gui_agent.planning.model.advice import NoAdvisor
from gui_agent.planning.model.parts import hierarchy
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.types import Ending, Observation, Plan, PlanChange, PlannedAction, Step
from tests.gui_agent.planning.model.cast import Cast, do, plan
from tests.gui_agent.planning.stage import Scene, Stage, button, rehearse

FILE, EXPORT, SAVE = button("File"), button("Export", row=1), button("Save", row=2)
DIALOG = button("File name", row=3)
SAVED = button("Saved as report", row=4)
TASK = "save the report"
SCENES = {
    "start": Scene((FILE, EXPORT)),
    "menu": Scene((FILE, EXPORT, SAVE)),
    "dialog": Scene((FILE, EXPORT, DIALOG)),
    "saved": Scene((FILE, EXPORT, SAVED)),
}
OPEN_MENU = do("click", {"see": "Save"}, target="File")
CLICK_EXPORT = do("click", {"see": "File name"}, target="Export")
CLICK_EXPORT_TWICE = do("click", {"see": "File name"}, target="Export", count=2)
HOW = do("fail", reason="how?")
CLICK_SAVE = do("click", {"see": "File name"}, target="Save")
TYPE_NAME = do("type", {"see": "Saved as report"}, text="report\n")
DONE = do("done", answer="it is saved")
MENU, DIALOG_OPEN, IS_SAVED = {"see": "Save"}, {"see": "File name"}, {"see": "Saved as report"}


def program(action: Action, scene: str) -> str | None:
    """Return the scene after ``action``: File shows the menu, Save the dialog, typing saves."""
    match action:
        case Click(point) if FILE.box.contains(point):
            return "menu"
        case Click(point) if SAVE.box.contains(point) and scene == "menu":
            return "dialog"
        case TypeText() if scene == "dialog":
            return "saved"
    return None


class Play:
    """One run of a cast on the scenes."""

    def __init__(self, cast: Cast, rule: Callable[[Action, str], str | None] = program) -> None:
        self.cast, self.stage = cast, Stage(SCENES, rule)
        model = ScriptedChatModel(cast, capabilities=Capabilities(json_schema=True))
        self.thinker = Thinker(model, PriceTable(()))
        advisor = NoAdvisor()
        worker = ModelPlanner(self.thinker, PointingGrounder(self.stage.grounder))
        planner = hierarchy(worker, self.thinker, advisor, self.stage.reflector, self.stage.reflector)
        assert isinstance(planner, HierarchicalPlanner)
        self.planner = planner
        watched = Watched(planner)
        self.steps = rehearse(watched, self.stage, TASK)
        self.shown = watched.shown


class Watched:
    """Keeps the subgoal that was worked on at every step, and how the plan was last changed."""

    def __init__(self, planner: HierarchicalPlanner) -> None:
        self._planner = planner
        self.shown: list[tuple[str, str]] = []

    @property
    def plan(self) -> Plan | None:
        return self._planner.plan

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        planned = self._planner.next_action(task, observation, history)
        if (plan := self._planner.plan) is not None:
            last = plan.changes[-1].kind if plan.changes else ""
            self.shown.append((plan.subgoals[plan.cursor], last))
        return planned


def test_subgoals_are_reached_one_after_the_other_and_the_screen_says_so_without_a_question() -> None:
    cast = Cast(
        manager=[plan(("show the menu", MENU), ("open the dialog", DIALOG_OPEN), ("name it", IS_SAVED))],
        worker=[OPEN_MENU, CLICK_SAVE, TYPE_NAME, DONE],
    )
    play = Play(cast)
    assert play.steps[-1].ending is Ending.ACCOMPLISHED
    assert [step.planned.subgoal for step in play.steps] == [0, 1, 2, 2]
    assert cast.order == ["manager", *["worker"] * 4]
    assert "> 2. open the dialog (reached when: " in cast.asked("worker")[1]
    assert "1. (reached) show the menu" in cast.asked("worker")[1]


def test_a_claim_that_the_screen_proves_costs_no_question() -> None:
    cast = Cast(manager=[plan(("save it", IS_SAVED))], worker=[OPEN_MENU, CLICK_SAVE, TYPE_NAME, DONE])
    play = Play(cast)
    assert play.steps[-1].planned.arguments["answer"] == "it is saved"
    assert "reached" not in cast.order


def test_a_claim_that_the_screen_does_not_prove_is_checked_by_the_model_and_refused() -> None:
    cast = Cast(
        manager=[plan(("save it", IS_SAVED))],
        worker=[DONE, OPEN_MENU, CLICK_SAVE, TYPE_NAME, DONE],
        reached=[{"reached": False, "why": "nothing is saved yet"}],
    )
    play = Play(cast)
    assert play.steps[-1].ending is Ending.ACCOMPLISHED
    assert "it is not: nothing is saved yet" in cast.asked("worker")[1]
    assert cast.unsaid == {}


def test_a_claim_without_a_condition_needs_a_last_step_that_worked() -> None:
    cast = Cast(
        manager=[plan(("show the menu", None), ("save it", IS_SAVED))],
        worker=[OPEN_MENU, DONE, CLICK_SAVE, TYPE_NAME, DONE],
    )
    assert Play(cast).steps[-1].ending is Ending.ACCOMPLISHED
    assert "reached" not in cast.order


def test_what_the_screen_showed_before_is_no_proof() -> None:
    cast = Cast(
        manager=[plan(("show the menu", {"see": "File"}), ("save it", IS_SAVED))],
        worker=[OPEN_MENU, DONE, CLICK_SAVE, TYPE_NAME, DONE],
    )
    play = Play(cast)
    assert [step.planned.subgoal for step in play.steps] == [0, 1, 1, 1]


def test_after_two_failures_the_subgoal_is_filled_in_from_what_was_seen() -> None:
    cast = Cast(
        manager=[plan(("open the dialog", DIALOG_OPEN), ("name it", IS_SAVED))],
        worker=[CLICK_EXPORT, CLICK_EXPORT_TWICE, OPEN_MENU, CLICK_SAVE, TYPE_NAME, DONE],
        refine=[
            {
                "refine": "in_plan",
                "goal": "open the dialog by the File menu",
                "reached_when": DIALOG_OPEN,
                "hint": "Export does nothing",
            }
        ],
    )
    play = Play(cast)
    assert play.steps[-1].ending is Ending.ACCOMPLISHED
    assert "steps 1 and 2 did not work" in cast.asked("refine")[0]
    assert "> 1. open the dialog by the File menu" in cast.asked("worker")[2]
    assert "Hint: Export does nothing" in cast.asked("worker")[2]
    assert play.shown[2] == ("open the dialog by the File menu", "in_plan")


def test_a_subgoal_that_cannot_be_reached_changes_the_plan_and_keeps_what_is_reached() -> None:
    cast = Cast(
        manager=[plan(("show the menu", MENU), ("press the Print button", None), ("print it", None))],
        worker=[OPEN_MENU, do("fail", reason="there is no Print button"), CLICK_SAVE, TYPE_NAME, DONE],
        refine=[
            {"refine": "out_of_plan", "why": "there is none"}
            | plan(("open the dialog", DIALOG_OPEN), ("name it", IS_SAVED))
        ],
    )
    play = Play(cast)
    assert play.steps[-1].ending is Ending.ACCOMPLISHED
    assert "the subgoal cannot be reached: there is no Print button" in cast.asked("refine")[0]
    assert play.planner.plan is not None
    assert play.planner.plan.subgoals == ("show the menu", "open the dialog", "name it")
    assert play.planner.plan.changes == (PlanChange("out_of_plan", "there is none"),)


def test_a_subgoal_is_filled_in_once_then_the_plan_must_change() -> None:
    again = {"refine": "in_plan", "goal": "open it another way", "reached_when": DIALOG_OPEN}
    cast = Cast(
        manager=[plan(("open the dialog", DIALOG_OPEN), ("name it", IS_SAVED))],
        worker=[HOW, HOW, OPEN_MENU, CLICK_SAVE, TYPE_NAME, DONE],
        refine=[
            again,
            again,
            {"refine": "out_of_plan", "why": "it needs the menu"} | plan(("save", IS_SAVED)),
        ],
    )
    play = Play(cast)
    assert play.steps[-1].ending is Ending.ACCOMPLISHED
    assert "said again already" in cast.asked("refine")[2]


def test_a_plan_that_is_written_anew_again_and_again_ends_the_task() -> None:
    rewrite = {"refine": "out_of_plan", "why": "another try"} | plan(("save it", IS_SAVED))
    cast = Cast(
        manager=[plan(("save it", IS_SAVED))],
        worker=[do("fail", reason="no")] * (MAX_REWRITES + 1),
        refine=[rewrite] * MAX_REWRITES,
    )
    (last,) = Play(cast).steps
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert f"written anew {MAX_REWRITES} times" in last.explanation


@pytest.mark.parametrize("when", ["at first", "later"])
def test_a_task_nobody_can_do_is_infeasible_with_a_reason(when: str) -> None:
    first = {"subgoals": [], "infeasible": "there is no printer"}
    cast = Cast(
        manager=[first if when == "at first" else plan(("print it", None))],
        worker=[do("fail", reason="I see no printer")],
        refine=[{"refine": "infeasible", "why": "there is no printer"}],
    )
    (last,) = Play(cast).steps
    assert last.planned.arguments == {"reason": "there is no printer", "infeasible": True}


@pytest.mark.parametrize(
    "wrong",
    [
        {"subgoals": []},
        {"subgoals": [{"goal": "x" * 500}]},
        {"subgoals": [{"goal": "run it", "reached_when": {"exec": "rm -rf /"}}]},
        {"subgoals": [{"goal": "run it"}] * 13},
        {"subgoals": [{"goal": "run it"}], "infeasible": "but also not"},
    ],
)
def test_plans_of_another_form_are_refused(wrong: dict[str, object]) -> None:
    (last,) = Play(Cast(manager=[wrong, wrong])).steps
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert "no usable answer" in last.explanation
