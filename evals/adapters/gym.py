"""A task as a ``gymnasium.Env``: pixels in, one action out, the grader's score as the last reward."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from actions.action import Action, Done, Fail, Wait
from actions.errors import InvalidAction
from actions.geometry import Size
from actions.settle import wait_until_settled
from evals.adapters.errors import FrameworkMissing
from evals.adapters.gym_actions import action_space, decode
from evals.episodes.environment import Environment, EpisodeTask
from evals.machines.errors import MachineFailed

if TYPE_CHECKING:
    import gymnasium

MAX_STEPS = 50
SETTLE_SECONDS = 3.0
FIRST_CHANGE_WITHIN = 0.25
"""Seconds an application is given to begin repainting after an action."""
Pixels = NDArray[np.uint8]


def open_gym_env(
    environment: Environment, task: EpisodeTask, *, max_steps: int = MAX_STEPS, screen: Size | None = None
) -> gymnasium.Env[Pixels, dict[str, Any]]:
    """Return ``task`` in ``environment`` as a Gymnasium environment, which closes ``environment`` at its end.

    Observations are the settled screen, height x width x 3 RGB bytes; actions are those of `action_space`.
    The reward is 0 until the episode ends, then the score from 0 to 1. It is terminated when the agent says
    that it is done or that the task cannot be done, and truncated after ``max_steps`` actions; either is
    graded. ``info`` holds ``instruction``, ``steps``, ``error`` (an action that made no sense, and was not
    carried out) and at the end ``explanation``. A reset without a seed draws one.

    ``screen`` is the size of the computer's screen; where it is None an episode is begun to find it out.
    Raises `FrameworkMissing`, and `MachineError`, `SetupError` and `GraderError` kinds: never a reward.
    """
    try:
        import gymnasium
    except ImportError as error:
        raise FrameworkMissing("Gymnasium", "gym") from error

    if screen is None:
        environment.reset(task, 0)
    size = screen or environment.computer.screen_size
    play = _Play(environment, task, max_steps, size)

    class TaskEnv(gymnasium.Env[Pixels, dict[str, Any]]):
        """One task, played over and over."""

        metadata = {"render_modes": ["rgb_array"], "render_fps": 2}  # noqa: RUF012 - as Gymnasium has it
        render_mode = "rgb_array"

        def __init__(self) -> None:
            height, width = size.height, size.width
            self.observation_space = gymnasium.spaces.Box(0, 255, (height, width, 3), np.uint8)
            self.action_space = action_space(size)

        def reset(
            self, *, seed: int | None = None, options: dict[str, Any] | None = None
        ) -> tuple[Pixels, dict[str, Any]]:
            super().reset(seed=seed)
            drawn = int(self.np_random.integers(2**31)) if seed is None else seed
            return play.begin(drawn)

        def step(self, action: dict[str, Any]) -> tuple[Pixels, float, bool, bool, dict[str, Any]]:
            if not play.under_way:
                raise gymnasium.error.ResetNeeded("the episode is over; call reset() first")
            return play.act(action)

        def render(self) -> Pixels:
            return play.seen

        def close(self) -> None:
            environment.close()

    return TaskEnv()


class _Play:
    """The episode under way, without anything of Gymnasium."""

    def __init__(self, environment: Environment, task: EpisodeTask, max_steps: int, screen: Size) -> None:
        self._environment, self._task = environment, task
        self._max_steps, self._screen = max_steps, screen
        self._instruction, self._steps = task.instruction, 0
        self.under_way = False
        self.seen: Pixels = np.zeros((screen.height, screen.width, 3), np.uint8)

    def begin(self, seed: int) -> tuple[Pixels, dict[str, Any]]:
        self.under_way = False
        self._instruction = self._environment.reset(self._task, seed)
        self._steps = 0
        self._look(acted=False)
        self.under_way = True
        return self.seen, self._info()

    def act(self, values: Mapping[str, Any]) -> tuple[Pixels, float, bool, bool, dict[str, Any]]:
        error = ""
        try:
            action: Action = decode(values)
            if not isinstance(action, Done | Fail):
                self._environment.computer.execute(action)
        except InvalidAction as problem:
            action, error = Wait(0.0), str(problem)
        self._steps += 1
        terminated = isinstance(action, Done | Fail)
        self._look(acted=not terminated and not error)
        truncated = not terminated and self._steps >= self._max_steps
        info, reward = self._info(error), 0.0
        if terminated or truncated:
            self.under_way = False
            score = self._environment.grade(declared_infeasible=isinstance(action, Fail))
            reward, info["explanation"] = score.value, score.explanation
        return self.seen, reward, terminated, truncated, info

    def _look(self, *, acted: bool) -> None:
        shot = wait_until_settled(
            self._environment.computer.screenshot,
            timeout=SETTLE_SECONDS,
            first_change_within=FIRST_CHANGE_WITHIN if acted else 0.0,
        ).screenshot
        if (shot.region.width, shot.region.height) != (self._screen.width, self._screen.height):
            raise MachineFailed(
                f"the screen is {shot.region.width}x{shot.region.height} and not {self._screen.width}x"
                f"{self._screen.height} any more; make the environment anew"
            )
        self.seen = np.ascontiguousarray(shot.image[:, :, ::-1])

    def _info(self, error: str = "") -> dict[str, Any]:
        return {"instruction": self._instruction, "steps": self._steps, "error": error}
