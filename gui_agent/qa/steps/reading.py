"""Reads step files: Markdown (``*.steps.md``) and YAML (``*.steps.yaml``, ``*.steps.yml``)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from gui_agent.qa.steps.case import StepCase, StepFileError
from gui_agent.qa.steps.markdown import read_markdown
from gui_agent.qa.steps.written import KNOWN, Places, cases_of, head_of

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
"""What would command a terminal, or cannot be written at all."""
ENDINGS = (".steps.md", ".steps.yaml", ".steps.yml")
_SUFFIXES = (".md", ".yaml", ".yml")
"""A file that is named itself may have a shorter ending."""
_LINE_END = re.compile(rb"\r\n|\r|\n")


def find_step_files(paths: Iterable[Path]) -> list[Path]:
    """Return the step files among ``paths`` and in their folders, sorted.

    Raises `StepFileError` for a path that is neither.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(each for each in path.rglob("*") if each.name.endswith(ENDINGS))
        elif path.is_file():
            if path.suffix not in _SUFFIXES:
                raise StepFileError(path, 1, 1, f"the name of a step file ends in {', '.join(ENDINGS)}")
            found.append(path)
        else:
            raise StepFileError(path, 1, 1, "there is no such file or folder")
    return list(dict.fromkeys(found))


def read_step_file(path: Path) -> list[StepCase]:
    """Return the cases of one file. Raises `StepFileError`."""
    text = _text_of(path)
    cases = read_markdown(path, text) if path.suffix == ".md" else _read_yaml(path, text)
    names = Counter(case.name for case in cases)
    for case in cases:
        if _UNPRINTABLE.search(case.name):
            what = f"the name of this test has characters that cannot be printed: {case.name!a}"
            raise StepFileError(path, case.line, 1, what)
        if names[case.name] > 1:
            raise StepFileError(path, case.line, 1, f"two tests are called “{case.name}”")
    if not cases:
        form = "a heading with a list of steps" if path.suffix == ".md" else "a name with steps"
        raise StepFileError(path, 1, 1, f"there is no test in this file; a test is {form}")
    return cases


def _text_of(path: Path) -> str:
    """Return what stands in the file. Raises `StepFileError`."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise StepFileError(path, 1, 1, f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        *before, line = _LINE_END.split(error.object[: error.start])
        column = len(line.decode("utf-8", "replace")) + 1
        what = f"the byte 0x{error.object[error.start]:02x} is no text in UTF-8; save the file as UTF-8"
        raise StepFileError(path, len(before) + 1, column, what) from error


def _read_yaml(path: Path, text: str) -> list[StepCase]:
    """Read one test, or a list of tests."""
    import yaml

    places = Places(path)
    root = places.compose(text)
    if root is None:
        return []
    tests = list(root.value) if isinstance(root, yaml.SequenceNode) else [root]
    cases: list[StepCase] = []
    for test in tests:
        fields = places.fields(test, KNOWN)
        steps = places.steps(fields.get("steps"))
        if not steps:
            raise places.error(test, "this test has no steps")
        name = places.text(fields["name"]) if "name" in fields else path.name.split(".")[0]
        head = head_of(places, fields)
        cases += cases_of(path, name, places.line(test), steps, head, head.data)
    return cases
