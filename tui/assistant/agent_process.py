"""The process that the agent works in: it hears orders on its input and tells on its output.

The interface stays quick whatever is computed here, and outlives it. Its end ends this process too: the input
is closed then, whatever became of the interface.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from actions.action import TypeText
from gui_agent.errors import SettingsError
from gui_agent.settings import Settings, load_settings
from gui_agent.types import Approval, ApprovalRequest, Step
from gui_agent.witness import NOT_YOURS, Witness
from tui.assistant.gate import Gate, ScreenAsker
from tui.assistant.messages import Asked, Completed, Ended, HeldNow, Intended, Message, Refused
from tui.assistant.modes import Mode, as_mode, first_mode, lets_more_through
from tui.assistant.protocol import (
    Answer,
    Begin,
    Hint,
    HintHeard,
    Look,
    ModeKept,
    NotTaken,
    Order,
    PictureSaved,
    Steer,
    SwitchMode,
    Told,
    decode,
    encode,
)
from tui.assistant.protocol import HeldNow as HeldShown
from tui.assistant.protocol import Refused as TaskRefused
from tui.assistant.sight import Sight
from tui.assistant.telling import finished, question, step_shown
from tui.assistant.work import Work

_LAST_SECONDS = 20.0
"""How long what is under way may take to end once the interface has gone."""
_KEY_SECONDS = 1.0
"""How long ago the key may have been pressed that an order comes from."""
_LATER = 5


class AgentProcess:
    """One `Work` behind two pipes: tasks are done on the thread of `serve`, orders heard on another."""

    def __init__(self, settings: Settings, out: BinaryIO, witness: Witness | None = None) -> None:
        self._out, self._telling = out, threading.Lock()
        self._asker = ScreenAsker(self._ask)
        self._asked: Asked | None = None
        self._asked_at = 0.0
        self._gate = Gate(self._asker, first_mode(settings))
        self._work = Work(settings, self._gate, self.tell_of, witness)
        self._sight = Sight(self._tell)
        self._heard = 0
        self._tasks: queue.SimpleQueue[Begin | Steer | None] = queue.SimpleQueue()

    def serve(self, orders: Iterable[bytes]) -> None:
        """Do what is ordered until the orders end; then close everything."""
        threading.Thread(target=self._hear, args=(orders,), daemon=True).start()
        threading.Thread(target=self._sight.serve, daemon=True).start()
        while (task := self._tasks.get()) is not None:
            if isinstance(task, Begin):
                self._do(task)
            else:
                self._work.close()
        self._sight.close()
        self._work.close()

    def leave(self) -> None:
        """End what is under way, and then `serve`."""
        self._work.stop()
        self._tasks.put(None)

    def tell_of(self, message: Message) -> None:
        """Tell the interface what `Work` tells."""
        match message:
            case Intended(step=step):
                self._sight.intended(step)
                self._tell_step(step, over=False)
            case Completed(step=step):
                self._sight.completed(step)
                self._tell_step(step, over=True)
            case HeldNow(held=held, what=what):
                self._tell(HeldShown(held, what))
            case Ended() as ended:
                self._tell(finished(ended))
            case Refused(reason=reason):
                self._tell(TaskRefused(reason))
            case Asked() as asked:
                self._tell(question(asked))

    def _hear(self, orders: Iterable[bytes]) -> None:
        try:
            for line in orders:
                self._obey(decode(line))
                self._heard += 1
        finally:  # whatever happens: an agent that hears nothing any more could not be stopped
            last = threading.Timer(_LAST_SECONDS, os._exit, (1,))
            last.daemon = True
            last.start()
            self.leave()

    def _obey(self, order: Order | Told) -> None:
        match order:
            case Begin() as task:
                # Here and not where it is begun: a stop that follows at once must count.
                self._gate.reset()
                self._switch(as_mode(task.mode))
                self._tasks.put(task)
            case Steer() as steering:
                self._steer(steering)
            case SwitchMode(mode=mode):
                self._switch(as_mode(mode))
            case Hint(text=text):
                self._tell(HintHeard(text, self._work.hint(text)))
            case Answer() as answer:
                self._answer(answer)
            case Look() as look:
                self._sight.look(look)

    def _steer(self, steering: Steer) -> None:
        match steering.what:
            case "close_computer":
                self._tasks.put(steering)
            case "resume" | "step" if self._gate.taken_over and not self._by_hand():
                self._tell(HeldShown(self._gate.hold.held, self._gate.hold.what))
            case "stop":
                self._work.stop()
            case "pause":
                self._gate.pause()
            case "resume":
                self._gate.resume()
            case "step":
                self._gate.step()
            case "save_picture":
                self._tell(self._save_picture())

    def _switch(self, mode: Mode) -> None:
        """Ask by ``mode`` from now on; only a person's hands let more through than before."""
        if lets_more_through(mode, self._gate.mode) and not self._by_hand():
            self._tell(ModeKept(self._gate.mode, NOT_YOURS))
        else:
            self._gate.mode = mode

    def _by_hand(self) -> bool:
        """Say whether an order that was just heard may be a person's."""
        return self._work.witness.vouches(time.monotonic() - _KEY_SECONDS)

    def _save_picture(self) -> PictureSaved:
        try:
            return PictureSaved(str(self._sight.save() or ""))
        except OSError as error:
            return PictureSaved("", f"The picture cannot be written: {error.strerror or error}.")

    def _answer(self, answer: Answer) -> None:
        lets_it = answer.decision in ("approve", "modify")
        if lets_it and answer.given and not self._work.witness.vouches(self._asked_at):
            self._tell(NotTaken(NOT_YOURS))
        elif answer.decision == "redirect":
            self._redirect(answer.text)
        elif answer.decision != "modify":
            approval = Approval(answer.decision, answer.reason, "person" if answer.given else "policy")
            self._asker.answer(approval)
        elif self._asked is not None and isinstance(typing := self._asked.request.action, TypeText):
            # Checked where it was asked: the text is one that can be typed.
            self._asker.answer(Approval("modify", answer.reason, "person", replace(typing, text=answer.text)))

    def _redirect(self, hint: str) -> None:
        """Leave out what is asked about, for the planner to think again; else the question stays open."""
        heard = self._work.tell_planner(hint)
        self._tell(HintHeard(hint, heard, instead=True))
        if heard:
            self._asker.answer(Approval("redirect", f"the person said “{hint}”", "person"))

    def _do(self, task: Begin) -> None:
        try:
            self._work.settings = load_settings(**task.settings)
        except SettingsError as error:
            self._tell(TaskRefused(str(error)))
            return
        self._work.do(task.task, replay=task.replay, resume=task.resume)

    def _ask(self, request: ApprovalRequest, reason: str) -> None:
        self._asked, self._asked_at = Asked(request, reason), time.monotonic()
        self._sight.asked(request)
        self._tell(question(self._asked))

    def _tell_step(self, step: Step, *, over: bool) -> None:
        heard = self._heard  # before the switch is read: what is heard meanwhile makes it old
        self._tell(step_shown(step, over=over, paused=self._gate.paused, heard=heard))

    def _tell(self, told: Told) -> None:
        try:
            with self._telling:
                self._out.write(encode(told))
                self._out.flush()
        except BrokenPipeError:
            pass  # the interface has gone; the end of the orders says so too


def own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes of orders and messages, in place of standard input and output.

    What libraries print must not come between the messages, and programs must not read the orders.
    """
    orders, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return orders, out


def let_others_go_first() -> None:
    """Rank this process, and the programs it will start, behind the interface that a person types into."""
    with contextlib.suppress(OSError):
        os.nice(_LATER)
        # Where each session has a share of its own, as on desktops, that share counts.
        Path("/proc/self/autogroup").write_text(str(_LATER))


def main() -> None:
    """Serve the interface that started this process, by its pipes."""
    let_others_go_first()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    orders, out = own_pipes()
    agent = AgentProcess(load_settings(), out)
    # On a thread of its own: what it locks may be held where the signal comes.
    signal.signal(signal.SIGTERM, lambda number, frame: threading.Thread(target=agent.leave).start())
    agent.serve(orders)


if __name__ == "__main__":
    main()
