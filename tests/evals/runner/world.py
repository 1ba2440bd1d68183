"""A machine that starts in no time, and agents that behave as told: real files, real worker processes."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

import numpy as np

from actions.action import Action, TypeText
from actions.computer import Computer
from actions.fake import FakeComputer
from actions.screenshot import Image
from evals.agents.agent import AgentReport, EvalAgent
from evals.agents.open_agent import AgentChoice
from evals.agents.recording import RecordedComputer
from evals.machines.errors import GuestFileError, MachineFailed
from gui_agent.budget import Budget
from gui_agent.types import Ending
from tests.evals.folder_machine import FolderMachine

MACHINE = "own:tests.evals.runner.world:machine"
DIARY = "GUI_AGENT_TEST_DIARY"
"""Names a folder where machines and agents note what they did, over the lives of all processes."""


class TypingMachine(FolderMachine):
    """A guest whose keyboard writes into ``answer.txt`` of its home; a reset empties the home."""

    def __init__(self) -> None:
        super().__init__(Path(tempfile.mkdtemp(prefix="guest-")))
        frame = np.zeros((40, 60, 3), np.uint8)
        self.computer = FakeComputer([frame], on_action=self._on_action)

    def start(self) -> None:
        if times("machine fails") > len(noted("machine failed")):
            note("machine failed")
            raise MachineFailed("the machine did not start; that was asked for")
        self.reset()

    def reset(self, snapshot: str = "") -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()

    def get(self, path: str) -> bytes:
        content = super().get(path)
        if content == b"unreadable":
            raise GuestFileError(f"{path} is no file that can be read")
        return content

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _on_action(self, action: Action, frame: Image) -> Image:
        if isinstance(action, TypeText):
            with (self.folder / "answer.txt").open("a", encoding="utf-8") as answer:
                answer.write(action.text)
        return frame


def machine() -> TypingMachine:
    return TypingMachine()


class TellingAgent:
    """Does what the instruction says, word by word: ``type X``, ``sleep 0.5``, ``die``, ``crash`` …"""

    def __init__(self, choice: AgentChoice) -> None:
        self._name = choice.name

    def play(
        self, instruction: str, computer: Computer, *, folder: Path, budget: Budget, seed: int
    ) -> AgentReport:
        note(f"played {instruction} by {os.getpid()}")
        with RecordedComputer(computer, folder, instruction, self._name) as recorded:
            for part in instruction.split(". "):
                word, _, rest = part.partition(" ")
                match word:
                    case "type":
                        recorded.execute(TypeText(rest))
                    case "sleep":
                        time.sleep(float(rest))
                    case "die" if len(noted("died")) < int(rest):
                        note("died")
                        os.kill(os.getpid(), signal.SIGKILL)
                    case "crash":
                        raise KeyError("an agent's own mistake")
                    case "spend":
                        return AgentReport(Ending.BUDGET_SPENT, "nothing left", recorded.steps)
                    case "refuse":
                        return AgentReport(Ending.NOT_ACCOMPLISHED, "no", recorded.steps, refused=True)
            recorded.end(Ending.ACCOMPLISHED, "done")
        return AgentReport(Ending.ACCOMPLISHED, "done", recorded.steps, tokens_in=10, tokens_out=5, cost=0.25)


def telling(choice: AgentChoice) -> EvalAgent:
    return TellingAgent(choice)


def note(line: str) -> None:
    """Write one line down durably, whoever writes beside us."""
    with (Path(os.environ[DIARY]) / "diary").open("a", encoding="utf-8") as diary:
        diary.write(line + "\n")


def noted(beginning: str) -> list[str]:
    diary = Path(os.environ[DIARY]) / "diary"
    lines = diary.read_text("utf-8").splitlines() if diary.exists() else []
    return [line for line in lines if line.startswith(beginning)]


def times(what: str) -> int:
    """Return how often something was asked for: the number in the diary folder's file of that name."""
    asked = Path(os.environ[DIARY]) / what
    return int(asked.read_text("utf-8")) if asked.exists() else 0
