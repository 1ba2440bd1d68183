"""Opens the assistant, or says what it lacks."""

from __future__ import annotations

import os

from gui_agent.errors import SettingsError
from tui.assistant.terminal import Question

INSTALL = "pip install 'guiagent-desktop[tui]'"


def open_assistant(*, plain: bool | None = None) -> None:
    """Show the assistant on this terminal until the person leaves; ``plain`` goes before the settings.

    Raises `SettingsError`.
    """
    # The terminal answers while the rest is loaded.
    question = Question({} if plain else os.environ)
    try:
        from gui_agent.settings import load_settings

        settings = load_settings(plain=plain)
        _require_textual()
        if not settings.plain:
            from tui.assistant.app import AssistantApp
    finally:
        terminal = question.answer()
    if settings.plain:
        from tui.assistant.plain import run_plain

        run_plain(settings)
    else:
        AssistantApp(settings, terminal).run()


def _require_textual() -> None:
    try:
        import textual  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            f"the terminal assistant needs an extra: {INSTALL}; or say gui-agent run TASK"
        ) from error
