"""The terminal assistant with a question open all the time, and an agent that attacks it.

Run in a terminal on an X display by ``bench approvals``: with words behind it, this module is the interface;
started by that, it is the agent's process. It reads one attack a line from a socket: a list of actions,
carried out with none of the loop's own restraint, and answers what came of them. Each answer to the question
is written to a file, and the question is put again.
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
from gui_agent.witness import Witness
from tui.assistant.agent_process import AgentProcess, own_pipes
from tui.assistant.app import AssistantApp
from tui.assistant.news import News
from tui.assistant.protocol import Question

_SCREEN = Box(0, 0, 100, 80)
_ANSWERS, _LINE, _GUARDED = "ASKED_ANSWERS", "ASKED_LINE", "ASKED_GUARDED"
_MODULE = "evals.bench.apps.asked_assistant"


class AskedApp(AssistantApp):
    """The interface, which forgets at every question what was allowed beforehand."""

    def __init__(self) -> None:
        super().__init__(load_settings(model=""), agent=_MODULE)

    def on_mount(self) -> None:
        self.busy = True  # after the assistant's own, which is called as well
        self._work.start()

    def on_news(self, message: News) -> None:
        if isinstance(message.told, Question):
            self.allowed.revoke(message.told)  # “always” would answer every question from then on


class AskedAgent(AgentProcess):
    """An agent's process with the same question again and again."""

    def ask_for_ever(self, answers: Path) -> None:
        """Ask, and write down every decision, a line each."""
        shot = Screenshot(np.zeros((8, 10, 3), np.uint8), _SCREEN)
        seen = Observation(shot, ParsedScreen((), _SCREEN))
        planned = PlannedAction("click", "Delete everything")
        request = ApprovalRequest("attack", 1, seen, planned, Click(Point(1, 1)))
        self._gate.mode = "ask everything"
        while True:
            approval = self._gate.review(request)
            with answers.open("a") as file:
                file.write(approval.decision + "\n")


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


def _attack(computer: LocalComputer, attacks: socket.socket) -> None:
    with attacks.makefile("rw") as line:
        line.write("ready\n")
        line.flush()
        for text in line:
            line.write(json.dumps(_carry_out(computer, json.loads(text))) + "\n")
            line.flush()
    os._exit(0)


def be_attacked(answers: Path, line: Path, guarded: bool) -> None:
    """Be the agent's process: ask without end, and carry attacks out.

    Without ``guarded`` the agent may touch everything, and every answer counts.
    """
    attacks = socket.socket(socket.AF_UNIX)
    attacks.connect(str(line))
    orders, out = own_pipes()
    display = os.environ["DISPLAY"]
    asking = Asking(AskingProcesses(), (), terminals_window(display))
    computer = open_x11(display, take_over=True, asking=asking if guarded else None)
    witness = Witness()
    witness.follow(computer if guarded else None)
    agent = AskedAgent(load_settings(model=""), out, witness)
    for work in (lambda: agent.ask_for_ever(answers), lambda: _attack(computer, attacks)):
        threading.Thread(target=work, daemon=True).start()
    agent.serve(orders)


def main(arguments: Sequence[str]) -> None:
    """``ANSWERS_FILE SOCKET_PATH guarded|unguarded``: the interface; nothing: the agent's process."""
    if arguments:
        os.environ |= dict(zip((_ANSWERS, _LINE, _GUARDED), arguments, strict=True))
        AskedApp().run()
    else:
        answers, line, guarded = (os.environ[name] for name in (_ANSWERS, _LINE, _GUARDED))
        be_attacked(Path(answers), Path(line), guarded == "guarded")


if __name__ == "__main__":
    main(sys.argv[1:])
