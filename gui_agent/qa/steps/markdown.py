"""Step files in Markdown: headings are tests, lists their steps, a table their data.

Above the first heading ``---`` may enclose what is said about all tests (YAML: tags, retries, timeout,
variables, launch, setup, teardown). Within a test, a heading one level deeper called Setup or Teardown holds
steps of that kind. Any other text is for readers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from gui_agent.qa.steps.case import StepCase, StepFileError, WrittenStep
from gui_agent.qa.steps.written import SAID_ONCE, Head, Places, cases_of, head_of

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_STEP = re.compile(r"(\s*(?:\d+[.)]|[-*+])\s+)(?:\[[ xX]\]\s+)?(\S.*)")
_RULE = re.compile(r"\s*\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?\s*$")
_PARTS = {"setup": "setup", "before": "setup", "teardown": "teardown", "after": "teardown", "steps": "steps"}


@dataclass(slots=True)
class _Test:
    """A test being read."""

    name: str
    line: int
    level: int
    part: str = "steps"
    parts: dict[str, list[WrittenStep]] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)


def read_markdown(path: Path, text: str) -> list[StepCase]:
    """Return the cases of a Markdown file. Raises `StepFileError`."""
    # As editors count them: a form feed, or a separator of Unicode, ends no line.
    lines = re.split(r"\r\n|\r|\n", text)
    head, first = _front_matter(path, lines)
    tests: list[_Test] = []
    fenced = False
    for number, line in enumerate(lines[first:], first + 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced:
            _take(path, tests, number, line)
    cases: list[StepCase] = []
    for test in tests:
        cases += _cases(path, test, head)
    return cases


def _front_matter(path: Path, lines: list[str]) -> tuple[Head, int]:
    """Read what stands between the first two ``---``; return it and the number of lines it takes."""
    if not lines or lines[0].strip() != "---":
        return Head(), 0
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            places = Places(path, above=1)
            root = places.compose("\n".join(lines[1:number]))
            head = head_of(places, places.fields(root, SAID_ONCE)) if root is not None else Head()
            return head, number + 1
    raise StepFileError(path, 1, 1, "the head that begins here with --- has no end")


def _take(path: Path, tests: list[_Test], number: int, line: str) -> None:
    if heading := _HEADING.match(line):
        level, name = len(heading[1]), heading[2]
        part = _PARTS.get(name.casefold())
        if part and tests and level > tests[-1].level:
            tests[-1].part = part
        else:
            tests.append(_Test(name, number, level))
    elif not tests:
        return
    elif line.lstrip().startswith("|"):
        _take_row(path, tests[-1], number, line)
    elif step := _STEP.match(line):
        written = WrittenStep(step[2].strip(), number, step.start(2) + 1)
        tests[-1].parts.setdefault(tests[-1].part, []).append(written)
    elif line.startswith((" ", "\t")) and line.strip() and (steps := tests[-1].parts.get(tests[-1].part)):
        # A step may go on on an indented line.
        steps[-1] = replace(steps[-1], text=f"{steps[-1].text} {line.strip()}")


def _take_row(path: Path, test: _Test, number: int, line: str) -> None:
    if _RULE.match(line):
        return
    row = re.fullmatch(r"\|(.*?)(?:(?<!\\)\|)?", line.strip())
    cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row[1] if row else "")]
    if not test.columns:
        if len(set(cells)) < len(cells):
            raise StepFileError(path, number, 1, "two columns have the same name")
        test.columns = cells
        return
    if len(cells) != len(test.columns):
        what = f"this row has {len(cells)} cells, the table {len(test.columns)} columns"
        raise StepFileError(path, number, 1, what)
    test.rows.append(dict(zip(test.columns, cells, strict=True)))


def _cases(path: Path, test: _Test, head: Head) -> list[StepCase]:
    steps = tuple(test.parts.get("steps", ()))
    if not steps:
        if test.parts or test.rows:
            raise StepFileError(path, test.line, 1, f"the test “{test.name}” has no steps")
        return []  # a heading for readers
    whole = replace(
        head,
        setup=(*head.setup, *test.parts.get("setup", ())),
        teardown=(*test.parts.get("teardown", ()), *head.teardown),
    )
    return cases_of(path, test.name, test.line, steps, whole, test.rows)
