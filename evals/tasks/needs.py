"""What a task needs beyond a machine: files, the network, a login, applications, Windows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evals.tasks.steps import (
    ChromeOpenTabs,
    Download,
    Execute,
    GoogleDrive,
    Launch,
    Login,
    RemoteFile,
    SetupStep,
)
from evals.tasks.task import Getter, Task

_APPLICATIONS: Mapping[str, str] = {
    "calc": "libreoffice_calc",
    "libreoffice calc": "libreoffice_calc",
    "writer": "libreoffice_writer",
    "libreoffice": "libreoffice_writer",
    "browser": "chrome",
    "google-chrome": "chrome",
    "chromium": "chrome",
    "code": "vscode",
    "vs_code": "vscode",
    "ubuntu_media_player": "vlc",
    "pdf": "document_viewer",
    "image": "image_viewer",
    "ubuntu": "os",
    "nautilus": "file_manager",
    "gnome-terminal": "terminal",
}
"""The words of the task files, and of their commands, that mean the same application."""

_STARTED = ("google-chrome", "chromium", "code", "thunderbird", "gimp", "vlc", "nautilus", "gnome-terminal")

_LIVE_GETTERS = (
    "active_tab_html_parse",
    "active_tab_info",
    "gotoRecreationPage_and_get_html_content",
    "info_from_website",
    "number_of_search_results",
    "page_info",
    "pdf_from_url",
)
_FETCHES = re.compile(
    r"\b(apt|apt-get|snap) (-\S+ )*(install|update)\b|\bpip3? install\b|https?://"
    r"|--install-extension|\bgit clone\b"
)


@dataclass(frozen=True, slots=True)
class Needs:
    """``files``: how many are downloaded for setup and grading. ``network``: the guest itself goes online.

    ``login``: an account on somebody's service. ``applications``: by one name each. ``password``: the guest's
    user must have one and be allowed to use sudo.
    """

    files: int
    network: bool
    login: bool
    windows: bool
    password: bool
    applications: tuple[str, ...]

    def short(self) -> str:
        """Return the needs in words, applications left out."""
        parts = [f"{self.files} files" if self.files > 1 else "1 file"] if self.files else []
        for name in ("network", "login", "windows", "password"):
            if getattr(self, name):
                parts.append(name)
        return ", ".join(parts)


def needs_of(task: Task) -> Needs:
    """Read off a task what it needs: from its steps, its getters and the applications it names."""
    steps = (*task.config, *task.evaluator.postconfig)
    getters = list(getters_of(task))
    commands = [_text(step.command) for step in steps if isinstance(step, Launch | Execute)]
    commands += [_text(getter.parameters["command"]) for getter in getters if "command" in getter.parameters]
    return Needs(
        files=len(files_of(task)),
        network=task.proxy or any(map(_is_online, steps)) or any(map(_is_live, getters)),
        login=any(isinstance(step, GoogleDrive | Login) for step in steps)
        or any(getter.type == "googledrive_file" for getter in getters),
        windows="win" in task.snapshot.lower() or any("C:\\" in command for command in commands),
        password=any("{CLIENT_PASSWORD}" in command for command in commands),
        applications=_applications(task, commands),
    )


def files_of(task: Task) -> tuple[RemoteFile, ...]:
    """Return every file that is fetched before the task (with its path in the guest) or for its grading.

    Of files for grading the path is the name in the grader's cache.
    """
    found: list[RemoteFile] = []
    for step in (*task.config, *task.evaluator.postconfig):
        if isinstance(step, Download):
            found.extend(step.files)
    for getter in getters_of(task):
        if getter.type == "cloud_file":
            found.extend(cloud_files(getter))
    return tuple(dict.fromkeys(found))


def cloud_files(getter: Getter) -> Iterator[RemoteFile]:
    """Yield what a ``cloud_file`` getter fetches."""
    paths, names = getter.parameters["path"], getter.parameters["dest"]
    if isinstance(paths, str):
        paths, names = [paths], [names]
    for url, name in zip(paths, names, strict=True):
        yield RemoteFile(url, name)


def getters_of(task: Task) -> Iterator[Getter]:
    """Yield every getter of the task's checks."""
    for check in task.evaluator.checks:
        yield from (getter for getter in (check.result, check.expected) if getter is not None)


def _is_online(step: SetupStep) -> bool:
    match step:
        case ChromeOpenTabs():
            return any(not url.startswith("file:") for url in step.urls_to_open)
        case GoogleDrive() | Login():
            return True
        case Execute() | Launch():
            return _FETCHES.search(_text(step.command)) is not None
        case _:
            return False


def _is_live(getter: Getter) -> bool:
    return getter.type in _LIVE_GETTERS or getter.parameters.get("goto_prefix", "").startswith("http")


def _applications(task: Task, commands: list[str]) -> tuple[str, ...]:
    named = {name.lower() for name in task.related_apps}
    started = {name for name in _STARTED for command in commands if re.search(rf"(^|[ /]){name}\b", command)}
    return tuple(sorted({_APPLICATIONS.get(name, name) for name in named | started}))


def _text(command: str | list[str] | tuple[str, ...]) -> str:
    return command if isinstance(command, str) else " ".join(command)
