"""The agent as the interface has it: a process of its own that takes orders and tells what it does."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from tui.assistant.modes import MODES, Mode
from tui.assistant.protocol import (
    Begin,
    Hint,
    Look,
    Lost,
    Order,
    Steer,
    StepShown,
    SwitchMode,
    Told,
    decode,
    encode,
)

if TYPE_CHECKING:
    from gui_agent.settings import Settings

_LONGEST_LINE = 32 * 1024 * 1024
AGENT = "tui.assistant.agent_process"
"""The module that is run as the agent's process."""


class RemoteWork:
    """Starts the agent's process when it is first needed, and again after it was lost.

    Everything belongs to the interface's event loop. ``ordered`` counts what the process was told. ``tell``
    is called with what the agent tells; the last is `Lost` where the process ends without being closed.
    """

    def __init__(self, tell: Callable[[Told], object], agent: str = AGENT) -> None:
        self._tell, self._agent = tell, agent
        self._look: Look | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._life: asyncio.Task[None] | None = None
        self._waiting: list[bytes] = []
        self._leaving = False
        self.ordered = 0

    def start(self) -> None:
        """Start the process unless it lives; it may take a second until it does what is ordered."""
        if self._leaving or (self._life is not None and not self._life.done()):
            return
        self._waiting = [encode(self._look)] if self._look is not None else []
        self.ordered = len(self._waiting)
        self._life = asyncio.get_running_loop().create_task(self._live())

    @property
    def alive(self) -> bool:
        return self._life is not None and not self._life.done()

    @property
    def pid(self) -> int | None:
        """The number of the process; None until it is there."""
        return self._process.pid if self._process is not None else None

    def do(self, task: str, mode: Mode, settings: Settings, *, replay: str = "", resume: str = "") -> None:
        """Begin ``task``, or a run as in `Begin`; what comes of it is told."""
        self.start()
        self.order(Begin(task, mode, _plain(settings), replay, resume))

    def hint(self, text: str) -> None:
        """Hold the task under way and tell ``text`` to its planner; `HintHeard` says whether it takes it."""
        self.order(Hint(text))

    def look(self, look: Look) -> None:
        """Show pictures of this kind and size from now on."""
        if look != self._look:
            self._look = look
            self.order(look)

    def order(self, order: Order) -> None:
        """Tell the agent; where there is none, nothing waits for it."""
        if not self.alive:
            return
        self.ordered += 1
        if self._process is None or self._process.stdin is None:
            self._waiting.append(encode(order))
        else:
            self._process.stdin.write(encode(order))

    def stop(self) -> None:
        """End the task under way before its next action."""
        self.order(Steer("stop"))

    def kill(self) -> None:
        """End the process at once, whatever it does; what its computer holds pressed is released."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def close(self, patience: float) -> None:
        """Let the agent end its task and close its computer; by force after ``patience`` seconds."""
        self._leaving = True
        if self._life is None:
            return
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        done, _ = await asyncio.wait({self._life}, timeout=patience)
        if not done:
            self.kill()
            await asyncio.wait({self._life}, timeout=patience)

    async def _live(self) -> None:
        with tempfile.TemporaryFile() as errors:
            try:
                how = _how(await self._lived(errors), errors)
            except (OSError, ValueError) as error:
                how = f"or never began: {error}"
        if not self._leaving:
            self._tell(Lost(how))

    async def _lived(self, errors: IO[bytes]) -> int:
        """Return the exit code of one process, from its beginning to its end."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", self._agent),
            env=_environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            start_new_session=True,  # keys of our terminal are ours
            limit=_LONGEST_LINE,
        )
        try:
            await self._converse(process)
        finally:
            self._process = None
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            code = await process.wait()
        return code

    async def _converse(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in self._waiting:
            process.stdin.write(line)
        self._waiting, self._process = [], process
        if self._leaving:
            process.stdin.close()
        async for line in process.stdout:
            self._tell(cast(Told, decode(line)))
        await process.wait()


class RemoteGate:
    """The switches of the agent's `Gate`, as far as the interface knows them."""

    def __init__(self, work: RemoteWork, mode: Mode) -> None:
        self._work, self._mode = work, mode
        self.paused = False
        self.taken_over = False
        """Whether the person has mouse and keyboard themselves."""

    @property
    def mode(self) -> Mode:
        return self._mode

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._mode = mode
        self._work.order(SwitchMode(mode))

    def kept(self, mode: Mode) -> None:
        """Take over that the agent goes on asking by ``mode``."""
        self._mode = mode

    def told(self, step: StepShown) -> None:
        """Take over what the agent says of itself, unless it was ordered otherwise since."""
        if step.heard == self._work.ordered:
            self.paused = step.paused

    def held(self, how: str) -> None:
        """Take over how the agent says that it is held: empty where it is not."""
        self.taken_over = how == "taken over"
        self.paused = self.paused or self.taken_over

    def pause(self) -> None:
        """Hold the next action, and those after it."""
        self.paused = True
        self._work.order(Steer("pause"))

    def resume(self) -> None:
        """Let actions through again; mouse and keyboard are the agent's again."""
        self.paused = self.taken_over = False
        self._work.order(Steer("resume"))

    def step(self) -> None:
        """Let one action through, then hold again."""
        self.taken_over = False
        self._work.order(Steer("step"))

    def cycle(self) -> Mode:
        """Switch to the next approval mode and return it."""
        self.mode = MODES[(MODES.index(self.mode) + 1) % len(MODES)]
        return self.mode


def _plain(settings: Settings) -> dict[str, Any]:
    """Return ``settings`` as JSON has them; a key goes along, by the pipe only."""
    given = settings.model_dump(mode="json")
    key = settings.model_key
    return given | {"model_key": key.get_secret_value() if key else None}


def _environment() -> dict[str, str]:
    # The process starts with -P, without the working folder on its path: say where this package lies.
    root = str(Path(__file__).resolve().parents[2])
    inherited = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{inherited}" if inherited else root}


def _how(code: int, errors: IO[bytes]) -> str:
    """Say how the process ended, with the last line of what it complained of."""
    errors.seek(0)
    lines = errors.read().decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    how = f"by {signal.Signals(-code).name}" if code < 0 else f"with code {code}"
    return f"{how}{f': {last}' if last else ''}"
