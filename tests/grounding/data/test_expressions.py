"""What the expression grammar promises: varied, seeded, unambiguous, and honest about what is absent."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from grounding.data.expressions.absent import Absence
from grounding.data.expressions.command import icon_phrases, main
from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import accepted, meant_by
from grounding.data.expressions.generate import Expression, expressions_of
from grounding.data.expressions.labels import misspelt, quoted, written
from grounding.data.expressions.layout import Surveyor, side_of
from grounding.data.expressions.naming import Namer
from grounding.data.expressions.scene import Scene, fold
from grounding.data.sample import write_screens
from tests.grounding.data.expression_screens import player_screen, settings_screen


@pytest.fixture
def settings() -> Scene:
    return Scene(settings_screen(), icon_phrases())


@pytest.fixture
def player() -> Scene:
    return Scene(player_screen(), icon_phrases())


def made(settings: Scene, player: Scene, count: int = 300, seed: int = 1) -> list[Expression]:
    return list(expressions_of(settings, [player], Concepts(), count, random.Random(seed)))


def index_of(scene: Scene, role: str, label: str) -> int:
    return next(
        i for i, e in enumerate(scene.elements) if e.role == role and label in (e.text, e.label, e.icon)
    )


def test_all_kinds_of_expressions_are_written(settings: Scene, player: Scene) -> None:
    kinds = Counter(e.kind for e in made(settings, player))
    assert set(kinds) == {"text", "icon", "field", "relation", "state", "position", "absent"}
    assert len({e.template for e in made(settings, player)}) > 120


def test_the_same_seed_writes_the_same(settings: Scene, player: Scene) -> None:
    assert made(settings, player, 40) == made(settings, player, 40)
    assert made(settings, player, 40) != made(settings, player, 40, seed=2)


def test_only_absent_expressions_have_no_target(settings: Scene, player: Scene) -> None:
    for e in made(settings, player):
        assert (e.kind == "absent") == (not e.targets) == (e.target is None)
        assert e.target is None or e.target in e.targets


def test_some_forms_are_held_out(settings: Scene, player: Scene) -> None:
    share = sum(e.held_out for e in made(settings, player)) / 300
    assert 0.02 < share < 0.3


def test_two_of_a_kind_are_both_accepted_and_three_are_nobody(settings: Scene) -> None:
    edits = [i for i, e in enumerate(settings.elements) if e.text == "Edit"]
    meant = meant_by(settings, "edit", "button")
    assert accepted(settings, edits[0], meant[:2]) == tuple(edits[:2])
    assert accepted(settings, edits[0], meant) == ()


def test_a_field_is_meant_by_the_label_beside_it(settings: Scene) -> None:
    field = index_of(settings, "field", "Name")
    assert meant_by(settings, "Name", "field") == [field]
    assert set(meant_by(settings, "Name", None)) == {field, index_of(settings, "text", "Name")}


def test_a_title_does_not_make_its_window_a_target(settings: Scene) -> None:
    assert meant_by(settings, "Settings - Example", None) == []
    assert meant_by(settings, "Settings - Example", "window") == [0]


def test_a_misspelt_label_still_means_its_element(settings: Scene) -> None:
    assert meant_by(settings, "Advnced", None) == [index_of(settings, "tab", "Advanced")]


def test_rows_are_counted_from_the_top(settings: Scene) -> None:
    edits = [i for i, e in enumerate(settings.elements) if e.text == "Edit"]
    surveyor = Surveyor(settings, random.Random(3))
    said = [d for _ in range(60) if (d := surveyor.by_number(edits[1])) is not None]
    assert said
    assert all(d.targets == (edits[1],) for d in said)
    numbers = ("second", "2", "2nd", "secondly")
    backwards = ("from the bottom", "from the right")
    assert all(any(n in d.words for n in numbers) or any(b in d.words for b in backwards) for d in said)


def test_a_neighbour_tells_equal_buttons_apart(settings: Scene) -> None:
    edits = [i for i, e in enumerate(settings.elements) if e.text == "Edit"]
    surveyor = Surveyor(settings, random.Random(1))
    said = [d for _ in range(40) if (d := surveyor.by_neighbour(edits[2])) is not None]
    assert any("Invoice 3" in d.words or "invoice 3" in d.words for d in said)
    assert all(d.targets == (edits[2],) for d in said)


def test_sides_are_seen_from_the_anchor(settings: Scene) -> None:
    cancel, save = index_of(settings, "button", "Cancel"), index_of(settings, "button", "Save")
    assert side_of(settings, cancel, save) == "left of"
    assert side_of(settings, save, cancel) == "right of"


def test_one_checked_box_is_told_by_its_state(settings: Scene) -> None:
    surveyor = Surveyor(settings, random.Random(1))
    box = index_of(settings, "checkbox", "Bluetooth")
    said = surveyor.by_state(box)
    assert said is not None
    assert said.targets == (box,)


def test_an_icon_is_named_by_the_words_of_its_picture(settings: Scene) -> None:
    trash = index_of(settings, "icon", "user-trash")
    said = Namer(settings, Concepts(), random.Random(1)).by_picture(trash)
    assert said is not None
    assert "trash" in said.words.lower()
    assert said.targets == (trash,)


def test_what_a_control_is_for_means_it(settings: Scene) -> None:
    undo = index_of(settings, "icon", "edit-undo")
    said = Namer(settings, Concepts(), random.Random(1)).by_purpose(undo)
    assert said is not None
    assert said.targets == (undo,)


def test_another_screens_words_are_absent_unless_they_are_here(settings: Scene, player: Scene) -> None:
    absence = Absence(settings, Concepts(), random.Random(1))
    theirs = Namer(player, Concepts(), random.Random(1)).by_label(1)
    ours = Namer(settings, Concepts(), random.Random(1)).by_label(index_of(settings, "tab", "Network"))
    assert theirs is not None
    assert ours is not None
    absent = absence.from_elsewhere(theirs)
    assert absent is not None
    assert absent.targets == ()
    assert absence.from_elsewhere(ours) is None


def test_near_misses_are_not_on_the_screen(settings: Scene) -> None:
    absence = Absence(settings, Concepts(), random.Random(5))
    save = index_of(settings, "button", "Save")
    missed = {d.said[0] for _ in range(60) if (d := absence.near_miss(save)) is not None}
    assert missed
    assert not {fold(m) for m in missed} & set(settings.folded)


def test_labels_are_written_in_many_manners() -> None:
    rng = random.Random(1)
    manners = Counter(written("Show hidden files", rng).manner for _ in range(300))
    assert set(manners) >= {"exact", "case", "part", "typo", "inflected"}
    assert manners["exact"] > 100
    assert misspelt("Preferences", rng) != "Preferences"
    assert misspelt("OK", rng) == ""


@pytest.mark.parametrize("label", ["Save", "Don't save", 'the "x"'])
def test_quotes_enclose_the_label(label: str) -> None:
    said = quoted(label, random.Random(1))
    assert said[1:-1] == label


def test_the_command_writes_one_line_an_expression(tmp_path: Path) -> None:
    write_screens(tmp_path / "a", [settings_screen(), player_screen()])
    assert main(["--screens", str(tmp_path / "a"), "--out", str(tmp_path / "b"), "--count", "20"]) == 0
    rows = [json.loads(x) for x in (tmp_path / "b" / "expressions.jsonl").read_text("utf-8").splitlines()]
    assert {r["screen"] for r in rows} == {"settings", "player"}
    assert all({"instruction", "target", "targets", "kind", "template", "held_out"} <= set(r) for r in rows)
