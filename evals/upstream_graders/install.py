"""Installing OSWorld's graders away from our own packages, with which their pins would clash."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

RELEASE = "1.0.2"
_SECONDS = 3600.0
_MARK = "graders.json"

WHEELS = (
    "requests",
    "pillow",
    "numpy",
    "pandas<3",
    "opencv-python-headless",
    "lxml",
    "cssselect",
    "xmltodict",
    "openpyxl",
    "python-docx",
    "python-pptx",
    "pypdf",
    "PyPDF2",
    "rapidfuzz",
    "ImageHash",
    "scikit-image",
    "scipy",
    "pymupdf",
    "chardet",
    "formulas",
    "beautifulsoup4",
    "PyYAML",
    "mutagen",
    "pdfplumber",
    "tldextract",
    "pytz",
    "python-dateutil",
    "playwright",
)
"""What nearly all graders import; all of them come as wheels."""

LARGE = ("librosa", "easyocr")
"""What compares sound and reads pictures; easyocr brings torch."""

SOURCES = ("odfpy", "defusedxml", "fastdtw", "pyacoustid", "pydrive")
"""Small packages that are published as source only, installed without what they ask for."""

GUEST_PACKAGES = ("pygame",)
"""What programs under test import: for the Python of the images, put into the sandbox they are tested in."""

_GUEST_PYTHON = "3.11"

PYTHON_VARIABLE = "GUI_AGENT_GRADERS"
"""Names the folder of the environment, where it is not the default one."""


class InstallFailed(Exception):
    """The graders could not be installed; the message says why."""


def default_folder() -> Path:
    """Return where the environment lies unless somebody says otherwise."""
    chosen = os.environ.get(PYTHON_VARIABLE)
    if chosen:
        return Path(chosen)
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "gui-agent" / "graders"


def installed_python(folder: Path | None = None) -> Path | None:
    """Return the interpreter of an installed environment, None where there is none (or half a one)."""
    where = folder or default_folder()
    python = where / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    return python if (where / _MARK).exists() and python.exists() else None


def guest_packages(folder: Path | None = None) -> Path | None:
    """Return the folder of packages for programs under test, None where they are not installed."""
    where = (folder or default_folder()) / "guest-packages"
    return where if where.is_dir() and any(where.iterdir()) else None


def install(
    folder: Path | None = None, *, everything: bool = False, say: Callable[[str], None] = lambda _: None
) -> Path:
    """Make the environment and install into it; a second run adds what is missing. Raises `InstallFailed`."""
    where = folder or default_folder()
    if not (where / "pyvenv.cfg").exists():
        say(f"Creating an environment in {where}")
        _run([sys.executable, "-m", "venv", "--without-pip", str(where)])
    python = str(where / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    say("Installing what the graders import (about 700 MB)")
    _pip(python, ["--only-binary", ":all:", *WHEELS])
    say(f"Installing desktop-env {RELEASE} without what it asks for")
    _pip(python, ["--no-deps", f"desktop-env=={RELEASE}"])
    absent = [name for name in SOURCES if not _pip_tries(python, ["--no-deps", name])]
    absent += [name for name in GUEST_PACKAGES if not _for_guests(where / "guest-packages", name)]
    if everything:
        say("Installing what compares sound and reads pictures")
        _pip(python, list(LARGE))
    if absent:
        say(f"Not to be had here: {', '.join(absent)}; graders that need them will say so")
    mark = {"release": RELEASE, "everything": everything, "absent": absent}
    (where / _MARK).write_text(json.dumps(mark), "utf-8")
    return where


def _pip(python: str, arguments: Sequence[str]) -> None:
    _run([sys.executable, "-m", "pip", "--python", python, "install", "-q", "--retries", "3", *arguments])


def _for_guests(place: Path, name: str) -> bool:
    """Put a package for the images' Python, whatever the one here, into a folder of its own."""
    wheels = ["--only-binary", ":all:", "--python-version", _GUEST_PYTHON, "--no-deps", "--upgrade"]
    system = ["--platform", f"manylinux2014_{platform.machine()}", "--target", str(place)]
    try:
        _run([sys.executable, "-m", "pip", "install", "-q", "--retries", "3", *wheels, *system, name])
    except InstallFailed:
        return False
    return True


def _pip_tries(python: str, arguments: Sequence[str]) -> bool:
    try:
        _pip(python, arguments)
    except InstallFailed:
        return False
    return True


def _run(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallFailed(f"{' '.join(command[:4])} failed: {error}") from error
    if done.returncode != 0:
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise InstallFailed(f"{' '.join(command[:4])} failed with {done.returncode}:\n{last}")
