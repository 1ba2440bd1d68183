"""Running trials in sandboxes, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evals.machines.errors import MachineError
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
from evals.suites.desktop.prove import Outcome, Trial, run_trial


def run_trials(trials: Iterable[Trial], on: str = "") -> Iterator[Outcome]:
    """Run each trial on a fresh sandbox of the image its task asks for, or of ``on``. Raises `ImageError`."""
    machines: dict[str, Sandbox] = {}
    try:
        for trial in trials:
            image = on or trial.task.image or "full"
            if image not in machines:
                machines[image] = Sandbox(find_image(image))
            machine = machines[image]
            try:
                machine.reset()
            except MachineError as error:
                yield Outcome(trial, None, str(error), 0.0)
                continue
            yield run_trial(trial, machine)
    finally:
        for machine in machines.values():
            machine.close()
