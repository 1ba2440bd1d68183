"""Every problem is one sentence as JSON, with the status that fits it."""

from __future__ import annotations

import logging

from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from actions.errors import ComputerError
from gui_agent.doors.http_door.models import Problem
from gui_agent.doors.workbench import TooMuchWaiting
from gui_agent.errors import AgentError, JournalError


class Refused(Exception):
    """A request that is answered with ``status`` and one sentence; ``job`` is the job it is about."""

    def __init__(self, status: int, sentence: str, job: str | None = None) -> None:
        super().__init__(sentence)
        self.status, self.job = status, job


def problem(status: int, sentence: str, job: str | None = None) -> Response:
    """Return a problem as JSON."""
    body = Problem(error=sentence, job=job)
    return JSONResponse(body.model_dump(exclude_none=True), status)


async def answer_problem(request: Request, error: Exception) -> Response:
    """Turn what a handler raised into an answer."""
    match error:
        case Refused():
            return problem(error.status, str(error), error.job)
        case ValidationError():
            return _unfit(error)
        case HTTPException(status_code=404):
            return problem(404, f"there is nothing at {request.url.path}; see /docs")
        case HTTPException():
            answer = problem(error.status_code, f"{error.detail}; see /docs")
            answer.headers.update(error.headers or {})
            return answer
        case TooMuchWaiting():
            return problem(429, str(error))
        case JournalError():
            return problem(500, str(error))
        case AgentError():
            return problem(422, str(error))
        case ComputerError() | MemoryError():
            return problem(503, str(error) or type(error).__name__)
        case _:
            logging.getLogger(__name__).error("a request failed", exc_info=error)
            return problem(500, f"a fault of the server: {type(error).__name__}; its log says more")


def _unfit(error: ValidationError) -> Response:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return problem(400, f"the body is no JSON: {first['msg']}")
    where = ".".join(str(part) for part in first["loc"]) or "the body"
    return problem(422, f"{where}: {first['msg']}; see /docs")
