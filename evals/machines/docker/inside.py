"""The first process of a container: makes the desktop, then does what the owner asks over standard input.

Standard library only. It is in memory before the guest's user can change anything, and imports nothing
afterwards.
"""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from evals.machines.qemu.inside.first import PLAN, await_display, await_manager, listen_for_ends, make_folders
from evals.machines.qemu.inside.serve import Server
from evals.machines.sandbox.programs import GUEST_USER, Programs
from evals.machines.sandbox.rooms import SCREEN_FOLDER, SERVICE_LOG, STATE


def main() -> NoReturn:
    """Start everything and serve until the line ends; what goes wrong is said on the error stream."""
    try:
        plan = json.loads(Path(PLAN).read_text("utf-8"))
        line, answers = os.dup(0), os.dup(1)
        make_folders(plan["files"])
        for folder in (STATE, SCREEN_FOLDER):
            os.makedirs(folder, 0o700, exist_ok=True)
            os.chown(folder, GUEST_USER, GUEST_USER)
        log = os.open(SERVICE_LOG, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        programs = Programs(plan, log, become=True)
        for number in (0, 1):
            os.dup2(programs.null, number)
        bell = listen_for_ends()
        _start_desktop(plan, programs)
        Server(line, bell, programs, answers, finite=True).run()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def _start_desktop(plan: Mapping[str, Any], programs: Programs) -> None:
    for argv in plan["services"]:
        programs.start(argv)
    answer, says = os.pipe()
    programs.start([*plan["server"], "-displayfd", str(says)], kept=(says,))
    os.close(says)
    await_display(answer)
    for argv in plan["session"]:
        programs.start(argv)
    await_manager(programs)
