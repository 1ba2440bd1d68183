"""The run folder: first come stays, whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.episodes.result import DamagedResult, Ending, EpisodeKey, EpisodeResult
from evals.episodes.run_folder import RunFolder, Trouble, folder_name

KEY = EpisodeKey("desktop", "write", 0, 1)


def failed(explanation: str, key: EpisodeKey = KEY, trajectory: str = "") -> EpisodeResult:
    return EpisodeResult(key, Ending.FAILED, 0.0, explanation, trajectory=trajectory)


def test_a_result_is_there_once_it_is_kept(tmp_path: Path) -> None:
    store = RunFolder(tmp_path)
    assert store.result(KEY) is None
    assert store.finish(failed("one")) == failed("one")
    assert store.result(KEY) == failed("one")
    assert [path.name for path in store.episode(KEY).iterdir()] == ["result.json"], "nothing lies beside it"


def test_the_first_result_stays(tmp_path: Path) -> None:
    store = RunFolder(tmp_path)
    store.finish(failed("one"))
    assert store.finish(failed("two")) == failed("one")
    assert store.result(KEY) == failed("one")


def test_of_many_at_once_one_is_kept_and_all_are_told_which(tmp_path: Path) -> None:
    store = RunFolder(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        told = set(threads.map(lambda n: store.finish(failed(str(n))).explanation, range(40)))
    assert len(told) == 1
    assert [result.explanation for result in store.results()] == list(told)


def test_a_damaged_result_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    store = RunFolder(tmp_path)
    store.finish(failed("one"))
    file = store.episode(KEY) / "result.json"
    file.write_text(file.read_text("utf-8")[:-20], "utf-8")
    with pytest.raises(DamagedResult, match=r"result\.json is damaged .* remove it"):
        list(store.results())


def test_every_try_has_a_folder_of_its_own_and_only_the_last_one_is_kept(tmp_path: Path) -> None:
    store = RunFolder(tmp_path)
    tries = [store.begin_try(KEY) for _ in range(3)]
    assert len(set(tries)) == 3
    (tries[0] / "journal.jsonl").write_text("half", "utf-8")
    store.finish(failed("", trajectory=str(tries[2].relative_to(tmp_path))))
    assert [each.exists() for each in tries] == [False, False, True]


def test_troubles_are_kept_in_order_and_half_a_line_is_passed_over(tmp_path: Path) -> None:
    store = RunFolder(tmp_path)
    store.note_trouble(KEY, Trouble("machine", "it went away\nfor good"))
    store.note_trouble(KEY, Trouble("grader", "“odd”"))
    with (store.episode(KEY) / "troubles.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"kind": "wor')
    found = store.troubles(KEY)
    assert [(each.kind, each.message) for each in found] == [
        ("machine", "it went away\nfor good"),
        ("grader", "“odd”"),
    ]
    assert all(each.at for each in found)


def test_a_result_taken_back_leaves_its_troubles(tmp_path: Path) -> None:
    store = RunFolder(tmp_path)
    store.note_trouble(KEY, Trouble("machine", "gone"))
    store.finish(failed("one"))
    store.forget(KEY)
    store.forget(KEY)
    assert store.result(KEY) is None
    assert len(store.troubles(KEY)) == 1


@given(st.text(), st.text())
def test_different_names_are_different_folders_directly_below(one: str, other: str) -> None:
    for name in (one, other):
        folder = folder_name(name)
        assert folder not in ("", ".", "..")
        assert "/" not in folder
        assert "\\" not in folder
        assert len(folder.encode()) <= 255
    assert (folder_name(one) == folder_name(other)) == (one == other)


def test_names_that_would_leave_the_folder_do_not() -> None:
    names = ["..", ".", "", "a/b", "/etc/passwd", "x" * 4000, "x" * 4001, "  ", "%2E"]
    assert len({folder_name(name) for name in names}) == len(names)
    assert not any("/" in folder_name(name) or folder_name(name).strip(".") == "" for name in names)
