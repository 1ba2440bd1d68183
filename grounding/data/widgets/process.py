"""One toolkit's program, kept running: plans in, layers out."""

from __future__ import annotations

import json
import select
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grounding.data.widgets.display import Display
from grounding.data.widgets.themes import PROGRAMS, Look

SYSTEM_PYTHON = "/usr/bin/python3"  # it alone has the toolkits' bindings
_FILES = {"GTK3": "gtk3.py", "GTK4": "gtk4.py", "Qt5": "qt.py", "Qt6": "qt.py", "Tk": "tk.py"}


class ProgramFailed(RuntimeError):
    """The toolkit's program ended or did not answer."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program."""

    process: subprocess.Popen[str]

    def ask(self, plan: dict[str, Any], patience: float = 20.0) -> dict[str, Any]:
        """Show a plan and return what is drawn. Raises `ProgramFailed`."""
        try:
            self._input().write(json.dumps(plan) + "\n")
            self._input().flush()
        except OSError as error:
            raise ProgramFailed("the program has ended") from error
        answer: dict[str, Any] = json.loads(self.line(patience))
        return answer

    def line(self, patience: float) -> str:
        output = self.process.stdout
        assert output is not None
        ready, _, _ = select.select([output], [], [], patience)
        text = output.readline() if ready else ""
        if not text:
            raise ProgramFailed("the program has ended" if ready else "the program does not answer")
        return text

    def _input(self) -> Any:
        return self.process.stdin


@contextmanager
def program(look: Look, display: Display, log: Path) -> Iterator[Program]:
    """Run the toolkit's program on the display until left; its complaints go to ``log``."""
    settings = {**look.settings(), "toolkit": look.toolkit}
    with log.open("a", encoding="utf-8") as complaints:
        process = subprocess.Popen(
            [SYSTEM_PYTHON, str(PROGRAMS / _FILES[look.toolkit]), json.dumps(settings)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True,
            env={**display.environment, **look.environment()},
        )  # fmt: skip
    started = Program(process)
    try:
        started.line(30.0)
        yield started
    finally:
        process.kill()
        process.communicate()
