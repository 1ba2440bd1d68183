"""The first process of a virtual machine: makes the desktop, then does what the owner asks for.

Standard library only. It lives in memory from before the guest's user can change anything on the disk, and
imports nothing afterwards.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from evals.machines.qemu.inside.frames import PORT_NAME
from evals.machines.qemu.inside.serve import Server
from evals.machines.sandbox.kernel import Kernel, raise_loopback
from evals.machines.sandbox.programs import GUEST_USER, Programs
from evals.machines.sandbox.rooms import HOME, RUNTIME

PLAN = "/run/code/plan.json"
_X = "/usr/lib/xorg/Xorg"
_X_CONFIGURATION = "/run/xorg.conf"
_LOG = "/run/services.log"
_READY_SECONDS = 120.0
_DEVICES = {"QEMU Virtio Keyboard": "keyboard", "QEMU Virtio Tablet": "tablet"}
_POWER_OFF = 0x4321FEDC


def main() -> NoReturn:
    """Start everything and serve for ever; a machine whose first process fails is switched off."""
    try:
        plan = json.loads(Path(PLAN).read_text("utf-8"))
        _make_mounts()
        Kernel().forbid_new_privileges()
        make_folders(plan["files"])
        log = os.open(_LOG, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)
        programs = Programs(plan, log, become=True)
        bell = listen_for_ends()
        _start_desktop(plan, programs)
        say("desktop is up")
        Server(_open_port(), bell, programs).run()
    except BaseException:
        say(traceback.format_exc())
        with contextlib.suppress(OSError):
            say(Path(_LOG).read_text("utf-8", "replace")[-6000:])
    os.sync()
    ctypes.CDLL(None).reboot(_POWER_OFF)
    os._exit(1)


def say(text: str) -> None:
    """Write a line on the machine's console."""
    print(f"gui-agent: {text}", file=sys.stderr, flush=True)


def _make_mounts() -> None:
    socket.sethostname("desktop")
    raise_loopback()
    for folder, options in (("/dev/pts", "mode=0620,ptmxmode=0666"), ("/dev/shm", "mode=1777")):
        os.makedirs(folder, exist_ok=True)
        _mount("devpts" if folder.endswith("pts") else "tmpfs", folder, options)


def make_folders(files: Mapping[str, str]) -> None:
    """Make the folders every desktop has, and write ``files`` (path in the home folder, and text)."""
    for folder in ("/tmp", "/var/tmp", "/tmp/.X11-unix", "/tmp/.ICE-unix"):
        os.makedirs(folder, exist_ok=True)
        os.chmod(folder, 0o1777)
    os.makedirs(RUNTIME, exist_ok=True)
    os.chmod(RUNTIME, 0o700)
    for name, text in files.items():
        path = Path(HOME, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for top in (HOME, RUNTIME):
        os.chown(top, GUEST_USER, GUEST_USER)
        for folder, folders, names in os.walk(top):
            for each in (*folders, *names):
                os.lchown(os.path.join(folder, each), GUEST_USER, GUEST_USER)


def _mount(kind: str, folder: str, options: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", folder.encode(), kind.encode(), 2, options.encode()):
        raise OSError(ctypes.get_errno(), f"{kind} cannot be mounted at {folder}")


def listen_for_ends() -> int:
    """Return a descriptor that can be read when a process has ended."""
    bell, ringer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return bell


def _start_desktop(plan: Mapping[str, Any], programs: Programs) -> None:
    for argv in plan["services"]:
        programs.start(argv)
    Path(_X_CONFIGURATION).write_text(_x_configuration(), encoding="utf-8")
    _start_x(plan["server"], programs)
    for argv in plan["session"]:
        programs.start(argv)
    await_manager(programs)
    for argv in plan["afterwards"]:
        programs.start(argv)


def _start_x(options: list[str], programs: Programs) -> None:
    """Start the X server, which needs to be root for the screen, and wait until it answers."""
    answer, says = os.pipe()
    os.set_inheritable(says, True)
    argv = [_X, ":0", "-config", _X_CONFIGURATION, "-displayfd", str(says), *options]
    streams = [(os.POSIX_SPAWN_DUP2, programs.log, number) for number in (1, 2)]
    os.posix_spawn(_X, argv, {"PATH": "/usr/bin:/bin", "HOME": "/root"}, file_actions=streams, setsid=True)
    os.close(says)
    await_display(answer)


def await_display(answer: int) -> None:
    """Wait until the X server has written the whole line: one that cannot finish writing it ends."""
    line = b""
    while not line.endswith(b"\n"):
        readable, _, _ = select.select([answer], [], [], _READY_SECONDS)
        chunk = os.read(answer, 64) if readable else b""
        if not chunk:
            raise RuntimeError("the X server did not start")
        line += chunk
    os.close(answer)


def await_manager(programs: Programs) -> None:
    """Wait until the window manager has named its workspaces; a panel started earlier sleeps a second."""
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        answer, says = os.pipe()
        argv = ["xprop", "-root", "_NET_DESKTOP_NAMES"]
        pid = programs.start(argv, streams=(programs.null, says, programs.log))
        os.close(says)
        with os.fdopen(answer, "rb") as said:
            named = b'= "' in said.read()
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
        if named:
            return
        time.sleep(0.05)
    raise RuntimeError("the window manager did not start")


def _x_configuration() -> str:
    """Name the devices one by one: without udev nobody finds them."""
    paths: dict[str, str] = {}
    for entry in sorted(Path("/sys/class/input").glob("event*")):
        name = (entry / "device/name").read_text("utf-8").strip()
        if name in _DEVICES:
            paths[_DEVICES[name]] = f"/dev/input/{entry.name}"
    return "".join(
        (
            'Section "ServerFlags"\n Option "AutoAddDevices" "false"\n Option "DontVTSwitch" "true"\n'
            ' Option "BlankTime" "0"\n Option "StandbyTime" "0"\n Option "OffTime" "0"\nEndSection\n',
            'Section "Device"\n Identifier "screen"\n Driver "modesetting"\n Option "AccelMethod" "none"\n'
            "EndSection\n",
            'Section "Monitor"\n Identifier "monitor"\n Option "DPMS" "false"\nEndSection\n',
            'Section "Screen"\n Identifier "screen"\n Device "screen"\n Monitor "monitor"\n'
            " DefaultDepth 24\nEndSection\n",
            *(_x_device(name, path) for name, path in paths.items()),
            'Section "ServerLayout"\n Identifier "all"\n Screen "screen"\n',
            *(f' InputDevice "{name}" "{_CORE[name]}"\n' for name in paths),
            "EndSection\n",
        )
    )


_CORE = {"keyboard": "CoreKeyboard", "tablet": "CorePointer"}


def _x_device(name: str, path: str) -> str:
    layout = ' Option "XkbLayout" "us"\n' if name == "keyboard" else ""
    return (
        f'Section "InputDevice"\n Identifier "{name}"\n Driver "evdev"\n Option "Device" "{path}"\n'
        f' Option "GrabDevice" "false"\n{layout}EndSection\n'
    )


def _open_port() -> int:
    for entry in Path("/sys/class/virtio-ports").iterdir():
        if (entry / "name").read_text("utf-8").strip() == PORT_NAME:
            return os.open(f"/dev/{entry.name}", os.O_RDWR | os.O_CLOEXEC)
    raise RuntimeError("the machine has no serial line to its owner")
