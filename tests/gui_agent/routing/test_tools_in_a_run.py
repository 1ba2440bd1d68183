"""A whole run with tools in a real sandbox: chosen, approved, carried out, journaled."""

import json
from pathlib import Path

import pytest

from evals.machines.equipment import equipment_of
from evals.machines.sandbox.machine import Sandbox
from gui_agent.agent import Agent
from gui_agent.approval import AutoApprover, NeverApprover
from gui_agent.chat.script import Answer
from gui_agent.chat.scripted import ScriptedChatModel
from gui_agent.chat.types import Capabilities
from gui_agent.journal import read_journal
from gui_agent.machinery import NO_MACHINERY, Machinery, NeedsMachine, require_machinery
from gui_agent.mechanisms import DEFAULT
from gui_agent.planning.model.parts import model_parts
from gui_agent.planning.search.snapshots import NeedsSnapshots
from gui_agent.session import perform
from gui_agent.settings import Settings
from gui_agent.tools.action import RunScript
from gui_agent.types import Ending
from tests.gui_agent.tools.conftest import sandbox as sandbox

SETTINGS = Settings(mechanisms="tools,pictures")
TASK = "How many lines has the file /home/user/notes.txt?"
SCRIPT = (
    {"specialist": "shell"},
    {"action": {"do": "run_script", "language": "sh", "text": "wc -l < notes.txt"}},
    {"action": {"do": "done", "answer": "3"}},
)


@pytest.fixture
def machinery(sandbox: Sandbox) -> Machinery:
    sandbox.put(b"one\ntwo\nthree\n", "/home/user/notes.txt")
    return equipment_of(sandbox, sandbox.reset)


def model() -> ScriptedChatModel:
    answers = [Answer(json.dumps(said)) for said in SCRIPT]
    return ScriptedChatModel(answers, capabilities=Capabilities(json_schema=True))


def test_a_question_about_a_file_is_answered_by_the_shell(machinery: Machinery, tmp_path: Path) -> None:
    thinking = model()
    assert machinery.computer is not None
    parts = model_parts(machinery.computer, thinking, SETTINGS, machinery=machinery)
    outcome = perform(TASK, machinery.computer, folder=tmp_path, parts=parts, approver=AutoApprover())
    assert (outcome.ending, outcome.explanation) == (Ending.ACCOMPLISHED, "3")
    first = read_journal(tmp_path).steps()[0]
    assert first.action == RunScript("sh", "wc -l < notes.txt")
    assert first.reflection is not None
    assert first.reflection.feedback == "exit code 0\n3"
    assert "exit code 0\n3" in thinking.asked[2].text


def test_no_tool_runs_that_the_approver_does_not_allow(machinery: Machinery) -> None:
    assert machinery.computer is not None
    parts = model_parts(machinery.computer, model(), SETTINGS, machinery=machinery)
    (step,) = Agent(machinery.computer, parts, approver=NeverApprover()).run(TASK)
    assert (step.ending, step.reflection) == (Ending.STOPPED, None)


def test_tools_and_search_are_refused_without_a_machine_and_off_by_default() -> None:
    require_machinery(DEFAULT, NO_MACHINERY)
    with pytest.raises(NeedsMachine, match="sandbox"):
        require_machinery(DEFAULT.with_("tools"))
    with pytest.raises(NeedsSnapshots, match="qemu"):
        require_machinery(DEFAULT.with_("tree_search"))
