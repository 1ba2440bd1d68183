"""What can go wrong while seeing or touching a computer.

::

    ComputerError
    ├── DisplayUnavailable      no display, an unreachable one, or a Wayland session without X
    ├── DisplayLost             the display went away during a run
    ├── CaptureFailed           a frame could not be read
    ├── InputFailed             an input event could not be delivered
    ├── LaunchFailed            the program does not exist or ended at once
    ├── WindowNotFound          no window with such a title
    ├── MissingDependency       a package or program is absent; the message names the remedy
    ├── TakenOver               a person uses mouse and keyboard, until they hand them back
    └── Stopped                 a person used the fail-safe (hot key or screen corner)
    InvalidAction (ValueError)  values outside an action's domain
    UnknownKey (InvalidAction)  a key name nobody knows
    OffLimits (InvalidAction)   the input would have gone to where the person is asked
    UnsupportedDialect (InvalidAction)  text of another dialect that cannot become an action
"""


class ComputerError(Exception):
    """The machine, not the model, failed."""


class DisplayUnavailable(ComputerError):
    """There is no display to work on."""


class DisplayLost(ComputerError):
    """The display vanished during a run."""


class CaptureFailed(ComputerError):
    """The screen could not be read."""


class InputFailed(ComputerError):
    """An input event could not be delivered."""


class LaunchFailed(ComputerError):
    """A program could not be started."""


class WindowNotFound(ComputerError):
    """No window matches."""


class MissingDependency(ComputerError):
    """Something that can be installed is missing."""


class Stopped(ComputerError):
    """A person stopped the run by the hot key or by the screen corner."""


class TakenOver(ComputerError):
    """A person took mouse and keyboard; nothing is sent until they are handed back.

    ``begun``: some of the action had been done by then; ``typed``: how many characters of its text.
    """

    def __init__(self, what: str, *, begun: bool = False, typed: int = 0) -> None:
        super().__init__(f"you took over: {what}")
        self.begun, self.typed = begun, typed


class InvalidAction(ValueError):
    """An action's values make no sense."""


class UnknownKey(InvalidAction):
    """A key name is not known."""


class OffLimits(InvalidAction):
    """The input would have gone to the window in which the person is asked."""

    def __init__(self) -> None:
        super().__init__("that is where the person is asked; the agent may not touch it")


class UnsupportedDialect(InvalidAction):
    """A foreign action string cannot be expressed as an action."""
