"""A suite as an Inspect AI task, run by Inspect itself with a model that plays by a script."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from evals.adapters.inspect_task import inspect_task
from evals.adapters.inspect_tools import Desk
from evals.agents.open_agent import AgentChoice
from evals.suites.registry import Suite
from tests.evals.adapters.button_world import HOPELESS, TASK, ButtonWorld

needs_inspect = pytest.mark.skipif(
    importlib.util.find_spec("inspect_ai") is None, reason="needs the extra inspect"
)
# Inspect uses what its own packages call deprecated, and leaves a stream open where a limit ends a sample.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning"),
]
Turn = tuple[str, dict[str, Any]]
SEED = 7


def square() -> list[int]:
    world = ButtonWorld()
    world.reset(TASK, SEED)
    return [world.square.center.x, world.square.center.y]


CLICK: Turn = ("computer", {"action": "left_click", "coordinate": square()})
LOOK: Turn = ("computer", {"action": "screenshot"})
SUBMIT: Turn = ("submit", {"answer": "done"})
CANNOT: Turn = ("declare_infeasible", {"reason": "there is no red square"})


def scripted(turns: Sequence[Turn]) -> Any:
    """Return a model that calls these tools one by one; what it is shown it does not look at."""
    from inspect_ai.model import ModelOutput, ModelUsage, get_model

    outputs = []
    for name, arguments in turns:
        output = ModelOutput.for_tool_call("mockllm/model", name, arguments)
        # Counting tokens would need a download.
        output.usage = ModelUsage(input_tokens=10, output_tokens=5, total_tokens=15)
        outputs.append(output)
    return get_model("mockllm/model", custom_outputs=outputs)


def evaluated(
    folder: Path,
    turns: Sequence[Turn],
    *,
    world: Callable[[], ButtonWorld] = ButtonWorld,
    suite: Suite | None = None,
    **more: Any,
) -> Any:
    from inspect_ai import eval as inspect_eval

    asked = inspect_task(suite or Suite("buttons", (TASK,), seeds=(SEED,)), world, **more)
    model = scripted(turns)
    (log,) = inspect_eval(asked, model=model, log_dir=str(folder), display="none", log_level="error")
    return log


@needs_inspect
def test_a_model_that_clicks_the_square_is_scored_full(tmp_path: Path) -> None:
    log = evaluated(tmp_path, [LOOK, CLICK, SUBMIT])
    assert log.status == "success", log.error
    (sample,) = log.samples
    assert (sample.id, sample.input) == ("green@7", TASK.instruction)
    assert sample.scores["gui_agent_grader"].value == 1.0
    assert sample.scores["gui_agent_grader"].explanation == "it is white"
    answers = [m.content for m in sample.messages if m.role == "tool" and m.function == "computer"]
    assert [[part.type for part in answer] for answer in answers] == [["image"], ["image"]]
    assert "Click the green square at once" in [m.text for m in sample.messages if m.role == "user"]


@needs_inspect
def test_a_model_that_only_looks_is_scored_nothing(tmp_path: Path) -> None:
    log = evaluated(tmp_path, [LOOK, SUBMIT])
    assert log.samples[0].scores["gui_agent_grader"].value == 0.0


@needs_inspect
def test_saying_that_a_task_cannot_be_done_is_graded(tmp_path: Path) -> None:
    hopeless = Suite("buttons", (HOPELESS,))
    right = evaluated(tmp_path / "a", [CANNOT, SUBMIT], suite=hopeless)
    assert right.samples[0].scores["gui_agent_grader"].value == 1.0
    wrong = evaluated(tmp_path / "b", [CANNOT, SUBMIT])
    assert wrong.samples[0].scores["gui_agent_grader"].value == 0.0


@needs_inspect
def test_a_call_that_makes_no_sense_is_told_to_the_model_and_the_episode_goes_on(tmp_path: Path) -> None:
    far = ("computer", {"action": "left_click", "coordinate": [9999, 3]})
    log = evaluated(tmp_path, [far, CLICK, SUBMIT])
    told = next(m for m in log.samples[0].messages if m.role == "tool")
    assert "outside the picture" in str(told.error)
    assert log.samples[0].scores["gui_agent_grader"].value == 1.0


@needs_inspect
def test_running_out_of_steps_is_graded_all_the_same(tmp_path: Path) -> None:
    log = evaluated(tmp_path, [CLICK] * 9, max_steps=2)
    assert log.status == "success", log.error
    assert log.samples[0].scores["gui_agent_grader"].value == 1.0
    assert sum(m.role == "tool" for m in log.samples[0].messages) <= 3


@needs_inspect
def test_a_machine_that_breaks_is_an_error_of_the_sample_and_no_score(tmp_path: Path) -> None:
    log = evaluated(tmp_path, [CLICK, SUBMIT], world=lambda: ButtonWorld(breaks=True))
    (sample,) = log.samples
    assert "the machine went away" in sample.error.message
    assert not sample.scores


@needs_inspect
def test_every_machine_is_closed_again(tmp_path: Path) -> None:
    opened: list[ButtonWorld] = []

    def open_world() -> ButtonWorld:
        opened.append(ButtonWorld())
        return opened[-1]

    log = evaluated(
        tmp_path, [CLICK, SUBMIT] * 3, world=open_world, suite=Suite("buttons", (TASK,), seeds=(SEED, 8, 9))
    )
    assert [sample.id for sample in log.samples] == ["green@7", "green@8", "green@9"]
    assert [world.closed for world in opened] == [True] * 3


@needs_inspect
@pytest.mark.parametrize(("agent", "score"), [("nothing", 0.0), ("infeasible", 1.0)])
def test_our_own_agents_play_there_too(tmp_path: Path, agent: str, score: float) -> None:
    log = evaluated(tmp_path, [], suite=Suite("buttons", (HOPELESS,)), agent=AgentChoice(agent))
    assert log.samples[0].scores["gui_agent_grader"].value == score


def test_every_action_answers_with_a_picture_and_the_pointer_is_remembered() -> None:
    world = ButtonWorld()
    world.reset(TASK, SEED)
    desk = Desk(world.computer)
    assert desk.act({"action": "mouse_move", "coordinate": square()})[1:4] == b"PNG"
    desk.act({"action": "left_click"})
    assert world.grade(declared_infeasible=False).value == 1


def test_without_inspect_the_command_to_install_it_is_named() -> None:
    program = """
import sys
sys.modules["inspect_ai"] = None
from evals.adapters.inspect_task import inspect_task
from evals.suites.registry import Suite
try:
    inspect_task(Suite("none", ()), lambda: None)
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert "pip install 'guiagent-desktop[inspect]'" in done.stdout, done.stderr
