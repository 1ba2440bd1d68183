"""``bench models``: faults of model servers, questions taken back, and garbage in place of answers."""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from evals.bench.lateness import TICK, WORTH_NOTING, Lateness
from evals.bench.model_fuzz import FuzzCount, fuzz
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.bench.stopping import Stop, stop_while_thinking
from gui_agent.chat.cancellation import Cancellation
from gui_agent.chat.capability_store import CapabilityStore
from gui_agent.chat.errors import ChatModelError, Trouble
from gui_agent.chat.opening import open_chat_model
from gui_agent.chat.script import Answer, Asked, Fault, FaultKind, Reply
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.chat.served import Patience
from gui_agent.chat.types import ChatModel, ChatRequest, Message
from gui_agent.settings import Settings

TIMES = 100
ANSWERS = 100_000
CANCELS = 100
AT_ONCE = 4
HANGING_DEADLINE, DEADLINE = 1.5, 60.0
LATE = 0.5
"""Seconds behind the deadline from which a call counts as hanging, without those in which the machine did
not let a process that only sleeps wake up either."""
CANCEL_LIMIT = 0.2

_PASSES = "503, then fine"
_HANGING = (FaultKind.SLOW_LORIS, FaultKind.NO_ANSWER)
_EXPECTED = {
    FaultKind.SLOW_LORIS: Trouble.DEADLINE,
    FaultKind.NO_ANSWER: Trouble.DEADLINE,
    FaultKind.RATE_LIMITED: Trouble.RATE_LIMITED,
    FaultKind.RATE_LIMITED_BARE: Trouble.RATE_LIMITED,
    FaultKind.ERROR_500: Trouble.SERVER_FAILED,
    FaultKind.HUGE: Trouble.TOO_LARGE,
    FaultKind.CLOSED: Trouble.UNREACHABLE,
    FaultKind.DECLINED: Trouble.DECLINED,
}
_FREE = (Trouble.RATE_LIMITED, Trouble.SERVER_FAILED, Trouble.UNREACHABLE)
"""Where nothing was generated, only the calls are counted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one faulty call: seconds past its deadline, and whether kind and tokens were right.

    ``waited``: how many of those seconds the machine was too crowded to wake anybody.
    """

    kind: str
    past: float
    typed: bool
    right: bool
    counted: bool
    waited: float = 0.0

    @property
    def hung(self) -> bool:
        return self.past - self.waited > LATE


def run(times: int = TIMES, answers: int = ANSWERS, cancels: int = CANCELS) -> BenchmarkResult:
    """Play every fault ``times`` times, take ``cancels`` questions back, mutate ``answers`` answers."""
    with (
        tempfile.TemporaryDirectory() as folder,
        ScriptedServer(_Stage()) as server,
        _models(server, Path(folder)) as models,
    ):
        with Lateness() as lateness:
            outcomes = _faults(models, times, lateness)
        back = [_cancel(models[number % 2], number) for number in range(cancels)]
        stops = [_stop(models[number % 2], number) for number in range(cancels)]
    mutated = fuzz(answers)
    return BenchmarkResult(
        "models", _figures(outcomes, back, stops, mutated), _BOUNDS, _details(outcomes, mutated)
    )


_NEVER = (
    "hangs",
    "untyped_errors",
    "wrong_kinds",
    "tokens_not_counted",
    "stops_not_clean",
    "fuzz_crashes",
    "fuzz_executions",
    "fuzz_outside_the_union",
)
_BOUNDS = {name: Bound(0.0) for name in _NEVER} | {
    "cancel_returns_worst": Bound(CANCEL_LIMIT),
    "stop_returns_worst": Bound(CANCEL_LIMIT),
}


def _figures(
    outcomes: list[Outcome], back: list[float], stops: list[Stop], mutated: FuzzCount
) -> dict[str, Figure]:
    n = len(outcomes)
    return {
        "hangs": Figure(sum(o.hung for o in outcomes), "calls", n),
        "past_deadline_worst": Figure(max(0.0, *(o.past for o in outcomes)), "s", n),
        "machine_late_worst": Figure(max(0.0, *(o.waited for o in outcomes)), "s", n),
        "untyped_errors": Figure(sum(not o.typed for o in outcomes), "calls", n),
        "wrong_kinds": Figure(sum(not o.right for o in outcomes), "calls", n),
        "tokens_not_counted": Figure(sum(not o.counted for o in outcomes), "calls", n),
        "cancel_returns": Figure.median(back, "s"),
        "cancel_returns_p95": Figure(statistics.quantiles(back, n=20)[-1], "s", len(back)),
        "cancel_returns_worst": Figure(max(back), "s", len(back)),
        "stop_returns": Figure.median([stop.seconds for stop in stops], "s"),
        "stop_returns_worst": Figure(max(stop.seconds for stop in stops), "s", len(stops)),
        "stops_not_clean": Figure(sum(not stop.clean for stop in stops), "runs", len(stops)),
        "fuzz_crashes": Figure(mutated.crashes, "answers", mutated.parsed),
        "fuzz_executions": Figure(mutated.executions, "events", mutated.parsed),
        "fuzz_outside_the_union": Figure(mutated.outside, "actions", mutated.parsed),
        "fuzz_accepted": Figure(mutated.accepted, "answers", mutated.parsed),
        "fuzz_slowest": Figure(mutated.slowest, "s", mutated.parsed),
    }


def _details(outcomes: list[Outcome], mutated: FuzzCount) -> tuple[str, ...]:
    kinds = sorted({o.kind for o in outcomes})
    counts = [f"{kind} {sum(o.kind == kind for o in outcomes)}" for kind in kinds]
    bad = sorted({f"{o.kind}: wrong kind" for o in outcomes if not o.right})
    parsers = f"{len(mutated.parsers)} parsers: {', '.join(mutated.parsers)}"
    return (f"{len(kinds)} kinds of faults: {', '.join(counts)}", *bad, parsers, *mutated.examples)


class _Stage:
    """Plays the fault that the question names; of those that pass, only the first time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: set[str] = set()

    def __call__(self, asked: Asked) -> Reply:
        wanted = _wanted(asked.text)
        if wanted == _PASSES:
            with self._lock:
                first = asked.text not in self._seen
                self._seen.add(asked.text)
            return Fault(FaultKind.UNAVAILABLE) if first else Answer("fine")
        if wanted in {str(kind) for kind in FaultKind}:
            return Fault(FaultKind(wanted), 0.01)
        return Answer("fine")


def _wanted(text: str) -> str:
    """Return what a question names: on its last line, or as the task of an agent."""
    task = text.rpartition("Task: ")[2].partition("\n")[0] if "Task: " in text else text.splitlines()[-1]
    return task.partition(" #")[0]


@contextlib.contextmanager
def _models(server: ScriptedServer, folder: Path) -> Iterator[list[ChatModel]]:
    """Open both dialects, each asked once, so that connections and certificates are loaded."""
    store, patience = CapabilityStore(folder / "models.json"), Patience(3, 0.01)
    specs = (f"{server.address}#bench", f"anthropic+{server.root}#bench")
    models = [open_chat_model(spec, Settings(), store=store, patience=patience) for spec in specs]
    try:
        for model in models:
            model.ask(_question("hello", DEADLINE))
        yield models
    finally:
        for model in models:
            model.close()


def _question(text: str, deadline: float) -> ChatRequest:
    return ChatRequest((Message.of("user", text),), deadline=deadline)


def _faults(models: list[ChatModel], times: int, lateness: Lateness) -> list[Outcome]:
    kinds = [str(kind) for kind in FaultKind if kind is not FaultKind.UNAVAILABLE] + [_PASSES]
    tasks = [(models[n % 2], kind, n) for kind in kinds for n in range(times)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda task: _timed(task, lateness), tasks))


def _timed(task: tuple[ChatModel, str, int], lateness: Lateness) -> Outcome:
    outcome = _one(*task)
    if outcome.past <= LATE:
        return outcome
    now = time.monotonic()
    time.sleep(TICK + WORTH_NOTING)  # The sleeper notes a delay when it is over.
    return replace(outcome, waited=lateness.between(now - outcome.past, now))


def _one(model: ChatModel, kind: str, number: int) -> Outcome:
    fault = FaultKind(kind) if kind != _PASSES else None
    deadline = HANGING_DEADLINE if fault in _HANGING else DEADLINE
    began = time.monotonic()
    try:
        answer = model.ask(_question(f"{kind} #{number}", deadline))
    except ChatModelError as error:
        past = time.monotonic() - began - deadline
        expected = _EXPECTED.get(fault, Trouble.BROKEN_ANSWER) if fault else None
        spent = error.usage
        counted = spent.calls > 0 and (error.trouble in _FREE or spent.input_tokens > 0)
        return Outcome(kind, past, True, error.trouble is expected, counted)
    except Exception:
        return Outcome(kind, time.monotonic() - began - deadline, False, False, False)
    past = time.monotonic() - began - deadline
    return Outcome(kind, past, True, fault is None and answer.text == "fine", answer.usage.calls == 2)


def _stop(model: ChatModel, number: int) -> Stop:
    """Stop a run while the model is silent or while its answer comes."""
    return stop_while_thinking(model, f"{_HANGING[number // 2 % 2]} #{number}")


def _cancel(model: ChatModel, number: int) -> float:
    """Take a question back while waiting or while its answer comes; return the seconds until it is over."""
    kind = _HANGING[number // 2 % 2]
    cancel, thrown = Cancellation(), [0.0]

    def take_back() -> None:
        thrown[0] = time.monotonic()
        cancel.cancel()

    timer = threading.Timer(0.15, take_back)
    timer.start()
    with contextlib.suppress(ChatModelError):
        model.ask(_question(f"{kind} #{number}", DEADLINE), cancel=cancel)
    over = time.monotonic()
    timer.join()
    return max(0.0, over - thrown[0])
