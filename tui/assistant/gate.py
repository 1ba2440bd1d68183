"""What every action passes before it is carried out: pause, single steps, stop, and the approval mode."""

from __future__ import annotations

import queue
from collections.abc import Callable

from gui_agent.approval import Asker, AskingApprover, AutoApprover, NeverApprover, PolicyApprover
from gui_agent.hold import Hold
from gui_agent.policy import Policy, default_policy
from gui_agent.types import Approval, ApprovalRequest, Approver
from tui.assistant.modes import MODES, Mode

STOPPED = "stopped by the person"
_STOP = Approval("terminate", STOPPED, "person")


class ScreenAsker:
    """An `Asker` whose person sits before the screen; `answer` is called from the interface's thread."""

    def __init__(self, show: Callable[[ApprovalRequest, str], None]) -> None:
        self._show = show
        self._answers: queue.Queue[Approval] = queue.Queue()
        self._ended = False

    def ask(self, request: ApprovalRequest, reason: str) -> Approval:
        while not self._answers.empty():
            self._answers.get_nowait()  # of a question that is over
        if self._ended:
            return _STOP
        self._show(request, reason)
        return self._answers.get()

    def answer(self, approval: Approval) -> None:
        """Let the waiting action go on as ``approval`` says."""
        self._answers.put(approval)

    def end(self) -> None:
        """Stop what waits for an answer, and what would ask until `begin`."""
        self._ended = True  # first: an answer may be thrown away as one of before
        self._answers.put(_STOP)

    def begin(self) -> None:
        """Ask again."""
        self._ended = False


class Gate:
    """An `Approver` that holds actions while the person wants it; its switches may be set from any thread."""

    def __init__(self, asker: Asker, mode: Mode, policy: Policy | None = None) -> None:
        self._asker, self.mode = asker, mode
        self._policy = policy or default_policy()
        self.hold = Hold()
        self._single = False
        self._stopped = False
        self._hint = ""

    def go_by(self, policy: Policy) -> None:
        """Ask as ``policy`` says from now on."""
        self._policy = policy

    @property
    def paused(self) -> bool:
        return bool(self.hold.held)

    @property
    def taken_over(self) -> bool:
        """Whether the person has mouse and keyboard themselves."""
        return self.hold.held == "taken over"

    def pause(self) -> None:
        """Hold the next action, and those after it."""
        self.hold.pause()

    def resume(self) -> None:
        """Let actions through again; mouse and keyboard are the agent's again."""
        self._single = False
        self.hold.resume()

    def step(self) -> None:
        """Let one action through, then hold again."""
        self._single = True
        self.hold.resume()

    def redirect(self, hint: str) -> None:
        """Hold, and leave out the action that waits or comes next: it was planned without ``hint``."""
        self._hint = hint
        self.pause()

    def stop(self) -> None:
        """End the run before its next action, though it waits for an answer on the screen."""
        self._stopped = True
        self.hold.wake()
        if isinstance(self._asker, ScreenAsker):
            self._asker.end()

    def reset(self) -> None:
        """Begin a new task with everything open."""
        self._stopped = self._single = False
        self._hint = ""
        if isinstance(self._asker, ScreenAsker):
            self._asker.begin()
        self.hold.resume()

    def cycle(self) -> Mode:
        """Switch to the next approval mode and return it."""
        self.mode = MODES[(MODES.index(self.mode) + 1) % len(MODES)]
        return self.mode

    def review(self, request: ApprovalRequest) -> Approval:
        held = self.hold.wait(lambda: self._stopped)
        if self._stopped:
            return _STOP
        if hint := self._hint:
            self._hint = ""
            return Approval("redirect", f"the person said “{hint}”", "person")
        if held == "taken over":
            return Approval("redirect", "the person used mouse and keyboard meanwhile", "person")
        if self._single:
            self._single = False
            self.hold.pause()
        return self._approver().review(request)

    def _approver(self) -> Approver:
        match self.mode:
            case "auto":
                return AutoApprover()
            case "never":
                return NeverApprover()
            case "ask":
                return PolicyApprover(self._policy, self._asker)
            case "ask everything":
                return AskingApprover(self._asker)
