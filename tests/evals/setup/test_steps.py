"""Every kind of config step, on a guest that is a folder."""

# ruff: noqa: E501 - tables of cases are easier to read in long lines

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from actions.action import Action, Click, PressKeys
from actions.geometry import Point
from evals.machines.errors import MachineError
from evals.setup import Downloads, SetupContext, run_steps, set_up
from evals.setup.errors import DownloadMissing, NeedsAccount, StepFailed
from evals.setup.keyboard import pyautogui_code
from evals.tasks import load_tasks, parse_task
from evals.tasks.steps import Execute
from tests.evals.folder_machine import FolderMachine
from tests.evals.tasks.test_upstream_tasks import DATA


@pytest.fixture
def machine(tmp_path: Path) -> FolderMachine:
    (tmp_path / "guest").mkdir()
    return FolderMachine(tmp_path / "guest")


@pytest.fixture
def context(machine: FolderMachine, tmp_path: Path) -> SetupContext:
    (tmp_path / "cache").mkdir()
    (tmp_path / "task").mkdir()
    return SetupContext(
        machine, Downloads(tmp_path / "d", offline=True), tmp_path / "cache", tmp_path / "task"
    )


def ran(context: SetupContext, *steps: tuple[str, dict[str, Any]]) -> list[str]:
    config = [{"type": kind, "parameters": parameters} for kind, parameters in steps]
    evaluator = {"func": "infeasible"}
    task = parse_task({"id": "t", "instruction": "i", "config": config, "evaluator": evaluator})
    return [note.text for note in run_steps(task.config, context)]


def test_files_are_put_into_the_guest(context: SetupContext) -> None:
    context.downloads.keep("https://example.org/a", b"from the web")
    (context.folder / "b").write_bytes(b"from beside the task")
    ran(
        context,
        ("download", {"files": [{"url": "https://example.org/a", "path": "/home/user/x/a"}]}),
        ("upload_file", {"files": [{"local_path": "b", "path": "/home/user/x/b"}]}),
    )
    assert context.machine.get("/home/user/x/a") == b"from the web"
    assert context.machine.get("/home/user/x/b") == b"from beside the task"


def test_files_are_written_from_the_task_itself(context: SetupContext) -> None:
    ran(
        context,
        ("write_file", {"path": "/home/user/a.txt", "text": "Zażółć\n"}),
        ("write_file", {"path": "/home/user/b.bin", "base64": "AP8="}),
        ("write_file", {"path": "/home/user/empty"}),
    )
    assert context.machine.get("/home/user/a.txt").decode() == "Zażółć\n"
    assert context.machine.get("/home/user/b.bin") == b"\x00\xff"
    assert context.machine.get("/home/user/empty") == b""
    with pytest.raises(StepFailed, match="no Base64"):
        ran(context, ("write_file", {"path": "/home/user/c", "base64": "what?"}))


def test_files_outside_the_tasks_folder_are_refused(context: SetupContext) -> None:
    with pytest.raises(StepFailed, match="no file"):
        ran(context, ("upload_file", {"files": [{"local_path": "../../etc/passwd", "path": "/home/user/x"}]}))


def test_offline_everything_a_task_lacks_is_told_before_anything_runs(
    context: SetupContext, machine: FolderMachine
) -> None:
    gold = {"type": "cloud_file", "path": "https://example.org/gold", "dest": "gold"}
    result = {"type": "vm_file", "path": "/home/user/a", "dest": "a"}
    task = parse_task(
        {
            "id": "t",
            "instruction": "i",
            "config": [
                {"type": "execute", "parameters": {"command": ["touch", "done"]}},
                {
                    "type": "download",
                    "parameters": {"files": [{"url": "https://example.org/a", "path": "/a"}]},
                },
            ],
            "evaluator": {"func": "compare_text_file", "result": result, "expected": gold},
        }
    )
    with pytest.raises(DownloadMissing) as caught:
        set_up(task, context)
    assert caught.value.urls == ("https://example.org/a", "https://example.org/gold")
    assert machine.started == []


def test_commands_run_and_their_output_is_kept(context: SetupContext) -> None:
    notes = ran(
        context,
        (
            "execute",
            {"command": ["sh", "-c", "echo {SCREEN_WIDTH_HALF}x{SCREEN_HEIGHT_HALF}"], "stdout": "size"},
        ),
        ("command", {"command": "echo {CLIENT_PASSWORD} | tr a-z A-Z", "shell": True, "stdout": "word"}),
        ("execute", {"command": "echo 'one two'", "stdout": "words"}),
        ("execute", {"command": ["sh", "-c", "echo oops >&2; exit 3"], "stderr": "said"}),
    )
    kept = {path.name: path.read_text("utf-8").strip() for path in context.cache.iterdir()}
    assert kept == {"size": "960x540", "word": "PASSWORD", "words": "one two", "said": "oops"}
    assert len(notes) == 1
    assert notes[0].endswith("ended with 3: oops")


def test_a_command_is_repeated_until_its_result_is_there(context: SetupContext) -> None:
    count = "echo x >> /home/user/n; wc -l < /home/user/n"
    ran(context, ("execute", {"command": count, "shell": True, "until": {"stdout": "3"}}))
    assert context.machine.get("/home/user/n") == b"x\nx\nx\n"


def test_programs_are_left_running(context: SetupContext, machine: FolderMachine) -> None:
    ran(
        context,
        ("launch", {"command": ["gimp", "/home/user/a.png"]}),
        ("launch", {"command": "vlc --no-audio 'a b'"}),
        ("launch", {"command": "A=1 vlc", "shell": True}),
        ("sleep", {"seconds": 0}),
    )
    assert machine.started == [
        ["gimp", "/home/user/a.png"],
        ["vlc", "--no-audio", "a b"],
        ["/bin/sh", "-c", "A=1 vlc"],
    ]


def test_input_written_as_a_program_is_given_from_outside(
    context: SetupContext, machine: FolderMachine
) -> None:
    code = "import pyautogui; import time; pyautogui.click({SCREEN_WIDTH_HALF}, 10); pyautogui.hotkey('ctrl', 's');"
    ran(context, ("execute", {"command": ["python", "-c", code]}))
    assert machine.started == []
    clicks = [action for action in machine.computer.actions if isinstance(action, Click)]
    keys = [action for action in machine.computer.actions if isinstance(action, PressKeys)]
    assert [click.point for click in clicks] == [Point(960, 10)]
    assert [press.keys for press in keys] == [("ctrl", "s")]


@pytest.mark.skipif(not DATA.is_dir(), reason="OSWorld's task files are not beside the project")
def test_all_input_in_upstreams_tasks_is_understood(context: SetupContext, machine: FolderMachine) -> None:
    from actions.codecs import pyautogui_code as codec
    from actions.codecs.frame import Frame

    programs = [
        code
        for task in load_tasks([DATA])
        for step in (*task.config, *task.evaluator.postconfig)
        if isinstance(step, Execute) and (code := pyautogui_code(step.command)) is not None
    ]
    assert len(programs) == 222
    # Where the pointer is, which a few programs leave to the reader, is the middle of the screen.
    place = Frame.screen(machine.computer.screen_size), Point(960, 540)
    decoded: list[list[Action]] = [codec.decode(context.filled_in(code), *place) for code in programs]
    assert all(decoded)


def test_history_is_written_into_the_browsers_database(context: SetupContext, tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "History")
    base.execute(
        "create table urls (id integer primary key, url, title, visit_count, typed_count, last_visit_time, hidden)"
    )
    base.execute("create table visits (url, visit_time, from_visit, transition, segment_id, visit_duration)")
    base.commit()
    base.close()
    path = "/home/user/.config/google-chrome/Default/History"
    context.machine.put(tmp_path / "History", path)
    visit = {"url": "https://a/", "title": "A", "visit_time_from_now_in_seconds": 3600}
    ran(context, ("update_browse_history", {"history": [visit]}))
    (tmp_path / "after").write_bytes(context.machine.get(path))
    base = sqlite3.connect(tmp_path / "after")
    assert base.execute(
        "select urls.url, title from urls join visits on visits.url = urls.id"
    ).fetchall() == [("https://a/", "A")]
    base.close()


@pytest.mark.parametrize("kind", ["login", "googledrive"])
def test_accounts_are_asked_for_clearly(context: SetupContext, kind: str) -> None:
    parameters: dict[str, Any] = {"settings_file": "settings.json"}
    parameters |= {"platform": "x"} if kind == "login" else {"operation": [], "args": []}
    with pytest.raises(NeedsAccount, match=r"settings\.json"):
        ran(context, (kind, parameters))


def test_errors_of_the_machine_pass_through(context: SetupContext) -> None:
    with pytest.raises((MachineError, OSError)):
        ran(context, ("execute", {"command": ["/no/such/program"]}))
