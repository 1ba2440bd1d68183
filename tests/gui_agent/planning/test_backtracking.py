"""Going back to a known state, in words, on a computer of scenes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from actions.action import Action, CloseWindow, PressKeys, TypeText
from gui_agent.expectation import TextVisible
from gui_agent.planning.backtracking import BacktrackingPlanner, KnownState, state_to_go_back_to
from gui_agent.types import Observation, Plan, PlannedAction, Step
from tests.gui_agent.planning.stage import Scene, Stage, button, rehearse, window

MAIN, DIALOG, OTHER = window(1, "Main"), window(2, "Print", dialog=True), window(3, "Help")
PAGE, TYPED, MORE, BAD = (
    button(text, row=n) for n, text in enumerate(("Page", "oops", "dear me", "Printer"))
)
GOAL = TextVisible("Finished")
WRONG = PlannedAction("press", arguments={"keys": ("f9",)}, expectation=GOAL, patience=0.0)
TYPING = PlannedAction("type", arguments={"text": "oops dear me"}, expectation=GOAL, patience=0.0)
DONE = PlannedAction("done")
BEHIND = Scene((PAGE,), (window(1, "Main", active=False), DIALOG))


class Script:
    """A planner that says one thing after the other, and what it was shown meanwhile."""

    plan: Plan | None = None

    def __init__(self, said: Sequence[PlannedAction]) -> None:
        self._said = list(said)
        self.shown: list[Observation] = []

    def next_action(self, task: str, observation: Observation, history: tuple[Step, ...]) -> PlannedAction:
        self.shown.append(observation)
        return self._said.pop(0)


def play(
    scenes: dict[str, Scene], rule: Callable[[Action, str], str | None], said: Sequence[PlannedAction]
) -> tuple[list[str], list[Step], Script]:
    script, stage = Script(said), Stage(scenes, rule)
    steps = rehearse(BacktrackingPlanner(script), stage)
    return [name(step) for step in steps], steps, script


def name(step: Step) -> str:
    return name_of(step.action) or step.planned.kind


def name_of(action: object) -> str:
    match action:
        case PressKeys(keys):
            return "+".join(keys)
        case TypeText():
            return "type"
        case CloseWindow():
            return "close"
        case _:
            return ""


def test_a_dialog_that_came_up_is_left_by_escape_and_the_planner_goes_on_from_the_known_screen() -> None:
    def rule(action: Action, scene: str) -> str | None:
        return {"f9": "dialog", "escape": "start"}.get(name_of(action))

    scenes = {"start": Scene((PAGE,), (MAIN,)), "dialog": BEHIND}
    done, steps, script = play(scenes, rule, [WRONG, WRONG, DONE])
    assert done == ["f9", "f9", "escape", "done"]
    assert KnownState(1, steps[0].observation).came_back(script.shown[-1])
    assert "go back to the screen before step 1" in steps[2].planned.thought


def test_a_window_that_escape_does_not_close_is_closed() -> None:
    def rule(action: Action, scene: str) -> str | None:
        return {"f9": "help", "close": "start"}.get(name_of(action))

    scenes = {
        "start": Scene((PAGE,), (MAIN,)),
        "help": Scene((PAGE, BAD), (window(1, "Main", active=False), OTHER)),
    }
    done, _, _ = play(scenes, rule, [WRONG, WRONG, DONE])
    assert done == ["f9", "f9", "escape", "close", "done"]


def test_typing_is_undone_word_by_word_until_the_page_is_as_it_was() -> None:
    def rule(action: Action, scene: str) -> str | None:
        undone = {"typed": "half", "half": "start"}
        return {"type": "typed", "ctrl+z": undone.get(scene)}.get(name_of(action))

    scenes = {
        "start": Scene((PAGE,), (MAIN,)),
        "half": Scene((PAGE, TYPED), (MAIN,)),
        "typed": Scene((PAGE, TYPED, MORE), (MAIN,)),
    }
    done, _, script = play(scenes, rule, [TYPING, WRONG, DONE])
    assert done == ["type", "f9", "ctrl+z", "ctrl+z", "done"]
    assert [e.text for e in script.shown[-1].screen.elements] == ["Page"]


def test_nothing_is_undone_in_a_terminal_where_that_stops_a_program() -> None:
    def rule(action: Action, scene: str) -> str | None:
        return {"type": "typed", "ctrl+u": "start"}.get(name_of(action))

    shell = (replace(MAIN, application="xterm"),)
    scenes = {"start": Scene((PAGE,), shell), "typed": Scene((PAGE, TYPED), shell)}
    done, _, _ = play(scenes, rule, [TYPING, WRONG, DONE])
    assert done == ["type", "f9", "ctrl+u", "done"]


def test_a_window_with_text_typed_into_it_is_not_closed() -> None:
    def rule(action: Action, scene: str) -> str | None:
        return {"f9": "help", "close": "start"}.get(name_of(action))

    scenes = {
        "start": Scene((PAGE,), (MAIN,)),
        "help": Scene((PAGE, BAD), (window(1, "Main", active=False), OTHER)),
    }
    done, _, _ = play(scenes, rule, [WRONG, TYPING, DONE])
    assert done == ["f9", "type", "escape", "done"]


def test_what_changed_nothing_needs_no_way_back() -> None:
    done, _, _ = play({"start": Scene((PAGE,), (MAIN,))}, lambda action, scene: None, [WRONG, WRONG, DONE])
    assert done == ["f9", "f9", "done"]


def test_one_failure_is_left_to_the_planner() -> None:
    def rule(action: Action, scene: str) -> str | None:
        return {"f9": "dialog"}.get(name_of(action))

    scenes = {"start": Scene((PAGE,), (MAIN,)), "dialog": BEHIND}
    done, steps, _ = play(scenes, rule, [WRONG, DONE])
    assert done == ["f9", "done"]
    assert state_to_go_back_to(tuple(steps[:1])) is None
