"""What can go wrong with a tool; every message says what to do next.

::

    ToolError
    ├── ToolFailed       it could not do what was asked: told to the planner, the run goes on
    │   └── ToolTimedOut it took too long and was ended
    └── ToolUnavailable  this computer has no such tool, because there is no machine around it

A machine that broke is a `actions.errors.ComputerError` instead and ends the run.
"""

from __future__ import annotations


class ToolError(Exception):
    """A tool did not do what was asked."""


class ToolFailed(ToolError):
    """The tool could not do it; says why in words for the planner."""


class ToolTimedOut(ToolFailed):
    """The tool took too long."""


class ToolUnavailable(ToolError):
    """There is no such tool here."""
