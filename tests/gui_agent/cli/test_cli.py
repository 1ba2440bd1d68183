"""The command line as a person or a script meets it: real processes, real exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from gui_agent.journal import read_journal


def gui_agent(
    *arguments: str, timeout: float = 120, said: str | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the command; ``said`` is piped into it."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")} | variables
    return subprocess.run(
        [sys.executable, "-m", "gui_agent.cli", *arguments],
        input=said,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=environment,
    )


def picture(path: Path, text: str = "Save") -> Path:
    image = np.full((200, 400, 3), 245, np.uint8)
    cv2.rectangle(image, (140, 80), (260, 120), (120, 120, 120), 1)
    cv2.putText(image, text, (165, 108), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 2, cv2.LINE_AA)
    cv2.imwrite(str(path), image)
    return path


def test_help_names_every_command_and_the_exit_codes() -> None:
    done = gui_agent("--help")
    assert done.returncode == 0
    for name in ("run", "parse", "ground", "replay", "report", "doctor", "bench", "Exit codes"):
        assert name in done.stdout


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (("run", "make my document look prettier"), "prettier"),
        (("run", "Öffne den Rechner und klicke auf 7"), "English"),
        (("run", ""), ""),
        (("run", "click OK", "--computer", "mainframe"), "computer"),
        (("run", "click OK", "--max-steps", "0"), "max_steps"),
        (("run", "click OK", "--approve", "nowhere.toml"), "nowhere.toml"),
        (("bench", "nonsense"), "nonsense"),
        (("parse", "nowhere.png"), "nowhere.png"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_a_wrong_call_is_one_clear_message_and_exit_code_2(
    arguments: tuple[str, ...], part: str, tmp_path: Path
) -> None:
    done = gui_agent(*arguments, GUI_AGENT_RUNS=str(tmp_path / "runs"))
    assert done.returncode == 2
    assert part in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "runs").exists(), "nothing was begun"


def test_without_a_display_this_desktop_cannot_be_worked_on(tmp_path: Path) -> None:
    done = gui_agent("run", "click OK", "--computer", "local", "--approve", "auto", "--runs", str(tmp_path))
    assert done.returncode == 4
    assert "--computer virtual" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_run_folder_that_cannot_be_written_is_the_machines_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = gui_agent("run", "wait 1 second", "--runs", str(tmp_path / "file"))
    assert done.returncode == 4
    assert "--runs" in done.stderr


@pytest.mark.x11
def test_json_is_one_object_per_step_then_the_verdict_and_nothing_else(tmp_path: Path) -> None:
    done = gui_agent("run", "wait 0.1 seconds, then wait 0.1 seconds", "--json", "--runs", str(tmp_path))
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    *steps, verdict = lines
    assert [step["number"] for step in steps] == [1, 2, 3]
    assert (verdict["verdict"], verdict["exit_code"], verdict["steps"]) == ("accomplished", 0, 3)
    assert Path(verdict["report"]).read_text("utf-8").startswith("<!doctype html>")
    assert read_journal(Path(verdict["folder"])).end is not None


@pytest.mark.x11
@pytest.mark.parametrize(
    ("arguments", "code", "verdict"),
    [
        (("wait until “never” appears, up to 1 second",), 1, "not_accomplished"),
        (("click “Nowhere”",), 1, "not_accomplished"),
        (("press Tab", "--approve", "never"), 3, "stopped"),
        (("repeat 50 times: wait 0.1 seconds", "--max-steps", "2"), 5, "budget_spent"),
        (("wait 30 seconds, then wait 30 seconds", "--timeout", "1"), 5, "budget_spent"),
        (("open Frobnicator 3000",), 1, "not_accomplished"),
    ],
)
def test_each_ending_has_its_exit_code(
    arguments: tuple[str, ...], code: int, verdict: str, tmp_path: Path
) -> None:
    done = gui_agent("run", *arguments, "--json", "--runs", str(tmp_path))
    assert (done.returncode, json.loads(done.stdout.splitlines()[-1])["verdict"]) == (code, verdict)


@pytest.mark.x11
def test_a_recorded_run_can_be_replayed_and_reported_again(tmp_path: Path) -> None:
    first = gui_agent("run", "wait 0.1 seconds", "--json", "--runs", str(tmp_path))
    folder = Path(json.loads(first.stdout.splitlines()[-1])["folder"])
    report = folder / "report.html"
    report.unlink()
    assert gui_agent("report", str(folder)).stdout.strip() == str(report)
    assert report.is_file()
    again = gui_agent("replay", str(folder), "--json", GUI_AGENT_RUNS=str(tmp_path))
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout.splitlines()[0])["action"]["seconds"] == 0.1


def test_parse_lists_elements_and_draws_them(tmp_path: Path) -> None:
    image, overlay = picture(tmp_path / "screen.png"), tmp_path / "overlay.png"
    done = gui_agent("parse", str(image), "--json", "--overlay", str(overlay))
    texts = [e["text"] for e in json.loads(done.stdout)["elements"]]
    assert "Save" in texts
    assert cv2.imread(str(overlay)).shape == cv2.imread(str(image)).shape


def test_ground_says_where_or_that_it_cannot_find_it(tmp_path: Path) -> None:
    image = picture(tmp_path / "screen.png")
    x, y = json.loads(gui_agent("ground", str(image), "the Save button", "--json").stdout)["point"]
    assert 140 <= x <= 260
    assert 80 <= y <= 120
    missing = gui_agent("ground", str(image), "the Print button")
    assert missing.returncode == 1
    assert "Print" in missing.stderr


def test_ground_in_batch_writes_one_prediction_per_row(tmp_path: Path) -> None:
    picture(tmp_path / "screen.png")
    rows = [
        {"id": "a", "image": "screen.png", "instruction": "Click the Save button"},
        {"id": "b", "image": "screen.png", "instruction": "Click the Print button"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    out = tmp_path / "out.jsonl"
    assert gui_agent("ground", "--batch", str(tmp_path / "rows.jsonl"), "--output", str(out)).returncode == 0
    first, second = (json.loads(line) for line in out.read_text().splitlines())
    assert (first["id"], second["id"], second["score"]) == ("a", "b", 0)
    assert first["score"] > 0.5
    assert 140 <= first["x"] <= 260


def test_a_file_that_cannot_be_used_is_a_clear_message(tmp_path: Path) -> None:
    image, out = str(picture(tmp_path / "screen.png")), str(tmp_path / "out")
    for arguments, named in (
        (("parse", image, "--overlay", f"{out}.tune"), ".tune"),
        (("parse", image, "--overlay", f"{out}/absent/it.png"), "absent"),
        (("ground", "--batch", f"{out}.jsonl", "--output", out), "out.jsonl"),
        (("ground", "--batch", image, "--output", out), "UTF-8"),
    ):
        refused = gui_agent(*arguments)
        assert refused.returncode == 2
        assert named in refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_picture_that_cannot_be_read_is_a_clear_message(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.png"
    path.write_bytes(content)
    done = gui_agent("parse", str(path))
    assert done.returncode == 2
    assert "broken.png" in done.stderr
    assert "Traceback" not in done.stderr
