"""From the plain data of a step file, with the places it came from, to cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from gui_agent.qa.steps.case import StepCase, StepFileError, WrittenStep

SAID_ONCE = ("tags", "retries", "timeout", "variables", "launch", "setup", "teardown")
KNOWN = ("name", *SAID_ONCE, "data", "steps")


@dataclass(frozen=True, slots=True)
class Head:
    """What is said about tests beside their steps."""

    tags: tuple[str, ...] = ()
    retries: int = 0
    timeout: float = 300.0
    variables: Mapping[str, str] | None = None
    data: tuple[Mapping[str, str], ...] = ()
    launch: tuple[WrittenStep, ...] = ()
    setup: tuple[WrittenStep, ...] = ()
    teardown: tuple[WrittenStep, ...] = ()


class Places:
    """Reads YAML nodes of one file, knowing where each stands.

    ``above`` lines of the file come before the YAML.
    """

    def __init__(self, path: Path, above: int = 0) -> None:
        self.path, self._above = path, above

    def compose(self, text: str) -> yaml.Node | None:
        """Return the YAML of ``text`` as nodes. Raises `StepFileError`."""
        try:
            return yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            raise StepFileError(self.path, line + 1 + self._above, column + 1, self._said(error)) from error
        except yaml.reader.ReaderError as error:
            before = text[: error.position].splitlines(keepends=True) or [""]
            line, column = len(before), len(before[-1]) + 1
            if before[-1].endswith("\n"):
                line, column = line + 1, 1
            what = f"a character that cannot be printed stands here (U+{error.character:04X}); take it out"
            raise StepFileError(self.path, line + self._above, column, what) from error
        except RecursionError as error:
            raise StepFileError(self.path, 1 + self._above, 1, "this is nested too deeply") from error
        except yaml.YAMLError as error:
            raise StepFileError(self.path, 1 + self._above, 1, str(error)) from error

    def _said(self, error: yaml.MarkedYAMLError) -> str:
        """Say what is wrong with the YAML, and where what is not ended began."""
        what = str(error.problem or error.context)
        if "'\\t'" in what:
            return f"{what}; YAML is indented with spaces"
        if error.context and error.context_mark and error.problem:
            began = error.context_mark
            place = f"line {began.line + 1 + self._above}, column {began.column + 1}"
            return f"{what}, {error.context} that begins in {place}"
        return what

    def error(self, node: yaml.Node, what: str) -> StepFileError:
        return StepFileError(self.path, self.line(node), node.start_mark.column + 1, what)

    def line(self, node: yaml.Node) -> int:
        return int(node.start_mark.line) + 1 + self._above

    def fields(self, node: yaml.Node, known: Sequence[str] | None = None) -> dict[str, yaml.Node]:
        """Return a mapping's values by name.

        Raises `StepFileError` where it is none, or has a name that is not ``known``.
        """
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, "expected names with values here")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if known is not None and name not in known:
                raise self.error(key, f"nobody knows “{name}” here; there are {', '.join(known)}")
            if name in found:
                raise self.error(key, f"“{name}” is said twice")
            found[name] = value
        return found

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(node, "expected a text here")
        return str(node.value)

    def texts(self, node: yaml.Node | None) -> tuple[str, ...]:
        return tuple(self.text(each) for each in self._items(node))

    def steps(self, node: yaml.Node | None) -> tuple[WrittenStep, ...]:
        items = self._items(node)
        return tuple(
            WrittenStep(self.text(each), self.line(each), each.start_mark.column + 1) for each in items
        )

    def number(self, node: yaml.Node | None, otherwise: float, most: float, least: float = 0) -> float:
        """Return a number from ``least`` to ``most``. Raises `StepFileError`."""
        if node is None:
            return otherwise
        try:
            value = float(self.text(node))
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            raise self.error(node, f"expected a number from {least:g} to {most:g} here")
        return value

    def values(self, node: yaml.Node | None) -> dict[str, str]:
        if node is None:
            return {}
        return {name: self.text(value) for name, value in self.fields(node).items()}

    def rows(self, node: yaml.Node | None) -> tuple[dict[str, str], ...]:
        return tuple(self.values(each) for each in self._items(node))

    def _items(self, node: yaml.Node | None) -> list[yaml.Node]:
        if node is None:
            return []
        if isinstance(node, yaml.ScalarNode):
            return [node]
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, "expected a list here")
        return list(node.value)


def head_of(places: Places, fields: Mapping[str, yaml.Node]) -> Head:
    """Read what is said beside the steps. Raises `StepFileError`."""
    return Head(
        tags=places.texts(fields.get("tags")),
        retries=int(places.number(fields.get("retries"), 0, 20)),
        timeout=places.number(fields.get("timeout"), 300.0, 86_400, least=1),
        variables=places.values(fields.get("variables")),
        data=places.rows(fields.get("data")),
        launch=places.steps(fields.get("launch")),
        setup=places.steps(fields.get("setup")),
        teardown=places.steps(fields.get("teardown")),
    )


def cases_of(
    path: Path,
    name: str,
    line: int,
    steps: tuple[WrittenStep, ...],
    head: Head,
    rows: Sequence[Mapping[str, str]],
) -> list[StepCase]:
    """Return the case, or one for every row. Raises `StepFileError` for values that are missing."""
    cases = []
    for number, row in enumerate(rows or [{}], 1):
        shown = ", ".join(row.values())
        cases.append(
            StepCase(
                path=path,
                name=f"{name} [{shown or number}]" if rows else name,
                line=line,
                steps=steps,
                launch=head.launch,
                setup=head.setup,
                teardown=head.teardown,
                values={"here": str(path.absolute().parent), **(head.variables or {}), **row},
                tags=head.tags,
                retries=head.retries,
                timeout=head.timeout,
            )
        )
    for case in cases:
        for step in (*case.launch, *case.setup, *case.steps, *case.teardown):
            case.filled(step)
    return cases
