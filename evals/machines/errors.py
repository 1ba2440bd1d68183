"""What can go wrong with a machine; every message says what to do next.

::

    MachineError
    ├── MachineUnavailable   this host cannot run machines of that kind
    │   └── UnknownMachine   there is no machine of that name
    ├── MachineFailed        the machine could not be started or reset
    ├── MachineLost          the machine went away during work
    ├── UnknownSnapshot      the machine has no snapshot of that name
    ├── CommandFailed        a command could not be started, or said too much
    │   └── CommandTimedOut  a command did not end in time
    ├── GuestFileError       a file of the guest cannot be read or written
    │   ├── GuestFileMissing there is no such file in the guest
    │   ├── GuestFileIsFolder the path leads to a folder
    │   └── GuestFileUnfit   what is there is no file that can be read: a pipe, a loop of links, far too large
    └── ImageError           an image is not built, cannot be built, or is damaged
        └── UnknownImage     there is no image of that name

All of them are errors of the infrastructure: they say nothing about how well an agent did, except that
`GuestFileMissing`, `GuestFileUnfit` and `CommandTimedOut` may be findings to a grader that looks for them.
"""

from __future__ import annotations


class MachineError(Exception):
    """The machine, not the agent, failed."""


class MachineUnavailable(MachineError):
    """Such machines cannot run on this host."""


class UnknownMachine(MachineUnavailable):
    """There is no machine of that name."""


class MachineFailed(MachineError):
    """A machine could not be started or reset."""


class MachineLost(MachineError):
    """The machine ended or stopped answering."""


class UnknownSnapshot(MachineError):
    """There is no such snapshot."""


class CommandFailed(MachineError):
    """A command could not be carried out."""


class CommandTimedOut(CommandFailed):
    """A command took too long and was ended."""


class GuestFileError(MachineError):
    """A file of the guest cannot be read or written."""


class GuestFileMissing(GuestFileError):
    """There is no such file in the guest."""


class GuestFileIsFolder(GuestFileError):
    """There is a folder of the guest where a file was looked for."""


class GuestFileUnfit(GuestFileError):
    """The guest has something in a file's place that nobody could read as a file."""


class ImageError(MachineError):
    """An image is absent, damaged, or cannot be built."""


class UnknownImage(ImageError):
    """There is no image of that name."""
