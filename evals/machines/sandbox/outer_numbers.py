"""Which process outside is the one that has a certain number inside a sandbox."""

from __future__ import annotations

from pathlib import Path

from evals.machines.sandbox.footprint import namespace_of, processes_in

_LINE = "NSpid:"


class OuterNumbers:
    """Tells the numbers outside of the processes in one namespace; never one of any other process.

    What windows say of their processes is the guest's word: a number that nobody in there has is None.
    """

    def __init__(self, namespace: int) -> None:
        self._namespace = namespace
        self._known: dict[int, int] = {}

    def __call__(self, inner: int) -> int | None:
        """Return the number outside of the process ``inner``, None where there is none that can be seen."""
        outer = self._known.get(inner)
        if outer is None or not self._is_still(outer, inner):
            numbers = ((_inner_number(each), each) for each in processes_in(self._namespace))
            self._known = {number: each for number, each in numbers if number is not None}
            outer = self._known.get(inner)
        return outer

    def _is_still(self, outer: int, inner: int) -> bool:
        try:
            return namespace_of(outer) == self._namespace and _inner_number(outer) == inner
        except OSError:
            return False


def _inner_number(outer: int) -> int | None:
    """Return what a process is called in the innermost namespace it lives in."""
    try:
        status = Path(f"/proc/{outer}/status").read_text("utf-8", "replace")
    except OSError:
        return None
    line = next((line for line in status.splitlines() if line.startswith(_LINE)), "")
    return int(line.split()[-1]) if line else None
