"""``bench tokens``: how many tokens a model reads for one step, on ten recorded screens of real programs.

Measured where they leave the house: in the requests that a local server gets.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from actions.computer import Window
from actions.geometry import Box
from actions.screenshot import Screenshot
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.bench.token_count import tokens_in
from grounding.grounders import Grounder, open_grounder
from gui_agent.chat.capability_store import CapabilityStore
from gui_agent.chat.opening import open_chat_model
from gui_agent.chat.prices import load_prices
from gui_agent.chat.script import Answer, Asked
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.types import Capabilities
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.serialize import read_picture
from gui_agent.settings import Settings
from gui_agent.types import Observation, PlannedAction, Reflection, Step

SCREENS = Path(__file__).with_name("screens")
_STEPS_BEHIND = 10
_LIMIT_TOKENS, _LIMIT_PICTURES = 1500, 1
_SO_FAR = (
    PlannedAction("click", "“File” menu", {"button": "left", "count": 1}),
    PlannedAction("type", "", {"text": "the quarterly report for Monday"}),
    PlannedAction("press", "", {"keys": ("ctrl", "s"), "count": 1}),
    PlannedAction("scroll", "", {"dy": 5}),
)
_CAME_TRUE = Reflection("success", "“Monday” is on the screen")


def run() -> BenchmarkResult:
    """Ask for the eleventh step on every screen, as text alone and with the picture beside it."""
    eyes = open_grounder()
    names = sorted(path.stem for path in SCREENS.glob("*.png"))
    seen = {name: recorded(name, eyes) for name in names}
    texts = _asked(seen.values(), eyes, pictures=False)
    shown = _asked(seen.values(), eyes, pictures=True)
    tokens = [tokens_in(asked.text) for asked in texts]
    figures = {
        "tokens": Figure.median(tokens, "tokens"),
        "tokens_worst": Figure(max(tokens), "tokens", len(tokens)),
        "schema": Figure.median([tokens_in(_schema(asked)) for asked in texts], "tokens"),
        "pictures_text_only": Figure(max(map(_pictures, texts)), "pictures", len(texts)),
        "pictures": Figure(max(map(_pictures, shown)), "pictures", len(shown)),
        "elements": Figure.median([len(o.screen.elements) for _, o in seen.values()], "elements"),
    }
    bounds = {
        "tokens": Bound(_LIMIT_TOKENS),
        "pictures": Bound(_LIMIT_PICTURES),
        "pictures_text_only": Bound(0),
    }
    each = ", ".join(f"{name} {count:.0f}" for name, count in zip(names, tokens, strict=True))
    return BenchmarkResult("tokens", figures, bounds, (f"behind {_STEPS_BEHIND} steps: {each}",))


def recorded(name: str, eyes: Grounder) -> tuple[str, Observation]:
    """Return the task and the observation of the recorded screen ``name``."""
    image = read_picture(SCREENS / f"{name}.png")
    facts = json.loads((SCREENS / f"{name}.json").read_text("utf-8"))
    shot = Screenshot(image, Box(0, 0, image.shape[1], image.shape[0]))
    windows = tuple(Window(**(w | {"box": Box(*w["box"]), "pid": None})) for w in facts["windows"])
    return str(facts["task"]), Observation(shot, eyes.parser.parse(shot), windows=windows)


def _asked(screens: Iterable[tuple[str, Observation]], eyes: Grounder, *, pictures: bool) -> list[Asked]:
    """Return what a model was asked on each of ``screens``."""
    waits = Answer(json.dumps({"thought": "I wait.", "action": {"do": "wait", "seconds": 0}}))
    with tempfile.TemporaryDirectory() as folder, ScriptedServer(lambda asked: waits) as server:
        store = CapabilityStore(Path(folder) / "models.json")
        can = Capabilities(pictures=pictures, json_schema=True)
        store.put(f"openai {server.address} bench", can)
        with closing(open_chat_model(f"{server.address}#bench", Settings(), store=store)) as model:
            thinker = Thinker(model, load_prices(), pictures=pictures)
            planner = ModelPlanner(thinker, PointingGrounder(eyes.model))
            for task, observation in screens:
                planner.next_action(task, observation, _history(observation))
        return server.asked


def _history(observation: Observation) -> tuple[Step, ...]:
    steps = (_SO_FAR[number % len(_SO_FAR)] for number in range(_STEPS_BEHIND))
    return tuple(
        Step(number, observation, planned, reflection=_CAME_TRUE) for number, planned in enumerate(steps, 1)
    )


def _schema(asked: Asked) -> str:
    return json.dumps(asked.body.get("response_format", ""))


def _pictures(asked: Asked) -> int:
    return json.dumps(asked.body).count('"image_url": {')
