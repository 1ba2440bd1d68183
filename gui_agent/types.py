"""The records that flow through the loop, each frozen once made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Protocol, runtime_checkable

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import Grounding, ParsedScreen
from gui_agent.expectation import Expectation
from gui_agent.safety import SafetyCheck
from gui_agent.tools.action import AnyAction

ActionKind = Literal[
    "click",
    "move",
    "drag",
    "scroll",
    "type",
    "press",
    "hold",
    "wait",
    "launch",
    "focus_window",
    "close_window",
    "done",
    "fail",
    "run_command",
    "run_script",
    "open_page",
    "read_page",
    "fill_field",
    "click_element",
    "read_cells",
    "write_cells",
    "restore",
    "shortcut",
]
Argument = str | int | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Observation:
    """What the agent sees before it decides: the picture, what is on it, and what changed."""

    screenshot: Screenshot
    screen: ParsedScreen
    changes: tuple[Box, ...] = ()
    windows: tuple[Window, ...] = ()
    step_number: int = 0

    @property
    def active_window(self) -> Window | None:
        return next((w for w in reversed(self.windows) if w.active), None)


@dataclass(frozen=True, slots=True)
class PlanChange:
    """How and why a plan was changed.

    ``in_plan``: the subgoal under way was filled in from what was seen; ``out_of_plan``: what was left of the
    plan was written anew.
    """

    kind: Literal["in_plan", "out_of_plan"]
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The subgoals of a task in words; ``cursor`` is the index of the one being worked on.

    ``changes`` are those since the task began, oldest first.
    """

    subgoals: tuple[str, ...]
    cursor: int = 0
    changes: tuple[PlanChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """The next action in words: where in ``target``, never in coordinates.

    ``arguments`` by kind: click button, count, modifiers; drag destination, via (targets on the way),
    seconds, modifiers; scroll dy, dx, modifiers; type text; press keys, count; hold keys, seconds; wait
    seconds; launch application, arguments; focus_window and close_window title; done answer; fail reason;
    tools: the fields of their `ToolAction`, of written cells ``B2=content``. ``alternative`` picks another
    candidate of the grounding (0 is the best). ``patience`` is how many seconds the expectation may take to
    come true. ``repairs`` is the number of the step this one tries to mend. ``optional`` actions may fail:
    the planner looks at what came of them and goes on. ``safety_checks`` are doubts of the model's provider:
    the action's approval acknowledges them. ``remarks`` tell people how it differs from what was recorded.
    """

    kind: ActionKind
    target: str = ""
    arguments: Mapping[str, Argument] = field(default_factory=dict)
    expectation: Expectation | None = None
    thought: str = ""
    subgoal: int = 0
    alternative: int = 0
    patience: float = 5.0
    repairs: int | None = None
    optional: bool = False
    safety_checks: tuple[SafetyCheck, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approver decided; only ``approve`` and ``modify`` let the action through.

    ``redirect`` leaves it out and lets the planner think again, with ``reason``; the others end the run.
    """

    decision: Literal["approve", "modify", "redirect", "reject", "terminate"]
    reason: str = ""
    by: Literal["policy", "person", "mode"] = "mode"
    modified: AnyAction | None = None

    def __post_init__(self) -> None:
        if (self.decision == "modify") != (self.modified is not None):
            raise ValueError("an approval modifies exactly when it names the modified action")


@dataclass(frozen=True, slots=True)
class Lesson:
    """Which action not to take where: ``avoid`` in the situation ``where``, ``why``, and what ``instead``."""

    where: str
    avoid: str
    why: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Reflection:
    """Whether the expectation came true on the settled screen, and what to tell the planner.

    ``evidence`` is where on the screen it was seen. ``by`` is who judged; a model may have learnt a lesson.
    """

    verdict: Literal["success", "no_effect", "unexpected", "finished", "infeasible"]
    feedback: str = ""
    evidence: Box | None = None
    by: Literal["screen", "model"] = "screen"
    lesson: Lesson | None = None


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds spent in each phase of a step.

    ``settle`` runs from the end of the action to the last repaint; ``quiet`` is what was waited after it.
    """

    observe: float = 0.0
    plan: float = 0.0
    ground: float = 0.0
    approve: float = 0.0
    execute: float = 0.0
    settle: float = 0.0
    quiet: float = 0.0
    reflect: float = 0.0
    record: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Usage:
    """What language models cost in this step; all zero with the embedded planner."""

    input_tokens: int = 0
    output_tokens: int = 0
    model_calls: int = 0
    cost: float = 0.0


class Ending(Enum):
    """How an episode ended; the value is the command line's exit code."""

    ACCOMPLISHED = 0
    NOT_ACCOMPLISHED = 1
    STOPPED = 3
    MACHINE_FAILED = 4
    BUDGET_SPENT = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One replayable record of the loop; the last one of an episode carries its ``ending``."""

    number: int
    observation: Observation
    planned: PlannedAction
    action: AnyAction | None = None
    grounding: Grounding | None = None
    approval: Approval | None = None
    error: str = ""
    error_kind: str = ""
    after: Observation | None = None
    reflection: Reflection | None = None
    timing: Timing = Timing()
    usage: Usage = Usage()
    plan: Plan | None = None
    ending: Ending | None = None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """Everything an approver may look at before an action is executed."""

    task: str
    step_number: int
    observation: Observation
    planned: PlannedAction
    action: AnyAction
    grounding: Grounding | None = None

    @property
    def safety_checks(self) -> tuple[SafetyCheck, ...]:
        """What the model's provider wants a person to look at; approving acknowledges it."""
        return self.planned.safety_checks


class Planner(Protocol):
    """Decides what to do next."""

    def next_action(
        self, task: str, observation: Observation, history: tuple[Step, ...]
    ) -> PlannedAction: ...

    @property
    def plan(self) -> Plan | None: ...


@runtime_checkable
class Spender(Protocol):
    """A planner whose thinking costs something."""

    def take_usage(self) -> Usage:
        """Return what was spent since the last time it was taken."""
        ...


class Reflector(Protocol):
    """Compares what was expected with what came."""

    def judge(
        self, planned: PlannedAction, before: Observation, after: Observation, grounding: Grounding | None
    ) -> Reflection: ...


@runtime_checkable
class SecondLook(Protocol):
    """A reflector that looks again, once, at what came of a step that did not go as expected."""

    def look_again(self, step: Step, after: Observation, reflection: Reflection) -> Reflection:
        """Return ``reflection``, or a better one."""
        ...


class Approver(Protocol):
    """Decides whether an action may happen, before it happens."""

    def review(self, request: ApprovalRequest) -> Approval: ...
