"""What can go wrong while grading; none of it says anything about the agent.

::

    GraderError
    ├── UnreadableInput     a file or an answer cannot be read as what it should be
    ├── GoldUnavailable     the wanted state cannot be had (a download that is not there)
    ├── StateUnavailable    a getter cannot fetch from this machine
    ├── UnknownGrader       nobody knows a getter or metric of that name
    ├── WrongRules          a task gives a metric rules that it cannot use
    ├── GraderMissing       a package is not installed; the message names the command
    └── GraderFailed        a grader broke, or took too long
"""

from __future__ import annotations

from pathlib import Path


class GraderError(Exception):
    """A grader could not do its work: an error of the infrastructure, never a score."""


class UnreadableInput(GraderError):
    """Something that was fetched cannot be read; ``file`` is the file in question, where it is one.

    A file of the guest that is there and is not what it should be is the agent's work, not an error: see
    `evals.graders.evaluate.run_check`.
    """

    def __init__(self, message: str, file: Path | None = None) -> None:
        super().__init__(message)
        self.file = file


class GoldUnavailable(GraderError):
    """The expected state cannot be had."""


class StateUnavailable(GraderError):
    """The machine does not offer what a getter needs."""


class UnknownGrader(GraderError):
    """There is no grader of that name."""


class WrongRules(GraderError):
    """The rules or options in the task do not fit the metric."""


class GraderMissing(GraderError):
    """A package that a grader needs is not installed."""


class GraderFailed(GraderError):
    """A grader broke or took too long."""
