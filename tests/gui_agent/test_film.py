"""A run as a film that a browser plays."""

from __future__ import annotations

import json
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest

from actions.screenshot import Image
from gui_agent.errors import JournalError, SettingsError
from gui_agent.journal import Journal, RunHeader
from gui_agent.report.captions import EVIDENCE, TARGET, Caption, Captioner
from gui_agent.report.exporting import export_json, export_video
from gui_agent.report.film import FRAMES_PER_SECOND, film
from gui_agent.types import Step
from tests.gui_agent.sample_run import NAME, SIZE, TASK, sample_steps


def recorded(folder: Path, steps: list[Step]) -> Path:
    with Journal(folder, RunHeader(TASK, "virtual")) as journal:
        for step in steps:
            journal.complete(step)
    return folder


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run with its film, which takes a while to encode."""
    run = recorded(tmp_path_factory.mktemp("film") / "run", sample_steps())
    return export_video(run, run / "film.mp4").parent


@pytest.fixture
def run(tmp_path: Path) -> Path:
    return recorded(tmp_path / "run", sample_steps()[-2:])


def frames(path: Path) -> list[Image]:
    film = cv2.VideoCapture(str(path))
    found: list[Image] = []
    while (read := film.read())[0]:
        found.append(read[1].astype(np.uint8))
    return found


def near(picture: Image, color: tuple[int, int, int]) -> int:
    """Count the pixels of about that colour: films lose a little."""
    off = np.abs(picture.astype(int) - np.array(color)).max(axis=2)
    return int((off < 40).sum())


def test_every_step_is_shown_with_what_was_meant_and_what_was_seen(filmed: Path) -> None:
    seen = frames(filmed / "film.mp4")
    assert 5 * FRAMES_PER_SECOND < len(seen) < 30 * FRAMES_PER_SECOND
    assert all(frame.shape[1] == SIZE[0] and frame.shape[0] > SIZE[1] for frame in seen)
    assert any(near(frame[: SIZE[1]], TARGET) > 300 for frame in seen)
    field = (slice(NAME.y1 - 4, NAME.y2 + 4), slice(NAME.x1 - 4, NAME.x2 + 4))
    assert any(near(frame[field], EVIDENCE) > 300 for frame in seen)
    bars = {frame[SIZE[1] :].tobytes() for frame in seen}
    assert len(bars) > 2 * len(sample_steps()) - 3, "each picture has a caption of its own"
    assert not list(filmed.glob(".*part*"))


def test_pictures_that_are_missing_are_left_out(run: Path) -> None:
    whole = len(frames(export_video(run, run / "film.mp4")))
    next((run / "screens").glob("*.png")).write_bytes(b"no picture")
    assert 0 < len(frames(export_video(run, run / "film.mp4"))) < whole
    for picture in (run / "screens").glob("*.png"):
        picture.unlink()
    assert film(run) is None
    with pytest.raises(JournalError, match="no film"):
        export_video(run, run / "other.mp4")


def test_what_cannot_be_written_is_said(run: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"\.mp4"):
        export_video(run, tmp_path / "film.avi")
    with pytest.raises(JournalError, match="cannot be written"):
        export_video(run, tmp_path / "nowhere" / "film.mp4")
    with pytest.raises(JournalError, match="cannot write"):
        export_json(run, tmp_path / "nowhere" / "run.json")
    with pytest.raises(JournalError, match="no readable journal"):
        export_video(tmp_path, tmp_path / "film.mp4")


def test_long_and_foreign_captions_stay_on_the_picture() -> None:
    captioner = Captioner(320, 241)
    picture = captioner.put(
        np.zeros((241, 320, 3), np.uint8), Caption("Привет " * 40, "ą" * 300, "bad", "0:03")
    )
    assert picture.shape[0] % 2 == 0
    assert picture.shape == (241 + captioner.bar_height, 320, 3)
    assert (picture[241:, -4:] == picture[-1, -1]).all(), "nothing reaches the edge"


def test_the_records_are_one_file(run: Path) -> None:
    told = json.loads(export_json(run, run / "run.json").read_text("utf-8"))
    assert (told["task"], told["ending"], len(told["steps"])) == (TASK, "accomplished", 2)


def test_films_that_are_asked_for_twice_at_once_are_both_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui_agent.report.film.WIDEST", 64)  # small films are quick
    run = recorded(tmp_path / "run", sample_steps()[-1:])
    with ThreadPoolExecutor() as pool:
        first, second = pool.map(lambda path: export_video(run, path), [run / "film.mp4"] * 2)
    assert first == second
    assert len(frames(first)) > 0
    assert [path.name for path in run.glob("*film*")] == ["film.mp4"]


def test_a_browser_plays_it(filmed: Path, tmp_path: Path) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("Chromium is not installed")
    page = filmed / "page.html"
    page.write_text(
        "<video id=v src=film.mp4 muted preload=auto></video><script>"
        "v.oncanplay = () => v.currentTime = 2; v.onseeked = () => document.title = 'plays ' + v.videoWidth;"
        "v.onerror = () => document.title = v.error.message</script>"
    )
    for budget in (2000, 10_000, 40_000):
        command = [
            browser,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
        ]
        command += [
            f"--user-data-dir={tmp_path / str(budget)}",
            f"--virtual-time-budget={budget}",
            "--dump-dom",
        ]
        done = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=120)
        if f"plays {SIZE[0]}" in done.stdout:
            return
    pytest.fail(done.stdout)
