"""The pytest plugin under pytest-xdist: real workers, each test on a desktop of its own."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.gui_agent.qa.test_plugin import FORM, run_tests
from tests.widgets.harness import SYSTEM_PYTHON

pytest.importorskip("xdist", reason="needs pytest-xdist")

TESTS = f"""
import pytest
from gui_agent.qa import expect

@pytest.mark.parametrize("name", ["Ana", "Bo"])
def test_a_customer_is_saved(agent, name):
    agent.launch("{SYSTEM_PYTHON}", "{FORM}")
    agent.do(f'type "{{name}}" into the Name field, then click Save')
    expect(agent.screen).to_show(f"Saved {{name}}, without newsletter")

def test_the_newsletter_is_kept(agent):
    agent.launch("{SYSTEM_PYTHON}", "{FORM}", "--broken")
    agent.locate("Newsletter").check()
    agent.locate("Save button").click()
    expect(agent.screen).to_show("with newsletter", timeout=1)
"""


def test_films_caches_and_failures_of_tests_side_by_side_are_each_their_own(tmp_path: Path) -> None:
    results, options = tmp_path / "results.xml", ("-n", "2", "--gui-video", "--gui-cache", "on")
    done = run_tests(tmp_path, TESTS, *options, "--junitxml", str(results))
    assert done.returncode == 1, done.stdout
    assert "1 failed, 2 passed" in done.stdout
    cache = json.loads((tmp_path / "test_customer.cache.json").read_text("utf-8"))
    assert set(cache["cases"]) == {f"test_a_customer_is_saved[{name}]" for name in ("Ana", "Bo")}
    records = {path.parent for path in (tmp_path / "runs").glob("*/*/journal.jsonl")}
    assert len({record.parent for record in records}) == 3
    assert {path.parent for path in (tmp_path / "runs").glob("*/*/video.mp4")} == records
    failed = ElementTree.parse(results).getroot().find(".//failure")
    assert failed is not None
    (record,) = (line for line in done.stdout.splitlines() if line.startswith("record: "))
    assert "test_the_newsletter_is_kept" in record
    assert Path(record.removeprefix("record: ")).is_file()
    moved = run_tests(tmp_path, TESTS, "-n", "2", "-k", "Ana", "--gui-screen", "1000x700")
    assert moved.returncode == 0, moved.stdout
    assert "found anew, since they changed" in moved.stdout


def test_this_desktop_is_not_worked_by_several_at_once(tmp_path: Path) -> None:
    done = run_tests(tmp_path, TESTS, "-n", "2", "--gui-headed")
    assert done.returncode == 4
    assert "--gui-headed works on this one desktop" in done.stderr
    assert not (tmp_path / "runs").exists()
