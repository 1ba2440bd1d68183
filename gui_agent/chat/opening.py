"""From ``--model`` to a model."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from gui_agent.chat.anthropic_dialect import AnthropicDialect
from gui_agent.chat.capability_store import CapabilityStore, default_store
from gui_agent.chat.openai_dialect import OpenAIDialect
from gui_agent.chat.packages import client_package
from gui_agent.chat.probing import probe
from gui_agent.chat.responses_dialect import ResponsesDialect
from gui_agent.chat.script import read_script
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.served import Dialect, Patience, ServedChatModel
from gui_agent.chat.types import Capabilities, ChatModel
from gui_agent.errors import SettingsError
from gui_agent.settings import Settings

HOW = (
    "Give --model openai:NAME, anthropic:NAME, or the address of a server with the model's name: "
    "http://localhost:8000/v1#NAME. Models with a computer tool of their own: anthropic-computer:NAME, "
    "openai-computer:NAME"
)
_NATIVE = "-computer"
_LONGEST_EDGE = {"openai": 2048, "anthropic": 1568}
_KEYS = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """Which model, how it is spoken to, and where; no address means the provider's own."""

    dialect: Literal["openai", "anthropic", "scripted"]
    name: str
    address: str | None = None
    native: bool = False
    """Whether it works the computer with its provider's own tool."""

    @property
    def key(self) -> str:
        """What the model is known by on disk."""
        native = "-computer" if self.native else ""
        return f"{self.dialect}{native} {self.address or 'provider'} {self.name}"


def parse_model_spec(text: str) -> ModelSpec:
    """Read what ``--model`` was given. Raises `SettingsError`."""
    scheme, _, rest = text.strip().partition(":")
    if _NATIVE in scheme:
        return replace(parse_model_spec(_without_native(text.strip())), native=True)
    match scheme:
        case ("openai" | "anthropic" | "scripted") as dialect if rest.strip():
            return ModelSpec(dialect, rest.strip())
        case "http" | "https":
            return _served(text.strip(), "openai")
        case "anthropic+http" | "anthropic+https":
            return _served(text.strip().removeprefix("anthropic+"), "anthropic")
        case "openai+http" | "openai+https":
            return _served(text.strip().removeprefix("openai+"), "openai")
    raise SettingsError(f"“{text}” names no model. {HOW}")


def _without_native(text: str) -> str:
    """Return the spec of the same model without its computer tool. Raises `SettingsError`."""
    scheme, _, rest = text.partition(":")
    provider, _, way = scheme.partition(_NATIVE)
    if provider not in ("openai", "anthropic") or way not in ("", "+http", "+https"):
        raise SettingsError(f"“{text}” names no model. {HOW}")
    return f"{provider}{way}:{rest}"


def _served(text: str, dialect: Literal["openai", "anthropic"]) -> ModelSpec:
    address, _, name = text.partition("#")
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError as error:
        raise SettingsError(f"“{address}” is no address. {HOW}") from error
    if not host or not name.strip():
        raise SettingsError(f"“{text}” lacks the model's name behind a #. {HOW}")
    if parts.username or parts.password or parts.query:
        raise SettingsError("put the key into GUI_AGENT_MODEL_KEY, not into the address")
    return ModelSpec(dialect, name.strip(), address.rstrip("/"))


def open_chat_model(
    spec: str, settings: Settings, *, store: CapabilityStore | None = None, patience: Patience | None = None
) -> ChatModel:
    """Open the model that ``spec`` names; what it can do is asked when it first matters, and kept.

    Raises `SettingsError` for a wrong name or a missing key, `ChatModelError` for a missing package.
    """
    wanted = parse_model_spec(spec)
    if wanted.dialect == "scripted":
        return ScriptedChatModel(read_script(Path(wanted.name)))
    client_package(wanted.dialect)
    secret = _secret(wanted, settings)
    address = wanted.address or os.environ.get(f"{wanted.dialect.upper()}_BASE_URL") or None
    dialect = _dialect(wanted, secret, address)
    if wanted.native:
        known = Capabilities(pictures=True, tools=True)
        return ServedChatModel(wanted.name, dialect, lambda _: known, patience)
    longest_edge = settings.model_picture_edge or _LONGEST_EDGE[wanted.dialect]
    kept = store or default_store()
    key = replace(wanted, address=address).key

    def capabilities(model: ServedChatModel) -> Capabilities:
        known = kept.get(key)
        if known is None:
            known = probe(model, longest_edge, settings.model_deadline)
            kept.put(key, known)
        return known

    return ServedChatModel(wanted.name, dialect, capabilities, patience)


def _dialect(wanted: ModelSpec, secret: str, address: str | None) -> Dialect:
    if wanted.dialect == "anthropic":
        return AnthropicDialect(wanted.name, secret, address)
    make = ResponsesDialect if wanted.native else OpenAIDialect
    return make(wanted.name, secret, address)


def _secret(wanted: ModelSpec, settings: Settings) -> str:
    """Return the key; a server of one's own may need none, and never gets a provider's."""
    own = settings.model_key.get_secret_value() if settings.model_key else ""
    if wanted.address is not None:
        return own or "none"
    variable = _KEYS[wanted.dialect]
    # The provider's own key first: that of another server is not the provider's business.
    secret = os.environ.get(variable) or own
    if not secret:
        raise SettingsError(f"{wanted.dialect}:{wanted.name} needs a key: set {variable}")
    return secret
