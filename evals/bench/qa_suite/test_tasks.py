"""Tasks, tested in Python: what is kept between two starts, and the order of the list."""

import json
from pathlib import Path

import pytest

from gui_agent.qa import Operator, expect

APP = Path(__file__).parent / "apps" / "tasks.py"


def start(agent: Operator) -> None:
    agent.launch("/usr/bin/python3", str(APP))
    expect(agent.screen).to_have_window("Tasks")


@pytest.fixture
def tasks(agent: Operator) -> Operator:
    start(agent)
    return agent


def add(agent: Operator, title: str, priority: str = "Normal") -> None:
    agent.locate("Title field").fill(title)
    if priority != "Normal":
        agent.locate("Priority drop-down").choose(priority)
    agent.locate("Add task button").click()
    expect(agent.screen).to_show(f"{title} - {priority} - open")


def test_important_tasks_stand_above(tasks: Operator) -> None:
    add(tasks, "Read a book", "Low")
    add(tasks, "See the doctor", "High")
    important = tasks.locate("See the doctor - High - open").box
    assert important.y1 < tasks.locate("Read a book - Low - open").box.y1


def test_the_file_says_what_is_done(tasks: Operator, tmp_path: Path) -> None:
    add(tasks, "Send the letter")
    tasks.locate("Send the letter - Normal - open").click()
    tasks.locate("Finish button").click()
    expect(tasks.screen).to_show("Send the letter - Normal - done")
    tasks.press("ctrl+s")
    expect(tasks.screen).to_show("Saved 1 tasks")
    kept = json.loads((tmp_path / "home" / "tasks.json").read_text())
    assert kept == [{"title": "Send the letter", "priority": "Normal", "done": True}]


def test_the_greeting_comes_at_the_next_start(tasks: Operator) -> None:
    tasks.do("choose File > Settings, then type Ana into the “Your name” field")
    tasks.locate("Greet me at the start checkbox").check()
    tasks.locate("OK button").click()
    expect(tasks.screen).to_show("Good day, Ana")
    tasks.do("close the window")
    expect(tasks.screen).not_to_have_window("Tasks")
    start(tasks)
    expect(tasks.screen).to_show("Good day, Ana")


def test_a_title_of_blanks_is_refused(tasks: Operator) -> None:
    tasks.locate("Title field").fill("   ")
    tasks.locate("Add task button").click()
    expect(tasks.screen).to_show("A task needs a title")
    expect(tasks.screen).to_have_window("Tasks")


def test_loading_without_a_file_gives_an_empty_list(tasks: Operator) -> None:
    tasks.press("ctrl+l")
    expect(tasks.screen).to_show("Loaded 0 tasks")
