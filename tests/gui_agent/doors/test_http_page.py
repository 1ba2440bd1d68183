"""The page of `gui-agent serve` as a person uses it: a real browser, worked by the agent's own hands."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="needs the extra serve")
pytest.importorskip("uvicorn", reason="needs the extra serve")

from actions.virtual_desktop import VirtualDesktop
from gui_agent.desk import Desk
from gui_agent.expectation import TextVisible
from gui_agent.types import PlannedAction
from tests.gui_agent.doors.door_server import TOKEN, door_server
from tests.widgets.harness import CHROMIUM_FLAGS, require


@pytest.mark.app
@pytest.mark.slow
def test_a_person_enters_gives_a_task_and_answers(virtual_desktop: VirtualDesktop, tmp_path: Path) -> None:
    require("chromium")
    with door_server(tmp_path) as server, Desk(virtual_desktop, tmp_path / "person") as desk:

        def typed(text: str, shows: str) -> None:
            typing = PlannedAction(
                "type", arguments={"text": text}, expectation=TextVisible(shows), patience=20
            )
            desk.do(typing)

        browser = ("--password-store=basic", *CHROMIUM_FLAGS, f"{server.address}/")
        arguments = {"application": "chromium", "arguments": browser}
        desk.do(PlannedAction("launch", arguments=arguments, expectation=TextVisible("Enter"), patience=60))
        desk.do(PlannedAction("click", "Token field"))
        typed("a guess\n", "give the token that the server printed")
        desk.do(PlannedAction("click", "Token field"))
        typed(f"{TOKEN}\n", "No task yet")
        desk.do(PlannedAction("click", "Task field"))
        typed("make it prettier\n", "I do not understand")
        desk.do(PlannedAction("press", arguments={"keys": ("ctrl", "a")}))
        typed("wait 0.1 seconds, scroll down\n", "Waits for your answer")
        deny = PlannedAction("click", "Deny button", expectation=TextVisible("a person said no"), patience=20)
        desk.do(deny)
        with server.client() as client:
            assert client.get("/v1/tasks").json()[0]["ended"]["ending"] == "stopped"
