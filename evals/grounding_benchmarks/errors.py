"""What can be wrong with the files of a benchmark.

::

    InvalidBenchmark   files are missing or do not follow the published format; tells every problem
"""

from __future__ import annotations

from collections.abc import Sequence

_MOST_TOLD = 20


class InvalidBenchmark(Exception):
    """A folder cannot be measured; ``problems`` are sentences that name file and record."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        told = list(self.problems[:_MOST_TOLD])
        if len(self.problems) > _MOST_TOLD:
            told.append(f"… and {len(self.problems) - _MOST_TOLD} more problems of this kind")
        super().__init__("\n".join(told))
