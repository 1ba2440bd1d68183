"""The HTTP/JSON API over a workbench."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

import cv2
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.errors import ComputerError
from gui_agent.doors.http_door.endpoints import ENDPOINTS
from gui_agent.doors.http_door.guards import MOST_BYTES, HostGuard
from gui_agent.doors.http_door.models import (
    Answer,
    AnyGivenAction,
    NewTask,
    job_record,
    planned_actions,
    screen_now,
)
from gui_agent.doors.http_door.openapi import openapi
from gui_agent.doors.http_door.pages import docs_page, watch_page
from gui_agent.doors.http_door.problems import Refused, answer_problem, problem
from gui_agent.doors.http_door.stream import HEARTBEAT_SECONDS, EventStreams
from gui_agent.doors.job import Job
from gui_agent.doors.run_records import RunRecords
from gui_agent.doors.token_guard import Application, TokenGuard
from gui_agent.doors.workbench import Workbench
from gui_agent.errors import AgentError, JournalError
from gui_agent.pictures import content_name

OPEN_PATHS = ("/", "/docs", "/openapi.json")
T = TypeVar("T")


def http_application(bench: Workbench, records: RunRecords, token: str, host: str) -> Application:
    """Build the application; ``token`` opens it, ``host`` is a name it is known under."""
    api = _Api(bench, records)
    handlers = {endpoint.name: getattr(api, endpoint.name) for endpoint in ENDPOINTS}
    routes = [Route(e.path, handlers[e.name], methods=[e.method]) for e in ENDPOINTS]
    described = openapi()
    pages = {"/": watch_page(), "/docs": docs_page(described)}
    routes += [Route(path, _always(page)) for path, page in pages.items()]
    routes.append(Route("/openapi.json", _always(JSONResponse(described))))
    expected = (Refused, AgentError, ComputerError, MemoryError, ValueError)
    handling: dict[Any, Any] = dict.fromkeys((*expected, 404, 405, Exception), answer_problem)
    # Starlette would send the body of an unexpected fault and raise it again; ours is a sentence and a log.
    return HostGuard(
        TokenGuard(Starlette(routes=routes, exception_handlers=handling), token, OPEN_PATHS), host
    )


def _always(response: Response) -> Callable[[Request], Response]:
    return lambda request: response


class _Api:
    """The handlers, by the names that the endpoints have."""

    def __init__(self, bench: Workbench, records: RunRecords) -> None:
        self._bench, self._records = bench, records
        self._actions: TypeAdapter[AnyGivenAction] = TypeAdapter(AnyGivenAction)
        self._tasks, self._answers = TypeAdapter(NewTask), TypeAdapter(Answer)
        self._streams = EventStreams()

    async def start_task(self, request: Request) -> Response:
        given = await _read(request, self._tasks)
        if not given.task.strip():
            raise Refused(422, "task: say what to do")
        return _job(await self._bench.start_task(given.task), 201)

    async def tasks(self, request: Request) -> Response:
        return JSONResponse([job_record(job).model_dump() for job in self._bench.jobs])

    async def task(self, request: Request) -> Response:
        return _job(self._job(request))

    async def events(self, request: Request) -> Response:
        return self._streams.of(self._job(request), request)

    async def stop(self, request: Request) -> Response:
        job = self._job(request)
        job.stop()
        return _job(job)

    async def pause(self, request: Request) -> Response:
        return _changed(job := self._job(request), job.pause(), "the job is over")

    async def resume(self, request: Request) -> Response:
        return _changed(job := self._job(request), job.resume(), "the job is over")

    async def answer(self, request: Request) -> Response:
        job, given = self._job(request), await _read(request, self._answers)
        done = job.answer(given.question, given.allow, always=given.always)
        return _changed(job, done, f"the question {given.question} is not open")

    async def screen(self, request: Request) -> Response:
        image = (await asyncio.to_thread(self._bench.desk.computer.screenshot)).image
        name = f'"{content_name(image)}"'
        headers = {"ETag": name, "Cache-Control": "no-cache"}
        if request.headers.get("if-none-match") == name:
            return Response(status_code=304, headers=headers)
        _, data = await asyncio.to_thread(cv2.imencode, ".png", image)
        return Response(data.tobytes(), media_type="image/png", headers=headers)

    async def elements(self, request: Request) -> Response:
        self._refuse_while_busy()
        return JSONResponse(screen_now(await self._bench.turns.take(self._bench.desk.look)).model_dump())

    async def act(self, request: Request) -> Response:
        action = await _read(request, self._actions)
        self._refuse_while_busy()
        job = self._bench.start_action(planned_actions(action), action.kind)
        seen = 0
        while job.ended is None and job.question is None:
            news = await job.news(seen, HEARTBEAT_SECONDS)
            seen += len(news.events)
        if job.ended is None:
            return _job(job, 202)
        if job.ended.ending == "accomplished":
            return _job(job)
        return problem(422, job.ended.explanation, job.id)

    async def runs(self, request: Request) -> Response:
        listing = await asyncio.to_thread(self._records.listing)
        return Response(listing, media_type="application/json")

    async def run(self, request: Request) -> Response:
        name = request.path_params["name"]
        try:
            record = await asyncio.to_thread(self._records.record, name)
        except JournalError as error:
            raise Refused(404, f"“{name}” is no run that can be read; /v1/runs lists them") from error
        return Response(record, media_type="application/json")

    def _job(self, request: Request) -> Job:
        job = self._bench.job(request.path_params["id"])
        if job is None:
            raise Refused(404, "there is no such job; /v1/tasks lists them")
        return job

    def _refuse_while_busy(self) -> None:
        """Refuse what would pull the screen from under the job under way."""
        under_way = next((job for job in self._bench.jobs if job.ended is None), None)
        if under_way is not None:
            raise Refused(409, "a job is under way; wait for its end, or stop it", under_way.id)


def _job(job: Job, status: int = 200) -> Response:
    return JSONResponse(job_record(job).model_dump(), status)


def _changed(job: Job, done: bool, otherwise: str) -> Response:
    if not done:
        raise Refused(409, otherwise, job.id)
    return _job(job)


async def _read(request: Request, kind: TypeAdapter[T]) -> T:
    """Read the body as ``kind``. Raises `Refused`, `pydantic.ValidationError`."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "send JSON, with Content-Type: application/json")
    body = bytearray()
    async with contextlib.aclosing(request.stream()) as stream:
        async for part in stream:
            body += part
            if len(body) > MOST_BYTES:
                raise Refused(413, f"the body is larger than {MOST_BYTES} bytes")
    return kind.validate_json(bytes(body))
