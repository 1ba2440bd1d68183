"""Learning after each run."""

from pathlib import Path
from typing import cast

from grounding.fake import FakeGroundingModel
from gui_agent.memory.memory import Memory
from gui_agent.memory.records import Episode
from gui_agent.observer import Observer
from gui_agent.parts import Parts
from gui_agent.reflection import ScreenReflector
from gui_agent.session import Outcome, perform
from gui_agent.types import Ending
from tests.gui_agent.memory.office import Clerk, Office, opened

TASK = 'Write "Buy milk" in the editor and save it as list.txt'


def performed(folder: Path, memory: Memory) -> Outcome:
    office = Office()
    grounder = FakeGroundingModel(office.screens)
    parts = Parts(Clerk(), Observer(office, office.screens), grounder, ScreenReflector(grounder))
    return perform(TASK, office, folder=folder, parts=parts, memory=memory)


def test_a_run_is_remembered_with_its_folder_and_what_it_cost(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    outcome = performed(tmp_path / "run", memory)
    assert (outcome.ending, outcome.remark) == (Ending.ACCOMPLISHED, "")
    (record,) = memory.store.all("episode")
    episode = cast(Episode, record.entry.body)
    assert episode.provenance.run == str(tmp_path / "run")
    assert (episode.task, episode.applications, episode.steps) == (TASK, ("editor",), 6)
    assert (episode.ending, episode.model_calls) == ("accomplished", 6)
    memory.close()


def test_a_memory_that_cannot_be_written_does_not_spoil_the_run(tmp_path: Path) -> None:
    memory = opened(tmp_path)
    memory.close()
    outcome = performed(tmp_path / "run", memory)
    assert outcome.ending is Ending.ACCOMPLISHED
    assert "cannot be used" in outcome.remark
    assert outcome.report.exists()
