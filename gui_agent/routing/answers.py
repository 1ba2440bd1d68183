"""What specialists' models may answer: a closed union each, everything else refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from actions.errors import InvalidAction
from gui_agent.chat.structured import AnswerType, Unusable
from gui_agent.planning.model.answers import DoneStep, FailStep
from gui_agent.tools.action import (
    MAX_CELLS,
    ClickElement,
    FillField,
    OpenPage,
    ReadCells,
    ReadPage,
    RunCommand,
    RunScript,
    ToolAction,
    WriteCells,
)

Line = Annotated[str, StringConstraints(max_length=400, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Long = Annotated[str, StringConstraints(max_length=20_000)]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HandOver(_Said):
    """Leave the task to another specialist."""

    do: Literal["hand_over"]
    reason: Line = ""


class RunStep(_Said):
    """Run a program."""

    do: Literal["run_command"]
    program: Name
    arguments: Annotated[list[Long], Field(max_length=100)] = []


class ScriptStep(_Said):
    """Run a script."""

    do: Literal["run_script"]
    language: Literal["sh", "python"]
    text: Long


class OpenStep(_Said):
    """Go to a page."""

    do: Literal["open_page"]
    address: Name


class ReadPageStep(_Said):
    """Read a page."""

    do: Literal["read_page"]
    selector: Line = ""


class FillStep(_Said):
    """Fill a field of a page."""

    do: Literal["fill_field"]
    selector: Name
    text: Long


class ClickElementStep(_Said):
    """Click something on a page."""

    do: Literal["click_element"]
    selector: Name


class ReadCellsStep(_Said):
    """Read cells."""

    do: Literal["read_cells"]
    file: Name
    cells: Name
    sheet: Line = ""


class WriteCellsStep(_Said):
    """Write cells."""

    do: Literal["write_cells"]
    file: Name
    cells: Annotated[dict[str, str | int | float], Field(min_length=1, max_length=MAX_CELLS)]
    sheet: Line = ""


Ending: TypeAlias = HandOver | DoneStep | FailStep
ShellSaid: TypeAlias = RunStep | ScriptStep
PageSaid: TypeAlias = OpenStep | ReadPageStep | FillStep | ClickElementStep
SheetSaid: TypeAlias = ReadCellsStep | WriteCellsStep
ToolSaid: TypeAlias = ShellSaid | PageSaid | SheetSaid


class ShellAnswer(_Said):
    """One answer of the shell specialist."""

    thought: Line = ""
    action: Annotated[ShellSaid | Ending, Field(discriminator="do")]


class PageAnswer(_Said):
    """One answer of the browser specialist."""

    thought: Line = ""
    action: Annotated[PageSaid | Ending, Field(discriminator="do")]


class SheetAnswer(_Said):
    """One answer of the spreadsheet specialist."""

    thought: Line = ""
    action: Annotated[SheetSaid | Ending, Field(discriminator="do")]


class Choice(_Said):
    """Which specialist is to work."""

    specialist: Name
    why: Line = ""


SHELL: AnswerType[Any] = AnswerType("shell_step", TypeAdapter(ShellAnswer))
PAGES: AnswerType[Any] = AnswerType("page_step", TypeAdapter(PageAnswer))
SHEETS: AnswerType[Any] = AnswerType("sheet_step", TypeAdapter(SheetAnswer))
CHOICE: AnswerType[Choice] = AnswerType("choice", TypeAdapter(Choice))


def said_action(said: ToolSaid) -> ToolAction:
    """Return what was said as a tool action. Raises `Unusable`, with the reason, where it makes none."""
    try:
        return _made(said)
    except InvalidAction as error:
        raise Unusable(str(error)) from error


def _made(said: ToolSaid) -> ToolAction:
    match said:
        case RunStep(program=program, arguments=arguments):
            return RunCommand(program, tuple(arguments))
        case ScriptStep(language=language, text=text):
            return RunScript(language, text)
        case OpenStep(address=address):
            return OpenPage(address)
        case ReadPageStep(selector=selector):
            return ReadPage(selector)
        case FillStep(selector=selector, text=text):
            return FillField(selector, text)
        case ClickElementStep(selector=selector):
            return ClickElement(selector)
        case ReadCellsStep(file=file, cells=cells, sheet=sheet):
            return ReadCells(file, cells, sheet)
        case WriteCellsStep(file=file, cells=written, sheet=sheet):
            return WriteCells(file, tuple((name, str(value)) for name, value in written.items()), sheet)
