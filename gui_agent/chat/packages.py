"""The clients are an extra: the one error that says how to install it."""

from __future__ import annotations

import importlib
from types import ModuleType

from gui_agent.chat.errors import ChatModelError, Trouble

INSTALL = "pip install 'guiagent-desktop[chat]'"


def client_package(name: str) -> ModuleType:
    """Return the client package ``name``, loaded now. Raises `ChatModelError` where it is not installed."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        what = f"the package {name} is not installed. Install it with: {INSTALL}"
        raise ChatModelError(Trouble.UNSUPPORTED, what) from error
