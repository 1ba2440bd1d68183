"""Models behind a scripted server, for tests."""

from pathlib import Path

from gui_agent.chat.capability_store import CapabilityStore
from gui_agent.chat.opening import open_chat_model
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.served import Patience
from gui_agent.chat.types import ChatModel, ChatRequest, Message
from gui_agent.settings import Settings

DIALECTS = ("openai", "anthropic", "responses")
HASTY = Patience(3, 0.01)


def open_served(server: ScriptedServer, dialect: str, folder: Path, **settings: object) -> ChatModel:
    specs = {
        "openai": f"{server.address}#tiny",
        "anthropic": f"anthropic+{server.root}#tiny",
        "responses": f"openai-computer+{server.address}#tiny",
    }
    store = CapabilityStore(folder / "models.json")
    return open_chat_model(specs[dialect], Settings(**settings), store=store, patience=HASTY)  # type: ignore[arg-type]


def question(text: str, deadline: float = 60.0) -> ChatRequest:
    return ChatRequest((Message.of("user", text),), deadline=deadline)
