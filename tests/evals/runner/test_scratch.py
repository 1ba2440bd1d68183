"""Temporary files of killed workers and runners."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from evals.runner.scratch import make_scratch, remove_scratch, sweep_abandoned


def test_only_old_folders_of_dead_runners_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    own = make_scratch()
    (own / "file").write_text("mine", "utf-8")
    fresh, old = (tmp_path / f"gui-agent-eval-{dead.pid}-{name}" for name in ("fresh", "old"))
    other = tmp_path / "gui-agent-eval-notes-of-somebody"
    for folder in (fresh, old, other):
        (folder / "deep").mkdir(parents=True)
    for folder in (own, old, other):
        os.utime(folder, (time.time() - 3600,) * 2)
    sweep_abandoned()
    assert [folder.exists() for folder in (own, fresh, old, other)] == [True, True, False, True]
    remove_scratch(own)
    assert not own.exists()
