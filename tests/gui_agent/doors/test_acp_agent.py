"""The Agent Client Protocol as its clients meet it: the SDK's own client, a real process, a real desktop."""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

import cv2
import numpy as np
import pytest

pytest.importorskip("acp", reason="needs the extra serve")

from acp import PROTOCOL_VERSION, RequestError, spawn_agent_process
from acp.helpers import image_block, text_block
from acp.schema import AllowedOutcome, DeniedOutcome, RequestPermissionResponse

from gui_agent.doors.acp_door.sessions import BOOK
from tests.gui_agent.doors.door_server import ENVIRONMENT, POLICY

T = TypeVar("T")
OPTIONS = [
    ("allow", "allow_once"),
    ("allow_always", "allow_always"),
    ("deny", "reject_once"),
    ("deny_always", "reject_always"),
]
pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb (apt-get install xvfb)")


class Person:
    """A client of the SDK; its person answers ``answer``, or never where it is empty, and keeps the rest."""

    def __init__(self) -> None:
        self.begin("")

    def begin(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.updates: list[Any] = []
        self.told = asyncio.Event()

    async def request_permission(
        self, session_id: str, tool_call: Any, options: Any, **meta: Any
    ) -> RequestPermissionResponse:
        self.asked.append(tool_call.content[0].content.text)
        self.told.set()
        if not self.answer:
            await asyncio.Event().wait()
        if self.answer == "away":
            return RequestPermissionResponse(outcome=DeniedOutcome(outcome="cancelled"))
        assert [(option.option_id, option.kind) for option in options] == OPTIONS
        return RequestPermissionResponse(outcome=AllowedOutcome(outcome="selected", option_id=self.answer))

    async def session_update(self, session_id: str, update: Any, **meta: Any) -> None:
        self.updates.append(update)
        if update.session_update == "tool_call" and self.answer != "":
            self.told.set()

    def on_connect(self, conn: Any) -> None: ...

    def said(self) -> str:
        return "".join(u.content.text for u in self.updates if u.session_update == "agent_message_chunk")

    def calls(self) -> dict[str, list[Any]]:
        """Return the title of every tool call with the states it went through."""
        titles: dict[str, str] = {}
        states: dict[str, list[Any]] = {}
        for update in self.updates:
            if update.session_update in ("tool_call", "tool_call_update"):
                titles[update.tool_call_id] = update.title or titles[update.tool_call_id]
                states.setdefault(update.tool_call_id, []).append(update.status)
        return {titles[name]: states[name] for name in states}


class Hosted:
    """The agent in a process of its own, and a loop that speaks to it."""

    def __init__(self, folder: Path) -> None:
        self._loop, self._stack, self.person = asyncio.new_event_loop(), AsyncExitStack(), Person()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.folder = folder

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, 60), self._loop).result()

    async def open(self) -> None:
        policy = self.folder / "policy.toml"
        policy.write_text(POLICY)
        arguments = ["-m", "gui_agent.cli", "acp", "--computer", "virtual", "--approve", str(policy)]
        arguments += ["--runs", str(self.folder / "runs")]
        spawned = spawn_agent_process(self.person, sys.executable, *arguments, env=ENVIRONMENT)  # type: ignore[arg-type]
        self.agent, self.process = await self._stack.enter_async_context(spawned)
        about = await self.agent.initialize(protocol_version=PROTOCOL_VERSION)
        assert about.agent_info is not None
        assert (about.protocol_version, about.agent_info.name) == (1, "gui-agent")

    async def prompt(self, *blocks: Any, session: str = "") -> str:
        name = session or await self.session()
        return str((await self.agent.prompt(session_id=name, prompt=list(blocks))).stop_reason)

    async def session(self) -> str:
        return (await self.agent.new_session(cwd=str(self.folder), mcp_servers=[])).session_id

    def close(self) -> int:
        self.wait(self._stack.aclose())
        ended = self.wait(self.process.wait())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        return ended


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    hosted = Hosted(tmp_path_factory.mktemp("acp"))
    try:
        hosted.wait(hosted.open())
        yield hosted
    finally:
        ended = hosted.close()
    assert ended == 0, "it ends cleanly when its client goes away"


def test_prompts_are_tasks_and_steps_are_tool_calls(hosted: Hosted) -> None:
    person = hosted.person
    person.begin("allow")
    task = text_block("wait 0.1 seconds, wait 0.2 seconds")
    assert hosted.wait(hosted.prompt(task)) == "end_turn"
    whole = ["pending", "in_progress", "completed"]
    assert person.calls() == {"Wait 0.1 s": whole, "Wait 0.2 s": whole}
    plans = [u.entries for u in person.updates if u.session_update == "plan"]
    assert [entry.content for entry in plans[0]] == ["wait 0.1 seconds", "wait 0.2 seconds"]
    assert [entry.status for entry in plans[-1]] == ["completed", "in_progress"]
    assert person.said().startswith("Accomplished: ")


def test_what_is_not_understood_is_said(hosted: Hosted) -> None:
    hosted.person.begin("allow")
    assert hosted.wait(hosted.prompt(text_block("make it prettier"))) == "end_turn"
    assert "I do not understand" in hosted.person.said()
    assert hosted.person.calls() == {}


def test_what_the_protocol_does_not_allow_is_an_error(hosted: Hosted) -> None:
    with pytest.raises(RequestError):
        hosted.wait(hosted.prompt(text_block("wait 0.1 seconds"), session="none"))
    with pytest.raises(RequestError):
        hosted.wait(hosted.prompt(image_block("", "image/png")))
    with pytest.raises(RequestError, match="not found"):
        hosted.wait(hosted.agent.load_session(cwd="/", session_id="none", mcp_servers=[]))
    with pytest.raises(RequestError):
        hosted.wait(hosted.agent.list_sessions(cursor="next"))
    with pytest.raises(RequestError, match="Invalid params"):
        hosted.wait(hosted.agent.list_sessions(cursor="1" * 5000))


def test_a_session_does_one_task_at_a_time(hosted: Hosted) -> None:
    hosted.person.begin("allow")

    async def both() -> list[object]:
        session = await hosted.session()
        task = text_block("wait 0.2 seconds")
        prompts = (hosted.prompt(task, session=session), hosted.prompt(task, session=session))
        return list(await asyncio.gather(*prompts, return_exceptions=True))

    first, second = hosted.wait(both())
    assert first == "end_turn"
    assert isinstance(second, RequestError)


@pytest.mark.parametrize("answer", ["allow", "deny", "away"])
def test_the_clients_person_is_asked(hosted: Hosted, answer: str) -> None:
    person = hosted.person
    person.begin(answer)
    assert hosted.wait(hosted.prompt(text_block("scroll down"))) == "end_turn"
    assert "every turn of the wheel is asked about" in person.asked[0]
    first = next(iter(person.calls().values()))
    if answer == "allow":
        assert first == ["pending", "in_progress", "completed"]
    else:
        assert first == ["pending", "failed"]
        assert "a person said no" in person.said()


def test_one_answer_settles_all_actions_alike_in_a_session(hosted: Hosted) -> None:
    person = hosted.person
    session = hosted.wait(hosted.session())
    person.begin("allow_always")
    for _ in range(2):
        hosted.wait(hosted.prompt(text_block("scroll down"), session=session))
    assert len([call for call in person.calls() if "Scroll" in call]) >= 1
    assert "a person said no" not in person.said()
    assert len(person.asked) == 1
    person.begin("deny_always")
    for _ in range(2):
        hosted.wait(hosted.prompt(text_block("scroll up"), session=session))
    assert person.said().count("a person said no") == 2
    assert len(person.asked) == 1


def test_a_person_may_choose_how_to_be_asked_but_not_less_than_it_was_started_with(hosted: Hosted) -> None:
    begun = hosted.wait(hosted.agent.new_session(cwd=str(hosted.folder), mcp_servers=[]))
    assert begun.modes is not None
    assert begun.modes.current_mode_id == "policy"
    assert [mode.id for mode in begun.modes.available_modes] == ["policy", "ask", "never"]
    with pytest.raises(RequestError):
        hosted.wait(hosted.agent.set_session_mode(session_id=begun.session_id, mode_id="auto"))

    def said_in(mode: str, task: str = "wait 0.1 seconds") -> str:
        hosted.person.begin("allow")
        hosted.wait(hosted.agent.set_session_mode(session_id=begun.session_id, mode_id=mode))
        hosted.wait(hosted.prompt(text_block(task), session=begun.session_id))
        return hosted.person.said()

    assert said_in("ask").startswith("Accomplished: ")
    assert "everything is asked about" in hosted.person.asked[0]
    assert "dry run" in said_in("never", "press escape")
    assert hosted.person.asked == []
    assert said_in("policy").startswith("Accomplished: ")
    assert hosted.person.asked == []


def test_every_step_shows_the_screen_it_left(hosted: Hosted) -> None:
    hosted.person.begin("allow")
    hosted.wait(hosted.prompt(text_block("wait 0.1 seconds")))
    contents = [u.content for u in hosted.person.updates if getattr(u, "status", "") == "completed"]
    pictures = [each.content for each in contents[0] if each.content.type == "image"]
    image = cv2.imdecode(np.frombuffer(base64.b64decode(pictures[0].data), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    assert (pictures[0].mime_type, image.shape[1]) == ("image/jpeg", 1280)


def test_a_session_can_be_taken_up_again_later(tmp_path: Path) -> None:
    first = Hosted(tmp_path)
    try:
        first.wait(first.open())
        first.person.begin("allow")
        session = first.wait(first.session())
        for task in ("wait 0.1 seconds", "wait 0.2 seconds"):
            first.wait(first.prompt(text_block(task), session=session))
        told = first.person.calls()
        last = first.person.said()
    finally:
        first.close()
    with (tmp_path / "runs" / BOOK).open("a") as book:
        book.write('{"session": "cut o')  # as a crash leaves it
    again = Hosted(tmp_path)
    try:
        again.wait(again.open())
        listed = again.wait(again.agent.list_sessions(cwd=str(tmp_path))).sessions
        assert [(each.session_id, each.title) for each in listed] == [(session, "wait 0.1 seconds")]
        assert again.wait(again.agent.list_sessions(cwd="/elsewhere")).sessions == []
        again.person.begin("allow")
        again.wait(again.agent.load_session(cwd=str(tmp_path), session_id=session, mcp_servers=[]))
        tasks = [u.content.text for u in again.person.updates if u.session_update == "user_message_chunk"]
        assert tasks == ["wait 0.1 seconds", "wait 0.2 seconds"]
        assert again.person.calls() == told
        assert again.person.said() == last
        assert any(u.session_update == "plan" for u in again.person.updates)
        again.person.begin("allow")
        assert again.wait(again.prompt(text_block("wait 0.1 seconds"), session=session)) == "end_turn"
        assert again.person.said().startswith("Accomplished: ")
    finally:
        again.close()


@pytest.mark.parametrize(
    ("task", "answer"),
    [("wait 0.5 seconds, wait 0.1 seconds, wait 0.2 seconds", "allow"), ("scroll down", "")],
)
def test_a_task_that_is_cancelled_does_nothing_more(hosted: Hosted, task: str, answer: str) -> None:
    person = hosted.person
    person.begin(answer)

    async def cancelled() -> str:
        session = await hosted.session()
        prompt = asyncio.ensure_future(hosted.prompt(text_block(task), session=session))
        await person.told.wait()
        await hosted.agent.cancel(session_id=session)
        return await prompt

    assert hosted.wait(cancelled()) == "cancelled"
    assert "Wait 0.2 s" not in person.calls()
    assert person.said().startswith("Stopped: ")


def test_without_a_client_it_says_what_it_is_for(tmp_path: Path) -> None:
    nowhere = tmp_path / "said"
    with nowhere.open("w") as file:
        done = subprocess.run(
            [sys.executable, "-m", "gui_agent.cli", "acp", "--computer", "virtual", "--runs", str(tmp_path)],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
            timeout=60,
        )
    assert done.returncode == 2
    assert "no pipes" in done.stderr
    assert "Traceback" not in done.stderr
