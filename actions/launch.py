"""Starting applications by the names people use, never through a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from actions.action import Launch
from actions.desktop_entries import closest_names, command_lines, find_entry, installed_entries
from actions.errors import LaunchFailed
from actions.processes import tail_of

WATCHED_SECONDS = 0.8
"""How long a launch waits for a window before it takes the program for healthy."""

_POLL_SECONDS = 0.01


class StartedProgram(Protocol):
    """A program that has been started."""

    def code(self) -> int | None:
        """Return the exit code, or None while it runs."""
        ...

    def errors(self) -> str:
        """Return the end of what it wrote to its error stream, once it has ended."""
        ...


class Starter(Protocol):
    """Starts a program with nothing of ours but the environment; raises `LaunchFailed`."""

    def __call__(
        self, argv: Sequence[str], folder: str, environment: Mapping[str, str]
    ) -> StartedProgram: ...


@dataclass(frozen=True, slots=True)
class Quirk:
    """Flags some programs need: as root, and on a desktop that lives for one run."""

    programs: frozenset[str]
    as_root: tuple[str, ...] = ()
    in_private: tuple[str, ...] = ()


QUIRKS: tuple[Quirk, ...] = (
    Quirk(
        frozenset(("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "brave-browser")),
        # The sandbox refuses root; --test-type hides the bar about it, which shifts the page.
        as_root=("--no-sandbox", "--test-type"),
        # No first-run pages, no talk to servers nobody asked for, no keyring dialog; no GPU is there.
        in_private=(
            *("--no-first-run", "--no-default-browser-check", "--password-store=basic", "--disable-gpu"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            "--disable-quic",
        ),
    ),
    # A splash screen is a window that nobody waits for, and recovery asks about an earlier run's files.
    Quirk(
        frozenset(("libreoffice", "soffice", "localc", "lowriter")), in_private=("--norestore", "--nologo")
    ),
    Quirk(frozenset(("firefox", "firefox-esr")), in_private=("--no-remote",)),
    Quirk(frozenset(("gimp", "gimp-2.10", "gimp-3.0")), in_private=("--no-splash",)),
)


class Launcher:
    """Finds and starts applications in one environment.

    ``window_ids`` says which windows are open, to return as soon as a new one appears. ``private`` marks a
    desktop that lives for one run.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        start: Starter,
        window_ids: Callable[[], set[int]] = set,
        *,
        private: bool = False,
    ) -> None:
        self._environment = dict(environment)
        self._start = start
        self._window_ids = window_ids
        self._private = private

    def launch(self, wanted: Launch) -> tuple[StartedProgram, ...]:
        """Start the application and return its programs when it shows a window or seems healthy.

        Raises `LaunchFailed`.
        """
        lines, folder = self.resolve(wanted)
        before = self._window_ids()
        started = []
        for argv in lines:
            started.append(self._start(self._with_quirks(argv), folder, self._environment))
            self._watch(started[-1], wanted.application, before)
        return tuple(started)

    def resolve(self, wanted: Launch) -> tuple[list[list[str]], str]:
        """Return the command lines ``wanted`` stands for, and the folder to start in."""
        name = wanted.application.strip()
        entries = installed_entries(self._environment)
        home = self._environment.get("HOME", "/")
        entry = find_entry(entries, name, loosely=False)
        program = None if entry else self._program(name)
        if program is not None:
            return [[program, *wanted.arguments]], home
        entry = entry or find_entry(entries, name)
        if entry is None:
            close = ", ".join(closest_names(entries, name)) or "none"
            raise LaunchFailed(f"no application is called {name!r}; the closest installed ones: {close}")
        lines = command_lines(entry, wanted.arguments)
        if not lines[0]:
            raise LaunchFailed(f"the desktop entry {entry.path} holds no command that can be run")
        folder = entry.folder if entry.folder and Path(entry.folder).is_dir() else home
        return [self._in_terminal(line) for line in lines] if entry.terminal else lines, folder

    def _program(self, name: str) -> str | None:
        """Return the path of a program of that name; ordinary words with spaces are none."""
        if not name or "\0" in name or (" " in name and not name.startswith("/")):
            return None
        return shutil.which(name, path=self._environment.get("PATH", os.defpath))

    def _in_terminal(self, line: list[str]) -> list[str]:
        for terminal in ("x-terminal-emulator", "xterm"):
            program = self._program(terminal)
            if program is not None:
                return [program, "-e", *line]
        raise LaunchFailed(f"{line[0]} runs in a terminal and none is installed; install xterm")

    def _with_quirks(self, argv: Sequence[str]) -> list[str]:
        name = Path(argv[0]).name
        flags: list[str] = []
        for quirk in QUIRKS:
            if name in quirk.programs:
                flags += quirk.as_root if _is_root() else ()
                flags += quirk.in_private if self._private else ()
        return [argv[0], *(flag for flag in flags if flag not in argv), *argv[1:]]

    def _watch(self, program: StartedProgram, name: str, before: set[int]) -> None:
        """Look at the first moments: a window or an exit ends them early."""
        deadline = time.monotonic() + WATCHED_SECONDS
        while time.monotonic() < deadline:
            code = program.code()
            if code == 0:
                return  # handed over to an instance that runs already, or done
            if code is not None:
                said = program.errors()
                raise LaunchFailed(f"{name} ended at once with code {code}: {said or 'it said nothing'}")
            if self._window_ids() - before:
                return
            time.sleep(_POLL_SECONDS)


def start_here(argv: Sequence[str], folder: str, environment: Mapping[str, str]) -> StartedProgram:
    """Start a program that lives on when we end, and is collected when it ends first."""
    errors = tempfile.TemporaryFile()  # noqa: SIM115 - it stays with the program; a pipe would end it with us
    try:
        process = subprocess.Popen(
            list(argv),
            env=dict(environment),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    except OSError as error:
        errors.close()
        raise LaunchFailed(f"{argv[0]} cannot be started: {error.strerror or error}") from error
    return _HereStarted(process, errors)


class _HereStarted:
    """A child of this process; a thread waits for it, so that it never becomes a zombie."""

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors
        self._code: int | None = None
        self._said = ""
        threading.Thread(target=self._wait, name=f"wait for {process.pid}", daemon=True).start()

    def code(self) -> int | None:
        return self._code

    def errors(self) -> str:
        return self._said

    def _wait(self) -> None:
        code = self._process.wait()
        with self._errors as errors:
            self._said = tail_of(errors)
        self._code = code


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
