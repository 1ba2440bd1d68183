"""The report tells the whole run in one file that loads nothing and runs nothing of a screen's text."""

import base64
import hashlib
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from actions.action import Drag
from actions.geometry import Point
from gui_agent.errors import JournalError
from gui_agent.journal import FILE_NAME, Journal, RunHeader
from gui_agent.report import render_report
from gui_agent.report.figures import data_uri
from gui_agent.report.model import duration
from gui_agent.types import Step
from tests.gui_agent.sample_run import TASK, sample_steps


class Page(HTMLParser):
    """Collects elements, attributes and the visible text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.scripts: list[str] = []
        self.text = ""
        self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._inside = tag
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        elif self._inside != "style":
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def values(self, name: str) -> list[str]:
        return [value for _, attribute, value in self.attributes if attribute == name]


def report_on(folder: Path, steps: list[Step], task: str = TASK) -> Page:
    with Journal(folder, RunHeader(task, "virtual desktop")) as journal:
        for step in steps:
            journal.intent(step)
            journal.acknowledge(step.number, step.error)
            journal.complete(step)
    return Page(render_report(folder).read_text("utf-8"))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    return report_on(tmp_path_factory.mktemp("report") / "run", sample_steps())


@pytest.mark.parametrize(
    "said",
    [
        TASK,
        "Accomplished",
        "virtual desktop",
        "Double-click at (72, 352)",
        "the window “Settings” opens",
        "a window called “Settings” opened",
        "No effect",
        "Ambiguous target",
        "Two fields are labelled “Name”",
        "mends step 2",
        "94 %",
        "Allowed by a person: the person said yes",
        "set the name to “Ana”",
        "Type “Ana”",
        "every step was carried out and checked",
    ],
)
def test_the_story_is_told(page: Page, said: str) -> None:
    assert said in " ".join(page.text.split())


def test_nothing_is_loaded_from_anywhere(page: Page) -> None:
    addresses = page.values("href") + page.values("src")
    assert addresses
    assert all(address.startswith(("#", "data:image/")) for address in addresses)
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(page.tags)


def test_each_picture_is_embedded_once(page: Page) -> None:
    different = {
        s.screenshot.image.tobytes() for step in sample_steps() for s in (step.observation, step.after) if s
    }
    pictures = [value for tag, name, value in page.attributes if (tag, name) == ("image", "href")]
    assert len(pictures) == len(set(pictures)) == len(different)
    used = {value for tag, name, value in page.attributes if (tag, name) == ("use", "href")}
    ids = {"#" + value for tag, name, value in page.attributes if (tag, name) == ("image", "id")}
    assert used == ids


def test_target_alternatives_and_evidence_are_drawn_where_they_are(page: Page) -> None:
    boxes = [dict(a) for a in rects(page)]
    targets = [b for b in boxes if b["class"] == "target"]
    assert [round(float(targets[0][k])) for k in ("x", "y", "width", "height")] == [40, 320, 64, 64]
    kinds = [b["class"] for b in boxes]
    assert kinds.count("alternative") == 3
    assert kinds.count("evidence") == 3


def rects(page: Page) -> list[list[tuple[str, str]]]:
    found: list[list[tuple[str, str]]] = []
    for tag, name, value in page.attributes:
        if tag == "rect":
            if name == "class":
                found.append([])
            found[-1].append((name, value))
    return found


def test_a_drag_is_drawn_as_its_path(tmp_path: Path) -> None:
    step = replace(sample_steps()[0], action=Drag((Point(10, 20), Point(30, 40), Point(50, 60))))
    page = report_on(tmp_path, [step])
    assert page.values("points") == ["10,20 30,40 50,60"]


HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onload='x' "
    "{{7*7}} {% raw %}\u202e\x00\x1b"
)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    step = sample_steps()[1]
    assert step.grounding is not None
    planned = replace(step.planned, target=HOSTILE, thought=HOSTILE)
    grounding = replace(step.grounding, label=HOSTILE)
    hostile = replace(
        step, planned=planned, grounding=grounding, error=HOSTILE, error_kind=HOSTILE, explanation=HOSTILE
    )
    page = report_on(tmp_path, [hostile], task=HOSTILE)
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert "{{7*7}}" in page.text
    assert "49" not in page.values("title")
    assert not re.search("[\u202e\x00\x1b]", page.text)
    assert "⟨right-to-left override⟩" in page.text


def test_only_the_reports_own_script_may_run(page: Page) -> None:
    (policy,) = [value for tag, name, value in page.attributes if name == "content" and "script-src" in value]
    (script,) = page.scripts
    checksum = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{checksum}'" in policy
    assert "default-src 'none'" in policy


def test_a_run_that_broke_off_is_told_up_to_there(tmp_path: Path) -> None:
    first, second = sample_steps()[:2]
    journal = Journal(tmp_path, RunHeader(TASK))
    journal.complete(first)
    journal.intent(second)
    journal.close()
    with (tmp_path / FILE_NAME).open("a") as file:
        file.write('{"half a rec')
    text = Page(render_report(tmp_path).read_text("utf-8")).text
    assert "Broken off" in text
    assert "The last record was cut off" in text
    assert "during step 2: its action may or may not have been carried out" in text


def test_a_lost_picture_leaves_the_rest(tmp_path: Path) -> None:
    report_on(tmp_path, sample_steps())
    shutil.rmtree(tmp_path / "screens")
    text = Page(render_report(tmp_path).read_text("utf-8")).text
    assert "This picture was not kept." in text
    assert "Double-click at (72, 352)" in text


def test_a_run_without_steps_has_a_report(tmp_path: Path) -> None:
    assert "No step was completed." in report_on(tmp_path, []).text


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="no readable journal"):
        render_report(tmp_path)


def test_large_screens_are_made_smaller() -> None:
    import cv2

    image = np.random.default_rng(1).integers(0, 255, (1440, 2560, 3), dtype=np.uint8)
    data = base64.b64decode(data_uri(image).partition(",")[2])
    small = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert small is not None
    assert small.shape == (720, 1280, 3)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.42, "0.4 s"), (12.4, "12 s"), (65, "1 min 5 s"), (3600, "1 h"), (3725, "1 h 2 min 5 s")],
)
def test_durations_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.app
def shown_by(browser: str, page: Path, profile: Path, milliseconds: int) -> subprocess.CompletedProcess[str]:
    """Let a browser show step 3 of ``page`` for so long by its own clock, and print what it then holds."""
    flags = "--headless=new --no-sandbox --test-type --disable-gpu --disable-quic --no-first-run"
    command = [
        *(browser, *flags.split(), "--disable-sync", "--window-size=1280,900"),
        *("--disable-background-networking", "--disable-component-update"),
        *("--password-store=basic", f"--user-data-dir={profile}", f"--virtual-time-budget={milliseconds}"),
        *("--enable-logging=stderr", "--dump-dom", page.as_uri() + "#step-3"),
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_a_browser_shows_it_without_a_complaint_and_finds_its_keys(tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("Chromium is not installed")
    report_on(tmp_path / "run", sample_steps())
    # On a busy machine the page's own clock runs ahead of what is drawn: then it is given more.
    for budget in (2000, 10_000, 40_000):
        done = shown_by(browser, tmp_path / "run" / "report.html", tmp_path / f"profile-{budget}", budget)
        assert "CONSOLE" not in done.stderr
        if re.search(r'data-step="3"[^>]* aria-current="step"', done.stdout):
            break
    # The page's own script marks the step that is in view.
    assert re.search(r'data-step="3"[^>]* aria-current="step"', done.stdout)
