"""From the settings to the memory."""

from __future__ import annotations

import os
from pathlib import Path

from gui_agent.memory.embeddings import ServedEmbedder
from gui_agent.memory.memory import Memory
from gui_agent.settings import Settings


def memory_path(settings: Settings) -> Path:
    """Return the memory file: the one the settings name, else one in the user's data folder."""
    if settings.memory is not None:
        return settings.memory.expanduser()
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "gui-agent" / "memory.sqlite"


def open_memory(settings: Settings) -> Memory:
    """Open the memory that the settings name. Raises `MemoryFileError`, `SettingsError`."""
    key = settings.model_key.get_secret_value() if settings.model_key else ""
    embedder = ServedEmbedder(settings.memory_meanings, key) if settings.memory_meanings else None
    return Memory.at(memory_path(settings), embedder)
