"""The system calls a sandbox is made with, for processes that have the standard library only.

Everything raises OSError with what was tried. Numbers are those of Linux' own headers.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import signal
import socket
import struct

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY = 1
MS_NOSUID = 2
MS_NODEV = 4
MS_NOEXEC = 8
MS_REMOUNT = 32
MS_BIND = 4096
MS_REC = 16384
MS_PRIVATE = 1 << 18
MNT_DETACH = 2

RESOLVE_NO_MAGICLINKS = 0x02
RESOLVE_IN_ROOT = 0x10

CAP_KILL = 5
CAP_SETGID = 6
CAP_SETUID = 7
CAP_SYS_ADMIN = 21

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_CAPBSET_DROP = 24
_PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522
_LAST_POSSIBLE_CAPABILITY = 63
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
_NUMBERS = {
    "x86_64": {"clone": 56, "capset": 126, "pivot_root": 155, "openat2": 437},
    "aarch64": {"clone": 220, "capset": 91, "pivot_root": 41, "openat2": 437},
}


class Kernel:
    """System calls that Python has no function for."""

    def __init__(self) -> None:
        # PyDLL keeps the interpreter's lock during a call: the child of a raw clone has no other thread.
        self._libc = ctypes.PyDLL(None, use_errno=True)
        self._numbers = _NUMBERS.get(platform.machine(), {})

    def clone(self, flags: int) -> int:
        """Fork into the new namespaces ``flags``: 0 in the child, the child's number in the parent."""
        return self._call("clone", flags | signal.SIGCHLD, 0, 0, 0, 0)

    def unshare(self, flags: int) -> None:
        self._check(self._libc.unshare(flags), "unshare")

    def mount(self, source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
        given = [text.encode() if text else None for text in (source or "none", target, kind)]
        done = self._libc.mount(*given, ctypes.c_ulong(flags), options.encode() if options else None)
        self._check(done, f"mounting {kind or source} on {target}")

    def unmount(self, target: str) -> None:
        """Take a mount out of sight; it ends when nothing uses it any more."""
        self._check(self._libc.umount2(target.encode(), MNT_DETACH), f"unmounting {target}")

    def pivot_root(self, new: str, old: str) -> None:
        self._call("pivot_root", ctypes.c_char_p(new.encode()), ctypes.c_char_p(old.encode()))

    def open_beneath(self, root: int, path: str, flags: int, mode: int = 0, resolve: int = 0) -> int:
        """Open ``path`` as if the folder ``root`` were "/": no link, however it is made, leads out."""
        how = struct.pack("=QQQ", flags | os.O_CLOEXEC, mode, resolve | RESOLVE_IN_ROOT)
        buffer = ctypes.create_string_buffer(how, len(how))
        return self._call("openat2", root, ctypes.c_char_p(os.fsencode(path)), buffer, len(how))

    def die_with_parent(self) -> None:
        """Ask to be killed when the parent ends; changes of user or capabilities take it back."""
        self._libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    def hide_from_others(self) -> None:
        """Let no process of the same user trace this one or look into it."""
        self._libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)

    def forbid_new_privileges(self) -> None:
        self._check(self._libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")

    def drop_capabilities(self, kept: tuple[int, ...] = ()) -> None:
        """Give up every capability but ``kept``, and for all that is started later those too."""
        for capability in range(_LAST_POSSIBLE_CAPABILITY + 1):
            self._libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
        mask = sum(1 << capability for capability in kept)
        low, high = mask & 0xFFFFFFFF, mask >> 32
        header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), 8)
        data = ctypes.create_string_buffer(struct.pack("=IIIIII", low, low, 0, high, high, 0), 24)
        self._call("capset", header, data)

    def _call(self, name: str, *arguments: object) -> int:
        if name not in self._numbers:
            raise OSError(errno.ENOSYS, f"{name} is unknown on {platform.machine()}")
        given = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
        done = int(self._libc.syscall(ctypes.c_long(self._numbers[name]), *given))
        self._check(done, name)
        return done

    def _check(self, done: int, what: str) -> None:
        if done < 0:
            number = ctypes.get_errno()
            raise OSError(number, f"{what}: {os.strerror(number)}")


def has_capability(capability: int) -> bool:
    """Say whether this process has ``capability`` in force."""
    with open("/proc/self/status", encoding="ascii") as status:
        line = next(line for line in status if line.startswith("CapEff:"))
    return bool(int(line.split()[1], 16) >> capability & 1)


def raise_loopback() -> None:
    """Bring up the loopback interface of this network namespace."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(control, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | _IFF_UP))
