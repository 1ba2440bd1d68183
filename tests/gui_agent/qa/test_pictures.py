"""Pictures in tests: clicked where their pixels are, else by their words, and told."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest

from actions.geometry import Box
from gui_agent.qa.steps.case import StepFileError
from gui_agent.qa.steps.playing import play_case, refuse_unless_understood
from gui_agent.qa.steps.reading import read_step_file
from gui_agent.settings import load_settings
from tests.grounding.pictures.rendered import rendered
from tests.gui_agent.qa.test_plugin import run_tests
from tests.widgets.harness import APPS, SYSTEM_PYTHON, require

APP = APPS / "gtk_customers.py"
STEPS = """---
launch: [{python}, {app}, "{{here}}/log", "{{here}}/places.json", --theme, {theme}, --at, "150,120"]
---
# A customer is kept
1. Click needle "newsletter"
2. Click image "save.png"
3. If needle "discard-question" is visible, click image "keep.png"
4. Make sure that image "save.png" is visible
"""


def pictures(folder: Path) -> None:
    """Cut the pictures of a test from a screen of the program."""
    screen, boxes = rendered()
    (folder / "pictures").mkdir(parents=True)
    for name in ("Save", "Clear"):
        b = boxes[name]
        cv2.imwrite(str(folder / "pictures" / f"{name.lower()}.png"), screen[b.y1 : b.y2, b.x1 : b.x2])
    for name, control in (("newsletter", "Newsletter"), ("discard-question", "tab Notes")):
        cv2.imwrite(str(folder / "pictures" / f"{name}.png"), screen)
        document = {"area": [area(boxes[control])], "tags": [f"{name}-tag"]}
        (folder / "pictures" / f"{name}.json").write_text(json.dumps(document))
    cv2.imwrite(str(folder / "pictures" / "keep.png"), screen[:20, :20])


def area(box: Box) -> dict[str, object]:
    size = {"xpos": box.x1, "ypos": box.y1, "width": 110, "height": box.height}
    return size | {"click_point": {"xpos": 12, "ypos": box.height // 2}}


@pytest.mark.app
@pytest.mark.parametrize(("theme", "healed"), [("Adwaita", False), ("Adwaita-dark", True)])
def test_steps_click_pictures_and_heal_by_words(tmp_path: Path, theme: str, healed: bool) -> None:
    require("Xvfb", "openbox", "dbus-daemon", SYSTEM_PYTHON)
    pictures(tmp_path)
    file = tmp_path / "customer.steps.md"
    steps = STEPS.replace('3. If needle "discard-question" is visible, click image "keep.png"\n', "")
    file.write_text(steps.format(python=SYSTEM_PYTHON, app=APP, theme=theme))
    (case,) = read_step_file(file)
    refuse_unless_understood(case)
    result = play_case(case, 1, tmp_path / "run", load_settings())
    assert result.verdict == "passed", result.failure
    log = (tmp_path / "log").read_text()
    assert "newsletter" in log.casefold()
    assert any("by its words “Save”" in told for told in result.pictures) == healed


def test_pictures_that_are_missing_are_said_before_anything_opens(tmp_path: Path) -> None:
    file = tmp_path / "customer.steps.md"
    file.write_text('# One\n1. Press Enter\n2. Click needle "nowhere"\n')
    (case,) = read_step_file(file)
    with pytest.raises(StepFileError, match=r"customer\.steps\.md:3:4: .*no such needle"):
        refuse_unless_understood(case)
    file.write_text('# One\n1. Click image "nowhere.png"\n')
    (case,) = read_step_file(file)
    with pytest.raises(StepFileError, match=r"customer\.steps\.md:2:4: .*no such picture"):
        refuse_unless_understood(case)


@pytest.mark.app
def test_locators_of_pictures_in_python(tmp_path: Path) -> None:
    pictures(tmp_path)
    text = f"""
from gui_agent.qa import expect, image, needle

def test_a_customer(agent):
    agent.launch("{SYSTEM_PYTHON}", "{APP}", "{tmp_path}/log", "{tmp_path}/places.json")
    agent.locate(needle("newsletter-tag")).click()
    expect(agent.locate(image("save.png", similar=0.9))).to_be_visible()
    agent.locate(image("clear.png", similar=0.9, offset=(2, 1))).click()
"""
    done = run_tests(tmp_path, text, "--gui-screen", "1024x768")
    assert done.returncode == 0, done.stdout
    assert "clear" in (tmp_path / "log").read_text().casefold()
