"""What a model may answer: the closed union of planned steps, validated, with everything else refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from gui_agent.chat.structured import AnswerType

MAX_TYPED = 20_000
TypedText = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TYPED)]
Line = Annotated[str, StringConstraints(max_length=400, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Target: TypeAlias = Annotated[int, Field(ge=1)] | Name
"""The number of an element, or words for it."""
Key = Annotated[str, StringConstraints(min_length=1, max_length=20)]
Keys = Annotated[list[Key], Field(min_length=1, max_length=6)]
Seconds = Annotated[float, Field(ge=0, le=60)]
Notches = Annotated[int, Field(ge=1, le=50)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ClickStep(_Said):
    """Click, with keys held where ``modifiers`` names some."""

    do: Literal["click"]
    target: Target
    button: Literal["left", "middle", "right"] = "left"
    count: Annotated[int, Field(ge=1, le=3)] = 1
    modifiers: Annotated[list[Key], Field(max_length=4)] = []


class MoveStep(_Said):
    """Rest the pointer on something."""

    do: Literal["move"]
    target: Target


class DragStep(_Said):
    """Drag one thing onto another."""

    do: Literal["drag"]
    target: Target
    destination: Target


class ScrollStep(_Said):
    """Turn the wheel, over ``target`` or over the active window."""

    do: Literal["scroll"]
    direction: Literal["up", "down", "left", "right"]
    notches: Notches = 5
    target: Target | None = None


class TypeStep(_Said):
    """Type where the focus is."""

    do: Literal["type"]
    text: TypedText


class PressStep(_Said):
    """Press keys together, ``count`` times."""

    do: Literal["press"]
    keys: Keys
    count: Annotated[int, Field(ge=1, le=100)] = 1


class HoldStep(_Said):
    """Hold keys down for a while."""

    do: Literal["hold"]
    keys: Keys
    seconds: Annotated[float, Field(gt=0, le=30)] = 1.0


class WaitStep(_Said):
    """Wait."""

    do: Literal["wait"]
    seconds: Seconds = 1.0


class LaunchStep(_Said):
    """Start an application."""

    do: Literal["launch"]
    application: Name
    arguments: Annotated[list[Line], Field(max_length=10)] = []


class FocusStep(_Said):
    """Bring a window to the front."""

    do: Literal["focus_window"]
    title: Name


class CloseStep(_Said):
    """Close a window; the active one where no title is said."""

    do: Literal["close_window"]
    title: Line = ""


class ShortcutStep(_Said):
    """Play a run of actions that memory offers, with a value for each of its parameters."""

    do: Literal["shortcut"]
    number: Annotated[int, Field(ge=1, le=999_999_999)]
    with_: Annotated[list[TypedText], Field(alias="with", max_length=12)] = []


class DoneStep(_Said):
    """The task is done."""

    do: Literal["done"]
    answer: Annotated[str, StringConstraints(max_length=4000)] = ""


class FailStep(_Said):
    """The task cannot be done; ``infeasible``: by nobody."""

    do: Literal["fail"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    infeasible: bool = False


SaidAction: TypeAlias = Annotated[
    ClickStep
    | MoveStep
    | DragStep
    | ScrollStep
    | TypeStep
    | PressStep
    | HoldStep
    | WaitStep
    | LaunchStep
    | FocusStep
    | CloseStep
    | ShortcutStep
    | DoneStep
    | FailStep,
    Field(discriminator="do"),
]


class Sees(_Said):
    """A text can be read."""

    see: Name


class Gone(_Said):
    """A text can no longer be read."""

    gone: Name


class Holds(_Said):
    """A field shows a text."""

    field: Line
    holds: Line


class Checked(_Said):
    """A checkbox is checked, or not."""

    checked: Name
    is_: Annotated[bool, Field(alias="is")] = True


class Opens(_Said):
    """A window opens."""

    opens: Line


class Closes(_Said):
    """A window closes."""

    closes: Line


class Changes(_Said):
    """Something changes, or nothing does."""

    changes: Literal["target", "screen", "nothing"]


SaidExpectation: TypeAlias = Sees | Gone | Holds | Checked | Opens | Closes | Changes


class NextStep(_Said):
    """One answer: what to do next, why, and what the screen should show then."""

    thought: Line = ""
    action: SaidAction
    expect: SaidExpectation | None = None

    @model_validator(mode="before")
    @classmethod
    def _lift_flat_answers(cls, data: Any) -> Any:
        """Accept an action whose fields stand beside thought and expectation, as small models write it."""
        if not isinstance(data, dict) or "action" in data or "do" not in data:
            return data
        outer = {name: data[name] for name in ("thought", "expect") if name in data}
        return outer | {"action": {k: v for k, v in data.items() if k not in outer}}


NEXT_STEP: AnswerType[NextStep] = AnswerType("next_step", TypeAdapter(NextStep))
