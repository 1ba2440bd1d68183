"""What cannot be read: the agent's work where a file of the guest is there, an error everywhere else."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.graders import GradingContext
from evals.graders.errors import GraderFailed, UnreadableInput
from evals.graders.evaluate import judge, run_check
from evals.graders.metrics.python_suites import fresh_sandbox
from evals.graders.registry import serves_metric
from evals.graders.score import Score
from evals.graders.state import Absent
from evals.machines.errors import GuestFileError, GuestFileUnfit, ImageError, MachineFailed, MachineLost
from evals.machines.sandbox.machine import Sandbox
from evals.setup import Downloads
from evals.tasks import parse_task
from evals.tasks.task import Check
from tests.evals.folder_machine import FolderMachine
from tests.evals.graders import samples as make
from tests.evals.graders.cases import Case, all_cases

GARBAGE = b"\x00\xffnothing of the kind"
DOCX = "/home/user/a.docx"


@pytest.fixture(autouse=True)
def packages() -> None:
    for package in ("docx", "pptx", "openpyxl", "pypdf", "lxml", "yaml"):
        pytest.importorskip(package, reason="needs the extra evals")


@pytest.fixture
def context(tmp_path: Path) -> GradingContext:
    for name in ("guest", "cache"):
        (tmp_path / name).mkdir()
    downloads = Downloads(tmp_path / "downloads", offline=True)
    return GradingContext(
        FolderMachine(tmp_path / "guest"), tmp_path / "cache", downloads, second_look_after=0.0
    )


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    try:
        sandbox = fresh_sandbox()
        sandbox.start()
    except ImageError as error:
        pytest.skip(str(error))
    except MachineFailed as error:
        if "namespaces" not in str(error):
            raise
        pytest.skip(str(error))
    with sandbox:
        yield sandbox


def check_of(**evaluator: Any) -> Check:
    task = parse_task({"id": "t", "instruction": "i", "evaluator": evaluator})
    return task.evaluator.checks[0]


def compare_docx() -> Check:
    gold = {"type": "cloud_file", "path": "https://example.org/gold.docx", "dest": "gold.docx"}
    result = {"type": "vm_file", "path": DOCX, "dest": "a.docx"}
    return check_of(func="compare_docx_files", result=result, expected=gold)


def test_garbage_that_the_agent_left_scores_nothing_and_says_why(
    context: GradingContext, tmp_path: Path
) -> None:
    gold = make.document(tmp_path, "gold.docx", ["one"])
    context.downloads.keep("https://example.org/gold.docx", gold.read_bytes())
    context.machine.put(gold, DOCX)
    assert run_check(compare_docx(), context).value == 1
    context.machine.put(GARBAGE, DOCX)
    score = run_check(compare_docx(), context)
    assert score.value == 0
    assert score.explanation.startswith("a.docx cannot be read as a docx document")


def test_a_wanted_file_that_is_garbage_is_an_error(context: GradingContext, tmp_path: Path) -> None:
    context.downloads.keep("https://example.org/gold.docx", GARBAGE)
    context.machine.put(make.document(tmp_path, "a.docx", ["one"]), DOCX)
    with pytest.raises(UnreadableInput, match=r"gold\.docx"):
        run_check(compare_docx(), context)


def test_a_wanted_file_under_the_results_name_is_not_taken_for_the_agents(
    context: GradingContext, tmp_path: Path
) -> None:
    context.downloads.keep("https://example.org/gold.docx", GARBAGE)
    context.machine.put(make.document(tmp_path, "a.docx", ["one"]), DOCX)
    check = compare_docx()
    assert check.expected is not None
    expected = replace(check.expected, parameters={**check.expected.parameters, "dest": "a.docx"})
    with pytest.raises(UnreadableInput, match=r"a\.docx"):
        run_check(replace(check, expected=expected), context)


class HalfWritten(FolderMachine):
    """A guest whose program has written half a file when it is first looked at."""

    def __init__(self, folder: Path, half: bytes) -> None:
        super().__init__(folder)
        self.looks = 0
        self._half = half

    def get(self, path: str) -> bytes:
        self.looks += 1
        return self._half if self.looks == 1 else super().get(path)


def test_a_file_that_is_just_being_written_is_looked_at_again(
    context: GradingContext, tmp_path: Path
) -> None:
    gold = make.document(tmp_path, "gold.docx", ["one"])
    context.downloads.keep("https://example.org/gold.docx", gold.read_bytes())
    machine = HalfWritten(tmp_path / "guest", gold.read_bytes()[:300])
    machine.put(gold, DOCX)
    assert run_check(compare_docx(), replace(context, machine=machine)).value == 1
    assert machine.looks == 2


class Refusing(FolderMachine):
    """A guest whose files cannot be had."""

    def __init__(self, folder: Path, error: Exception) -> None:
        super().__init__(folder)
        self._error = error

    def get(self, path: str) -> bytes:
        raise self._error


@pytest.mark.parametrize("kind", [MachineLost, GuestFileError])
def test_a_file_that_the_machine_does_not_give_is_an_error(
    context: GradingContext, kind: type[Exception]
) -> None:
    machine = Refusing(context.cache.parent / "guest", kind("gone"))
    with pytest.raises(kind, match="gone"):
        run_check(compare_docx(), replace(context, machine=machine))


def test_what_is_no_file_in_a_files_place_scores_nothing(context: GradingContext) -> None:
    machine = Refusing(
        context.cache.parent / "guest", GuestFileUnfit(f"{DOCX} in the guest is no regular file")
    )
    score = run_check(compare_docx(), replace(context, machine=machine))
    assert score == Score(0, f"{DOCX} in the guest is no regular file")


def test_what_setup_was_to_write_is_an_error(context: GradingContext) -> None:
    check = check_of(
        func="compare_docx_files",
        result={"type": "cache_file", "path": "said.docx"},
        expected={"type": "cache_file", "path": "said.docx"},
    )
    with pytest.raises(UnreadableInput, match="no setup command has written"):
        run_check(check, context)
    context.place("said.docx").write_bytes(GARBAGE)
    with pytest.raises(UnreadableInput, match="cannot be read as a docx"):
        run_check(check, context)


@pytest.mark.parametrize(
    ("func", "getter", "path", "said"),
    [
        ("is_expected_bookmarks", {"type": "bookmarks"}, ".config/google-chrome/Default/Bookmarks", "JSON"),
        ("is_cookie_deleted", {"type": "cookie_data", "dest": "Cookies"},
         ".config/google-chrome/Default/Cookies", "an SQLite database"),
        ("exact_match", {"type": "content_from_vm_file", "path": "/home/user/a.xlsx", "file_type": "xlsx",
                         "file_content": "last_row"}, "a.xlsx", "an xlsx workbook"),
        ("compare_images", {"type": "background_image_in_slide", "ppt_file_path": "/home/user/a.pptx",
                            "slide_index": 0, "dest": "a.png"}, "a.pptx", "a presentation"),
    ],
)  # fmt: skip
def test_getters_that_read_into_files_know_the_difference_too(
    context: GradingContext, func: str, getter: dict[str, Any], path: str, said: str
) -> None:
    context.machine.put(GARBAGE, f"/home/user/{path}")
    rules = {"type": "rule", "rules": {"type": "domains", "names": ["x"], "domains": ["x"], "expected": "x"}}
    score = run_check(check_of(func=func, result=getter, expected=rules), context)
    assert score.value == 0
    assert f"cannot be read as {said}" in score.explanation


def test_a_broken_file_within_an_archive_is_the_archives_fault(tmp_path: Path) -> None:
    paths = {}
    for name, content in (("ours.zip", GARBAGE), ("theirs.zip", b"")):
        paths[name] = tmp_path / name
        with zipfile.ZipFile(paths[name], "w") as archive:
            archive.writestr("a.docx", content)
    with pytest.raises(UnreadableInput) as unreadable:
        judge("compare_archive", paths["ours.zip"], paths["theirs.zip"], {"file_type": "docx"})
    assert unreadable.value.file == paths["ours.zip"]


def damages(whole: bytes) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(7)
    yield "empty", b""
    yield "half", whole[: len(whole) // 2]
    yield "garbage", GARBAGE + chance.randbytes(400)
    yield "no archive", b"PK\x05\x06" + bytes(18)
    flipped = bytearray(whole)
    for _ in range(20 if flipped else 0):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    yield "flipped", bytes(flipped)


def first_file(case: Case) -> Path | None:
    states = case.result if isinstance(case.result, list) else [case.result]
    return next((each for each in states if isinstance(each, Path) and each.is_file()), None)


def with_file(case: Case, old: Path, new: Path) -> Any:
    if isinstance(case.result, list):
        return [new if each == old else each for each in case.result]
    return new


def some_cases(folder: Path) -> Iterator[tuple[Case, Path]]:
    """Yield a case with a file for every metric of our own."""
    seen: set[str] = set()
    for case in all_cases(folder):
        file = first_file(case)
        if file is not None and case.metric not in seen and serves_metric(case.metric) == "own":
            seen.add(case.metric)
            yield case, file


def test_no_damage_breaks_a_metric_or_is_blamed_on_anything_but_the_damaged_file(tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    wrong: list[str] = []
    judged: set[str] = set()
    for number, (case, file) in enumerate(some_cases(cases)):
        for name, content in damages(file.read_bytes()):
            place = tmp_path / f"{number}-{name}"
            place.mkdir()
            for beside in file.parent.glob(f"{file.stem}*.csv"):
                shutil.copy(beside, place)
            damaged = place / file.name
            damaged.write_bytes(content)
            judged.add(case.metric)
            try:
                judge(case.metric, with_file(case, file, damaged), case.expected, case.options)
            except UnreadableInput as error:
                if error.file != damaged:
                    wrong.append(f"{case.metric}, {name}: blames {error.file}: {error}")
            except GraderFailed as error:
                wrong.append(f"{case.metric}, {name}: {error}")
            shutil.rmtree(place)
    assert not wrong
    assert len(judged) > 50


@pytest.mark.parametrize(
    "command",
    [
        ["/usr/bin/mkfifo", "a.docx"],
        ["/usr/bin/ln", "-s", "a.docx", "a.docx"],
        ["/usr/bin/ln", "-s", "/proc/version", "a.docx"],
        ["/usr/bin/ln", "-s", "/dev/zero", "a.docx"],
        ["/usr/bin/mkdir", "a.docx"],
        ["/usr/bin/truncate", "-s", "2T", "a.docx"],
    ],
    ids=["pipe", "loop", "kernel's", "device", "folder", "endless"],
)
def test_strange_things_in_a_files_place_in_a_sandbox(
    shared: Sandbox, context: GradingContext, command: list[str]
) -> None:
    shared.run(["/usr/bin/rm", "-rf", "a.docx"])
    assert shared.run(command).returncode == 0
    assert isinstance(replace(context, machine=shared).fetch(DOCX, "a.docx"), Absent)
