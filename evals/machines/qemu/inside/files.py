"""Files of the guest for its owner: as the guest's user, and as root where no link is on the way.

What the user may touch is touched with the user's rights, so a link of his leads nowhere he could not go
himself. Anything else is only touched by a path without links: the user has no say in where it leads.
Standard library only.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from evals.machines.sandbox.programs import GUEST_USER
from evals.machines.sandbox.rooms import HOME

CHUNK = 1 << 16
_PLAIN = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_Opened = TypeVar("_Opened")


def open_to_read(path: str) -> int:
    """Return a descriptor of a regular file. Raises `OSError`."""
    descriptor = _with_least_rights(
        lambda: os.open(_absolute(path), os.O_RDONLY | _PLAIN),
        lambda: _open_without_links(path, os.O_RDONLY | _PLAIN, 0),
    )
    return _regular(descriptor)


def open_to_write(path: str) -> int:
    """Return a descriptor of an emptied or new file that belongs to the guest's user. Raises `OSError`."""
    flags = os.O_WRONLY | os.O_CREAT | _PLAIN

    def ordinarily() -> int:
        os.makedirs(os.path.dirname(_absolute(path)), exist_ok=True)
        return os.open(_absolute(path), flags, 0o644)

    def as_root() -> int:
        made = _open_without_links(path, flags, 0o644)
        os.fchown(made, GUEST_USER, GUEST_USER)
        return made

    descriptor = _regular(_with_least_rights(ordinarily, as_root))
    os.ftruncate(descriptor, 0)
    return descriptor


def _absolute(path: str) -> str:
    if path == "~" or path.startswith("~/"):
        path = HOME + path[1:]
    if not path or "\0" in path:
        raise OSError(errno.EINVAL, "that is no path of a file")
    return os.path.join(HOME, path)


def _with_least_rights(as_user: Callable[[], _Opened], as_root: Callable[[], _Opened]) -> _Opened:
    try:
        with _rights_of_user():
            return as_user()
    except PermissionError:
        return as_root()


@contextmanager
def _rights_of_user() -> Iterator[None]:
    """Do something as the guest's user; there is one thread, so nothing else happens meanwhile."""
    os.setegid(GUEST_USER)
    os.seteuid(GUEST_USER)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


def _open_without_links(path: str, flags: int, mode: int) -> int:
    """Walk down from the root, making the folders a new file needs; a link anywhere is refused."""
    *folders, name = [part for part in os.path.normpath(_absolute(path)).split("/") if part] or [""]
    here = os.open("/", os.O_PATH | os.O_DIRECTORY)
    try:
        for folder in folders:
            if flags & os.O_CREAT:
                _make_folder(folder, here)
            below = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = below
        return os.open(name or ".", flags | os.O_NOFOLLOW, mode, dir_fd=here)
    finally:
        os.close(here)


def _make_folder(name: str, parent: int) -> None:
    try:
        os.mkdir(name, 0o755, dir_fd=parent)
    except FileExistsError:
        return
    os.chown(name, GUEST_USER, GUEST_USER, dir_fd=parent, follow_symlinks=False)


def _regular(descriptor: int) -> int:
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder, not a file")
    raise OSError(errno.ENODEV, "it is no regular file")
