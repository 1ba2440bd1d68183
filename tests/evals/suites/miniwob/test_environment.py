"""The pages in a real browser: what counts, and what an agent cannot do about it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from actions.action import Click, Launch, PressKeys, TypeText
from actions.errors import LaunchFailed, MissingDependency
from actions.geometry import Point
from actions.processes import descendants
from evals.machines.errors import MachineLost
from evals.suites.miniwob.catalogue import pages_folder, task_named
from evals.suites.miniwob.chromium import PROGRAMS
from evals.suites.miniwob.environment import MiniWobEnvironment

pytestmark = [pytest.mark.x11, pytest.mark.app]


@pytest.fixture(scope="module")
def environment() -> Iterator[MiniWobEnvironment]:
    if not any(map(shutil.which, PROGRAMS)) or not shutil.which("Xvfb") or not shutil.which("openbox"):
        pytest.skip("needs chromium, Xvfb and openbox")
    try:
        pages_folder()
    except MissingDependency as missing:
        pytest.skip(str(missing))
    environment = MiniWobEnvironment()
    yield environment
    environment.close()


def begin(environment: MiniWobEnvironment, name: str, seed: int = 0) -> str:
    return environment.reset(task_named(name), seed)


def buttons(environment: MiniWobEnvironment) -> Point:
    """Return the middle of the only button on the page: buttons are light grey there."""
    for _ in range(100):
        image = environment.computer.screenshot().image
        rows, columns = np.nonzero((np.abs(image.astype(int) - 239) <= 1).all(axis=2))
        if len(rows) > 400:
            return Point(int(np.median(columns)), int(np.median(rows)))
        time.sleep(0.05)
    raise AssertionError("no button is shown")


def score(environment: MiniWobEnvironment) -> tuple[float, str]:
    found = environment.grade(declared_infeasible=False)
    return found.value, found.explanation


def press(environment: MiniWobEnvironment, *keys: str) -> None:
    environment.computer.execute(PressKeys(keys))


def wait_for_score(environment: MiniWobEnvironment, words: str) -> tuple[float, str]:
    """Return the score once its explanation says ``words``: browsers take a moment to obey a key."""
    for _ in range(100):
        if words in (found := score(environment))[1]:
            return found
        time.sleep(0.05)
    return found


def test_a_seed_decides_what_is_asked(environment: MiniWobEnvironment) -> None:
    first = begin(environment, "enter-text", 1)
    assert begin(environment, "enter-text", 2) != first
    assert begin(environment, "enter-text", 1) == first
    assert first.startswith('Enter "')


def test_a_click_where_it_is_asked_for_is_worth_one(environment: MiniWobEnvironment) -> None:
    assert begin(environment, "click-test") == "Click the button."
    button = buttons(environment)
    assert score(environment)[0] == 0
    environment.computer.execute(Click(button))
    value, words = wait_for_score(environment, "raw reward 1")
    assert (value, words) == (1.0, "raw reward 1")


def test_the_first_outcome_counts(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    environment.computer.execute(Click(buttons(environment)))
    wait_for_score(environment, "raw reward 1")
    # The page is covered now; in the original, a click on the cover begins another episode.
    environment.computer.execute(Click(Point(100, 100)))
    press(environment, "tab")
    assert score(environment)[0] == 1


def test_what_was_not_asked_for_is_worth_nothing(environment: MiniWobEnvironment) -> None:
    begin(environment, "enter-text-dynamic")
    environment.computer.execute(Click(buttons(environment)))
    value, words = wait_for_score(environment, "raw reward -1")
    assert value == 0
    assert "raw reward -1" in words


def test_a_page_left_alone_says_that_it_waits(environment: MiniWobEnvironment) -> None:
    begin(environment, "choose-date")
    assert score(environment) == (0.0, "the page still waits, raw reward 0 (the page was not finished)")


def test_nothing_can_be_started_on_the_agents_desktop(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    with pytest.raises(LaunchFailed, match="one page only"):
        environment.computer.execute(Launch("xterm"))
    assert not hasattr(environment.computer, "windows")


def test_a_page_that_is_loaded_again_is_forfeited(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    press(environment, "f5")
    value, words = wait_for_score(environment, "reloaded")
    assert (value, "reloaded or left" in words) == (0.0, True)
    assert begin(environment, "click-test") == "Click the button."
    assert "still waits" in score(environment)[1]


def test_developer_tools_are_of_no_use(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    press(environment, "ctrl", "shift", "j")
    time.sleep(1.5)
    environment.computer.execute(TypeText("core.endEpisode(1)\n"))
    time.sleep(0.5)
    assert score(environment)[0] == 0
    assert begin(environment, "click-test") == "Click the button."
    environment.computer.execute(Click(buttons(environment)))
    assert wait_for_score(environment, "raw reward 1")[0] == 1


def test_another_window_forfeits_the_episode(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    press(environment, "ctrl", "n")
    value, words = wait_for_score(environment, "another window")
    assert (value, "another window" in words) == (0.0, True)


def test_a_dialog_of_the_browser_is_gone_in_the_next_episode(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    press(environment, "ctrl", "s")
    time.sleep(1.5)
    begin(environment, "click-test")
    environment.computer.execute(Click(buttons(environment)))
    assert wait_for_score(environment, "raw reward 1")[0] == 1


def test_closing_the_browser_is_the_agents_doing_and_the_next_episode_begins_afresh(
    environment: MiniWobEnvironment,
) -> None:
    begin(environment, "click-test")
    press(environment, "alt", "f4")
    value, words = wait_for_score(environment, "closed")
    assert (value, "closed" in words) == (0.0, True)
    begin(environment, "click-test")
    environment.computer.execute(Click(buttons(environment)))
    assert wait_for_score(environment, "raw reward 1")[0] == 1


def test_a_zoomed_page_is_not_handed_on(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    place = buttons(environment)
    press(environment, "ctrl", "plus")
    time.sleep(0.5)
    begin(environment, "click-test")
    assert buttons(environment).distance_to(place) < 3


def test_a_browser_that_is_killed_is_no_score(environment: MiniWobEnvironment) -> None:
    begin(environment, "click-test")
    for pid in descendants(keeper_of(environment)):
        os.kill(pid, signal.SIGKILL)
    with pytest.raises(MachineLost, match="run the episode again"):
        score(environment)


_ASKING = """<!doctype html><body style="background: white"><script>
var WOB_TASK_READY = true, WOB_RAW_REWARD_GLOBAL = 0, WOB_REWARD_GLOBAL = 0, WOB_REWARD_REASON = null;
Math.seedrandom = () => {};
core = { EP_TIMER: 1, setDataMode() {}, startEpisodeReal() {}, cover_div: {}, getUtterance: () => 'click',
  endEpisode(reward) { WOB_RAW_REWARD_GLOBAL = reward; this.EP_TIMER = null; } };
onclick = () => { alert('Sure?'); core.endEpisode(1); };
</script></body>"""


def test_a_page_that_waits_for_the_answer_to_its_question_is_still_judged(
    environment: MiniWobEnvironment, tmp_path: Path
) -> None:
    page = tmp_path / "asking.html"
    page.write_text(_ASKING)
    begin(environment, "click-test")
    desktop = environment._desktop
    assert desktop is not None
    assert desktop.begin(page.as_uri(), 0) == "click"
    environment.computer.execute(Click(Point(300, 200)))
    time.sleep(0.5)
    assert wait_for_score(environment, "raw reward 1")[0] == 1.0


def test_no_process_is_left_and_no_port_was_open() -> None:
    if not any(map(shutil.which, PROGRAMS)) or not shutil.which("Xvfb"):
        pytest.skip("needs chromium and Xvfb")
    environment = MiniWobEnvironment()
    try:
        begin(environment, "click-test")
        family = [keeper_of(environment), *descendants(keeper_of(environment))]
        assert len(family) > 3
        assert [pid for pid in family if listens(pid)] == []
    finally:
        environment.close()
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def keeper_of(environment: MiniWobEnvironment) -> int:
    return environment._opened.keeper._process.pid


def listens(pid: int) -> bool:
    """Say whether a process waits for TCP connections."""
    lines = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    waiting = {line.split()[9] for line in lines if line.split()[3] == "0A"}
    owned = {str(entry.readlink()) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    return any(f"socket:[{inode}]" in owned for inode in waiting)


_HARNESS = """
import sys, time
from evals.suites.miniwob.catalogue import task_named
from evals.suites.miniwob.environment import MiniWobEnvironment
environment = MiniWobEnvironment()
environment.reset(task_named("click-test"), 0)
print(environment._opened.keeper._process.pid, flush=True)
time.sleep(60)
"""


def test_a_harness_that_is_killed_leaves_nothing_behind(environment: MiniWobEnvironment) -> None:
    harness = subprocess.Popen([sys.executable, "-c", _HARNESS], stdout=subprocess.PIPE, text=True)
    with harness:
        assert harness.stdout is not None
        keeper = int(harness.stdout.readline())
        family = [keeper, *descendants(harness.pid)]
        assert len(family) > 6
        harness.kill()
    deadline = time.monotonic() + 20
    while (left := [pid for pid in family if is_running(pid)]) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert left == []


def is_running(pid: int) -> bool:
    """Say whether a process lives; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
