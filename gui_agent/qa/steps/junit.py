"""Results in the XML form of JUnit, as build servers read it, with Surefire's mark for flaky tests."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from gui_agent.qa.steps.result import Attempt, CaseResult, counts

FOUND_ANEW = "gui-agent: found anew"
NOT_AS_PICTURED = "gui-agent: not as its picture"
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: Path, results: Sequence[CaseResult]) -> None:
    """Write ``results`` to ``path``. Raises OSError."""
    found = counts(results)
    suite = ElementTree.Element(
        "testsuite",
        name="gui-agent",
        tests=str(len(results)),
        failures=str(found["failed"]),
        errors=str(found["broken"]),
        skipped="0",
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    for result in results:
        _add(suite, result)
    root = ElementTree.Element("testsuites")
    root.append(suite)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _add(suite: ElementTree.Element, result: CaseResult) -> None:
    case = ElementTree.SubElement(
        suite,
        "testcase",
        classname=_clean(result.path),
        name=_clean(result.name) if result.round == 1 else _clean(f"{result.name} (round {result.round})"),
        file=_clean(result.path),
        line=str(result.line),
        time=f"{result.seconds:.3f}",
    )
    _add_healed(case, result)
    names = {"failed": "failure", "broken": "error", "flaky": "flakyFailure"}
    if (failure := result.failure) is not None:
        said = ElementTree.SubElement(case, names[result.verdict], message=_clean(failure.explanation))
        said.text = _clean(_details(failure))


def _add_healed(case: ElementTree.Element, result: CaseResult) -> None:
    """Tell what healed as properties, under the names that the pytest plugin has for it."""
    told = [*((FOUND_ANEW, each) for each in result.healed), *((NOT_AS_PICTURED, e) for e in result.pictures)]
    if told:
        properties = ElementTree.SubElement(case, "properties")
        for name, value in told:
            ElementTree.SubElement(properties, "property", name=name, value=_clean(value))


def _details(failure: Attempt) -> str:
    step = f"step: {failure.step}\n" if failure.step else ""
    return f"{step}{failure.explanation}\nreport: {failure.report}"


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("�", text)
