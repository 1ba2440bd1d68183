"""Tasks in OSWorld's format, set up and graded in a real sandbox."""

# ruff: noqa: E501 - steps are written as in task files

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.action import PressKeys, TypeText
from actions.settle import wait_until_settled
from evals.graders import GradingContext, evaluate
from evals.graders.evaluate import get
from evals.graders.metrics.pdfs import pdf_text
from evals.graders.state import Absent
from evals.judging import judge_episode
from evals.machines.errors import ImageError
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
from evals.setup import Downloads, SetupContext, run_steps, set_up
from evals.tasks import Getter, Task, parse_task
from evals.upstream_graders import UpstreamGraders
from evals.upstream_graders.install import installed_python
from tests.evals.graders import samples as make

pytestmark = [pytest.mark.app, pytest.mark.slow]

SAVE = {
    "type": "execute",
    "parameters": {
        "command": ["python3", "-c", "import pyautogui, time; pyautogui.hotkey('ctrl', 's'); time.sleep(1)"]
    },
}


def task(**parts: Any) -> Task:
    return parse_task({"id": "t", "instruction": "i", **parts})


def contexts(machine: Sandbox, tmp_path: Path) -> tuple[SetupContext, GradingContext]:
    (tmp_path / "cache").mkdir(exist_ok=True)
    downloads = Downloads(tmp_path / "downloads", offline=True)
    setup = SetupContext(machine, downloads, tmp_path / "cache", tmp_path)
    return setup, GradingContext(machine, tmp_path / "cache", downloads, folder=tmp_path)


def test_a_text_is_opened_changed_saved_from_outside_and_graded(sandbox: Sandbox, tmp_path: Path) -> None:
    setup, grading = contexts(sandbox, tmp_path)
    (tmp_path / "note.txt").write_text("one\n", "utf-8")
    programs = b"[Default Applications]\ntext/plain=org.xfce.mousepad.desktop\n"
    sandbox.put(programs, "/home/user/.config/mimeapps.list")
    edit = task(
        config=[
            {
                "type": "upload_file",
                "parameters": {"files": [{"local_path": "note.txt", "path": "/home/user/note.txt"}]},
            },
            {"type": "open", "parameters": {"path": "/home/user/note.txt"}},
            {"type": "activate_window", "parameters": {"window_name": "note.txt"}},
        ],
        evaluator={
            "func": ["file_contains", "check_include_exclude"],
            "result": [
                {"type": "vm_file", "path": "/home/user/note.txt", "dest": "note.txt"},
                {"type": "vm_command_line", "command": "wc -l < /home/user/note.txt", "shell": True},
            ],
            "expected": [
                {"type": "rule", "rules": {"expected": ["two"]}},
                {"type": "rule", "rules": {"include": ["2"]}},
            ],
            "postconfig": [SAVE],
        },
    )
    assert set_up(edit, setup) == ()
    assert evaluate(edit.evaluator, grading).score.value == 0
    sandbox.computer.execute(PressKeys(("ctrl", "End")))
    sandbox.computer.execute(TypeText("two\n"))
    wait_until_settled(sandbox.computer.screenshot)
    assert evaluate(edit.evaluator, grading).score.value == 0, "not saved yet"
    verdict = judge_episode(edit, setup)
    assert verdict.score.value == 1, verdict.score.explanation
    assert judge_episode(edit, setup, declared_infeasible=True).score.value == 0


def test_a_guest_with_false_programs_changes_no_score(sandbox: Sandbox, tmp_path: Path) -> None:
    """Programs of the guest's user, and a start-up file of its shell, do not reach the graders."""
    _, grading = contexts(sandbox, tmp_path)
    sandbox.put(b"wrong", "/home/user/answer.txt")
    for name in ("cat", "python3", "find", "grep"):
        for folder in ("bin", ".local/bin"):
            sandbox.put(b"#!/bin/sh\necho right\n", f"/home/user/{folder}/{name}")
            sandbox.run(["chmod", "755", f"/home/user/{folder}/{name}"])
    sandbox.put(b'export PATH="$HOME/bin:$PATH"\ncat() { echo right; }\n', "/home/user/.profile")
    sandbox.put(b"cat() { echo right; }\n", "/home/user/.bashrc")
    for command, shell in ((["cat", "/home/user/answer.txt"], False), ("cat /home/user/answer.txt", True)):
        result = {"type": "vm_command_line", "command": command, "shell": shell}
        expected = {"type": "rule", "rules": {"expected": "right\n"}}
        fooled = task(evaluator={"func": "exact_match", "result": result, "expected": expected})
        assert evaluate(fooled.evaluator, grading).score.value == 0


def test_a_link_that_leads_out_of_the_guest_reads_no_file_of_the_host(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    _, grading = contexts(sandbox, tmp_path)
    secret = tmp_path / "secret.txt"
    secret.write_text("the host's secret", "utf-8")
    sandbox.run(["ln", "-s", str(secret), "/home/user/a.txt"])
    found = get(Getter("vm_file", {"path": "/home/user/a.txt", "dest": "a.txt"}), grading)
    assert isinstance(found, Absent) or "secret" not in found.read_text("utf-8", "replace")


def test_the_screens_and_a_windows_size_are_seen_from_outside(sandbox: Sandbox, tmp_path: Path) -> None:
    _, grading = contexts(sandbox, tmp_path)
    assert get(Getter("vm_screen_size", {}), grading) == {"width": 1280, "height": 800}
    assert get(Getter("vm_window_size", {"app_class_name": "nothing"}), grading) is None


@pytest.fixture
def full_sandbox() -> Iterator[Sandbox]:
    try:
        image = find_image("full")
    except ImageError as error:
        pytest.skip(f"needs the full image: {error}")
    pytest.importorskip("lxml", reason="needs the extra evals")
    with Sandbox(image) as machine:
        yield machine


def browsing(machine: Sandbox, tmp_path: Path, *pages: str) -> tuple[SetupContext, GradingContext]:
    """Start the browser with its debugging port, and open pages of the guest with their name as title."""
    setup, grading = contexts(machine, tmp_path)
    for name in pages:
        machine.put(f"<title>{name}</title><h1>Page {name}</h1>".encode(), f"/home/user/{name}.html")
    addresses = [f"file:///home/user/{name}.html" for name in pages]
    relay = ["socat", "tcp-listen:9222,fork", "tcp:localhost:1337"]
    browse = task(
        config=[
            {"type": "launch", "parameters": {"command": ["chromium", "--remote-debugging-port=1337"]}},
            {"type": "launch", "parameters": {"command": relay}},
            {"type": "chrome_open_tabs", "parameters": {"urls_to_open": addresses}},
        ],
        evaluator={"func": "infeasible"},
    )
    set_up(browse, setup)
    return setup, grading


def test_tabs_are_opened_listed_and_closed(full_sandbox: Sandbox, tmp_path: Path) -> None:
    setup, grading = browsing(full_sandbox, tmp_path, "one", "two")
    pages = [f"file:///home/user/{name}.html" for name in ("one", "two")]
    expected = {"type": "rule", "rules": {"type": "url", "urls": pages}}
    check = {"func": "is_expected_tabs", "result": {"type": "open_tabs_info"}, "expected": expected}
    verdict = evaluate(task(evaluator=check).evaluator, grading)
    assert verdict.score.value == 1, verdict.score.explanation
    close = {"type": "chrome_close_tabs", "parameters": {"urls_to_close": pages[:1]}}
    run_steps(task(config=[close], evaluator={"func": "infeasible"}).config, setup)
    assert [tab["url"] for tab in get(Getter("open_tabs_info", {}), grading)] == pages[1:]


def test_the_active_tab_is_read_from_the_address_bar(full_sandbox: Sandbox, tmp_path: Path) -> None:
    _, grading = browsing(full_sandbox, tmp_path, "one")
    wait_until_settled(full_sandbox.computer.screenshot, quiet=1.0, timeout=20, first_change_within=3)
    active = get(Getter("active_url_from_accessTree", {"goto_prefix": "file://"}), grading)
    assert active == "file:///home/user/one.html"


@pytest.mark.timeout(600)
@pytest.mark.skipif(
    installed_python() is None, reason="upstream's graders are not installed (gui-agent eval install-graders)"
)
def test_upstreams_getters_drive_the_guests_browser(full_sandbox: Sandbox, tmp_path: Path) -> None:
    _, grading = browsing(full_sandbox, tmp_path, "one")
    with UpstreamGraders(seconds=300) as upstream:
        page = get(Getter("page_info", {"url": "file:///home/user/one.html"}), grading, upstream)
        assert page["title"] == "one"
        printed = Getter("pdf_from_url", {"path": "file:///home/user/one.html", "dest": "one.pdf"})
        assert pdf_text(get(printed, grading, upstream)) == "Page one"


BOOK, SHEET = "/home/user/Points.xlsx", "/home/user/Points-Sheet1.csv"
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,UTF-8,,,,false,true,true,false,false,1"


def kept_files(setup: SetupContext, folder: Path) -> None:
    """Keep what the spreadsheet task downloads: the workbook to begin with, and what it is to become."""
    rows = [["name", "points"], ["a", 1], ["b", 2.5]]
    files = {
        "start": make.workbook(folder, "start.xlsx", {"Sheet1": rows}),
        "gold": make.workbook(folder, "gold.xlsx", {"Sheet1": [*rows, ["c", 7]]}),
        "gold.csv": make.text(folder, "gold-Sheet1.csv", "name,points\na,1\nb,2.5\nc,7\n"),
    }
    for name, file in files.items():
        setup.downloads.keep(f"https://example.org/{name}", file.read_bytes())


def saving_as_upstream_does() -> list[dict[str, Any]]:
    """Return the steps after the agent's work: save the workbook, close it, write it as text."""
    window = {"window_name": "Points.xlsx - LibreOffice Calc", "strict": True}
    save = "import pyautogui; import time; pyautogui.hotkey('ctrl', 's'); time.sleep(0.5); pyautogui.press('enter');"
    convert = ["libreoffice", "--convert-to", AS_CSV, "--outdir", "/home/user", BOOK]
    return [
        {"type": "activate_window", "parameters": window},
        {"type": "sleep", "parameters": {"seconds": 0.5}},
        {"type": "execute", "parameters": {"command": ["python", "-c", save]}},
        {"type": "sleep", "parameters": {"seconds": 2}},
        {"type": "close_window", "parameters": window},
        {"type": "sleep", "parameters": {"seconds": 2}},
        {"type": "execute", "parameters": {"command": convert}},
    ]


def comparing_the_tables() -> dict[str, Any]:
    """Return the check of the workbook's cells and of the text that was written of them."""
    places = {"sheet_idx0": "RNSheet1", "sheet_idx1": "ENSheet1"}
    gold = ["https://example.org/gold", "https://example.org/gold.csv"]
    return {
        "func": "compare_table",
        "result": {
            "type": "vm_file",
            "path": [BOOK, SHEET],
            "dest": ["r.xlsx", "r-Sheet1.csv"],
            "multi": True,
        },
        "expected": {
            "type": "cloud_file",
            "path": gold,
            "dest": ["g.xlsx", "g-Sheet1.csv"],
            "multi": True,
        },
        "options": {"rules": [{"type": "sheet_data", **places}, {"type": "sheet_print", **places}]},
    }


@pytest.mark.timeout(300)
def test_a_spreadsheet_task_of_upstreams_making(full_sandbox: Sandbox, tmp_path: Path) -> None:
    """The steps, the input and the checks of OSWorld's calc tasks, on files of our own."""
    pytest.importorskip("openpyxl", reason="needs the extra evals")
    setup, _ = contexts(full_sandbox, tmp_path)
    kept_files(setup, tmp_path)
    start = {"url": "https://example.org/start", "path": BOOK}
    calc = task(
        config=[
            {"type": "download", "parameters": {"files": [start]}},
            {"type": "open", "parameters": {"path": BOOK}},
        ],
        evaluator={"postconfig": saving_as_upstream_does(), **comparing_the_tables()},
    )
    set_up(calc, setup)
    computer = full_sandbox.computer
    down = (PressKeys(("down",)),) * 3
    for action in (PressKeys(("ctrl", "Home")), *down, TypeText("c\t7\n")):
        computer.execute(action)
    wait_until_settled(computer.screenshot, quiet=0.5)
    verdict = judge_episode(calc, setup)
    assert verdict.score.value == 1, verdict.score.explanation
