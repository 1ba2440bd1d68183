"""Journals as a report reads them: whole, cut off, changed, or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.report.trajectory import read_trajectory
from gui_agent.journal import FILE_NAME
from tests.evals.report.sample_runs import write_journal
from tests.gui_agent.sample_run import sample_steps


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("journal")
    write_journal(folder, sample_steps())
    return (folder / FILE_NAME).read_bytes()


def test_every_step_is_a_moment(tmp_path: Path) -> None:
    write_journal(tmp_path, sample_steps())
    found = read_trajectory(tmp_path)
    assert [moment.number for moment in found.moments] == [1, 2, 3, 4, 5, 6]
    assert [moment.wrong for moment in found.moments] == [False, True, True, False, False, False]
    first, last = found.moments[0], found.last
    assert (first.words, first.certainty, first.kind) == ("open the settings", 0.94, "click")
    assert first.spot == (
        pytest.approx(72.5 / 1280 * 100, abs=0.01),
        pytest.approx(352.5 / 800 * 100, abs=0.01),
    )
    assert (tmp_path / first.picture).is_file()
    assert last is not None
    assert (last.ending, last.kind) == ("ACCOMPLISHED", "done")


def test_a_journal_that_breaks_off_tells_what_it_has(tmp_path: Path, journal: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(journal[: len(journal) * 2 // 3])
    found = read_trajectory(tmp_path)
    assert 1 <= len(found.moments) < 6
    assert found.trouble == "the journal breaks off"


@pytest.mark.parametrize("change", [(b"Ana", b"Bob"), (b'"number":1', b'"number":9')])
def test_a_journal_that_was_changed_is_not_believed(
    tmp_path: Path, journal: bytes, change: tuple[bytes, bytes]
) -> None:
    assert change[0] in journal
    (tmp_path / FILE_NAME).write_bytes(journal.replace(*change, 1))
    found = read_trajectory(tmp_path)
    assert found.moments == ()
    assert "damaged" in found.trouble


def test_no_journal_is_said_to_be_none(tmp_path: Path) -> None:
    assert read_trajectory(tmp_path / "nothing").trouble == "no journal was kept"
