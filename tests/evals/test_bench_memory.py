"""What ``bench memory`` plays, on the lightest of its families, and how it sums up."""

import shutil

import pytest

from evals.bench.memory import Played, run, summarise


@pytest.mark.app
@pytest.mark.x11
def test_the_second_task_in_a_real_terminal_needs_no_model() -> None:
    missing = [p for p in ("Xvfb", "openbox", "dbus-daemon", "xterm") if shutil.which(p) is None]
    if missing:
        pytest.skip(f"needs {', '.join(missing)}")
    result = run(("command",))
    assert result.holds, result.details
    assert result.figures["calls_first"].value == 4
    assert result.figures["calls_second"].value == 0


def test_a_wrong_result_or_a_dear_second_task_misses_the_bound() -> None:
    good, dear = Played("note", 6, 6, 9.0, ""), Played("note", 4, 6, 9.0, "")
    assert summarise([good], [Played("note", 3, 6, 7.0, "")], []).holds
    assert not summarise([good], [dear], []).holds
    wrong = summarise([good], [Played("note", 0, 6, 7.0, "")], [Played("stale note", 1, 6, 7.0, "no file")])
    assert not wrong.holds
    assert "wrong: stale note: no file" in wrong.details
