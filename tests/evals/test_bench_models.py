"""The benchmark of model clients, small: the same code with few calls."""

import random
import time

import pytest

from evals.bench.lateness import Lateness
from evals.bench.model_fuzz import fuzz, mutated, parsers
from gui_agent.chat.script import FaultKind


def test_garbage_crashes_nothing_runs_nothing_and_leaves_no_union() -> None:
    count = fuzz(300)
    assert (count.crashes, count.executions, count.outside) == (0, 0, 0), count.examples
    assert count.parsed == 300 * len(parsers())
    assert count.accepted > 0, "some mutated answers are still answers"


def test_the_same_seed_gives_the_same_garbage() -> None:
    one, other = (list(mutated(20, random.Random(7))) for _ in range(2))
    assert one == other
    assert len(set(one)) > 15


def test_what_would_run_is_seen_by_the_watch() -> None:
    from evals.bench.model_fuzz import _Watch

    watch = _Watch()
    watch.on = True
    with pytest.raises(OSError, match="absent"):
        open("/absent/file")  # noqa: PTH123, SIM115
    watch.on = False
    assert watch.count == 1


def test_every_fault_is_played_and_booked() -> None:
    pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    pytest.importorskip("anthropic", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    from evals.bench.models import run

    result = run(times=2, answers=20, cancels=4)
    assert result.figures["untyped_errors"].value == 0
    assert result.figures["wrong_kinds"].value == 0
    assert result.figures["tokens_not_counted"].value == 0
    assert result.figures["stops_not_clean"].value == 0
    assert result.figures["stop_returns_worst"].n == 4
    assert result.figures["hangs"].n == 2 * len(FaultKind)


def test_a_machine_that_is_late_is_told_from_a_program_that_is() -> None:
    with Lateness() as lateness:
        begin = time.monotonic()
        time.sleep(0.1)
        assert 0 <= lateness.between(begin, time.monotonic()) <= 0.1
