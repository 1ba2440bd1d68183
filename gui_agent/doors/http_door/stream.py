"""A job's events as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from gui_agent.doors.events import Event
from gui_agent.doors.http_door.models import AnyEvent
from gui_agent.doors.http_door.problems import Refused
from gui_agent.doors.job import Job

HEARTBEAT_SECONDS = 15.0


class EventStreams:
    """Answers with the events of jobs."""

    def __init__(self) -> None:
        self._events: TypeAdapter[Any] = TypeAdapter(AnyEvent)

    def of(self, job: Job, request: Request) -> Response:
        """Return every event of ``job`` behind ``Last-Event-ID``, until it is over."""
        headers = {"Cache-Control": "no-store"}
        lines = self._lines(job, _after(request))
        return StreamingResponse(lines, media_type="text/event-stream", headers=headers)

    async def _lines(self, job: Job, after: int) -> AsyncIterator[str]:
        while True:
            news = await job.news(after, HEARTBEAT_SECONDS)
            for number, event in news.events:
                yield f"id: {number}\nevent: {event.kind}\ndata: {self._as_json(event)}\n\n"
            after += len(news.events)
            if news.over:
                return
            if not news.events:
                yield ": still here\n\n"

    def _as_json(self, event: Event) -> str:
        return json.dumps(self._events.dump_python(event), ensure_ascii=False)


def _after(request: Request) -> int:
    given = request.headers.get("last-event-id", "0").strip() or "0"
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise Refused(400, "Last-Event-ID is the number of the last event that came, or 0")
    return int(given)
