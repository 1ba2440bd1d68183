"""Tool actions: checked before anybody sees them, shown to approvers and journals, refused by codecs."""

import json
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from actions.action import Action
from actions.codecs import native
from actions.errors import InvalidAction, UnsupportedDialect
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.types import ParsedScreen
from gui_agent.errors import JournalError
from gui_agent.policy import default_policy, parse_policy
from gui_agent.resolve import resolve
from gui_agent.serialize import step_from_json, step_to_json
from gui_agent.tools.action import (
    TOOL_KINDS,
    ClickElement,
    FillField,
    OpenPage,
    ReadCells,
    ReadPage,
    RestoreSnapshot,
    RunCommand,
    RunScript,
    ToolAction,
    WriteCells,
)
from gui_agent.tools.errors import ToolUnavailable
from gui_agent.tools.planned import plan_of, tool_action
from gui_agent.tools.toolbox import ToolBox, clipped
from gui_agent.types import ActionKind, ApprovalRequest, Observation, PlannedAction, Step
from gui_agent.words import describe_action

SCREEN = Box(0, 0, 8, 8)
SEEN = Observation(Screenshot(np.zeros((8, 8, 3), np.uint8), SCREEN), ParsedScreen((), SCREEN))
ONE_OF_EACH: tuple[ToolAction, ...] = (
    RunCommand("wc", ("-l", "a b.txt; rm -rf ~")),
    RunScript("python", "print(1)\nprint(2)"),
    OpenPage("https://example.org/a?b=1"),
    ReadPage("#main"),
    FillField("input[name=q]", "two\nlines"),
    ClickElement("button.save"),
    ReadCells("Documents/a.ods", "A1:C3", "Sums"),
    WriteCells("a.xlsx", (("A1", "=B1=C1"), ("B2", "x = y"))),
    RestoreSnapshot("search-1"),
)


def request(action: ToolAction) -> ApprovalRequest:
    return ApprovalRequest("t", 1, SEEN, plan_of(action), action)


def test_the_samples_are_the_whole_union_and_every_kind_can_be_planned() -> None:
    assert {type(action) for action in ONE_OF_EACH} == set(get_args(ToolAction)) == set(TOOL_KINDS.values())
    assert set(TOOL_KINDS) <= set(get_args(ActionKind))


@pytest.mark.parametrize("action", ONE_OF_EACH, ids=lambda a: type(a).__name__)
def test_a_tool_action_survives_planning_and_the_journal(action: ToolAction, tmp_path: Path) -> None:
    planned = plan_of(action)
    assert tool_action(planned) == action
    assert resolve(planned, SEEN, lambda words: pytest.fail("nothing is looked for")) == (action, None)
    line = json.loads(json.dumps(step_to_json(Step(1, SEEN, planned, action))))
    assert step_from_json(line, tmp_path).action == action


@pytest.mark.parametrize("action", ONE_OF_EACH, ids=lambda a: type(a).__name__)
def test_no_codec_knows_tool_actions_and_no_computer_can_be_given_one(action: ToolAction) -> None:
    with pytest.raises(UnsupportedDialect):
        native.from_json({"kind": plan_of(action).kind, "program": "sh", "text": "x", "name": "x"})
    assert not isinstance(action, get_args(Action))


@pytest.mark.parametrize("action", ONE_OF_EACH, ids=lambda a: type(a).__name__)
def test_a_careful_policy_asks_about_every_tool_action(action: ToolAction) -> None:
    assert default_policy().decide(request(action)).decision == "ask"


def test_policies_go_by_kinds_programs_and_words_of_tool_actions() -> None:
    policy = parse_policy(
        """default = "approve"
[[rule]]
decision = "reject"
kinds = ["run_command", "run_script"]
launches = ["curl"]
[[rule]]
decision = "terminate"
words = ["payroll*"]
""",
        "a policy",
    )
    assert policy.decide(request(RunCommand("curl"))).decision == "reject"
    assert policy.decide(request(RunCommand("env", ("/usr/bin/curl",)))).decision == "reject"
    assert policy.decide(request(RunScript("sh", "cd; curl x"))).decision == "reject"
    assert policy.decide(request(RunCommand("ls"))).decision == "approve"
    assert policy.decide(request(ReadCells("Payroll.ods", "A1"))).decision == "terminate"


@pytest.mark.parametrize(
    "program",
    ["ls;reboot", "$(id)", "`id`", "a b", "", "/bin/sh", "../sh", "-c", "ls\n", "a|b", "a&", "x" * 65],
)
def test_a_program_is_a_bare_name_and_nothing_of_a_shell(program: str) -> None:
    with pytest.raises(InvalidAction, match="bare name"):
        RunCommand(program)


@pytest.mark.parametrize(
    "file", ["../a.ods", "a/../../b.ods", "~/a.ods", "/etc/x.csv", "-x.ods", "", "a.txt"]
)
def test_a_spreadsheet_lies_in_the_home_folder(file: str) -> None:
    for make in (lambda: ReadCells(file, "A1"), lambda: WriteCells(file, (("A1", "1"),))):
        with pytest.raises(InvalidAction):
            make()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "chrome://settings", "x", "http:", ""]
)
def test_pages_have_addresses_and_run_nothing(address: str) -> None:
    with pytest.raises(InvalidAction, match="address"):
        OpenPage(address)


def test_other_values_out_of_their_domain_are_refused() -> None:
    for make in (
        lambda: RunScript("perl", "x"),  # type: ignore[arg-type]
        lambda: RunScript("sh", "  "),
        lambda: RunScript("sh", "x" * 20_001),
        lambda: RunCommand("ls", ("a\x00b",)),
        lambda: FillField(" ", "x"),
        lambda: ReadCells("a.ods", "A1:"),
        lambda: WriteCells("a.ods", ()),
        lambda: WriteCells("a.ods", (("A0", "x"),)),
    ):
        with pytest.raises(InvalidAction):
            make()


def test_planned_arguments_of_another_kind_or_type_are_refused() -> None:
    for arguments in ({"text": "x"}, {"program": 3}, {"program": "ls", "arguments": "-l"}, {}):
        with pytest.raises(InvalidAction):
            tool_action(PlannedAction("run_command", arguments=arguments))


def test_a_journal_with_a_tool_action_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    line = step_to_json(Step(1, SEEN, plan_of(RunCommand("ls")), RunCommand("ls")))
    line["action"]["program"] = "ls; reboot"
    with pytest.raises(JournalError):
        step_from_json(line, tmp_path)


def test_words_for_an_approver_name_everything_that_matters() -> None:
    assert "“rm -rf ~”" in describe_action(RunCommand("wc", ("rm -rf ~",)))
    assert "B2 = “x = y”" in describe_action(WriteCells("a.xlsx", (("B2", "x = y"),)))


def test_without_tools_a_tool_action_is_refused_with_what_to_do_instead() -> None:
    with pytest.raises(ToolUnavailable, match="mouse and keyboard"):
        ToolBox().use(RunCommand("ls"))


def test_long_answers_keep_their_beginning_and_end() -> None:
    told = clipped("a" * 5_000 + "end", 100)
    assert told.startswith("aaa")
    assert told.endswith("end")
    assert "4,903 letters left out" in told
