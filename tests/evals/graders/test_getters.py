"""State fetched out of a guest and read here."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from evals.graders import GradingContext
from evals.graders.errors import GoldUnavailable
from evals.graders.evaluate import get
from evals.graders.getters.rules import filled_in
from evals.graders.metrics.text_files import text_is
from evals.graders.state import Absent
from evals.setup import Downloads
from evals.tasks import Getter
from tests.evals.folder_machine import FolderMachine
from tests.evals.graders import samples as make

PROFILE = "/home/user/.config/google-chrome/Default"


@pytest.fixture
def context(tmp_path: Path) -> GradingContext:
    for name in ("guest", "cache"):
        (tmp_path / name).mkdir()
    return GradingContext(
        FolderMachine(tmp_path / "guest"), tmp_path / "cache", Downloads(tmp_path / "d", offline=True)
    )


def fetched(context: GradingContext, kind: str, **parameters: Any) -> Any:
    return get(Getter(kind, parameters), context)


def test_several_files_of_which_some_are_judged(context: GradingContext) -> None:
    for name in ("a", "b", "c"):
        context.machine.put(name.encode(), f"/home/user/{name}")
    names = {"path": ["/home/user/a", "/home/user/b", "/home/user/c"], "dest": ["a", "b", "c"], "multi": True}
    assert fetched(context, "vm_file", **names).read_text("utf-8") == "a"
    given = fetched(context, "vm_file", **names, gives=[0, 2])
    assert [file.read_text("utf-8") for file in given] == ["a", "c"]
    assert isinstance(fetched(context, "vm_file", path="/home/user/x", dest="x"), Absent)


def test_the_browsers_profile_is_read_from_its_files(context: GradingContext, tmp_path: Path) -> None:
    preferences = {
        "profile": {"name": "Me", "default_content_setting_values": {"cookies": 4}},
        "enable_do_not_track": True,
        "safebrowsing": {"enabled": False, "enhanced": True},
        "session": {"restore_on_startup": 5},
        "webkit": {"webprefs": {"default_font_size": 20}},
        "default_search_provider_data": {"template_url_data": {"short_name": "Bing"}},
        "browser": {"theme": {"color_scheme2": 1}},
    }
    extensions = {"extensions": {"settings": {"x": {"path": "/home/user/ext", "manifest": {"name": "Ext"}}}}}
    context.machine.put(json.dumps(preferences).encode(), f"{PROFILE}/Preferences")
    context.machine.put(json.dumps(extensions).encode(), f"{PROFILE}/Secure Preferences")
    context.machine.put(
        json.dumps({"roots": {"bookmark_bar": {"children": []}}}).encode(), f"{PROFILE}/Bookmarks"
    )
    said = {
        name: fetched(context, name)
        for name in (
            "profile_name", "data_delete_automacally", "enable_do_not_track", "enable_safe_browsing",
            "enable_enhanced_safety_browsing", "new_startup_page", "default_search_engine",
            "chrome_appearance_mode_ui", "find_unpacked_extension_path", "find_installed_extension_name",
        )
    }  # fmt: skip
    assert said == {
        "profile_name": "Me",
        "data_delete_automacally": "true",
        "enable_do_not_track": "true",
        "enable_safe_browsing": "true",
        "enable_enhanced_safety_browsing": "true",
        "new_startup_page": "true",
        "default_search_engine": "Bing",
        "chrome_appearance_mode_ui": "light",
        "find_unpacked_extension_path": ["/home/user/ext"],
        "find_installed_extension_name": ["Ext"],
    }
    assert fetched(context, "chrome_font_size") == {"default_font_size": 20}
    assert fetched(context, "bookmarks") == {"bookmark_bar": {"children": []}}
    base = sqlite3.connect(tmp_path / "History")
    base.execute("create table urls (url, title, last_visit_time)")
    base.execute("insert into urls values ('https://a/', 'A', 5)")
    base.commit()
    base.close()
    context.machine.put(tmp_path / "History", f"{PROFILE}/History")
    assert fetched(context, "history", dest="history.sqlite") == [("https://a/", "A", 5)]


def test_a_browser_that_never_ran_has_its_defaults(context: GradingContext) -> None:
    assert fetched(context, "default_search_engine") == "Google"
    assert fetched(context, "enable_do_not_track") == "false"
    assert fetched(context, "chrome_font_size")["default_font_size"] == 16
    assert fetched(context, "bookmarks") == {}
    assert isinstance(fetched(context, "cookie_data", dest="Cookies"), Absent)


def test_the_address_bar_is_read_from_the_accessibility_tree(context: GradingContext) -> None:
    pytest.importorskip("lxml", reason="needs the extra evals")
    assert isinstance(context.machine, FolderMachine)
    context.machine.tree = (
        '<desktop-frame><application name="Google Chrome"><frame><entry name="Address and search bar">'
        "site.org/a/b?x=1&amp;y=2,3</entry></frame></application></desktop-frame>"
    )
    assert (
        fetched(context, "active_url_from_accessTree", goto_prefix="https://www.")
        == "https://www.site.org/a/b?x=1&y=2,3"
    )
    parsed = fetched(
        context, "active_tab_url_parse", parse_keys=["x", "y"], replace={"x": "z"}, goto_prefix="https://"
    )
    assert parsed == {"y": "2,3", "z": "1"}
    part = fetched(context, "url_dashPart", partIndex=-1, needDeleteId=True, returnType="json", key="k")
    assert part == {"k": "b"}


def test_a_folder_is_listed_deep(context: GradingContext) -> None:
    context.machine.put(b"", "/home/user/d/one\ntwo.jpg")
    context.machine.put(b"", "/home/user/d/in/deep.jpg")
    assert isinstance(context.machine, FolderMachine)
    listed = fetched(context, "list_directory", path=str(context.machine.folder / "d"))
    names = {child["name"]: child for child in listed["children"]}
    assert set(names) == {"one\ntwo.jpg", "in"}
    assert names["in"]["children"] == [{"type": "file", "name": "deep.jpg"}]


def test_sound_and_picture_inside_a_presentation(context: GradingContext, tmp_path: Path) -> None:
    pytest.importorskip("pptx", reason="needs the extra evals")
    picture = make.picture(tmp_path, "p.png")
    slides = make.presentation(tmp_path, "a.pptx", ["One"], picture=picture)
    context.machine.put(slides, "/home/user/a.pptx")
    where = {"ppt_file_path": "/home/user/a.pptx", "slide_index": 0, "dest": "x.png"}
    assert isinstance(fetched(context, "background_image_in_slide", **where), Absent)
    assert isinstance(fetched(context, "audio_in_slide", **where), Absent)


@pytest.mark.parametrize(
    ("words", "today", "expected"),
    [
        ("tomorrow", "2026-12-31", "2027-01-01"),
        ("5th next month", "2026-12-10", "2027-01-05"),
        ("next Monday", "2026-11-23", "2026-11-30"),
        ("next Friday", "2026-11-27", "2026-12-04"),
        ("next Friday", "2026-11-25", "2026-11-27"),
        ("next Sunday", "2026-11-22", "2026-11-29"),
        ("first monday eight months later", "2026-04-15", "2026-12-07"),
        ("first monday four months later", "2026-10-01", "2027-02-01"),
    ],
)
def test_days_in_words(words: str, today: str, expected: str) -> None:
    """2026-11-23 is a Monday."""
    now = datetime.fromisoformat(today).replace(tzinfo=UTC)
    rules = {"relativeTime": {"from": words}, "expected": {"time": ["{Year}-{Month0D}-{Day0D}"]}}
    assert filled_in(rules, now)["expected"]["time"] == [expected]


def test_a_span_of_days_ends_in_the_week_it_began() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    rules = {
        "relativeTime": {"from": "next week Friday", "to": "next week Sunday"},
        "expected": {"from": "{DoW}, {Month} {Day0D}", "to": "{DoW}, {MonthFull} {DayD}", "city": "x"},
    }
    assert filled_in(rules, now)["expected"] == {"from": "Fri, Dec 04", "to": "Sun, December 6", "city": "x"}


def test_paths_are_files_folders_or_absent(context: GradingContext) -> None:
    context.machine.put(b"a", "/home/user/full/a.txt")
    names = ["/home/user/full", "/home/user/full/a.txt", "/home/user/b.txt"]
    assert list(fetched(context, "vm_paths", paths=names).values()) == ["folder", "file", "absent"]


def test_a_folder_where_a_file_should_be_is_no_file(context: GradingContext) -> None:
    context.machine.put(b"a", "/home/user/report.txt/a")
    assert isinstance(fetched(context, "vm_file", path="/home/user/report.txt", dest="r"), Absent)


def test_files_beside_the_task_are_taken_and_no_others(context: GradingContext, tmp_path: Path) -> None:
    (tmp_path / "task").mkdir()
    (tmp_path / "task" / "gold.txt").write_text("gold", "utf-8")
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    beside = replace(context, folder=tmp_path / "task")
    assert fetched(beside, "task_file", path="gold.txt", dest="g").read_text("utf-8") == "gold"
    for path in ("../secret.txt", "nothing.txt"):
        with pytest.raises(GoldUnavailable):
            fetched(beside, "task_file", path=path, dest="g")


def test_a_text_is_compared_whole_but_for_the_end_of_its_last_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    expected = {"expected": "one\ntwo\n"}
    for content, score in (("one\ntwo", 1), ("one\ntwo\n", 1), ("one\ntwo\n\n", 0), ("one\r\ntwo\r\n", 0)):
        file.write_bytes(content.encode())
        assert text_is(file, expected, {}).value == score, content
    file.write_bytes(b"one\ntwo\xff")
    assert text_is(file, expected, {}).value == 0
