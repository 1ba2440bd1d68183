"""Frames of a long recording lie on disk, and a folder is never mixed with another one's files."""

from pathlib import Path

import numpy as np
import pytest

from actions.demonstration.camera import Frame
from actions.geometry import Box
from actions.screenshot import Screenshot
from gui_agent.errors import FolderTaken, JournalError
from gui_agent.pictures import FOLDER
from gui_agent.recording.keeping import FrameKeeper

SEEN = Frame(Screenshot(np.full((30, 40, 3), 7, np.uint8), Box(0, 0, 40, 30)))


def test_a_frame_is_the_same_when_it_comes_back_from_the_disk(tmp_path: Path) -> None:
    keeper = FrameKeeper(tmp_path / "out")
    kept = keeper.keep(SEEN)
    keeper.close()
    assert (kept.result().screenshot.image == SEEN.screenshot.image).all()
    assert kept.result().screenshot.region == SEEN.screenshot.region
    assert len(list((tmp_path / "out" / FOLDER).glob("*.png"))) == 1


def test_what_is_discarded_leaves_nothing_behind(tmp_path: Path) -> None:
    for out in (tmp_path / "new", tmp_path):
        keeper = FrameKeeper(out)
        keeper.keep(SEEN)
        keeper.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    with pytest.raises(FolderTaken, match="already holds other files; choose another one"):
        FrameKeeper(tmp_path)
    with pytest.raises(FolderTaken, match="is a file; choose another name"):
        FrameKeeper(tmp_path / "mine.txt")


def test_a_disk_that_takes_no_more_is_told(tmp_path: Path) -> None:
    keeper = FrameKeeper(tmp_path / "out")
    (tmp_path / "out" / FOLDER).rmdir()
    kept = keeper.keep(SEEN)
    with pytest.raises(JournalError, match=r"cannot write to .*; make room, or choose another folder"):
        keeper.close()
    assert kept.done()
