"""The settings file as a person keeps it: where each value comes from, and changes that keep comments."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import tomlkit
from pydantic import SecretStr
from tomlkit.exceptions import TOMLKitError

from gui_agent.errors import SettingsError
from gui_agent.settings import ENVIRONMENT_PREFIX, Settings, load_settings, settings_path

Origin = Literal["default", "file", "environment"]
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A setting as it is in force; a key is never shown."""

    name: str
    value: str
    origin: Origin
    manual: str


def shown_settings() -> tuple[SettingShown, ...]:
    """Return every setting in force, in the order of their manual. Raises `SettingsError`."""
    settings, in_file = load_settings(), set(_document(settings_path()))
    return tuple(
        SettingShown(
            name,
            _as_text(getattr(settings, name)),
            _origin(name, in_file),
            " ".join((field.description or "").split()),
        )
        for name, field in Settings.model_fields.items()
    )


def change_setting(name: str, value: str | None) -> Path:
    """Write ``name`` into the settings file, or take it out where ``value`` is None; return the file.

    What else stands there, comments too, stays. Raises `SettingsError` before anything is written where the
    name is unknown or the value does not fit.
    """
    path = settings_path()
    document = _document(path)
    if name not in document or value is not None:
        _refuse_unknown(name)  # what stands in the file may always be taken out
    if value is None:
        document.pop(name, None)
    else:
        document[name] = _fitting(name, value)
    _write_private(path, tomlkit.dumps(document))
    return path


def _refuse_unknown(name: str) -> None:
    if name not in Settings.model_fields:
        known = ", ".join(Settings.model_fields)
        raise SettingsError(f"there is no setting “{name}”; there are {known}")


def _fitting(name: str, value: str) -> str | int | float | bool:
    """Return ``value`` in the type that the file keeps. Raises `SettingsError` where it does not fit."""
    value = _usable(name, value)
    checked = getattr(load_settings(**{name: _TRUTHS.get(value.lower(), value)}), name)
    match checked:
        case bool() | int() | float():
            return checked
        case _:
            return value


def _usable(name: str, value: str) -> str:
    """Return ``value`` as the file keeps it: the path of a file is good from everywhere.

    Raises `SettingsError` for what could otherwise be told only when it is used.
    """
    if Settings.model_fields[name].annotation in (Path, Path | None) and not value.strip():
        raise SettingsError(f"{name} cannot be an empty path; gui-agent config unset {name} takes it out")
    try:
        match name:
            case "approve" if value not in ("", "ask", "auto", "never"):
                return str(_loaded(_load_policy, value))
            case "prices":
                return str(_loaded(_load_prices, value))
            case "model" if value:
                from gui_agent.chat.opening import parse_model_spec

                parse_model_spec(value)
            case "memory_meanings" if value:
                from gui_agent.memory.embeddings import served_name

                served_name(value)
    except SettingsError as error:
        words = "give ask, auto, never or the path of a policy file; " if name == "approve" else ""
        raise SettingsError(f"{name} cannot be “{value}”: {words}{error}") from error
    return value


def _loaded(load: Callable[[Path], object], value: str) -> Path:
    path = Path(value).expanduser().absolute()
    load(path)
    return path


def _load_policy(path: Path) -> object:
    from gui_agent.policy import load_policy

    return load_policy(path)


def _load_prices(path: Path) -> object:
    from gui_agent.chat.prices import load_prices

    return load_prices(path)


def _origin(name: str, in_file: set[str]) -> Origin:
    known = {variable.upper() for variable in os.environ}
    if f"{ENVIRONMENT_PREFIX}{name}".upper() in known:
        return "environment"
    return "file" if name in in_file else "default"


def _as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case SecretStr():
            return "(set, not shown)"
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _document(path: Path) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(path.read_text("utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(f"cannot read the settings file {path}: {error}") from error


def _write_private(path: Path, text: str) -> None:
    """Replace the file at once; it may hold a key, so nobody else may read it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(unfinished).replace(path)
    except OSError as error:
        raise SettingsError(f"cannot write the settings file {path}: {error}") from error
