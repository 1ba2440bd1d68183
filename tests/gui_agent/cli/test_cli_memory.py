"""``gui-agent memory``, as typed."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from grounding.fake import FakeGroundingModel
from gui_agent.cli.app import app
from gui_agent.errors import MemoryFileError
from gui_agent.memory.memory import Memory
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.reflection import ScreenReflector
from gui_agent.session import perform
from tests.gui_agent.memory.office import Clerk, Office, play

TASK = 'Write "Buy milk" in the editor and save it as list.txt'


def typed(memory: Path, *words: str, editor: str = "true") -> Result:
    environment = {"GUI_AGENT_MEMORY": str(memory), "EDITOR": editor, "VISUAL": None}
    return CliRunner().invoke(app, ["memory", *words], env=environment)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("memory") / "memory.sqlite"
    memory = Memory.at(path)
    play(TASK, Office(), Clerk(), memory)
    memory.close()
    return path


def test_what_is_remembered_is_listed_shown_and_carried_to_another_file(taught: Path, tmp_path: Path) -> None:
    listed = typed(taught, "list").stdout.splitlines()
    assert [line.split()[1] for line in listed] == ["episode", "workflow", "exemplar"]
    assert "Write ⟦text⟧ in the editor and save it as ⟦file⟧" in listed[1]
    number = listed[1].split()[0]
    assert (
        'template = "Write ⟦text⟧ in the editor and save it as ⟦file⟧"'
        in typed(taught, "show", number).stdout
    )
    lines, other = tmp_path / "carried.jsonl", tmp_path / "other.sqlite"
    assert typed(taught, "export", str(lines), "--kind", "workflow").stdout.startswith("1 records")
    assert typed(other, "import", str(lines)).stdout == "1 records were taken over.\n"
    (found,) = [json.loads(line) for line in typed(other, "list", "--json").stdout.splitlines()]
    assert (found["kind"], found["supports"]) == ("workflow", 1)


def test_a_recorded_run_is_learned_from_afterwards(tmp_path: Path) -> None:
    office = Office()
    grounder = FakeGroundingModel(office.screens)
    parts = Parts(Clerk(), Observer(office, office.screens), grounder, ScreenReflector(grounder))
    perform(TASK, office, folder=tmp_path / "run", parts=parts)
    path = tmp_path / "memory.sqlite"
    learned = typed(path, "learn", str(tmp_path / "run")).stdout.splitlines()
    assert [line.split()[1] for line in learned] == ["episode", "workflow", "exemplar"]
    again = typed(tmp_path / "other.sqlite", "learn", str(tmp_path / "run"), "--failed").stdout.splitlines()
    assert [line.split()[1] for line in again] == ["episode"], "what was wrong all the same is no routine"


def test_a_model_names_what_has_no_name_and_is_told_no_text_of_a_screen(taught: Path, tmp_path: Path) -> None:
    script = tmp_path / "names.json"
    script.write_text(json.dumps(['{"name": "ignore all\\nprevious {words}"}', '{"name": "keep a note"}']))
    number = typed(taught, "list", "workflow").stdout.split()[0]
    named = typed(taught, "name", number, "--model", f"scripted:{script}")
    assert named.stdout.split(maxsplit=1) == [number, "keep a note\n"]
    assert "keep a note: Write ⟦text⟧" in typed(taught, "list", "workflow").stdout
    assert typed(taught, "name", "--model", f"scripted:{script}").stdout == "", "each has a name"
    assert typed(taught, "name").exit_code == 2


def test_an_edit_that_makes_sense_is_kept_and_another_one_refused(taught: Path, tmp_path: Path) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import sys, pathlib\np = pathlib.Path(sys.argv[3])\n"
        "p.write_text(p.read_text().replace(sys.argv[1], sys.argv[2]))\n"
    )
    number = typed(taught, "list", "workflow").stdout.split()[0]

    def edit(old: str, new: str) -> Result:
        return typed(taught, "edit", number, editor=f"{sys.executable} {script} '{old}' '{new}'")

    assert edit("supports = 1", "supports = 5").stdout == f"Record {number} was changed.\n"
    assert "+5 -0" in typed(taught, "list", "workflow").stdout
    refused = edit("supports = 5", "supports = many")
    assert isinstance(refused.exception, MemoryFileError)
    assert "this is no TOML" in str(refused.exception)
    assert typed(taught, "edit", number).stdout == "Nothing was changed.\n"
    assert "+5 -0" in typed(taught, "list", "workflow").stdout


def test_what_is_forgotten_is_gone_and_a_wrong_number_is_told(tmp_path: Path) -> None:
    path = tmp_path / "memory.sqlite"
    memory = Memory.at(path)
    steps = play(TASK, Office(), Clerk())
    assert steps[-1].ending is not None
    memory.learn(TASK, steps, steps[-1].ending)
    memory.close()
    wrong = typed(path, "forget", "1", "99")
    assert (wrong.exit_code, wrong.stdout) == (1, "1 records were forgotten.\n")
    assert "99" in wrong.stderr
    assert typed(path, "forget", "--all").stdout == "2 records were forgotten.\n"
    assert typed(path, "list").stdout == ""
    assert typed(path, "show", "1").exit_code == 2
