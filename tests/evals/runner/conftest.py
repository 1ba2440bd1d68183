"""Runs on machines and with agents of our own, by the real command line and real worker processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals.episodes.result import EpisodeResult
from evals.episodes.run_folder import RunFolder
from tests.evals.runner.world import DIARY, MACHINE

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Bench:
    """A folder of tasks, a run folder, and a diary of what was really done."""

    folder: Path

    @property
    def tasks(self) -> Path:
        return self.folder / "tasks"

    @property
    def out(self) -> Path:
        return self.folder / "run"

    @property
    def diary(self) -> Path:
        return self.folder / "diary"

    def task(self, name: str, instruction: str, wanted: str = "yes", **fields: object) -> None:
        """Write a task: ``wanted`` must stand in the guest's answer.txt; JSON means an object there."""
        json_wanted = {"expect": [{"key": ["a"], "method": "eq", "ref": 1}]}
        rules = json_wanted if wanted == "JSON" else {"expected": wanted}
        task = {
            "id": name,
            "instruction": instruction,
            "tier": "goal",
            "related_apps": ["keyboard"],
            "evaluator": {
                "func": "check_json" if wanted == "JSON" else "text_is",
                "result": {"type": "vm_file", "path": "/home/user/answer.txt", "dest": "answer.txt"},
                "expected": {"type": "rule", "rules": rules},
            },
            **fields,
        }
        self.tasks.mkdir(exist_ok=True)
        (self.tasks / f"{name}.json").write_text(json.dumps(task), "utf-8")

    def ask(self, what: str, times: int) -> None:
        (self.diary / what).write_text(str(times), "utf-8")

    def noted(self, beginning: str) -> list[str]:
        lines = (
            (self.diary / "diary").read_text("utf-8").splitlines() if (self.diary / "diary").exists() else []
        )
        return [line for line in lines if line.startswith(beginning)]

    def command(self, *flags: str) -> list[str]:
        agent = [] if "--agent" in flags else ["--agent", "tests.evals.runner.world:telling"]
        machine = ["--machine", MACHINE, "--out", str(self.out)]
        return [
            sys.executable,
            "-m",
            "gui_agent.cli",
            "eval",
            "run",
            str(self.tasks),
            *machine,
            *agent,
            *flags,
        ]

    @property
    def environment(self) -> Mapping[str, str]:
        return {**os.environ, DIARY: str(self.diary), "PYTHONPATH": str(ROOT)}

    def start(self, *flags: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen(
            self.command(*flags), stdout=pipe, stderr=pipe, text=True, env=self.environment, cwd=ROOT
        )

    def await_note(self, process: subprocess.Popen[str], words: str) -> None:
        """Return once somebody has noted ``words``; fails where the run ends before."""
        while not any(words in line for line in self.noted("")):
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)

    def run(self, *flags: str) -> subprocess.CompletedProcess[str]:
        command: Sequence[str] = self.command(*flags)
        return subprocess.run(
            command, capture_output=True, text=True, env=self.environment, cwd=ROOT, timeout=150
        )

    def results(self) -> dict[str, EpisodeResult]:
        """Return the results by task, seed and attempt; fails where one is there twice."""
        found = list(RunFolder(self.out).results())
        named = {f"{r.key.task} {r.key.seed}-{r.key.attempt}": r for r in found}
        assert len(named) == len(found)
        return named


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = Bench(tmp_path)
    made.diary.mkdir()
    return made
