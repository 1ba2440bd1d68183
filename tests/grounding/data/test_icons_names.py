"""What icons are called: names of files, everyday words, signs on other drawings."""

import pytest

from grounding.data.icons.concepts import concepts
from grounding.data.icons.names import key_of, words_of_name
from grounding.data.icons.synonyms import display_of, phrases_for


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("edit-delete-symbolic.svg", "edit delete"),
        ("cmd/lc_bold.png", "bold"),
        ("ZoomIn", "zoom in"),
        ("trash-can-outline", "trash can"),
        ("org.gnome.Nautilus", "nautilus"),
        ("folder_24px.png", "folder"),
    ],
)
def test_habits_of_icon_sets_are_taken_off(file: str, words: str) -> None:
    assert words_of_name(file) == words


def test_a_key_has_no_folder_and_no_ending() -> None:
    assert key_of("32x32/actions/Edit_Cut.PNG") == "edit-cut"


@pytest.mark.parametrize(
    ("icon", "phrase"),
    [
        ("edit-delete-symbolic", "bin"),
        ("trash-2", "recycle bin"),
        ("user-trash-full", "trash can"),
        ("gtk-close", "x"),
        ("lc_italic.png", "italics"),
        ("bi-three-dots-vertical", "three dots"),
        ("menu", "hamburger menu"),
        ("content-save-outline", "floppy disk"),
        ("mail-attachment-symbolic", "paper clip"),
        ("magnify", "magnifying glass"),
        ("zoom-in", "magnifier with plus"),
        ("org.mozilla.firefox", "firefox"),
        ("libreoffice-calc", "spreadsheet"),
        ("view-filter", "funnel"),
        ("edit-undo", "curved arrow"),
    ],
)
def test_icons_are_known_by_what_people_say(icon: str, phrase: str) -> None:
    assert phrase in phrases_for(icon)


def test_a_sign_changes_the_meaning_of_what_it_stands_on() -> None:
    assert {"add globe", "globe with a plus"} <= set(phrases_for("globe-plus"))
    assert "crossed out camera" in phrases_for("photo-camera-slash")


def test_an_unknown_icon_is_called_by_its_own_words() -> None:
    assert phrases_for("quux-frobnicate") == ["quux frobnicate"]


def test_names_to_show_are_short() -> None:
    assert display_of("edit-delete") == "delete, bin"
    assert display_of("quux-frobnicate") == "quux frobnicate"


def test_every_concept_has_names_words_and_looks() -> None:
    table = concepts()
    assert len(table) > 450
    assert all(c.icons and c.said and c.looks for c in table)


def test_phrases_are_not_repeated() -> None:
    for concept in concepts():
        phrases = phrases_for(concept.icons[0])
        assert len(phrases) == len(set(phrases))
