"""The setup steps of a task (``config`` and ``postconfig``): a closed union, one class per ``type``.

Source: the 369 task files of OSWorld and the options its setup accepts. On the wire a step is
``{"type": ..., "parameters": {...}}``; here the parameters are the fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic.dataclasses import dataclass

CLOSED = ConfigDict(extra="forbid", strict=True)
"""Unknown fields and silent conversions are errors: a misspelt option would otherwise be ignored."""


def _spelt_out(value: object) -> object:
    """Read OSWorld's ``"true"`` (five task files have it) as the flag it stands for."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


Flag: TypeAlias = Annotated[bool, BeforeValidator(_spelt_out)]
Command: TypeAlias = str | tuple[str, ...]
Text: TypeAlias = Annotated[str, Field(min_length=1)]
Seconds: TypeAlias = Annotated[float, Field(ge=0, le=3600)]


@dataclass(frozen=True, slots=True, config=CLOSED)
class RemoteFile:
    """A file that a task needs: where it is to be had, and its path in the guest."""

    url: Text
    path: Text


@dataclass(frozen=True, slots=True, config=CLOSED)
class LocalFile:
    """A file beside the task file (``local_path`` is relative to it) and its path in the guest."""

    local_path: Text
    path: Text


@dataclass(frozen=True, slots=True, config=CLOSED)
class Download:
    """Put files from the network into the guest."""

    files: tuple[RemoteFile, ...]


@dataclass(frozen=True, slots=True, config=CLOSED)
class UploadFile:
    """Put files that lie beside the task file into the guest."""

    files: tuple[LocalFile, ...]


@dataclass(frozen=True, slots=True, config=CLOSED)
class WriteFile:
    """Put a file with this content into the guest: a text, or bytes in Base64. This project's own step."""

    path: Text
    text: str = ""
    base64: str = ""


@dataclass(frozen=True, slots=True, config=CLOSED)
class Launch:
    """Start a program and leave it running; a text is split at spaces unless ``shell`` is set."""

    command: Command
    shell: Flag = False


@dataclass(frozen=True, slots=True, config=CLOSED)
class Until:
    """Repeat the command until its result is this."""

    returncode: int | None = None
    stdout: str | None = None
    stderr: str | None = None


@dataclass(frozen=True, slots=True, config=CLOSED)
class Execute:
    """Run a command in the guest and wait; ``stdout`` and ``stderr`` name cache files for its output."""

    command: Command
    shell: Flag = False
    stdout: str = ""
    stderr: str = ""
    until: Until | None = None


@dataclass(frozen=True, slots=True, config=CLOSED)
class Open:
    """Open a file with its default program and wait until its window is there."""

    path: Text


@dataclass(frozen=True, slots=True, config=CLOSED)
class ActivateWindow:
    """Bring a window to the front; ``strict`` means the whole title, ``by_class`` its class instead."""

    window_name: Text
    strict: Flag = False
    by_class: Flag = False


@dataclass(frozen=True, slots=True, config=CLOSED)
class CloseWindow:
    """Close a window, found as by `ActivateWindow`."""

    window_name: Text
    strict: Flag = False
    by_class: Flag = False


@dataclass(frozen=True, slots=True, config=CLOSED)
class Sleep:
    """Wait so many seconds."""

    seconds: Seconds


@dataclass(frozen=True, slots=True, config=CLOSED)
class ChromeOpenTabs:
    """Open pages in the browser that is already running with its debugging port."""

    urls_to_open: tuple[Text, ...]


@dataclass(frozen=True, slots=True, config=CLOSED)
class ChromeCloseTabs:
    """Close the tabs that show these pages."""

    urls_to_close: tuple[Text, ...]


@dataclass(frozen=True, slots=True, config=CLOSED)
class Visit:
    """One entry of the browsing history; the time lies so many seconds before now."""

    url: Text
    title: str
    visit_time_from_now_in_seconds: float


@dataclass(frozen=True, slots=True, config=CLOSED)
class UpdateBrowseHistory:
    """Write entries into the browser's history, which must not be running."""

    history: tuple[Visit, ...]


@dataclass(frozen=True, slots=True, config=CLOSED)
class GoogleDrive:
    """Change the files of a Google Drive account; ``operation`` and ``args`` go in pairs."""

    settings_file: Text
    operation: tuple[str, ...]
    args: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, config=CLOSED)
class Login:
    """Log in to a web account with the credentials of ``settings_file``."""

    settings_file: Text
    platform: Text


SetupStep: TypeAlias = (
    Download
    | UploadFile
    | WriteFile
    | Launch
    | Execute
    | Open
    | ActivateWindow
    | CloseWindow
    | Sleep
    | ChromeOpenTabs
    | ChromeCloseTabs
    | UpdateBrowseHistory
    | GoogleDrive
    | Login
)

STEP_TYPES: Mapping[str, type[SetupStep]] = {
    "download": Download,
    "upload_file": UploadFile,
    "write_file": WriteFile,
    "launch": Launch,
    "execute": Execute,
    "command": Execute,
    "open": Open,
    "activate_window": ActivateWindow,
    "close_window": CloseWindow,
    "sleep": Sleep,
    "chrome_open_tabs": ChromeOpenTabs,
    "chrome_close_tabs": ChromeCloseTabs,
    "update_browse_history": UpdateBrowseHistory,
    "googledrive": GoogleDrive,
    "login": Login,
}
"""What each ``type`` on the wire stands for; ``command`` is an older word for ``execute``."""
