"""The assistant in plain lines: no picture, no tree, nothing redrawn; for screen readers."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TextIO

from textual.message import Message

from gui_agent.errors import SettingsError
from gui_agent.settings import Settings
from gui_agent.types import Ending, Step
from gui_agent.witness import Witness
from gui_agent.wording import shown
from gui_agent.words import describe_action
from tui.assistant.commands import help_text
from tui.assistant.gate import MODES, Gate
from tui.assistant.messages import Completed, Ended, Intended, Refused
from tui.assistant.modes import first_mode
from tui.assistant.work import Work
from tui.console_asker import ConsoleAsker
from tui.console_hold import ConsoleHold
from tui.progress import intention

WELCOME = "Say what to do, in steps. /help lists the commands, /quit leaves, Ctrl-C stops a task."
_ONLY_ON_SCREEN = ("settings", "open", "theme", "clear")


class PlainTalk:
    """One line in, lines out; ``source`` and ``out`` are the terminal's where None."""

    def __init__(self, settings: Settings, source: TextIO | None = None, out: TextIO | None = None) -> None:
        self._settings, self._source, self._out = settings, source or sys.stdin, out or sys.stdout
        reading, witness = threading.Lock(), Witness()
        asker = ConsoleAsker(self._source, self._out, witness, reading)
        self._gate = Gate(asker, first_mode(settings))
        self._work = Work(settings, self._gate, self._tell, witness)
        ConsoleHold(self._gate.hold, self._source, self._out, reading).attend()

    def talk(self) -> None:
        """Take tasks until the input ends or the person leaves."""
        self._say(WELCOME)
        with contextlib.closing(self._work):
            while (text := self._read()) is not None:
                if text.startswith("/"):
                    if text in ("/quit", "/exit"):
                        return
                    self._command(*text[1:].partition(" ")[::2])
                elif text:
                    self._do(text)

    def _do(self, task: str) -> None:
        self._gate.reset()
        self._work.do(task)

    def _read(self) -> str | None:
        self._say("What shall I do? ", end="")
        try:
            line = self._source.readline()
        except KeyboardInterrupt:
            return None
        return line.strip() if line else None

    def _command(self, name: str, rest: str) -> None:
        rest = rest.strip()
        match name:
            case "help":
                self._say(help_text())
            case "mode" if rest in MODES:
                self._gate.mode = next(mode for mode in MODES if mode == rest)
                self._say(f"Approval: {rest}.")
            case "model":
                self._change_model(rest)
            case "history":
                self._history()
            case "tour":
                from tui.assistant.tour import TOUR_SAYS, TOUR_TASK

                self._say(TOUR_SAYS)
                self._do(TOUR_TASK)
            case _ if name in _ONLY_ON_SCREEN:
                self._say(f"/{name} is not there in plain text; gui-agent config changes settings.")
            case _:
                self._say(f"There is no command /{name}. /help lists them.")

    def _change_model(self, spec: str) -> None:
        from gui_agent.chat.opening import parse_model_spec

        try:
            if spec:
                parse_model_spec(spec)
        except SettingsError as error:
            self._say(str(error))
            return
        self._settings = self._work.settings = self._settings.model_copy(update={"model": spec})
        self._say(f"Planned by {spec or 'the embedded planner'}.")

    def _history(self) -> None:
        from tui.assistant.past import read_runs

        runs = read_runs(self._settings.runs)
        for run in runs[:20]:
            self._say(f"{run.folder.name}: {shown(run.task)}; {run.steps} steps, {run.ending}")
        if not runs:
            self._say("There are no earlier runs.")

    def _tell(self, message: Message) -> None:
        match message:
            case Intended(step=step):
                self._say(f"Step {step.number}: {shown(intention(step))}.")
            case Completed(step=step) if step.ending is None:
                self._say(_came(step))
            case Ended(outcome=outcome):
                word = "Done" if outcome.ending is Ending.ACCOMPLISHED else outcome.ending.name.capitalize()
                self._say(f"{word.replace('_', ' ')}: {shown(outcome.explanation)}.")
                self._say(f"{outcome.steps} steps in {outcome.seconds:.1f} seconds. Report: {outcome.report}")
            case Refused(reason=reason):
                self._say(shown(reason))

    def _say(self, text: str, end: str = "\n") -> None:
        self._out.write(text + end)
        self._out.flush()


def _came(step: Step) -> str:
    if step.error:
        return f"  failed: {shown(step.error)}"
    did = shown(describe_action(step.action)) if step.action is not None else step.planned.kind
    saw = f" Saw: {shown(step.reflection.feedback)}." if step.reflection and step.reflection.feedback else ""
    good = step.reflection is None or step.reflection.verdict == "success"
    return f"  {'worked' if good else 'unsure'}: {did}.{saw} {step.timing.total:.1f} seconds."


def run_plain(settings: Settings) -> None:
    """Talk in plain lines on this terminal until the person leaves."""
    PlainTalk(settings).talk()
