"""Metrics of documents of a certain make: references, records, highlighted words."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from evals.graders.errors import WrongRules
from evals.graders.metrics.documents import compare_docx_files, docx
from evals.graders.metrics.values import shown
from evals.graders.packages import needs
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, file_of, files_of, reading

_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


def compare_references(result: State, expected: State, options: Options) -> Score:
    """Score how alike the paragraphs below the heading “References” are, beyond the untouched document's."""
    heading = options.get("reference_indicator", "References")
    ours, theirs = (_below(file_of(each), heading) for each in (result, expected))
    if ours is None or theirs is None:
        return verdict(ours is theirs, f"the heading {heading!r} is missing in one of the documents")
    if len(ours) != len(theirs) or not theirs:
        return none(f"{len(ours)} references, wanted are {len(theirs)}")
    pairs = zip(ours, theirs, strict=True)
    alike = sum(fuzz.ratio(mine, wanted) for mine, wanted in pairs) / 100 / len(ours)
    base = options.get("reference_base_result", 0.5)
    gained = (alike - base) / (1 - base) if alike >= base + 0.01 else 0.0
    return Score(gained, f"likeness {alike:.3f}, untouched {base:.3f}")


def compare_unique_train_records(result: State, expected: State, _: Options) -> Score:
    """Expect each train once, with lines of the first document; the gold document comes before it."""
    wanted = files_of(expected)
    if len(wanted) < 2:
        raise WrongRules("the gold document and the first one are both needed")
    mine, gold, first = (_lines(file_of(each)) for each in (result, *wanted[:2]))
    trains, gold_trains = _trains(mine), _trains(gold)
    if not set(mine) <= set(first):
        return none(f"lines of its own: {shown(sorted(set(mine) - set(first)))}")
    if len(trains) != len(set(trains)):
        return none("a train comes twice")
    same = set(trains) == set(gold_trains) and len(mine) == len(gold)
    return verdict(same, f"{len(mine)} lines and {len(trains)} trains, wanted are {len(gold)}")


def check_highlighted_words(result: State, expected: State, _: Options) -> Score:
    """Compare the texts of two odt documents, and expect nothing to be highlighted in yellow."""
    same = compare_docx_files(result, expected, {})
    if same.value == 0:
        return same
    tree = _content(file_of(result))
    yellow = {
        style.get(f"{_STYLE}name")
        for style in tree.iter(f"{_STYLE}style")
        if any(each.get(f"{_FO}background-color") == "#ffff00" for each in style)
    }
    spans = [span for span in tree.iter(f"{_TEXT}span") if span.get(f"{_TEXT}style-name") in yellow]
    return (
        verdict(not spans, f"{len(spans)} texts are highlighted") if spans else full("nothing is highlighted")
    )


def _below(path: Path, heading: str) -> list[str] | None:
    texts = [paragraph.text for paragraph in docx(path).paragraphs]
    if heading not in texts:
        return None
    return [text for text in texts[texts.index(heading) + 1 :] if text.strip()]


def _lines(path: Path) -> list[str]:
    return [p.text.strip() for p in docx(path).paragraphs if p.text.strip()]


def _trains(lines: list[str]) -> list[str]:
    return [line.split(",")[1].strip() for line in lines if line.count(",") == 3]


def _content(path: Path) -> Any:
    with needs("lxml"):
        from lxml import etree
    with reading(path, "an odt document"), zipfile.ZipFile(path) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(archive.read("content.xml"), parser)
