"""Tests of a real program with a warm cache: they pass, they find defects, they heal."""

from pathlib import Path

from gui_agent.qa.cache.file import CacheMode, cache_path, read_cache
from gui_agent.qa.steps.playing import play_case
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.qa.steps.result import CaseResult
from gui_agent.settings import load_settings
from tests.widgets.harness import SYSTEM_PYTHON, require

FORM = Path(__file__).parents[3] / "widgets" / "gtk_form.py"
STEPS = """# A customer is saved
1. Type "Ana" into the Name field
2. Tick Newsletter
3. Click Save
4. Make sure that "Saved Ana, with newsletter" is visible
5. Make sure that "Nothing saved yet" is not visible
"""


def played(test: Path, program: str, mode: CacheMode) -> CaseResult:
    test.write_text(f"---\nlaunch: [{program}]\n---\n{STEPS}", "utf-8")
    folder = test.parent / f"run-{len(list(test.parent.iterdir()))}"
    settings = load_settings(screen="800x600")
    return play_case(read_step_file(test)[0], 1, folder, settings, mode)


def test_a_warm_cache_passes_again_hides_no_defect_and_heals(tmp_path: Path) -> None:
    require("Xvfb", "openbox", "dbus-daemon", SYSTEM_PYTHON)
    test, form = tmp_path / "form.steps.md", f"{SYSTEM_PYTHON}, {FORM}"
    first = played(test, form, "on")
    assert first.verdict == "passed", first.failure
    kept = cache_path(test).read_text("utf-8")
    targets = {known.words for known in read_cache(cache_path(test))["A customer is saved"].targets}
    assert {"Name field", "Newsletter", "Save"} <= targets

    again = played(test, form, "found")
    assert (again.verdict, again.healed) == ("passed", ())

    for defect in ("--mistaken", "--renamed", "--taken-back"):
        found = played(test, f"{form}, {defect}", "on")
        assert found.verdict == "failed", defect
        assert cache_path(test).read_text("utf-8") == kept

    slower = played(test, f"{form}, --slow", "found")
    assert slower.verdict == "passed", slower.failure

    moved = played(test, f"{form}, --moved", "found")
    assert moved.verdict == "passed", moved.failure
    assert "Save" in moved.healed

    larger = played(test, f"/usr/bin/env, GDK_DPI_SCALE=1.4, {form}", "on")
    assert larger.verdict == "passed", larger.failure
    assert "Save" in larger.healed
