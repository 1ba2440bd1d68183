"""Earlier runs: search them, read their report, take their task again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Input

from gui_agent.errors import JournalError
from gui_agent.journal import FILE_NAME, read_journal
from gui_agent.report import render_report
from gui_agent.wording import shown


@dataclass(frozen=True, slots=True)
class Run:
    """One line of the list."""

    folder: Path
    task: str
    steps: int
    ending: str


class HistoryScreen(Screen[str | None]):
    """Lists the runs below a folder, newest first; gives the task that is to be done again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("f5", "report", "Report"),
    ]

    def __init__(self, runs: Path) -> None:
        super().__init__()
        self._folder = runs.expanduser().absolute()
        self._runs: list[Run] = []

    def compose(self) -> ComposeResult:
        yield Input(placeholder="Search; Enter takes the task again", id="search")
        yield DataTable(id="runs", cursor_type="row", zebra_stripes=True)
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(DataTable).add_columns("When", "Task", "Steps", "Ended")
        self.query_one(Input).focus()
        self._read()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._take()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        self._take()

    def on_key(self, event: object) -> None:
        key = getattr(event, "key", "")
        table = self.query_one(DataTable)
        if key in ("down", "up") and self.query_one(Input).has_focus:
            table.move_cursor(row=table.cursor_row + (1 if key == "down" else -1))

    def action_report(self) -> None:
        if (run := self._chosen()) is not None:
            try:
                self.app.open_url(render_report(run.folder).as_uri())
            except JournalError as error:
                self.notify(str(error), severity="error")

    @work(thread=True)
    def _read(self) -> None:
        folders = sorted((p.parent for p in self._folder.glob(f"*/{FILE_NAME}")), reverse=True)
        runs = [run for folder in folders if (run := _read_run(folder)) is not None]
        self.app.call_from_thread(self._show, runs)

    def _show(self, runs: list[Run]) -> None:
        self._runs = runs
        self._fill(self.query_one(Input).value)

    def _fill(self, wanted: str) -> None:
        table = self.query_one(DataTable)
        table.clear()
        for number, run in enumerate(self._runs):
            if wanted.casefold() in run.task.casefold():
                when = run.folder.name[:17].replace("-", " ", 3)
                table.add_row(when, shown(run.task)[:100], str(run.steps), run.ending, key=str(number))

    def _chosen(self) -> Run | None:
        table = self.query_one(DataTable)
        if not table.row_count:
            return None
        key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value
        return self._runs[int(key or 0)]

    def _take(self) -> None:
        run = self._chosen()
        self.dismiss(run.task if run else None)


def _read_run(folder: Path) -> Run | None:
    try:
        contents = read_journal(folder)
    except JournalError:
        return None
    end = contents.end
    ending = str(end.payload.get("ending") or "broke off") if end else "broke off"
    steps = sum(record.kind == "step" for record in contents.records)
    return Run(folder, contents.header.task, steps, ending.lower().replace("_", " "))
