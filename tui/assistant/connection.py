"""Whether the language model of the settings answers, and what it can do."""

from __future__ import annotations

import contextlib
import tempfile
import time
from pathlib import Path

from gui_agent.settings import Settings

_PATIENCE_SECONDS = 30.0


def check_model(settings: Settings) -> str:
    """Ask the model now, whatever was known of it, and say what came. Raises `AgentError`."""
    if not settings.model:
        return "The embedded planner needs no connection."
    from gui_agent.chat.capability_store import CapabilityStore
    from gui_agent.chat.opening import open_chat_model, parse_model_spec

    if parse_model_spec(settings.model).native:
        return "A model with a computer tool of its own is asked with the first step of a task."
    patient = settings.model_copy(update={"model_deadline": min(settings.model_deadline, _PATIENCE_SECONDS)})
    with tempfile.TemporaryDirectory() as folder:
        fresh = CapabilityStore(Path(folder) / "models.json")
        with contextlib.closing(open_chat_model(settings.model, patient, store=fresh)) as model:
            began = time.monotonic()
            can = model.capabilities
    abilities = [
        words
        for able, words in ((can.pictures, "pictures"), (can.json_schema, "schemas"), (can.tools, "tools"))
        if able
    ]
    known = ", ".join(abilities) or "text only"
    return f"It answers ({time.monotonic() - began:.1f} s): {known}."
