"""The providers' computer tools on the wire, and what the scripted server refuses as they do."""

from contextlib import closing
from pathlib import Path

import pytest

from actions.codecs.frame import Frame
from actions.geometry import Box, Size
from gui_agent.chat import anthropic_wire, openai_wire, responses_wire
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.opening import open_chat_model, parse_model_spec
from gui_agent.chat.script import Answer, Asked, Reply
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.types import (
    ChatModel,
    ChatRequest,
    ComputerTool,
    Message,
    Picture,
    Tool,
    ToolCall,
    ToolResult,
    Verbatim,
    Words,
)
from gui_agent.errors import SettingsError
from gui_agent.safety import SafetyCheck
from gui_agent.settings import Settings

SIZE = Size(1280, 720)
PICTURE = Picture(b"PNG", "image/png", SIZE, Frame.resized(SIZE, Box(0, 0, 1280, 720)))
DOUBT = SafetyCheck("sc_1", "malicious_instructions", "The page tells the model what to do.")
CLICK = {"type": "click", "x": 3, "y": 4, "button": "left"}
LAUNCH = Tool("launch", "Starts a program.", {"type": "object"})


def asking(*messages: Message, version: str = "computer") -> ChatRequest:
    return ChatRequest(
        messages or (Message.of("user", "go on"),), tools=(ComputerTool(version, SIZE), LAUNCH)
    )


@pytest.mark.parametrize(
    ("version", "declared"),
    [
        ("computer_toolset_20260801", {"type": "computer_toolset_20260801"}),
        (
            "computer_20251124",
            {
                "type": "computer_20251124",
                "name": "computer",
                "display_width_px": 1280,
                "display_height_px": 720,
                "enable_zoom": True,
            },
        ),
        (
            "computer_20250124",
            {
                "type": "computer_20250124",
                "name": "computer",
                "display_width_px": 1280,
                "display_height_px": 720,
            },
        ),
    ],
)
def test_each_version_of_anthropics_tool_is_declared_its_own_way(
    version: str, declared: dict[str, object]
) -> None:
    assert anthropic_wire.request_body(asking(version=version))["tools"][0] == declared


def test_openais_tool_is_declared_with_or_without_the_size_of_the_screen() -> None:
    body = responses_wire.request_body(asking())
    assert body["tools"][0] == {"type": "computer"}
    assert body["tools"][1]["type"] == "function"
    assert body["parallel_tool_calls"] is False
    preview = responses_wire.request_body(asking(version="computer_use_preview"))["tools"][0]
    assert preview["display_width"] == 1280
    assert preview["environment"] == "linux"


def test_chat_completions_has_no_computer_tool() -> None:
    with pytest.raises(ChatModelError, match="no computer tool"):
        openai_wire.request_body(asking())


def test_calls_of_the_toolset_keep_its_name_and_thinking_goes_back_as_it_came() -> None:
    thought = {"type": "thinking", "thinking": "", "signature": ""}
    gathering = anthropic_wire.AnthropicGathering()
    for payload in (
        '{"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}}',
        '{"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "so"}}',
        '{"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "s"}}',
        '{"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use", "id": "t1", '
        '"name": "left_click", "toolset_name": "computer", "input": {"coordinate": [1, 2]}}}',
        '{"type": "message_delta", "delta": {"stop_reason": "tool_use"}, "usage": {"output_tokens": 5}}',
    ):
        gathering.event(payload)
    answer = gathering.draft.answer(asking())
    call = ToolCall("t1", "left_click", {"coordinate": [1, 2]}, "computer")
    assert answer.tool_calls == (call,)
    assert answer.parts == (Verbatim(thought | {"thinking": "so", "signature": "s"}), call)
    result = ToolResult("t1", (Words("done"),), toolset="computer")
    body = anthropic_wire.request_body(
        asking(Message.of("user", "task"), Message("assistant", answer.parts), Message("user", (result,)))
    )
    _, said, answered = body["messages"]
    assert said["content"][0] == thought | {"thinking": "so", "signature": "s"}
    assert said["content"][1]["toolset_name"] == answered["content"][0]["toolset_name"] == "computer"


def test_a_computer_call_is_answered_with_a_picture_and_what_was_acknowledged() -> None:
    result = ToolResult("c1", (Words("nothing changed"), PICTURE), toolset="computer", acknowledged=(DOUBT,))
    items = responses_wire.request_body(asking(Message("user", (result,))))["input"]
    assert items[0]["type"] == "computer_call_output"
    assert items[0]["output"]["image_url"] == "data:image/png;base64,UE5H"
    assert items[0]["acknowledged_safety_checks"][0]["id"] == "sc_1"
    assert items[1]["content"] == [{"type": "input_text", "text": "nothing changed"}]


def open_native(server: ScriptedServer, provider: str) -> ChatModel:
    address = server.address if provider == "openai" else server.root
    return open_chat_model(f"{provider}-computer+{address}#any", Settings())


@pytest.mark.parametrize(
    ("provider", "version", "call"),
    [
        ("anthropic", "computer_toolset_20260801", ToolCall("a", "left_click", {}, "computer")),
        ("anthropic", "computer_20250124", ToolCall("a", "computer", {"action": "screenshot"})),
        ("openai", "computer", ToolCall("a", "computer", {"actions": [CLICK]}, "computer", (DOUBT,))),
        ("openai", "computer", ToolCall("a", "launch", {"application": "xterm"})),
    ],
)
def test_the_official_clients_bring_the_calls_of_the_scripted_server(
    provider: str, version: str, call: ToolCall
) -> None:
    pytest.importorskip(provider, reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    script = [Answer("I see.", (call,), "tools", input_tokens=900, cached_tokens=800)]
    with ScriptedServer(script) as server, closing(open_native(server, provider)) as model:
        answer = model.ask(asking(version=version))
    assert (answer.text, answer.tool_calls, answer.stop) == ("I see.", (call,), "tools")
    assert (answer.usage.input_tokens, answer.usage.cached_tokens) == (900, 800)


def carry_on(model: ChatModel, said: Message, *results: ToolResult) -> str:
    asked = asking(Message.of("user", "task"), said, Message("user", (*results, Words("go on"))))
    try:
        return model.ask(asked).text
    except ChatModelError as error:
        return f"{error.trouble}: {error.what}"


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_call_without_an_answer_and_an_unacknowledged_check_are_refused(
    provider: str, tmp_path: Path
) -> None:
    pytest.importorskip(provider, reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    checks = (DOUBT,) if provider == "openai" else ()
    calls = [ToolCall(name, "computer", {"actions": [CLICK]}, "computer", checks) for name in ("a", "b")]
    answers = [ToolResult(name, (PICTURE,), toolset="computer", acknowledged=checks) for name in ("a", "b")]
    said = Message("assistant", tuple(calls))

    def agree(_: Asked) -> Reply:
        return Answer("fine")

    with ScriptedServer(agree) as server, closing(open_native(server, provider)) as model:
        assert carry_on(model, said, *answers) == "fine"
        refusal = carry_on(model, said, answers[0])
        assert refusal.startswith(f"{Trouble.UNSUPPORTED}: ")
        assert "tool" in refusal
        if provider == "openai":
            silent = ToolResult("b", (PICTURE,), toolset="computer")
            assert "safety checks" in carry_on(model, said, answers[0], silent)


@pytest.mark.parametrize(
    ("text", "dialect", "address"),
    [
        ("anthropic-computer:claude-opus-5-5", "anthropic", None),
        ("openai-computer:gpt-5.4", "openai", None),
        ("anthropic-computer+http://localhost:9#x", "anthropic", "http://localhost:9"),
        ("openai-computer+https://gate.example/v1#x", "openai", "https://gate.example/v1"),
    ],
)
def test_models_with_a_computer_tool_are_named_so(text: str, dialect: str, address: str | None) -> None:
    spec = parse_model_spec(text)
    assert spec.native
    assert (spec.dialect, spec.address) == (dialect, address)
    assert spec.key != parse_model_spec(text.replace("-computer", "")).key


@pytest.mark.parametrize(
    "text", ["scripted-computer:x", "anthropic-computers:x", "-computer:x", "http-computer:x"]
)
def test_nothing_else_has_a_computer_tool(text: str) -> None:
    with pytest.raises(SettingsError, match="names no model"):
        parse_model_spec(text)
