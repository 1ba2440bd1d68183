"""The parts of an agent whose planner is a language model: everything is put together here."""

from __future__ import annotations

from pathlib import Path

from actions.computer import Computer
from grounding.grounders import DEFAULT_GROUNDER, GrounderName, open_grounder
from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.prices import load_prices
from gui_agent.chat.types import ChatModel
from gui_agent.hints import Hints
from gui_agent.machinery import NO_MACHINERY, Machinery, require_machinery
from gui_agent.mechanisms import Mechanism, Mechanisms
from gui_agent.memory.advising import MemoryAdvisor
from gui_agent.memory.memory import Memory
from gui_agent.memory.planner import RememberingPlanner
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.backtracking import BacktrackingPlanner
from gui_agent.planning.hierarchy.completion import CompletionJudge
from gui_agent.planning.hierarchy.manager import Manager
from gui_agent.planning.hierarchy.planner import HierarchicalPlanner
from gui_agent.planning.model.advice import Advisor, NoAdvisor
from gui_agent.planning.model.critic import Critic
from gui_agent.planning.model.planner import ModelPlanner, Worker
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.reflecting import ModelReflector
from gui_agent.planning.model.thinker import Thinker
from gui_agent.planning.native.parts import is_native, native_parts
from gui_agent.planning.repair import RepairingPlanner, patience_for
from gui_agent.planning.search.comparing import ComparingPlanner
from gui_agent.planning.search.parts import comparing_planner, searching_planner
from gui_agent.planning.search.snapshots import SnapshotTool
from gui_agent.policy import default_policy
from gui_agent.reflection import ScreenReflector
from gui_agent.routing.parts import routing
from gui_agent.settings import Settings
from gui_agent.tools.toolbox import Tool, ToolBox
from gui_agent.types import Planner


def model_parts(
    computer: Computer,
    model: ChatModel,
    settings: Settings,
    grounder: GrounderName = DEFAULT_GROUNDER,
    weights: Path | None = None,
    *,
    cancel: Cancellation | None = None,
    memory: Memory | None = None,
    machinery: Machinery = NO_MACHINERY,
) -> Parts:
    """Build the parts: embedded eyes, and ``model`` as the one that decides what to do.

    ``cancel`` ends the run, also while the model thinks. ``memory`` advises, and plays what it knows, as the
    mechanisms say; a model with a computer tool of its own works without them. ``machinery`` is what tools
    and tree search work with; the latter takes the place of subgoals, critique and repair. Raises
    `grounding.errors.ModelUnavailable` where the grounder's weights are missing, and `SettingsError` for
    mechanisms that this computer cannot have.
    """
    on, cancel = settings.switched_on, cancel or Cancellation()
    require_machinery(on, machinery)
    computer = machinery.computer or computer
    if is_native(settings):
        return native_parts(computer, model, settings, grounder, weights, cancel=cancel)
    eyes = open_grounder(grounder, weights)
    pointing = PointingGrounder(eyes.model)
    thinker = Thinker(
        model,
        load_prices(settings.prices),
        deadline=settings.model_deadline,
        pictures=settings.model_pictures and Mechanism.PICTURES in on,
        cancel=cancel,
    )
    advisor: Advisor = NoAdvisor()
    if memory is not None and Mechanism.MEMORY in on:
        advisor = MemoryAdvisor(memory, shortcuts=Mechanism.SHORTCUTS in on)
    hints = None if Mechanism.COMPARING in on else Hints()
    worker = worker_of(on, thinker, pointing, advisor, hints)
    screen = ScreenReflector(eyes.for_checks, eyes.look_closely, eyes.read_again)
    reflector = ModelReflector(screen, thinker) if Mechanism.MODEL_REFLECTION in on else screen
    observer = Observer(computer, eyes.parser)
    if Mechanism.TREE_SEARCH in on and machinery.snapshots is not None:
        search = searching_planner(thinker, pointing, machinery.snapshots)
        back = ToolBox(SnapshotTool(machinery.snapshots))
        return Parts(search, observer, pointing, reflector, back, cancel)
    planner: Planner = worker
    if Mechanism.HIERARCHY in on:
        glance = ScreenReflector(eyes.for_checks)
        planner = hierarchy(worker, thinker, advisor, glance, screen)
    planner = RepairingPlanner(planner, patience_for, hears_failures=True)
    if Mechanism.BACKTRACKING in on:
        planner = BacktrackingPlanner(planner)
    tools: tuple[Tool, ...] = ()
    if Mechanism.TOOLS in on and machinery.runner is not None:
        planner, tools = routing(planner, thinker, machinery.runner)
    if memory is not None and Mechanism.SHORTCUTS in on:
        planner = RememberingPlanner(planner, memory, screen.holds)
    return Parts(planner, observer, pointing, reflector, ToolBox(*tools), cancel, hints)


def worker_of(
    on: Mechanisms,
    thinker: Thinker,
    pointing: PointingGrounder,
    advisor: Advisor,
    hints: Hints | None,
) -> ModelPlanner | ComparingPlanner:
    """Return who proposes single actions: one at a time, criticised, or the best of several."""
    if Mechanism.COMPARING in on:
        return comparing_planner(thinker, pointing)
    critic = Critic(thinker, pointing, default_policy()) if Mechanism.CRITIQUE in on else None
    return ModelPlanner(
        thinker,
        pointing,
        critic=critic,
        advisor=advisor,
        with_changes=Mechanism.CHANGE_OBSERVATION in on,
        hints=hints,
    )


def hierarchy(
    worker: Worker,
    thinker: Thinker,
    advisor: Advisor,
    glance: ScreenReflector,
    look: ScreenReflector,
) -> Planner:
    """Put manager, ``worker`` and the judge of their subgoals together.

    ``glance`` checks conditions on what was read already; ``look`` reads closely what it does not find.
    """
    judge = CompletionJudge(thinker, glance.holds, look.holds)
    return HierarchicalPlanner(Manager(thinker, advisor), worker, judge, thinker, advisor)
