"""Asking again where it is safe, and learning what a server does not know."""

import contextlib
import json
from collections.abc import Callable
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.openai_dialect import OpenAIDialect
from gui_agent.chat.opening import open_chat_model
from gui_agent.chat.script import Answer, Fault, FaultKind, Reply
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.served import Patience, ServedChatModel
from gui_agent.chat.types import Capabilities, ChatModel
from gui_agent.settings import Settings
from tests.gui_agent.chat.served_models import DIALECTS, open_served, question

pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
pytest.importorskip("anthropic", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", [FaultKind.UNAVAILABLE, FaultKind.RATE_LIMITED, FaultKind.CLOSED])
def test_what_passes_is_asked_again(dialect: str, kind: FaultKind, tmp_path: Path) -> None:
    script: list[Reply] = [Fault(kind, 0.01), Answer("Here I am")]
    with ScriptedServer(script) as server, closing(open_served(server, dialect, tmp_path)) as model:
        answer = model.ask(question("hello"))
    assert answer.text == "Here I am"
    assert answer.usage.calls == 2


def test_a_wait_longer_than_the_deadline_is_not_begun(tmp_path: Path) -> None:
    script = [Fault(FaultKind.RATE_LIMITED, 3600.0), Answer("too late")]
    with ScriptedServer(script) as server, closing(open_served(server, "openai", tmp_path)) as model:
        with pytest.raises(ChatModelError) as caught:
            model.ask(question("hello"))
        assert len(server.asked) == 1
    assert caught.value.retry_after == 3600.0


def test_what_somebody_has_heard_a_part_of_is_not_asked_again(tmp_path: Path) -> None:
    script = [Fault(FaultKind.TRUNCATED), Answer("once more")]
    with ScriptedServer(script) as server, closing(open_served(server, "openai", tmp_path)) as model:
        with pytest.raises(ChatModelError):
            model.ask(question("hello"), listener=lambda piece: None)
        assert len(server.asked) == 1


def test_nobody_at_the_address_is_unreachable(tmp_path: Path) -> None:
    with ScriptedServer([]) as server:
        pass
    with closing(open_served(server, "openai", tmp_path)) as model, pytest.raises(ChatModelError) as caught:
        model.ask(question("hello"))
    assert caught.value.trouble is Trouble.UNREACHABLE
    assert "Check the address" in str(caught.value)


def test_a_model_can_be_closed_twice_and_before_it_was_asked(tmp_path: Path) -> None:
    with ScriptedServer([]) as server:
        model = open_served(server, "anthropic", tmp_path)
    model.close()
    model.close()


class StrictServer:
    """Answers what ``judge`` makes of each request's body: a status, headers, and JSON."""

    def __init__(self, judge: Callable[[dict[str, object]], tuple[int, dict[str, str], object]]) -> None:
        self.bodies: list[dict[str, object]] = []
        self.headers: list[str] = []
        bodies, headers_seen = self.bodies, self.headers

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None: ...

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                bodies.append(body)
                headers_seen.append(str(self.headers))
                status, headers, said = judge(body)
                data = json.dumps(said).encode()
                self.send_response(status)
                for name, value in {"content-type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> "StrictServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def model(self, secret: str = "sk-very-secret") -> ChatModel:
        dialect = OpenAIDialect("tiny", secret, f"{self.root}/v1")
        return ServedChatModel("tiny", dialect, lambda model: Capabilities(), Patience(1))


def whole(text: str) -> dict[str, object]:
    choice = {"message": {"content": text}, "finish_reason": "stop"}
    return {"choices": [choice], "usage": {"prompt_tokens": 3, "completion_tokens": 1}}


def test_a_server_that_does_not_stream_is_understood() -> None:
    with StrictServer(lambda body: (200, {}, whole("Hello"))) as server, closing(server.model()) as model:
        assert model.ask(question("hi")).text == "Hello"


def test_a_field_the_server_does_not_know_is_left_out_from_then_on() -> None:
    def judge(body: dict[str, object]) -> tuple[int, dict[str, str], object]:
        for name in ("stream_options", "max_tokens"):
            if name in body:
                return 400, {}, {"error": {"message": f"Unsupported parameter: {name}"}}
        return 200, {}, whole("Fine")

    with StrictServer(judge) as server, closing(server.model()) as model:
        assert model.ask(question("hi")).text == "Fine"
        assert model.ask(question("hi")).text == "Fine"
    assert len(server.bodies) == 4
    assert server.bodies[-1]["max_completion_tokens"] == server.bodies[0]["max_tokens"]


@pytest.mark.parametrize(
    ("status", "said", "trouble"),
    [
        (401, "Incorrect API key provided: sk-very-secret", Trouble.REFUSED_KEY),
        (403, "not for you", Trouble.REFUSED_KEY),
        (429, "insufficient_quota: check your billing", Trouble.REFUSED_KEY),
        (404, "no such model", Trouble.UNSUPPORTED),
        (400, "this model's maximum context length is 4096 tokens", Trouble.TOO_LARGE),
        (413, "request too big", Trouble.TOO_LARGE),
        (422, "images are not supported", Trouble.UNSUPPORTED),
        (502, "bad gateway", Trouble.SERVER_FAILED),
    ],
)
def test_a_refusal_tells_its_kind_and_never_the_key(status: int, said: str, trouble: Trouble) -> None:
    with (
        StrictServer(lambda body: (status, {}, {"error": {"message": said}})) as server,
        closing(server.model()) as model,
        pytest.raises(ChatModelError) as caught,
    ):
        model.ask(question("hi"))
    assert caught.value.trouble is trouble
    assert "sk-very-secret" not in str(caught.value)


def test_a_redirection_is_not_followed_with_the_key() -> None:
    elsewhere = {"location": "http://elsewhere.example/v1?x=1"}
    with (
        StrictServer(lambda body: (307, elsewhere, {})) as server,
        closing(server.model()) as model,
        pytest.raises(ChatModelError, match=r"elsewhere\.example/v1;"),
    ):
        model.ask(question("hi"))
    assert len(server.bodies) == 1


def test_a_packed_answer_is_refused() -> None:
    with (
        StrictServer(lambda body: (200, {"content-encoding": "gzip"}, whole("x"))) as server,
        closing(server.model()) as model,
        pytest.raises(ChatModelError) as caught,
    ):
        model.ask(question("hi"))
    assert caught.value.trouble is Trouble.BROKEN_ANSWER


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_server_of_ones_own_never_gets_a_providers_key(
    dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "provider-secret")
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"):
        monkeypatch.setenv(name, "provider-secret")
    with StrictServer(lambda body: (200, {}, whole("Hello"))) as server:
        spec = f"{server.root}/v1#x" if dialect == "openai" else f"anthropic+{server.root}#x"
        settings = Settings(model_key="own-key")  # type: ignore[arg-type]
        with closing(open_chat_model(spec, settings)) as model, contextlib.suppress(ChatModelError):
            model.ask(question("hi"))
    assert "own-key" in server.headers[0]
    assert "provider-secret" not in server.headers[0]
