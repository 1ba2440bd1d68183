"""The run folder: where results lie, so that whatever is killed, nothing is lost and nothing counts twice.

::

    RUN/run.json                                      what was asked
    RUN/episodes/SUITE/TASK/SEED-ATTEMPT/result.json  the episode is over; nothing else says so
                                        /troubles.jsonl  what broke its tries, one JSON object a line
                                        /try-N/       the journal of one try, with its pictures

A result appears whole or not at all, and the first one stays.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from evals.episodes.result import (
    DamagedResult,
    EpisodeKey,
    EpisodeResult,
    result_from_json,
    result_to_json,
)

RESULT = "result.json"
TROUBLES = "troubles.jsonl"
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why one try of an episode broke; ``kind`` is a word of `EpisodeResult.failure`'s, ``at`` ISO in UTC."""

    kind: str
    message: str
    at: str = ""


class RunFolder:
    """The results of one run below ``root``. Processes may share it; every method raises OSError."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    def episode(self, key: EpisodeKey) -> Path:
        """Return the folder of one episode; it need not exist."""
        place = self.root / "episodes" / folder_name(key.suite) / folder_name(key.task)
        return place / f"{key.seed}-{key.attempt}"

    def results(self) -> Iterator[EpisodeResult]:
        """Yield every result there is, in the order of their folders. Raises `DamagedResult`."""
        for file in sorted((self.root / "episodes").glob(f"*/*/*/{RESULT}")):
            yield _read(file)

    def result(self, key: EpisodeKey) -> EpisodeResult | None:
        """Return the result of one episode, None where it is not over. Raises `DamagedResult`."""
        file = self.episode(key) / RESULT
        return _read(file) if file.exists() else None

    def finish(self, result: EpisodeResult) -> EpisodeResult:
        """Keep ``result`` durably and return the one that counts: the first that was kept."""
        file = self.episode(result.key) / RESULT
        if not _place_once(file, _as_bytes(result)):
            return _read(file)
        self._remove_other_tries(result)
        return result

    def forget(self, key: EpisodeKey) -> None:
        """Take the result of an episode back, so that it is played again; its troubles stay on record."""
        (self.episode(key) / RESULT).unlink(missing_ok=True)

    def begin_try(self, key: EpisodeKey) -> Path:
        """Make a fresh folder for the journal of one try and return it."""
        place = self.episode(key)
        place.mkdir(parents=True, exist_ok=True)
        number = 1 + max((int(name) for name in _try_numbers(place)), default=0)
        while True:
            folder = place / f"try-{number}"
            try:
                folder.mkdir()
            except FileExistsError:
                number += 1
                continue
            return folder

    def note_trouble(self, key: EpisodeKey, trouble: Trouble) -> None:
        """Add to what broke the tries of an episode, durably."""
        file = self.episode(key) / TROUBLES
        file.parent.mkdir(parents=True, exist_ok=True)
        dated = {**asdict(trouble), "at": trouble.at or datetime.now(UTC).isoformat(timespec="seconds")}
        line = json.dumps(dated, ensure_ascii=False) + "\n"
        with file.open("a", encoding="utf-8") as stream:
            stream.write(line)
            stream.flush()
            os.fsync(stream.fileno())

    def troubles(self, key: EpisodeKey) -> tuple[Trouble, ...]:
        """Return what broke the tries of an episode so far; half a line of a crash is left out."""
        file = self.episode(key) / TROUBLES
        if not file.exists():
            return ()
        found = []
        for line in file.read_text("utf-8", "replace").splitlines():
            with contextlib.suppress(ValueError, TypeError):
                found.append(Trouble(**json.loads(line)))
        return tuple(found)

    def _remove_other_tries(self, result: EpisodeResult) -> None:
        place = self.episode(result.key)
        for number in _try_numbers(place):
            folder = place / f"try-{number}"
            if str(folder.relative_to(self.root)) != result.trajectory:
                shutil.rmtree(folder, ignore_errors=True)


def folder_name(name: str) -> str:
    """Return ``name`` as one part of a path that every file system takes; different names stay different."""
    quoted = quote(name, safe=" ")
    if not quoted.strip(". "):
        quoted = quoted.replace(".", "%2E").replace(" ", "%20") or "%"
    if len(quoted) <= _LONGEST_NAME:
        return quoted
    return f"{quoted[: _LONGEST_NAME - 17]}~{sha256(name.encode()).hexdigest()[:16]}"


def write_durably(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, replacing what is there."""
    _write_beside(file, content).replace(file)
    _sync(file.parent)


def _place_once(file: Path, content: bytes) -> bool:
    """Write ``file`` whole where it does not exist yet; False where it does."""
    beside = _write_beside(file, content)
    try:
        os.link(beside, file)
    except FileExistsError:
        return False
    except OSError:
        # A file system without links: whoever comes first is told a moment less exactly.
        if file.exists():
            return False
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    _sync(file.parent)
    return True


def _write_beside(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).chmod(0o644)
    return Path(name)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _try_numbers(place: Path) -> list[str]:
    names = [path.name.removeprefix("try-") for path in place.glob("try-*")]
    return [name for name in names if name.isdecimal()]


def _as_bytes(result: EpisodeResult) -> bytes:
    return json.dumps(result_to_json(result), ensure_ascii=False, indent=1).encode()


def _read(file: Path) -> EpisodeResult:
    try:
        data: Any = json.loads(file.read_bytes())
        return result_from_json(data)
    except ValueError as error:
        raise DamagedResult(
            f"{file} is damaged ({error}); remove it, and its episode is run again"
        ) from error
