"""The suite of a hundred tests, its twenty defects, and how what came of them is counted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evals.bench.qa import run, summarise
from evals.bench.qa_defects import DEFECTS, plant
from evals.bench.qa_tests import SUITE, Build, Played, names_of_tests
from gui_agent.qa.steps.playing import refuse_unless_understood
from gui_agent.qa.steps.reading import find_step_files, read_step_file
from gui_agent.qa.steps.result import Verdict
from tests.widgets.harness import SYSTEM_PYTHON, require

HUNTER, STEP = DEFECTS[0].test, DEFECTS[0].steps[0]
OTHER = "stock.steps.md::Things are counted"


def played(test: str, verdict: Verdict, build: Build = "planted", step: str = "", round_: int = 1) -> Played:
    return Played(test, round_, build, verdict, step, "why", 2.0)


def test_there_are_a_hundred_tests_and_twenty_defects_each_with_its_own_test() -> None:
    names = names_of_tests()
    assert len(set(names)) == len(names) == 100
    assert len({defect.test for defect in DEFECTS}) == len(DEFECTS) == 20
    assert {defect.test for defect in DEFECTS} <= set(names)


def test_every_step_is_understood() -> None:
    for path in find_step_files([SUITE]):
        for case in read_step_file(path):
            refuse_unless_understood(case)


def test_every_defect_changes_one_place_of_its_program(tmp_path: Path) -> None:
    for defect in DEFECTS:
        programs = tmp_path / defect.name
        shutil.copytree(SUITE / "apps", programs, ignore=shutil.ignore_patterns("__pycache__"))
        plant([defect], programs)
        changed = [
            f.name for f in programs.iterdir() if f.read_bytes() != (SUITE / "apps" / f.name).read_bytes()
        ]
        assert changed == [defect.program]
        with pytest.raises(ValueError, match="not exactly once"):
            plant([defect], programs)


def test_a_defect_is_found_by_the_step_that_shows_it() -> None:
    found = summarise([HUNTER, OTHER], [played(HUNTER, "failed", step=STEP), played(OTHER, "passed")])
    assert found.holds
    assert found.figures["defects_found"].value == 1


@pytest.mark.parametrize(
    ("one", "missed"),
    [
        (played(HUNTER, "passed"), "defects_found"),
        (played(HUNTER, "flaky", step=STEP), "defects_found"),
        (played(HUNTER, "failed", step="Click Add"), "failed_for_another_reason"),
        (played(HUNTER, "broken"), "failed_for_another_reason"),
    ],
)
def test_any_other_end_of_its_test_is_none(one: Played, missed: str) -> None:
    result = summarise([HUNTER, OTHER], [one, played(OTHER, "passed")])
    assert not result.holds
    assert not result.bounds[missed].holds_for(result.figures[missed].value)


@pytest.mark.parametrize(
    "alarm", [played(OTHER, "failed"), played(OTHER, "broken"), played(HUNTER, "failed", "sound", STEP)]
)
def test_a_failure_without_a_defect_is_a_false_alarm(alarm: Played) -> None:
    result = summarise([HUNTER, OTHER], [played(HUNTER, "failed", step=STEP), alarm])
    assert not result.holds
    assert result.figures["false_alarms"].value == 1


def test_flaky_tests_are_told_and_the_worst_round_counts() -> None:
    rounds = [played(HUNTER, "failed", step=STEP), played(HUNTER, "passed", round_=2)]
    result = summarise([HUNTER, OTHER], [*rounds, played(OTHER, "flaky")])
    assert result.figures["flaky"].value == 1
    assert result.figures["defects_found"].value == 0
    assert any(line.startswith("flaky") for line in result.details)


@pytest.mark.app
@pytest.mark.slow
def test_a_planted_defect_is_found_and_what_was_played_is_not_played_again(tmp_path: Path) -> None:
    require("chromium", "mousepad", "galculator", "thunar", "localc", "xterm", SYSTEM_PYTHON)
    only = "test_the_cheapest_comes_first"
    result = run(only=only, repeats=1, keep=tmp_path / "kept")
    assert result.holds, result.details
    assert result.figures["defects_found"].value == 1
    lines = (tmp_path / "kept" / "results.jsonl").read_text()
    assert lines.count("\n") == 2
    again = run(only=only, repeats=1, keep=tmp_path / "kept")
    assert again.figures == result.figures
    assert (tmp_path / "kept" / "results.jsonl").read_text() == lines
