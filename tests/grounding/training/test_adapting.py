"""Adapting to a user's clicks: what was missed is found, what was known stays, and half is never written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("torch")

from grounding.embedded.weights import ADAPTATION, check_adapted
from grounding.errors import ModelUnavailable
from grounding.grounders import open_grounder
from grounding.images import load_screenshot
from grounding.training.adapted_files import CannotWrite, staged
from grounding.training.adapting import AdaptSettings, learn_all, prepare
from grounding.training.adapting_command import Outcome, adapt_to
from grounding.training.adapting_matcher import MatcherSettings
from grounding.training.adapting_report import HELD_BACK, LEARNED, Row, as_table, is_better
from grounding.training.recordings import LabelledClick, read_rows
from tests.grounding.training.tool_screens import draw_recording

pytestmark = [pytest.mark.models, pytest.mark.timeout(600)]
SETTINGS = AdaptSettings(
    threads=1, folds=2, practised=8, checked=10, matcher=MatcherSettings(steps=60, every=20)
)


@pytest.fixture(scope="module")
def clicks(tmp_path_factory: pytest.TempPathFactory) -> list[LabelledClick]:
    return read_rows(draw_recording(tmp_path_factory.mktemp("recording"), screens=4))


@pytest.fixture(scope="module")
def adapted(clicks: list[LabelledClick], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    out = tmp_path_factory.mktemp("data") / "weights"
    yield adapt_to(clicks, out, 1, 1, lambda *_: None, SETTINGS)
    shutil.rmtree(out, ignore_errors=True)


def row(outcome: Outcome, name: str) -> Row:
    return next(r for r in outcome.rows if r.name == name and not r.kind)


def test_tools_that_were_missed_are_found_also_on_screens_that_were_held_back(adapted: Outcome) -> None:
    held, learned = row(adapted, HELD_BACK), row(adapted, LEARNED)
    assert learned.count == adapted.clicks == 20
    assert learned.after >= learned.before + 5
    assert held.after > held.before
    assert adapted.folder is not None


def test_nothing_else_is_forgotten(adapted: Outcome) -> None:
    for name in ("other elements there", "made-up screens"):
        assert row(adapted, name).count > 20
        assert row(adapted, name).after >= row(adapted, name).before - 0.03 * row(adapted, name).count


def test_the_new_weights_are_opened_by_the_product_and_find_a_new_tool(
    adapted: Outcome, clicks: list[LabelledClick]
) -> None:
    assert adapted.folder is not None
    model = open_grounder("embedded", adapted.folder).for_instructions
    shot = load_screenshot(clicks[0].image)
    guesses = [model.best_guess(shot, c.instruction) for c in clicks[:5]]
    hits = [g is not None and c.box.contains(g.point) for g, c in zip(guesses, clicks, strict=False)]
    assert sum(hits) >= 3


def test_the_folder_says_what_it_was_made_from_and_how_it_went(adapted: Outcome) -> None:
    assert adapted.folder is not None
    facts = json.loads((adapted.folder / ADAPTATION).read_text("utf-8"))
    assert facts["clicks"] == 20
    assert facts["table"] == [r.to_json() for r in adapted.rows]
    assert set(facts["adapted_from"]) == {"icons", "icon_words", "matcher"}
    assert sorted(p.name for p in adapted.folder.parent.iterdir()) == ["weights"], "nothing is left beside it"


def test_weights_of_another_version_are_refused(adapted: Outcome, tmp_path: Path) -> None:
    assert adapted.folder is not None
    other = tmp_path / "weights"
    shutil.copytree(adapted.folder, other)
    facts = json.loads((other / ADAPTATION).read_text("utf-8"))
    facts["adapted_from"]["matcher"] = "0" * 64
    (other / ADAPTATION).write_text(json.dumps(facts), "utf-8")
    with pytest.raises(ModelUnavailable, match="another version"):
        open_grounder("embedded", other)
    (other / ADAPTATION).write_text("{", "utf-8")
    with pytest.raises(ModelUnavailable, match="damaged"):
        check_adapted(other)
    with pytest.raises(ModelUnavailable, match="no adapted weights"):
        check_adapted(tmp_path)
    with pytest.raises(ModelUnavailable, match="--grounder embedded"):
        open_grounder("ocr", adapted.folder)


def test_the_same_seed_and_clicks_teach_the_same(clicks: list[LabelledClick]) -> None:
    few = replace(SETTINGS, practised=2, checked=2, matcher=MatcherSettings(steps=10, every=10))
    learned = [learn_all(prepare(clicks[:5], few, lambda *_: None), 10) for _ in range(2)]
    for one, other in zip(*(x.matcher.state_dict().values() for x in learned), strict=True):
        assert one.equal(other)
    for one, other in zip(*(x.tower.state_dict().values() for x in learned), strict=True):
        assert one.equal(other)


def test_ctrl_c_leaves_everything_as_it_was(clicks: list[LabelledClick], tmp_path: Path) -> None:
    def interrupted(what: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        adapt_to(clicks, tmp_path / "weights", 1, 1, interrupted, SETTINGS)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    with pytest.raises(CannotWrite, match="choose another"), staged(tmp_path / "letters"):
        pass


def test_a_gain_must_cost_nothing() -> None:
    gain = Row(LEARNED, "", 20, 5, 15, 3, 10)
    assert is_better([gain])
    assert is_better([gain, Row("made-up screens", "", 300, 200, 198)])
    assert not is_better([gain, Row("made-up screens", "", 300, 200, 190)])
    assert not is_better([gain, Row(HELD_BACK, "", 20, 5, 4, 3, 3)])
    assert not is_better([Row(LEARNED, "", 20, 5, 5, 3, 3)])
    table = as_table([gain, Row(LEARNED, "icon", 12, 0, 9, 0, 6)])
    assert "15 (0.75)" in table
    assert "  icon" in table
