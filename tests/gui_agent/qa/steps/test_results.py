"""Results as build servers and people read them."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gui_agent.qa.steps.html import write_html
from gui_agent.qa.steps.junit import write_junit
from gui_agent.qa.steps.result import Attempt, CaseResult, Verdict, counts

GOOD = Attempt(True, "", "", 1.0, "/runs/1/report.html")
BAD = Attempt(False, "“Saved” is not on the screen \x07", "check <it>", 2.0, "/runs/2/report.html")
BROKEN = Attempt(False, "the display is gone", "", 0.5, "", broken=True)


def result(*attempts: Attempt, name: str = "Notes") -> CaseResult:
    return CaseResult(f"a.steps.md::{name}", name, "a.steps.md", 3, ("smoke",), 1, attempts)


@pytest.mark.parametrize(
    ("attempts", "verdict"),
    [((GOOD,), "passed"), ((BAD, GOOD), "flaky"), ((BAD, BAD), "failed"), ((BAD, BROKEN), "broken")],
)
def test_the_last_attempt_decides_and_what_failed_before_is_not_hidden(
    attempts: tuple[Attempt, ...], verdict: Verdict
) -> None:
    assert result(*attempts).verdict == verdict
    assert counts([result(*attempts)])[verdict] == 1


def test_junit_keeps_failed_broken_and_flaky_apart(tmp_path: Path) -> None:
    path = tmp_path / "out" / "results.xml"
    results = [result(GOOD), result(BAD, name="b"), result(BROKEN, name="c"), result(BAD, GOOD, name="d")]
    write_junit(path, results)
    suite = ElementTree.parse(path).getroot()[0]
    assert {n: suite.get(n) for n in ("tests", "failures", "errors")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
    }
    kinds = [[child.tag for child in case] for case in suite]
    assert kinds == [[], ["failure"], ["error"], ["flakyFailure"]]
    failure = suite[1][0]
    assert failure.get("message") == "“Saved” is not on the screen �"
    assert failure.text is not None
    assert "step: check <it>" in failure.text


def test_what_healed_is_told_everywhere(tmp_path: Path) -> None:
    picture = 'image "save.png": by its words “Save”'
    healed = replace(result(GOOD), healed=("Save <b>", "Name field"), pictures=(picture,))
    assert healed.remarks == (
        "found anew, since they changed: “Save <b>”, “Name field”",
        f"not as its picture: {picture}",
    )
    write_junit(tmp_path / "r.xml", [healed, result(GOOD)])
    first, second = ElementTree.parse(tmp_path / "r.xml").getroot()[0]
    assert [(each.get("name"), each.get("value")) for each in first.iter("property")] == [
        ("gui-agent: found anew", "Save <b>"),
        ("gui-agent: found anew", "Name field"),
        ("gui-agent: not as its picture", picture),
    ]
    assert list(second) == []
    write_html(tmp_path / "r.html", [healed, result(GOOD)])
    page = (tmp_path / "r.html").read_text("utf-8")
    assert page.count('class="healed"') == 2
    assert "“Save &lt;b&gt;”" in page
    assert "<dt>healed</dt><dd>1</dd>" in page


def test_the_page_names_what_failed_and_links_the_reports(tmp_path: Path) -> None:
    path = tmp_path / "results.html"
    write_html(path, [result(GOOD), result(BAD, name="b")])
    page = path.read_text("utf-8")
    assert "1 passed, 1 failed" in page
    assert "check &lt;it&gt;" in page
    assert "runs/2/report.html" in page


def test_what_a_test_is_called_is_text_everywhere(tmp_path: Path) -> None:
    name = "<script>alert('1')</script> & \x07"
    write_html(tmp_path / "r.html", [result(GOOD, name=name)])
    assert "<script" not in (tmp_path / "r.html").read_text("utf-8")
    write_junit(tmp_path / "r.xml", [result(GOOD, name=name)])
    (case,) = ElementTree.parse(tmp_path / "r.xml").getroot()[0]
    assert case.get("name") == name.replace("\x07", "�")
