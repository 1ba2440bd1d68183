"""Packages are imported in a process of their own; clashing ones are named with the way out."""

import re
from pathlib import Path

import pytest

from gui_agent.doctor.own_process import Told
from gui_agent.doctor.packages import (
    broken_modules,
    check_opencv_clash,
    check_packages,
    check_python,
    check_xlib_clash,
    outdated,
    required_modules,
    requirements,
)


def versions(**known: str):
    return lambda name: known.get(name.replace("-", "_"), "")


def test_this_python_will_do() -> None:
    assert check_python().status == "ok"


def test_an_old_python_is_a_problem_with_a_remedy() -> None:
    found = check_python((3, 10, 4))
    assert found.status == "problem"
    assert "3.10.4 is too old" in found.words
    assert "python3.11 -m venv" in found.remedy


def test_every_dependency_of_the_distribution_is_examined() -> None:
    """A new dependency in pyproject.toml must be given its module here."""
    assert set(requirements()) - {"pyautogui"} - _development() == set(required_modules("linux"))
    assert "pyautogui" in required_modules("darwin")
    assert "python-xlib" not in required_modules("win32")


def _development() -> set[str]:
    import importlib.metadata

    lines = importlib.metadata.requires("guiagent-desktop") or []
    names = (re.match(r"[\w.-]+", line) for line in lines if "extra ==" in line)
    return {name[0].lower() for name in names if name}


def test_the_packages_of_this_environment_can_be_imported() -> None:
    found = check_packages()
    assert found.status == "ok", found
    assert "python-xlib" in found.words


def test_a_module_that_is_absent_is_named_with_its_package() -> None:
    found = check_packages({"pillow": "PIL", "some-package": "surely_absent_module"})
    assert found.status == "problem"
    assert "some-package: ModuleNotFoundError" in found.words
    assert "pillow" not in found.words
    assert "pip install --force-reinstall --no-deps some-package" in found.remedy


def test_a_module_that_ends_the_process_is_the_one_to_blame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deadly_module.py").write_text("import os\nos.abort()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = check_packages({"pillow": "PIL", "deadly": "deadly_module", "rich": "rich"})
    assert found.status == "problem"
    assert found.words == "cannot be imported: deadly: it crashed with SIGABRT"


def test_only_the_first_silent_module_is_blamed() -> None:
    told = Told(({"module": "a", "error": ""},), "it crashed with SIGSEGV")
    assert broken_modules({"A": "a", "B": "b", "C": "c"}, told) == {"B": "it crashed with SIGSEGV"}


def test_packages_older_than_the_metadata_asks_for_are_found() -> None:
    has = versions(rich="13.9.4", typer="0.15.0+local", mss="10.1")
    wanted = {"rich": "rich", "typer": "typer", "mss": "mss"}
    assert outdated(wanted, has, {"rich": "14", "typer": "0.15", "mss": "10.1"}) == {"rich": ("13.9.4", "14")}


def test_two_owners_of_xlib_are_a_problem_and_both_commands_are_given() -> None:
    has = versions(python_xlib="0.33", python3_xlib="0.15", pyautogui="0.9.54")
    found = check_xlib_clash(has, "linux")
    assert found.status == "problem"
    assert "uninstall -y python3-xlib pyautogui" in found.remedy
    assert "install --force-reinstall --no-deps python-xlib" in found.remedy


def test_pyautogui_alone_is_a_warning_on_linux_and_nothing_elsewhere() -> None:
    has = versions(python_xlib="0.33", pyautogui="0.9.54")
    assert check_xlib_clash(has, "linux").status == "warning"
    assert check_xlib_clash(has, "darwin").status == "skipped"
    assert check_xlib_clash(versions(python_xlib="0.33"), "linux").status == "ok"


def test_opencv_packages_must_have_one_version() -> None:
    same = versions(opencv_python="5.0", opencv_python_headless="5.0")
    assert check_opencv_clash(same).status == "ok"
    apart = versions(opencv_python="5.0", opencv_python_headless="4.10")
    found = check_opencv_clash(apart)
    assert found.status == "warning"
    assert found.remedy.endswith("opencv-python==5.0 opencv-python-headless==5.0")
    assert check_opencv_clash(versions()).status == "problem"
