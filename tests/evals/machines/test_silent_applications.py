"""An application that gives no answer is no application that is not there."""

from __future__ import annotations

import time

import pytest

from actions.action import Launch
from evals.machines.errors import MachineError
from evals.machines.sandbox.machine import Sandbox

pytestmark = [pytest.mark.app, pytest.mark.slow]


def test_half_a_tree_is_an_error_and_never_a_tree(sandbox: Sandbox) -> None:
    sandbox.computer.execute(Launch("mousepad"))
    deadline = time.monotonic() + 60
    while 'name="mousepad"' not in sandbox.accessibility_tree():
        assert time.monotonic() < deadline
        time.sleep(0.2)
    editor = sandbox.run(["pidof", "mousepad"]).text.split()[0]
    sandbox.run(["kill", "-STOP", editor])
    with pytest.raises(MachineError, match="gave no answer"):
        sandbox.accessibility_tree()
    sandbox.run(["kill", "-CONT", editor])
    assert 'name="mousepad"' in sandbox.accessibility_tree()
