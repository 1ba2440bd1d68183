"""What setting up one task works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from evals.machines.machine import Machine
from evals.setup.downloads import Downloads
from evals.setup.errors import StepFailed
from evals.tasks.steps import Command


@dataclass(frozen=True, slots=True)
class SetupContext:
    """The machine, where downloads come from, and where commands' outputs are kept.

    ``cache`` is the folder that the graders of this task will use too. ``folder`` is that of the task file.
    ``password`` is the guest user's. ``home`` is the guest user's home folder.
    """

    machine: Machine
    downloads: Downloads
    cache: Path
    folder: Path = field(default_factory=Path)
    password: str = "password"
    home: str = "/home/user"

    def filled_in(self, text: str) -> str:
        """Replace the placeholders that task files write."""
        size = self.machine.computer.screen_size
        values = {
            "CLIENT_PASSWORD": self.password,
            "SCREEN_WIDTH_HALF": str(size.width // 2),
            "SCREEN_HEIGHT_HALF": str(size.height // 2),
            "SCREEN_WIDTH": str(size.width),
            "SCREEN_HEIGHT": str(size.height),
        }
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    def argv(self, command: Command, *, in_shell: bool) -> list[str]:
        """Return a command as a list of arguments, placeholders filled in."""
        import shlex

        parts = [command] if isinstance(command, str) else list(command)
        filled = [self.filled_in(part) for part in parts]
        if in_shell:
            return ["/bin/sh", "-c", *filled]
        return shlex.split(filled[0]) if isinstance(command, str) else filled

    def beside(self, name: str) -> Path:
        """Return the path of a file that lies beside the task file. Raises `StepFailed`."""
        folder = self.folder.resolve()
        path = (folder / name).resolve()
        if not path.is_relative_to(folder) or not path.is_file():
            raise StepFailed(f"there is no file {name} beside the task")
        return path

    def keep(self, name: str, content: bytes) -> None:
        """Keep a command's output for a ``cache_file`` getter."""
        if not name:
            return
        if Path(name).name != name:
            raise StepFailed(f"“{name}” is no name of a cache file")
        (self.cache / name).write_bytes(content)
