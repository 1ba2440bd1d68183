"""SikuliX bundles become step files; the rest of a script is refused by line, and nothing runs."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from gui_agent.qa.importing.refused import ImportRefused
from gui_agent.qa.importing.sikuli import import_bundle
from gui_agent.qa.steps.playing import refuse_unless_understood
from gui_agent.qa.steps.reading import read_step_file

SCRIPT = """
from sikuli import *

# Log in
wait("login.png", 10)
click(Pattern("login.png").similar(0.85).targetOffset(40, -3))
type("name.png", "ana" + Key.TAB + "s3cret\\n")
type("s", KeyModifier.CTRL)
doubleClick("icon")
if exists("question.png", 3):
    click("yes.png")
    wait(1.5)
else:
    rightClick(Pattern("icon.png").exact())
if not exists("done.png"):
    click("login.png")
dragDrop("icon.png", "bin.png")
"""
PICTURES = ("login", "name", "icon", "question", "yes", "done", "bin")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "login.sikuli"
    folder.mkdir()
    for number, name in enumerate(PICTURES):
        cv2.imwrite(str(folder / f"{name}.png"), np.full((20 + number, 40, 3), 90, np.uint8))
    (folder / "login.py").write_text(SCRIPT)
    return folder


def test_a_script_becomes_steps_that_are_understood(bundle: Path, tmp_path: Path) -> None:
    file, pictures = import_bundle(bundle, tmp_path / "out")
    steps = [line.split(". ", 1)[1] for line in file.read_text().splitlines() if line[:1].isdigit()]
    assert steps == [
        'Wait until image "login.png" is visible, at most 10 seconds',
        'Click needle "login-1"',
        'Click image "name.png"',
        'Type "ana"',
        "Press Tab",
        'Type "s3cret"',
        "Press Enter",
        "Press Ctrl+S",
        'Double-click image "icon.png"',
        'If image "question.png" is visible, click image "yes.png", then wait 1.5 seconds, '
        'otherwise right-click needle "icon-1"',
        'If image "done.png" is not visible, click image "login.png"',
        'Drag image "icon.png" to image "bin.png"',
    ]
    (case,) = read_step_file(file)
    refuse_unless_understood(case)
    assert {path.name for path in pictures.iterdir()} >= {"login.png", "login-1.png", "login-1.json"}


def test_a_pattern_becomes_a_needle_that_may_be_anywhere(bundle: Path, tmp_path: Path) -> None:
    _, pictures = import_bundle(bundle, tmp_path / "out")
    needle = json.loads((pictures / "login-1.json").read_text())
    assert needle["area"][0]["match"] == 85
    assert needle["area"][0]["click_point"] == {"xpos": 20 + 40, "ypos": 10 - 3}
    assert needle["properties"] == ["anywhere"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import os", "only calls of click"),
        ("os.system('true')", "not imported"),
        ("open('x', 'w')", "open is not imported"),
        ("click(find('login.png'))", "expected"),
        ("click('login.png', 5)", "takes 1 plain arguments"),
        ("click(*['login.png'])", "takes 1 plain arguments"),
        ("click('../login.png')", "not a file of this bundle"),
        ("click(Pattern('login.png').similar(1.5))", "up to 1"),
        ("click(Pattern('login.png').targetOffset(1.5, 0))", "whole number"),
        ("type(open('x').read())", "expected a text"),
        ("wait(-1)", "3600 seconds"),
        ("exists('login.png')", "decides nothing"),
        ("while True: click('login.png')", "only calls"),
        ("x = 'login.png'", "only calls"),
        ("click('a\\0.png')", "not a file of this bundle"),
        ("click('a\"b.png')", "no step can name it"),
        ("wait(1" + "0" * 400 + ")", "too large"),
        ("click(Pattern('login.png').targetOffset(1e999, 0))", "whole number"),
        ("type('')", "nothing to type"),
        ("type('\\x1b')", "cannot be typed"),
        ("if True: click('login.png')", "if exists"),
        ("if exists('login.png'):\n    x = 1", "within an if"),
    ],
)
def test_the_rest_is_refused_by_line_and_nothing_is_written(
    bundle: Path, tmp_path: Path, line: str, words: str
) -> None:
    (bundle / "login.py").write_text(f"click('login.png')\n{line}\n")
    with pytest.raises(ImportRefused) as refused:
        import_bundle(bundle, tmp_path / "out")
    assert str(refused.value).startswith((f"{bundle / 'login.py'}:2:", f"{bundle / 'login.py'}:3:"))
    assert words in str(refused.value)
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "x").exists()


def test_a_step_that_there_are_no_words_for_is_refused(bundle: Path, tmp_path: Path) -> None:
    (bundle / "login.py").write_text("""type('"', KeyModifier.CTRL)""")
    with pytest.raises(ImportRefused, match="no words for what it does"):
        import_bundle(bundle, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_typed_stays_as_it_is(bundle: Path, tmp_path: Path) -> None:
    script = """type("{name}\\tx, otherwise\\r\\n")\ntype(", ", KeyModifier.CTRL)\nwait(0.00001)"""
    (bundle / "login.py").write_text(script)
    file, _ = import_bundle(bundle, tmp_path / "out")
    (case,) = read_step_file(file)
    refuse_unless_understood(case)
    assert [case.filled(step) for step in case.steps] == [
        'Type "{name}"', "Press Tab", 'Type "x, otherwise"', "Press Enter",
        "Press Ctrl+Comma, Ctrl+Space", "Wait 0 seconds",
    ]  # fmt: skip


def test_a_needle_takes_no_other_pictures_name(bundle: Path, tmp_path: Path) -> None:
    (bundle / "bin-1.png").write_bytes((bundle / "bin.png").read_bytes())
    (bundle / "bin.jpg").write_bytes((bundle / "login.png").read_bytes())
    exact = "click(Pattern('{}').exact())\n"
    (bundle / "login.py").write_text(
        exact.format("bin.png") + exact.format("bin.jpg") + "click('bin-1.png')\nclick('v1.2')"
    )
    (bundle / "v1.2.png").write_bytes((bundle / "bin.png").read_bytes())
    file, pictures = import_bundle(bundle, tmp_path / "out")
    assert "v1.2.png" in file.read_text()
    for name, copied in (("bin-1", "bin.png"), ("bin-2", "bin.png"), ("bin-3", "login.png")):
        assert (pictures / f"{name}.png").read_bytes() == (bundle / copied).read_bytes()


def test_every_line_that_is_refused_is_told(bundle: Path, tmp_path: Path) -> None:
    (bundle / "login.py").write_text("import os\nclick('login.png')\npopup('x')\n")
    with pytest.raises(ImportRefused) as refused:
        import_bundle(bundle, tmp_path / "out")
    assert [complaint.split(":")[1] for complaint in refused.value.complaints] == ["1", "3"]


@pytest.mark.parametrize("script", ['print "Python 2"', "click(", "\0", ""])
def test_what_is_no_script_is_refused(bundle: Path, tmp_path: Path, script: str) -> None:
    (bundle / "login.py").write_text(script)
    with pytest.raises(ImportRefused, match=r"login\.py"):
        import_bundle(bundle, tmp_path / "out")


def test_a_picture_that_is_missing_is_told(bundle: Path, tmp_path: Path) -> None:
    (bundle / "yes.png").unlink()
    with pytest.raises(ImportRefused, match=r"yes\.png is not in its bundle"):
        import_bundle(bundle, tmp_path / "out")
    (bundle / "login.py").unlink()
    with pytest.raises(ImportRefused, match=r"its script login\.py is not in it"):
        import_bundle(bundle, tmp_path / "out")
