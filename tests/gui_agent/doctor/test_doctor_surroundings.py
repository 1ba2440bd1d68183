"""Folders, permissions, programs and fonts: each finding carries its remedy."""

import os
import subprocess
from pathlib import Path

import pytest

import actions.desktop_session
from actions.desktop_settings import PROGRAMS
from gui_agent.doctor.permissions import check_permissions
from gui_agent.doctor.programs import check_fonts, check_programs, font_languages
from gui_agent.doctor.storage import (
    check_disk_space,
    check_run_folder,
    check_settings,
    check_shared_memory,
    nearest_existing,
)

# where runs are recorded


def test_a_run_folder_that_can_be_made_is_fine_and_is_not_made(tmp_path: Path) -> None:
    runs = tmp_path / "deep" / "runs"
    assert check_run_folder(runs).status == "ok"
    assert not runs.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("no folder")
    found = check_run_folder(tmp_path / "runs" / "inside")
    assert found.status == "problem"
    assert "GUI_AGENT_RUNS" in found.remedy


def test_a_read_only_folder_is_a_problem() -> None:
    # Not even root may write here.
    found = check_run_folder(Path("/proc/self/runs"))
    assert found.status == "problem"
    assert "GUI_AGENT_RUNS" in found.remedy


def test_little_room_is_a_problem(tmp_path: Path) -> None:
    assert check_disk_space(tmp_path, free_bytes=499_999_999).status == "problem"
    assert check_disk_space(tmp_path, free_bytes=500_000_000).status == "ok"
    assert check_disk_space(tmp_path / "absent", free_bytes=None).words.endswith(str(tmp_path))


def test_shared_memory_is_tried(tmp_path: Path) -> None:
    assert check_shared_memory(tmp_path).status == "ok"
    found = check_shared_memory(tmp_path / "absent")
    assert found.status == "warning"
    assert "mount -t tmpfs" in found.remedy
    assert check_shared_memory(platform="win32").status == "skipped"


def test_the_nearest_folder_that_exists_is_found(tmp_path: Path) -> None:
    assert nearest_existing(tmp_path / "a" / "b") == tmp_path
    assert nearest_existing(tmp_path) == tmp_path


def test_a_wrong_setting_is_a_problem_that_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    monkeypatch.setenv("GUI_AGENT_CONFIG", str(file))
    assert check_settings().status == "ok"
    file.write_text('screen = "huge"')
    found = check_settings()
    assert found.status == "problem"
    assert "screen" in found.words
    assert str(file) in found.remedy


# permissions


def test_macos_permissions_are_asked_for_and_the_place_to_give_them_is_told() -> None:
    asked = []

    def only_recording(library: str, function: str) -> bool:
        asked.append((Path(library).name, function))
        return function == "CGPreflightScreenCaptureAccess"

    found = check_permissions("darwin", only_recording)
    assert found.status == "problem"
    assert "lacks the permission Accessibility" in found.words
    assert "System Settings > Privacy & Security > Accessibility" in found.remedy
    assert "Recording" not in found.remedy
    assert asked == [
        ("ApplicationServices", "AXIsProcessTrusted"),
        ("CoreGraphics", "CGPreflightScreenCaptureAccess"),
    ]


def test_an_old_macos_that_does_not_know_the_question_is_fine() -> None:
    def unknown(library: str, function: str) -> bool:
        raise AttributeError(function)

    assert check_permissions("darwin", unknown).status == "ok"


def test_linux_and_windows_need_no_permission() -> None:
    assert check_permissions("linux").status == "skipped"
    assert check_permissions("win32").status == "ok"


# programs and fonts


def test_missing_programs_are_named_with_their_packages() -> None:
    found = check_programs(True, lambda program: None if program in ("Xvfb", "xkbcomp") else "/bin/it")
    assert found.status == "problem"
    assert found.remedy == "sudo apt-get install xvfb x11-xkb-utils"
    assert check_programs(False, lambda program: None).status == "warning"
    assert check_programs(True, lambda program: "/bin/it").status == "ok"


def test_everything_the_private_desktop_requires_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With just the doctor's programs on the path, the desktop asks for nothing more."""
    for program in PROGRAMS:
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    actions.desktop_session.require_programs()


def test_fonts_are_judged_by_the_scripts_they_cover() -> None:
    found = check_fonts(lambda: frozenset(("en", "ru", "el", "ja", "ko", "zh-cn", "ar", "he", "hi")))
    assert found.status == "warning"
    assert "no font for Thai, emoji" in found.words
    assert found.remedy == "sudo apt-get install fonts-noto-core fonts-noto-color-emoji"


def test_no_font_at_all_is_a_problem() -> None:
    assert check_fonts(lambda: frozenset()).status == "problem"


def test_without_fontconfig_nothing_is_known_about_fonts() -> None:
    def absent() -> frozenset[str]:
        raise FileNotFoundError(2, "No such file or directory", "fc-list")

    found = check_fonts(absent)
    assert found.status == "warning"
    assert "fontconfig" in found.remedy


def test_the_fonts_of_this_machine_cover_english() -> None:
    if subprocess.run(["which", "fc-list"], capture_output=True).returncode:
        pytest.skip("fc-list is not installed")
    assert "en" in font_languages()


def test_a_folder_nobody_may_write_to_is_a_problem_for_an_ordinary_user(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    assert check_run_folder(tmp_path).status == "problem"
