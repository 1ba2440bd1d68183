"""A person's terminal connected to a program in a sandbox."""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator, Sequence
from types import FrameType

from evals.machines.sandbox.machine import Sandbox


def attach(sandbox: Sandbox, command: Sequence[str]) -> int:
    """Run ``command`` with our standard streams as its terminal; return its exit code."""
    ours, theirs = os.openpty()
    report, says = os.pipe()
    try:
        _copy_size(ours)
        sandbox.start_on_terminal(command, theirs, says)
    finally:
        os.close(theirs)
        os.close(says)
    try:
        with raw_input(), _following_size(ours):
            _relay(ours)
        said = os.read(report, 64)
        return int(said) if said else 0
    finally:
        os.close(ours)
        os.close(report)


def _relay(terminal: int) -> None:
    """Copy both ways until the program has closed its side."""
    watched = [terminal, sys.stdin.fileno()]
    while True:
        readable, _, _ = select.select(watched, [], [])
        if terminal in readable:
            try:
                data = os.read(terminal, 1 << 16)
            except OSError:
                return  # what a terminal says when nobody is left on it
            if not data:
                return
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        if sys.stdin.fileno() in readable:
            typed = os.read(sys.stdin.fileno(), 4096)
            if typed:
                os.write(terminal, typed)
            else:
                watched.remove(sys.stdin.fileno())
                os.write(terminal, b"\x04")


@contextlib.contextmanager
def raw_input() -> Iterator[None]:
    """Hand every key to the program instead of to our terminal."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setraw(sys.stdin)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _following_size(terminal: int) -> Iterator[None]:
    def follow(number: int, frame: FrameType | None) -> None:
        _copy_size(terminal)

    before = signal.signal(signal.SIGWINCH, follow)
    try:
        yield
    finally:
        signal.signal(signal.SIGWINCH, before)


def _copy_size(terminal: int) -> None:
    if sys.stdin.isatty():
        size = fcntl.ioctl(sys.stdin, termios.TIOCGWINSZ, b"\0" * 8)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
