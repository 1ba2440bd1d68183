"""Which names icons can be given, and where they come from."""

import numpy as np
import pytest

from grounding.data.icons.naming import alike, names_to_give, no_icons
from grounding.data.icons.packed import IconLibrary, PackedIcon


def library() -> IconLibrary:
    said = {"edit-delete": ("delete", "bin"), "user-trash": ("delete", "bin")}
    files = [
        ("a", "edit-delete"),
        ("b", "user-trash"),
        ("a", "quux"),
        ("b", "quux"),
        ("oxygen", "zork"),
        ("a", "lone"),
    ]
    icons = tuple(PackedIcon(family, "", file, file, said.get(file, ()), (), ()) for family, file in files)
    return IconLibrary(icons, np.zeros(0, np.uint8))


def test_names_with_everyday_words_come_first_then_those_of_several_sets() -> None:
    names = names_to_give(library(), {"oxygen"}, most=2)
    assert [n.name for n in names] == ["delete, bin", "quux"]
    assert names[0].phrases == ("delete", "bin")
    assert names[0].drawings == (0, 1)


def test_held_out_sets_give_no_names() -> None:
    assert "zork" not in {n.name for n in names_to_give(library(), {"oxygen"}, most=9)}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("close, x", "close, x", True),
        ("restore, restore down", "maximize, maximise", True),
        ("close, x", "maximize, maximise", False),
        ("", "close, x", False),
    ],
)
def test_names_of_the_same_drawing_are_alike(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_what_is_no_icon_has_names_of_its_own() -> None:
    assert len(no_icons()) == 3
