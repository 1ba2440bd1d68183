"""The HTTP/JSON API as its clients meet it: real processes, a real desktop, a real client."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra serve")
pytest.importorskip("uvicorn", reason="needs the extra serve")

import httpx2

from tests.gui_agent.doors.door_server import ENVIRONMENT, TOKEN, DoorServer, command, door_server, events_of

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb (apt-get install xvfb)")
WAITS = "wait 0.5 seconds, wait 0.6 seconds, wait 0.2 seconds"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DoorServer]:
    with door_server(tmp_path_factory.mktemp("serve")) as running:
        yield running


@pytest.fixture
def client(server: DoorServer) -> Iterator[httpx2.Client]:
    with server.client() as known:
        yield known


def started(client: httpx2.Client, task: str) -> str:
    answer = client.post("/v1/tasks", json={"task": task})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def ended(client: httpx2.Client, job: str) -> dict[str, Any]:
    last = [event for _, event in events_of(client, job)][-1]
    assert last["kind"] == "ended"
    return last


def error_of(answer: httpx2.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["error"])


def test_a_task_runs_in_the_background_and_tells_every_step(client: httpx2.Client) -> None:
    job = started(client, "wait 0.1 seconds, wait 0.2 seconds")
    told = list(events_of(client, job))
    assert [number for number, _ in told] == list(range(1, len(told) + 1))
    kinds = [event["kind"] for _, event in told]
    assert kinds == ["began", "intended", "stepped", "intended", "stepped", "ended"]
    assert told[1][1]["doing"] == "Wait 0.1 s"
    assert told[1][1]["plan"]["subgoals"]
    record = client.get(f"/v1/tasks/{job}").json()
    assert (record["state"], record["ended"]["ending"]) == ("ended", "accomplished")
    run = client.get(f"/v1/runs/{record['ended']['record']}").json()
    assert run["task"] == "wait 0.1 seconds, wait 0.2 seconds"
    assert record["ended"]["record"] in {run["name"] for run in client.get("/v1/runs").json()}
    assert client.get("/v1/tasks").json()[0]["id"] == job


def test_a_stream_that_broke_resumes_behind_the_last_event(client: httpx2.Client) -> None:
    job = started(client, "wait 0.1 seconds, wait 0.1 seconds")
    first = [next(events_of(client, job)), next(events_of(client, job))]
    assert first[0] == first[1]
    assert [number for number, _ in events_of(client, job, after=4)] == [5, 6]
    assert list(events_of(client, job, after=6)) == []
    headers = {"Last-Event-ID": "the last one"}
    assert "Last-Event-ID" in error_of(client.get(f"/v1/tasks/{job}/events", headers=headers), 400)


def test_a_task_is_held_and_goes_on_and_others_wait_their_turn(client: httpx2.Client) -> None:
    job = started(client, WAITS)
    assert client.post(f"/v1/tasks/{job}/pause").json()["state"] in ("paused", "queued")
    behind = started(client, "wait 0.1 seconds")
    assert client.get(f"/v1/tasks/{behind}").json()["state"] == "queued"
    busy = client.post("/v1/actions", json={"kind": "press", "keys": ["escape"]})
    assert error_of(busy, 409).startswith("a job is under way")
    hint = client.post(f"/v1/tasks/{job}/hint", json={"text": "no, the other Save"})
    assert "takes no hints" in error_of(hint, 409)
    client.post(f"/v1/tasks/{behind}/stop")
    assert ended(client, behind)["ending"] == "stopped"
    assert client.post(f"/v1/tasks/{job}/resume").status_code == 200
    told = [event["kind"] for _, event in events_of(client, job)]
    assert ("paused" in told, "resumed" in told, told[-1]) == (True, True, "ended")
    assert client.get(f"/v1/tasks/{job}").json()["ended"]["ending"] == "accomplished"
    assert error_of(client.post(f"/v1/tasks/{job}/pause"), 409) == "the job is over"


def test_a_task_that_is_stopped_does_nothing_more(client: httpx2.Client) -> None:
    job = started(client, WAITS)
    client.post(f"/v1/tasks/{job}/pause")
    assert client.post(f"/v1/tasks/{job}/stop").status_code == 200
    told = [event for _, event in events_of(client, job)]
    assert told[-1]["ending"] == "stopped"
    assert "Wait 0.2 s" not in [event.get("doing") for event in told]


def test_only_so_many_tasks_may_wait(client: httpx2.Client) -> None:
    held = started(client, WAITS)
    client.post(f"/v1/tasks/{held}/pause")
    waiting = [started(client, "wait 0.1 seconds") for _ in range(19)]
    assert "20 jobs are waiting" in error_of(client.post("/v1/tasks", json={"task": "wait 1 second"}), 429)
    for job in (*waiting, held):
        assert client.post(f"/v1/tasks/{job}/stop").status_code == 200
    assert ended(client, held)["ending"] == "stopped"


@pytest.mark.parametrize(("allow", "ending"), [(True, "not_accomplished"), (False, "stopped")])
def test_a_person_answers_before_the_action_is_done(client: httpx2.Client, allow: bool, ending: str) -> None:
    job = started(client, "scroll down")
    asked = next(event for _, event in events_of(client, job) if event["kind"] == "asked")
    assert "every turn of the wheel is asked about" in asked["text"]
    assert client.get(f"/v1/tasks/{job}").json()["question"] == asked
    stale = client.post(f"/v1/tasks/{job}/answer", json={"question": 7, "allow": True})
    assert error_of(stale, 409) == "the question 7 is not open"
    answer = {"question": asked["question"], "allow": allow}
    assert client.post(f"/v1/tasks/{job}/answer", json=answer).status_code == 200
    assert ended(client, job)["ending"] == ending  # nothing turns on an empty desktop


def test_an_application_is_worked_action_by_action(client: httpx2.Client) -> None:
    if shutil.which("mousepad") is None:
        pytest.skip("needs mousepad (apt-get install mousepad)")

    def act(**action: Any) -> httpx2.Response:
        return client.post("/v1/actions", json=action)

    assert "Mousepad" in act(kind="launch", application="mousepad").json()["ended"]["explanation"]
    assert act(kind="type", text="Hello there").json()["ended"]["ending"] == "accomplished"
    screen = client.get("/v1/elements").json()
    menu = next(e["number"] for e in screen["elements"] if (e["role"], e["text"]) == ("menu", "File"))
    assert (screen["width"], screen["height"]) == (1280, 800)
    assert any("Mousepad" in window["title"] and window["active"] for window in screen["windows"])
    assert act(kind="click", target=menu).status_code == 200
    assert "Save As" in str(client.get("/v1/elements").json()["elements"])
    assert act(kind="press", keys=["escape"]).status_code == 200
    assert "purple elephant" in error_of(act(kind="click", target="purple elephant"), 422)
    assert "numbers go from 1" in error_of(act(kind="click", target=4000), 422)
    asked = act(kind="scroll", direction="down", over="Help menu")
    assert (asked.status_code, asked.json()["state"]) == (202, "asking")
    job = asked.json()
    answer = {"question": job["question"]["question"], "allow": False}
    client.post(f"/v1/tasks/{job['id']}/answer", json=answer)
    assert "a person said no" in ended(client, job["id"])["explanation"]


def test_the_screen_is_a_picture_that_is_sent_when_it_changed(client: httpx2.Client) -> None:
    picture = client.get("/v1/screen")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    again = client.get("/v1/screen", headers={"If-None-Match": picture.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "part"),
    [
        ("POST", "/v1/tasks", {"task": "make it prettier"}, 422, "I do not understand"),
        ("POST", "/v1/tasks", {"task": "  "}, 422, "say what to do"),
        ("POST", "/v1/tasks", {}, 422, "task"),
        ("POST", "/v1/tasks", {"task": "press a", "hurry": True}, 422, "hurry"),
        ("POST", "/v1/tasks", "{not json", 400, "no JSON"),
        ("POST", "/v1/tasks", "[" * 100_000, 400, "no JSON"),
        ("POST", "/v1/tasks", {"task": "x" * 2_000_000}, 413, "larger"),
        ("POST", "/v1/actions", {"kind": "explode"}, 422, "explode"),
        ("POST", "/v1/actions", {"kind": "click", "target": "OK", "count": 9}, 422, "count"),
        ("POST", "/v1/actions", {"kind": "press", "keys": ["no such key"]}, 422, "no such key"),
        ("GET", "/v1/tasks/none", None, 404, "/v1/tasks lists them"),
        ("GET", "/v1/runs/..%2f..%2fetc", None, 404, "/docs"),
        ("GET", "/v1/runs/none", None, 404, "/v1/runs lists them"),
        ("GET", "/v1/runs/%00", None, 404, "/v1/runs lists them"),
        ("GET", "/v1/runs/" + "x" * 300, None, 404, "/v1/runs lists them"),
        ("GET", "/v2", None, 404, "/docs"),
        ("POST", "/v1/tasks", '{"task": "\\ud800"}', 400, "no JSON"),
        ("POST", "/v1/actions", {"kind": "click", "target": 0}, 422, "target"),
        (
            "POST",
            "/v1/actions",
            {"kind": "launch", "application": "mousepad", "arguments": ["\0"]},
            422,
            "NUL",
        ),
        ("DELETE", "/v1/tasks", None, 405, "/docs"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_as_json(
    client: httpx2.Client, method: str, path: str, body: Any, status: int, part: str
) -> None:
    if isinstance(body, str):
        answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
    else:
        answer = client.request(method, path, json=body)
    assert part in error_of(answer, status)


def test_only_json_is_read(client: httpx2.Client) -> None:
    form = client.post("/v1/tasks", content='{"task": "press a"}', headers={"Content-Type": "text/plain"})
    assert "application/json" in error_of(form, 415)


@pytest.mark.parametrize("token", ["", "guess"])
@pytest.mark.parametrize("path", ["/v1/tasks", "/v1/screen", "/v1/runs", "/v1/elements", "/anything"])
def test_nobody_enters_without_the_token(server: DoorServer, token: str, path: str) -> None:
    with server.client(token) as stranger:
        answer = stranger.get(path)
        assert "Authorization: Bearer TOKEN" in error_of(answer, 401)
        assert "access-control-allow-origin" not in answer.headers


def test_the_name_of_the_scheme_is_written_as_one_likes(server: DoorServer) -> None:
    with server.client("") as anyone:
        answer = anyone.get("/v1/tasks", headers={"Authorization": f"bearer {TOKEN}"})
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost.evil.example", ""])
def test_a_foreign_name_that_points_here_is_turned_away(server: DoorServer, host: str) -> None:
    with server.client() as rebound:
        assert "not known under that name" in error_of(rebound.get("/", headers={"Host": host}), 421)


@pytest.mark.parametrize("host", ["localhost", "localhost:9", "127.0.0.1:1", "[::1]:80"])
def test_its_own_names_are_known(server: DoorServer, host: str) -> None:
    with server.client() as known:
        assert known.get("/v1/tasks", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_the_pages_are_open_and_need_nothing_from_elsewhere(server: DoorServer, path: str) -> None:
    with server.client("") as anyone:
        page = anyone.get(path)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"""(src|href)=["']?(https?:)?//|@import|url\(""", page.text)


def test_the_description_for_programs_names_every_endpoint_and_resolves(server: DoorServer) -> None:
    with server.client("") as anyone:
        api = anyone.get("/openapi.json").json()
        docs = anyone.get("/docs").text
    assert set(api["paths"]) == {
        *("/v1/tasks", "/v1/tasks/{id}", "/v1/tasks/{id}/events", "/v1/tasks/{id}/stop"),
        *("/v1/tasks/{id}/pause", "/v1/tasks/{id}/resume", "/v1/tasks/{id}/answer"),
        "/v1/tasks/{id}/hint",
        *("/v1/screen", "/v1/elements", "/v1/actions", "/v1/runs", "/v1/runs/{name}"),
    }
    named = set(re.findall(r"#/components/schemas/(\w+)", str(api)))
    assert named <= set(api["components"]["schemas"])
    assert all(path in docs for path in api["paths"])
    assert all(f'id="{name}"' in docs for name in api["components"]["schemas"])


def test_a_signal_ends_it_cleanly_and_the_desktop_with_it(tmp_path: Path) -> None:
    with door_server(tmp_path) as server, server.client() as client:
        job = started(client, "wait 600 seconds")
        stream = events_of(client, job)
        assert next(stream)[1]["kind"] == "began"
        desktops = children_of(server.process.pid)
        assert desktops
        assert server.end() == 0
        assert not [pid for pid in desktops if Path(f"/proc/{pid}").exists()]
        assert server.process.stderr is not None
        assert "Traceback" not in server.process.stderr.read()


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            command(tmp_path, "--port", port), capture_output=True, text=True, env=ENVIRONMENT, timeout=60
        )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "choose another port" in done.stderr


@pytest.mark.parametrize(
    ("host", "token", "part"),
    [("0.0.0.0", "short", "fewer than 16 characters"), ("127.0.0.1", "schlüssel", "no header carries")],
)
def test_a_token_that_is_no_lock_is_refused(tmp_path: Path, host: str, token: str, part: str) -> None:
    done = subprocess.run(
        command(tmp_path, "--port", "0", "--host", host),
        capture_output=True,
        text=True,
        env=ENVIRONMENT | {"GUI_AGENT_TOKEN": token},
        timeout=60,
    )
    assert done.returncode == 2
    assert part in done.stderr
    assert "Serving" not in done.stderr
