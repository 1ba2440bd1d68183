"""Typed settings: a file, then environment variables, then command-line flags; later ones win."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from actions.keys import parse_combination
from grounding.public_models.specs import DEFAULT_GROUNDER, parse_grounder
from gui_agent.errors import SettingsError
from gui_agent.mechanisms import Mechanisms, read_mechanisms

ENVIRONMENT_PREFIX = "GUI_AGENT_"


class Settings(BaseSettings):
    """How the agent runs.  Every field can be set in the file, as GUI_AGENT_NAME, or by a flag."""

    model_config = SettingsConfigDict(
        env_prefix=ENVIRONMENT_PREFIX, extra="forbid", frozen=True, use_attribute_docstrings=True
    )

    computer: Literal["local", "virtual"] = "virtual"
    """Which computer to work on: this desktop, or a private virtual one that nobody else sees."""

    grounder: str = DEFAULT_GROUNDER
    """What finds targets on the screen: embedded (the trained model), ocr (words only, to compare), or a
    public model: hf:MODEL_ID_OR_FOLDER on this machine, http://HOST:PORT/v1#NAME behind a server, with
    #FORMAT behind it where the name does not tell the answers' format.  +zoom looks twice, +ensemble asks
    the embedded model as well.  A server's key is read from GUI_AGENT_GROUNDER_KEY only."""

    weights: Path | None = None
    """Folder of weights that gui-agent grounding adapt made, for the embedded grounder and the eyes beside
    public ones.  Unset: those that came with the package."""

    model: str = ""
    """Language model that plans: openai:NAME, anthropic:NAME, or http://HOST:PORT/v1#NAME for a server of
    your own; anthropic-computer:NAME and openai-computer:NAME work the computer with their provider's own
    tool.  Empty: the embedded planner, which follows tasks said step by step."""

    model_key: SecretStr | None = None
    """Key of the model's server.  Unset: OPENAI_API_KEY or ANTHROPIC_API_KEY for the providers, none for a
    server of your own."""

    model_deadline: float = Field(default=120.0, gt=0, le=3600)
    """How many seconds the model may take for one answer, attempts included."""

    model_pictures: bool = True
    """Whether a model that sees gets the screenshot beside the list of what is on it."""

    model_computer_tool: Literal["", "20250124", "20251124", "20260801"] = ""
    """Version of Anthropic's computer tool for anthropic-computer:NAME.  Empty: by the name of the model."""

    model_picture_edge: int | None = Field(default=None, ge=64, le=8192)
    """Longest edge of pictures sent, in pixels.  Unset: what the provider looks at."""

    prices: Path | None = None
    """TOML file with prices of models, in the form of gui_agent/chat/prices.toml, that go before it."""

    mechanisms: str = ""
    """What the model's planning is made of: names (hierarchy,critique,…), none, or changes of the default
    (+tools,-memory).  Empty: the default."""

    memory: Path | None = None
    """File of what earlier runs taught, for planning with a model.  Unset: gui-agent/memory.sqlite in your
    data folder.  Switched off with the mechanisms memory and shortcuts."""

    memory_meanings: str = ""
    """Served model of embeddings, http://HOST:PORT/v1#NAME, that finds memories by meaning.  Empty: by
    words."""

    approve: str = ""
    """ask, auto, never, or the path of a policy file.  Empty: ask about consequential actions on this
    desktop, auto on a virtual one."""

    max_steps: int = Field(default=200, ge=1, le=100_000)
    """How many steps a task may take."""

    timeout: float = Field(default=1800.0, gt=0, le=86_400)
    """How many seconds a task may take."""

    runs: Path = Path("runs")
    """Folder that receives one folder per run: journal, screenshots, report."""

    screen: str = "1280x800"
    """Size of a virtual desktop, WIDTHxHEIGHT."""

    home: Path | None = None
    """Home folder of programs on a virtual desktop; a fresh one inside the run folder where unset."""

    theme: Literal["dark", "light"] = "dark"
    """Colours of the terminal assistant; NO_COLOR in the environment takes them away."""

    picture: Literal["auto", "cells", "sixel", "kitty", "off"] = "auto"
    """How the terminal assistant draws the screen: half cells, sixels, kitty's graphics, or not at all.
    auto: what the terminal says it has; cells in tmux."""

    plain: bool = False
    """Whether the terminal assistant speaks in plain lines, as for a screen reader: no picture, no tree."""

    hot_key: str = "ctrl+alt+escape"
    """Stops the run from any window."""

    @field_validator("weights", "prices", "memory", "home", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        """Take nothing for what it is: as a path it would be the folder one is in."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("runs", mode="before")
    @classmethod
    def _check_runs(cls, value: object) -> object:
        if isinstance(value, str) and not value.strip():
            raise ValueError("give a folder")
        return value

    @field_validator("grounder")
    @classmethod
    def _check_grounder(cls, value: str) -> str:
        parse_grounder(value)
        return value.strip()

    @field_validator("hot_key")
    @classmethod
    def _check_hot_key(cls, value: str) -> str:
        parse_combination(value)
        return value

    @field_validator("mechanisms")
    @classmethod
    def _check_mechanisms(cls, value: str) -> str:
        try:
            read_mechanisms(value)
        except SettingsError as error:
            raise ValueError(str(error)) from error
        return value

    @field_validator("screen")
    @classmethod
    def _check_screen(cls, value: str) -> str:
        width, _, height = value.lower().partition("x")
        if not (
            width.isdigit() and height.isdigit() and 320 <= int(width) <= 7680 and 240 <= int(height) <= 4320
        ):
            raise ValueError("give WIDTHxHEIGHT between 320x240 and 7680x4320, such as 1280x800")
        return value.lower()

    @property
    def switched_on(self) -> Mechanisms:
        """The mechanisms that are on."""
        return read_mechanisms(self.mechanisms)

    @property
    def screen_size(self) -> tuple[int, int]:
        width, height = self.screen.split("x")
        return int(width), int(height)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings, env_settings, _FileSource(settings_cls))


class _FileSource(PydanticBaseSettingsSource):
    """Reads the TOML file; absent is empty."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        return self().get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        path = settings_path()
        try:
            return tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsError(f"cannot read the settings file {path}: {error}") from error


def settings_path() -> Path:
    """Return where the settings file is looked for: GUI_AGENT_CONFIG, else the user's config folder."""
    if explicit := os.environ.get(f"{ENVIRONMENT_PREFIX}CONFIG"):
        return Path(explicit)
    base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / "gui-agent" / "config.toml"


def load_settings(**flags: object) -> Settings:
    """Return the settings with ``flags`` that are not None on top. Raises `SettingsError`."""
    given: dict[str, Any] = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        from gui_agent.settings_trouble import trouble

        what = trouble(error, Settings, given, settings_path(), ENVIRONMENT_PREFIX)
        raise SettingsError(what) from None  # a key may stand in it


def switched(settings: Settings, with_: Sequence[str], without: Sequence[str]) -> Settings:
    """Return ``settings`` with mechanisms switched on and off by name. Raises `SettingsError`."""
    if not with_ and not without:
        return settings
    chosen = settings.switched_on.with_(*with_).without(*without)
    return settings.model_copy(update={"mechanisms": str(chosen)})
