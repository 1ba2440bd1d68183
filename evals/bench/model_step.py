"""``bench model_step``: what one step costs where a served model plans, beside the model's own thinking.

The model is a local server that answers at once, so what is left is ours: the screen in words, the request,
reading the answer, grounding, acting, recording.
"""

from __future__ import annotations

import contextlib
import json
import re
import tempfile
from pathlib import Path

from actions.virtual_desktop import VirtualDesktop
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.bench.step import BUTTONS, STEPS, WARM_UP, figures_of, measured
from evals.bench.token_count import tokens_in
from gui_agent.chat.capability_store import CapabilityStore
from gui_agent.chat.opening import open_chat_model
from gui_agent.chat.script import Answer, Asked
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.types import Capabilities
from gui_agent.parts import Parts
from gui_agent.planning.model.parts import model_parts
from gui_agent.settings import Settings

_LIMIT_SECONDS = 0.150
_LIMIT_TOKENS = 1500
_PLANS = "Break the task down"
"""The manager's question is known by these words of its prompt."""


class _Clicker:
    """Plans one subgoal, clicks one button after another by the numbers it is shown, then says done.

    ``tokens`` are those of each step's questions, the plan's among the first's.
    """

    def __init__(self, count: int) -> None:
        self._left = count
        self._planning = 0.0
        self.tokens: list[float] = []

    def __call__(self, asked: Asked) -> Answer:
        if _PLANS in asked.text:
            self._planning = tokens_in(asked.text)
            return Answer(json.dumps({"subgoals": [{"goal": "click the buttons", "reached_when": None}]}))
        self.tokens.append(self._planning + tokens_in(asked.text))
        self._planning = 0.0
        if self._left == 0:
            return _say({"do": "done"})
        self._left -= 1
        name = BUTTONS[len(self.tokens) % len(BUTTONS)]
        found = re.search(rf'\[(\d+)\] (?:[a-z ]+ )?"{name}"', asked.text)
        target: int | str = int(found[1]) if found else f"{name} button"
        return _say({"do": "click", "target": target}, {"changes": "screen"})


def run(steps: int = STEPS) -> BenchmarkResult:
    """Click buttons of a GTK window on a private 1920x1080 desktop as a text-only model on a server says."""
    count = steps + WARM_UP
    clicker = _Clicker(count)
    with (
        tempfile.TemporaryDirectory() as folder,
        ScriptedServer(clicker) as server,
        contextlib.ExitStack() as opened,
    ):
        spec = f"{server.address}#bench"
        store = CapabilityStore(Path(folder) / "models.json")
        store.put(f"openai {server.address} bench", Capabilities(json_schema=True))
        model = open_chat_model(spec, Settings(), store=store)
        opened.callback(model.close)

        def parts_for(desktop: VirtualDesktop, _: int) -> Parts:
            return model_parts(desktop, model, Settings())

        spent = measured(count, parts_for)[WARM_UP:]
    figures = figures_of(spent) | {"tokens": Figure.median(clicker.tokens[WARM_UP:], "tokens")}
    bounds = {"overhead": Bound(_LIMIT_SECONDS), "tokens": Bound(_LIMIT_TOKENS)}
    return BenchmarkResult("model_step", figures, bounds)


def _say(action: dict[str, object], expect: dict[str, object] | None = None) -> Answer:
    said: dict[str, object] = {"thought": "next", "action": action}
    return Answer(json.dumps(said | ({"expect": expect} if expect else {})))
