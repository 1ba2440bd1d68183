"""Tasks and actions from behind a door, one after another on one computer."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from actions.errors import ComputerError, InvalidAction
from grounding.errors import GroundingError
from gui_agent.budget import Budget
from gui_agent.desk import Desk, NotDone
from gui_agent.doors.asking import RemoteAsker
from gui_agent.doors.events import Ended, ending_word, intended, stepped
from gui_agent.doors.job import Job, Kind, Manner
from gui_agent.doors.telling import told
from gui_agent.doors.turns import Turns
from gui_agent.errors import AgentError
from gui_agent.hold import Hold
from gui_agent.parts import Parts
from gui_agent.session import new_run_folder, perform
from gui_agent.types import Approval, ApprovalRequest, Approver, PlannedAction, Step
from gui_agent.words import describe_action

MOST_WAITING = 20
MOST_KEPT = 100
"""How many jobs that are over are remembered; what they did stays on disk as a run."""
STOPPED = "stopped by a person"


class TooMuchWaiting(AgentError):
    """No more jobs are taken until some are over."""


class Attendant:
    """Stands beside the job under way: an `Approver` that holds and stops, a `StepRecorder` that tells."""

    def __init__(self, approver: Approver, asker: RemoteAsker) -> None:
        self._approver, self.asker = approver, asker
        self._job: Job | None = None

    @contextlib.contextmanager
    def beside(self, job: Job) -> Iterator[None]:
        """Attend to ``job`` within the block."""
        self._job, self.asker.question = job, job.ask
        try:
            yield
        finally:
            self._job = self.asker.question = None

    def hold_changed(self, hold: Hold) -> None:
        """Tell of the job under way that the person took over."""
        job = self._job
        if job is not None and hold.held == "taken over":
            job.take_over(hold.what)

    def review(self, request: ApprovalRequest) -> Approval:
        job = self._job
        if job is None:
            return self._approver.review(request)
        held = job.hold()
        if job.stopped:
            return Approval("terminate", STOPPED, "person")
        job.about(request.step_number, describe_action(request.action))
        approval = (job.manner.approver or self._approver).review(request)
        if job.stopped:
            return Approval("terminate", STOPPED, "person")
        # A person who paused may have used the computer: as after a question, the scene is compared.
        return replace(approval, by="person") if held else approval

    def intent(self, step: Step) -> None:
        if self._job is not None:
            self._job.tell(intended(step))

    def acknowledge(self, number: int, error: str) -> None: ...

    def complete(self, step: Step) -> None:
        # How a run ended is told once, by `Ended`.
        if self._job is not None and (step.ending is None or step.approval is not None):
            if step.after is not None:
                self._job.show(step.number, step.after.screenshot)
            self._job.tell(stepped(step))


class Workbench:
    """Carries jobs out in the order they come; its methods belong to the event loop.

    ``desk`` and tasks ask ``attendant``. ``open_parts`` opens fresh eyes and a planner for a task. Leaving
    its context stops every job.
    """

    def __init__(
        self,
        desk: Desk,
        turns: Turns,
        attendant: Attendant,
        open_parts: Callable[[], contextlib.AbstractContextManager[Parts]],
        *,
        budget: Budget,
        computer_name: str = "",
        check: Callable[[str], None] = lambda task: None,
    ) -> None:
        self.desk, self.turns = desk, turns
        self._attendant, self._open_parts = attendant, open_parts
        self._budget, self._computer_name, self._check = budget, computer_name, check
        self._jobs: dict[str, Job] = {}
        self._under_way: set[asyncio.Future[None]] = set()
        desk.hold.watch(attendant.hold_changed)

    def __enter__(self) -> Workbench:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def jobs(self) -> Sequence[Job]:
        """The jobs, the youngest first."""
        return tuple(reversed(self._jobs.values()))

    @property
    def busy(self) -> bool:
        """Whether a job is waiting or under way."""
        return any(job.ended is None for job in self._jobs.values())

    def job(self, id: str) -> Job | None:
        return self._jobs.get(id)

    @property
    def asker(self) -> RemoteAsker:
        """Asks the person who follows the job under way."""
        return self._attendant.asker

    async def start_task(self, task: str, manner: Manner | None = None) -> Job:
        """Begin ``task`` in its turn. Raises `NotUnderstood` and `TooMuchWaiting` before anything is done."""
        await asyncio.to_thread(self._check, task)
        return self._start("task", task, self._do_task, manner)

    def start_action(self, planned: Sequence[PlannedAction], said: str) -> Job:
        """Carry actions out in their turn, one after another. Raises `TooMuchWaiting`."""
        return self._start("action", said, lambda job: self._do_actions(job, planned))

    def stop(self) -> None:
        """Stop every job."""
        for job in self._jobs.values():
            if job.ended is None:
                job.stop()

    def _start(
        self, kind: Kind, text: str, work: Callable[[Job], Ended], manner: Manner | None = None
    ) -> Job:
        self._forget()
        if sum(job.ended is None for job in self._jobs.values()) >= MOST_WAITING:
            raise TooMuchWaiting(f"{MOST_WAITING} jobs are waiting; stop some, or try again later")
        job = Job(secrets.token_hex(6), kind, text, manner)
        self._jobs[job.id] = job
        under_way = asyncio.ensure_future(self.turns.take(lambda: self._carry_out(job, work)))
        self._under_way.add(under_way)
        under_way.add_done_callback(self._under_way.discard)
        return job

    def _forget(self) -> None:
        over = [job.id for job in self._jobs.values() if job.ended is not None]
        for id in over[: max(0, len(over) - MOST_KEPT)]:
            del self._jobs[id]

    def _carry_out(self, job: Job, work: Callable[[Job], Ended]) -> None:
        """Do ``work`` on the desk's thread; whatever comes of it, the job is over afterwards."""
        try:
            with self._attendant.beside(job):
                ended = work(job)
        except NotDone as error:
            ending = ending_word(error.step.ending) if error.step.ending else "not_accomplished"
            ended = Ended(ending, str(error), 1, record=self._record())
        except (AgentError, GroundingError, InvalidAction) as error:
            ended = Ended("refused", str(error))
        except (ComputerError, MemoryError) as error:
            ended = Ended("machine_failed", str(error) or type(error).__name__)
        except Exception as error:
            logging.getLogger(__name__).exception("a job failed")
            ended = Ended("failed", f"{type(error).__name__}: {error}")
        job.tell(ended)

    def _do_task(self, job: Job) -> Ended:
        if job.ended is not None:
            return job.ended
        self.desk.close()
        with self._open_parts() as parts:
            if not job.begin(parts.cancel.cancel, self.desk.hold.resume):
                return Ended("stopped", STOPPED)
            try:
                outcome = perform(
                    job.text,
                    self.desk.computer,
                    folder=new_run_folder(self.desk.runs, job.text),
                    approver=self._attendant,
                    budget=self._budget,
                    watchers=(self._attendant,),
                    parts=replace(parts, hold=self.desk.hold),
                    computer_name=self._computer_name,
                )
            finally:
                job.release()
        word = ending_word(outcome.ending)
        seconds = round(outcome.seconds, 3)
        return Ended(word, outcome.explanation, outcome.steps, seconds, outcome.folder.name)

    def _do_actions(self, job: Job, planned: Sequence[PlannedAction]) -> Ended:
        hold = self.desk.hold
        if not job.begin(hold.abandon, hold.resume):
            return Ended("stopped", STOPPED)
        try:
            said = [told(self.desk.do(each)) for each in planned]
        finally:
            job.release()
        return Ended("accomplished", "\n".join(said), len(said), record=self._record())

    def _record(self) -> str:
        folder: Path | None = self.desk.folder
        return folder.name if folder else ""
