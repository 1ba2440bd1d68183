"""A scripted model that can do every family of ``bench memory``, from what it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from evals.bench.memory_acts import Act, Family
from gui_agent.chat.script import Answer, Asked


class CompetentModel:
    """Knows how each family is done, and says the next step of it from what it is told, and nothing else."""

    def __init__(self, known: Sequence[Family]) -> None:
        self._known = known
        self.asked = 0

    def __call__(self, asked: Asked) -> Answer:
        self.asked += 1
        task = re.search(r"^Task: (.*)$", asked.text, re.M)
        for family in self._known:
            if task and (said := re.fullmatch(family.pattern, task[1])):
                return self._next(family.plan(said), asked.text, said)
        return _say("I do not know this task", {"do": "fail", "reason": "unknown task"})

    def _next(self, plan: Sequence[Act], told: str, said: re.Match[str]) -> Answer:
        if re.search(r'\[(\d+)\] button "Replace"', told) and "already exists" in told:
            return _say("it may be replaced", {"do": "click", "target": "Replace"}, {"closes": ""})
        done = [line for line in told.splitlines() if re.match(r"\d+\. .*: worked", line)]
        for n, act in enumerate(plan):
            at = next((k for k, line in enumerate(done) if _is_done(act, line)), None)
            went_on = any(_is_done(later, line) for later in plan[n + 1 :] for line in done)
            if at is None and (_stands_there_now(act, told) or (went_on and act.seen in _failed(told))):
                continue
            if at is None and act.unless and (went_on or re.search(act.unless, told)):
                continue
            if at is None:
                return self._shortcut(plan, act, told, said) or _say("next", act.action, act.expect)
            done = done[at + 1 :]
        return _say("all of it is done", {"do": "done", "answer": ""})

    def _shortcut(self, plan: Sequence[Act], act: Act, told: str, said: re.Match[str]) -> Answer | None:
        """Use a shortcut that memory offers for saving under a name, where saving comes next."""
        if "do" not in act.action or act.expect != {"opens": "Save As"} or " press (keys=" in _failed(told):
            return None
        offered = re.search(r'press Ctrl\+S, type [^:]*, press Enter”: (\{"do": "shortcut".*?\})', told)
        if offered is None:
            return None
        call = json.loads(offered[1])
        return _say("the shortcut does it", call | {"with": [said["file"]]})


def _stands_there_now(act: Act, told: str) -> bool:
    """Say whether a text that was typed and not seen in time is on the screen now: a slow program."""
    screen = told.partition("\nScreen ")[2]
    return act.action["do"] == "type" and act.seen in _failed(told) and str(act.action["text"]) in screen


def _failed(told: str) -> str:
    """Return what did not work so far."""
    return "\n".join(line for line in told.splitlines() if re.match(r"\d+\. .*: DID NOT WORK", line))


def _is_done(act: Act, line: str) -> bool:
    replaced = "press (keys=('enter',)" in act.seen and "click Replace" in line
    return act.seen in line or replaced


def _say(thought: str, action: Mapping[str, object], expect: Mapping[str, object] | None = None) -> Answer:
    said = {"thought": thought, "action": dict(action)} | ({"expect": dict(expect)} if expect else {})
    return Answer(json.dumps(said))
