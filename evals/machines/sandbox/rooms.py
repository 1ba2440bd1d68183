"""The file system a sandbox lives in: a fresh overlay on memory over a root filesystem of its own.

Standard library only: it runs in a process that never has anything else. Folders are entered, so that no
path of the host appears in the guest's list of mounts.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from typing import Any

from evals.machines.sandbox.kernel import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_PRIVATE,
    MS_RDONLY,
    MS_REC,
    MS_REMOUNT,
    Kernel,
)

HOME = "/home/user"
STATE = "/run/gui-agent"
SERVICE_LOG = f"{STATE}/services.log"
SCREEN_FOLDER = f"{STATE}/screen"
RUNTIME = "/run/user/1000"
X_SOCKET = "/tmp/.X11-unix/X0"

_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_LINKS = {"fd": "/proc/self/fd", "stdin": "fd/0", "stdout": "fd/1", "stderr": "fd/2", "ptmx": "pts/ptmx"}
_OPEN = 0o1777
# Folders every user writes to are plain folders of the memory disk: cheaper than an overlay, and an overlay
# cannot copy up what belongs to a user this namespace does not know.
_OWN = {"tmp": _OPEN, "var/tmp": _OPEN, "run": 0o755, "home/user": 0o755}
_READ_ONLY = ("sys", "bus", "fs", "irq")
_HIDDEN = ("kcore", "keys", "timer_list", "sched_debug", "sysrq-trigger", "kmsg", "kallsyms", "modules")


def build(kernel: Kernel, plan: Mapping[str, Any], owner: int | None) -> int:
    """Assemble everything beneath ``mount`` of the image's folder and make it the root.

    Returns a descriptor of the kernel's switches, which programs see read-only.

    ``owner`` is the outer number of the guest's user where files can be given away, else None. The
    process must be in new mount and process namespaces with the right to mount in them.
    """
    kernel.mount("", "/", flags=MS_REC | MS_PRIVATE)
    os.chdir(plan["image"])
    size = f"size={plan['disk']},nr_inodes={plan['inodes']},mode=755"
    kernel.mount("tmpfs", "mount", "tmpfs", MS_NOSUID | MS_NODEV, size)
    for folder in ("upper", "work", "root"):
        os.mkdir(f"mount/{folder}", 0o755)
    # Without a user namespace of its own the overlay keeps its marks where only root may write.
    marks = "" if owner is not None else ",userxattr"
    options = f"lowerdir=rootfs,upperdir=mount/upper,workdir=mount/work{marks}"
    kernel.mount("overlay", "mount/root", "overlay", MS_NOSUID | MS_NODEV, options)
    _own_folders(kernel, plan, owner)
    os.chdir("mount/root")
    _devices(kernel, plan)
    kernel.mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, "hidepid=2")
    switches = os.open("proc/sys", os.O_PATH | os.O_DIRECTORY)
    _hide(kernel)
    kernel.pivot_root(".", ".")
    kernel.unmount(".")
    os.chdir("/")
    return switches


def _own_folders(kernel: Kernel, plan: Mapping[str, Any], owner: int | None) -> None:
    for path, mode in _OWN.items():
        own = "mount/" + path.replace("/", "-")
        os.mkdir(own)
        os.chmod(own, mode)
        with contextlib.suppress(FileExistsError):
            os.makedirs(f"mount/root/{path}", exist_ok=True)
        kernel.mount(own, f"mount/root/{path}", flags=MS_BIND)
    with _umask(0):
        os.mkdir("mount/tmp/.X11-unix", _OPEN)
        os.mkdir("mount/tmp/.ICE-unix", _OPEN)
    os.mkdir("mount/run/user", 0o755)
    for path in (RUNTIME, STATE, SCREEN_FOLDER):
        os.mkdir(f"mount{path}", 0o700)
        _give(f"mount{path}", owner)
    _give("mount/home-user", owner)
    _write_files("mount/home-user", plan["files"], owner)


def _devices(kernel: Kernel, plan: Mapping[str, Any]) -> None:
    kernel.mount("tmpfs", "dev", "tmpfs", MS_NOSUID | MS_NOEXEC, "size=64k,mode=755")
    for name in _DEVICES:
        os.close(os.open(f"dev/{name}", os.O_CREAT | os.O_WRONLY, 0o644))
        kernel.mount(f"/dev/{name}", f"dev/{name}", flags=MS_BIND)
    for name, target in _LINKS.items():
        os.symlink(target, f"dev/{name}")
    os.mkdir("dev/pts")
    os.mkdir("dev/shm")
    kernel.mount("devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620")
    shared = f"size={plan['shared_memory']},mode=1777,nr_inodes=4096"
    kernel.mount("tmpfs", "dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, shared)


def _hide(kernel: Kernel) -> None:
    for name in _HIDDEN:
        if os.path.exists(f"proc/{name}"):
            kernel.mount("dev/null", f"proc/{name}", flags=MS_BIND)
    for name in _READ_ONLY:
        if os.path.exists(f"proc/{name}"):
            kernel.mount(f"proc/{name}", f"proc/{name}", flags=MS_BIND)
            sealed = MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC
            kernel.mount("", f"proc/{name}", flags=sealed)


def _write_files(folder: str, files: Mapping[str, str], owner: int | None) -> None:
    made: set[str] = set()
    for name, text in files.items():
        parts = name.split("/")[:-1]
        for depth in range(len(parts)):
            path = "/".join((folder, *parts[: depth + 1]))
            if path not in made:
                made.add(path)
                os.mkdir(path, 0o755)
                _give(path, owner)
        path = f"{folder}/{name}"
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        _give(path, owner)


def _give(path: str, owner: int | None) -> None:
    if owner is not None:
        os.chown(path, owner, owner)


@contextlib.contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)
