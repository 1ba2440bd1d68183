"""Putting the search mechanisms together."""

from __future__ import annotations

from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.planning.search.comparing import ComparingJudge, ComparingPlanner
from gui_agent.planning.search.planner import SearchingPlanner, SearchLimits
from gui_agent.planning.search.proposals import ModelCritic, ModelProposer
from gui_agent.planning.search.snapshots import NeedsSnapshots, Snapshots


def comparing_planner(thinker: Thinker, pointing: PointingGrounder) -> ComparingPlanner:
    """Return best-of-N: several proposals, compared pairwise by the same model."""
    return ComparingPlanner(ModelProposer(thinker, pointing), ComparingJudge(thinker), thinker)


def searching_planner(
    thinker: Thinker,
    pointing: PointingGrounder,
    snapshots: Snapshots | None,
    limits: SearchLimits = SearchLimits(),  # noqa: B008 - frozen
) -> SearchingPlanner:
    """Return tree search. Raises `NeedsSnapshots` where there is nothing to go back to."""
    if snapshots is None:
        raise NeedsSnapshots
    proposer, critic = ModelProposer(thinker, pointing), ModelCritic(thinker)
    return SearchingPlanner(snapshots, proposer, critic, ComparingJudge(thinker), thinker, limits)
