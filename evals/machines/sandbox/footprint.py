"""What a running sandbox takes from the host, and what is left of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evals.machines.sandbox.cgroup import NAME_PREFIX, hierarchies, is_abandoned

_KB = 1024


@dataclass(frozen=True, slots=True)
class Traces:
    """What sandboxes could leave behind: mounts, control groups, files beside the images."""

    mounts: frozenset[str]
    groups: frozenset[str]
    files: frozenset[str]

    def since(self, before: Traces) -> list[str]:
        """Return what is here and was not there before."""
        new = (self.mounts - before.mounts, self.groups - before.groups, self.files - before.files)
        return sorted(trace for kind in new for trace in kind)


def traces(folder: Path, *others: Path) -> Traces:
    """Look at the mounts beneath ``folder``, at control groups, and at the files directly in the folders.

    Groups of keepers that live belong to sandboxes that run.
    """
    points = [Path(line.split()[4]) for line in _text(Path("/proc/self/mountinfo")).splitlines()]
    mounts = {str(point) for point in points if point.is_relative_to(folder)}
    own = {place for _, place in hierarchies().values()}
    found = (path for place in own for path in Path(place).glob(f"{NAME_PREFIX}*"))
    groups = {str(path) for path in found if is_abandoned(path.name)}
    files = {str(path) for each in (folder, *others) for path in each.iterdir()}
    return Traces(frozenset(mounts), frozenset(groups), frozenset(files))


def namespace_of(pid: int) -> int:
    """Return the number of the process namespace that ``pid`` lives in."""
    return (Path("/proc") / str(pid) / "ns/pid").stat().st_ino


def processes_in(*namespaces: int) -> list[int]:
    """Return the processes, by their numbers outside, that live in one of ``namespaces``."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if namespace_of(int(entry.name)) in namespaces:
                    found.append(int(entry.name))
            except OSError:
                continue  # ended meanwhile, or none of ours
    return found


def memory_of(pids: list[int]) -> int:
    """Return the bytes of memory that ``pids`` hold, pages shared with others counted in part."""
    total = 0
    for pid in pids:
        rollup = _text(Path(f"/proc/{pid}/smaps_rollup"))
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) * _KB
    return total


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
