"""Mutated answers through every parser of what models say: nothing may crash, run, or leave the union."""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, get_args

from actions.action import Action
from actions.codecs import anthropic, computer_13, native, openai, pyautogui_code, ui_tars
from actions.codecs.frame import Frame
from actions.codecs.query import Query
from actions.errors import InvalidAction
from actions.geometry import Box, Point, Size
from grounding.errors import UnreadableAnswer
from gui_agent.chat.anthropic_wire import AnthropicGathering
from gui_agent.chat.errors import ChatModelError
from gui_agent.chat.gathering import Gathering
from gui_agent.chat.openai_wire import OpenAIGathering
from gui_agent.chat.responses_wire import ResponsesGathering
from gui_agent.chat.script import Answer
from gui_agent.chat.scripted_dialects import DialectName, events, whole
from gui_agent.chat.streams import EventReader
from gui_agent.chat.structured import Unusable
from gui_agent.chat.types import ChatAnswer, ChatRequest, ToolCall, Words
from gui_agent.planning.hierarchy.answers import (
    PLAN,
    REACHED,
    REFINEMENT,
    Reached,
    Refinement,
    SaidPlan,
    subgoal,
)
from gui_agent.planning.hierarchy.outline import Subgoal
from gui_agent.planning.model.answers import NEXT_STEP
from gui_agent.planning.model.critic import CRITIQUE, Critique
from gui_agent.planning.model.planned import planned_action
from gui_agent.planning.model.reflecting import JUDGEMENT, Judgement
from gui_agent.planning.native.calls import AnthropicCalls, CallReader, OpenAICalls
from gui_agent.planning.native.turn import Turn
from gui_agent.types import PlannedAction

Parser: TypeAlias = Callable[[str], list[object]]
REFUSALS = (ChatModelError, Unusable, InvalidAction, UnreadableAnswer)
_RUNS = (
    "exec",
    "import",
    "open",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "shutil.rmtree",
    "subprocess.Popen",
    "socket.connect",
    "ctypes.dlopen",
)
_NO_FILE = "<unknown>"
"""Python's own parser looks for a file of this name to quote from when it refuses a text."""
_FRAME = Frame.screen(Size(1920, 1080))
_POINTER = Point(5, 5)
_VERDICTS = (Subgoal, Refinement, Reached, Critique, Judgement)
_KNOWN: tuple[type, ...] = (*get_args(Action), Query, PlannedAction, ChatAnswer, Point, Box, *_VERDICTS)
_REQUEST = ChatRequest(())

_STEPS = (
    '{"thought": "open it", "action": {"do": "click", "target": 12}, "expect": {"see": "Saved"}}',
    '```json\n{"do": "type", "text": "Zażółć 你好 😀", "expect": {"changes": "target"}}\n```',
    'I press keys: {"action": {"do": "press", "keys": ["ctrl", "s"], "count": 2}} because.',
    "{'action': {'do': 'drag', 'target': 'the slider', 'destination': 3,},}",
    '{"action": {"do": "scroll", "direction": "down", "notches": 5, "target": null}}',
    '{"action": {"do": "launch", "application": "mousepad", "arguments": ["a.txt"]}}',
    '{"action": {"do": "done", "answer": "42"}}',
    '{"action": {"do": "fail", "reason": "no such file", "infeasible": true}}',
)
_THOUGHTS = (
    '{"subgoals": [{"goal": "open it", "reached_when": {"open": "Mousepad"}}, {"goal": "write it"}]}',
    '{"subgoals": [], "infeasible": "there is no printer"}',
    '{"refine": "in_plan", "goal": "by the menu", "reached_when": {"see": "Saved"}, "hint": "File"}',
    '{"refine": "out_of_plan", "why": "no menu", "subgoals": [{"goal": "press keys", "reached_when": null}]}',
    '{"refine": "infeasible", "why": "it is read-only"}',
    '{"reached": true, "why": "it stands there"}',
    '{"verdict": "better", "why": "other", "step": {"action": {"do": "press", "keys": ["escape"]}}}',
    '{"verdict": "wrong", "why": "other words", "avoid": {"where": "page", "action": "type"}}',
)
_DIALECTS = (
    "Thought: click it\nAction: click(point='<point>100 200</point>')",
    "Action: type(content='hello\\n')",
    "pyautogui.click(100, 200, button='right'); pyautogui.write('x', interval=0.1)",
    "pyautogui.write('\\N{BULLET}')",
    "import pyautogui\npyautogui.hotkey('ctrl', 's')\npyautogui.scroll(-3)",
    '{"action_type": "CLICK", "x": 100, "y": 200, "button": "left"}',
    '{"action": "left_click", "coordinate": [100, 200]}',
    '{"type": "click", "x": 10, "y": 20, "button": "left"}',
    '[{"action": "left_mouse_down"}, {"action": "mouse_move", "coordinate": [9, 9]}, '
    '{"action": "left_mouse_up"}, {"action": "zoom", "region": [0, 0, 9, 9]}, {"action": "screenshot"}]',
    '[{"type": "drag", "path": [{"x": 1, "y": 2}, {"x": 3, "y": 4}], "keys": ["SHIFT"]}, {"type": "wait"}, '
    '{"type": "scroll", "x": 9, "y": 9, "scroll_y": 300}, {"type": "keypress", "keys": ["F5"]}]',
    '{"kind": "click", "point": [10, 20], "button": "left", "count": 1}',
)
_NASTY = (
    "__import__('os').system('touch /tmp/owned')",
    "exec('import os')",
    "$(reboot)",
    "\\ud800",
    "\x00",
    "NaN",
    "Infinity",
    "1e999",
    "9" * 400,
    "-1",
    "[" * 50,
    '{"a":' * 50,
    '"',
    "'",
    "\\",
    "}",
    "]",
    ",",
    "null",
    "true",
    "<point>",
    "“",
    "\ufeff",
    "🙂",
    "data: ",
    "\n\n",
    "event: error\n",
)


@dataclass(slots=True)
class FuzzCount:
    """What came of the mutated answers; ``parsed`` counts answers times parsers."""

    parsers: tuple[str, ...] = ()
    parsed: int = 0
    accepted: int = 0
    crashes: int = 0
    executions: int = 0
    outside: int = 0
    slowest: float = 0.0
    examples: list[str] = field(default_factory=list)


class _Watch:
    """Counts what a running interpreter reports of code, programs and files while it is on.

    Such a hook can never be removed again, so it does nothing while it is off.
    """

    def __init__(self) -> None:
        self.on, self.count = False, 0
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.on and event.startswith(_RUNS) and arguments[:1] != (_NO_FILE,):
            self.count += 1


def parsers() -> Mapping[str, Parser]:
    """Return every parser of model output by name; each gives what it read, or raises one of `REFUSALS`."""
    return {
        "next step": _next_step,
        "plans and verdicts": _thought,
        "Chat Completions": lambda text: _gathered(OpenAIGathering(), text),
        "Messages": lambda text: _gathered(AnthropicGathering(), text),
        "Responses": lambda text: _gathered(ResponsesGathering(), text),
        "anthropic turn": lambda text: _played(AnthropicCalls(), _data(text)),
        "openai turn": lambda text: _played(OpenAICalls(), _data(text)),
        "ui_tars": lambda text: list(ui_tars.decode(text, _FRAME, _POINTER)),
        "pyautogui": lambda text: list(pyautogui_code.decode(text, _FRAME, _POINTER)),
        "computer_13": lambda text: list(computer_13.decode(_data(text), _FRAME, _POINTER)),
        "anthropic tools": lambda text: list(anthropic.decode(_data(text), _FRAME, _POINTER)),
        "openai tool": lambda text: list(openai.decode(_data(text), _FRAME, _POINTER)),
        "native": lambda text: [native.from_json(_data(text))],
    }


def fuzz(
    answers: int, seed: int = 5, known: Mapping[str, Parser] | None = None, seeds: Sequence[str] = ()
) -> FuzzCount:
    """Send ``answers`` mutated answers through ``known`` parsers (those of planners by default)."""
    known, seeds = known or parsers(), seeds or _seeds()
    count, watch = FuzzCount(tuple(known)), _Watch()
    for text in seeds:
        for parse in known.values():
            _judge(parse, text, FuzzCount())  # Whatever is imported on first use is imported now.
    for text in mutated(answers, random.Random(seed), seeds):
        for name, parse in known.items():
            watch.on = True
            problem = _judge(parse, text, count)
            watch.on = False
            if problem and len(count.examples) < 5:
                count.examples.append(f"{name}: {problem} at {text[:80]!r}")
    count.executions = watch.count
    return count


def mutated(count: int, chance: random.Random, seeds: Sequence[str] = ()) -> Iterator[str]:
    """Yield ``count`` answers with one to three mutations each."""
    seeds = seeds or _seeds()
    for _ in range(count):
        text = chance.choice(seeds)
        for _ in range(chance.randint(1, 3)):
            text = _mutation(text, seeds, chance)
        yield text[:20_000]


def _mutation(text: str, seeds: Sequence[str], chance: random.Random) -> str:
    start = chance.randint(0, len(text))
    end = min(len(text), start + chance.randint(0, 12))
    match chance.randrange(7):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:start] + chance.choice(_NASTY) + text[start:]
        case 2:
            return text[:end] + text[start:end] * chance.randint(1, 4) + text[end:]
        case 3:
            other = chance.choice(seeds)
            return text[:start] + other[chance.randint(0, len(other)) :]
        case 4:
            return text[:start] + chr(chance.randrange(1, 0x2FF)) + text[start + 1 :]
        case 5:
            return text[:start]
        case _:
            middle = chance.randint(0, len(text))
            return text[middle:] + text[:middle]


def _seeds() -> list[str]:
    said = Answer("I click", (ToolCall("1", "computer", {"action": "left_click"}),), "tools")
    dialects: tuple[DialectName, ...] = ("openai", "anthropic", "responses")
    wires = [b"".join(events(dialect, said, {})).decode() for dialect in dialects]
    wires += [whole(dialect, said, {}).decode() for dialect in dialects]
    return [*_STEPS, *_THOUGHTS, *_DIALECTS, *wires]


def _judge(parse: Callable[[str], list[object]], text: str, count: FuzzCount) -> str:
    """Count what came of ``text``; say what is wrong, empty where it was read or refused."""
    began = time.perf_counter()
    problem = ""
    count.parsed += 1
    try:
        found = parse(text)
        count.accepted += bool(found)
        if not all(isinstance(one, _KNOWN) for one in found):
            count.outside += 1
            problem = "outside the union"
    except REFUSALS:
        pass
    except Exception as error:
        count.crashes += 1
        problem = f"{type(error).__name__}: {error}"
    count.slowest = max(count.slowest, time.perf_counter() - began)
    return problem


def _next_step(text: str) -> list[object]:
    return [planned_action(NEXT_STEP.read(text), lambda target: f"element {target}")]


def _thought(text: str) -> list[object]:
    """Read what managers, critics and reflectors say."""
    found: list[object] = []
    refused: Unusable | None = None
    for kind in (PLAN, REFINEMENT, REACHED, CRITIQUE, JUDGEMENT):
        try:
            value = kind.read(text)
        except Unusable as error:
            refused = error
            continue
        found += [subgoal(each) for each in value.subgoals] if isinstance(value, SaidPlan) else [value]
    if not found and refused is not None:
        raise refused
    return found


def _gathered(gathering: Gathering, text: str) -> list[object]:
    """Read ``text`` as a stream where it looks like one, and as a whole body otherwise."""
    if "data:" not in text:
        gathering.whole(text)
        return [gathering.draft.answer(_REQUEST)]
    reader = EventReader()
    data = text.encode("utf-8", "surrogatepass")
    for event in [*reader.feed(data), *reader.end()]:
        gathering.event(event)
    return [gathering.draft.answer(_REQUEST)]


def _played(reader: CallReader, data: Any) -> list[object]:
    """Play ``data`` as the calls of a turn. Raises AssertionError where one stays without an answer."""
    items = data if isinstance(data, list) else [data]
    given = [item if isinstance(item, dict) else {"text": item} for item in items][:40]
    calls = tuple(
        ToolCall(str(place), str(one.get("action", "computer")), _arguments(reader, one), "computer")
        for place, one in enumerate(given)
    )
    turn, actions = Turn(calls, reader, _FRAME), list[object]()
    while (wanted := turn.next_action(_POINTER, lambda query: (Words(query.kind),))) is not None:
        actions.append(wanted.action)
        turn.done()
    if [result.call for result in turn.results] != [call.id for call in calls]:
        raise AssertionError("a call was left without an answer")
    return actions


def _arguments(reader: CallReader, one: dict[str, Any]) -> dict[str, Any]:
    if isinstance(reader, OpenAICalls) and "actions" not in one:
        return {"actions": [one]}
    return {str(name): value for name, value in one.items() if name != "action"}


def _data(text: str) -> Any:
    """Return what a client hands to a codec: JSON where it is, the text itself where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
