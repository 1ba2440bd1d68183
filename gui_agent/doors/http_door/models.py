"""What goes in and out as JSON; the OpenAPI page is made of these."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from actions.action import MAX_TEXT_LENGTH
from gui_agent.doors.events import (
    Answered,
    Asked,
    Began,
    Ended,
    Hinted,
    Intended,
    Paused,
    Resumed,
    Stepped,
)
from gui_agent.doors.job import Job, Kind, State
from gui_agent.expectation import ScreenChanges
from gui_agent.types import Argument, Observation, PlannedAction

Words = Annotated[str, Field(max_length=500)]
Target = Annotated[
    Annotated[int, Field(ge=1)] | Words,
    Field(description="An element's number from the last /v1/elements, or short words."),
]
Key = Annotated[str, Field(max_length=40)]


class Given(BaseModel):
    """What clients send: unknown fields are refused, so that a typo is no silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewTask(Given):
    """A task in words."""

    task: str = Field(min_length=1, max_length=20_000, examples=['Open Mousepad and type "Hello"'])


class Answer(Given):
    """The answer to a question: whether the action may be carried out."""

    question: int = Field(description="The question's number, as it was asked.")
    allow: bool
    always: bool = Field(default=False, description="For all actions like this one, until the job ends.")


class Hint(Given):
    """What a person who watches says to the planner."""

    text: str = Field(min_length=1, max_length=2000, description="Such as: no, the other Save.")


class ClickAction(Given):
    """Click on a thing; modifiers are keys held meanwhile, such as ctrl."""

    kind: Literal["click"]
    target: Target
    button: Literal["left", "middle", "right"] = "left"
    count: int = Field(default=1, ge=1, le=3)
    modifiers: tuple[Key, ...] = ()


class TypeAction(Given):
    """Type exactly this text where the focus is; with "into", that field is clicked first."""

    kind: Literal["type"]
    text: str = Field(max_length=MAX_TEXT_LENGTH)
    into: Target | None = None


class PressAction(Given):
    """Press keys together, such as ["ctrl", "s"]."""

    kind: Literal["press"]
    keys: tuple[Key, ...] = Field(min_length=1, max_length=8)
    count: int = Field(default=1, ge=1, le=100)


class ScrollAction(Given):
    """Turn the wheel, over a thing where one is named."""

    kind: Literal["scroll"]
    direction: Literal["up", "down", "left", "right"]
    notches: int = Field(default=5, ge=1, le=50)
    over: Target | None = None


class DragAction(Given):
    """Drag a thing onto another, which is named in words."""

    kind: Literal["drag"]
    target: Target
    destination: Words


class LaunchAction(Given):
    """Start an application by its name or desktop entry and wait until it shows."""

    kind: Literal["launch"]
    application: Words
    arguments: tuple[str, ...] = Field(default=(), max_length=100)


AnyGivenAction: TypeAlias = Annotated[
    ClickAction | TypeAction | PressAction | ScrollAction | DragAction | LaunchAction,
    Field(discriminator="kind"),
]
AnyEvent: TypeAlias = Annotated[
    Began | Asked | Answered | Intended | Stepped | Paused | Resumed | Hinted | Ended,
    Field(discriminator="kind"),
]


class JobRecord(BaseModel):
    """A task or an action, as it stands now."""

    id: str
    kind: Kind
    text: str
    state: State
    created: float = Field(description="Seconds since 1970.")
    question: Asked | None = Field(description="What waits for an answer.")
    ended: Ended | None = Field(description="How it ended; null before.")


class ElementNow(BaseModel):
    """Something on the screen; a number is good until the next look. Boxes are x1, y1, x2, y2 in pixels."""

    number: int
    role: str
    text: str
    meaning: str
    state: tuple[str, ...]
    box: tuple[int, int, int, int]


class WindowNow(BaseModel):
    """An open window; the last one is on top."""

    title: str
    application: str
    active: bool
    box: tuple[int, int, int, int]


class ScreenNow(BaseModel):
    """What was read from the settled screen."""

    width: int
    height: int
    elements: tuple[ElementNow, ...]
    windows: tuple[WindowNow, ...]


class RunSummary(BaseModel):
    """A run on disk; a damaged one has only its name, and what is wrong with it."""

    name: str
    task: str = ""
    steps: int = 0
    ending: str | None = None
    explanation: str = ""
    damaged: str = ""


class Problem(BaseModel):
    """What is wrong, and what to do."""

    error: str
    job: str | None = None


def job_record(job: Job) -> JobRecord:
    """Return ``job`` as it stands now."""
    return JobRecord(
        id=job.id,
        kind=job.kind,
        text=job.text,
        state=job.state,
        created=job.created,
        question=job.question,
        ended=job.ended,
    )


def screen_now(seen: Observation) -> ScreenNow:
    """Return what is on the screen; an element's number is its place, from 1."""
    elements = tuple(
        ElementNow(
            number=number,
            role=element.role,
            text=element.text,
            meaning=element.meaning,
            state=tuple(sorted(element.state)),
            box=(element.box.x1, element.box.y1, element.box.x2, element.box.y2),
        )
        for number, element in enumerate(seen.screen.elements, start=1)
    )
    windows = tuple(
        WindowNow(
            title=window.title,
            application=window.application,
            active=window.active,
            box=(window.box.x1, window.box.y1, window.box.x2, window.box.y2),
        )
        for window in seen.windows
        if not window.hidden
    )
    height, width = seen.screenshot.image.shape[:2]
    return ScreenNow(width=width, height=height, elements=elements, windows=windows)


def planned_actions(action: AnyGivenAction) -> tuple[PlannedAction, ...]:
    """Return what the desk does for ``action``."""
    match action:
        case ClickAction():
            arguments: dict[str, Argument] = {"button": action.button, "count": action.count}
            return (_planned("click", action.target, {**arguments, "modifiers": action.modifiers}),)
        case TypeAction():
            typing = PlannedAction("type", arguments={"text": action.text}, expectation=ScreenChanges())
            return (typing,) if action.into is None else (_planned("click", action.into, {}), typing)
        case PressAction():
            return (PlannedAction("press", arguments={"keys": action.keys, "count": action.count}),)
        case ScrollAction():
            notches = -action.notches if action.direction in ("up", "left") else action.notches
            axis = "dy" if action.direction in ("up", "down") else "dx"
            return (_planned("scroll", action.over, {axis: notches}),)
        case DragAction():
            return (_planned("drag", action.target, {"destination": action.destination}),)
        case LaunchAction():
            started: dict[str, Argument] = {"application": action.application, "arguments": action.arguments}
            return (PlannedAction("launch", arguments=started, expectation=ScreenChanges(), patience=15.0),)


def _planned(
    kind: Literal["click", "scroll", "drag"], target: int | str | None, arguments: dict[str, Argument]
) -> PlannedAction:
    return PlannedAction(kind, "" if target is None else str(target), arguments)
