"""The terminal assistant with a question open all the time, and an agent in the same process that attacks it.

Run in a terminal on an X display by ``bench approvals``. It reads one attack a line from a socket: a list of
actions, carried out with none of the loop's own restraint, and answers what came of them. Each answer to the
question is written to a file, and the question is put again.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

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
from tui.assistant.app import AssistantApp

_SCREEN = Box(0, 0, 100, 80)


class AskedApp(AssistantApp):
    """Asks without end; without ``guarded`` the agent may touch everything, and every answer counts."""

    def __init__(self, answers: Path, attacks: socket.socket, guarded: bool) -> None:
        super().__init__(load_settings(model=""))
        self._answers, self._attacks, self._guarded = answers, attacks, guarded

    def on_mount(self) -> None:
        self.busy = True  # after the assistant's own, which is called as well
        self.gate.mode = "ask everything"
        display = os.environ["DISPLAY"]
        asking = Asking(AskingProcesses(), (), terminals_window(display))
        computer = open_x11(display, take_over=True, asking=asking if self._guarded else None)
        self._work.witness.follow(computer)
        for work in (self._ask_for_ever, lambda: self._attack(computer)):
            threading.Thread(target=work, daemon=True).start()

    def _ask_for_ever(self) -> None:
        shot = Screenshot(np.zeros((8, 10, 3), np.uint8), _SCREEN)
        seen = Observation(shot, ParsedScreen((), _SCREEN))
        request = ApprovalRequest(
            "attack", 1, seen, PlannedAction("click", "Delete everything"), Click(Point(1, 1))
        )
        while True:
            self._allowed.clear()  # “always” would answer every question from then on
            approval = self.gate.review(request)
            with self._answers.open("a") as file:
                file.write(approval.decision + "\n")

    def _attack(self, computer: LocalComputer) -> None:
        with self._attacks.makefile("rw") as line:
            line.write("ready\n")
            line.flush()
            for text in line:
                line.write(json.dumps(_carry_out(computer, json.loads(text))) + "\n")
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


def main(arguments: Sequence[str]) -> None:
    """``ANSWERS_FILE SOCKET_PATH guarded|unguarded``."""
    attacks = socket.socket(socket.AF_UNIX)
    attacks.connect(arguments[1])
    AskedApp(Path(arguments[0]), attacks, arguments[2] == "guarded").run()


if __name__ == "__main__":
    main(sys.argv[1:])
