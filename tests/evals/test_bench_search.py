"""The scripted model that errs: in known shares, with the same lots for every planner."""

import json

import pytest

from evals.bench.fallible_model import FallibleModel, Way
from evals.bench.search_ways import WAYS
from evals.suites.registry import open_suite
from gui_agent.chat.script import Asked
from gui_agent.planning.model.answers import NEXT_STEP

WAY = Way(
    (
        {"action": {"do": "launch", "application": "mousepad"}},
        {"action": {"do": "press", "keys": ["ctrl", "s"]}},
    ),
    (
        ({"action": {"do": "launch", "application": "xterm"}},),
        ({"action": {"do": "press", "keys": ["escape"]}},),
    ),
)
RIGHT = "1. launch (application=mousepad): worked, a window opened"
WRONG = "1. launch (application=xterm): worked, a window opened"


def answer(model: FallibleModel, *said: str) -> dict[str, object]:
    answered: dict[str, object] = json.loads(model(Asked(1, "\n".join(said), {})).text)
    return answered


def test_its_first_idea_is_wrong_in_the_given_share_of_cases() -> None:
    wrong = sum(
        answer(FallibleModel(WAY, str(seed), 0.3, 0.0), "Nothing was done yet.") == WAY.wrong[0][0]
        for seed in range(2_000)
    )
    assert 520 < wrong < 680


def test_asked_for_several_ideas_it_gives_the_same_first_one() -> None:
    for seed in range(20):
        model = FallibleModel(WAY, str(seed), 0.5, 0.0)
        told = model(Asked(1, "give up to 3 different next steps", {})).text
        first = json.loads(told)["proposals"][0]
        assert first["action"] == answer(model)["action"]


def test_its_verdict_goes_by_what_was_done() -> None:
    model = FallibleModel(WAY, "1", 0.3, 0.0)
    question = "judge the state reached"
    assert answer(model, question, RIGHT)["progress"] == pytest.approx(0.6)
    assert answer(model, question, WRONG)["progress"] == pytest.approx(0.05)
    done = answer(model, question, RIGHT, "3. press (keys=('ctrl', 's'), count=1): worked")
    assert done["done"] is True


def test_an_erring_critic_says_the_opposite() -> None:
    model = FallibleModel(WAY, "1", 0.3, 1.0)
    assert answer(model, "judge the state reached", RIGHT)["progress"] == pytest.approx(0.05)


def test_it_goes_on_from_a_wrong_step_as_if_nothing_had_happened() -> None:
    model = FallibleModel(WAY, "1", 0.0, 0.0)
    assert answer(model, WRONG) == WAY.right[1]


@pytest.mark.parametrize("task", WAYS)
def test_every_way_belongs_to_a_task_and_is_one_a_model_may_answer(task: str) -> None:
    assert len(open_suite(f"desktop:{task}").tasks) == 1
    way = WAYS[task]
    assert len(way.right) == len(way.wrong)
    for step, wrong in zip(way.right, way.wrong, strict=True):
        for said in (step, *wrong):
            NEXT_STEP.read(json.dumps(said))
        assert step not in wrong
