"""The settings a person changes here, checked before they are saved."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Footer, Input, Label, Select, Static

from gui_agent.errors import AgentError, SettingsError
from gui_agent.settings import Settings, load_settings, settings_path
from gui_agent.wording import shown
from tui.assistant.commands import THEMES

CHOICES = {
    "computer": (("a private desktop", "virtual"), ("this desktop", "local")),
    "approve": (
        ("as the computer needs", ""),
        ("ask about what matters", "ask"),
        ("never ask, allow", "auto"),
        ("never ask, refuse", "never"),
    ),
    "theme": tuple((name, name) for name in THEMES),
}
WRITTEN = {
    "model": "empty: the embedded planner; else openai:NAME, anthropic:NAME, http://HOST:PORT/v1#NAME",
    "grounder": "embedded, ocr, hf:MODEL, or http://HOST:PORT/v1#NAME",
}
_LABELS = {"computer": "Computer", "approve": "Approval", "theme": "Colours"}


class SettingsScreen(Screen[Settings | None]):
    """Shows what is in force; gives the new settings once they are saved in the settings file."""

    DEFAULT_CSS = """
    SettingsScreen .row { height: 1; margin-bottom: 1; }
    SettingsScreen .written { margin-bottom: 0; }
    SettingsScreen .row Label { width: 12; }
    SettingsScreen .row Input, SettingsScreen .row Select { width: 1fr; }
    SettingsScreen VerticalScroll { padding: 1 2; height: 1fr; }
    SettingsScreen .hint { color: $text-muted; height: auto; margin: 0 0 1 12; }
    SettingsScreen #buttons { height: 1; margin-bottom: 1; }
    SettingsScreen Button { margin-right: 2; }
    SettingsScreen #verdict { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("f7", "check", "Check the model"),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            for name in ("computer", "approve"):
                yield self._choice(name)
            for name, hint in WRITTEN.items():
                field = Input(str(getattr(self._settings, name)), id=name, compact=True)
                yield Horizontal(Label(name.capitalize()), field, classes="row written")
                yield Static(hint, classes="hint", markup=False)
            yield self._choice("theme")
            with Horizontal(id="buttons"):
                yield Button("Check the model", id="check", compact=True)
                yield Button("Save", id="save", variant="primary", compact=True)
            yield Static("Keys are read from the environment: gui-agent config show model_key", id="verdict")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.query_one("#model", Input).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.action_check()

    def action_save(self) -> None:
        # After the keys that are still on their way to the field: this one overtakes them.
        (self.focused or self).call_later(self._save)

    def _save(self) -> None:
        from gui_agent.settings_file import change_setting

        try:
            settings = self._wanted()
            for name in (*CHOICES, *WRITTEN):
                value = str(getattr(settings, name))
                if value != str(getattr(self._settings, name)):
                    change_setting(name, value or None)
        except SettingsError as error:
            self._say(str(error), "error")
            return
        self.app.notify(f"Saved in {settings_path()}.")
        self.dismiss(settings)

    def action_check(self) -> None:
        try:
            settings = self._wanted()
        except SettingsError as error:
            self._say(str(error), "error")
            return
        self._say("asking the model …")
        self._check(settings)

    @work(thread=True, exclusive=True, group="check")
    def _check(self, settings: Settings) -> None:
        from tui.assistant.connection import check_model

        try:
            answer, style = check_model(settings), "success"
        except AgentError as error:
            answer, style = str(error), "error"
        self.app.call_from_thread(self._say, answer, style)

    def _choice(self, name: str) -> Widget:
        value = str(getattr(self._settings, name))
        options = list(CHOICES[name])
        if value not in (option for _, option in options):
            options.append((shown(value), value))  # as the path of a policy file
        select = Select(options, value=value, allow_blank=False, id=name, compact=True)
        return Horizontal(Label(_LABELS[name]), select, classes="row")

    def _wanted(self) -> Settings:
        """Return the settings as they stand on the screen. Raises `SettingsError`."""
        chosen: dict[str, str] = {name: str(self.query_one(f"#{name}", Select).value) for name in CHOICES}
        chosen |= {name: self.query_one(f"#{name}", Input).value.strip() for name in WRITTEN}
        checked = load_settings(**chosen)
        if checked.model:
            from gui_agent.chat.opening import parse_model_spec

            parse_model_spec(checked.model)
        return self._settings.model_copy(update={name: getattr(checked, name) for name in chosen})

    def _say(self, text: str, style: str = "warning") -> None:
        verdict = self.query_one("#verdict", Static)
        verdict.set_classes(f"-{style}")
        mark = {"error": "✗ ", "success": "✓ "}.get(style, "")
        verdict.update(_plain(mark + text))


def _plain(text: str) -> str:
    return text.replace("[", "\\[")
