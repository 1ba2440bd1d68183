"""Programs and scripts inside a machine."""

from __future__ import annotations

from gui_agent.tools.action import RunCommand, RunScript, ToolAction
from gui_agent.tools.errors import ToolFailed
from gui_agent.tools.runner import CommandRunner
from gui_agent.tools.toolbox import ToolOutcome

SECONDS = 30.0


class ShellTool:
    """Runs commands and scripts by ``runner``, each at most ``seconds`` long.

    A command's arguments reach its program as they are. A script is one argument of its interpreter: nothing
    outside of the machine ever reads it.
    """

    kinds: frozenset[type[ToolAction]] = frozenset({RunCommand, RunScript})

    def __init__(self, runner: CommandRunner, seconds: float = SECONDS) -> None:
        self._runner, self._seconds = runner, seconds

    def use(self, action: ToolAction) -> ToolOutcome:
        """Run ``action``; it worked where its exit code is 0. Raises `ToolFailed`."""
        match action:
            case RunCommand(program, arguments):
                command = [program, *arguments]
            case RunScript("python", text):
                command = ["python3", "-I", "-c", text]
            case RunScript(_, text):
                command = ["sh", "-c", text]
            case _:
                raise ToolFailed(f"a shell does not do {type(action).__name__}")
        ran = self._runner.run(command, seconds=self._seconds)
        said = [ran.output.decode("utf-8", "replace"), ran.errors.decode("utf-8", "replace")]
        text = "\n".join(part.rstrip("\n") for part in said if part.strip())
        return ToolOutcome(ran.code == 0, f"exit code {ran.code}\n{text}".strip())
