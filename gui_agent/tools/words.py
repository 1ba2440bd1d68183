"""Tool actions in a person's words."""

from __future__ import annotations

from gui_agent.tools.action import (
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


def describe_tool_action(action: ToolAction) -> str:
    """Return what ``action`` does: ``Run in the machine: “ls” “-l”``."""
    match action:
        case RunCommand(program, arguments):
            return f"Run in the machine: {' '.join(f'“{word}”' for word in (program, *arguments))}"
        case RunScript(language, text):
            return f"Run in the machine as {language}: {text}"
        case ReadCells(file, cells, sheet):
            return f"Read {cells} of {_in_sheet(file, sheet)}"
        case WriteCells(file, cells, sheet):
            written = ", ".join(f"{cell} = “{content}”" for cell, content in cells)
            return f"Write into {_in_sheet(file, sheet)}: {written}"
        case RestoreSnapshot(name):
            return f"Take the machine back to “{name}”"
        case _:
            return _describe_page(action)


def _describe_page(action: OpenPage | ReadPage | FillField | ClickElement) -> str:
    match action:
        case OpenPage(address):
            return f"Open {address} in the browser"
        case ReadPage(selector):
            return f"Read {selector or 'all'} of the browser's page"
        case FillField(selector, text):
            return f"Fill {selector} of the browser's page with “{text}”"
        case ClickElement(selector):
            return f"Click {selector} of the browser's page"


def _in_sheet(file: str, sheet: str) -> str:
    return f"sheet “{sheet}” of {file}" if sheet else file
