"""From --model to a model, and what it can do."""

import sys
from contextlib import closing
from pathlib import Path

import pytest

from gui_agent.chat.capability_store import CapabilityStore
from gui_agent.chat.errors import ChatModelError
from gui_agent.chat.opening import ModelSpec, open_chat_model, parse_model_spec
from gui_agent.chat.probing import probe
from gui_agent.chat.script import Answer, Asked, Fault, FaultKind, Reply
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.types import Capabilities, ToolCall
from gui_agent.errors import SettingsError
from gui_agent.settings import Settings
from tests.gui_agent.chat.served_models import open_served, question


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("openai:gpt-4o", ModelSpec("openai", "gpt-4o")),
        ("anthropic:claude-sonnet-4-5", ModelSpec("anthropic", "claude-sonnet-4-5")),
        (
            "http://localhost:8000/v1#Qwen/Qwen3",
            ModelSpec("openai", "Qwen/Qwen3", "http://localhost:8000/v1"),
        ),
        ("https://gate.example/v1/#x", ModelSpec("openai", "x", "https://gate.example/v1")),
        ("anthropic+http://localhost:9#x", ModelSpec("anthropic", "x", "http://localhost:9")),
    ],
)
def test_a_model_is_named_by_provider_or_by_address(text: str, spec: ModelSpec) -> None:
    assert parse_model_spec(text) == spec


@pytest.mark.parametrize(
    "text", ["", "gpt-4o", "openai:", "http://localhost:8000/v1", "http://#x", "ftp://h#x", "http://[#x"]
)
def test_anything_else_is_told_how_to_name_one(text: str) -> None:
    with pytest.raises(SettingsError, match="openai:NAME"):
        parse_model_spec(text)


def test_a_key_does_not_belong_into_the_address() -> None:
    with pytest.raises(SettingsError, match="GUI_AGENT_MODEL_KEY") as caught:
        parse_model_spec("http://me:secret@localhost/v1#x")
    assert "secret" not in str(caught.value)


def test_a_provider_needs_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="set OPENAI_API_KEY"):
        open_chat_model("openai:gpt-4o", Settings())


def test_a_key_shows_nowhere() -> None:
    settings = Settings(model_key="sk-very-secret")  # type: ignore[arg-type]
    assert "very-secret" not in f"{settings!r} {settings}"


@pytest.mark.parametrize("package", ["openai", "anthropic"])
def test_a_missing_package_is_named_with_the_command(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    spec = "http://localhost:1/v1#x" if package == "openai" else "anthropic+http://localhost:1#x"
    with pytest.raises(ChatModelError, match=r"pip install 'guiagent-desktop\[chat\]'"):
        open_chat_model(spec, Settings())


def test_a_script_can_be_opened_like_a_model(tmp_path: Path) -> None:
    script = tmp_path / "script.json"
    script.write_text('["Hello", {"text": "Goodbye", "delay": 0.0}, {"kind": "500"}]')
    model = open_chat_model(f"scripted:{script}", Settings())
    assert [model.ask(question("?")).text for _ in range(2)] == ["Hello", "Goodbye"]
    with pytest.raises(ChatModelError, match="500"):
        model.ask(question("?"))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"text": "Hello"}', "write a list of answers, each a text or an object"),
        ('"Hello"', "write a list of answers"),
        ('["Hello", {"unknown": 1}]', "answer 2: unknown: unknown"),
        ('["Hello", 7]', "answer 2: neither a text nor an object"),
        ('[{"text": 7}]', "answer 1: text makes no sense"),
        ("Hello", "it is not JSON"),
    ],
)
def test_a_script_that_makes_no_sense_is_said_with_its_answer(tmp_path: Path, text: str, what: str) -> None:
    script = tmp_path / "script.json"
    script.write_text(text)
    with pytest.raises(SettingsError, match=r"script\.json") as wrong:
        open_chat_model(f"scripted:{script}", Settings())
    assert what in str(wrong.value)
    assert "\n" not in str(wrong.value)


def able(asked: Asked) -> Reply:
    if "colour fills" in asked.text:
        return Answer("Green.")
    if "red apples" in asked.text:
        return Answer('{"colour": "red", "count": 3}')
    if "Oslo" in asked.text:
        return Answer(tool_calls=(ToolCall("1", "weather", {"city": "Oslo"}),), stop="tools")
    return Answer("OK")


def unable(asked: Asked) -> Reply:
    if "colour fills" in asked.text:
        return Fault(FaultKind.ERROR_500)
    return Answer("Red, three. I do not know about Oslo.")


def test_what_a_model_can_do_is_found_out_by_asking() -> None:
    assert probe(ScriptedChatModel(able), 1000, 5.0) == Capabilities(True, True, True, 1000)
    assert probe(ScriptedChatModel(unable), 1000, 5.0) == Capabilities(longest_edge=1000)


def test_a_model_that_does_not_answer_at_all_is_not_judged(tmp_path: Path) -> None:
    with pytest.raises(ChatModelError):
        probe(ScriptedChatModel(lambda asked: Fault(FaultKind.CLOSED)), 1000, 5.0)


def test_a_model_is_asked_once_what_it_can_do(tmp_path: Path) -> None:
    pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    with ScriptedServer(able) as server:
        for _ in range(2):
            with closing(open_served(server, "openai", tmp_path)) as model:
                assert model.capabilities == Capabilities(True, True, True, 2048)
        assert len(server.asked) == 4


def test_a_damaged_store_holds_nothing_and_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "models.json"
    path.write_text("{broken")
    store = CapabilityStore(path)
    assert store.get("x") is None
    store.put("x", Capabilities(tools=True))
    assert CapabilityStore(path).get("x") == Capabilities(tools=True)
    store.forget("x")
    assert store.get("x") is None
