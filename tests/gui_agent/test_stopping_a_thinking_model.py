"""A person stops the run while a model behind a real server thinks: it ends at once, with nothing pressed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from actions.x11.input import X11Input
from gui_agent.chat.script import Fault, FaultKind
from gui_agent.chat.scripted_server import ScriptedServer
from tests.widgets.harness import private_display, wait_until

# pynput connects to the display of its process once and for all, hence a process of its own.
_RUN = """
import json, sys
from pathlib import Path
from actions.open_computer import open_computer
from grounding.fake import FakeGroundingModel, FakeScreens
from gui_agent.agent import Agent
from gui_agent.chat.capability_store import CapabilityStore
from gui_agent.chat.opening import open_chat_model
from gui_agent.chat.prices import PriceTable
from gui_agent.chat.types import Capabilities
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.planning.model.planner import ModelPlanner
from gui_agent.planning.model.pointing import PointingGrounder
from gui_agent.planning.model.thinker import Thinker
from gui_agent.reflection import ScreenReflector
from gui_agent.settings import Settings

address, folder = sys.argv[1:]
store = CapabilityStore(Path(folder) / "models.json")
store.put(f"openai {address} slow", Capabilities())
model = open_chat_model(f"{address}#slow", Settings(), store=store)
with open_computer("local", hot_key="ctrl+alt+escape") as computer:
    screens = FakeScreens(computer.screen_size)
    thinker, grounder = Thinker(model, PriceTable(())), FakeGroundingModel(screens)
    pointing = PointingGrounder(grounder)
    parts = Parts(ModelPlanner(thinker, pointing), Observer(computer, screens), pointing,
                  ScreenReflector(grounder), cancel=thinker.cancel)
    (last,) = Agent(computer, parts).run("press every key there is")
    print(json.dumps({"ending": last.ending.name, "why": last.explanation, "did": str(last.action)}))
model.close()
"""


@pytest.fixture
def display() -> Iterator[str]:
    with private_display(window_manager=False) as name:
        yield name


def press_hot_key(display: str) -> None:
    person = X11Input(display)
    for key in ("ctrl", "alt", "escape"):
        person.press_key(key)
    person.release_all()
    person.close()


@pytest.mark.x11
@pytest.mark.parametrize(
    ("way", "kind"), [("hot key", FaultKind.SLOW_LORIS), ("Ctrl-C", FaultKind.NO_ANSWER)]
)
def test_a_stop_does_not_wait_for_the_answer(
    way: str, kind: FaultKind, display: str, tmp_path: object
) -> None:
    pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    environment = {**os.environ, "DISPLAY": display}
    with (
        ScriptedServer(lambda asked: Fault(kind)) as server,
        subprocess.Popen(
            [sys.executable, "-c", _RUN, server.address, str(tmp_path)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        wait_until(
            lambda: server.asked or process.poll() is not None, what="the model to be asked", seconds=60
        )
        if way == "Ctrl-C":
            process.send_signal(signal.SIGINT)
        while way == "hot key" and process.poll() is None:
            # It is heard a moment after the display has it, and not at all by a machine that is too busy.
            press_hot_key(display)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=5)
        out, errors = process.communicate(timeout=60)  # The answer would take minutes.
    assert out, errors
    told = json.loads(out)
    assert (told["ending"], told["did"]) == ("STOPPED", "None")
    assert len(server.asked) == 1
