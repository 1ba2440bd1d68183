"""The line between a machine and its owner, with the real first process but without a machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.machines.errors import (
    CommandFailed,
    CommandTimedOut,
    GuestFileIsFolder,
    GuestFileMissing,
    GuestFileUnfit,
    MachineLost,
)
from evals.machines.qemu.connections import dial
from evals.machines.qemu.inside.frames import DATA, END, MAX_PAYLOAD, Frames, frame
from evals.machines.qemu.line import Line, chunks_of
from evals.machines.qemu.programs import run_command

SERVE = """
import os, sys
from evals.machines.qemu.inside.first import listen_for_ends
from evals.machines.qemu.inside.serve import Server
from evals.machines.sandbox.programs import Programs
plan = {"environment": {"PATH": "/usr/bin:/bin", "WORD": "set"}, "processes": 4096, "memory": 1 << 33}
line = int(sys.argv[1])
os.write(line, b"what a machine says before anybody listens" * 500)
Server(line, listen_for_ends(), Programs(plan, 2, become=True), finite=True).run()
"""


@pytest.fixture
def first_process() -> Iterator[tuple[Line, subprocess.Popen[bytes]]]:
    if os.geteuid():
        pytest.skip("the first process of a machine is root")
    ours, theirs = socket.socketpair()
    with theirs:
        number = theirs.fileno()
        command = [sys.executable, "-c", SERVE, str(number)]
        process = subprocess.Popen(command, pass_fds=(number,), cwd=Path(__file__).parents[4])
    line = Line(ours)
    line.greet(20)
    yield line, process
    line.close()
    process.kill()
    process.wait()


@pytest.fixture
def line(first_process: tuple[Line, subprocess.Popen[bytes]]) -> Line:
    return first_process[0]


def run(line: Line, *command: str, timeout: float = 20) -> str:
    return run_command(line, command, timeout=timeout, folder="/").text


def test_messages_survive_any_cutting() -> None:
    flow = frame(DATA, 1, b"one") + frame(END, 2) + frame(DATA, 3, b"x" * MAX_PAYLOAD)
    for step in (1, 7, 4096):
        frames = Frames()
        found = [each for n in range(0, len(flow), step) for each in frames.feed(flow[n : n + step])]
        assert found == [(DATA, 1, b"one"), (END, 2, b""), (DATA, 3, b"x" * MAX_PAYLOAD)]


def test_programs_end_with_their_code_and_all_they_said(line: Line) -> None:
    told = run_command(line, ["sh", "-c", "id -u; echo $WORD >&2; kill -9 $$"], timeout=20, folder="/")
    assert (told.text, told.stderr, told.returncode) == ("1000\n", b"set\n", -9)
    assert len(run(line, "head", "-c", "2000000", "/dev/zero")) == 2_000_000


def test_a_program_that_left_others_behind_has_ended(line: Line) -> None:
    assert run(line, "sh", "-c", "sleep 30 & echo done") == "done\n"


def test_programs_run_beside_each_other(line: Line) -> None:
    said: list[str] = []
    threads = [
        threading.Thread(target=lambda n=n: said.append(run(line, "sh", "-c", f"sleep 0.{n}; echo {n}")))
        for n in (3, 1, 2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["1\n", "2\n", "3\n"]


def test_programs_that_cannot_be_waited_for(line: Line) -> None:
    with pytest.raises(CommandTimedOut):
        run(line, "sleep", "61.5", timeout=0.3)
    assert run(line, "sh", "-c", "pgrep -x -f 'sleep 61.5' || true") == ""
    with pytest.raises(CommandFailed, match="cannot be started"):
        run(line, "no-such-program")
    with pytest.raises(CommandFailed, match="said more than"):
        run_command(line, ["yes"], timeout=20, folder="/", most=100_000)


def test_files_are_written_for_the_user_and_read_back(line: Line, tmp_path: Path) -> None:
    place = Path("/var/tmp") / f"line-{os.getpid()}"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    try:
        content = os.urandom(300_000)
        (tmp_path / "source").write_bytes(content)
        line.ask({"do": "write", "path": f"{place}/new/file"}, chunks_of(tmp_path / "source"))
        assert (place / "new/file").stat().st_uid == 1000
        assert line.ask({"do": "read", "path": f"{place}/new/file", "most": 1 << 20}) == content
        with pytest.raises(GuestFileUnfit, match="larger than 1,000 bytes"):
            line.ask({"do": "read", "path": f"{place}/new/file", "most": 1000})
        with pytest.raises(GuestFileIsFolder):
            line.ask({"do": "read", "path": str(place), "most": 1000})
        with pytest.raises(GuestFileMissing, match="there is no"):
            line.ask({"do": "read", "path": f"{place}/nothing", "most": 1000})
        (place / "link").symlink_to(tmp_path / "source")  # which the user may not write
        (tmp_path / "source").chmod(0o600)
        with pytest.raises(GuestFileUnfit):
            line.ask({"do": "write", "path": f"{place}/link"}, chunks_of(b"overwritten"))
        assert (tmp_path / "source").read_bytes() == content
    finally:
        subprocess.run(["rm", "-rf", str(place)], check=True)


def test_connections_carry_both_ways_and_end(line: Line) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        with dial(line, port) as near:
            far, _ = listening.accept()
            with far:
                content = os.urandom(500_000)
                threading.Thread(target=far.sendall, args=(content,), daemon=True).start()
                received = b""
                while len(received) < len(content):
                    received += near.recv(1 << 16)
                assert received == content
                near.sendall(b"there")
                near.shutdown(socket.SHUT_WR)
                assert far.makefile("rb").read() == b"there"
                far.shutdown(socket.SHUT_RDWR)
                assert near.recv(1) == b""
    with pytest.raises(CommandFailed, match=f"nobody listens on port {port}"):
        dial(line, port)


def test_a_new_greeting_forgets_what_was_open(line: Line) -> None:
    waiting = line.open({"do": "run", "argv": ["sleep", "30"], "folder": "/", "environment": {}})
    line.greet(20)
    with pytest.raises(MachineLost):
        waiting.receive(time.monotonic() + 5)
    assert run(line, "echo", "anew") == "anew\n"


def test_a_first_process_that_ends_is_a_lost_machine(
    first_process: tuple[Line, subprocess.Popen[bytes]],
) -> None:
    line, process = first_process
    process.kill()
    process.wait()
    with pytest.raises(MachineLost):
        run(line, "true")
    with pytest.raises(MachineLost):
        line.greet(5)
