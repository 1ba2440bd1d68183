"""Scenes are kept beside the pictures, so that better rules label the same screens again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2

from grounding.data.apps.elements import elements_of
from grounding.data.apps.scenes import label_again, read_scene, write_scene
from grounding.data.apps.tree import Scene, read_nodes
from grounding.data.apps.windows import FrameButton
from grounding.data.sample import RenderedScreen, read_screens, write_screens
from tests.grounding.data.test_apps_elements import NOISE
from tests.grounding.data.test_apps_tree import FRAME, MAIN, SIZE, entry

WINDOW = replace(MAIN, buttons=(FrameButton("close", (190, 12, 206, 28)),))
SCENE = Scene(
    read_nodes((FRAME, entry("push button", [20, 40, 80, 20], name="Save")), (WINDOW,), "GTK3", 1),
    (WINDOW,),
    SIZE,
)


def test_a_scene_comes_back_as_it_was(tmp_path: Path) -> None:
    write_scene(SCENE, tmp_path, "notes-0-0", 1.5)
    assert read_scene(tmp_path, "notes-0-0") == (SCENE, 1.5)


def test_screens_with_a_scene_are_labelled_again_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    cv2.imwrite(str(tmp_path / "images" / "notes-0-0.png"), NOISE)
    write_scene(SCENE, tmp_path, "notes-0-0", 1.0)
    screens = [
        RenderedScreen(f"apps/{name}", f"images/{name}.png", SIZE, "apps", "GTK3", "notes", "train", ())
        for name in ("notes-0-0", "old-0-0")
    ]
    write_screens(tmp_path, screens)
    assert label_again(tmp_path) == 0
    again, old = (screen for _, screen in read_screens(tmp_path))
    assert again.elements == elements_of(SCENE, NOISE)
    assert {e.role for e in again.elements} == {"window", "button"}
    assert old == screens[1]
