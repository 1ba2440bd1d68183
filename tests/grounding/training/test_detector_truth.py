"""Screens on disk become arrays, also those that arrive later."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from grounding.data.sample import RenderedElement, RenderedScreen

pytest.importorskip("torch")
pytestmark = pytest.mark.models

from grounding.embedded.detector_outputs import DETECTED_ROLES  # noqa: E402
from grounding.training.detector_truth import ImageCache, ScreenPool, truth_of  # noqa: E402
from tests.grounding.training.drawn_folders import draw_folder  # noqa: E402

SCREEN = RenderedScreen("s", "images/s.png", (100, 100), "drawn", "none", "a", "train", ())


def roles_of(*elements: RenderedElement) -> list[str]:
    truth = truth_of(Path("folder"), replace(SCREEN, elements=elements))
    return [DETECTED_ROLES[r] for r in truth.roles]


def test_of_two_elements_in_one_place_the_one_to_act_on_is_learnt() -> None:
    text, link = RenderedElement((10, 10, 60, 24), "text"), RenderedElement((10, 10, 61, 24), "link")
    assert roles_of(text, link) == ["link"]


def test_documents_and_slivers_are_not_learnt() -> None:
    assert roles_of(RenderedElement((0, 0, 90, 90), "document"), RenderedElement((5, 5, 50, 7), "text")) == []


def test_unknown_lines_stay_unknown() -> None:
    assert truth_of(Path("f"), SCREEN).lines is None
    known = truth_of(Path("f"), replace(SCREEN, lines=())).lines
    assert known is not None
    assert known.shape == (0, 4)


def test_screens_that_arrive_later_are_taken_in(tmp_path: Path) -> None:
    folder = draw_folder(tmp_path / "apps", 3)
    pool = ScreenPool([folder], {"apps": 1.0})
    assert pool.refresh() == 3
    assert pool.refresh() == 3
    draw_folder(folder, 2, seed=1, split="validation")
    assert pool.refresh() == 5
    assert len(pool.train["apps"]) == 3
    assert len(pool.sample("validation", 10)) == 2


def test_a_line_still_being_written_waits(tmp_path: Path) -> None:
    folder = draw_folder(tmp_path / "web", 1)
    with (folder / "screens.jsonl").open("a") as file:
        file.write('{"id": "half')
    assert ScreenPool([folder], {}).refresh() == 1


def test_a_list_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    folder = draw_folder(tmp_path / "apps", 3)
    pool = ScreenPool([folder], {})
    pool.refresh()
    text = (folder / "screens.jsonl").read_text().replace('"app": "drawn"', '"app": "another application"')
    (folder / "screens.jsonl").write_text(text + text)
    draw_folder(folder, 1, seed=7)
    pool.refresh()
    assert pool.refresh() == 7
    assert sum(s.app == "another application" for s in pool.train["apps"]) == 6


def test_pictures_make_room_for_others(tmp_path: Path) -> None:
    folder = draw_folder(tmp_path / "web", 3)
    paths = sorted((folder / "images").iterdir())
    cache = ImageCache(2 * 256 * 320 * 3, random.Random(0))
    assert all(cache.get(p) is not None for p in paths)
    assert sum(cache.holds(p) for p in paths) == 2
    assert cache.get(tmp_path / "missing.png") is None
