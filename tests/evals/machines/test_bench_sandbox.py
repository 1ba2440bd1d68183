"""The sandbox benchmark counts what it says it counts."""

from __future__ import annotations

import json

import pytest

from evals.bench import sandbox
from evals.bench.run import as_json
from evals.machines.images.store import Image


@pytest.mark.x11
def test_a_short_run(image: Image, namespaces: None) -> None:
    result = sandbox.run(starts=2, resets_each=2)
    figures = result.figures
    assert (figures["start_s"].n, figures["reset_s"].n, figures["failed"].n) == (2, 4, 6)
    for name in ("failed", "left_processes", "left_mounts_groups_files"):
        assert figures[name].value == 0, result.details
    assert 0 < figures["idle_memory_mb"].value < 80
    assert json.loads(as_json(result))["bench"] == "sandbox"
