"""The endpoints as a table: routes and the OpenAPI page are made of the same rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from gui_agent.doors.http_door.models import (
    Answer,
    AnyEvent,
    AnyGivenAction,
    Hint,
    JobRecord,
    NewTask,
    RunSummary,
    ScreenNow,
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row; ``name`` is the handler, ``body`` and ``answer`` are what JSON is read and written as.

    ``also`` are further answers by status; ``media`` is what ``answer`` comes as.
    """

    method: Literal["GET", "POST"]
    path: str
    name: str
    summary: str
    body: Any = None
    answer: Any = None
    status: int = 200
    media: str = "application/json"
    also: tuple[tuple[int, str], ...] = ()


ENDED = (409, "The job is over, or that question is not open.")
UNKNOWN = (404, "There is no such job or run.")
WAITING = (429, "Too many jobs are waiting.")
UNDER_WAY = (409, "A job is under way.")
ENDPOINTS = (
    Endpoint(
        *("POST", "/v1/tasks", "start_task", "Let the computer's agent do a task, in its turn."),
        *(NewTask, JobRecord, 201),
        also=((422, "The task is not understood; says which part."), WAITING),
    ),
    Endpoint("GET", "/v1/tasks", "tasks", "The jobs, the youngest first.", answer=list[JobRecord]),
    Endpoint("GET", "/v1/tasks/{id}", "task", "One job as it stands.", answer=JobRecord, also=(UNKNOWN,)),
    Endpoint(
        *("GET", "/v1/tasks/{id}/events", "events"),
        "What happens, as server-sent events until the job is over; Last-Event-ID resumes.",
        answer=AnyEvent,
        media="text/event-stream",
        also=(UNKNOWN,),
    ),
    Endpoint(
        *("POST", "/v1/tasks/{id}/stop", "stop", "End the job before its next action."),
        answer=JobRecord,
        also=(UNKNOWN,),
    ),
    Endpoint(
        *("POST", "/v1/tasks/{id}/pause", "pause", "Hold the next action, and those after it."),
        answer=JobRecord,
        also=(UNKNOWN, ENDED),
    ),
    Endpoint(
        *("POST", "/v1/tasks/{id}/resume", "resume", "Let actions through again."),
        answer=JobRecord,
        also=(UNKNOWN, ENDED),
    ),
    Endpoint(
        *("POST", "/v1/tasks/{id}/hint", "hint"),
        "Tell the language model that plans; the action planned without it is left out.",
        body=Hint,
        answer=JobRecord,
        also=(UNKNOWN, (409, "The job takes no hints: no model plans it, or it is not under way.")),
    ),
    Endpoint(
        *("POST", "/v1/tasks/{id}/answer", "answer", "Say whether the action asked about may be done."),
        body=Answer,
        answer=JobRecord,
        also=(UNKNOWN, ENDED),
    ),
    Endpoint(
        *("GET", "/v1/screen", "screen", "The screen now, as a picture; If-None-Match is heeded."),
        media="image/png",
    ),
    Endpoint(
        *("GET", "/v1/elements", "elements", "What is on the settled screen, numbered."),
        answer=ScreenNow,
        also=(UNDER_WAY,),
    ),
    Endpoint(
        *("POST", "/v1/actions", "act", "Do one action: approved, carried out, checked and recorded."),
        *(AnyGivenAction, JobRecord),
        also=(
            (202, "The action waits for a person: answer its question under /v1/tasks/{id}/answer."),
            UNDER_WAY,
            (422, "The action was not done; says why."),
        ),
    ),
    Endpoint("GET", "/v1/runs", "runs", "The records on disk.", answer=list[RunSummary]),
    Endpoint(
        *("GET", "/v1/runs/{name}", "run", "The steps of one run, without pictures."),
        answer=dict[str, Any],
        also=(UNKNOWN,),
    ),
)
