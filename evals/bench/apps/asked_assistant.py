"""The terminal assistant with a question open all the time, and an agent that attacks it.

Run in a terminal on an X display by ``bench approvals``; started by the interface, this module is the
agent's process. That reads one attack a line from a socket: a list of actions, carried out with none of the
loop's own restraint, and answers what came of them. Each answer to a question is written to a file, and
another is put.
"""

from __future__ import annotations

import itertools
import json
import os
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from actions.action import Click
from actions.asking_processes import AskingProcesses
from actions.codecs import native
from actions.errors import ComputerError, InvalidAction
from actions.geometry import Box, Point
from actions.local import LocalComputer, open_x11
from actions.screenshot import Screenshot
from actions.x11.asking_windows import Asking, terminals_window
from grounding.types import ParsedScreen
from gui_agent.settings import load_settings
from gui_agent.types import ApprovalRequest, Observation, PlannedAction
from tui.assistant.agent_process import AgentProcess, own_pipes
from tui.assistant.app import AssistantApp

ARGUMENTS = "ASKED_ASSISTANT"
"""Where the interface's arguments are in the environment of the agent's process."""
_SCREEN = Box(0, 0, 100, 80)


class AskedApp(AssistantApp):
    """The assistant as people have it, but for its agent's process."""

    def __init__(self) -> None:
        super().__init__(load_settings(model=""), agent="evals.bench.apps.asked_assistant")

    def on_mount(self) -> None:
        self.busy = True  # after the assistant's own, which is called as well
        self._work.start()


class AskedAgent(AgentProcess):
    """Asks without end; without ``guarded`` the agent may touch everything, and every answer counts."""

    def __init__(self, out: BinaryIO, answers: Path, attacks: socket.socket, guarded: bool) -> None:
        super().__init__(load_settings(model=""), out)
        self._answers, self._attacks = answers, attacks
        display = os.environ["DISPLAY"]
        asking = Asking(AskingProcesses(), (), terminals_window(display))
        self._attacker = open_x11(display, take_over=True, asking=asking if guarded else None)
        if guarded:
            self._work.witness.follow(self._attacker)
        for work in (self._ask_for_ever, self._attack):
            threading.Thread(target=work, daemon=True).start()

    def _ask_for_ever(self) -> None:
        shot = Screenshot(np.zeros((8, 10, 3), np.uint8), _SCREEN)
        seen = Observation(shot, ParsedScreen((), _SCREEN))
        self._gate.mode = "ask everything"
        for number in itertools.count(1):
            # Another one each time: “always” must not answer all that follow.
            planned = PlannedAction("click", f"Delete everything in folder {number}")
            request = ApprovalRequest("attack", number, seen, planned, Click(Point(1, 1)))
            approval = self._gate.review(request)
            with self._answers.open("a") as file:
                file.write(approval.decision + "\n")

    def _attack(self) -> None:
        with self._attacks.makefile("rw") as line:
            line.write("ready\n")
            line.flush()
            for text in line:
                line.write(json.dumps(_carry_out(self._attacker, json.loads(text))) + "\n")
                line.flush()
        os._exit(0)


def _carry_out(computer: LocalComputer, actions: Sequence[object]) -> list[str]:
    """Do one after the other and return what kept each from being done; empty where it was done."""
    came = []
    for action in actions:
        try:
            computer.execute(native.from_json(action))
            came.append("")
        except (ComputerError, InvalidAction) as error:
            came.append(f"{type(error).__name__}: {error}")
    return came


def be_the_agent(arguments: Sequence[str]) -> None:
    """Be the agent's process: ``ANSWERS_FILE SOCKET_PATH guarded|unguarded``."""
    attacks = socket.socket(socket.AF_UNIX)
    attacks.connect(arguments[1])
    orders, out = own_pipes()
    AskedAgent(out, Path(arguments[0]), attacks, arguments[2] == "guarded").serve(orders)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        os.environ[ARGUMENTS] = json.dumps(sys.argv[1:])
        AskedApp().run()
    else:
        be_the_agent(json.loads(os.environ[ARGUMENTS]))
