"""The memory file: kept whole, found by words, shared by processes, brought up to date."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from gui_agent.errors import MemoryFileError
from gui_agent.memory.records import Entry, Insight, Kind, Provenance
from gui_agent.memory.schema import MIGRATIONS, open_database
from gui_agent.memory.store import MemoryStore

RUN = Provenance("runs/1", "2026-01-01T00:00:00+00:00")


def entry(title: str, key: str = "", kind: Kind = "insight", application: str = "editor") -> Entry:
    body = Insight("press F9", "open a window", "press Ctrl+R", (RUN,))
    return Entry(kind, key or title, title, application, "task", body)


@pytest.fixture
def store(tmp_path: Path) -> MemoryStore:
    return MemoryStore(tmp_path / "deep" / "memory.sqlite")


def test_what_was_put_comes_back_also_after_it_was_closed(store: MemoryStore) -> None:
    number = store.put(entry("press F9 does nothing"), supports=1)
    store.count(number, contradicts=2)
    store.close()
    record = MemoryStore(store.path).get(number)
    assert record is not None
    assert record.entry == entry("press F9 does nothing")
    assert (record.supports, record.contradicts, record.worth) == (1, 2, 0.4)


def test_the_same_key_is_the_same_record(store: MemoryStore) -> None:
    first = store.put(entry("old words", "same"), supports=3)
    assert store.put(entry("new words", "same"), supports=1) == first
    (record,) = store.all()
    assert (record.entry.title, record.supports) == ("new words", 3)
    assert store.like("insight", "old") == []


def test_records_are_found_by_their_words_whatever_marks_are_asked_with(store: MemoryStore) -> None:
    store.put(entry("save the letter in the writer"))
    best = store.put(entry("save the picture as a file"))
    store.put(entry("unrelated"))
    found = store.like("insight", 'Please: "save" (the) PICTURE* AND NOT "x" OR -y')
    assert (found[0].id, len(found)) == (best, 2)
    assert store.like("insight", '"*()') == []
    assert store.like("workflow", "save") == []


def test_accents_do_not_keep_anything_from_being_found(store: MemoryStore) -> None:
    number = store.put(entry("uložit účet"))
    assert [record.id for record in store.like("insight", "ulozit")] == [number]


def test_what_is_forgotten_is_gone(store: MemoryStore) -> None:
    number = store.put(entry("press F9"))
    assert store.forget(number)
    assert not store.forget(number)
    assert (store.get(number), store.like("insight", "press")) == (None, [])


def test_what_breaks_off_leaves_nothing_behind(store: MemoryStore) -> None:
    with pytest.raises(ZeroDivisionError), store.changing():
        store.count(store.put(entry("half")), supports=1 // 0)
    assert store.all() == []
    store.put(entry("whole"))
    assert len(store.all()) == 1


def test_several_processes_write_at_once_and_nothing_is_lost(store: MemoryStore, tmp_path: Path) -> None:
    number = store.put(entry("shared"))
    program = f"""
from pathlib import Path
from gui_agent.memory.store import MemoryStore
store = MemoryStore(Path({str(store.path)!r}))
for _ in range(50):
    with store.changing():
        record = store.get({number})
        store.count({number}, supports=1)
        store.put(record.entry)
"""
    workers = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [worker.wait(120) for worker in workers] == [0, 0, 0]
    record = store.get(number)
    assert record is not None
    assert record.supports == 150


def test_only_its_owner_may_read_it(store: MemoryStore) -> None:
    assert store.path.stat().st_mode & 0o077 == 0


def test_an_older_file_is_brought_up_to_date_with_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    old = MemoryStore(path)
    old.put(entry("kept"))
    old.close()
    newer = (*MIGRATIONS, "ALTER TABLE records ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")
    opened = open_database(path, newer)
    assert opened.execute("SELECT title, colour FROM records").fetchall() == [("kept", "red")]
    assert opened.execute("PRAGMA user_version").fetchone() == (2,)
    opened.close()
    with pytest.raises(MemoryFileError, match="newer version of this program: update it"):
        MemoryStore(path)


def test_a_step_up_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    MemoryStore(path).close()
    wrong = (*MIGRATIONS, "ALTER TABLE records ADD COLUMN colour TEXT; ALTER TABLE nowhere ADD COLUMN x TEXT")
    with pytest.raises(MemoryFileError, match="cannot be used"):
        open_database(path, wrong)
    assert MemoryStore(path).all() == []


def test_a_file_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ana,\n" * 200)
    with pytest.raises(MemoryFileError, match="Move it away to begin a new one"):
        MemoryStore(path)
    assert path.read_text().startswith("Dear Ana")


def test_a_record_that_makes_no_sense_is_told_as_one(store: MemoryStore) -> None:
    number = store.put(entry("press F9"))
    raw = sqlite3.connect(store.path)
    raw.execute("UPDATE records SET body = '{\"avoid\": 3}'")
    raw.commit()
    raw.close()
    with pytest.raises(MemoryFileError, match="this is no insight"):
        store.get(number)
