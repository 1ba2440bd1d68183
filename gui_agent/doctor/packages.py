"""Is the Python here right, are the packages there, and do any overwrite each other?"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Callable, Mapping, Sequence

from gui_agent.doctor.finding import Finding
from gui_agent.doctor.own_process import Told, run_probe

OLDEST_PYTHON = (3, 11)
DISTRIBUTION = "guiagent-desktop"
IMPORT_SECONDS = 40.0

_MODULES = {
    "jinja2": "jinja2",
    "mss": "mss",
    "numpy": "numpy",
    "onnxruntime": "onnxruntime",
    "opencv-python": "cv2",
    "pillow": "PIL",
    "pydantic": "pydantic",
    "pydantic-settings": "pydantic_settings",
    "pynput": "pynput",
    "pyyaml": "yaml",
    "rapidfuzz": "rapidfuzz",
    "rapidocr": "rapidocr",
    "rich": "rich",
    "textual": "textual",
    "tomlkit": "tomlkit",
    "typer": "typer",
}
_OWNERS_OF_CV2 = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)

VersionOf = Callable[[str], str]
"""Version of an installed distribution, empty where it is not installed."""


def required_modules(platform: str = sys.platform) -> dict[str, str]:
    """Return the required distributions with the module each is imported by."""
    linux = platform.startswith("linux")
    return {**_MODULES, **({"python-xlib": "Xlib"} if linux else {"pyautogui": "pyautogui"})}


def installed_version(distribution: str) -> str:
    """Return the version of an installed distribution; empty where it is absent."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Check the interpreter's version."""
    shown = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        oldest = ".".join(map(str, OLDEST_PYTHON))
        return Finding(
            "python",
            "problem",
            f"Python {shown} is too old; {oldest} or newer is needed",
            f"install Python {oldest} and make a new virtual environment: python{oldest} -m venv .venv",
        )
    return Finding("python", "ok", f"Python {shown}, {sys.executable}")


def check_packages(
    modules: Mapping[str, str] | None = None,
    version_of: VersionOf = installed_version,
    seconds: float = IMPORT_SECONDS,
) -> Finding:
    """Import every required package, in a process of its own."""
    wanted = required_modules() if modules is None else modules
    # pynput refuses to be imported without a display unless it is given this backend.
    variables = {"PYNPUT_BACKEND": "dummy"}
    told = run_probe("probe_imports.py", *wanted.values(), seconds=seconds, variables=variables)
    broken = broken_modules(wanted, told)
    old = outdated(wanted, version_of, requirements())
    if broken:
        listed = "; ".join(f"{name}: {why}" for name, why in broken.items())
        return Finding("packages", "problem", f"cannot be imported: {listed}", _reinstall(sorted(broken)))
    if old:
        listed = ", ".join(f"{name} {has} (needs {needs})" for name, (has, needs) in old.items())
        return Finding("packages", "problem", f"too old: {listed}", _upgrade(old))
    listed = ", ".join(f"{name} {version_of(name) or '?'}" for name in sorted(wanted))
    return Finding("packages", "ok", f"all {len(wanted)} can be imported: {listed}")


def broken_modules(wanted: Mapping[str, str], told: Told) -> dict[str, str]:
    """Return the distributions whose module could not be imported, and why.

    A module that took the probe down with it is the first that reported nothing.
    """
    outcome = {str(message.get("module")): str(message.get("error", "")) for message in told.messages}
    broken = {}
    blamed = False
    for distribution, module in wanted.items():
        if module in outcome:
            if outcome[module]:
                broken[distribution] = outcome[module]
        elif not blamed:
            blamed = True
            broken[distribution] = told.trouble or "nothing is known about it"
    return broken


def requirements(distribution: str = DISTRIBUTION) -> dict[str, str]:
    """Return the oldest versions the agent's own metadata asks for; empty where it is not installed."""
    try:
        lines = importlib.metadata.requires(distribution) or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    found = (re.match(r"([\w.-]+)[^;]*?>=\s*([0-9][0-9.]*)", line) for line in lines)
    return {match[1].lower(): match[2] for match in found if match}


def outdated(
    wanted: Mapping[str, str], version_of: VersionOf, oldest: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return the installed distributions older than needed: name to (installed, needed)."""
    pairs = {name: (version_of(name), oldest[name]) for name in wanted if name in oldest}
    return {name: (has, needs) for name, (has, needs) in pairs.items() if has and _key(has) < _key(needs)}


def check_xlib_clash(version_of: VersionOf = installed_version, platform: str = sys.platform) -> Finding:
    """Look for two distributions that both own the module Xlib, and for what brings the second one."""
    name = "xlib packages"
    if not platform.startswith("linux"):
        return Finding(name, "skipped", "X11 is not used on this system")
    if version_of("python3-xlib"):
        guests = ["python3-xlib", *(["pyautogui"] if version_of("pyautogui") else [])]
        return Finding(
            name,
            "problem",
            f"{' and '.join(guests)} {'is' if len(guests) == 1 else 'are'} installed: python3-xlib "
            "overwrites files of python-xlib, which the agent needs",
            f"{_pip()} uninstall -y {' '.join(guests)} && {_reinstall(['python-xlib'])}",
        )
    if version_of("pyautogui"):
        return Finding(
            name,
            "warning",
            "pyautogui is installed; on Linux the agent does not use it, and its dependency python3-xlib "
            "would overwrite python-xlib",
            f"{_pip()} uninstall -y pyautogui",
        )
    return Finding(name, "ok", f"only python-xlib {version_of('python-xlib')} owns Xlib")


def check_opencv_clash(version_of: VersionOf = installed_version) -> Finding:
    """Look for distributions of different versions that all own the module cv2."""
    name = "opencv packages"
    owners = {owner: version for owner in _OWNERS_OF_CV2 if (version := version_of(owner))}
    listed = ", ".join(f"{owner} {version}" for owner, version in owners.items())
    if not owners:
        return Finding(name, "problem", "OpenCV is not installed", f"{_pip()} install opencv-python")
    if len(set(owners.values())) == 1:
        return Finding(name, "ok", f"cv2 is owned by {listed}")
    version = owners.get("opencv-python") or next(iter(owners.values()))
    pins = " ".join(f"{owner}=={version}" for owner in owners)
    return Finding(
        name,
        "warning",
        f"several packages of different versions own cv2 and overwrite each other: {listed}",
        f"{_pip()} install --force-reinstall --no-deps {pins}",
    )


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0]))


def _reinstall(distributions: Sequence[str]) -> str:
    return f"{_pip()} install --force-reinstall --no-deps {' '.join(distributions)}"


def _upgrade(old: Mapping[str, tuple[str, str]]) -> str:
    pins = " ".join(f"'{name}>={needs}'" for name, (_, needs) in old.items())
    return f"{_pip()} install --upgrade {pins}"


def _pip() -> str:
    return f"{sys.executable} -m pip"
