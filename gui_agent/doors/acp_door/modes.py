"""The approval modes that a client's person may choose: as the agent was started, or stricter."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from acp.schema import SessionMode, SessionModeState

from gui_agent.approval import Asker, AskingApprover, NeverApprover, PolicyApprover
from gui_agent.policy import default_policy
from gui_agent.types import Approver

_BY_POLICY = "policy"
_MODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "auto": ("Allow everything", "Nothing is asked about."),
        _BY_POLICY: ("By the policy", "Consequential actions are asked about, or what its policy file says."),
        "ask": ("Ask about everything", "Every action is asked about."),
        "never": ("Dry run", "Nothing is carried out but looking and waiting."),
    }
)
"""From the loosest to the strictest."""


class Modes:
    """The modes of an agent that was started with ``approve``, a word or a file of its settings."""

    def __init__(self, approve: str) -> None:
        self.first = approve if approve in ("auto", "never") else _BY_POLICY
        names = list(_MODES)
        self.offered = tuple(names[names.index(self.first) :])

    def state(self, current: str) -> SessionModeState:
        modes = [SessionMode(id=n, name=_MODES[n][0], description=_MODES[n][1]) for n in self.offered]
        return SessionModeState(current_mode_id=current, available_modes=modes)

    def approver(self, mode: str, asker: Asker) -> Approver | None:
        """Return who approves in ``mode``; None for the one that the agent was started with."""
        match mode:
            case self.first:
                return None
            case "ask":
                return AskingApprover(asker)
            case "never":
                return NeverApprover()
        return PolicyApprover(default_policy(), asker)
