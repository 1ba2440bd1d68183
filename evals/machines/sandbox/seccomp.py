"""A filter of system calls that programs on a desktop never make and attackers of kernels like.

Standard library only. Filtered calls fail as if the kernel did not know them, which programs expect.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.ENOSYS
_NUMBER_AT, _MACHINE_AT = 0, 4
_OTHER_CALLING_CONVENTION = 0x40000000
"""x86-64 has a second table of calls from here on (x32)."""

# By machine: its number in the audit interface; key rings, kernel programs, performance counters, page fault
# handling, io_uring, files by handle, taking others' descriptors, loading kernels.
_MACHINES = {
    "x86_64": (
        0xC000003E,
        (248, 249, 250, 321, 298, 323, 425, 426, 427, 303, 304, 438, 246, 320, 175, 176, 313),
    ),
    "aarch64": (
        0xC00000B7,
        (217, 218, 219, 280, 241, 282, 425, 426, 427, 264, 265, 438, 104, 294, 105, 106, 273),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


def filter_calls() -> bool:
    """Filter the calls of this process and all it starts; False where this machine's are not known.

    The process must have given up new privileges before. Raises OSError where the kernel refuses.
    """
    if platform.machine() not in _MACHINES:
        return False
    code = program(*_MACHINES[platform.machine()])
    buffer = ctypes.create_string_buffer(code, len(code))
    given = _Program(len(code) // 8, ctypes.addressof(buffer))
    libc = ctypes.PyDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(given), 0, 0):
        number = ctypes.get_errno()
        if number == errno.EINVAL:
            return False  # a kernel without filters
        raise OSError(number, "filtering system calls")
    return True


def program(machine: int, refused: tuple[int, ...]) -> bytes:
    """Return the filter's code: 8 bytes an instruction."""
    last = len(refused) + 5
    lines = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 0, last - 2, machine),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, last - 4, 0, _OTHER_CALLING_CONVENTION),
        *((_EQUAL, last - 5 - place, 0, number) for place, number in enumerate(refused)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
