"""Opens the assistant, or says what it lacks."""

from __future__ import annotations

from gui_agent.errors import SettingsError
from gui_agent.settings import Settings

INSTALL = "pip install 'guiagent-desktop[tui]'"


def open_assistant(settings: Settings) -> None:
    """Show the assistant on this terminal until the person leaves. Raises `SettingsError`."""
    try:
        import textual  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            f"the terminal assistant needs an extra: {INSTALL}; or say gui-agent run TASK"
        ) from error
    if settings.plain:
        from tui.assistant.plain import run_plain

        run_plain(settings)
        return
    from tui.assistant.app import run_assistant

    run_assistant(settings)
