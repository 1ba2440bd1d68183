"""What getters hand to metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from evals.graders.errors import UnreadableInput, WrongRules
from evals.graders.score import Score


@dataclass(frozen=True, slots=True)
class Absent:
    """A state that the guest does not have, as a file that was never saved: a finding, no error."""

    reason: str


State: TypeAlias = Any
"""A `Path` of a fetched file, a list of them, an `Absent`, or plain data (text, numbers, lists, mappings)."""

Options: TypeAlias = Mapping[str, Any]
Metric: TypeAlias = Callable[[State, State, Options], Score]


@contextmanager
def reading(what: object, kind: str) -> Iterator[None]:
    """Turn any failure to read ``what`` as a ``kind`` into `UnreadableInput`.

    Parsers of documents raise whatever comes to them; a bug of a metric must not hide in here, so put only
    the reading itself inside.
    """
    try:
        yield
    except UnreadableInput:
        raise
    except Exception as error:
        name = what.name if isinstance(what, Path) else repr(what)[:80]
        file = what if isinstance(what, Path) else None
        said = f"{name} cannot be read as {kind}: {type(error).__name__}: {error}"
        raise UnreadableInput(said, file) from error


def file_of(state: State, what: str = "the result") -> Path:
    """Return the one file a metric judges. Raises `WrongRules` where the task gives something else."""
    if isinstance(state, Path):
        return state
    raise WrongRules(f"{what} must be one file, but the task gives {type(state).__name__}")


def files_of(state: State) -> list[Path | Absent]:
    """Return the files a metric judges, one or several."""
    files = state if isinstance(state, list) else [state]
    if all(isinstance(each, Path | Absent) for each in files):
        return files
    raise WrongRules("files are expected here, but the task gives other data")


def text_of(path: Path) -> str:
    """Read a text file as UTF-8, line ends as in the file's lines. Raises `UnreadableInput`."""
    with reading(path, "text"):
        return path.read_text("utf-8")


def rules_of(state: State) -> Mapping[str, Any]:
    """Return the rules a metric judges by."""
    if isinstance(state, Mapping):
        return state
    raise WrongRules(f"rules are expected here, but the task gives {type(state).__name__}")


def rule(rules: Mapping[str, Any], name: str) -> Any:
    """Return one rule that must be there."""
    if name not in rules:
        raise WrongRules(f"the rules lack “{name}”; they have {', '.join(rules) or 'nothing'}")
    return rules[name]
