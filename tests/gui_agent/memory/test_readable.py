"""Records as people edit and carry them."""

import json
from pathlib import Path

import pytest

from gui_agent.errors import MemoryFileError
from gui_agent.expectation import AnyOf, TextVisible, WindowOpens
from gui_agent.memory.readable import as_line, as_toml, from_line, from_toml
from gui_agent.memory.records import Entry, Guard, Move, Provenance, Record, Slot, Workflow
from gui_agent.memory.store import MemoryStore

GUARD = Guard("editor", "⟦file⟧ - “Editor” \\ \x7f\x01", True, ("File", "Edit"), "yes")
EITHER = AnyOf((WindowOpens("Save"), TextVisible("x")))
WORKFLOW = Workflow(
    "save",
    'Save "it" as ⟦file⟧\n',
    (Slot("file", "file", example="a.txt"),),
    (
        Move("press", "", {"keys": ("ctrl", "s"), "count": 1}, EITHER),
        Move("type", "", {"text": "⟦file⟧"}, None, 3.5, GUARD),
        Move("run_command", "", {"odd name": "ls"}, asks=True),
    ),
    GUARD,
    True,
    (Provenance("runs/1", "2026-01-01"),),
)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    store = MemoryStore(tmp_path / "memory.sqlite")
    entry = Entry("workflow", 'save"it"as⟦file⟧', "Save it as ⟦file⟧", "editor", "screen", WORKFLOW)
    found = store.get(store.put(entry, supports=2, contradicts=1))
    assert found is not None
    return found


def test_what_is_shown_is_read_back_the_same(record: Record) -> None:
    assert from_toml(as_toml(record), "workflow", record.entry.key) == (record.entry, 2, 1)
    assert from_line(as_line(record)) == (record.entry, 2, 1)
    assert '[[body.moves]]\nkind = "press"' in as_toml(record)


def test_an_edit_changes_what_it_changes(record: Record) -> None:
    text = as_toml(record).replace("supports = 2", "supports = 9").replace('Save \\"it\\" as', "Keep as")
    entry, supports, _ = from_toml(text, "workflow", record.entry.key)
    assert supports == 9
    assert isinstance(entry.body, Workflow)
    assert entry.body.template == "Keep as ⟦file⟧\n"
    assert entry.key == "keepas⟦file⟧", "another template is another family"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("supports = 2", "supports = -2", "are counts"),
        ("supports = 2", "supports = ", "no TOML"),
        ('trust = "screen"', 'trust = "always"', "trust is task, screen or untrusted"),
        ('kind = "press"', 'kind = "explode"', "this is no workflow"),
        ("asks = true", "asks = false", "can only be decided anew: set asks = true"),
        ('text = "⟦file⟧"', 'text = "⟦other⟧"', "slots that are not there: other"),
        ('name = "file"', 'name = "folder"', "must name the same ones; see file, folder"),
        ('kind = "workflow"', 'kind = "insight"', "stays of its kind"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_reason(record: Record, old: str, new: str, why: str) -> None:
    text = as_toml(record)
    assert old in text
    with pytest.raises(MemoryFileError, match=why):
        from_toml(text.replace(old, new), "workflow", record.entry.key)


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "kind": "spell"}', "\x00"])
def test_lines_of_something_else_are_refused(line: str) -> None:
    with pytest.raises(MemoryFileError):
        from_line(line)


def test_a_line_whose_parts_are_of_the_wrong_kind_is_refused(record: Record) -> None:
    good = json.loads(as_line(record))
    for name in good:
        for wrong in (None, 7.5, [], {"a": 1}):
            if good[name] == wrong:
                continue
            with pytest.raises(MemoryFileError):
                from_line(json.dumps({**good, name: wrong}))
