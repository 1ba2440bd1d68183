"""The run folder: an append-only journal of what was intended and what came of it, with its pictures.

``journal.jsonl`` holds one JSON object a line: ``sequence``, ``kind`` (header, intent, acknowledgement, step,
resumption, end), ``time`` (ISO, UTC), ``monotonic``, ``payload``, ``previous`` (the checksum of the line
before) and ``checksum``, the SHA-256 of the line's other fields as JSON with sorted keys and no spaces. Every
line is handed to the system before the call returns, intents and acknowledgements also to the disk, so that a
killed process loses nothing and a fallen machine at most the end of a step. ``screens/`` holds the pictures.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from gui_agent.errors import FolderTaken, JournalError
from gui_agent.journal_records import (
    FILE_NAME,
    FORMAT,
    NO_CHECKSUM,
    JournalContents,
    Record,
    RecordKind,
    RunHeader,
    canonical,
    describe_machine,
    is_under_way,
    lock,
    read_journal,
)
from gui_agent.pictures import PictureStore
from gui_agent.serialize import step_to_json, to_json
from gui_agent.types import Ending, Step

__all__ = [
    "FILE_NAME",
    "FORMAT",
    "Journal",
    "JournalContents",
    "Record",
    "RecordKind",
    "RunHeader",
    "canonical",
    "describe_machine",
    "is_under_way",
    "read_journal",
]


_PATIENCE_SECONDS = 0.5
"""How long to wait for those who only look whether a run is still under way."""


@dataclass(frozen=True, slots=True)
class _Tip:
    """Where a journal ends: records, bytes, and the checksum of the last record."""

    records: int = 0
    length: int = 0
    checksum: str = NO_CHECKSUM


class Journal:
    """Writes a run folder; a `StepRecorder`. Every method raises `JournalError`.

    ``folder`` is made where it is missing and must not hold a journal yet, unless ``after`` is what was read
    of it: then the run is taken up again there.
    After one failure it takes no more records, so that what is on disk stays whole.
    """

    def __init__(self, folder: Path, header: RunHeader, *, after: JournalContents | None = None) -> None:
        self.folder = folder
        self._tip = _Tip() if after is None else _Tip(len(after.records), after.length, after.checksum)
        self._begun: _Tip | None = None
        self._broken = ""
        self._last: Step | None = None
        self._ended = False
        self._file = _opened(folder, after)
        try:
            self._pictures = PictureStore(folder)
            if after is None:
                self._append("header", {"format": FORMAT, **to_json(header)}, durable=True)
            else:
                self._append("resumption", {"torn": after.torn, "machine": describe_machine()}, durable=True)
            _sync_folder(folder)
        except OSError as error:
            os.close(self._file)
            raise JournalError(_trouble(folder, error)) from error
        except JournalError:
            os.close(self._file)
            raise

    def intent(self, step: Step) -> None:
        """Record durably what step ``step.number`` is about to do; the picture follows on its own."""
        names = ("number", "planned", "action", "grounding", "approval", "plan")
        payload = {name: to_json(getattr(step, name)) for name in names}
        payload["screenshot"] = to_json(step.observation.screenshot, self._name_picture)
        self._append("intent", payload, durable=True)

    def acknowledge(self, number: int, error: str) -> None:
        """Record durably that the action of step ``number`` was carried out, or why not."""
        self._append("acknowledgement", {"number": number, "error": error}, durable=True)

    def complete(self, step: Step) -> None:
        """Record the whole step."""
        self._append("step", step_to_json(step, self._name_picture), durable=step.ending is not None)
        self._last = step

    def end(self, ending: Ending | None, explanation: str) -> None:
        """Record how the run ended; None where it broke off. Only the first call counts."""
        if not self._ended:
            self._append("end", {"ending": to_json(ending), "explanation": explanation}, durable=True)
            self._ended = True

    def close(self) -> None:
        """Write what is still waiting and let go of the folder; safe to call twice."""
        if self._file < 0:
            return
        file, self._file = self._file, -1
        try:
            self._pictures.close()
            os.fsync(file)
        except OSError as error:
            raise JournalError(_trouble(self.folder, error)) from error
        finally:
            os.close(file)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if not self._broken:
                last = self._last
                known = last is not None and last.ending is not None
                why = last.explanation if last and known else f"the run broke off: {error or 'it was left'}"
                self.end(last.ending if last else None, why)
        except JournalError:
            # An error on its way out already says what went wrong.
            if error is None:
                raise
        finally:
            self.close()

    def _name_picture(self, screenshot: Any) -> str:
        try:
            return self._pictures.keep(screenshot.image)
        except OSError as error:
            raise self._fail(error) from error

    def _append(self, kind: RecordKind, payload: dict[str, Any], *, durable: bool) -> None:
        if self._broken:
            raise JournalError(self._broken)
        if self._file < 0:
            raise JournalError(f"the journal in {self.folder} is closed")
        self._settle_interrupted()
        tip = self._tip
        record = {
            "sequence": tip.records,
            "kind": kind,
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "monotonic": time.monotonic(),
            "payload": payload,
            "previous": tip.checksum,
        }
        body = canonical(record)
        checksum = hashlib.sha256(body).hexdigest()
        line = b'%s,"checksum":"%s"}\n' % (body[:-1], checksum.encode())
        self._begun = _Tip(tip.records + 1, tip.length + len(line), checksum)
        try:
            self._write(line, durable)
        except OSError as error:
            raise self._fail(error) from error
        self._tip = self._begun

    def _settle_interrupted(self) -> None:
        """Take over a line that Ctrl-C interrupted once it was written, and take back half a line."""
        begun, self._begun = self._begun, None
        if begun is None or begun == self._tip:
            return
        try:
            if os.fstat(self._file).st_size == begun.length:
                self._tip = begun
            else:
                os.ftruncate(self._file, self._tip.length)
        except OSError as error:
            raise self._fail(error) from error

    def _write(self, line: bytes, durable: bool) -> None:
        rest = memoryview(line)
        while rest:
            rest = rest[os.write(self._file, rest) :]
        if durable:
            os.fsync(self._file)

    def _fail(self, error: OSError) -> JournalError:
        """Take back half a line, so that the lines before it stay readable, and refuse to go on."""
        self._broken = _trouble(self.folder, error)
        # Where even that fails, the reader passes over half a last line.
        with contextlib.suppress(OSError):
            os.ftruncate(self._file, self._tip.length)
        return JournalError(self._broken)


def _opened(folder: Path, after: JournalContents | None) -> int:
    """Open the journal's file for writing, locked; without half a last line where it is an old one."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(folder / FILE_NAME, flags | (os.O_CREAT | os.O_EXCL if after is None else 0), 0o644)
    except OSError as error:
        taken = error.errno == errno.EEXIST and (folder / FILE_NAME).exists()
        raise (FolderTaken if taken else JournalError)(_trouble(folder, error)) from error
    try:
        if not lock(file, _PATIENCE_SECONDS):
            raise JournalError(f"the run in {folder} is still under way")
        if after is not None:
            if read_journal(folder).checksum != after.checksum:
                raise JournalError(f"the run in {folder} was taken up by another process meanwhile")
            os.ftruncate(file, after.length)
    except OSError as error:
        os.close(file)
        raise JournalError(_trouble(folder, error)) from error
    except JournalError:
        os.close(file)
        raise
    return file


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _trouble(folder: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return (
                f"the disk is full, so the run in {folder} cannot be recorded; free some space and run again"
            )
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return f"the run folder {folder} cannot be written to; choose another one"
        case errno.EEXIST if (folder / FILE_NAME).exists():
            return f"the folder {folder} already holds a run; choose another one"
        case errno.EEXIST | errno.ENOTDIR:
            return f"{folder} cannot be a run folder because a file is in its place; choose another one"
    return f"the run in {folder} cannot be recorded: {error.strerror or error}"
