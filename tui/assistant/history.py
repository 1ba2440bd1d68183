"""Earlier runs: search them, read their report, do their task again, take something of them along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Input

from gui_agent.errors import AgentError
from gui_agent.wording import shown
from tui.assistant.past import BROKE_OFF, Run, export_json, read_runs, write_test

_HINT = "Press / to search; Enter takes the task again"


class HistoryScreen(Screen[str | None]):
    """Lists the runs below a folder, newest first; gives the task that is to be done again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back"),
        Binding("enter", "take", "Do again"),
        Binding("f5", "report", "Report"),
        Binding("e", "export", "Export"),
        Binding("t", "test", "Make a test"),
        Binding("slash", "search", "Search"),
    ]

    def __init__(self, runs: Path) -> None:
        super().__init__()
        self._folder = runs
        self._runs: list[Run] = []
        self.listed = False

    def compose(self) -> ComposeResult:
        yield Input(placeholder=_HINT, id="search", compact=True)
        yield DataTable(id="runs", cursor_type="row", zebra_stripes=True)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("When", "Ended", "Steps", "Task")
        table.focus()
        self._read()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(DataTable).focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        self.action_take()

    def action_search(self) -> None:
        self.query_one(Input).focus()

    def action_take(self) -> None:
        run = self._chosen()
        if run is not None and run.ending == BROKE_OFF:
            self.app.notify(
                f"That run broke off after step {run.steps}; it begins anew, from its first step."
            )
        self.dismiss(run.task if run else None)

    def action_report(self) -> None:
        from gui_agent.report import render_report

        self._with_chosen(lambda run: self.app.open_url(render_report(run.folder).as_uri()))

    def action_export(self) -> None:
        from gui_agent.report import render_report

        self._with_chosen(
            lambda run: self._tell(f"HTML: {render_report(run.folder)}\nJSON: {export_json(run)}")
        )

    def action_test(self) -> None:
        self._with_chosen(lambda run: self._tell(f"A test: gui-agent test {write_test(run)}"))

    def _with_chosen(self, do: Callable[[Run], None]) -> None:
        run = self._chosen()
        if run is None:
            return
        try:
            do(run)
        except AgentError as error:
            self.notify(str(error), severity="error", markup=False)

    def _tell(self, text: str) -> None:
        self.notify(text, timeout=12, markup=False)

    @work(thread=True)
    def _read(self) -> None:
        runs = read_runs(self._folder)
        self.app.call_from_thread(self._show, runs)

    def _show(self, runs: list[Run]) -> None:
        self._runs, self.listed = runs, True
        self._fill(self.query_one(Input).value)

    def _fill(self, wanted: str) -> None:
        table = self.query_one(DataTable)
        table.clear()
        for number, run in enumerate(self._runs):
            if wanted.casefold() in run.task.casefold():
                task = shown(run.task)[:100]
                table.add_row(_when(run.folder.name), run.ending, str(run.steps), task, key=str(number))

    def _chosen(self) -> Run | None:
        table = self.query_one(DataTable)
        if not table.row_count:
            return None
        key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value
        return self._runs[int(key or 0)]


def _when(folder: str) -> str:
    """Return the time that begins a run folder's name, to the minute; the name itself where none does."""
    day, time = folder[:10], folder[11:15]
    return f"{day} {time[:2]}:{time[2:]}" if len(time) == 4 and time.isdigit() else folder[:16]
