"""Earlier runs in plain lines: numbered, with the commands of the history screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gui_agent.errors import AgentError
from gui_agent.past.listing import Run, read_runs
from gui_agent.wording import shown

if TYPE_CHECKING:
    from gui_agent.settings import Settings

HELP = """/history WORDS lists earlier runs: by task, program, outcome or day; then, with a run's number:
/steps N what was done, /replay N do it again, /resume N go on with one that broke off,
/report N HTML, JSON and film, /test N a step file, /learn N a workflow, /delete N (asks)"""
_LISTED = 20


class PlainHistory:
    """Answers commands about earlier runs; ``say`` speaks with the person.

    ``confirm`` puts a question to them, and does what it was given where they say yes.
    ``do`` replays or resumes a run.
    """

    def __init__(
        self,
        say: Callable[[str], object],
        confirm: Callable[[str, Callable[[], object]], object],
        do: Callable[[Run, bool], object],
    ) -> None:
        self._say, self._confirm, self._do = say, confirm, do
        self._runs: list[Run] = []

    def obey(self, name: str, rest: str, settings: Settings) -> bool:
        """Carry out the command ``name``; False where it is none of these."""
        if name == "history":
            self._list(rest, settings)
            return True
        what: Mapping[str, Callable[[Run, Settings], object]] = {
            "steps": self._steps,
            "replay": lambda run, _: self._do(run, False),
            "resume": lambda run, _: self._do(run, True),
            "report": self._export,
            "test": self._test,
            "learn": self._learn,
            "delete": self._delete,
        }
        if name not in what:
            return False
        run = self._numbered(rest, settings)
        if run is None:
            self._say(f"Say /{name} and the number of a run; /history lists them.")
            return True
        try:
            what[name](run, settings)
        except AgentError as error:
            self._say(shown(str(error)))
        return True

    def _list(self, wanted: str, settings: Settings) -> None:
        self._runs = [run for run in read_runs(settings.runs) if run.fits(wanted)]
        for number, run in enumerate(self._runs[:_LISTED], 1):
            self._say(f"{number}. {run.when}, {run.ending}, {run.steps} steps: {shown(run.task)}")
        if len(self._runs) > _LISTED:
            self._say(f"And {len(self._runs) - _LISTED} more; /history WORDS finds them.")
        if not self._runs:
            self._say("No run fits." if wanted else "There are no earlier runs.")

    def _numbered(self, rest: str, settings: Settings) -> Run | None:
        self._runs = self._runs or read_runs(settings.runs)
        number = int(rest) if rest.isdecimal() else 0
        return self._runs[number - 1] if 1 <= number <= len(self._runs) else None

    def _steps(self, run: Run, settings: Settings) -> None:
        from gui_agent.journal import read_journal
        from tui.assistant.plain_words import began, came
        from tui.assistant.telling import step_shown

        for step in read_journal(run.folder).steps():
            if step.ending is None:
                told = step_shown(step, over=True)
                self._say(f"{began(told)}\n{came(told)}")
        self._say(f"It ended: {run.ending}.")

    def _export(self, run: Run, settings: Settings) -> None:
        from gui_agent.report import render_report
        from gui_agent.report.exporting import export_json, export_video

        self._say(f"HTML: {render_report(run.folder)}")
        self._say(f"JSON: {export_json(run.folder, run.folder / 'run.json')}")
        self._say(f"Film: {export_video(run.folder, run.folder / 'video.mp4')}")

    def _test(self, run: Run, settings: Settings) -> None:
        from gui_agent.past.keeping import write_test

        self._say(f"A test: gui-agent test {write_test(run.folder)}")

    def _learn(self, run: Run, settings: Settings) -> None:
        from gui_agent.past.keeping import learn_workflow

        self._say(learn_workflow(run.folder, settings))

    def _delete(self, run: Run, settings: Settings) -> None:
        from gui_agent.past.keeping import delete_run, own_files

        def delete() -> None:
            delete_run(run.folder)
            self._runs.remove(run)
            self._say("Deleted. The numbers of /history are new.")

        files = own_files(run.folder)
        what = f"Delete “{shown(run.task)}” for good, with {files} files of its programs? y deletes it."
        self._confirm(what, delete)
