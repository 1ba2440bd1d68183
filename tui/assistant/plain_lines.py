"""Lines that a person types while others come; nothing is redrawn, so that a screen reader can follow."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import re
import signal
import termios
import threading
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TextIO

from rich.cells import cell_len

RESTED_SECONDS = 20.0
"""After so long without a key a line that was begun keeps nothing back any more."""
_SEQUENCES = re.compile(r"\x1b(\[[0-9;?<=>]*[ -/]*[@-~]|O.|.)?")
_ENTER, _ERASE, _ERASE_WORD, _ERASE_LINE, _END = "\r\n", "\x7f\b", "\x17", "\x15", "\x04"


class Lines(Protocol):
    """Where lines come from and go to; ``live`` is whether a person types them."""

    @property
    def live(self) -> bool: ...

    @property
    def begun(self) -> bool:
        """Whether a line is being typed, or not yet heard: what comes meanwhile had better wait."""
        ...

    def opened(self, rested: Callable[[], object]) -> contextlib.AbstractContextManager[None]:
        """Read within the context; ``rested`` is called when a line that was begun is not typed any more."""
        ...

    async def next(self) -> str | None:
        """Return the next line; None at the end."""
        ...

    def say(self, text: str) -> None:
        """Write lines."""
        ...

    def ask(self, prompt: str) -> None:
        """Write what stands before the line that is typed next; empty for nothing."""
        ...

    def forget(self) -> None:
        """Forget what was typed and not yet read."""
        ...

    def ring(self) -> None:
        """Call the person to the terminal."""
        ...


class LineEditor:
    """The line that is being typed, edited as terminals do it; ``echo`` writes what it looks like."""

    def __init__(self, echo: Callable[[str], object]) -> None:
        self.text, self._echo = "", echo

    def feed(self, came: str) -> Iterator[str | None]:
        """Take keys; yield every line that is whole, None for the end (Ctrl-D on an empty line)."""
        for key in _SEQUENCES.sub("", came):
            if key in _ENTER:
                line, self.text = self.text, ""
                self._echo("\n")
                yield line
            elif key == _END and not self.text:
                yield None
            else:
                self._edit(key)

    def clear(self) -> None:
        """Erase the whole line."""
        self._keep("")

    def _edit(self, key: str) -> None:
        if key in _ERASE:
            marks = "".join(c for c in self.text if unicodedata.combining(c))
            self._keep((self.text.rstrip(marks) if marks else self.text)[:-1])
        elif key == _ERASE_WORD:
            self._keep(re.sub(r"\S+\s*$", "", self.text))
        elif key == _ERASE_LINE:
            self._keep("")
        elif key.isprintable():
            self.text += key
            self._echo(key)

    def _keep(self, text: str) -> None:
        cells = cell_len(self.text) - cell_len(text)
        self.text = text
        self._echo("\b" * cells + " " * cells + "\b" * cells)


class TerminalLines:
    """Lines of a person at a terminal, read key by key: so it is known that one is being typed."""

    live = True

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._handle, self._out = source.fileno(), out
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._editor = LineEditor(self._write)
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._prompt, self._prompted = "", False
        self._rested: Callable[[], object] = lambda: None
        self._resting: asyncio.TimerHandle | None = None

    @property
    def begun(self) -> bool:
        return self._resting is not None or not self._lines.empty()

    @contextlib.contextmanager
    def opened(self, rested: Callable[[], object]) -> Iterator[None]:
        self._rested = rested
        loop = asyncio.get_running_loop()
        saved = termios.tcgetattr(self._handle)
        key_by_key = _key_by_key(saved)
        termios.tcsetattr(self._handle, termios.TCSANOW, key_by_key)
        # A shell sets the terminal its own way while we are suspended.
        loop.add_signal_handler(
            signal.SIGCONT, lambda: termios.tcsetattr(self._handle, termios.TCSANOW, key_by_key)
        )
        loop.add_reader(self._handle, self._read)
        try:
            yield
        finally:
            loop.remove_reader(self._handle)
            loop.remove_signal_handler(signal.SIGCONT)
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._handle, termios.TCSANOW, saved)

    async def next(self) -> str | None:
        return await self._lines.get()

    def say(self, text: str) -> None:
        if self._prompted or self._editor.text:
            self._write("\n")
        self._write(f"{text}\n")
        self._prompted = False
        if self._editor.text:
            self._show_prompt()

    def ask(self, prompt: str) -> None:
        if prompt == self._prompt and (self._prompted or not prompt):
            return
        if self._prompted or self._editor.text:
            self._write("\n")
        self._prompt = prompt
        self._show_prompt()

    def forget(self) -> None:
        self._stop_resting()
        self._editor.clear()
        while not self._lines.empty():
            self._lines.get_nowait()

    def ring(self) -> None:
        self._write("\a")

    def _show_prompt(self) -> None:
        self._write(self._prompt + self._editor.text)
        self._prompted = bool(self._prompt)

    def _read(self) -> None:
        try:
            came = os.read(self._handle, 4096)
        except OSError:
            came = b""
        if not came:  # the terminal has gone
            asyncio.get_running_loop().remove_reader(self._handle)
            self._lines.put_nowait(None)
            return
        began = bool(self._editor.text)
        whole = list(self._editor.feed(self._decoder.decode(came)))
        for line in whole:
            self._prompted = False
            self._lines.put_nowait(line)
        self._stop_resting()
        if self._editor.text:
            self._resting = asyncio.get_running_loop().call_later(RESTED_SECONDS, self._rest)
        elif began and not whole:
            self._rested()

    def _rest(self) -> None:
        self._stop_resting()
        self._rested()

    def _stop_resting(self) -> None:
        if self._resting is not None:
            self._resting.cancel()
        self._resting = None

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):  # a terminal that has gone is told by its end
            self._out.write(text)
            self._out.flush()


class PipedLines:
    """Lines of a program or a file: one after another, as they are wanted."""

    live = begun = False

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source, self._out = source, out

    def opened(self, rested: Callable[[], object]) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()

    async def next(self) -> str | None:
        loop = asyncio.get_running_loop()
        came: asyncio.Future[str] = loop.create_future()

        def read() -> None:
            line = self._source.readline()
            with contextlib.suppress(RuntimeError):  # left meanwhile
                loop.call_soon_threadsafe(came.set_result, line)

        threading.Thread(target=read, name="lines", daemon=True).start()
        line = await came
        return line.rstrip("\r\n") if line else None

    def say(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()

    def ask(self, prompt: str) -> None:
        if prompt:
            self.say(prompt)

    def forget(self) -> None: ...

    def ring(self) -> None: ...


def lines_of(source: TextIO, out: TextIO) -> Lines:
    """Return the lines of a person where both are terminals, else of a program."""
    return TerminalLines(source, out) if source.isatty() and out.isatty() else PipedLines(source, out)


def _key_by_key(attributes: list[Any]) -> list[Any]:
    changed = [*attributes]
    changed[3] &= ~(termios.ICANON | termios.ECHO)
    return changed
