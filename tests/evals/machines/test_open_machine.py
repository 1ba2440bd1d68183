"""Machines are opened by the name people type."""

from __future__ import annotations

import pytest

from evals.machines.errors import ImageError, MachineUnavailable
from evals.machines.images.store import Image
from evals.machines.open_machine import open_machine
from evals.machines.remote.machine import RemoteMachine
from evals.machines.sandbox.machine import Sandbox


def test_a_sandbox_by_its_image(image: Image) -> None:
    machine = open_machine(f"sandbox:{image.name}")
    assert isinstance(machine, Sandbox)
    assert machine.image == image


def test_an_address() -> None:
    machine = open_machine("http://192.0.2.1:5001")
    assert isinstance(machine, RemoteMachine)
    assert machine.address(9222) == ("192.0.2.1", 9222)


def test_names_nobody_knows() -> None:
    with pytest.raises(MachineUnavailable, match="choose sandbox"):
        open_machine("mainframe")
    with pytest.raises(ImageError, match="choose from lean, full"):
        open_machine("sandbox:huge")
