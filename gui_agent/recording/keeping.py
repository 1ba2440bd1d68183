"""The pictures of a recording, on disk as they come: ten minutes of work would not fit into memory."""

from __future__ import annotations

import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from actions.demonstration.camera import Frame
from gui_agent.errors import FolderTaken, JournalError
from gui_agent.journal import FILE_NAME
from gui_agent.pictures import FOLDER, PictureStore
from gui_agent.serialize import StoredScreenshot


class FrameKeeper:
    """Writes frames into a recording's folder on a thread of its own, so that hands are heard meanwhile.

    Raises `JournalError` where ``folder`` holds something already or cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = not folder.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                holds = "a run" if (folder / FILE_NAME).exists() else "other files"
                raise FolderTaken(f"the folder {folder} already holds {holds}; choose another one")
            self._pictures = PictureStore(folder)
        except FileExistsError as error:
            raise FolderTaken(f"{folder} is a file; choose another name for the folder") from error
        except OSError as error:
            raise JournalError(
                f"cannot write to {folder}: {error.strerror}; choose another folder"
            ) from error
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="frames")
        self.error: JournalError | None = None

    def keep(self, frame: Frame) -> Future[Frame]:
        """Have ``frame`` written; the result is the same frame, read from its file when it is wanted."""
        return self._writer.submit(self._kept, frame)

    def close(self) -> None:
        """Wait until every picture is on the disk. Raises `JournalError`."""
        self._writer.shutdown(wait=True)
        try:
            self._pictures.close()
        except OSError as error:
            raise self._failed(error) from error

    def discard(self) -> None:
        """Leave nothing behind of what was kept."""
        self._writer.shutdown(wait=True, cancel_futures=True)
        shutil.rmtree(self._folder / FOLDER, ignore_errors=True)
        if self._made:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _kept(self, frame: Frame) -> Frame:
        seen = frame.screenshot
        try:
            path = self._folder / self._pictures.keep(seen.image)
        except OSError as error:
            self.error = self._failed(error)
            return frame
        return Frame(StoredScreenshot(path, seen.region, seen.scale, seen.captured_at), frame.windows)

    def _failed(self, error: OSError) -> JournalError:
        return JournalError(
            f"cannot write to {self._folder}: {error.strerror}; make room, or choose another folder"
        )
