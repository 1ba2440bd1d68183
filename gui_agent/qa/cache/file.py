"""The cache file of a test: readable, one thing a line, for version control."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from actions.geometry import Box, Point
from grounding.types import Candidate, Grounding, TextPiece, UIElement
from gui_agent.errors import AgentError
from gui_agent.qa.cache.fingerprint import fingerprint_from_json, fingerprint_to_json
from gui_agent.qa.cache.memory import CaseMemory, Elements, Outcome, Remembered

CacheMode = Literal["found", "off", "on", "fresh"]
"""``found``: a file there is used and left as it is; ``on``: also written; ``fresh``: learnt anew."""
FORMAT = 1


class CacheFileError(AgentError):
    """A cache file cannot be read or written."""


def cache_path(test: Path) -> Path:
    """Return where the cache of a test file is: ``form.steps.md`` has ``form.steps.cache.json`` beside it."""
    return test.with_name(f"{test.name.rsplit('.', 1)[0]}.cache.json")


def open_memory(test: Path, case: str, mode: CacheMode) -> CaseMemory | None:
    """Return what is remembered of ``case``, None where nothing is to be. Raises `CacheFileError`."""
    path = cache_path(test)
    match mode:
        case "off":
            return None
        case "fresh":
            return CaseMemory()
        case "found" if not path.exists():
            return None
        case _:
            return CaseMemory(read_cache(path).get(case))


def keep_memory(test: Path, case: str, memory: CaseMemory, mode: CacheMode) -> None:
    """Write what a passed case learnt, where ``mode`` says so. Raises `CacheFileError`."""
    if mode in ("off", "found") or not memory.learnt:
        return
    path = cache_path(test)
    try:
        with _alone(path):
            cases = dict(read_cache(path))
            cases[case] = memory.remembered()
            _write(path, cases)
    except OSError as error:
        raise CacheFileError(
            f"cannot write {path}: {error.strerror or error}; --no-cache goes without"
        ) from error


def read_cache(path: Path) -> Mapping[str, Remembered]:
    """Return the cases of a cache file by name, none where there is no file. Raises `CacheFileError`."""
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {data['format']}, not {FORMAT}")
        return {str(name): _case_from_json(kept) for name, kept in data["cases"].items()}
    except (OSError, UnicodeDecodeError, ValueError, LookupError, TypeError, AttributeError) as error:
        what = f"{path} is no cache of a test: {type(error).__name__}: {error}"
        raise CacheFileError(f"{what}. Remove it, or run with --no-cache.") from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep other processes from writing ``path``: the cases of one file may be played side by side."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(path: Path, cases: Mapping[str, Remembered]) -> None:
    partial = path.with_suffix(".part")
    partial.write_text(_as_text(cases), "utf-8")
    partial.replace(path)


def _as_text(cases: Mapping[str, Remembered]) -> str:
    parts = [f"{_line(name)}: {_case_text(cases[name])}" for name in sorted(cases)]
    return f'{{\n"format": {FORMAT},\n"cases": {{\n' + ",\n".join(parts) + "\n}\n}\n"


def _case_text(kept: Remembered) -> str:
    targets = [fingerprint_to_json(each) for each in kept.targets]
    outcomes = [[o.before, o.did, o.after, o.verdict] for o in kept.outcomes]
    places = [[screen, words, *_place(found)] for (screen, words), found in kept.places.items()]
    absent = [[screen, words, why] for (screen, words), why in kept.absent.items()]
    fields = [
        f' "targets": {_lines(targets)}',
        f' "outcomes": {_lines(outcomes)}',
        f' "places": {_lines(places)}',
        f' "absent": {_lines(absent)}',
        f' "screens": {_screens_text(kept.screens)}',
        f' "closely": {_screens_text(kept.closely)}',
    ]
    return "{\n" + ",\n".join(fields) + "\n}"


def _screens_text(screens: Mapping[str, Elements]) -> str:
    texts = [f"  {_line(name)}: {_lines([_row(e) for e in screens[name]])}" for name in sorted(screens)]
    return "{\n" + ",\n".join(texts) + "\n }" if texts else "{}"


def _lines(rows: list[Any]) -> str:
    return "[\n" + ",\n".join(f"   {_line(row)}" for row in rows) + "\n  ]" if rows else "[]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _row(e: UIElement) -> list[Any]:
    pieces = [[p.text, *_numbers(p.box)] for p in e.pieces]
    return [e.role, e.text, _numbers(e.box), round(e.score, 3), sorted(e.state), e.meaning, pieces]


def _place(found: Grounding) -> list[Any]:
    """Return point, box, score and label of the place and of the others, best first."""
    every = (Candidate(found.point, found.box, found.score, found.label), *found.alternatives)
    return [[c.point.x, c.point.y, *_numbers(c.box), round(c.score, 3), c.label] for c in every]


def _grounding(rows: Any) -> Grounding:
    every = [
        Candidate(Point(int(r[0]), int(r[1])), Box(*(int(n) for n in r[2:6])), float(r[6]), str(r[7]))
        for r in rows
    ]
    return Grounding(every[0].point, every[0].box, every[0].score, every[0].label, tuple(every[1:]))


def _numbers(box: Box) -> list[int]:
    return [box.x1, box.y1, box.x2, box.y2]


def _element(row: Any) -> UIElement:
    role, text, box, score, state, meaning, pieces = row
    where = Box(*(int(n) for n in box))
    said = tuple(TextPiece(str(p[0]), Box(*(int(n) for n in p[1:]))) for p in pieces)
    return UIElement(where, role, str(text), frozenset(state), float(score), str(meaning), said)


def _case_from_json(data: Any) -> Remembered:
    return Remembered(
        tuple(fingerprint_from_json(each) for each in data["targets"]),
        tuple(Outcome(*(str(part) for part in each)) for each in data["outcomes"]),
        {str(n): tuple(_element(row) for row in rows) for n, rows in data["screens"].items()},
        {str(n): tuple(_element(row) for row in rows) for n, rows in data["closely"].items()},
        {(str(screen), str(words)): _grounding(rows) for screen, words, *rows in data["places"]},
        {(str(screen), str(words)): str(why) for screen, words, why in data["absent"]},
    )
