"""A desktop of one's own: a virtual display, a session bus, a window manager, an empty home folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import IO, Any

import numpy as np

from actions.screenshot import Image
from grounding.data.apps.look import Look

_SESSION = Path(__file__).parent / "programs" / "session.py"
_SYSTEM_PYTHON = "/usr/bin/python3"
_USER = 1000


class DeskFailed(RuntimeError):
    """A display or session that did not start or does not answer."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A running desktop; ``home`` is the programs' home folder."""

    display: str
    home: Path
    screen_file: Path
    requests: IO[str]
    answers: IO[str]

    def ask(self, request: dict[str, Any], seconds: float = 15.0) -> Any:
        """Return the session's answer. Raises `DeskFailed`."""
        try:
            self.requests.write(json.dumps(request) + "\n")
            self.requests.flush()
        except OSError as error:
            raise DeskFailed("the session has ended") from error
        if not select([self.answers], [], [], seconds)[0]:
            raise DeskFailed(f"no answer to {request['do']} in {seconds} s")
        line = self.answers.readline()
        if not line:
            raise DeskFailed("the session has ended")
        return json.loads(line)

    def picture(self) -> Image:
        """Return what is on the screen now (BGR)."""
        return read_frame(self.screen_file)

    def glance(self) -> Image:
        """Return a sparse copy of what is on the screen now."""
        return glance(self.screen_file)


@contextmanager
def open_desk(look: Look, as_root: bool, fill: Callable[[Path], None], log: Path) -> Iterator[Desk]:
    """Start a desktop of the look's size, and end all its processes at the end. Raises `DeskFailed`.

    ``fill`` writes files into the new home folder. Programs run without network, and as an ordinary user
    where this process is root, unless ``as_root``.
    """
    folder = Path(tempfile.mkdtemp(prefix="desk-"))
    server = session = None
    try:
        with log.open("a") as noise:
            server, display = _start_server(look, folder, noise)
            home, runtime = folder / "home", folder / "runtime"
            home.mkdir()
            runtime.mkdir(mode=0o700)
            fill(home)
            for path in (home, runtime):
                _give_away(path, as_root)
            session = _start_session(display, home, runtime, as_root, noise)
            if session.stdin is None or session.stdout is None:
                raise DeskFailed("the session has no pipes")
            yield Desk(display, home, folder / "screen" / "Xvfb_screen0", session.stdin, session.stdout)
    finally:
        for process in (session, server):
            if process is not None:
                _end(process)
        shutil.rmtree(folder, ignore_errors=True)


def _start_server(look: Look, folder: Path, noise: IO[str]) -> tuple[subprocess.Popen[str], str]:
    (folder / "screen").mkdir()
    folder.chmod(0o755)
    reader, writer = os.pipe()
    width, height = look.screen
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-ac",
         "-nocursor", "-fbdir", str(folder / "screen")],
        pass_fds=(writer,), stdout=noise, stderr=noise, text=True,
    )  # fmt: skip
    os.close(writer)
    with os.fdopen(reader) as pipe:
        number = pipe.readline().strip() if select([pipe], [], [], 20)[0] else ""
    if not number:
        _end(server)
        raise DeskFailed("no display")
    return server, f":{number}"


def _start_session(
    display: str, home: Path, runtime: Path, as_root: bool, noise: IO[str]
) -> subprocess.Popen[str]:
    is_root = os.geteuid() == 0
    namespaces = ["unshare", "--net", "--pid", "--fork", "--mount-proc", "--kill-child"]
    if not is_root:
        namespaces.insert(1, "--map-current-user")
    drop = (
        ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"]
        if is_root and not as_root
        else []
    )
    env = {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/games",
        "DISPLAY": display,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "LANG": "C.UTF-8",
        "XDG_CURRENT_DESKTOP": "X-Generic",
    }
    return subprocess.Popen(
        [*namespaces, *drop, "dbus-run-session", "--", _SYSTEM_PYTHON, str(_SESSION)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=noise, text=True, env=env, cwd="/",
        start_new_session=True,
    )  # fmt: skip


def _give_away(folder: Path, as_root: bool) -> None:
    if os.geteuid() != 0 or as_root:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, _USER, _USER, follow_symlinks=False)


def _end(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def glance(file: Path) -> Image:
    """Return every third row and eighth column of the picture: enough to see whether it moves."""
    return np.array(_pixels(file)[::3, ::8, :3])


def read_frame(file: Path) -> Image:
    """Return the picture in an XWD file as Xvfb maps it (32 bits a pixel, any header size)."""
    return np.ascontiguousarray(_pixels(file)[:, :, :3])


def _pixels(file: Path) -> Image:
    data = np.memmap(file, dtype=np.uint8, mode="r")
    header = data[:100].view(">u4")
    start = int(header[0]) + 12 * int(header[19])
    width, height, stride = int(header[4]), int(header[5]), int(header[12])
    rows = data[start : start + stride * height].reshape(height, stride)
    pixels: Image = rows[:, : 4 * width].reshape(height, width, 4)
    return pixels
