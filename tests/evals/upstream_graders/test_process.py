"""Upstream's graders behind their pipes: time limits, crashes, and what is refused."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.bench.private_display import wait_for
from evals.graders import GradingContext
from evals.graders.errors import GraderFailed, GraderMissing, UnknownGrader, UnreadableInput
from evals.graders.state import Absent
from evals.setup import Downloads
from evals.tasks import Getter
from evals.upstream_graders import UpstreamGraders
from evals.upstream_graders.install import installed_python
from tests.evals.folder_machine import FolderMachine
from tests.evals.graders import samples as make

Prepare = Callable[[str, str], UpstreamGraders]


@pytest.fixture
def standing_in(tmp_path: Path) -> Prepare:
    """Make an environment whose ``desktop_env`` holds graders of our own making.

    The process, its pipes and its worker are the real ones.
    """

    def prepare(metrics: str, getters: str = "") -> UpstreamGraders:
        package = tmp_path / "site" / "desktop_env" / "evaluators"
        package.mkdir(parents=True)
        for folder in (package.parent, package):
            (folder / "__init__.py").write_text("", "utf-8")
        (package / "metrics.py").write_text(metrics, "utf-8")
        (package / "getters.py").write_text(getters, "utf-8")
        python = tmp_path / "bin" / "python"
        python.parent.mkdir()
        # -I would hide the folder from the worker; everything else stays as it is.
        python.write_text(
            f'#!/bin/sh\nshift\nPYTHONPATH="{tmp_path / "site"}" exec "{sys.executable}" "$@"\n', "utf-8"
        )
        python.chmod(0o755)
        (tmp_path / "graders.json").write_text(json.dumps({"release": "made"}), "utf-8")
        return UpstreamGraders(tmp_path, seconds=20)

    return prepare


def test_a_metric_judges_files_and_data(standing_in: Prepare, tmp_path: Path) -> None:
    metrics = """
import logging
def same(result, expected, **options):
    print("noise that must not get between the answers")
    logging.getLogger("desktopenv.x").error("compared %s", options)
    return open(result).read() == expected["text"]
def alone(result): return 0.25
def lists(result, expected): return float(result == [None, expected[1]])
"""
    file = make.text(tmp_path, "a.txt", "hello")
    with standing_in(metrics) as graders:
        score = graders.metric("same", file, {"text": "hello"}, {"strict": True})
        assert score.value == 1
        assert "compared {'strict': True}" in score.explanation
        assert graders.metric("alone", file, None, {}).value == 0.25
        assert graders.metric("lists", [Absent("none"), 5], [1, 5], {}).value == 1


def test_what_breaks_is_an_error_and_no_score(standing_in: Prepare, tmp_path: Path) -> None:
    metrics = """
import os, time
def raises(result): raise KeyError("x")
def says_nothing(result): return None
def too_much(result): return 7
def not_a_number(result): return float("nan")
def dies(result): os._exit(3)
def fine(result): return 1
"""
    with standing_in(metrics) as graders:
        for name, reason in (
            ("raises", "KeyError"),
            ("says_nothing", "None, which is no score"),
            ("too_much", "beyond 0 to 1"),
            ("not_a_number", "no score"),
            ("dies", "ended"),
        ):
            with pytest.raises(GraderFailed, match=reason):
                graders.metric(name, "x", None, {})
        assert graders.metric("fine", "x", None, {}).value == 1
        with pytest.raises(UnknownGrader, match="absent"):
            graders.metric("absent", "x", None, {})


def runs(pid: int) -> bool:
    """Say whether a process is there and no mere entry of one that ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_grader_that_takes_too_long_is_ended(standing_in: Prepare, tmp_path: Path) -> None:
    metrics = """
import os, subprocess, time
def sleeps(result):
    child = subprocess.Popen(["sleep", "1000"])
    open(result, "w").write(f"{os.getpid()} {child.pid}")
    time.sleep(1000)
def fine(result): return 1
"""
    pids = tmp_path / "pids"
    pids.write_text("", "utf-8")
    standing_in(metrics)
    with UpstreamGraders(tmp_path, seconds=15) as graders:
        with pytest.raises(GraderFailed, match="longer than 15 s"):
            graders.metric("sleeps", pids, None, {})
        worker, child = map(int, pids.read_text("utf-8").split())
        assert wait_for(lambda: not runs(worker) and not runs(child), 20.0)
        assert graders.metric("fine", "x", None, {}).value == 1


def test_a_package_that_is_missing_is_named_when_it_is_used(standing_in: Prepare) -> None:
    metrics = """
import easyocr
from borb.pdf import PDF
def reads(result): return easyocr.Reader(["en"])
def fine(result): return 1
"""
    with standing_in(metrics) as graders:
        assert graders.metric("fine", "x", None, {}).value == 1
        with pytest.raises(GraderMissing, match=r"easyocr is not installed.*--everything"):
            graders.metric("reads", "x", None, {})


def test_a_getter_asks_back_for_files_of_the_guest(standing_in: Prepare, tmp_path: Path) -> None:
    getters = """
import os
def get_pair(env, config):
    path = os.path.join(env.cache_dir, "kept")
    open(path, "wb").write(env.controller.get_file(config["path"]))
    absent, tree = env.controller.get_file("/no/such"), env.controller.get_accessibility_tree()
    return [path, absent, tree, env.vm_platform]
"""
    for name in ("guest", "cache"):
        (tmp_path / name).mkdir()
    machine = FolderMachine(tmp_path / "guest", tree="<tree/>")
    machine.put(b"content \xff", "/home/user/a")
    context = GradingContext(machine, tmp_path / "cache", Downloads(tmp_path / "d"))
    with standing_in("", getters) as graders:
        kept, absent, tree, platform = graders.getter(Getter("pair", {"path": "/home/user/a"}), context)
    assert kept.read_bytes() == b"content \xff"
    assert (absent, tree, platform) == (None, "<tree/>", "Linux")


def test_damaged_files_never_reach_a_grader_that_would_score_them_0(
    standing_in: Prepare, tmp_path: Path
) -> None:
    with standing_in("def any(*_): return 0") as graders:
        with pytest.raises(UnreadableInput, match="damaged"):
            graders.metric("any", make.text(tmp_path, "a.xlsx", "no archive"), None, {})
        with pytest.raises(UnreadableInput, match="empty"):
            graders.metric("any", make.text(tmp_path, "a.pdf", ""), None, {})
        with pytest.raises(UnreadableInput, match="not there"):
            graders.metric("any", tmp_path / "gone.txt", None, {})


def test_a_grader_that_breaks_over_a_damaged_file_is_not_to_blame(
    standing_in: Prepare, tmp_path: Path
) -> None:
    whole = make.picture(tmp_path, "whole.png")
    half = tmp_path / "half.png"
    half.write_bytes(whole.read_bytes()[:60])
    with standing_in("def breaks(*_): raise ValueError") as graders:
        with pytest.raises(UnreadableInput, match=r"half\.png is damaged") as unreadable:
            graders.metric("breaks", half, whole, {})
        assert unreadable.value.file == half
        with pytest.raises(UnreadableInput) as unreadable:
            graders.metric("breaks", whole, half, {})
        assert unreadable.value.file == half
        with pytest.raises(GraderFailed, match="broke"):
            graders.metric("breaks", whole, whole, {})


def test_programs_of_the_guest_are_not_run_on_this_host(standing_in: Prepare) -> None:
    graders = standing_in("def check_python_file_by_test_suite(*_): return 1")
    with graders, pytest.raises(GraderFailed, match="would run the agent's program"):
        graders.metric("check_python_file_by_test_suite", "x", "y", {})


def test_keys_and_displays_are_not_inherited(standing_in: Prepare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_API_KEY", "secret")
    monkeypatch.setenv("DISPLAY", ":7")
    metrics = """
import os
def clean(result): return float("SOME_API_KEY" not in os.environ and "DISPLAY" not in os.environ)
"""
    assert os.environ["SOME_API_KEY"] == "secret"
    with standing_in(metrics) as graders:
        assert graders.metric("clean", "x", None, {}).value == 1


def test_nothing_installed_names_the_command(tmp_path: Path) -> None:
    assert installed_python(tmp_path) is None
    with pytest.raises(GraderMissing, match="gui-agent eval install-graders"):
        UpstreamGraders(tmp_path).metric("exact_match", "x", {}, {})
