"""Asking upstream's graders over pipes, with a time limit and typed errors."""

from __future__ import annotations

import base64
import contextlib
import json
import math
import os
import select
import signal
import subprocess
import tempfile
import time
import zipfile
import zlib
from pathlib import Path
from typing import Any

from evals.graders.context import GradingContext
from evals.graders.errors import (
    GraderFailed,
    GraderMissing,
    UnknownGrader,
    UnreadableInput,
)
from evals.graders.getters.web import browser_address
from evals.graders.score import Score
from evals.graders.state import Absent, Options, State
from evals.machines.errors import GuestFileIsFolder, GuestFileMissing, GuestFileUnfit
from evals.tasks.task import Getter
from evals.upstream_graders.install import installed_python
from grounding.errors import InvalidImage
from grounding.images import load_image

_WORKER = Path(__file__).with_name("worker.py")
_ARCHIVES = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".zip")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp")
_TEXTS = (".txt", ".csv", ".json", ".py", ".xml", ".html", ".md", ".srt")
_NEVER_EMPTY = (".pdf", ".png", ".jpg", ".jpeg", ".gif", ".mp3", ".mp4", ".wav")

RUNS_GUEST_PROGRAMS = frozenset(("check_python_file_by_test_suite", "check_python_file_by_gold_file"))
"""Graders that would run the agent's own programs on this host; the first has a version of ours."""

REPLACED = frozenset(("check_gnome_favorite_apps",))
"""Graders that evaluate text of the guest as a program; our own versions read it."""


class UpstreamGraders:
    """Upstream's graders; the process starts with the first question and may be asked many.

    ``seconds`` limits one answer (the first one takes longer: everything is imported). After a time-out or a
    crash the next question starts a new process. Raises `GraderMissing` where nothing is installed.
    """

    def __init__(self, folder: Path | None = None, *, seconds: float = 300.0) -> None:
        self._folder = folder
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._unread = b""

    def __enter__(self) -> UpstreamGraders:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def metric(self, name: str, result: State, expected: State, options: Options) -> Score:
        """Judge two states; ``expected`` is left out where it is None, as upstream does."""
        if name in RUNS_GUEST_PROGRAMS | REPLACED:
            raise GraderFailed(f"{name} would run the agent's program on this host; it is not done")
        for each in (result, expected):
            _check_files(each)
        arguments = [_packed(each) for each in ((result,) if expected is None else (result, expected))]
        try:
            answer = self._ask({"metric": name, "arguments": arguments, "options": dict(options)}, None)
        except GraderFailed as error:
            for each in (result, expected):
                _blame_damage(each, error)
            raise
        value = answer["value"]
        if not isinstance(value, int | float) or not math.isfinite(value):
            raise GraderFailed(f"{name} says {value!r}, which is no score")
        if not -1e-9 <= value <= 1 + 1e-9:
            raise GraderFailed(f"{name} says {value}, which is beyond 0 to 1")
        notes = "; ".join(answer["notes"][-3:])
        return Score(float(value), f"upstream's {name}" + (f": {notes}" if notes else ""))

    def getter(self, getter: Getter, context: GradingContext) -> State:
        """Fetch a state from the machine of ``context``."""
        address = browser_address(context)
        request = {"getter": getter.config(), "cache": str(context.cache), "address": address}
        return _unpacked(self._ask(request, context)["value"])

    def close(self) -> None:
        """End the process with everything it started; safe to call twice."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):
                        pipe.close()
        if self._place is not None:
            self._place.cleanup()
            self._place = None

    def _ask(self, request: dict[str, Any], context: GradingContext | None) -> dict[str, Any]:
        deadline = time.monotonic() + self._seconds
        self._send(request)
        while "ask" in (answer := self._receive(deadline)):
            self._send({"value": None if context is None else _asked(answer, context)})
        if "error" in answer:
            raise _error(answer["error"], answer["message"])
        return answer

    def _send(self, message: dict[str, Any]) -> None:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(message).encode() + b"\n")
            process.stdin.flush()
        except OSError as error:
            self.close()
            raise GraderFailed("the process of upstream's graders ended") from error

    def _receive(self, deadline: float) -> dict[str, Any]:
        process = self._running()
        assert process.stdout is not None
        while b"\n" not in self._unread:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([process.stdout], [], [], left)[0]:
                self.close()
                raise GraderFailed(f"upstream's grader took longer than {self._seconds:g} s")
            part = os.read(process.stdout.fileno(), 1 << 16)
            if not part:
                self.close()
                raise GraderFailed("the process of upstream's graders ended")
            self._unread += part
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            python = installed_python(self._folder)
            if python is None:
                raise GraderMissing(
                    "upstream's graders are not installed: run gui-agent eval install-graders"
                )
            self._unread = b""
            self._place = tempfile.TemporaryDirectory(prefix="gui-agent-graders-")
            self._process = subprocess.Popen(
                [str(python), "-I", str(_WORKER)],
                cwd=self._place.name,
                env=_environment(self._place.name),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._process


def _environment(place: str) -> dict[str, str]:
    """Nothing of ours is inherited: no keys, no display."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": place, "TMPDIR": place, "MPLBACKEND": "agg", "PYTHONUTF8": "1"}


def _asked(question: dict[str, Any], context: GradingContext) -> Any:
    if question["ask"] == "accessibility_tree":
        return context.machine.accessibility_tree()
    try:
        return base64.b64encode(context.machine.get(question["path"])).decode()
    except (GuestFileMissing, GuestFileIsFolder, GuestFileUnfit):
        return None


def _error(kind: str, message: str) -> Exception:
    match kind:
        case "missing":
            return GraderMissing(f"{message}: run gui-agent eval install-graders --everything")
        case "unknown":
            return UnknownGrader(f"the released graders lack it: {message}")
        case _:
            return GraderFailed(f"upstream's grader broke: {message}")


def _check_files(state: State) -> None:
    """Say that a file cannot be read before upstream scores it 0."""
    for each in state if isinstance(state, list) else [state]:
        if not isinstance(each, Path):
            continue
        if not each.is_file():
            raise UnreadableInput(f"{each.name} is not there", each)
        if each.suffix.lower() in _ARCHIVES and not zipfile.is_zipfile(each):
            raise UnreadableInput(f"{each.name} is damaged: it is no archive", each)
        if each.suffix.lower() in _NEVER_EMPTY and each.stat().st_size == 0:
            raise UnreadableInput(f"{each.name} is empty", each)


def _blame_damage(state: State, failure: GraderFailed) -> None:
    """Raise `UnreadableInput` for a damaged file that a grader broke over, rather than blame the grader."""
    for each in state if isinstance(state, list) else [state]:
        if isinstance(each, Path) and not _is_whole(each):
            raise UnreadableInput(f"{each.name} is damaged ({failure})", each) from failure


def _is_whole(file: Path) -> bool:
    """Return whether a file is what its name says, as far as we can tell."""
    kind = file.suffix.lower()
    try:
        if kind in _ARCHIVES:
            with zipfile.ZipFile(file) as archive:
                return archive.testzip() is None
        if kind in _PICTURES:
            load_image(file)
        elif kind in _TEXTS:
            file.read_text("utf-8")
        elif kind == ".pdf":
            return file.read_bytes()[:1024].lstrip().startswith(b"%PDF-")
    except (
        OSError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        InvalidImage,
        NotImplementedError,
        RuntimeError,
    ):
        return False
    return True


def _packed(state: State) -> Any:
    if isinstance(state, Path):
        return {"file": str(state.absolute())}
    if isinstance(state, Absent):
        return None
    return [_packed(each) for each in state] if isinstance(state, list | tuple) else state


def _unpacked(value: Any) -> State:
    if isinstance(value, dict) and set(value) == {"file"}:
        return Path(value["file"])
    return [_unpacked(each) for each in value] if isinstance(value, list) else value
