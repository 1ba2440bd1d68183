"""Generated pages: the same seed gives the same page, and a real browser tells the truth about it."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from grounding.data.sample import RenderedElement, RenderedLine
from grounding.data.web.browser import Browser, BrowserFailed
from grounding.data.web.catalogues import Phrase, Phrases
from grounding.data.web.concepts import concepts
from grounding.data.web.frameworks import OWN
from grounding.data.web.icons import IconSet, inline
from grounding.data.web.layouts import layouts
from grounding.data.web.markup import mark
from grounding.data.web.page import Stock, make_page, own_classes, own_rules
from grounding.data.web.truth import HIDE_TEXT, decoded, page_script, truth_of
from grounding.types import Role

needs_browser = pytest.mark.skipif(shutil.which("chromium") is None, reason="needs chromium")


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    path = tmp_path / "home.svg"
    path.write_text('<svg viewBox="0 0 24 24"><path d="M2 2h20v20H2z"/></svg>', encoding="utf-8")
    icons = IconSet("plain", True, {"home": {24: path}}, {"home": ["home"]}, {"": ["home"]})
    words = tuple(Phrase(w, w) for w in ("Save", "Open", "Print", "Close"))
    phrases = Phrases(words, words, words, {})
    return Stock({"en": phrases}, (icons,), (icons,), concepts(), ((OWN, None), (OWN, None)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser() as running:
        yield running


def shown(
    browser: Browser, page: Path, body: str
) -> tuple[tuple[RenderedElement, ...], tuple[RenderedLine, ...]]:
    style = "<style>body{margin:0;font:16px sans-serif} div{position:absolute}</style>"
    page.write_text(f"<!doctype html><meta charset=utf-8>{style}{body}", encoding="utf-8")
    browser.show(page, (400, 300), 1.0)
    report = browser.evaluate(page_script())
    picture = decoded(browser.picture())
    browser.evaluate(HIDE_TEXT)
    return truth_of(report, picture, decoded(browser.picture()), 1.0)


def at(box: tuple[int, int, int, int], role: Role, inside: str = "", style: str = "", **data: str) -> str:
    left, top, right, bottom = box
    place = f"left:{left}px;top:{top}px;width:{right - left}px;height:{bottom - top}px;{style}"
    return f'<div style="{place}" {mark(role, **data)}>{inside}</div>'


@pytest.mark.parametrize("layout", [layout.kind for layout in layouts()])
def test_every_layout_is_drawn_from_its_seed_alone(stock: Stock, layout: str) -> None:
    page = make_page(stock, "seed", layout)

    assert page == make_page(stock, "seed", layout)
    assert page.kind == layout
    assert 'data-role="' in page.html


def test_our_class_names_never_meet_a_frameworks(stock: Stock) -> None:
    assert own_classes('<i class="row fw:row">') == '<i class="q-row row">'
    assert own_rules(".row>.item:hover{flex:.5}") == ".q-row>.q-item:hover{flex:.5}"


def test_an_icon_takes_the_colour_of_the_text() -> None:
    html = inline('<?xml version="1.0"?><svg width="9" viewBox="0 0 9 9"><path d="M0 0"/></svg>', 20)

    assert re.search(r'width="20" height="20" viewBox="0 0 9 9" fill="currentColor"', html)


def test_an_icon_is_found_by_name_then_by_word_then_by_chance(tmp_path: Path) -> None:
    files = {name: {24: tmp_path} for name in ("home", "folder-open")}
    icons = IconSet("some", True, files, {"home": ["home"], "open": ["folder-open"]}, {"": ["home"]})

    assert [icons.find(Random(1), words) for words in (["home"], ["open"], ["nothing"])] == [
        "home",
        "folder-open",
        "home",
    ]


@needs_browser
def test_what_is_covered_or_scrolled_away_is_no_element(browser: Browser, tmp_path: Path) -> None:
    elements, lines = shown(
        browser,
        tmp_path / "page.html",
        at((10, 10, 110, 50), "button", "Seen")
        + at((10, 100, 110, 140), "button", "Covered")
        + '<div style="left:0;top:90px;width:200px;height:70px;background:#fff"></div>'
        + '<div style="left:200px;top:0;width:150px;height:50px;overflow:hidden">'
        + at((0, 60, 90, 90), "tab", "Below")
        + "</div>",
    )

    assert [(e.role, e.text, e.box) for e in elements] == [("button", "Seen", (10, 10, 110, 50))]
    assert [line.text for line in lines] == ["Seen"]


@needs_browser
def test_a_side_that_is_covered_over_its_whole_length_is_cut_off(browser: Browser, tmp_path: Path) -> None:
    cover = '<div style="left:150px;top:0;width:200px;height:100px;background:#ccc"></div>'

    (field,), _ = shown(browser, tmp_path / "page.html", at((10, 10, 210, 50), "field") + cover)

    assert abs(field.box[2] - 150) <= 4
    assert field.box[:2] == (10, 10)


@needs_browser
def test_lines_break_where_the_page_breaks_them(browser: Browser, tmp_path: Path) -> None:
    words = "alpha beta gamma delta epsilon zeta eta theta"

    _, lines = shown(browser, tmp_path / "page.html", at((10, 10, 120, 200), "text", words))

    assert len(lines) > 2
    assert " ".join(line.text for line in lines) == words
    assert all(upper.box[3] <= lower.box[1] + 1 for upper, lower in itertools.pairwise(lines))


@needs_browser
def test_a_text_that_is_cut_reads_as_it_is_shown(browser: Browser, tmp_path: Path) -> None:
    style = "white-space:nowrap;overflow:hidden;text-overflow:ellipsis"

    (cell,), (line,) = shown(
        browser, tmp_path / "page.html", at((0, 0, 90, 30), "cell", "A long sentence", style)
    )

    assert line.text.endswith("…")
    assert line.box[2] <= 90
    assert "A long sentence".startswith(line.text[:-1])
    assert cell.text == line.text


@needs_browser
def test_values_and_placeholders_of_native_fields_are_lines(browser: Browser, tmp_path: Path) -> None:
    fields = (
        f'<input value="Typed" style="width:200px" {mark("field", label="Name")}>'
        f'<input placeholder="Hint" style="width:100px" {mark("field")}>'
        f"<select {mark('combo box')}><option>Chosen</option></select>"
    )

    elements, lines = shown(browser, tmp_path / "page.html", fields)

    assert [e.text for e in elements] == ["Typed", "Hint", "Chosen"]
    assert elements[0].label == "Name"
    assert [line.text for line in lines] == ["Typed", "Hint", "Chosen"]


@needs_browser
def test_a_failing_script_is_an_error_and_the_browser_goes_on(browser: Browser) -> None:
    with pytest.raises(BrowserFailed, match="nonsense"):
        browser.evaluate("nonsense")
    assert browser.evaluate("1 + 1") == 2


def test_a_missing_browser_is_named() -> None:
    with pytest.raises(BrowserFailed, match="no program named"):
        Browser("no-such-browser")


@needs_browser
def test_a_whole_page_has_elements_lines_and_sane_boxes(
    browser: Browser, stock: Stock, tmp_path: Path
) -> None:
    page = make_page(stock, "whole", "settings")
    file = tmp_path / "page.html"
    file.write_text(page.html, encoding="utf-8")
    browser.show(file, page.size, page.scale)
    report = browser.evaluate(page_script())
    picture = decoded(browser.picture())
    browser.evaluate(HIDE_TEXT)

    elements, lines = truth_of(report, picture, decoded(browser.picture()), page.scale)

    height, width = picture.shape[:2]
    assert len(elements) > 10
    assert len(lines) > 10
    boxes = [e.box for e in elements] + [line.box for line in lines]
    assert all(0 <= x1 < x2 <= width and 0 <= y1 < y2 <= height for x1, y1, x2, y2 in boxes)
