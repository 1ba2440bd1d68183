"""Virtual machines for tests: woken from a state that is booted once, where a disk has been built."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evals.machines.errors import ImageError, MachineUnavailable
from evals.machines.images.disk import Disk, find_disk
from evals.machines.images.store import find_image
from evals.machines.qemu.hardware import qemu_version
from evals.machines.qemu.machine import VirtualMachine


@pytest.fixture(scope="session")
def disk() -> Disk:
    """Find the leanest disk there is."""
    try:
        qemu_version()
    except MachineUnavailable as error:
        pytest.skip(str(error))
    for name in ("lean", "full"):
        try:
            return find_disk(find_image(name))
        except ImageError:
            continue
    pytest.skip("no virtual machine's disk is built here (gui-agent machine build --qemu --lean)")


@pytest.fixture(scope="module")
def shared_machine(disk: Disk) -> Iterator[VirtualMachine]:
    with VirtualMachine(disk) as machine:
        yield machine


@pytest.fixture
def machine(shared_machine: VirtualMachine) -> VirtualMachine:
    """A clean virtual machine: the module's, reset."""
    shared_machine.reset()
    return shared_machine
