"""Whether an answer came from the person's own hands, as far as this computer can tell."""

from __future__ import annotations

from actions.computer import Computer, SharedComputer

NOT_YOURS = "That did not come from your keyboard or mouse; it is not taken."


class Witness:
    """Vouches for answers that are given in the terminal of this process.

    What a program types into that terminal, behind the back of mouse and keyboard, is nobody's answer.
    """

    def __init__(self) -> None:
        self._computer: Computer | None = None

    @property
    def follows(self) -> Computer | None:
        """The computer that is looked at."""
        return self._computer

    def follow(self, computer: Computer | None) -> None:
        """Look at what is done at ``computer`` from now on."""
        self._computer = computer

    def vouches(self, since: float) -> bool:
        """Say whether an answer to a question put at ``since`` (`time.monotonic`) may be a person's."""
        computer = self._computer
        return not isinstance(computer, SharedComputer) or computer.answered_since(since) is not False
