"""A job behind a door: told, held, stopped and answered while its work waits on another thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import pytest

from actions.action import PressKeys
from gui_agent.approval import AutoApprover, NeverApprover
from gui_agent.doors.asking import RemoteAsker
from gui_agent.doors.events import Ended, Paused, Resumed
from gui_agent.doors.job import Job
from gui_agent.doors.workbench import Attendant
from gui_agent.hints import Hints
from gui_agent.hold import Hold
from gui_agent.types import Approval
from tests.gui_agent.approval_requests import request_for

T = TypeVar("T")


@pytest.fixture
def job() -> Job:
    job = Job("1", "task", "press escape")
    assert job.begin()
    return job


def beside(work: Callable[[], T], when: Callable[[], bool]) -> Future[T]:
    """Begin ``work`` on a thread of its own and wait until ``when``."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    while not (when() or future.done()):
        threading.Event().wait(0.005)
    return future


@pytest.mark.parametrize("allowed", [True, False])
def test_a_question_waits_for_its_own_answer(job: Job, allowed: bool) -> None:
    asked = beside(lambda: job.ask("Allow it?"), lambda: job.question is not None)
    assert job.state == "asking"
    assert not job.answer(2, True)
    assert job.answer(1, allowed)
    assert asked.result(10) is allowed
    assert not job.answer(1, True), "it is not open any more"
    assert job.state == "running"


@pytest.mark.parametrize("allowed", [True, False])
def test_an_answer_for_good_settles_all_actions_alike(job: Job, allowed: bool) -> None:
    asked = beside(lambda: job.ask("Allow it?", ("click", "Save")), lambda: job.question is not None)
    assert job.answer(1, allowed, always=True)
    assert asked.result(10) is allowed
    assert job.ask("Allow it?", ("click", "Save")) is allowed
    beside(lambda: job.ask("Allow it?", ("click", "Delete")), lambda: job.question is not None)
    assert job.state == "asking"
    job.stop()


def test_a_hint_reaches_the_planner_and_takes_the_place_of_what_was_planned_without_it(job: Job) -> None:
    hints = Hints()
    assert not job.hint("no, the other one"), "nobody takes hints"
    assert job.begin(hints=hints)
    attendant = Attendant(AutoApprover(), RemoteAsker())
    with attendant.beside(job):
        assert job.hint("no, the other one")
        left_out = attendant.review(request_for(PressKeys(("escape",))))
        assert (left_out.decision, left_out.by) == ("redirect", "person")
        assert "no, the other one" in left_out.reason
        assert attendant.review(request_for(PressKeys(("escape",)))).decision == "approve"
    assert "no, the other one" in hints.sections()[0]


def test_a_hint_takes_the_question_back(job: Job) -> None:
    assert job.begin(hints=Hints())
    asked = beside(lambda: job.ask("Allow it?"), lambda: job.question is not None)
    assert job.hint("leave that")
    assert asked.result(10) is None


def test_a_stop_takes_the_question_back(job: Job) -> None:
    asked = beside(lambda: job.ask("Allow it?"), lambda: job.question is not None)
    job.stop()
    assert asked.result(10) is None
    assert job.ask("And this?") is None


def test_a_stop_reaches_a_model_that_is_being_asked() -> None:
    job, taken_back = Job("1", "task", ""), threading.Event()
    job.begin(taken_back.set)
    job.stop()
    assert taken_back.is_set()


def test_what_was_stopped_in_the_queue_never_begins() -> None:
    job = Job("1", "task", "")
    job.stop()
    assert job.ended == Ended("stopped", "stopped by a person")
    assert not job.begin()


def test_after_the_end_nothing_is_told(job: Job) -> None:
    job.tell(Ended("accomplished", ""))
    job.tell(Resumed())
    assert not job.pause()
    news = asyncio.run(job.news(0, 1))
    assert [(number, event.kind) for number, event in news.events] == [(1, "began"), (2, "ended")]
    assert news.over


def test_news_come_at_once_or_not_at_all_for_a_while(job: Job) -> None:
    async def waited() -> tuple[int, int]:
        none = await job.news(1, 0.01)
        asyncio.get_running_loop().call_later(0.01, job.pause)
        return len(none.events), len((await job.news(1, 30)).events)

    assert asyncio.run(waited()) == (0, 1)


def test_after_a_pause_the_scene_is_compared_as_after_a_question(job: Job) -> None:
    attendant, action = Attendant(AutoApprover(), RemoteAsker()), PressKeys(("escape",))
    with attendant.beside(job):
        assert attendant.review(request_for(action)).by == "mode"
        job.pause()
        held = beside(lambda: attendant.review(request_for(action)), lambda: job.state == "paused")
        assert not held.done()
        job.resume()
        assert (held.result(10).decision, held.result(10).by) == ("approve", "person")
        assert attendant.review(request_for(action)).by == "mode"


def test_a_stop_while_held_ends_the_run(job: Job) -> None:
    attendant = Attendant(NeverApprover(), RemoteAsker())
    with attendant.beside(job):
        job.pause()
        job.stop()
        review = attendant.review(request_for(PressKeys(("escape",))))
    assert review == Approval("terminate", "stopped by a person", "person")


def test_a_person_who_takes_over_is_told_of_and_only_resuming_lets_go_on() -> None:
    attendant, hold = Attendant(AutoApprover(), RemoteAsker()), Hold()
    hold.watch(attendant.hold_changed)
    job = Job("1", "task", "")
    job.begin(at_resume=hold.resume)
    with attendant.beside(job):
        hold.take_over("the mouse was moved")
    news = asyncio.run(job.news(1, 1))
    assert [event for _, event in news.events] == [Paused("the mouse was moved")]
    assert (job.state, hold.held) == ("paused", "taken over")
    job.resume()
    assert (job.state, hold.held) == ("running", "")
