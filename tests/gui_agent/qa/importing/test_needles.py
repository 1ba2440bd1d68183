"""Folders of needles become locators, or nothing at all."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from gui_agent.cli.app import app
from gui_agent.qa.importing.needles import import_needles
from gui_agent.qa.importing.refused import ImportRefused
from gui_agent.qa.pictures import image, needle

AREA = {"xpos": 0, "ypos": 0, "width": 30, "height": 20, "type": "match"}


def write(folder: Path, name: str, *tags: str, area: object = AREA) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps({"area": [area], "tags": list(tags)}))
    cv2.imwrite(str(folder / f"{name}.png"), np.full((40, 60, 3), 90, np.uint8))


def test_names_and_tags_become_locators(tmp_path: Path) -> None:
    source = tmp_path / "source"
    write(source, "login-button-20260101", "login-button", "ENV-x")
    write(source, "2nd page", "class", "login-button")
    locators, folder = import_needles(source, tmp_path / "out")
    names: dict[str, object] = {}
    exec(locators.read_text(), names)  # noqa: S102 - what was written here must be Python
    assert names["LOGIN_BUTTON"] == needle("login-button")
    assert names["NEEDLE_2ND_PAGE"] == needle("2nd page")
    assert names["CLASS"] == needle("class")
    assert {path.name for path in folder.iterdir()} == {
        "login-button-20260101.json", "login-button-20260101.png", "2nd page.json", "2nd page.png",
    }  # fmt: skip


def test_every_needle_that_is_wrong_is_told_and_nothing_written(tmp_path: Path) -> None:
    source = tmp_path / "source"
    write(source, "good")
    write(source, "bad", area=AREA | {"xpos": -4})
    write(source, "worse", area=AREA | {"type": "?"})
    done = CliRunner().invoke(app, ["import", str(source), str(tmp_path / "out")])
    assert done.exit_code != 0
    with pytest.raises(ImportRefused) as refused:
        import_needles(source, tmp_path / "out")
    first, second = refused.value.complaints
    assert first.startswith(f"{source / 'bad.json'}: area 1: xpos: ")
    assert second.startswith(f"{source / 'worse.json'}: area 1: type: ")
    assert not (tmp_path / "out").exists()


def test_a_folder_without_needles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="there is no needle"):
        import_needles(tmp_path, tmp_path / "out")


def test_what_is_there_already_is_not_overwritten(tmp_path: Path) -> None:
    write(tmp_path / "source", "good")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = CliRunner().invoke(app, ["import", str(tmp_path / "source"), str(tmp_path / "out")])
    assert "not empty" in str(done.exception)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_an_image_has_a_likeness_above_nought() -> None:
    assert str(image("a.png", similar=0.8, offset=(1, -2))) == 'image "a.png" (similar 0.80, offset 1,-2)'
    with pytest.raises(ValueError, match="above 0"):
        image("a.png", similar=0)
