"""Slots that are Ray actors: the same episodes, on as many machines as the cluster has.

Every actor plays whole episodes. Ray itself never repeats a call, as that would click twice: an actor that
dies is replaced, and the schedule plays its episode again from the clean state. The run folder must lie where
every node sees it.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Any

from evals.machines.errors import MachineUnavailable
from evals.runner.assignment import Assignment, Lost, SlotReport, SlotSettings
from evals.runner.ray_place import RayPlace
from evals.runner.slot import Slot

LOCAL = "local"
_CLOSE_SECONDS = 20.0


class RayCrew:
    """A `Crew` of ``count`` Ray actors with one CPU each, on the cluster at ``address``.

    ``local`` starts Ray on this host and ends it at the end. Raises `MachineUnavailable` where Ray is not
    installed or the cluster does not answer.
    """

    def __init__(self, settings: SlotSettings, count: int, address: str) -> None:
        self._ray = _imported_ray()
        self._place = RayPlace() if address == LOCAL else None
        _connect(self._ray, address, count, self._place)
        self._settings = settings
        self._actors: list[Any] = []
        self._playing: dict[int, tuple[Any, Assignment]] = {}
        self._actor_class = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_EpisodeSlot)
        for _ in range(count):
            self._actors.append(self._actor_class.remote(settings))

    def idle(self) -> Sequence[int]:
        return [slot for slot in range(len(self._actors)) if slot not in self._playing]

    def assign(self, slot: int, assignment: Assignment) -> None:
        self._playing[slot] = (self._actors[slot].play.remote(assignment), assignment)

    def wait(self, seconds: float) -> list[tuple[int, SlotReport]]:
        references = {reference: slot for slot, (reference, _) in self._playing.items()}
        ready, _ = self._ray.wait(list(references), timeout=seconds)
        return [(references[each], self._hear(references[each])) for each in ready]

    def discard(self, slot: int) -> None:
        self._playing.pop(slot, None)
        self._ray.kill(self._actors[slot], no_restart=True)
        self._actors[slot] = self._actor_class.remote(self._settings)

    def close(self) -> None:
        actors, self._actors = self._actors, []
        if not actors:
            return
        idle = [actor for slot, actor in enumerate(actors) if slot not in self._playing]
        with contextlib.suppress(self._ray.exceptions.RayError):
            self._ray.get([actor.close.remote() for actor in idle], timeout=_CLOSE_SECONDS)
        for actor in actors:
            self._ray.kill(actor, no_restart=True)
        self._ray.shutdown()
        if self._place is not None:
            self._place.close()

    def _hear(self, slot: int) -> SlotReport:
        reference, assignment = self._playing.pop(slot)
        try:
            report: SlotReport = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            self._actors[slot] = self._actor_class.remote(self._settings)
            return Lost(assignment.key, f"its Ray actor ended: {str(error).splitlines()[0]}")
        return report


class _EpisodeSlot:
    """What an actor is: one slot."""

    def __init__(self, settings: SlotSettings) -> None:
        self._slot = Slot(settings)

    def play(self, assignment: Assignment) -> SlotReport:
        return self._slot.play(assignment)

    def pid(self) -> int:
        return os.getpid()

    def close(self) -> None:
        self._slot.close()


def _imported_ray() -> Any:
    # Ray reports what it is used for over the network unless it is told not to.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise MachineUnavailable(
            "Ray is not installed: run pip install 'guiagent-desktop[ray]', or leave --ray out"
        ) from error
    return ray


def _connect(ray: Any, address: str, count: int, place: RayPlace | None) -> None:
    # Actors import what this process imports, wherever that lies.
    paths = os.pathsep.join(dict.fromkeys(path for path in [*sys.path, os.getcwd()] if path))  # noqa: PTH109
    common: dict[str, Any] = {
        "runtime_env": {"env_vars": {"PYTHONPATH": paths}},
        "log_to_driver": False,
        "logging_level": "ERROR",
    }
    try:
        if place is not None:
            ray.init(address=LOCAL, num_cpus=count, include_dashboard=False, _temp_dir=place.path, **common)
        else:
            ray.init(address=address, **common)
    except Exception as error:
        # Ray has no error of its own for this. What did start must not stay.
        ray.shutdown()
        if place is not None:
            place.close()
        what = "Ray did not start here" if place else f"the Ray cluster at {address} does not answer"
        raise MachineUnavailable(
            f"{what} ({error}); give the same command again, or leave --ray out"
        ) from error
