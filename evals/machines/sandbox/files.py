"""Files of a guest, read and written from outside without believing anything the guest says.

Paths are resolved by the kernel beneath the guest's root folder: an absolute link or ".." means what it means
to the guest and never leads to the host. No program of the guest takes part.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from evals.machines.errors import GuestFileError, GuestFileIsFolder, GuestFileMissing, GuestFileUnfit
from evals.machines.sandbox.kernel import RESOLVE_NO_MAGICLINKS, Kernel

MAX_FILE_BYTES = 1 << 30
_CHUNK = 1 << 20
_ABSENT = (errno.ENOENT, errno.ENOTDIR)
_UNFIT = (errno.ELOOP, errno.EXDEV, errno.EACCES, errno.EPERM, errno.ENXIO, errno.ENODEV)
"""What opening says of loops and ways out, closed doors, and sockets or devices."""


class GuestFiles:
    """The files beneath the folder open as ``root``; new ones belong to user ``owner`` (None: to us)."""

    def __init__(self, root: int, owner: int | None, home: str) -> None:
        self._root = root
        self._owner = owner
        self._home = home
        self._kernel = Kernel()
        # Written by us, the kernel's own files would mean the host's kernel: a link of the guest must not
        # turn `write` into that. It can mount nothing else, so this is the only such file system.
        self._kernels_own = self._device("/proc")

    def read(self, path: str, most: int = MAX_FILE_BYTES) -> bytes:
        """Return the content of a regular file of at most ``most`` bytes."""
        with self._opened(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY) as descriptor:
            kind = os.fstat(descriptor)
            _require_regular(kind, path)
            if kind.st_size > most:
                raise GuestFileUnfit(f"{path} in the guest is larger than {most:,} bytes; it was not read")
            chunks: list[bytes] = []
            length = 0
            while chunk := _read_some(descriptor, path):
                chunks.append(chunk)
                length += len(chunk)
                if length > most:
                    raise GuestFileUnfit(f"{path} in the guest grows beyond {most:,} bytes while it is read")
        return b"".join(chunks)

    def write(self, content: bytes | Path, path: str) -> None:
        """Write a file, making the folders it needs."""
        absolute = self._absolute(path)
        self._make_folders(absolute.parent)
        flags = os.O_WRONLY | os.O_CREAT | os.O_NONBLOCK | os.O_NOCTTY
        with self._opened(str(absolute), flags, 0o644) as descriptor:
            _require_regular(os.fstat(descriptor), path)
            try:
                os.ftruncate(descriptor, 0)
                self._give(descriptor)
                if isinstance(content, bytes):
                    _write_all(descriptor, content)
                else:
                    with content.open("rb") as source:
                        while chunk := source.read(_CHUNK):
                            _write_all(descriptor, chunk)
            except OSError as error:
                raise GuestFileError(f"{path} in the guest cannot be written: {error.strerror}") from error

    def exists(self, path: str) -> bool:
        try:
            with self._opened(path, os.O_PATH):
                return True
        except GuestFileMissing:
            return False

    def open_to_read(self, path: str) -> int:
        """Return a descriptor of a regular file."""
        with self._opened(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW) as descriptor:
            _require_regular(os.fstat(descriptor), path)
            return os.dup(descriptor)

    def open_socket(self, path: str) -> int:
        """Return a descriptor of a socket file; connect to it as /proc/self/fd/N."""
        with self._opened(path, os.O_PATH | os.O_NOFOLLOW) as descriptor:
            if not stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                raise GuestFileError(f"{path} in the guest is no socket; reset the machine")
            return os.dup(descriptor)

    @contextlib.contextmanager
    def _opened(self, path: str, flags: int, mode: int = 0) -> Iterator[int]:
        name = str(self._absolute(path))
        try:
            descriptor = self._kernel.open_beneath(self._root, name, flags, mode, RESOLVE_NO_MAGICLINKS)
        except OSError as error:
            if error.errno in _ABSENT and not flags & os.O_CREAT:
                raise GuestFileMissing(f"there is no {path} in the guest") from None
            unfit = error.errno in _UNFIT and not flags & os.O_CREAT
            kind = GuestFileUnfit if unfit else GuestFileError
            raise kind(f"{path} in the guest cannot be opened: {_reason(error)}") from error
        except ValueError as error:
            raise GuestFileError(f"{path!r} is no path of a file") from error
        try:
            if os.fstat(descriptor).st_dev == self._kernels_own:
                raise GuestFileUnfit(
                    f"{path} in the guest leads to the kernel's own files; it is not touched"
                )
            yield descriptor
        finally:
            os.close(descriptor)

    def _device(self, path: str) -> int:
        descriptor = self._kernel.open_beneath(self._root, path, os.O_PATH | os.O_DIRECTORY)
        try:
            return os.fstat(descriptor).st_dev
        finally:
            os.close(descriptor)

    def _absolute(self, path: str) -> PurePosixPath:
        if path == "~" or path.startswith("~/"):
            path = self._home + path[1:]
        if "\0" in path or not path:
            raise GuestFileError(f"{path!r} is no path of a file")
        return PurePosixPath(self._home, path)

    def _make_folders(self, folder: PurePosixPath) -> None:
        if self.exists(str(folder)):
            return
        self._make_folders(folder.parent)
        with self._opened(str(folder.parent), os.O_RDONLY | os.O_DIRECTORY) as parent:
            try:
                os.mkdir(folder.name, 0o755, dir_fd=parent)
                made = os.open(folder.name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
            except FileExistsError:
                return
            except OSError as error:
                raise GuestFileError(
                    f"the folder {folder} cannot be made in the guest: {_reason(error)}"
                ) from error
        try:
            self._give(made)
        finally:
            os.close(made)

    def _give(self, descriptor: int) -> None:
        if self._owner is not None:
            os.fchown(descriptor, self._owner, self._owner)


def _require_regular(kind: os.stat_result, path: str) -> None:
    if stat.S_ISDIR(kind.st_mode):
        raise GuestFileIsFolder(f"{path} in the guest is a folder, not a file")
    if not stat.S_ISREG(kind.st_mode):
        raise GuestFileUnfit(f"{path} in the guest is no regular file")


def _read_some(descriptor: int, path: str) -> bytes:
    try:
        return os.read(descriptor, _CHUNK)
    except OSError as error:
        raise GuestFileError(f"{path} in the guest cannot be read: {_reason(error)}") from error


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else str(error)
