"""Random windows as plain data, and the words in them."""

import json
import random

import pytest

from grounding.data.widgets.icon_names import icon_of_file, pick_icon, usual_icons
from grounding.data.widgets.parts import Maker
from grounding.data.widgets.plans import dialog_window, main_window, screen_plan
from grounding.data.widgets.process import _FILES
from grounding.data.widgets.themes import PROGRAMS, openbox_configuration, random_look
from grounding.data.widgets.words import Pools, classify, pools

POOLS = Pools(("Open…", "Save"), ("Name:", "Size:"), ("Show hidden files",), tuple("ABCDEFGHI"), ("Really?",))


def maker(seed: int) -> Maker:
    return Maker(random.Random(seed), POOLS, "no such theme")


def kinds(node: object) -> set[str]:
    if isinstance(node, dict):
        inner = set().union(*(kinds(v) for v in node.values()))
        return inner | ({str(node["kind"])} if "kind" in node else set())
    return set().union(*(kinds(v) for v in node)) if isinstance(node, list) else set()


def test_the_same_seed_makes_the_same_screen() -> None:
    assert screen_plan(maker(3), 1280, 800) == screen_plan(maker(3), 1280, 800)
    assert screen_plan(maker(3), 1280, 800) != screen_plan(maker(4), 1280, 800)


def test_a_plan_is_json_and_names_only_what_every_toolkit_builds() -> None:
    used: set[str] = set()
    for seed in range(150):
        for window in (main_window(maker(seed)), dialog_window(maker(seed))):
            json.dumps(window)
            used |= kinds(window)
    for toolkit in ("gtk3", "gtk4", "qt", "tk"):
        source = "".join(p.read_text("utf-8") for p in PROGRAMS.glob(f"{toolkit}_*.py"))
        missing = {k for k in used if f"def make_{k}(" not in source and f"make_{k} = " not in source}
        assert not missing, toolkit


def test_windows_stand_on_the_screen() -> None:
    for seed in range(60):
        for window in screen_plan(maker(seed), 1024, 768)["windows"]:
            assert window["at"][0] >= 0
            assert window["at"][0] + window["size"][0] <= 1024 + 10


@pytest.mark.parametrize(
    ("message", "kind", "text"),
    [
        ("_Open…", "action", "Open…"),
        ("&Save As...", "action", "Save As..."),
        ("開く(_O)", "action", "開く"),
        ("File name:", "label", "File name:"),
        ("Show hidden files", "option", "Show hidden files"),
        ("General", "short", "General"),
        ("Do you want to save the changes?", "sentence", "Do you want to save the changes?"),
        ("%d files", "", ""),
        ("<b>bold</b>", "", ""),
        ("--verbose", "", ""),
    ],
)
def test_messages_are_sorted_by_their_use(message: str, kind: str, text: str) -> None:
    assert classify(message) == (kind, text)


def test_a_language_without_catalogues_still_has_words() -> None:
    found = pools("no such language")
    assert all((found.actions, found.labels, found.options, found.short, found.sentences))


def test_icons_have_names_a_person_would_say() -> None:
    assert usual_icons()["document-save-as"] == "Save as"
    assert icon_of_file("budget.ods") == "x-office-spreadsheet"
    assert pick_icon(random.Random(1), "no such theme")[0] in usual_icons()


def test_gtk2_is_never_generated() -> None:
    assert "GTK2" not in _FILES


def test_a_look_is_complete_and_its_window_manager_knows_it() -> None:
    for toolkit in ("GTK3", "GTK4", "Qt5", "Qt6", "Tk"):
        look = random_look(random.Random(5), toolkit)
        assert look.settings()["theme-name"] == look.theme
        assert f"<titleLayout>{look.frame_layout}</titleLayout>" in openbox_configuration(look)
