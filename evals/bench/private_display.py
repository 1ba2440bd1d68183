"""What benchmarks run in: a display of their own (Xvfb, with or without openbox), and programs on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from actions.errors import DisplayUnavailable, MissingDependency

_START_SECONDS = 20.0
_SYSTEM_PYTHONS = ("/usr/bin/python3", sys.executable)


def needs(*programs: str) -> None:
    """Raise `MissingDependency` naming the first of ``programs`` that is not installed."""
    for program in programs:
        if shutil.which(program) is None:
            raise MissingDependency(f"this benchmark needs {program}: install its package and run it again")


def python_with_gtk() -> str:
    """Return a Python that can open GTK windows. Raises `MissingDependency`."""
    for python in _SYSTEM_PYTHONS:
        check = [python, "-c", "import gi; gi.require_version('Gtk', '3.0')"]
        if Path(python).exists() and subprocess.run(check, capture_output=True).returncode == 0:
            return python
    raise MissingDependency(
        "this benchmark opens a GTK window: apt install python3-gi gir1.2-gtk-3.0, and run it again"
    )


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll ``condition`` until it holds or ``seconds`` have passed; return whether it held."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def has_active_window(display: str) -> bool:
    """Return whether the window manager of ``display`` has given some window the keyboard focus."""
    return _root_property_set(display, "_NET_ACTIVE_WINDOW")


def _root_property_set(display: str, name: str) -> bool:
    from actions.x11.connection import X11Connection

    connection = X11Connection(display)
    try:
        found = connection.root.get_full_property(connection.display.intern_atom(name), 0)
        return found is not None and any(found.value)
    finally:
        connection.close()


@contextmanager
def program(command: Sequence[str], display: str, language: str = "en") -> Iterator[subprocess.Popen[bytes]]:
    """Run ``command`` on ``display`` in UTF-8 and in ``language`` (such as ``de``), and end it afterwards."""
    env = {**os.environ, "DISPLAY": display, "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1", "LANGUAGE": language}
    for name in ("WAYLAND_DISPLAY", "GTK_IM_MODULE", "XMODIFIERS"):
        env.pop(name, None)
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=env, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        _end(process)


@contextmanager
def private_display(
    size: str = "1024x768", *, window_manager: bool = True, language: str = "en"
) -> Iterator[str]:
    """Start Xvfb (and openbox, in ``language``), yield the display's name, stop both."""
    needs("Xvfb", *(["openbox"] if window_manager else []))
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen([*command, "-noreset"], pass_fds=(writer,), stdout=quiet, stderr=quiet)
    os.close(writer)
    try:
        with os.fdopen(reader) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise DisplayUnavailable("Xvfb ended at once; run it by hand to see why")
        display = f":{number}"
        if not window_manager:
            yield display
        else:
            with program(["openbox"], display, language):
                # A window mapped before there is a manager never gets the focus.
                wait_for(lambda: _root_property_set(display, "_NET_SUPPORTING_WM_CHECK"), _START_SECONDS)
                yield display
    finally:
        _end(server)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
