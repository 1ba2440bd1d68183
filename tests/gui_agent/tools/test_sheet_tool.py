"""The spreadsheet tool on a real LibreOffice in a real sandbox."""

import pytest

from evals.machines.sandbox.machine import Sandbox
from evals.machines.tool_runner import MachineRunner, runner_of
from gui_agent.tools.action import ReadCells, RunCommand, WriteCells
from gui_agent.tools.errors import ToolFailed
from gui_agent.tools.sheets.tool import SheetTool


@pytest.fixture
def runner(full_sandbox: Sandbox) -> MachineRunner:
    return runner_of(full_sandbox)


@pytest.fixture
def sheets(runner: MachineRunner) -> SheetTool:
    tool = SheetTool(runner)
    assert tool.available()
    return tool


def test_cells_are_written_calculated_saved_and_read_again(sheets: SheetTool) -> None:
    cells = (
        ("A1", "12.5"),
        ("A2", "=A1*2"),
        ("B1", "two\nlines"),
        ("B2", "x = y; $(id)"),
        ("C1", "=NOSUCH(1)"),
    )
    written = sheets.use(WriteCells("Documents/made.xlsx", cells))
    assert not written.worked
    assert "#NAME?" in written.text
    read = sheets.use(ReadCells("Documents/made.xlsx", "A1:B3")).text
    assert read == "A1: 12.5\nB1: two\nlines\nA2: 25   (=A1*2)\nB2: x = y; $(id)"
    with pytest.raises(ToolFailed, match="Sheet1"):
        sheets.use(ReadCells("Documents/made.xlsx", "A1", "Other"))


def test_tables_of_text_keep_what_was_not_written(sheets: SheetTool, runner: MachineRunner) -> None:
    runner.put("name,sum\nAna,7\nJürgen,1/2\n".encode(), "/home/user/list.csv")
    assert sheets.use(WriteCells("list.csv", (("B2", "9"),))).worked
    assert runner.get("/home/user/list.csv").decode() == "name,sum\nAna,9\nJürgen,1/2\n"


def test_a_file_that_is_not_there_is_told(sheets: SheetTool) -> None:
    with pytest.raises(ToolFailed, match="no file"):
        sheets.use(ReadCells("nothing.ods", "A1"))


def test_a_link_does_not_lead_out_of_the_home_folder(sheets: SheetTool, runner: MachineRunner) -> None:
    runner.run(["ln", "-sfn", "/tmp", "/home/user/out"], seconds=10)
    with pytest.raises(ToolFailed, match="leads out"):
        sheets.use(WriteCells("out/a.ods", (("A1", "1"),)))


def test_a_file_that_is_open_in_a_window_is_left_alone(sheets: SheetTool, runner: MachineRunner) -> None:
    runner.put(b"x", "/home/user/.~lock.busy.ods#")
    with pytest.raises(ToolFailed, match="open in a window"):
        sheets.use(WriteCells("busy.ods", (("A1", "1"),)))


def test_too_many_cells_are_not_read_at_once(sheets: SheetTool) -> None:
    with pytest.raises(ToolFailed, match="part"):
        sheets.use(ReadCells("made.ods", "A1:ZZ999"))


def test_only_its_own_kinds_are_done(sheets: SheetTool) -> None:
    with pytest.raises(ToolFailed):
        sheets.use(RunCommand("ls"))
