"""A second look at doubtful actions before they are done."""

from __future__ import annotations

from actions.action import Action, Click
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.script import Fault, FaultKind
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.planning.model.critic import Critic
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.policy import default_policy
from gui_agent.types import Ending, Step
from tests.gui_agent.planning.model.cast import Cast, do
from tests.gui_agent.planning.stage import Scene, Stage, button, rehearse

DELETE, ARCHIVE, OPEN = button("Delete"), button("Archive", row=1), button("Open", row=2)
SCENES = {"start": Scene((DELETE, ARCHIVE, OPEN)), "done": Scene((OPEN, button("Archived", row=3)))}
CLICK_DELETE, CLICK_OPEN = do("click", target=1), do("click", target=3)
CLICK_ARCHIVE = do("click", {"see": "Archived"}, target=2)
GO = {"verdict": "go", "why": "it is what was asked"}
DONE = do("done")


def program(action: Action, scene: str) -> str | None:
    return "done" if isinstance(action, Click) and ARCHIVE.box.contains(action.point) else None


def play(cast: Cast) -> tuple[Stage, list[Step]]:
    stage = Stage(SCENES, program)
    thinker = Thinker(ScriptedChatModel(cast, capabilities=Capabilities(json_schema=True)), PriceTable(()))
    pointing = PointingGrounder(stage.grounder)
    critic = Critic(thinker, pointing, default_policy())
    steps = rehearse(ModelPlanner(thinker, pointing, critic=critic), stage, "put the letter away")
    return stage, steps


def clicked(stage: Stage) -> list[str]:
    points = [action.point for action in stage.done(Click) if isinstance(action, Click)]
    return [e.text for p in points for e in (DELETE, ARCHIVE, OPEN) if e.box.contains(p)]


def test_a_consequential_action_is_bettered_before_it_is_done() -> None:
    better = {"verdict": "better", "why": "the task is to archive", "step": CLICK_ARCHIVE}
    cast = Cast(worker=[CLICK_DELETE, DONE], critic=[better])
    stage, steps = play(cast)
    assert clicked(stage) == ["Archive"]
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert "Look twice because it is consequential" in cast.asked("critic")[0]
    assert '"target":1' in cast.asked("critic")[0]


def test_a_critic_that_agrees_changes_nothing() -> None:
    stage, _ = play(Cast(worker=[CLICK_DELETE, DONE], critic=[GO]))
    assert clicked(stage) == ["Delete"]


def test_a_plain_action_is_not_doubted() -> None:
    cast = Cast(worker=[CLICK_ARCHIVE, DONE])
    stage, _ = play(cast)
    assert (clicked(stage), cast.asked("critic")) == (["Archive"], [])


def test_after_a_failure_and_without_a_place_on_the_screen_it_is_looked_at_twice() -> None:
    cast = Cast(
        worker=[do("click", target="Bin"), CLICK_OPEN, CLICK_ARCHIVE, DONE],
        critic=[GO] * 3,
    )
    play(cast)
    reasons = [text.rpartition("Look twice because ")[2] for text in cast.asked("critic")]
    assert reasons == [
        "“Bin” cannot be read on the screen.",
        "the last step did not work.",
        "the last step did not work.",
    ]


def test_a_revision_that_cannot_be_done_is_asked_for_again_and_then_the_first_step_stands() -> None:
    nowhere = {"verdict": "better", "step": do("click", target=99)}
    cast = Cast(worker=[CLICK_DELETE, DONE], critic=[nowhere, {"verdict": "hm"}])
    stage, steps = play(cast)
    assert "there is no element 99" in cast.asked("critic")[1]
    assert clicked(stage) == ["Delete"]
    assert steps[-1].ending is Ending.ACCOMPLISHED


def test_a_critic_that_declines_has_nothing_to_say() -> None:
    stage, _ = play(Cast(worker=[CLICK_DELETE, DONE], critic=[Fault(FaultKind.DECLINED)]))
    assert clicked(stage) == ["Delete"]
