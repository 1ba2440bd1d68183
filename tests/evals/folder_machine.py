"""A machine whose guest is a folder: real files and real commands, a scripted screen."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from actions.fake import FakeComputer
from evals.machines.errors import CommandTimedOut, GuestFileMissing
from evals.machines.machine import NOTHING, CommandResult


class FolderMachine:
    """The guest's ``/home/user`` is ``folder``; its commands run here, with that folder as their home."""

    def __init__(self, folder: Path, tree: str = "<desktop-frame/>") -> None:
        self.folder = folder
        self.tree = tree
        self.computer: FakeComputer = FakeComputer([np.zeros((1080, 1920, 3), np.uint8)])
        self.started: list[list[str]] = []

    def __enter__(self) -> FolderMachine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None: ...

    def reset(self, snapshot: str = "") -> None: ...

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float = 60.0,
        cwd: str = "",
        environment: Mapping[str, str] = NOTHING,
        background: bool = False,
    ) -> CommandResult:
        self.started.append(list(command))
        if background:
            return CommandResult(0)
        here = [part.replace("/home/user", str(self.folder)) for part in command]
        variables = {**os.environ, "HOME": str(self.folder), **environment}
        try:
            done = subprocess.run(here, cwd=self.folder, env=variables, capture_output=True, timeout=timeout)
        except subprocess.TimeoutExpired as error:
            raise CommandTimedOut(str(error)) from error
        return CommandResult(done.returncode, done.stdout, done.stderr)

    def put(self, content: bytes | Path, path: str) -> None:
        where = self._place(path)
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(content.read_bytes() if isinstance(content, Path) else content)

    def get(self, path: str) -> bytes:
        where = self._place(path)
        if not where.is_file():
            raise GuestFileMissing(f"the guest has no file {path}")
        return where.read_bytes()

    def accessibility_tree(self) -> str:
        return self.tree

    def close(self) -> None: ...

    def _place(self, path: str) -> Path:
        return self.folder / path.removeprefix("/home/user/").lstrip("/")
