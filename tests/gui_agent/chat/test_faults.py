"""Every fault of a server, in every dialect: an error of the right kind, in time, with its tokens counted."""

import signal
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest

from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.script import Answer, Asked, Fault, FaultKind, Reply
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.types import ChatModel
from tests.gui_agent.chat.served_models import DIALECTS, open_served, question

pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
pytest.importorskip("anthropic", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")

LEADS_TO = {
    FaultKind.SLOW_LORIS: Trouble.DEADLINE,
    FaultKind.NO_ANSWER: Trouble.DEADLINE,
    FaultKind.TRUNCATED: Trouble.BROKEN_ANSWER,
    FaultKind.RATE_LIMITED: Trouble.RATE_LIMITED,
    FaultKind.RATE_LIMITED_BARE: Trouble.RATE_LIMITED,
    FaultKind.ERROR_500: Trouble.SERVER_FAILED,
    FaultKind.UNAVAILABLE: Trouble.SERVER_FAILED,
    FaultKind.WRONG_JSON: Trouble.BROKEN_ANSWER,
    FaultKind.WRONG_TYPE: Trouble.BROKEN_ANSWER,
    FaultKind.EMPTY: Trouble.BROKEN_ANSWER,
    FaultKind.HUGE: Trouble.TOO_LARGE,
    FaultKind.CLOSED: Trouble.UNREACHABLE,
    FaultKind.WRONG_CONTENT_TYPE: Trouble.BROKEN_ANSWER,
    FaultKind.DECLINED: Trouble.DECLINED,
}
HANGING = (FaultKind.SLOW_LORIS, FaultKind.NO_ANSWER)
FREE = (FaultKind.RATE_LIMITED, FaultKind.RATE_LIMITED_BARE)


def play(asked: Asked) -> Reply:
    """Do what the question says: the name of a fault, or of one followed by an answer."""
    wanted = asked.text.splitlines()[-1]
    if wanted in set(map(str, FaultKind)):
        return Fault(FaultKind(wanted), 0.01)
    return Answer(f"You said: {wanted}", input_tokens=40, output_tokens=5, cached_tokens=30)


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer(play) as server:
        yield server


@pytest.fixture(scope="module", params=DIALECTS)
def model(
    request: pytest.FixtureRequest, server: ScriptedServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ChatModel]:
    with closing(open_served(server, request.param, tmp_path_factory.mktemp("cache"))) as model:
        yield model


def test_every_fault_is_known_here() -> None:
    assert set(LEADS_TO) == set(FaultKind)


@pytest.mark.parametrize("kind", FaultKind)
def test_a_fault_becomes_an_error_of_its_kind(model: ChatModel, kind: FaultKind) -> None:
    with pytest.raises(ChatModelError) as caught:
        model.ask(question(kind, 0.4 if kind in HANGING else 60.0))
    assert caught.value.trouble is LEADS_TO[kind]
    assert caught.value.usage.calls >= 1
    if LEADS_TO[kind] not in (Trouble.RATE_LIMITED, Trouble.SERVER_FAILED, Trouble.UNREACHABLE):
        assert caught.value.usage.input_tokens > 0


def test_after_any_fault_the_next_question_is_answered(model: ChatModel) -> None:
    answer = model.ask(question("are you there?"))
    assert answer.text == "You said: are you there?"
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (40, 5)
    assert answer.usage.cached_tokens == 30
    assert not answer.usage.estimated


def test_what_is_heard_while_it_comes_adds_up_to_the_answer(model: ChatModel) -> None:
    heard: list[str] = []
    answer = model.ask(question("a rather long sentence, in pieces"), listener=heard.append)
    assert len(heard) > 1
    assert "".join(heard) == answer.text


def test_a_question_taken_back_before_it_is_asked_reaches_nobody(
    model: ChatModel, server: ScriptedServer
) -> None:
    cancel, before = Cancellation(), len(server.asked)
    cancel.cancel()
    with pytest.raises(ChatModelError) as caught:
        model.ask(question("hello"), cancel=cancel)
    assert caught.value.trouble is Trouble.CANCELLED
    assert len(server.asked) == before


@pytest.mark.parametrize("kind", HANGING)
def test_a_question_can_be_taken_back_while_waiting_and_while_its_answer_comes(
    model: ChatModel, kind: FaultKind
) -> None:
    cancel = Cancellation()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    with pytest.raises(ChatModelError) as caught:
        model.ask(question(kind), cancel=cancel)
    timer.join()
    assert caught.value.trouble is Trouble.CANCELLED
    assert caught.value.usage.calls == 1


def test_ctrl_c_ends_the_waiting(model: ChatModel) -> None:
    timer = threading.Timer(0.3, signal.raise_signal, (signal.SIGINT,))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        model.ask(question(FaultKind.NO_ANSWER))
    timer.join()
    assert model.ask(question("still there?")).text == "You said: still there?"
