"""``bench runner``: parts of a run are killed at random moments, and the table must be the same.

Then: how many more episodes do two workers play than one?
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from evals.bench.killing import Victim, command_line, descendants, identity, kill, state
from evals.bench.result import BenchmarkResult, Bound, Figure
from evals.bench.runner_tasks import write_tasks
from evals.episodes.result import Ending, EpisodeKey, EpisodeResult
from evals.episodes.run_folder import RunFolder

KILLS = 50
KILLS_VARIABLE = "GUI_AGENT_RUNNER_KILLS"
"""The environment variable that says how many kills there are."""
MACHINE_VARIABLE = "GUI_AGENT_RUNNER_MACHINE"
"""The environment variable that names the machine of the kills, ``sandbox`` where it is not set."""

_REPEATS = 4
_PAUSES = (0.2, 2.0)
_VICTIM_SECONDS = 30.0
_LINGER, _SHORT_LIFE = 1.5, 0.3
"""Victims are killed so many seconds after they are seen, or less: some live for a moment only."""
_WORKERS = 2
_PAIRS = 3
_THROUGHPUT_REPEATS = 8
_LONGEST = 1200.0
_END_SECONDS = 15.0
_AGAIN = 5


@dataclass(slots=True)
class _Toll:
    """What was killed, and what it did to the results."""

    killed: dict[Victim, int] = field(default_factory=dict)
    mid_episode: int = 0
    episodes: int = 0
    lost: int = 0
    duplicated: int = 0
    misjudged: int = 0
    given_up: int = 0
    retried: int = 0
    left_running: int = 0
    details: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(self.killed.values())


def run(kills: int | None = None) -> BenchmarkResult:
    """Kill so many times, then compare one worker with two. Raises `MachineError` without an image."""
    from evals.suites.registry import EnvironmentKind, open_environment

    wanted = kills or int(os.environ.get(KILLS_VARIABLE, KILLS))
    machine = os.environ.get(MACHINE_VARIABLE, "sandbox")
    open_environment(EnvironmentKind.MACHINE, machine).close()
    toll = _Toll()
    with tempfile.TemporaryDirectory(prefix="bench-runner-") as name:
        folder = Path(name)
        write_tasks(folder / "tasks")
        for part, (victims, flags) in enumerate(_parts(machine)):
            share = wanted * (part + 1) // len(_parts(machine)) - toll.kills
            _kill_until(share, victims, [*flags, "--machine", machine], folder / f"part-{part}", toll)
        pairs = [_pair(folder, number) for number in range(_PAIRS)]
    return _summary(toll, pairs)


def _parts(machine: str) -> Sequence[tuple[Sequence[Victim], Sequence[str]]]:
    """Return who is killed in which kind of run."""
    inside = (Victim.QEMU,) if machine.startswith("qemu") else (Victim.GUEST_SERVER,)
    workers = ["--workers", str(_WORKERS)]
    parts: list[tuple[Sequence[Victim], Sequence[str]]] = [
        ((Victim.WORKER, Victim.RUNNER, *inside), workers)
    ] * 2
    if find_spec("ray") is not None:
        victims = (Victim.ACTOR, *inside, Victim.ACTOR, Victim.ACTOR, Victim.RUNNER)
        parts.append((victims, [*workers, "--ray", "local"]))
    return parts


def _kill_until(
    kills: int, victims: Sequence[Victim], flags: Sequence[str], folder: Path, toll: _Toll
) -> None:
    """Play rounds of all tasks, killing in them, until so many have been killed."""
    lots = random.Random(kills)
    began, number, target = time.monotonic(), 0, toll.kills + kills
    while toll.kills < target and time.monotonic() - began < _LONGEST:
        number += 1
        _round(victims, target, flags, folder / f"round-{number}", lots, toll)


def _round(
    victims: Sequence[Victim],
    target: int,
    flags: Sequence[str],
    out: Path,
    lots: random.Random,
    toll: _Toll,
) -> None:
    """Play one run to its end, whatever is killed meanwhile, and look at its table."""
    command = _command(out, flags, _REPEATS)
    seen: dict[EpisodeKey, EpisodeResult] = {}
    started: set[tuple[int, str]] = set()
    complaints: list[str] = []
    since, process = time.time(), _start(command, out)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(lots.uniform(*_PAUSES))
        started.update(map(identity, descendants(process.pid)))
        _compare(out, seen, toll)
        if process.poll() is None and toll.kills < target:
            victim = victims[toll.kills % len(victims)]
            playing = _await_episode(out, process, since)
            if kill(victim, process.pid, _VICTIM_SECONDS, _linger(victim, lots)):
                toll.killed[victim] = toll.killed.get(victim, 0) + 1
                toll.mid_episode += playing
            continue
        if process.wait() == 0:
            break
        if process.returncode != -signal.SIGKILL:
            # As a person would: the same command goes on. A host this busy may not even start Ray in time.
            complaints.append(f"{out.name} ended with {process.returncode}: {_last_words(out)}")
            if len(complaints) > _AGAIN:
                break
        since, process = time.time(), _start(command, out)
    toll.details.extend(complaints)
    _count(out, seen, toll)
    left = _still_running(started)
    toll.left_running += len(left)
    toll.details.extend(f"{out.parent.name} {out.name} left {each}" for each in left)


def _await_episode(out: Path, process: subprocess.Popen[bytes], since: float) -> bool:
    """Return once an episode is under way that began after ``since``; False where none did for long."""
    deadline = time.monotonic() + _VICTIM_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        tries = {folder.parent: folder for folder in out.glob("episodes/*/*/*/try-*")}
        open_ = (folder for place, folder in tries.items() if not (place / "result.json").exists())
        if any(folder.stat().st_mtime > since for folder in open_):
            return True
        time.sleep(0.1)
    return False


def _linger(victim: Victim, lots: random.Random) -> float:
    return lots.uniform(0, _SHORT_LIFE if victim is Victim.GUEST_SERVER else _LINGER)


def _command(out: Path, flags: Sequence[str], repeats: int) -> list[str]:
    tasks = out.parent.parent / "tasks"
    run = [sys.executable, "-m", "gui_agent.cli", "eval", "run", str(tasks), "--agent", "oracle"]
    return [*run, "--repeats", str(repeats), "--out", str(out), *flags]


def _start(command: Sequence[str], out: Path) -> subprocess.Popen[bytes]:
    out.mkdir(parents=True, exist_ok=True)
    with (out / "said.log").open("ab") as said:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)


def _last_words(out: Path) -> str:
    return " ".join((out / "said.log").read_text("utf-8", "replace").splitlines()[-3:])


def _compare(out: Path, seen: dict[EpisodeKey, EpisodeResult], toll: _Toll) -> None:
    """Look at the results there are: one that was there before must be there still, unchanged."""
    now = {result.key: result for result in RunFolder(out).results()}
    for key, before in seen.items():
        if before.judged and now.get(key) != before:
            toll.duplicated += 1
            toll.details.append(f"{key} changed after it was over")
    seen.update(now)


def _count(out: Path, seen: Mapping[EpisodeKey, EpisodeResult], toll: _Toll) -> None:
    """Compare the final table with the one that every undisturbed run has: all solved, each once."""
    files = list((out / "episodes").glob("*/*/*/result.json"))
    results = list(RunFolder(out).results())
    wanted = {EpisodeKey("tasks", name, 0, n) for name in _names(out) for n in range(1, _REPEATS + 1)}
    toll.episodes += len(wanted)
    toll.lost += len(wanted - {result.key for result in results})
    toll.duplicated += len(files) - len({result.key for result in results} & wanted)
    toll.retried += sum(result.retries > 0 for result in results)
    for result in results:
        if result.ending is Ending.SOLVED:
            continue
        if result.judged:
            toll.misjudged += 1
        else:
            toll.given_up += 1
        toll.details.append(f"{out.name} {result.key}: {result.ending}, {result.explanation[:200]}")


def _names(out: Path) -> list[str]:
    return [file.stem for file in (out.parent.parent / "tasks").glob("*.json")]


def _still_running(started: set[tuple[int, str]]) -> list[str]:
    """Return the command lines of those that live on a while after their runner ended."""
    deadline = time.monotonic() + _END_SECONDS
    while left := [pid for pid, since in started if since and identity(pid) == (pid, since)]:
        if time.monotonic() > deadline:
            return [f"{pid} {state(pid)} {command_line(pid)[:160]}" for pid in left]
        time.sleep(0.2)
    return []


def _pair(folder: Path, number: int) -> tuple[float, float]:
    """Return episodes per hour of one worker and of two."""
    one, two = (_episodes_per_hour(folder / "pairs" / f"{number}-{count}", count) for count in (1, 2))
    return one, two


def _episodes_per_hour(out: Path, workers: int) -> float:
    """Play the tasks undisturbed; the time runs from the first episode's beginning to the end of the last."""
    command = _command(out, ["--workers", str(workers)], _THROUGHPUT_REPEATS)
    process = _start(command, out)
    try:
        if process.wait() != 0:
            raise RuntimeError(f"an undisturbed run failed: {_last_words(out)}")
    finally:
        process.kill()
    return 3600 * _rate(list(RunFolder(out).results()))


def _rate(results: Sequence[EpisodeResult]) -> float:
    """Return episodes per second while all workers had something to do.

    That is until the last episode began; of those under way then, the part that was done counts.
    """
    spans = []
    for result in results:
        start = datetime.fromisoformat(result.started_at).timestamp()
        spans.append((start, start + result.total_seconds))
    first, last = min(start for start, _ in spans), max(start for start, _ in spans)
    done = sum((min(end, last) - start) / (end - start) for start, end in spans)
    return done / (last - first)


def _summary(toll: _Toll, pairs: Sequence[tuple[float, float]]) -> BenchmarkResult:
    return BenchmarkResult(
        "runner",
        {
            "kills": Figure(toll.kills, "kills"),
            "kills_mid_episode": Figure(toll.mid_episode, "kills", toll.kills),
            "episodes": Figure(toll.episodes, "episodes"),
            "lost": Figure(toll.lost, "episodes", toll.episodes),
            "duplicated": Figure(toll.duplicated, "episodes", toll.episodes),
            "infrastructure_as_failure": Figure(toll.misjudged, "episodes", toll.episodes),
            "given_up": Figure(toll.given_up, "episodes", toll.episodes),
            "left_running": Figure(toll.left_running, "processes"),
            "episodes_retried": Figure(toll.retried, "episodes", toll.episodes),
            "episodes_per_hour_1_worker": Figure.median([one for one, _ in pairs], "1/h"),
            "episodes_per_hour_2_workers": Figure.median([two for _, two in pairs], "1/h"),
            "two_workers_against_one": Figure.median([two / one for one, two in pairs], "x"),
        },
        {
            "lost": Bound(0),
            "duplicated": Bound(0),
            "infrastructure_as_failure": Bound(0),
            "left_running": Bound(0),
            "two_workers_against_one": Bound(1.7, "min"),
        },
        (
            f"load of the host at the end: {os.getloadavg()[0]:.1f}; above its cores it blurs figures",
            "killed with SIGKILL: "
            + ", ".join(f"{count} {v.name.lower()}" for v, count in toll.killed.items()),
            *toll.details[:10],
        ),
    )
