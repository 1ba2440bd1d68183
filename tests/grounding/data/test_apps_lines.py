"""Lines of text, once read, tell which names are drawn."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from grounding.data.apps.lines import LINES_FILE, is_misread_icon, is_read, merge, sorted_words, with_lines
from grounding.data.sample import RenderedElement, RenderedLine, RenderedScreen, read_screens, write_screens

BUTTON = RenderedElement((10, 10, 90, 34), "button", text="Save as…")
SCREEN = RenderedScreen("apps/x-0-0", "images/x.png", (200, 100), "apps", "GTK3", "x", "train", (BUTTON,))


def test_words_that_are_read_stay_text() -> None:
    assert sorted_words(BUTTON, [RenderedLine((20, 14, 70, 28), "Save as..")]) == BUTTON


def test_words_that_are_not_read_become_a_name() -> None:
    icon = sorted_words(BUTTON, [])
    assert (icon.text, icon.name) == ("", "Save as…")


def test_what_is_read_instead_becomes_the_text() -> None:
    other = sorted_words(BUTTON, [RenderedLine((20, 14, 70, 28), "Export")])
    assert (other.text, other.name) == ("Export", "Save as…")


def test_a_name_that_is_read_after_all_becomes_text() -> None:
    bold = sorted_words(
        RenderedElement((0, 0, 30, 20), "button", name="Bold"), [RenderedLine((2, 4, 28, 16), "Bold")]
    )
    assert (bold.text, bold.name) == ("Bold", "")


def test_lines_beside_an_element_say_nothing_about_it() -> None:
    assert sorted_words(BUTTON, [RenderedLine((100, 14, 160, 28), "Export")]).text == ""


def test_cut_off_words_count_as_read() -> None:
    assert is_read("Character encoding", "Character enc…")
    assert not is_read("Character encoding", "Paste")


def test_pictures_read_as_letters_are_no_lines() -> None:
    menu = RenderedElement((0, 0, 30, 30), "button", name="Menu")
    assert is_misread_icon(RenderedLine((5, 5, 20, 20), "三"), [menu])
    assert not is_misread_icon(
        RenderedLine((5, 5, 20, 20), "7"), [RenderedElement((0, 0, 30, 30), "button", "7")]
    )


def test_lines_read_beside_are_merged_into_the_list(tmp_path: Path) -> None:
    write_screens(tmp_path, [SCREEN])
    line = RenderedLine((20, 14, 70, 28), "Save as…")
    (tmp_path / LINES_FILE).write_text(json.dumps({"id": SCREEN.id, "lines": [asdict(line)]}) + "\n")
    merge(tmp_path)
    assert [screen for _, screen in read_screens(tmp_path)] == [with_lines(SCREEN, [line])]
