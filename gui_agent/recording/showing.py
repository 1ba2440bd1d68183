"""Watches a person work: hands and screen together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future

from actions.action import Launch, PressKeys
from actions.computer import Computer
from actions.demonstration.camera import Camera, Frame
from actions.demonstration.events import ButtonMoved, HandEvent, Hear, KeyMoved, Listener, WheelTurned
from actions.demonstration.joining import Joiner, Performed
from actions.errors import ComputerError
from gui_agent.recording.making import Shown

END_KEYS = ("ctrl", "alt", "escape")
"""What a person presses to end a recording; it is not recorded."""


class Showing:
    """Records from the moment it is made until `end`; ``computer`` is used by no other thread meanwhile.

    ``listen`` opens the listener of that computer's mouse and keyboard; ``tell`` hears every action as soon
    as it is complete; ``keep`` puts frames away until the end. Raises what opening the listener and looking
    at the screen raise.
    """

    def __init__(
        self,
        computer: Computer,
        listen: Callable[[Hear], Listener],
        tell: Callable[[Performed], None] = lambda performed: None,
        launch: Launch | None = None,
        keep: Callable[[Frame], Future[Frame]] | None = None,
    ) -> None:
        self.ended = threading.Event()
        self._shown: list[tuple[Performed, Future[Frame]]] = []
        self._tell, self._keep = tell, keep or _as_it_is
        if launch is not None:
            self._launch(computer, launch)
        self._camera = Camera(computer)
        self._joiner = Joiner(self._take)
        try:
            self._listener = listen(self._hear)
        except Exception:
            self._camera.close()
            raise

    @property
    def trouble(self) -> ComputerError | None:
        """Why the screen cannot be seen any more: nothing more can be recorded then."""
        return self._camera.error

    def end(self) -> tuple[list[Shown], Frame]:
        """Stop watching; return what was done, each with the screen before it, and the last screen."""
        self._listener.close()
        self._joiner.finish()
        self._camera.close()
        return [Shown(done, frame.result()) for done, frame in self._shown], self._camera.latest

    def _launch(self, computer: Computer, launch: Launch) -> None:
        before = Frame(computer.screenshot())
        computer.execute(launch)
        self._shown.append((Performed(launch, 0.0, 0.0), self._keep(before)))

    def _hear(self, event: HandEvent) -> None:
        match event:
            case ButtonMoved(down=True) | KeyMoved(down=True) | WheelTurned():
                self._camera.pin(event.at)
        self._joiner.hear(event)
        if isinstance(event, KeyMoved) and event.key == END_KEYS[-1] and not event.down:
            # Nothing may follow that would let these keys be joined.
            self._joiner.finish()

    def _take(self, performed: Performed) -> None:
        frame = self._camera.frame_at(performed.began, performed.ended)
        match performed.action:
            case PressKeys(keys) if keys == END_KEYS:
                self.ended.set()
            case _ if not self.ended.is_set():
                self._shown.append((performed, self._keep(frame)))
                self._tell(performed)


def _as_it_is(frame: Frame) -> Future[Frame]:
    kept: Future[Frame] = Future()
    kept.set_result(frame)
    return kept
