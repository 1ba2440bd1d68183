"""The assistant in plain lines: no picture, no tree, nothing redrawn; for screen readers.

It takes lines at any time, also while a task is under way, and translates messages as the full screen does.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gui_agent.past.listing import Run
from gui_agent.wording import shown
from tui.assistant.allowed import Allowed
from tui.assistant.modes import first_mode
from tui.assistant.plain_answers import understood
from tui.assistant.plain_history import PlainHistory
from tui.assistant.plain_lines import Lines, lines_of
from tui.assistant.plain_telling import tell
from tui.assistant.protocol import Answer, Order, Question, Steer, StepShown, Told
from tui.assistant.remote import AGENT, RemoteGate, RemoteWork
from tui.assistant.status import Spent

if TYPE_CHECKING:
    from gui_agent.settings import Settings

WELCOME = "Say what to do, in steps. /help lists the commands, /quit leaves, Ctrl-C stops a task."
_PROMPT, _ANSWER = "What shall I do? ", "Allow it? "
_FAREWELL_SECONDS = 15.0


class PlainTalk:
    """Talks with a person by ``lines``; everything belongs to the event loop of `talk`."""

    def __init__(self, settings: Settings, lines: Lines, agent: str = AGENT) -> None:
        self.settings, self.lines = settings, lines
        self.work = RemoteWork(self.hear, agent)
        self.gate = RemoteGate(self.work, first_mode(settings))
        self.allowed = Allowed()
        self.history = PlainHistory(self.say, self._confirm, self._again)
        self.busy = self.stopping = self.leaving = self._warned = False
        self.report, self._after = "", ""
        self.question: Question | None = None
        """The one that waits for an answer."""
        self.asked: Question | None = None
        """The last one that was asked."""
        self.spent, self.part, self.since = Spent(), -1, 0.0
        self.last: StepShown | None = None
        self._then: Callable[[], object] | None = None
        self._heard: list[Told] = []
        self._wanted = asyncio.Event()

    async def talk(self) -> None:
        """Take lines until they end or the person leaves."""
        self.say(WELCOME)
        self._want_lines()
        try:
            with self.lines.opened(self._catch_up), self._heeding_interrupts():
                while not self.leaving:
                    self._prompt()
                    if not self.lines.live:
                        await self._wanted.wait()
                    if (line := await self.lines.next()) is None:
                        break
                    self._take(line.strip())
                    self._catch_up()
                await self._end_what_is_under_way()
        finally:
            await self.work.close(_FAREWELL_SECONDS)

    def say(self, text: str) -> None:
        """Write lines; what programs or models put into them is made harmless."""
        self.lines.say("\n".join(shown(line) for line in text.split("\n")))

    def hear(self, told: Told) -> None:
        """Say what the agent tells, after the line that is being typed."""
        self._heard.append(told)
        if not self.lines.begun:
            self._catch_up()

    def begin(self, task: str, *, after: str = "", replay: str = "", resume: str = "") -> None:
        """Begin ``task``, or go through a run again, or on with it; ``after`` is said when it has ended."""
        self.busy, self._after, self.spent, self.part = True, after, Spent(), -1
        self.last, self.since = None, time.monotonic()
        self.gate.paused = self.gate.taken_over = False
        self._want_lines()
        self.work.do(task, self.gate.mode, self.settings, replay=replay, resume=resume)

    def end(self, words: str) -> None:
        """Be ready for the next task; ``words`` say how this one came out."""
        after, self._after = self._after, ""
        self.busy = self.stopping = self.gate.paused = self.gate.taken_over = False
        self.question = None
        self.say(words)
        if after:
            self.say(after)
        self._want_lines()

    def ask(self, question: Question) -> None:
        """Put a question; nothing that was typed before it answers it."""
        self.lines.forget()
        self.question = self.asked = question
        self._want_lines()

    def answer(self, answer: Answer) -> None:
        """Answer the question that waits."""
        self.question = None
        self.order(answer)
        self._want_lines()

    def order(self, order: Order) -> None:
        """Tell the agent's process, where there is one."""
        self.work.order(order)

    def change(self, settings: Settings) -> None:
        """Work by ``settings`` from now on; not while a task is under way."""
        if settings.computer != self.settings.computer:
            self.order(Steer("close_computer"))
            self.gate.mode = first_mode(settings)
        self.settings = settings

    def refuse_while_busy(self) -> bool:
        """Say so where a task is under way."""
        if self.busy:
            self.say("Not while a task is under way.")
        return self.busy

    def stop(self) -> None:
        """End the task under way before its next action; by force where that was said before."""
        if not self.busy:
            self.say("Nothing is under way; /quit leaves.")
        elif self.stopping:
            self.work.kill()
        else:
            self.stopping = True
            self.say("Stopping. Ctrl-C or /stop once more ends the agent's process by force.")
            self.work.stop()
            if self.question is not None:
                self.answer(Answer("terminate", "a person stopped the run"))

    def hint(self, text: str) -> None:
        """Hold the task under way and tell ``text`` to its planner; at a question it is the answer."""
        if self.question is not None:
            self.answer(Answer("redirect", "a person said what to do instead", text))
        elif self.busy:
            self.gate.paused = True
            self.work.hint(text)
        else:
            self.say("Nothing is under way that could be told.")

    def _take(self, line: str) -> None:
        from tui.assistant.plain_commands import obey, tell_status

        self._warned = False
        if self._then is not None:
            then, self._then = self._then, None
            if line.lower() in ("y", "yes"):
                then()
        elif line.startswith("/"):
            name, _, rest = line[1:].partition(" ")
            obey(self, name, rest.strip())
        elif self.question is not None:
            self._answer_with(line, self.question)
        elif not line and self.lines.live:
            tell_status(self)
        elif line and self.busy:
            self.hint(line)
        elif line:
            self.begin(line)

    def _answer_with(self, line: str, question: Question) -> None:
        match understood(line, question):
            case Answer() as answer:
                self.answer(answer)
            case "here" | "for good" as how_long:
                self.allowed.allow(question, for_good=how_long == "for good")
                self.answer(Answer("approve", "a person said always"))
            case said:
                self.say(said)

    def _catch_up(self) -> None:
        while self._heard and not self.lines.begun:
            tell(self, self._heard.pop(0))
        self._prompt()

    def _prompt(self) -> None:
        if self.question is not None:
            self.lines.ask(_ANSWER)
        else:
            self.lines.ask("" if self.busy or self._then or self.leaving else _PROMPT)

    def _want_lines(self) -> None:
        """Let lines that no person types wait until something can be done with them."""
        if self.busy and self.question is None:
            self._wanted.clear()
        else:
            self._wanted.set()

    async def _end_what_is_under_way(self) -> None:
        """Where lines of no person ended, their last task is done before we leave."""
        if self.question is not None:
            self.answer(Answer("terminate", "nobody answered the question"))
        while self.busy and not self.leaving and not self.lines.live:
            self._wanted.clear()
            await self._wanted.wait()
            if self.question is not None:
                self.answer(Answer("terminate", "nobody answered the question"))

    @contextlib.contextmanager
    def _heeding_interrupts(self) -> Iterator[None]:
        """Let Ctrl-C stop what is under way; at rest, twice in a row leaves."""
        loop, main = asyncio.get_running_loop(), asyncio.current_task()

        def interrupted() -> None:
            if self.busy:
                self.stop()
            elif self.lines.begun:
                self.lines.forget()
            elif self._warned and main is not None:
                self.leaving = True
                main.cancel()
            else:
                self._warned = True
                self.say("Ctrl-C once more leaves.")
            self._prompt()

        before = signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(interrupted))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)

    def _confirm(self, question: str, then: Callable[[], object]) -> None:
        self.lines.ask("")
        self._then = then
        self.say(question)

    def _again(self, run: Run, resume: bool) -> None:
        if not self.refuse_while_busy():
            folder = str(run.folder)
            self.begin(run.task, replay="" if resume else folder, resume=folder if resume else "")


def run_plain(settings: Settings) -> None:
    """Talk in plain lines on this terminal until the person leaves."""

    async def talk() -> None:
        await PlainTalk(settings, lines_of(sys.stdin, sys.stdout)).talk()

    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(talk())
