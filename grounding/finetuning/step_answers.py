"""Steps of trajectories as a model is asked for them and as it writes them.

Each step reflects on the last, says its part of the task (strategy) and its reason (tactics), acts, and
predicts the outcome, as InfiGUIAgent does (arXiv 2501.04575); the tags are this project's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.geometry import Box, Point
from grounding.errors import UnreadableAnswer
from grounding.finetuning.samples import NextStep
from grounding.public_models.asking import harmless
from grounding.public_models.formats import ModelFormat
from grounding.public_models.frames import Frame

_PROMPT = Path(__file__).with_name("prompts") / "step.md"
_VERSION = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)
_PART = re.compile(r"<(reflection|subgoal|thought|action|place|expectation)>(.*?)</\1>", re.DOTALL)
_MOST_READ = 20_000
NOTHING_DONE = "nothing yet"


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """A model's step: its reasons, the action in words, and where, in screen pixels."""

    action: Mapping[str, Any]
    reflection: str = ""
    subgoal: str = ""
    thought: str = ""
    expectation: str = ""
    place: Point | Box | None = None


def step_prompt(task: str, history: tuple[str, ...]) -> str:
    """Return what a model is asked beside the picture."""
    template = _VERSION.sub("", _PROMPT.read_text("utf-8")).strip()
    lines = (f"{n}. {harmless(line)}" for n, line in enumerate(history, start=1))
    values = {"task": harmless(task), "history": "\n".join(lines) or NOTHING_DONE}
    return re.sub(r"\{(task|history)\}", lambda found: values[found[1]], template)


def write_step(step: NextStep, format: ModelFormat, frame: Frame) -> str:
    """Return the answer that teaches ``step``; the place is written as ``format`` writes places."""
    parts = {
        "reflection": step.reflection,
        "subgoal": step.subgoal,
        "thought": step.thought,
        "action": json.dumps(step.action, ensure_ascii=False),
        "place": format.write(step.box, frame) if step.box else "",
        "expectation": step.expectation,
    }
    return "\n".join(f"<{name}>{_untagged(text, name)}</{name}>" for name, text in parts.items() if text)


def read_step(answer: str, format: ModelFormat, frame: Frame) -> StepAnswer:
    """Read what a fine-tuned model wrote. Raises `UnreadableAnswer` where it is no step."""
    parts = {found[1]: found[2].strip() for found in _PART.finditer(answer[:_MOST_READ])}
    try:
        action = json.loads(parts.get("action", ""))
    except (ValueError, RecursionError):
        action = None
    if not isinstance(action, dict) or not isinstance(action.get("kind"), str):
        raise UnreadableAnswer("The model's answer holds no action, which is a JSON object with a kind.")
    place = format.read(parts["place"], frame) if parts.get("place") else None
    words = {name: parts.get(name, "") for name in ("reflection", "subgoal", "thought", "expectation")}
    return StepAnswer(action, place=place, **words)


def _untagged(text: str, name: str) -> str:
    """Take tags and marks out of what was said on a screen, so that no part ends early."""
    return text if name == "place" else harmless(text).replace("</", "< /")
