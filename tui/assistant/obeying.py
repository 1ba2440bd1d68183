"""Carries out the slash commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gui_agent.errors import SettingsError
from tui.assistant.commands import THEMES, help_text
from tui.assistant.modes import MODES

if TYPE_CHECKING:
    from tui.assistant.app import AssistantApp


def obey(app: AssistantApp, text: str) -> None:
    """Carry out ``text``, a slash command and what stands behind it."""
    name, _, rest = text[1:].partition(" ")
    rest = rest.strip()
    simple: dict[str, Callable[[], object]] = {
        "help": lambda: app.note(help_text()),
        "tour": lambda: _tour(app),
        "history": app.action_history,
        "settings": app.action_settings,
        "open": app.action_open_picture,
        "report": app.action_open_report,
        "clear": app.empty_feed,
        "quit": lambda: app.call_later(app.action_quit),
        "exit": lambda: app.call_later(app.action_quit),
    }
    match name:
        case _ if name in simple:
            simple[name]()
        case "mode" if rest in MODES:
            app.gate.mode = next(mode for mode in MODES if mode == rest)
            app.show_state()
        case "theme" if rest in THEMES:
            _theme(app, rest)
        case "model":
            _change_model(app, rest)
        case "mode" | "theme":
            known = ", ".join(MODES if name == "mode" else THEMES)
            app.note(f"/{name} takes one of these: {known}.", "yellow")
        case _:
            app.note(f"There is no command {text}.\n{help_text()}", "yellow")


def _tour(app: AssistantApp) -> None:
    from tui.assistant.tour import TOUR_AFTER, TOUR_SAYS, TOUR_TASK, tour_lacks

    if app.busy:
        app.notify("Not while a task is under way.", severity="warning")
    elif lacking := tour_lacks():
        app.note(lacking, "yellow")
    else:
        app.change(app.settings.model_copy(update={"computer": "virtual", "model": ""}))
        app.note(TOUR_SAYS)
        app.begin(TOUR_TASK, TOUR_AFTER)


def _theme(app: AssistantApp, name: str) -> None:
    from gui_agent.settings_file import change_setting

    app.change(app.settings.model_copy(update={"theme": name}))
    try:
        change_setting("theme", name)
    except SettingsError as error:
        app.note(str(error), "red")


def _change_model(app: AssistantApp, spec: str) -> None:
    from gui_agent.chat.opening import parse_model_spec

    if app.busy:
        app.notify("Not while a task is under way.", severity="warning")
        return
    try:
        if spec:
            parse_model_spec(spec)
    except SettingsError as error:
        app.note(str(error), "red")
        return
    app.change(app.settings.model_copy(update={"model": spec}))
