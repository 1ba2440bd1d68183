"""Draws the pictures of a report while its run is still going."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from actions.screenshot import Image
from gui_agent.pictures import RecentNames
from gui_agent.report.figures import data_uri
from gui_agent.report.render import FILE_NAME, render_report
from gui_agent.types import Step


class ReportAhead:
    """A `StepRecorder` with a thread of its own that draws every picture it sees; a context.

    What could not be drawn ahead is drawn when the report is written.
    """

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="report")
        self._names = RecentNames()
        self._last: Image | None = None
        self._drawn: dict[str, str] = {}
        self._begun: list[Future[Path]] = []
        self._worker.submit(_import_what_lays_out)

    def intent(self, step: Step) -> None: ...

    def acknowledge(self, number: int, error: str) -> None: ...

    def complete(self, step: Step) -> None:
        for seen in (step.observation, step.after):
            image = None if seen is None else seen.screenshot.image
            # A step begins with the picture that the one before it ended with.
            if image is not None and image is not self._last and image.size:
                self._last = image
                self._worker.submit(self._draw, image)

    def render(self, folder: Path) -> Path:
        """Write the report of ``folder`` as `render_report` does, and raise what that raises."""
        return self._worker.submit(render_report, folder, self._drawn).result()

    def begin(self, folder: Path) -> Path:
        """Return where the report of ``folder`` will be; it is there, or its error raised, when this ends."""
        self._begun.append(self._worker.submit(render_report, folder, self._drawn))
        return folder / FILE_NAME

    def __enter__(self) -> ReportAhead:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._worker.shutdown(cancel_futures=kind is not None)
        if kind is None:
            for begun in self._begun:
                begun.result()

    def _draw(self, image: Image) -> None:
        name = self._names.of(image)
        if name not in self._drawn:
            self._drawn[name] = data_uri(image)


def _import_what_lays_out() -> None:
    with contextlib.suppress(ImportError):
        import jinja2  # noqa: F401
        import PIL.WebPImagePlugin  # noqa: F401
