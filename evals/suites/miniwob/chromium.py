"""A Chromium that fills the screen of a private desktop and listens to its keeper only.

Runs in the page keeper, without site packages: standard library only.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from actions.processes import Child, Family
from evals.suites.miniwob.devtools import DevTools

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_IN, _OUT = 3, 4
"""The descriptors on which Chromium looks for its commands and leaves its answers."""
_ABOVE = 10

_FLAGS = (
    *("--remote-debugging-pipe", "--kiosk", "--lang=en-US", "--window-position=0,0"),
    *("--no-first-run", "--no-default-browser-check", "--password-store=basic", "--disable-gpu"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
    *("--noerrdialogs", "--hide-crash-restore-bubble", "--disable-features=Translate"),
    "--force-color-profile=srgb",
)
_PREFERENCES: Mapping[str, Any] = {
    # Bubbles and red lines that would come from an earlier episode, not from the task.
    "credentials_enable_service": False,
    "profile": {"password_manager_enabled": False},
    "autofill": {"profile_enabled": False, "credit_card_enabled": False},
    "browser": {"enable_spellchecking": False},
    "translate": {"enabled": False},
}


def reserve_descriptors() -> None:
    """Keep the two descriptors that Chromium wants from being used for anything else in this process."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (_IN, _OUT):
        if descriptor != nothing:
            os.dup2(nothing, descriptor)
    if nothing not in (_IN, _OUT):
        os.close(nothing)


class Chromium:
    """A browser with a profile of its own, showing ``address`` over the whole screen.

    ``scale`` is how many screen pixels one CSS pixel takes. Raises `actions.processes.StartFailed`.
    """

    def __init__(
        self,
        family: Family,
        environment: Mapping[str, str],
        address: str,
        scale: float,
        on_event: Callable[[str, Mapping[str, Any]], None],
    ) -> None:
        self._family = family
        self._profile = Path(tempfile.mkdtemp(prefix="gui-agent-browser-"))
        write_preferences(self._profile)
        self._child, to_browser, from_browser = self._start(environment, address, scale)
        self.devtools = DevTools(to_browser, from_browser, on_event)

    @property
    def exit_code(self) -> int | None:
        """The exit code (negative for a signal), or None while it runs."""
        self._family.reap()
        return self._child.code

    def complaint(self) -> str:
        """Return the end of what the browser wrote to its error stream."""
        return self._child.tail()

    def close(self) -> None:
        """End the browser with all of its processes, and remove its profile."""
        self._family.end(())
        self.devtools.close()
        shutil.rmtree(self._profile, ignore_errors=True)

    def _start(self, environment: Mapping[str, str], address: str, scale: float) -> tuple[Child, int, int]:
        commands_end, to_browser = _pipe()
        from_browser, answers_end = _pipe()
        os.dup2(commands_end, _IN)
        os.dup2(answers_end, _OUT)
        os.close(commands_end)
        os.close(answers_end)
        argv = [
            program_in(environment.get("PATH", os.defpath)),
            *_FLAGS,
            *(("--no-sandbox", "--test-type") if os.geteuid() == 0 else ()),
            f"--force-device-scale-factor={scale:g}",
            f"--user-data-dir={self._profile}",
            f"--app={address}",
        ]
        try:
            return self._family.start(argv, environment, hand_over=(_IN, _OUT)), to_browser, from_browser
        finally:
            reserve_descriptors()


def program_in(path: str) -> str:
    """Return the first Chromium on ``path``; the usual name where there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name, path=path))), PROGRAMS[0])


def write_preferences(profile: Path) -> None:
    """Give a fresh profile the settings of somebody who has said no to every offer."""
    (profile / "Default").mkdir(parents=True, exist_ok=True)
    (profile / "Default" / "Preferences").write_text(json.dumps(_PREFERENCES))


def _pipe() -> tuple[int, int]:
    """Return a pipe whose ends lie above the descriptors that Chromium wants."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _ABOVE) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]
