"""What a model is told before a step: the prompt, the task, what was done, and the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from gui_agent.chat.types import Message, Picture
from gui_agent.finding import shortened
from gui_agent.lessons import describe_lessons
from gui_agent.planning.model.change_words import describe_change
from gui_agent.planning.model.prompt_files import read_prompt
from gui_agent.planning.model.screen_words import describe_screen
from gui_agent.types import Observation, PlannedAction, Step

_PROMPT = Path(__file__).with_name("prompts") / "step.md"
STEPS_TOLD = 15
TOLD_IN_FULL = 3
"""Of steps before these that worked only that is told: what they showed has changed since, or is there."""
_FOLDED = 120


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a step is told beside task, history and screen.

    ``role`` is added to the prompt, ``sections`` stand between the task and what was done.
    ``with_changes``: whether it is told what the last action changed.
    """

    role: str = ""
    sections: tuple[str, ...] = ()
    with_changes: bool = True


def messages(
    task: str,
    observation: Observation,
    history: tuple[Step, ...],
    picture: Picture | None,
    briefing: Briefing | None = None,
) -> tuple[Message, ...]:
    """Return the messages of one step: always two, however long the history is."""
    briefing = briefing or Briefing()
    prompt = read_prompt(_PROMPT)
    asked = situation(task, observation, history, briefing)
    pictures = () if picture is None else (picture,)
    return (
        Message.of("system", f"{prompt}\n\n{briefing.role}".strip(), stable=True),
        Message.of("user", asked, *pictures),
    )


def situation(
    task: str, observation: Observation, history: tuple[Step, ...], briefing: Briefing | None = None
) -> str:
    """Return task, history, lessons and screen in words, as every part of the mind is told them."""
    briefing = briefing or Briefing()
    changed = _last_change(observation, history) if briefing.with_changes else ""
    shown = observation if briefing.with_changes else replace(observation, changes=())
    parts = (
        f"Task: {task.strip()}",
        *briefing.sections,
        _done_so_far(history),
        describe_lessons(history),
        changed,
        describe_screen(shown),
    )
    return "\n\n".join(part for part in parts if part)


def _last_change(observation: Observation, history: tuple[Step, ...]) -> str:
    if not history or history[-1].action is None:
        return ""
    return f"Your last action changed: {describe_change(history[-1].observation, observation)}"


def _done_so_far(history: tuple[Step, ...]) -> str:
    if not history:
        return "Nothing was done yet."
    told = history[-STEPS_TOLD:]
    skipped = len(history) - len(told)
    lines = [f"(the first {skipped} steps are left out)"] if skipped else []
    return "\n".join(
        [
            "Done so far:",
            *lines,
            *(_line(step, len(told) - place <= TOLD_IN_FULL) for place, step in enumerate(told)),
        ]
    )


def _line(step: Step, in_full: bool) -> str:
    outcome = "worked" if not in_full and _worked(step) else _outcome(step)
    return f"{step.number}. {describe_planned(step.planned)}: {outcome}"


def _worked(step: Step) -> bool:
    return not step.error and (step.reflection is None or step.reflection.verdict == "success")


def describe_planned(planned: PlannedAction) -> str:
    """Return an action with its target and arguments on one line."""
    details = ", ".join(
        f"{name}={shortened(str(value), _FOLDED)}" for name, value in planned.arguments.items() if value
    )
    parts = (planned.kind, planned.target, f"({details})" if details else "")
    return " ".join(part for part in parts if part)


def _outcome(step: Step) -> str:
    if step.error:
        return f"DID NOT WORK: {shortened(step.error, 200)}"
    if step.reflection is None:
        return "done"
    said = shortened(step.reflection.feedback, 160)
    return f"worked, {said}" if step.reflection.verdict == "success" else f"DID NOT WORK: {said}"
