"""The page of a run: one file that loads nothing, runs nothing of anybody's text, and shows every episode."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from actions.screenshot import Image
from evals.episodes.result import Ending, EpisodeResult
from evals.report.compare import compare
from evals.report.html import write_page
from evals.report.read import read_run
from evals.report.strips import (
    LARGE_WIDTH,
    LONGEST_STRIP,
    WIDTH,
    Budget,
    chosen,
    make_strip,
    picture_width,
    strip_length,
    thumbnail,
)
from evals.report.summary import summarize
from evals.report.trajectory import Moment, Trajectory, read_trajectory
from tests.evals.report.sample_runs import broken, episode, keep_run, write_journal
from tests.gui_agent.sample_run import paint, sample_steps
from tests.gui_agent.test_report import HOSTILE, Page

RESULTS = [
    episode("one", tier="literal", applications=("calc",), tokens_in=1200, cost=0.5),
    episode("one", 0.5, attempt=2, tier="literal", applications=("calc",), explanation="B7 is 12, not 31.4"),
    episode("two", 0.0, ending=Ending.BUDGET, tier="goal", applications=("mail",)),
    episode("three", infeasible=True),
    broken("four"),
]


def page_of(folder: Path, results: list[EpisodeResult] = RESULTS, **kept: object) -> tuple[Page, str]:
    run = read_run(keep_run(folder / "new", results, repeats=2, **kept))  # type: ignore[arg-type]
    text = write_page(folder / "page.html", summarize(run)).read_text("utf-8")
    return Page(text), text


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Page, str]:
    return page_of(tmp_path_factory.mktemp("page"), steps=sample_steps())


@pytest.mark.parametrize(
    "said",
    [
        "33.3 %",
        "Not complete: 5 of 8 episodes",
        "3 episodes of 8 have no result yet",
        "1 episode could not be played or judged",
        "of 1 episode whose task cannot be done, the agent recognised 1",
        "By tier",
        "By application",
        "pass^2",
        "B7 is 12, not 31.4",
        "failed 0.50",
        "premature stop",
        "embedded on sandbox · 23 November 2026, 02:31 UTC",
        "$0.500 in all",
    ],
)
def test_the_story_is_told(made: tuple[Page, str], said: str) -> None:
    assert said in " ".join(made[0].text.split())


def test_nothing_is_loaded_from_anywhere(made: tuple[Page, str]) -> None:
    page, _ = made
    assert all(address.startswith("data:image/webp;base64,") for address in page.values("src"))
    assert not {"link", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert page.values("href") == []
    assert "url(" not in made[1]


def test_every_episode_has_its_strip(made: tuple[Page, str]) -> None:
    page, _ = made
    assert page.tags.count("img") == len(RESULTS) * len(sample_steps())
    titles = [value for tag, name, value in page.attributes if (tag, name) == ("button", "title")]
    assert titles[0] == "1. open the settings"
    assert {"spot", "thumb wrong", "thumb end"} <= set(page.values("class"))


def test_episodes_can_be_chosen_by_ending_and_failure(made: tuple[Page, str]) -> None:
    page, _ = made
    chips = [value for tag, name, value in page.attributes if tag == "button" and name == "data-ending"]
    assert chips == ["", "solved", "failed", "budget", "infrastructure"]
    shown = [value for tag, name, value in page.attributes if tag == "div" and name == "data-ending"]
    assert sorted(shown) == ["budget", "failed", "infrastructure", "solved", "solved"]


def test_the_report_of_an_episode_is_linked_where_it_lies(tmp_path: Path) -> None:
    folder = keep_run(tmp_path / "run", [episode("one")], steps=sample_steps())
    (folder / "episodes/desktop/one/0-1/try-1/report.html").write_text("<p>", "utf-8")
    inside = write_page(folder / "report.html", summarize(read_run(folder))).read_text("utf-8")
    beside = write_page(tmp_path / "other" / "x.html", summarize(read_run(folder))).read_text("utf-8")
    assert Page(inside).values("href") == ["episodes/desktop/one/0-1/try-1/report.html"]
    assert Page(beside).values("href") == ["../run/episodes/desktop/one/0-1/try-1/report.html"]


def test_texts_of_others_stay_texts(tmp_path: Path) -> None:
    nasty = episode(
        "bad",
        0.0,
        instruction=HOSTILE,
        explanation=HOSTILE,
        agent_explanation=HOSTILE,
        tier=HOSTILE,
        applications=(HOSTILE,),
        agent=HOSTILE,
    )
    page, text = page_of(tmp_path, [nasty])
    assert len(page.scripts) == 1
    assert "alert" not in page.scripts[0]
    assert not {name for _, name, _ in page.attributes if name.startswith("on")}
    assert "{{7*7}}" in page.text
    assert not re.search("[\u202e\x00\x1b]", text)


def test_two_runs_stand_side_by_side(tmp_path: Path) -> None:
    old = read_run(keep_run(tmp_path / "old", [episode("one", 0.0), episode("two"), episode("same")]))
    new = read_run(keep_run(tmp_path / "new", [episode("one"), episode("two", 0.0), episode("same")]))
    written = write_page(tmp_path / "page.html", summarize(new), compare(old, new))
    text = " ".join(Page(written.read_text("utf-8")).text.split())
    assert "new against old" in text
    assert "No clear difference: new ±0 points (p = 1.000, McNemar's exact test)." in text
    assert re.search(r"Better 1 one ?0 → 1 of 1 ?Please one it Worse 1 two ?1 → 0 of 1", text)


def test_a_run_without_pictures_is_told_all_the_same(tmp_path: Path) -> None:
    keep_run(tmp_path / "new", RESULTS, steps=sample_steps())
    for picture in (tmp_path / "new").glob("episodes/*/*/*/try-1/screens/*.png"):
        picture.unlink()
    written = write_page(tmp_path / "page.html", summarize(read_run(tmp_path / "new")))
    page = Page(written.read_text("utf-8"))
    assert "img" not in page.tags
    assert "B7 is 12, not 31.4" in page.text


def test_an_empty_run_says_so(tmp_path: Path) -> None:
    run = read_run(keep_run(tmp_path / "new", [], tasks=("desktop/one", "desktop/two")))
    text = Page(write_page(tmp_path / "page.html", summarize(run)).read_text("utf-8")).text
    assert "No episode was judged." in text
    assert "0 of 2 episodes" in text


def moments(count: int) -> list[Moment]:
    return [Moment(number, "click", f"step {number}") for number in range(1, count + 1)]


@pytest.mark.parametrize("count", [1, 8, 9, 17, 100])
def test_a_strip_has_its_ends_and_the_step_that_matters(count: int) -> None:
    matters = max(1, count - 2)
    numbers = [moment.number for moment in chosen(moments(count), LONGEST_STRIP, {matters})]
    assert len(numbers) == min(count, LONGEST_STRIP)
    assert {1, count, matters} <= set(numbers)
    assert numbers == sorted(set(numbers))


def test_many_episodes_share_the_room_there_is(tmp_path: Path) -> None:
    assert (strip_length(10), strip_length(400), strip_length(5000)) == (8, 6, 4)
    write_journal(tmp_path, sample_steps())
    trajectory = read_trajectory(tmp_path)
    assert len(make_strip(tmp_path, trajectory, 8, [], Budget(pictures=2))) == 2
    assert len(make_strip(tmp_path, trajectory, 8, [], Budget(bytes_=1))) == 1
    assert make_strip(tmp_path, Trajectory(), 8, [], Budget()) == ()


def test_small_pictures_are_small() -> None:
    picture: Image = paint("Ana")
    assert len(thumbnail(picture)) < 12_000
    assert picture.shape[1] > LARGE_WIDTH > WIDTH
    assert (picture_width(50), picture_width(3000)) == (LARGE_WIDTH, WIDTH)


@pytest.mark.app
def test_a_browser_shows_it_without_a_complaint(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("Chromium is not installed")
    page_of(tmp_path, steps=sample_steps())
    flags = "--headless=new --no-sandbox --test-type --disable-gpu --disable-quic --no-first-run"
    command = [
        *(browser, *flags.split(), "--disable-sync", "--window-size=1280,900"),
        *("--disable-background-networking", "--disable-component-update"),
        *("--password-store=basic", f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=2000"),
        *("--enable-logging=stderr", "--dump-dom", (tmp_path / "page.html").as_uri()),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=150)
    assert "CONSOLE" not in done.stderr
    assert "How episodes ended" in done.stdout
