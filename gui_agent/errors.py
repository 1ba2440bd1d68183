"""What can go wrong in the agent itself.

::

    AgentError
    ├── NotUnderstood       a part of the task is not in the step language; says which and what to do
    ├── SettingsError       a setting or policy file is wrong; names file and field
    ├── JournalError        the run folder cannot be written or read
    │   ├── FolderTaken         it holds something already: another one has to be chosen
    │   └── JournalUnreadable   there is no run in it, or nothing that makes sense
    │       └── JournalDamaged  a record's checksum does not fit
    ├── CannotResume        a run that broke off cannot be taken up again; says why and what is left to do
    └── MemoryFileError     the memory file cannot be used, or a record of it makes no sense
"""

from __future__ import annotations


class AgentError(Exception):
    """The agent, not the machine, has a problem a person can mend."""


class NotUnderstood(AgentError):
    """``part`` of the task cannot be broken down into steps.

    ``start`` and ``end`` are character offsets of the part in the task's text.
    """

    def __init__(self, part: str, start: int, end: int, hint: str) -> None:
        super().__init__(f"I do not understand “{part}”. {hint}")
        self.part, self.start, self.end, self.hint = part, start, end, hint


class SettingsError(AgentError):
    """A setting is wrong."""


class JournalError(AgentError):
    """The run folder cannot be used."""


class FolderTaken(JournalError):
    """The folder for something new holds something already."""


class JournalUnreadable(JournalError):
    """There is no run in the folder, or its records make no sense."""


class CannotResume(AgentError):
    """A run cannot be taken up again."""


class JournalDamaged(JournalUnreadable):
    """The journal was changed or cut off in the middle of a record."""


class MemoryFileError(AgentError):
    """The memory of earlier runs cannot be used; says which file, and what to do."""
