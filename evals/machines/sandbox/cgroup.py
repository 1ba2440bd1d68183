"""Limits on a whole sandbox through control groups, where this process may make some.

Standard library only. Version 2 is used where it hosts the controllers, version 1 otherwise; where neither
can be written the sandbox falls back on limits of each process.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator, Mapping, Sequence

MOUNTS = "/proc/self/mountinfo"
MEMBERSHIP = "/proc/self/cgroup"
REMOVE_SECONDS = 2.0
NAME_PREFIX = "gui-agent-"
_CONTROLLERS = ("memory", "pids")


class ControlGroup:
    """Folders of control groups that limit what is put into them; none at all is possible."""

    def __init__(self, folders: Sequence[str] = ()) -> None:
        self.folders = tuple(folders)

    def admit(self, pid: int) -> None:
        """Put process ``pid`` in; what it starts from now on belongs to it too."""
        for folder in self.folders:
            write(f"{folder}/cgroup.procs", str(pid))

    def remove(self) -> None:
        """Remove the folders; the kernel may need a moment after the last process."""
        deadline = time.monotonic() + REMOVE_SECONDS
        for folder in self.folders:
            while True:
                try:
                    os.rmdir(folder)
                except FileNotFoundError:
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        break
                    time.sleep(0.002)
                else:
                    break


def make_group(name: str, memory: int, processes: int) -> ControlGroup:
    """Make a group ``name`` limited to ``memory`` bytes and ``processes``; an empty one where impossible."""
    places = hierarchies()
    for attempt in (_version_2, _version_1):
        made: list[str] = []
        try:
            attempt(places, name, memory, processes, made)
        except OSError:
            ControlGroup(made).remove()
        else:
            if made:
                return ControlGroup(made)
    return ControlGroup()


def hierarchies(mounts: str = MOUNTS, membership: str = MEMBERSHIP) -> dict[str, tuple[str, str]]:
    """Return, by controller ("" is version 2), the mount point and our own folder in it."""
    own: dict[str, str] = {}
    with contextlib.suppress(OSError):
        for line in _lines(membership):
            _, controllers, path = line.split(":", 2)
            own |= dict.fromkeys(controllers.split(","), path)
    found: dict[str, tuple[str, str]] = {}
    with contextlib.suppress(OSError):
        for line in _lines(mounts):
            before, _, after = line.partition(" - ")
            root, point = before.split()[3:5]
            kind, _, options = after.split()[:3]
            names = ("",) if kind == "cgroup2" else options.split(",") if kind == "cgroup" else ()
            for controller in names:
                if controller in own and (controller or kind == "cgroup2"):
                    found[controller] = (point, f"{point}{_below(own[controller], root)}")
    return found


def write(path: str, text: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def _version_2(
    places: Mapping[str, tuple[str, str]], name: str, memory: int, processes: int, made: list[str]
) -> None:
    if "" not in places:
        return
    point, own = places[""]
    # A group with processes of its own may not hand controllers down: then only the top can.
    for parent in dict.fromkeys((own, point)):
        try:
            with open(f"{parent}/cgroup.controllers", encoding="ascii") as file:
                if not set(_CONTROLLERS) <= set(file.read().split()):
                    continue
            write(f"{parent}/cgroup.subtree_control", "+memory +pids")
        except OSError:
            continue
        folder = f"{parent}/{name}"
        os.mkdir(folder)
        made.append(folder)
        write(f"{folder}/memory.max", str(memory))
        write(f"{folder}/pids.max", str(processes))
        with contextlib.suppress(OSError):
            write(f"{folder}/memory.swap.max", "0")
        return


def _version_1(
    places: Mapping[str, tuple[str, str]], name: str, memory: int, processes: int, made: list[str]
) -> None:
    limits = {"memory": ("memory.limit_in_bytes", memory), "pids": ("pids.max", processes)}
    for controller, (file, value) in limits.items():
        if controller not in places:
            continue
        folder = f"{places[controller][1]}/{name}"
        os.mkdir(folder)
        made.append(folder)
        write(f"{folder}/{file}", str(value))


def _lines(path: str) -> Iterator[str]:
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            yield line.rstrip("\n")


def _below(path: str, root: str) -> str:
    """Return ``path`` as seen under a mount that shows only what is below ``root``."""
    inside = path.removeprefix(root) if root != "/" else path
    return "" if inside == "/" else inside


def remove_abandoned() -> list[str]:
    """Remove the groups of keepers that were killed; return their folders."""
    removed: list[str] = []
    for point, own in set(hierarchies().values()):
        for parent in {point, own}:
            with contextlib.suppress(OSError):
                for name in os.listdir(parent):
                    if is_abandoned(name):
                        # One that is in use after all, by a keeper we cannot see, cannot be removed.
                        with contextlib.suppress(OSError):
                            os.rmdir(f"{parent}/{name}")
                            removed.append(f"{parent}/{name}")
    return removed


def is_abandoned(name: str) -> bool:
    """Say whether ``name`` is that of a group of ours whose keeper has ended."""
    keeper = name.removeprefix(NAME_PREFIX).partition("-")[0]
    return name.startswith(NAME_PREFIX) and not os.path.exists(f"/proc/{keeper}")


def group_name(keeper: int, number: int) -> str:
    """Name the group of a keeper's sandbox, so that it tells whose it is."""
    return f"{NAME_PREFIX}{keeper}-{number}"
