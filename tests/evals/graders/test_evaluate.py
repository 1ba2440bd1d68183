"""How the checks of a task become one score, and what is no score at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.graders import GradingContext, Score, Verdict, evaluate
from evals.graders.errors import (
    GoldUnavailable,
    GraderFailed,
    GraderMissing,
    StateUnavailable,
    UnknownGrader,
    UnreadableInput,
    WrongRules,
)
from evals.graders.evaluate import judge
from evals.setup import Downloads
from evals.tasks import parse_task
from tests.evals.folder_machine import FolderMachine


@pytest.fixture
def context(tmp_path: Path) -> GradingContext:
    for name in ("guest", "cache"):
        (tmp_path / name).mkdir()
    downloads = Downloads(tmp_path / "downloads", offline=True)
    return GradingContext(FolderMachine(tmp_path / "guest"), tmp_path / "cache", downloads)


def file_getter(name: str) -> dict[str, Any]:
    return {"type": "vm_file", "path": f"/home/user/{name}", "dest": name}


def rule(**rules: Any) -> dict[str, Any]:
    return {"type": "rule", "rules": rules}


def judged(evaluator: dict[str, Any], context: GradingContext, *, infeasible: bool = False) -> Verdict:
    task = parse_task({"id": "t", "instruction": "i", "evaluator": evaluator})
    return evaluate(task.evaluator, context, declared_infeasible=infeasible)


def contains(name: str, *words: str) -> dict[str, Any]:
    return {"func": "file_contains", "result": file_getter(name), "expected": rule(expected=list(words))}


def several(conj: str, *wanted: tuple[str, str]) -> dict[str, Any]:
    return {
        "func": ["file_contains"] * len(wanted),
        "conj": conj,
        "result": [file_getter(name) for name, _ in wanted],
        "expected": [rule(expected=[word]) for _, word in wanted],
    }


def test_a_file_of_the_guest_is_judged_with_an_explanation(context: GradingContext) -> None:
    context.machine.put(b"hello world", "/home/user/a.txt")
    assert judged(contains("a.txt", "hello"), context).score.value == 1
    verdict = judged(contains("a.txt", "hello", "moon"), context)
    assert verdict.score == Score(0, "file_contains: lacking ['moon']")


def test_a_file_that_was_never_saved_scores_nothing(context: GradingContext) -> None:
    verdict = judged(contains("a.txt", "hello"), context)
    assert verdict.score == Score(0, "file_contains: the guest has no file /home/user/a.txt")


@pytest.mark.parametrize(
    ("metric", "name", "expected"),
    [
        ("compare_table", "a.xlsx", None),
        ("compare_docx_files", "a.docx", "a.docx"),
        ("compare_pptx_files", "a.pptx", "a.pptx"),
        ("check_json_settings", "a.json", {"expected": {"a": 1}}),
        ("check_image_size", "a.png", {"width": 1}),
        ("check_pdf_pages", "a.pdf", {"relation": "eq", "ref_value": 1}),
        ("compare_archive", "a.zip", "a.zip"),
        ("run_sqlite3", "a.db", {"sql": "select count(*) from sqlite_master"}),
        ("check_presenter_console_disable", "a.xcu", None),
    ],
)
def test_a_metric_says_of_a_damaged_file_that_it_cannot_be_read(
    context: GradingContext, metric: str, name: str, expected: Any
) -> None:
    for package in ("docx", "pptx", "openpyxl", "pypdf"):
        pytest.importorskip(package, reason="needs the extra evals")
    damaged = context.cache / name
    damaged.write_bytes(b"\x00\xffnothing of the kind")
    options = {"rules": [{"type": "sheet_name"}]} if metric == "compare_table" else {}
    other = damaged if isinstance(expected, str) else expected
    with pytest.raises(UnreadableInput, match=name):
        judge(metric, damaged, other, options)


def test_and_stops_at_the_first_zero_and_or_at_the_first_full_score(context: GradingContext) -> None:
    context.machine.put(b"one", "/home/user/a.txt")
    assert judged(several("and", ("a.txt", "one"), ("a.txt", "one")), context).score.value == 1
    failed = judged(several("and", ("a.txt", "two"), ("a.txt", "one")), context)
    assert (failed.score.value, len(failed.checks)) == (0, 1)
    found = judged(several("or", ("a.txt", "two"), ("a.txt", "one"), ("b.txt", "x")), context)
    assert (found.score.value, len(found.checks)) == (1, 2)
    assert judged(several("or", ("b.txt", "x"), ("a.txt", "two")), context).score.value == 0


def test_a_conjunction_of_parts_is_their_mean(context: GradingContext) -> None:
    context.machine.put(b"a\nb\n", "/home/user/a.txt")
    context.machine.put(b"a\nc\n", "/home/user/b.txt")
    evaluator = {
        "func": ["diff_text_file", "file_contains"],
        "result": [file_getter("a.txt"), file_getter("a.txt")],
        "expected": [file_getter("b.txt"), rule(expected=["a"])],
    }
    assert judged(evaluator, context).score.value == pytest.approx(0.75)


def test_an_infeasible_task_is_solved_by_saying_so(context: GradingContext) -> None:
    assert judged({"func": "infeasible"}, context, infeasible=True).score.value == 1
    assert judged({"func": "infeasible"}, context).score.value == 0
    context.machine.put(b"hello", "/home/user/a.txt")
    assert judged(contains("a.txt", "hello"), context, infeasible=True).score.value == 0


def test_a_gold_file_that_cannot_be_had_is_an_error(context: GradingContext) -> None:
    context.machine.put(b"hello", "/home/user/a.txt")
    gold = {"type": "cloud_file", "path": "https://example.org/gold.txt", "dest": "gold.txt"}
    evaluator = {"func": "compare_text_file", "result": file_getter("a.txt"), "expected": gold}
    with pytest.raises(GoldUnavailable, match=r"example\.org/gold\.txt"):
        judged(evaluator, context)
    context.downloads.keep("https://example.org/gold.txt", b"hello")
    assert judged(evaluator, context).score.value == 1


def test_a_command_of_the_guest_is_run_with_the_systems_programs(context: GradingContext) -> None:
    """A program of the same name in a folder of the guest's user does not stand before the system's."""
    machine = context.machine
    machine.put(b"secret", "/home/user/a.txt")
    machine.put(b"#!/bin/sh\necho hello\n", "/home/user/bin/cat")
    assert isinstance(machine, FolderMachine)
    (machine.folder / "bin" / "cat").chmod(0o755)
    evaluator = {
        "func": "exact_match",
        "result": {"type": "vm_command_line", "command": ["cat", "/home/user/a.txt"]},
        "expected": rule(expected="hello"),
    }
    assert judged(evaluator, context).score.value == 0
    evaluator["expected"] = rule(expected="secret")
    assert judged(evaluator, context).score.value == 1


def test_names_that_lead_out_of_the_cache_are_refused(context: GradingContext) -> None:
    context.machine.put(b"hello", "/home/user/a.txt")
    evaluator = contains("a.txt", "hello")
    evaluator["result"]["dest"] = "../out.txt"
    with pytest.raises(StateUnavailable, match="no name inside the cache"):
        judged(evaluator, context)


def test_a_task_that_misuses_a_metric_is_an_error(context: GradingContext) -> None:
    evaluator = {
        "func": "check_json",
        "result": file_getter("a.json"),
        "expected": rule(expect=[{"key": ["a"]}]),
    }
    context.machine.put(json.dumps({"a": 1}).encode(), "/home/user/a.json")
    with pytest.raises(WrongRules, match="the rules lack “method”"):
        judged(evaluator, context)


def test_a_state_that_no_metric_foresees_is_an_error() -> None:
    with pytest.raises(GraderFailed, match="is_in_list broke: TypeError"):
        judge("is_in_list", None, {"expected": "a"}, {})


def test_graders_that_only_upstream_has_name_the_command() -> None:
    with pytest.raises(GraderMissing, match="gui-agent eval install-graders"):
        judge("compare_audios", Path("a"), Path("b"), {})
    with pytest.raises(UnknownGrader):
        judge("compare_nothing", Path("a"), Path("b"), {})


def test_a_score_lies_between_0_and_1() -> None:
    assert Score(1 + 1e-12, "").value == 1
    with pytest.raises(ValueError, match="between 0 and 1"):
        Score(1.5, "")
