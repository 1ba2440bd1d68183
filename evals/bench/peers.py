"""``bench peers``: what a step costs beside the model, ours and a peer's, on one server, browser and page.

The model is a scripted server that answers at once. The time from its answer to the next question is what
everything else takes: doing the action, waiting for the page, looking, and writing down what was seen.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from actions.action import Launch
from actions.geometry import Size
from actions.virtual_desktop import VirtualDesktop
from evals.bench.peer_environment import INSTALL, PEER, python_of_peer, version
from evals.bench.private_display import needs, wait_for
from evals.bench.result import BenchmarkResult, Figure
from evals.bench.token_count import tokens_in
from gui_agent.agent import Agent
from gui_agent.chat.capability_store import CapabilityStore
from gui_agent.chat.opening import open_chat_model
from gui_agent.chat.script import Answer, Asked
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.types import Capabilities
from gui_agent.journal import Journal, RunHeader
from gui_agent.planning.model.parts import model_parts
from gui_agent.settings import Settings

SCREEN = Size(1920, 1080)
STEPS, WARM_UP = 30, 2
BUTTONS = ("Apple", "Banana", "Cherry", "Damson", "Elder", "Fig")
_APPS = Path(__file__).with_name("apps")
_PEER_PROGRAM = _APPS / "browser_use_steps.py"
_FLAGS = ("--no-sandbox", "--test-type", "--no-first-run", "--disable-gpu", "--window-size=1920,1080")
_LONGEST = 540.0


@dataclass(slots=True)
class Questions:
    """What a model was asked, and when: seconds at which questions came and their answers left."""

    came: list[float] = field(default_factory=list)
    left: list[float] = field(default_factory=list)
    tokens: list[float] = field(default_factory=list)
    schema: list[float] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)

    def note(self, asked: Asked, came: float) -> None:
        self.came.append(came)
        self.tokens.append(tokens_in(asked.text))
        schema = [asked.body.get(name, "") for name in ("response_format", "tools")]
        self.schema.append(tokens_in(json.dumps(schema)))
        self.pictures.append(json.dumps(asked.body).count("data:image/"))
        self.left.append(time.monotonic())

    def between(self) -> list[float]:
        """Return the seconds from each answer to the question behind it, without those of warming up."""
        gaps = [came - left for left, came in zip(self.left, self.came[1:], strict=False)]
        return gaps[WARM_UP:]


class Presser:
    """Says which button to press next, in the words of whoever asks; done after ``count`` presses."""

    def __init__(self, count: int) -> None:
        self._count, self._lock = count, threading.Lock()
        self.questions = Questions()

    def __call__(self, asked: Asked) -> Answer:
        came = time.monotonic()
        with self._lock:
            number = len(self.questions.came)
            name = BUTTONS[number % len(BUTTONS)]
            of_peer = '"agent_output"' in json.dumps(asked.body.get("response_format", ""))
            said = _for_peer if of_peer else _for_us
            answer = Answer(json.dumps(said(asked, name, number >= self._count)))
            self.questions.note(asked, came)
        return answer


def _for_us(asked: Asked, name: str, last: bool) -> Mapping[str, Any]:
    if last:
        return {"thought": "enough", "action": {"do": "done"}}
    found = re.search(rf'\[(\d+)\] (?:[a-z ]+ )?"{name}"', asked.text)
    target: int | str = int(found[1]) if found else f"{name} button"
    action = {"do": "click", "target": target}
    return {"thought": "next", "action": action, "expect": {"changes": "screen"}}


def _for_peer(asked: Asked, name: str, last: bool) -> Mapping[str, Any]:
    thoughts = {"thinking": "", "evaluation_previous_goal": "done", "memory": "none", "next_goal": "next"}
    if last:
        return thoughts | {"action": [{"done": {"text": "enough", "success": True, "files_to_display": []}}]}
    found = re.findall(rf"\[(\d+)\]<button[^>]*>\s*{name}|\[(\d+)\]<button[^>]*id={name}", asked.text)
    index = int("".join(found[-1])) if found else 1
    return thoughts | {"action": [{"click": {"index": index}}]}


def run(steps: int = STEPS) -> BenchmarkResult:
    """Press ``steps`` buttons with each. Raises `MissingDependency` without a browser."""
    needs("chromium")
    ours = _ours(steps)
    figures = _figures("ours", ours)
    python = python_of_peer()
    if python is None:
        hint = f"{PEER} is not installed, so there is nothing to compare with: {INSTALL}"
        return BenchmarkResult("peers", figures, details=(hint,))
    theirs = _theirs(python, steps)
    figures |= _figures("peer", theirs)
    ratio = figures["peer_per_step"].value / figures["ours_per_step"].value
    figures["times_as_fast"] = Figure(ratio, "x")
    return BenchmarkResult("peers", figures, details=(f"the peer is {PEER} {version()}",))


def _figures(who: str, questions: Questions) -> dict[str, Figure]:
    return {
        f"{who}_per_step": Figure.median(questions.between(), "s"),
        f"{who}_tokens": Figure.median(questions.tokens[WARM_UP:-1], "tokens"),
        f"{who}_schema": Figure.median(questions.schema[WARM_UP:-1], "tokens"),
        f"{who}_pictures": Figure(max(questions.pictures), "pictures", len(questions.pictures)),
    }


def _ours(steps: int) -> Questions:
    presser = Presser(steps + WARM_UP)
    with (
        tempfile.TemporaryDirectory() as folder,
        ScriptedServer(presser) as server,
        _served_page() as page,
        VirtualDesktop(SCREEN) as desktop,
    ):
        store = CapabilityStore(Path(folder) / "models.json")
        store.put(f"openai {server.address} bench", Capabilities(json_schema=True))
        desktop.execute(Launch("chromium", (*_FLAGS, f"--app={page}")))
        if not wait_for(lambda: bool(desktop.windows()), 60.0):
            raise RuntimeError("the browser opened no window")
        with closing(open_chat_model(f"{server.address}#bench", Settings(), store=store)) as model:
            parts = model_parts(desktop, model, Settings(mechanisms="none"))
            with Journal(Path(folder) / "run", RunHeader("bench peers", "virtual")) as journal:
                for step in Agent(desktop, parts, recorder=journal).run("press buttons"):
                    if step.error:
                        raise RuntimeError(f"step {step.number} failed: {step.error}")
    return presser.questions


@contextlib.contextmanager
def _served_page() -> Iterator[str]:
    """Serve the page with the buttons and give its address: peers refuse pages in files."""
    serve = functools.partial(_Quiet, directory=str(_APPS))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}/press.html"
        finally:
            server.shutdown()
            thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Write no log."""


def _theirs(python: Path, steps: int) -> Questions:
    presser = Presser(steps + WARM_UP)
    browser = shutil.which("chromium") or "chromium"
    with ScriptedServer(presser) as server, _served_page() as page, VirtualDesktop(SCREEN) as desktop:
        command = [python, _PEER_PROGRAM, server.address, page, browser, steps + WARM_UP]
        quiet = {"ANONYMIZED_TELEMETRY": "false", "BROWSER_USE_LOGGING_LEVEL": "warning"}
        done = subprocess.run(
            [str(part) for part in command],
            env={**desktop.environment, **quiet},
            capture_output=True,
            text=True,
            timeout=_LONGEST,
        )
    if len(presser.questions.came) <= steps:
        raise RuntimeError(
            f"{PEER} gave up after {len(presser.questions.came)} questions: {done.stderr[-600:]}"
        )
    return presser.questions
