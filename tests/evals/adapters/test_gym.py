"""A task as a Gymnasium environment, by Gymnasium's own checker and by playing it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from actions.action import Click, Drag, Fail, PressKeys, Scroll, TypeText, Wait
from actions.geometry import Point, Size
from evals.adapters.gym import open_gym_env
from evals.adapters.gym_actions import CHARACTERS, KEYS, KINDS, LONGEST_TEXT, MODIFIERS, action_space, decode
from evals.machines.errors import ImageError, MachineFailed, MachineLost
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
from evals.suites.registry import open_environment, open_suite
from tests.evals.adapters.button_world import GREEN, HOPELESS, TASK, WHITE, ButtonWorld

gymnasium = pytest.importorskip("gymnasium", reason="needs the extra gym")


@pytest.fixture
def world() -> ButtonWorld:
    return ButtonWorld()


@pytest.fixture
def env(world: ButtonWorld) -> Iterator[Any]:
    made = open_gym_env(world, TASK, max_steps=5)
    yield made
    made.close()


@pytest.fixture(scope="module")
def machine() -> str:
    """Name the leanest sandbox that starts here."""
    for name in ("lean", "full"):
        try:
            with Sandbox(find_image(name)):
                return f"sandbox:{name}"
        except ImageError:
            continue
        except MachineFailed as error:
            if "namespaces" not in str(error):
                raise
            pytest.skip(str(error))
    pytest.skip("no root filesystem is built here (gui-agent machine build --lean)")


def an_action(env: Any, kind: str, **values: object) -> dict[str, Any]:
    return {**env.action_space.sample(), "kind": np.int64(KINDS.index(kind)), **values}


def test_gymnasiums_own_checker_has_nothing_to_say(env: Any) -> None:
    from gymnasium.utils.env_checker import check_env

    check_env(env, skip_render_check=True)


def test_what_is_seen_is_the_screen_in_rgb(env: Any, world: ButtonWorld) -> None:
    seen, info = env.reset(seed=7)
    assert seen.shape == (100, 160, 3)
    assert tuple(seen[world.square.y1, world.square.x1]) == GREEN[::-1]
    assert (env.render() == seen).all()
    assert info == {"instruction": "Click the green square at once", "steps": 0, "error": ""}


def test_clicking_it_and_saying_so_earns_the_score(env: Any, world: ButtonWorld) -> None:
    env.reset(seed=7)
    center = np.array([world.square.center.x, world.square.center.y])
    seen, reward, terminated, truncated, _ = env.step(an_action(env, "click", point=center))
    assert (reward, terminated, truncated) == (0, False, False)
    assert tuple(seen[world.square.y1, world.square.x1]) == WHITE
    _, reward, terminated, truncated, info = env.step(an_action(env, "done"))
    assert (reward, terminated, truncated, info["explanation"]) == (1.0, True, False, "it is white")


def test_running_out_of_steps_is_truncated_and_graded_all_the_same(env: Any, world: ButtonWorld) -> None:
    env.reset(seed=7)
    center = np.array([world.square.center.x, world.square.center.y])
    endings = [env.step(an_action(env, "click", point=center))[1:4] for _ in range(5)]
    assert endings == [(0.0, False, False)] * 4 + [(1.0, False, True)]


def test_saying_that_it_cannot_be_done_is_graded(world: ButtonWorld) -> None:
    for task, score in ((TASK, 0.0), (HOPELESS, 1.0)):
        env = open_gym_env(world, task)
        env.reset(seed=1)
        assert env.step(an_action(env, "infeasible"))[1:4] == (score, True, False)


def test_after_its_end_an_episode_must_be_reset(env: Any) -> None:
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step(an_action(env, "wait"))
    env.reset(seed=7)
    env.step(an_action(env, "done"))
    with pytest.raises(gymnasium.error.ResetNeeded):
        env.step(an_action(env, "wait"))


def test_an_action_that_makes_no_sense_is_told_and_not_carried_out(env: Any, world: ButtonWorld) -> None:
    env.reset(seed=7)
    _, _, terminated, _, info = env.step(an_action(env, "type", text="\x00"))
    assert not terminated
    assert "cannot be typed" in info["error"]
    assert world.computer.actions == []


def test_the_seed_decides_and_without_one_episodes_differ(env: Any) -> None:
    first, again = env.reset(seed=7)[0], env.reset(seed=7)[0]
    assert (first == again).all()
    drawn = [env.reset()[0].tobytes() for _ in range(5)]
    assert len(set(drawn)) > 1


def test_a_machine_that_breaks_is_an_error_and_no_reward() -> None:
    env = open_gym_env(ButtonWorld(breaks=True), TASK)
    env.reset(seed=7)
    with pytest.raises(MachineLost):
        env.step(an_action(env, "done"))


def test_another_screen_than_was_said_is_refused() -> None:
    env = open_gym_env(ButtonWorld(), TASK, screen=Size(640, 480))
    with pytest.raises(MachineFailed, match="160x100 and not 640x480"):
        env.reset(seed=7)


def test_closing_it_closes_the_machine(world: ButtonWorld) -> None:
    open_gym_env(world, TASK).close()
    assert world.closed


@pytest.mark.app
@pytest.mark.slow
def test_a_real_task_is_done_in_a_real_sandbox(machine: str) -> None:
    suite = open_suite("desktop:desktop-minimise-calculator")
    env = open_gym_env(open_environment(suite.kind, machine), suite.tasks[0], max_steps=3)
    try:
        seen, info = env.reset(seed=0)
        assert seen.shape == env.observation_space.shape == (800, 1280, 3)
        assert info["instruction"] == suite.tasks[0].instruction
        minimise = np.array([305, 405])
        after, *_ = env.step(an_action(env, "click", point=minimise))
        assert (after != seen).any()
        _, reward, terminated, truncated, info = env.step(an_action(env, "done"))
        assert (reward, terminated, truncated) == (1.0, True, False), info["explanation"]
    finally:
        env.close()


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("wait", Wait(0.5)),
        ("click", Click(Point(3, 4))),
        ("double_click", Click(Point(3, 4), count=2)),
        ("right_click", Click(Point(3, 4), "right")),
        ("drag", Drag((Point(3, 4), Point(5, 6)))),
        ("scroll", Scroll(Point(3, 4), -2)),
        ("type", TypeText("Hi\n")),
        ("press", PressKeys(("ctrl", "alt", "s"))),
        ("infeasible", Fail("the agent says that the task cannot be done", infeasible=True)),
    ],
)
def test_each_kind_is_its_action(kind: str, action: object) -> None:
    values = {"kind": KINDS.index(kind), "point": [3, 4], "end": [5, 6], "notches": -2, "text": "Hi\n"}
    assert decode({**values, "key": KEYS.index("s"), "modifiers": [1, 0, 1, 0]}) == action


def test_whatever_the_space_draws_is_an_action() -> None:
    space = action_space(Size(1280, 800))
    space.seed(3)
    kinds = {type(decode(space.sample())).__name__ for _ in range(300)}
    assert kinds == {"Wait", "Click", "Move", "Drag", "Scroll", "TypeText", "PressKeys", "Done", "Fail"}


def test_every_key_and_character_of_the_space_can_be_pressed_and_typed() -> None:
    from actions.keys import canonical_key

    assert [canonical_key(key) for key in (*KEYS, *MODIFIERS)] == [*KEYS, *MODIFIERS]
    assert TypeText(CHARACTERS[:LONGEST_TEXT]).text == CHARACTERS


def test_without_gymnasium_the_command_to_install_it_is_named() -> None:
    program = """
import sys
sys.modules["gymnasium"] = None
from evals.adapters.gym import open_gym_env
from tests.evals.adapters.button_world import TASK, ButtonWorld
try:
    open_gym_env(ButtonWorld(), TASK)
except ImportError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert "pip install 'guiagent-desktop[gym]'" in done.stdout, done.stderr
