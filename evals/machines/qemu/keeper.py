"""The process between us and QEMU: ends it and deletes its folder when its owner ends, however that happens.

Standard library only; started as ``python -I -S``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1
_MOST_FILE_BYTES = 6 << 30
"""A guest that fills its disk must not fill ours; it sees failing writes."""


def main(arguments: Sequence[str]) -> None:
    """Keep the command line after LIFELINE FOLDER DESCRIPTORS until it ends or the lifeline is cut."""
    lifeline, folder, descriptors, *command = arguments
    handed = [int(number) for number in descriptors.split(",")]
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with open(os.path.join(folder, "qemu.log"), "wb") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=handed,
            preexec_fn=_die_with_us,
        )
    for descriptor in handed:
        os.close(descriptor)
    watched = os.pidfd_open(process.pid)
    readable, _, _ = select.select([int(lifeline), watched], [], [])
    if watched in readable:
        process.wait()
        # The owner still wants to read what QEMU complained of.
        select.select([int(lifeline)], [], [])
    process.kill()
    process.wait()
    with contextlib.suppress(OSError):
        shutil.rmtree(folder)


def _die_with_us() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    most = _MOST_FILE_BYTES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILE_BYTES)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


if __name__ == "__main__":
    main(sys.argv[1:])
