"""What the agent sees, as pictures for the interface, at a rate that leaves both sides time."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from actions.geometry import Box
from actions.screenshot import Image, Screenshot
from gui_agent.types import ApprovalRequest, Step
from tui.assistant.pictures import drawn, picture_rows
from tui.assistant.protocol import Look, PictureShown

PICTURE_SECONDS = 0.45


class Sight:
    """Keeps the last screen and shows it, from a thread of its own, as the interface wants to look at it.

    Screens that come quicker than pictures are sent are left out; the last one never is.
    """

    def __init__(self, show: Callable[[PictureShown], object]) -> None:
        self._show = show
        self._seen: tuple[Screenshot, Box | None] | None = None
        self._look: Look | None = None
        self._sent: PictureShown | None = None
        self._news, self._over = threading.Event(), threading.Event()

    def serve(self) -> None:
        """Show what comes until `close`."""
        while not self._over.is_set():
            self._news.wait()
            self._news.clear()
            self._send()
            self._over.wait(PICTURE_SECONDS)

    def close(self) -> None:
        self._over.set()
        self._news.set()

    def look(self, look: Look) -> None:
        """Show pictures of this kind and size from now on."""
        self._look, self._sent = look, None
        self._news.set()

    def intended(self, step: Step) -> None:
        """See where ``step`` is about to act."""
        self._see(step.observation.screenshot, step.grounding.box if step.grounding else None)

    def asked(self, request: ApprovalRequest) -> None:
        """See where the action would act that a person is asked about."""
        self._see(request.observation.screenshot, request.grounding.box if request.grounding else None)

    def completed(self, step: Step) -> None:
        """See what came of ``step``."""
        seen = step.after or step.observation
        if seen.screenshot.image.size > 3:
            self._see(seen.screenshot, step.reflection.evidence if step.reflection else None)

    def save(self) -> Path | None:
        """Write what is seen, the target too, as a PNG file that stays; None where nothing was seen."""
        import cv2

        if self._seen is None:
            return None
        with tempfile.NamedTemporaryFile(prefix="gui-agent-screen-", suffix=".png", delete=False) as file:
            file.write(cv2.imencode(".png", _marked(*self._seen))[1].tobytes())
        return Path(file.name)

    def _see(self, screenshot: Screenshot, target: Box | None) -> None:
        self._seen = screenshot, target
        self._news.set()

    def _send(self) -> None:
        look, seen = self._look, self._seen
        if look is None or look.kind == "off" or seen is None or look.columns < 4 or look.rows < 2:
            return
        rows = picture_rows(seen[0].image, _place(*seen), look)
        picture = PictureShown(look.kind, look.columns, look.rows, rows)
        if picture != self._sent:
            self._sent = picture
            self._show(picture)


def _place(screenshot: Screenshot, target: Box | None) -> Box | None:
    """Return ``target`` in the pixels of the picture."""
    if target is None:
        return None
    place, scale = target.offset(-screenshot.region.x1, -screenshot.region.y1), screenshot.scale
    return Box(*(round(edge * scale) for edge in (place.x1, place.y1, place.x2, place.y2)))


def _marked(screenshot: Screenshot, target: Box | None) -> Image:
    return drawn(screenshot.image, _place(screenshot, target))
