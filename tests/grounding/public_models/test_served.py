"""A served model over a real local server: what it is sent, what comes back, and every way it can fail."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import cv2
import numpy as np
import pytest

from actions.geometry import Point
from grounding.errors import GroundingServerFailed, TargetNotFound
from grounding.grounders import open_grounder
from grounding.public_models.asking import PublicGroundingModel, Wanted
from grounding.public_models.served import ServedAnswerer
from grounding.public_models.table import format_named
from gui_agent.chat.script import Answer, Asked, Fault, FaultKind
from gui_agent.chat.scripted_server import ScriptedServer
from tests.grounding.public_models.scripted import screen


def model_at(server: ScriptedServer, name: str = "uground", deadline: float = 20.0) -> PublicGroundingModel:
    return PublicGroundingModel(
        ServedAnswerer(server.address, "scripted", format_named(name), deadline=deadline)
    )


def sent_picture(asked: Asked) -> np.ndarray:
    content = asked.body["messages"][-1]["content"]
    (address,) = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    data = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def test_the_screen_goes_there_resized_and_the_answer_comes_back_as_a_place() -> None:
    with ScriptedServer([Answer("(644,364)")]) as server:
        found = model_at(server, "gta1").ground(screen(1920, 1080), "the Save button")
        assert found.point == Point(640, 360)
        body = server.asked[0].body
        assert (body["model"], body["temperature"], body["max_tokens"]) == ("scripted", 0.0, 32)
        assert "height 1092 and width 1932" in body["messages"][0]["content"]
        assert sent_picture(server.asked[0]).shape == (1092, 1932, 3)


def test_the_picture_is_sent_as_it_is() -> None:
    shot = screen(1008, 504)
    with ScriptedServer([Answer("(500, 500)")]) as server:
        model_at(server).ground(shot, "Save")
        assert np.array_equal(sent_picture(server.asked[0]), shot.image)


def test_many_questions_are_under_way_at_once_and_come_back_in_their_order() -> None:
    meeting = threading.Barrier(6, timeout=10)

    def answer(asked: Asked) -> Answer:
        meeting.wait()
        number = int(asked.text.split("number ")[1].split()[0])
        return Answer(f"({number * 100}, 500)", delay=0.05 * (6 - number))

    with ScriptedServer(answer) as server:
        wanted = [Wanted(screen(), f"number {number} ") for number in range(6)]
        ends = model_at(server).ground_all(wanted)
    assert [end.point.x for end in ends] == [0, 100, 200, 300, 400, 500]  # type: ignore[union-attr]


def test_a_busy_server_is_asked_again() -> None:
    with ScriptedServer(
        [Fault(FaultKind.RATE_LIMITED, 0.01), Fault(FaultKind.UNAVAILABLE), Answer("(500, 500)")]
    ) as server:
        assert model_at(server).ground(screen(), "Save").point == Point(500, 250)
        assert len(server.asked) == 3


def test_a_server_that_says_nothing_is_left_at_the_deadline() -> None:
    with ScriptedServer([Fault(FaultKind.NO_ANSWER)]) as server:
        began = time.monotonic()
        with pytest.raises(GroundingServerFailed, match=r"no answer within 0\.3 s"):
            model_at(server, deadline=0.3).ground(screen(), "Save")
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "kind",
    [
        FaultKind.ERROR_500,
        FaultKind.CLOSED,
        FaultKind.EMPTY,
        FaultKind.HUGE,
        FaultKind.WRONG_JSON,
        FaultKind.TRUNCATED,
    ],
)
def test_a_broken_server_is_an_error_of_the_machine(kind: FaultKind) -> None:
    with (
        ScriptedServer([Fault(kind)] * 4) as server,
        pytest.raises(GroundingServerFailed, match="scripted at http"),
    ):
        model_at(server).ground(screen(), "Save")


def test_a_server_that_is_not_there_says_how_to_look() -> None:
    with ScriptedServer([]) as server:
        address = server.address
    with pytest.raises(GroundingServerFailed, match=r"cannot be reached.*curl .*/v1/models"):
        ServedAnswerer(address, "any", format_named("gta1")).require_ready()


def test_a_refusing_model_is_not_found_and_not_a_failed_server() -> None:
    with (
        ScriptedServer([Answer("There is no such element.")]) as server,
        pytest.raises(TargetNotFound) as missing,
    ):
        model_at(server).ground(screen(), "Save")
    assert not isinstance(missing.value, GroundingServerFailed)


def test_opening_asks_whether_the_server_has_the_model() -> None:
    with ScriptedServer([], models=("ui-tars",)) as server:
        ServedAnswerer(server.address, "ui-tars", format_named("ui-tars-1.5")).require_ready()
        with pytest.raises(GroundingServerFailed, match="has only ui-tars"):
            open_grounder(f"{server.address}#gta1-7b")


class _Probabilities(BaseHTTPRequestHandler):
    """Answers with the probabilities of its tokens, or refuses to tell them."""

    refuses = False

    def log_message(self, format: str, *args: object) -> None:
        """Write no log."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.refuses and asked.get("logprobs"):
            return self._send(400, {"error": {"message": "logprobs are not supported"}})
        tokens = [("(", -0.1), ("50", -0.5), ("0", 0.0), (",", -3.0), ("500", -1.0), (")", -2.0)]
        content = [
            {"token": token, "logprob": chance, "bytes": None, "top_logprobs": []} for token, chance in tokens
        ]
        self._send(
            200,
            {
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": "m",
                "choices": [
                    {
                        "index": 0,
                        "finish_reason": "stop",
                        "message": {"role": "assistant", "content": "(500,500)"},
                        "logprobs": {"content": content} if asked.get("logprobs") else None,
                    }
                ],
            },
        )

    def _send(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture(params=[False, True], ids=["tells", "refuses"])
def probability_server(request: pytest.FixtureRequest):
    handler = type("Handler", (_Probabilities,), {"refuses": request.param})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield request.param, f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()
        thread.join()


def test_the_score_is_the_mean_probability_of_the_digits_where_it_is_told(probability_server) -> None:
    refuses, address = probability_server
    model = PublicGroundingModel(ServedAnswerer(address, "m", format_named("uground")))
    ends = model.ground_all([Wanted(screen(), "Save")] * 3)
    # exp(-0.5), exp(0) and exp(-1), of “50”, “0” and “500”.
    expected = 0.5 if refuses else (0.6065306597 + 1.0 + 0.3678794412) / 3
    assert [end.score for end in ends] == pytest.approx([expected] * 3)  # type: ignore[union-attr]


class _Elsewhere(BaseHTTPRequestHandler):
    """Sends everybody away, and repeats the key."""

    seen: ClassVar[list[str]] = []

    def log_message(self, format: str, *args: object) -> None:
        """Write no log."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.seen.append(str(self.headers))
        self.send_response(307 if self.path.startswith("/away") else 403)
        self.send_header("location", "/other/v1/chat/completions")
        body = json.dumps({"error": {"message": f"no access for {self.headers['authorization']}"}}).encode()
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.parametrize("path", ["away", "closed"])
def test_neither_screenshot_nor_key_go_anywhere_else(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUI_AGENT_GROUNDER_KEY", "sk-very-secret")
    monkeypatch.setenv("OPENAI_API_KEY", "provider-secret")
    monkeypatch.setenv("OPENAI_ORG_ID", "provider-secret")
    handler = type("Handler", (_Elsewhere,), {"seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/{path}"
        model = PublicGroundingModel(ServedAnswerer(address, "m", format_named("gta1")))
        with pytest.raises(GroundingServerFailed) as failed:
            model.ground(screen(), "Save")
        server.shutdown()
        thread.join()
    assert len(handler.seen) == 1
    assert "sk-very-secret" in handler.seen[0]
    assert "provider-secret" not in handler.seen[0]
    assert "sk-very-secret" not in str(failed.value)
