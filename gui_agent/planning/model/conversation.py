"""What a model is told before a step: the prompt, the task, what was done, and the screen."""

from __future__ import annotations

from pathlib import Path

from gui_agent.chat.types import Message, Picture
from gui_agent.finding import shortened
from gui_agent.planning.model.screen_words import describe_screen
from gui_agent.types import Observation, Step

_PROMPT = Path(__file__).with_name("prompts") / "step.md"
STEPS_TOLD = 15
_FOLDED = 120


def messages(
    task: str, observation: Observation, history: tuple[Step, ...], picture: Picture | None
) -> tuple[Message, ...]:
    """Return the messages of one step: always two, however long the history is."""
    asked = f"Task: {task.strip()}\n\n{_done_so_far(history)}\n\n{describe_screen(observation)}"
    pictures = () if picture is None else (picture,)
    return (
        Message.of("system", _PROMPT.read_text("utf-8").strip(), stable=True),
        Message.of("user", asked, *pictures),
    )


def _done_so_far(history: tuple[Step, ...]) -> str:
    if not history:
        return "Nothing was done yet."
    told = history[-STEPS_TOLD:]
    skipped = len(history) - len(told)
    lines = [f"(the first {skipped} steps are left out)"] if skipped else []
    return "\n".join(["Done so far:", *lines, *(_line(step) for step in told)])


def _line(step: Step) -> str:
    planned = step.planned
    details = ", ".join(
        f"{name}={shortened(str(value), _FOLDED)}" for name, value in planned.arguments.items() if value
    )
    what = " ".join(
        part for part in (planned.kind, planned.target, f"({details})" if details else "") if part
    )
    return f"{step.number}. {what}: {_outcome(step)}"


def _outcome(step: Step) -> str:
    if step.error:
        return f"DID NOT WORK: {shortened(step.error, 200)}"
    if step.reflection is None:
        return "done"
    said = shortened(step.reflection.feedback, 160)
    return f"worked, {said}" if step.reflection.verdict == "success" else f"DID NOT WORK: {said}"
