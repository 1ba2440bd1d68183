"""A run folder holds everything up to the moment it broke off, and shows when it was changed."""

import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gui_agent.errors import JournalDamaged, JournalError, JournalUnreadable
from gui_agent.journal import FILE_NAME, Journal, RunHeader, canonical, is_under_way, read_journal
from gui_agent.journal_records import lock
from gui_agent.types import Ending, Step
from tests.gui_agent.sample_run import TASK, sample_steps

HEADER = RunHeader(TASK, "virtual")


def write_run(folder: Path, steps: list[Step]) -> None:
    with Journal(folder, HEADER) as journal:
        for step in steps:
            journal.intent(step)
            journal.acknowledge(step.number, step.error)
            journal.complete(step)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "runs" / "one"
    write_run(folder, sample_steps())
    return folder


def test_who_looks_whether_a_run_is_under_way_keeps_nobody_from_taking_it_up(run: Path) -> None:
    looking = os.open(run / FILE_NAME, os.O_RDONLY)
    assert lock(looking)
    threading.Timer(0.1, os.close, (looking,)).start()
    with Journal(run, HEADER, after=read_journal(run)):
        assert is_under_way(run)
    assert not is_under_way(run)


def test_a_run_is_read_back_whole(run: Path) -> None:
    contents = read_journal(run)
    assert contents.header == HEADER
    kinds = [record.kind for record in contents.records]
    assert kinds == ["header", *(["intent", "acknowledgement", "step"] * 6), "end"]
    assert contents.end is not None
    assert contents.end.payload["ending"] == Ending.ACCOMPLISHED.name
    assert contents.unfinished is None
    assert not contents.torn
    times = [record.monotonic for record in contents.records]
    assert times == sorted(times)


def test_steps_come_back_with_their_pictures(run: Path) -> None:
    for step, back in zip(sample_steps(), read_journal(run).steps(), strict=True):
        assert (back.number, back.planned, back.action) == (step.number, step.planned, step.action)
        assert np.array_equal(back.observation.screenshot.image, step.observation.screenshot.image)


def test_the_same_picture_is_stored_once(run: Path) -> None:
    steps = sample_steps()
    shots = [s.observation.screenshot.image for s in steps] + [
        s.after.screenshot.image for s in steps if s.after
    ]
    different = {image.tobytes() for image in shots}
    assert len(list((run / "screens").glob("*.png"))) == len(different) < len(shots)


def test_a_failed_last_step_is_the_end(tmp_path: Path) -> None:
    last = replace(sample_steps()[0], ending=Ending.MACHINE_FAILED, explanation="the display went away")
    write_run(tmp_path, [last])
    end = read_journal(tmp_path).end
    assert end is not None
    assert end.payload == {"ending": "MACHINE_FAILED", "explanation": "the display went away"}


def test_a_run_left_by_an_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), Journal(tmp_path, HEADER):
        raise RuntimeError("out of cheese")
    end = read_journal(tmp_path).end
    assert end is not None
    assert end.payload == {"ending": None, "explanation": "the run broke off: out of cheese"}


@pytest.mark.parametrize("at", [1, 2, 5, -2])
def test_a_changed_line_is_found(run: Path, at: int) -> None:
    lines = (run / FILE_NAME).read_text().splitlines()
    number = at % len(lines) + 1
    lines[at] = lines[at].replace('"monotonic":', '"monotonic":1', 1)
    (run / FILE_NAME).write_text("\n".join(lines) + "\n")
    with pytest.raises(JournalDamaged, match=rf"line {number} of .*checksum"):
        read_journal(run)


def test_a_removed_line_is_found(run: Path) -> None:
    lines = (run / FILE_NAME).read_text().splitlines()
    del lines[3]
    (run / FILE_NAME).write_text("\n".join(lines) + "\n")
    with pytest.raises(JournalDamaged, match=r"line 4 of .*removed or moved"):
        read_journal(run)


def test_a_line_of_nonsense_in_the_middle_is_found(run: Path) -> None:
    lines = (run / FILE_NAME).read_text().splitlines()
    lines[4] = lines[4][:40]
    (run / FILE_NAME).write_text("\n".join(lines) + "\n")
    with pytest.raises(JournalDamaged, match=r"line 5 of .*not a journal record"):
        read_journal(run)


def test_every_way_of_being_cut_off_within_the_last_line_is_tolerated(tmp_path: Path) -> None:
    write_run(tmp_path, sample_steps()[:1])
    whole = (tmp_path / FILE_NAME).read_bytes()
    start = whole.rstrip(b"\n").rindex(b"\n") + 1
    for length in range(start + 1, len(whole), 7):
        (tmp_path / FILE_NAME).write_bytes(whole[:length])
        contents = read_journal(tmp_path)
        assert contents.torn
        assert contents.records[-1].kind == "step"
    (tmp_path / FILE_NAME).write_bytes(whole[:start])
    assert not read_journal(tmp_path).torn


@pytest.mark.parametrize("content", [None, b"", b"{"])
def test_a_folder_without_a_run_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(JournalError, match=r"no readable journal|no header"):
        read_journal(tmp_path)


def test_a_run_is_never_written_over(run: Path) -> None:
    before = (run / FILE_NAME).read_bytes()
    with pytest.raises(JournalError, match="already holds a run; choose another"):
        Journal(run, HEADER)
    assert (run / FILE_NAME).read_bytes() == before


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    for folder in (file, file / "below"):
        with pytest.raises(JournalError, match="a file is in its place; choose another"):
            Journal(folder, HEADER)


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """Give a file system of half a megabyte of its own; needs root."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode != 0:
        pytest.skip("mounting a small file system needs root")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_read_only_folder_is_refused(mounted: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(mounted)], check=True)
    with pytest.raises(JournalError, match="cannot be written to; choose another"):
        Journal(mounted / "run", HEADER)


def complete_steps(journal: Journal, completed: list[int]) -> None:
    """Record steps whose pictures hold nothing but noise, and keep the numbers of those that were."""
    noise, step = np.random.default_rng(7), sample_steps()[0]
    for number in range(1, 100):
        image = noise.integers(0, 255, (150, 150, 3), dtype=np.uint8)
        seen = replace(step.observation, screenshot=replace(step.observation.screenshot, image=image))
        journal.complete(replace(step, number=number, observation=seen, after=None))
        completed.append(number)


def test_a_full_disk_ends_the_run_with_one_sentence_and_a_readable_journal(mounted: Path) -> None:
    journal = Journal(mounted / "run", HEADER)
    completed: list[int] = []
    with pytest.raises(JournalError, match=r"the disk is full.*free some space"):
        complete_steps(journal, completed)
    with pytest.raises(JournalError, match="the disk is full"):
        journal.acknowledge(1, "")
    # Whether the last picture still fits is chance; that the disk is full has been said by now.
    with contextlib.suppress(JournalError):
        journal.close()
    assert completed
    assert [step.number for step in read_journal(mounted / "run").steps()] == completed


def test_an_unwritable_picture_is_reported_at_the_next_call(tmp_path: Path) -> None:
    journal = Journal(tmp_path, HEADER)
    (tmp_path / "screens").rmdir()
    (tmp_path / "screens").write_text("in the way")
    with pytest.raises(JournalError, match="cannot be"):
        complete_steps(journal, [])


def test_closing_twice_is_harmless_and_writing_afterwards_is_refused(tmp_path: Path) -> None:
    journal = Journal(tmp_path, HEADER)
    journal.close()
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.acknowledge(1, "")


KILLED = """
import sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.gui_agent.sample_run import TASK, sample_steps
from gui_agent.journal import Journal, RunHeader

journal = Journal(Path(sys.argv[1]), RunHeader(TASK, "virtual"))
step = sample_steps()[3]
for number in range(1, 10**6):
    for name, write in (
        ("intent", lambda: journal.intent(replace(step, number=number))),
        ("acknowledgement", lambda: journal.acknowledge(number, "")),
        ("step", lambda: journal.complete(replace(step, number=number))),
    ):
        write()
        print(name, number, flush=True)
"""


@pytest.mark.parametrize("lines_before", [1, 2, 3, 40])
def test_a_killed_run_has_lost_nothing_that_was_recorded(tmp_path: Path, lines_before: int) -> None:
    folder = tmp_path / "run"
    support = str(Path(__file__).parent)
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder), support], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process, process.stdout as out:
        said = [out.readline().split() for _ in range(lines_before)]
        process.send_signal(signal.SIGKILL)
        said += [line.split() for line in out.read().splitlines()]
    assert process.returncode == -signal.SIGKILL
    contents = read_journal(folder)
    kept = [[r.kind, str(r.payload["number"])] for r in contents.records if r.kind != "header"]
    assert kept[: len(said)] == said
    assert len(kept) - len(said) in (0, 1)
    under_way = kept[-1][0] != "step"
    assert (contents.unfinished is not None) == under_way


def test_lines_are_plain_json_anyone_can_check(run: Path) -> None:
    first = json.loads((run / FILE_NAME).read_text().splitlines()[0])
    assert first["payload"]["task"] == TASK
    assert set(first) == {"sequence", "kind", "time", "monotonic", "payload", "previous", "checksum"}


@pytest.mark.parametrize(
    "line",
    [b"\xff\xfe\x00nonsense", b"[1, 2]", b"null", b"{}", b'{"checksum": 1}', b'{"a": ' * 3000, b"1e999"],
    ids=["bytes", "list", "null", "empty", "half", "deep", "number"],
)
def test_a_foreign_file_is_no_journal(tmp_path: Path, line: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(line + b"\n")
    with pytest.raises(JournalUnreadable, match="is not a journal record"):
        read_journal(tmp_path)


@pytest.mark.parametrize("changes", [{"payload": "text"}, {"monotonic": "soon"}, {"previous": 3}])
def test_a_record_that_fits_its_checksum_and_makes_no_sense_is_refused(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    record = {"sequence": 0, "kind": "header", "time": "", "monotonic": 0.0, "payload": {}}
    data = {**record, "previous": "0" * 64, **changes}
    checksum = hashlib.sha256(canonical(data)).hexdigest()
    (tmp_path / FILE_NAME).write_text(json.dumps({**data, "checksum": checksum}) + "\n")
    with pytest.raises(JournalUnreadable):
        read_journal(tmp_path)


def test_a_step_of_another_program_is_one_clear_error(tmp_path: Path) -> None:
    journal = Journal(tmp_path, HEADER)
    journal._append("step", {"number": 1, "planned": {"kind": "dance"}}, durable=True)
    journal.close()
    with pytest.raises(JournalUnreadable, match="makes no sense"):
        read_journal(tmp_path).steps()
