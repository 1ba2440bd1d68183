"""A person looking at the screen must be able to find the one thing that an expression means."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from grounding.data.expressions.command import icon_phrases
from grounding.data.expressions.concepts import Concepts
from grounding.data.expressions.description import meant_by
from grounding.data.expressions.generate import expressions_of
from grounding.data.expressions.idioms import Idioms
from grounding.data.expressions.labels import worn_quotes
from grounding.data.expressions.naming import sayable
from grounding.data.expressions.neighbours import anchors_of, row_anchors_of
from grounding.data.expressions.scene import Scene
from grounding.data.expressions.sentences import in_scope
from grounding.data.expressions.sight import Sight, readable
from grounding.data.sample import RenderedElement, RenderedLine, RenderedScreen
from tests.grounding.data.expression_screens import settings_screen


def browser_screen() -> RenderedScreen:
    """A browser with two tabs, a menu in its corner, an address bar, a search field and keys."""
    e = RenderedElement
    elements = (
        e((0, 0, 800, 600), "window", "News - Browser"),
        e((10, 5, 150, 30), "tab", "News", state=("selected",), parent=0),
        e((130, 10, 146, 26), "icon", icon="window-close", parent=1),
        e((150, 5, 300, 30), "tab", "Mail", parent=0),
        e((280, 10, 296, 26), "icon", icon="window-close", parent=3),
        e((770, 40, 794, 64), "button", icon="open-menu", parent=0),
        e((100, 40, 700, 64), "field", "https://news.example", parent=0),
        e((100, 100, 300, 124), "field", "Search…", name="Search…", parent=0),
        *(e((20 + 40 * i, 200, 54 + 40 * i, 230), "button", sign, parent=0) for i, sign in enumerate("7+=")),
        e((20, 300, 60, 360), "icon", "Trash", icon="user-trash", parent=-1),
        e((300, 300, 420, 324), "field", name="entry-for-page-label", parent=0),
    )
    lines = tuple(RenderedLine(x.box, x.text) for x in elements[1:] if x.text)
    lines += (RenderedLine((4, 0, 9, 4), "News - Browser"),)
    return RenderedScreen(
        "browser", "browser.png", (800, 600), "test", "GTK3", "browser", "train", elements, lines
    )


@pytest.fixture
def browser() -> Scene:
    return Scene(browser_screen(), icon_phrases())


@pytest.fixture
def settings() -> Scene:
    return Scene(settings_screen(), icon_phrases())


def idioms(scene: Scene, seed: int = 1) -> Idioms:
    return Idioms(scene, Concepts(), random.Random(seed))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\ufffc\ufffc", ""),
        ("• • •", ""),
        ("User ▸", "User"),
        ("Fill ⌘E", "Fill"),
        ("Quit Ctrl+Q", "Quit"),
        ("+", "+"),
    ],
)
def test_labels_are_what_a_person_would_read_aloud(text: str, said: str) -> None:
    assert readable(text) == said


def test_an_internal_name_that_cannot_be_read_is_no_label(browser: Scene) -> None:
    assert browser.label(len(browser.elements) - 1) == ""


def test_a_hint_in_a_field_is_its_label_and_a_value_is_not(browser: Scene) -> None:
    assert browser.label(7) == "Search…"
    assert browser.label(6) == ""


def test_words_that_stand_twice_mean_nothing() -> None:
    screen = settings_screen()
    lines = tuple(RenderedLine(e.box, e.text) for e in screen.elements if e.text)
    once = Scene(replace(screen, lines=lines), icon_phrases())
    twice = Scene(
        replace(screen, lines=(*lines, RenderedLine((400, 20, 460, 30), "Network"))), icon_phrases()
    )
    assert meant_by(once, "Network", None)
    assert not meant_by(twice, "Network", None)
    assert meant_by(twice, "Network", "tab")


def test_what_is_not_among_the_lines_does_not_stand_there() -> None:
    sight = Sight([RenderedLine((10, 10, 80, 24), "Open file")])
    assert sight.stands_in("Open file", (0, 0, 100, 40))
    assert not sight.stands_in("A way to open files", (0, 0, 100, 40))
    assert Sight(None).stands_in("anything", (0, 0, 100, 40))


@pytest.mark.parametrize(
    ("label", "role", "may"),
    [("Save", "button", True), ("7", "button", True), ("7", "cell", False), ("(0)", "text", False),
     ("/tmp/desk/home", "combo box", False), ("a | b", "text", False)],
)  # fmt: skip
def test_nobody_says_paths_or_lone_signs(label: str, role: str, may: bool) -> None:
    assert sayable(label, role) is may  # type: ignore[arg-type]


def test_a_cross_is_named_by_its_tab(browser: Scene) -> None:
    said = [d for seed in range(12) if (d := idioms(browser, seed).by_owner(4))]
    assert said
    assert all("Mail" in d.words or "mail" in d.words.lower() for d in said)
    assert all(d.targets == (4,) for d in said)


def test_the_active_tab_may_be_called_current(browser: Scene) -> None:
    said = {d.words for seed in range(40) if (d := idioms(browser, seed).by_owner(2))}
    assert any("current" in words or "active" in words for words in said)


def test_search_and_address_bars_are_called_so(browser: Scene) -> None:
    address, search = idioms(browser).by_use(6), idioms(browser).by_use(7)
    assert address is not None
    assert search is not None
    assert "address" in address.words or "URL" in address.words
    assert "search" in search.words


def test_the_corner_of_a_browser_opens_its_menu(browser: Scene) -> None:
    said = idioms(browser).by_browser(5)
    assert said is not None
    assert "browser" in said.words


def test_keys_are_called_by_digit_or_sign(browser: Scene) -> None:
    plus = {d.words for seed in range(20) if (d := idioms(browser, seed).by_sign(9))}
    assert any("plus" in words for words in plus)
    seven = [idioms(browser, seed).by_sign(8) for seed in range(5)]
    assert all(d is not None and d.targets == (8,) for d in seven)


def test_what_lies_on_the_desktop_is_opened_by_its_label(browser: Scene) -> None:
    said = idioms(browser).by_desktop(11)
    assert said is not None
    assert "Trash" in said.words


def test_only_near_words_in_line_are_anchors(settings: Scene) -> None:
    field = next(i for i, e in enumerate(settings.elements) if e.role == "field")
    assert {(settings.label(a), relation) for a, relation in anchors_of(settings, field)} == {
        ("Name", "right of"),
        ("Name", "next to"),
    }


def test_equal_buttons_are_told_apart_by_their_row_alone(settings: Scene) -> None:
    edits = [i for i, e in enumerate(settings.elements) if e.text == "Edit"]
    assert [settings.label(a) for a, _ in row_anchors_of(settings, edits[1])] == ["Invoice 2"]


def test_the_place_may_come_first(settings: Scene) -> None:
    said = {in_scope("Click OK", "Find dialog", random.Random(seed)) for seed in range(12)}
    assert {"In the Find dialog, click OK", "Click OK in the Find dialog"} <= said


def test_careless_quotes_keep_the_words() -> None:
    for seed in range(40):
        said = worn_quotes('click "Tools" tab', random.Random(seed))
        assert [w for w in said.replace('"', " ").split()] == ["click", "Tools", "tab"]


def test_into_a_label_nothing_is_typed(settings: Scene) -> None:
    made = list(expressions_of(settings, [], Concepts(), 400, random.Random(2)))
    typed = [e for e in made if e.template.startswith("field-bare") and "/type" in e.template]
    pointed = [e for e in made if e.template.startswith("field-bare") and "/bare" in e.template]
    assert typed
    assert pointed
    assert all(settings.elements[i].role != "text" for e in typed for i in e.targets)
    assert all(any(settings.elements[i].role == "text" for i in e.targets) for e in pointed)
