"""The named ideas that a planning agent is made of, each of which can be left out to measure its worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from gui_agent.errors import SettingsError


class Mechanism(StrEnum):
    """One idea of the literature that can be switched on and off; nothing here matters without a model."""

    HIERARCHY = "hierarchy"
    """A manager makes subgoals, a worker their steps, the manager mends the plan (Agent S, AdaPlanner)."""
    CRITIQUE = "critique"
    """The model criticises a doubtful action before it is done, and may better it once (RCI)."""
    MODEL_REFLECTION = "model_reflection"
    """The model says what went wrong where comparing screens is not enough (InfiGUIAgent, Reflexion)."""
    BACKTRACKING = "backtracking"
    """After steps that led nowhere, back to a known state (WILBUR)."""
    MEMORY = "memory"
    """Workflows, insights and exemplars of earlier runs advise the model (AWM, CLIN, Synapse)."""
    SHORTCUTS = "shortcuts"
    """Runs of actions that worked before are played without asking the model (AppAgentX)."""
    COMPARING = "comparing"
    """The best of several proposed actions, by a comparing judge."""
    TREE_SEARCH = "tree_search"
    """Actions are tried on snapshots of the machine before one is chosen (Agent Q)."""
    TOOLS = "tools"
    """Shell, browser and spreadsheet specialists in a sandbox (AgentStore, OS-Copilot)."""
    CHANGE_OBSERVATION = "change_observation"
    """The model is told what its last action changed on the screen (Agent-E)."""
    PICTURES = "pictures"
    """A model that sees gets the screenshot beside the list of what is on it."""


_REPLACED: Mapping[Mechanism, frozenset[Mechanism]] = MappingProxyType(
    {
        Mechanism.COMPARING: frozenset({Mechanism.CRITIQUE}),
        Mechanism.TREE_SEARCH: frozenset(Mechanism)
        - {Mechanism.TREE_SEARCH, Mechanism.MODEL_REFLECTION, Mechanism.PICTURES},
    }
)
"""What each takes the place of: measuring those beside it would measure nothing."""


@dataclass(frozen=True, slots=True)
class Mechanisms:
    """Those that are switched on."""

    on: frozenset[Mechanism]

    def __contains__(self, mechanism: Mechanism) -> bool:
        return mechanism in self.on

    def __str__(self) -> str:
        """Return what `read_mechanisms` reads back: the names in the order they are declared, or none."""
        return ",".join(m for m in Mechanism if m in self.on) or NONE

    @property
    def idle(self) -> frozenset[Mechanism]:
        """Those that are on without effect, since another one that is on takes their place."""
        replaced = (others for one, others in _REPLACED.items() if one in self.on)
        return self.on & frozenset().union(*replaced)

    def with_(self, *names: str) -> Mechanisms:
        """Return these and those of ``names``. Raises `SettingsError` for a name nobody knows."""
        return Mechanisms(self.on | _known(names))

    def without(self, *names: str) -> Mechanisms:
        """Return these but not those of ``names``. Raises `SettingsError` for a name nobody knows."""
        return Mechanisms(self.on - _known(names))


NONE = "none"
DEFAULT = Mechanisms(frozenset(Mechanism) - {Mechanism.COMPARING, Mechanism.TREE_SEARCH, Mechanism.TOOLS})
"""Without what costs several times the questions, needs snapshots of a machine, or runs programs."""


def read_mechanisms(text: str) -> Mechanisms:
    """Return what a setting says: a list of names, `none`, or changes of the default (`+tools,-memory`).

    Raises `SettingsError`.
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if parts == [NONE]:
        return Mechanisms(frozenset())
    signs = {part[0] in "+-" for part in parts}
    if signs == {True, False}:
        raise SettingsError(f"write either names or changes (+name, -name), not both as in “{text}”")
    if signs == {False}:
        return Mechanisms(_known(parts))
    added = (part[1:] for part in parts if part[0] == "+")
    return DEFAULT.with_(*added).without(*(part[1:] for part in parts if part[0] == "-"))


def _known(names: Iterable[str]) -> frozenset[Mechanism]:
    found: set[Mechanism] = set()
    for name in names:
        try:
            found.add(Mechanism(name.strip().replace("-", "_")))
        except ValueError:
            raise SettingsError(
                f"there is no mechanism “{name}”; choose from {', '.join(Mechanism)}"
            ) from None
    return frozenset(found)
