"""Asks a person in a plain terminal before an action is carried out."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from typing import TextIO

from gui_agent.approval import likeness
from gui_agent.types import Approval, ApprovalRequest
from gui_agent.witness import NOT_YOURS, Witness
from gui_agent.wording import shown
from gui_agent.words import describe_action

_HELP = "y yes · n no · a always for this kind of action here · q stop the run"


class ConsoleAsker:
    """An `Asker` on a terminal, or on given streams.

    ``a`` allows further actions of the same kind, on a target of the same words, in the same application,
    until the run ends. The end of the input stops the run: nobody is there to say yes. ``witness`` vouches
    for a yes; ``reading`` is held while the answer is read.
    """

    def __init__(
        self,
        source: TextIO | None = None,
        out: TextIO | None = None,
        witness: Witness | None = None,
        reading: threading.Lock | None = None,
    ) -> None:
        self._source = source
        self._out = out
        self._witness, self._reading = witness or Witness(), reading or threading.Lock()
        self._always: set[tuple[str, ...]] = set()

    def ask(self, request: ApprovalRequest, reason: str) -> Approval:
        alike = likeness(request, reason)
        if alike in self._always:
            return Approval("approve", "a person allowed actions like this one", "policy")
        self._say(f"\nStep {request.step_number}: {shown(describe_action(request.action))}")
        if request.planned.target:
            self._say(f"  target: {shown(request.planned.target)}")
        self._say(f"  asked because {shown(reason)}")
        self._forget_what_was_typed()
        asked_at = time.monotonic()
        while True:
            match self._read("  Allow it? [y/n/a/q, ? for help] "):
                case "y" | "yes" | "a" | "always" if not self._witness.vouches(asked_at):
                    self._say(f"  {NOT_YOURS}")
                case "y" | "yes":
                    return Approval("approve", "a person said yes", "person")
                case "n" | "no":
                    return Approval("reject", "a person said no", "person")
                case "a" | "always":
                    self._always.add(alike)
                    return Approval("approve", "a person said always", "person")
                case "q" | "quit" | "stop":
                    return Approval("terminate", "a person stopped the run", "person")
                case None:
                    return Approval("terminate", "nobody answered the question", "person")
                case _:
                    self._say(f"  {_HELP}")

    def _forget_what_was_typed(self) -> None:
        """Nothing typed before the question is an answer to it."""
        source = self._source or sys.stdin
        with contextlib.suppress(OSError, ValueError):
            if source.isatty() and os.name == "posix":
                import termios

                termios.tcflush(source.fileno(), termios.TCIFLUSH)

    def _read(self, prompt: str) -> str | None:
        """Return the answer in lower case; None at the end of the input."""
        self._say(prompt, end="")
        with self._reading:
            line = (self._source or sys.stdin).readline()
        return line.strip().lower() if line else None

    def _say(self, text: str, end: str = "\n") -> None:
        # Standard output belongs to --json.
        out = self._out or sys.stderr
        out.write(text + end)
        out.flush()
