"""States to go back to: real snapshots of a virtual machine, and the way walked again in a sandbox."""

from __future__ import annotations

import time

import pytest

from actions.action import Launch, PressKeys, TypeText
from actions.errors import DisplayLost
from actions.settle import wait_until_settled
from evals.machines.current_computer import CurrentComputer
from evals.machines.equipment import equipment_of
from evals.machines.errors import GuestFileMissing
from evals.machines.qemu.machine import VirtualMachine
from evals.machines.sandbox.machine import Sandbox
from evals.machines.snapshots import MachineSnapshots, WalkedAgain, snapshots_of
from gui_agent.planning.search.snapshots import NeedsSnapshots
from gui_agent.tools.errors import ToolFailed
from tests.evals.folder_machine import FolderMachine
from tests.evals.machines.qemu.conftest import disk, machine, shared_machine  # noqa: F401

NOTE = "/home/user/note"


def test_a_virtual_machine_goes_back_and_forth_between_states(machine: VirtualMachine) -> None:  # noqa: F811
    snapshots = snapshots_of(machine)
    computer = CurrentComputer(machine)
    before = snapshots.save()
    machine.put(b"first", NOTE)
    after = snapshots.save()
    for name, holds in ((before, None), (after, b"first"), (before, None)):
        snapshots.restore(name)
        if holds is None:
            with pytest.raises(GuestFileMissing):
                machine.get(NOTE)
        else:
            assert machine.get(NOTE) == holds
        assert computer.screenshot().image.any()
    snapshots.forget(after)
    snapshots.forget(after)
    with pytest.raises(ToolFailed):
        snapshots.restore(after)


def test_a_machine_that_is_lost_ends_the_run() -> None:
    snapshots = MachineSnapshots(VirtualMachine.__new__(VirtualMachine))
    snapshots._machine._process = None  # type: ignore[attr-defined]
    snapshots._machine._guest = None  # type: ignore[attr-defined]
    with pytest.raises(DisplayLost):
        snapshots.save()


def test_a_sandbox_walks_the_same_way_again(sandbox: Sandbox) -> None:
    computer = CurrentComputer(sandbox)
    ways = WalkedAgain(computer, sandbox.reset)
    computer.execute(Launch("mousepad"))
    await_title(computer, "Untitled 1 - Mousepad")
    computer.execute(TypeText("right"))
    await_title(computer, "*Untitled 1 - Mousepad")
    there = ways.save()
    computer.execute(PressKeys(("ctrl", "a")))
    computer.execute(TypeText("wrong"))
    ways.restore(there)
    assert [done.action for done in computer.executed] == [Launch("mousepad"), TypeText("right")]
    assert [window.title for window in computer.windows()] == ["*Untitled 1 - Mousepad"]
    ways.forget(there)
    with pytest.raises(ToolFailed):
        ways.restore(there)


def await_title(computer: CurrentComputer, title: str) -> None:
    deadline = time.monotonic() + 30
    while not any(window.active and window.title == title for window in computer.windows()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    computer.wait_until_idle(15)
    wait_until_settled(computer.screenshot, quiet=0.5)


def test_a_way_that_leads_elsewhere_this_time_is_told(sandbox: Sandbox) -> None:
    computer = CurrentComputer(sandbox)

    def begin_with_a_window() -> None:
        sandbox.reset()
        sandbox.computer.execute(Launch("galculator"))
        await_title(computer, "galculator")

    ways = WalkedAgain(computer, begin_with_a_window)
    with pytest.raises(ToolFailed, match="another screen"):
        ways.restore(ways.save())


def test_what_a_machine_offers_depends_on_its_walls(sandbox: Sandbox, tmp_path: object) -> None:
    offered = equipment_of(sandbox, sandbox.reset)
    assert isinstance(offered.snapshots, WalkedAgain)
    assert offered.runner is not None
    open_one = FolderMachine(tmp_path)  # type: ignore[arg-type]
    nothing = equipment_of(open_one, open_one.reset)
    assert (nothing.runner, nothing.snapshots, nothing.computer) == (None, None, None)
    with pytest.raises(NeedsSnapshots):
        snapshots_of(open_one)
