"""Earlier runs: search them, look at their steps, do them again, take something of them along."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Footer, Input, Static

from tui.assistant.wishes import Again, GoOn, Replay, Wish

if TYPE_CHECKING:

    from gui_agent.past.listing import Run
    from gui_agent.settings import Settings

_HINT = "Press / to search: a task, a program, an outcome, a day. F5 opens the report."


class HistoryScreen(Screen[Wish | None]):
    """Lists the runs of ``settings``, newest first; gives what the person wants of one."""

    DEFAULT_CSS = """
    HistoryScreen DataTable { height: 1fr; overflow-x: hidden; }
    HistoryScreen #about { height: auto; max-height: 6; padding: 0 1; border-top: solid $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False),
        Binding("enter", "open", "Steps"),
        Binding("r", "replay", "Replay"),
        Binding("g", "go_on", "Go on"),
        Binding("a", "again", "Again"),
        Binding("f5", "report", "Report", show=False),
        Binding("e", "export", "Export"),
        Binding("t", "test", "Test"),
        Binding("w", "workflow", "Learn"),
        Binding("d", "delete", "Delete"),
        Binding("slash", "search", "Search"),
    ]

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._runs: list[Run] = []
        self._listed: list[Run] = []
        self.listed = False

    def compose(self) -> ComposeResult:
        search = Input(placeholder=_HINT, id="search", compact=True)
        search.cursor_blink = False
        yield search
        yield DataTable(id="runs", cursor_type="row", zebra_stripes=True)
        yield Static("", id="about", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns("When", "Ended", "Steps", "Task")
        table.focus()
        self._read()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._fill()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(DataTable).focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        self.action_open()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        self._tell_about()

    def action_back(self) -> None:
        """Leave the search first, and then the list."""
        search = self.query_one(Input)
        if search.value:
            search.value = ""
            self.query_one(DataTable).focus()
        else:
            self.dismiss(None)

    def action_search(self) -> None:
        self.query_one(Input).focus()

    def action_open(self) -> None:
        from tui.assistant.run_screen import RunScreen

        if (run := self._chosen()) is not None:
            self.app.push_screen(RunScreen(run))

    def action_again(self) -> None:
        self._wish(lambda run: Again(run.task))

    def action_replay(self) -> None:
        self._wish(lambda run: Replay(run.task, run.folder))

    def action_go_on(self) -> None:
        run = self._chosen()
        if run is not None and run.ending in ("accomplished", "not accomplished"):
            self.notify("That run came to its end: r does it again.")
            return
        self._wish(lambda run: GoOn(run.task, run.folder))

    def action_report(self) -> None:
        def opened(run: Run) -> str:
            from gui_agent.report import render_report

            self.app.open_url(render_report(run.folder).as_uri())
            return ""

        self._do(opened)

    def action_export(self) -> None:
        def exported(run: Run) -> str:
            from gui_agent.report import render_report
            from gui_agent.report.exporting import export_json, export_video

            html, records = render_report(run.folder), export_json(run.folder, run.folder / "run.json")
            self._tell(f"HTML: {html}\nJSON: {records}\nThe film takes a little longer …")
            return f"Film: {export_video(run.folder, run.folder / 'video.mp4')}"

        self._do(exported)

    def action_test(self) -> None:
        def written(run: Run) -> str:
            from gui_agent.past.keeping import write_test

            return f"A test: gui-agent test {write_test(run.folder)}"

        self._do(written)

    def action_workflow(self) -> None:
        def learned(run: Run) -> str:
            from gui_agent.past.keeping import learn_workflow

            return learn_workflow(run.folder, self._settings)

        self._do(learned)

    def action_delete(self) -> None:
        from gui_agent.past.keeping import own_files
        from gui_agent.wording import shown
        from tui.assistant.confirm import ConfirmScreen

        run = self._chosen()
        if run is None:
            return
        files = own_files(run.folder)
        home = f" and the {files} file{'s' * (files != 1)} in its home folder" if files else ""
        question = f"Delete the run of {run.when} for good, with its pictures{home}?\n\n{shown(run.task)}"

        def answered(yes: bool | None) -> None:
            if yes:
                self._delete(run)

        self.app.push_screen(ConfirmScreen(question, "y delete · n keep"), answered)

    def _delete(self, run: Run) -> None:
        def deleted(run: Run) -> str:
            from gui_agent.past.keeping import delete_run

            delete_run(run.folder)
            self.app.call_from_thread(self._forget, run)
            return "Deleted."

        self._do(deleted, run)

    def _forget(self, run: Run) -> None:
        self._runs.remove(run)
        self._fill()

    def _wish(self, wish: Callable[[Run], Wish]) -> None:
        run = self._chosen()
        if run is not None:
            self.dismiss(wish(run))

    def _do(self, what: Callable[[Run], str], run: Run | None = None) -> None:
        """Do ``what`` with the chosen run beside the interface, and tell what it returns, or its error."""
        run = run or self._chosen()
        if run is not None:
            self._beside(what, run)

    @work(thread=True)
    def _beside(self, what: Callable[[Run], str], run: Run) -> None:
        from gui_agent.errors import AgentError

        try:
            if said := what(run):
                self._tell(said)
        except AgentError as error:
            self.app.call_from_thread(self.notify, str(error), severity="error", markup=False)

    def _tell(self, text: str) -> None:
        self.app.call_from_thread(self.notify, text, timeout=12, markup=False)

    @work(thread=True)
    def _read(self) -> None:
        from gui_agent.past.listing import read_runs

        runs = read_runs(self._settings.runs)
        self.app.call_from_thread(self._show, runs)

    def _show(self, runs: list[Run]) -> None:
        self._runs, self.listed = runs, True
        self._fill()

    def _fill(self) -> None:
        from gui_agent.wording import shown

        wanted = self.query_one(Input).value
        table = self.query_one(DataTable)
        table.clear()
        self._listed = [run for run in self._runs if run.fits(wanted)]
        for number, run in enumerate(self._listed):
            table.add_row(run.when, run.ending, str(run.steps), shown(run.task)[:200], key=str(number))
        self._tell_about()

    def _tell_about(self) -> None:
        from tui.assistant.run_screen import about

        run = self._chosen()
        nothing = "No run fits." if self._runs else "There are no earlier runs yet." if self.listed else ""
        self.query_one("#about", Static).update(about(run) if run else nothing)

    def _chosen(self) -> Run | None:
        row = self.query_one(DataTable).cursor_row
        return self._listed[row] if 0 <= row < len(self._listed) else None
