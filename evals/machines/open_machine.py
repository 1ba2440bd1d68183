"""One door to every kind of machine, by the name people type."""

from __future__ import annotations

import sys

from actions.geometry import Size
from evals.machines.errors import MachineUnavailable, UnknownMachine
from evals.machines.machine import Machine

DEFAULT_SIZE = Size(1280, 800)


def open_machine(name: str = "sandbox", *, size: Size = DEFAULT_SIZE) -> Machine:
    """Return the machine ``name`` stands for; it is started by entering it or by ``start``.

    ``sandbox``, ``qemu`` or ``docker`` (``sandbox:lean`` for a certain image) with a screen of ``size``, or
    the address of a guest server such as ``http://192.168.0.7:5000``, whose screen is what it is. Raises
    `MachineUnavailable` for a name nobody knows and for a kind this host cannot run, `ImageError` where the
    image is not built.
    """
    kind, _, detail = name.partition(":")
    match kind:
        case "sandbox":
            if not sys.platform.startswith("linux"):
                raise MachineUnavailable("sandboxes need Linux; use a virtual machine or a remote host")
            from evals.machines.images.store import find_image
            from evals.machines.sandbox.machine import Sandbox

            return Sandbox(find_image(detail), size=size)
        case "qemu":
            from evals.machines.images.disk import find_bootable
            from evals.machines.qemu.machine import VirtualMachine

            return VirtualMachine(find_bootable(detail), size=size)
        case "docker":
            from evals.machines.docker.engine import require_engine
            from evals.machines.docker.machine import Container
            from evals.machines.images.store import find_image

            require_engine()
            return Container(find_image(detail), size=size)
        case "http" | "https":
            from evals.machines.remote.machine import remote_machine

            return remote_machine(name)
        case _:
            raise UnknownMachine(
                f"there is no machine {name!r}; choose sandbox, qemu or docker (sandbox:lean, sandbox:full "
                "for a certain image), or http://HOST:5000"
            )
