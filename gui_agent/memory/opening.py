"""From the settings to the memory."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from gui_agent.memory.embeddings import ServedEmbedder
from gui_agent.memory.memory import Memory
from gui_agent.settings import Settings


def memory_path(settings: Settings) -> Path:
    """Return the memory file: the one the settings name, else one in the user's data folder."""
    if settings.memory is not None:
        return settings.memory.expanduser()
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "gui-agent" / "memory.sqlite"


def key_for(address: str, settings: Settings) -> str:
    """Return the model's key where it is the same server: another one has no business with it."""
    same = urlsplit(address).netloc == urlsplit(settings.model.removeprefix("anthropic+")).netloc
    return settings.model_key.get_secret_value() if settings.model_key and same else ""


def open_memory(settings: Settings) -> Memory:
    """Open the memory that the settings name. Raises `MemoryFileError`, `SettingsError`."""
    meanings = settings.memory_meanings
    embedder = ServedEmbedder(meanings, key_for(meanings, settings)) if meanings else None
    return Memory.at(memory_path(settings), embedder)
