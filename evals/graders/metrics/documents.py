"""Metrics of text documents (docx, odt)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from evals.graders.errors import WrongRules
from evals.graders.metrics.text_files import difference
from evals.graders.metrics.values import shown
from evals.graders.packages import needs
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, file_of, reading, rule, rules_of

_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def compare_docx_files(result: State, expected: State, options: Options) -> Score:
    """Compare the paragraphs of two documents of one kind.

    Options: ``ignore_blanks`` (on unless set), ``ignore_case``, ``ignore_order``, ``content_only`` and
    ``fuzzy_match`` (score by likeness), ``delete_empty_lines``.
    """
    ours, theirs = _paragraphs_of_both(file_of(result), file_of(expected))
    if options.get("ignore_order"):
        ours, theirs = sorted(ours), sorted(theirs)
    if options.get("delete_empty_lines"):
        ours, theirs = ([text for text in texts if text.strip()] for texts in (ours, theirs))
    if options.get("ignore_case"):
        ours, theirs = ([text.lower() for text in texts] for texts in (ours, theirs))
    if options.get("content_only"):
        return _likeness([_joined(ours)], [_joined(theirs)])
    if options.get("ignore_blanks", True):
        ours, theirs = [_joined(ours)], [_joined(theirs)]
    if len(ours) != len(theirs):
        return none(f"{len(ours)} paragraphs, wanted are {len(theirs)}")
    if options.get("fuzzy_match"):
        return _likeness(ours, theirs)
    return verdict(ours == theirs, difference("\n".join(ours), "\n".join(theirs)))


def compare_docx_files_and_ignore_new_lines(result: State, expected: State, options: Options) -> Score:
    """Compare the paragraphs of two documents, empty ones left out."""
    documents = [docx(file_of(each)) for each in (result, expected)]
    ours, theirs = ([p.text for p in document.paragraphs if p.text] for document in documents)
    if options.get("ignore_blanks", True):
        ours, theirs = [_joined(ours)], [_joined(theirs)]
    return verdict(ours == theirs, difference("\n".join(ours), "\n".join(theirs)))


def compare_docx_tables(result: State, expected: State, _: Options) -> Score:
    """Compare the texts in the tables of two documents."""
    ours, theirs = (docx(file_of(each)).tables for each in (result, expected))
    if len(ours) != len(theirs):
        return none(f"{len(ours)} tables, wanted are {len(theirs)}")
    for number, (table, wanted) in enumerate(zip(ours, theirs, strict=True), 1):
        cells, wanted_cells = _cells(table), _cells(wanted)
        if cells != wanted_cells:
            return none(f"table {number} is {shown(cells)}, wanted is {shown(wanted_cells)}")
    return full(f"{len(theirs)} tables are equal")


def compare_line_spacing(result: State, expected: State, _: Options) -> Score:
    """Compare texts and the line spacing of every paragraph."""
    same = compare_docx_files(result, expected, {})
    if same.value < 1:
        return same
    ours, theirs = (
        [paragraph.paragraph_format.line_spacing for paragraph in docx(file_of(each)).paragraphs]
        for each in (result, expected)
    )
    return verdict(ours == theirs, f"line spacings {shown(ours)} against {shown(theirs)}")


def compare_docx_images(result: State, expected: State, _: Options) -> Score:
    """Compare the pictures in two documents pixel by pixel."""
    ours, theirs = (list(_pictures(file_of(each))) for each in (result, expected))
    return verdict(ours == theirs, f"{len(ours)} pictures against {len(theirs)}")


def compare_font_names(result: State, expected: State, _: Options) -> Score:
    """Expect one font in every run of text."""
    wanted = rule(rules_of(expected), "font_name")
    fonts = {run.font.name for paragraph in docx(file_of(result)).paragraphs for run in paragraph.runs}
    return verdict(fonts <= {wanted}, f"fonts {shown(fonts)}, wanted is {wanted}")


def contains_page_break(result: State, expected: State, _: Options) -> Score:
    """Count page breaks; rule ``page_break_count`` says how many, otherwise one is enough."""
    breaks = sum(
        each.get(f"{_WORD}type") == "page"
        for paragraph in docx(file_of(result)).paragraphs
        for run in paragraph.runs
        for each in run.element.iter(f"{_WORD}br")
    )
    wanted = rules_of(expected).get("page_break_count") if expected else None
    holds = breaks > 0 and wanted in (None, breaks)
    return verdict(holds, f"{breaks} page breaks, wanted are {wanted or 'some'}")


def is_first_line_centered(result: State, _: State, __: Options) -> Score:
    """Expect the first paragraph to be centred."""
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    paragraphs = docx(file_of(result)).paragraphs
    if not paragraphs:
        return none("the document is empty")
    alignment = paragraphs[0].paragraph_format.alignment
    return verdict(alignment == WD_PARAGRAPH_ALIGNMENT.CENTER, f"its alignment is {alignment}")


def has_page_numbers_in_footers(result: State, _: State, __: Options) -> Score:
    """Expect a digit in the first line of every section's footer."""
    footers = [section.footer.paragraphs for section in docx(file_of(result)).sections]
    texts = [paragraphs[0].text if paragraphs else "" for paragraphs in footers]
    return verdict(all(re.search(r"\d", text) for text in texts), f"the footers are {shown(texts)}")


def check_italic_font_size_14(result: State, expected: State, _: Options) -> Score:
    """Compare texts, and expect every italic run to have 14 points."""
    same = compare_docx_files(result, expected, {})
    if same.value < 1:
        return same
    runs = [run for paragraph in docx(file_of(result)).paragraphs for run in paragraph.runs if run.italic]
    sizes = [None if run.font.size is None else run.font.size.pt for run in runs]
    return verdict(all(size == 14 for size in sizes), f"sizes of italic text: {shown(sizes)}")


def compare_subscript_contains(result: State, expected: State, _: Options) -> Score:
    """Expect one run at the same place that is a subscript in both documents."""
    pairs = zip(*(docx(file_of(each)).paragraphs for each in (result, expected)), strict=False)
    for ours, theirs in pairs:
        for run, wanted in zip(ours.runs, theirs.runs, strict=False):
            if run.font.subscript and wanted.font.subscript:
                return full(f"{shown(run.text)} is a subscript")
    return none("no subscript where one is wanted")


def evaluate_strike_through_last_paragraph(result: State, expected: State, _: Options) -> Score:
    """Compare texts, and expect the whole last paragraph to be struck through."""
    same = compare_docx_files(result, expected, {})
    if same.value < 1:
        return same
    runs = docx(file_of(result)).paragraphs[-1].runs
    plain = [run.text for run in runs if not run.font.strike]
    return verdict(not plain, f"not struck through: {shown(plain)}")


def check_tabstops(result: State, expected: State, options: Options) -> Score:
    """Compare tab stops paragraph by paragraph; the score falls with their distance.

    Options: ``word_number_split_by_tabstop`` words stand in the part ``index`` of every paragraph.
    """
    ours, theirs = (
        [p for p in docx(file_of(each)).paragraphs if p.text.strip()] for each in (result, expected)
    )
    if len(ours) != len(theirs) or not theirs:
        return none(f"{len(ours)} paragraphs, wanted are {len(theirs)}")
    wanted, index = options.get("word_number_split_by_tabstop"), options.get("index", 0)
    for paragraph in ours:
        parts = paragraph.text.split("\t")
        if wanted is not None and (index >= len(parts) or len(parts[index].split()) != wanted):
            return none(f"{shown(paragraph.text)} has not {wanted} words in part {index}")
    width = _text_width(docx(file_of(expected)))
    off = 0.0
    for paragraph, model in zip(ours, theirs, strict=True):
        stops, model_stops = _tab_stops(paragraph), _tab_stops(model)
        if [kind for kind, _ in stops] != [kind for kind, _ in model_stops]:
            return none(f"{shown(paragraph.text)} has the tab stops {stops}, wanted are {model_stops}")
        places = zip(stops, model_stops, strict=True)
        off += sum(abs(place - there) for (_, place), (_, there) in places) / width
    return Score(
        max(0.0, 1 - off / len(ours)), f"mean distance of tab stops {off / len(ours):.3f} of the width"
    )


def fuzzy_place_math(result: State, expected: State, _: Options) -> Score:
    """Compare the three words of a document with the possible answers, by likeness."""
    answers = rule(rules_of(expected), "expected")
    words = [word for paragraph in docx(file_of(result)).paragraphs for word in paragraph.text.split()]
    if len(words) != 3:
        return none(f"three words are wanted, not {shown(words)}")
    return Score(
        sum(max(fuzz.ratio(word, answer) for answer in answers) for word in words) / 300, f"words {words}"
    )


def docx(path: Path) -> Any:
    """Open a docx document. Raises `UnreadableInput`, `GraderMissing`."""
    with needs("docx"):
        from docx import Document
    with reading(path, "a docx document"):
        return Document(str(path))


def _paragraphs_of_both(ours: Path, theirs: Path) -> tuple[list[str], list[str]]:
    kinds = {path.suffix.lower() for path in (ours, theirs)}
    if kinds == {".docx"}:
        first, second = ([p.text for p in docx(path).paragraphs] for path in (ours, theirs))
        return first, second
    if kinds == {".odt"}:
        return _odt_paragraphs(ours), _odt_paragraphs(theirs)
    raise WrongRules(f"two docx or two odt documents can be compared, not {ours.name} and {theirs.name}")


def _odt_paragraphs(path: Path) -> list[str]:
    with needs("lxml"):
        from lxml import etree
    with reading(path, "an odt document"), zipfile.ZipFile(path) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        tree = etree.fromstring(archive.read("content.xml"), parser)
    return ["".join(_direct_text(each)) for each in tree.iter(f"{_ODF_TEXT}p")]


def _direct_text(paragraph: Any) -> Iterator[str]:
    """Yield the text of a paragraph and of its spans; links, fields and notes are left out."""
    yield paragraph.text or ""
    for child in paragraph:
        if child.tag == f"{_ODF_TEXT}span":
            yield child.text or ""
            yield from (inner.tail or "" for inner in child)
        yield child.tail or ""


def _joined(texts: list[str]) -> str:
    return " ".join("\n".join(texts).split())


def _likeness(ours: list[str], theirs: list[str]) -> Score:
    if not ours:
        return full("both are empty")
    ratios = [fuzz.ratio(text, wanted) / 100 for text, wanted in zip(ours, theirs, strict=True)]
    return Score(sum(ratios) / len(ratios), "likeness of the texts")


def _cells(table: Any) -> list[list[str]]:
    return [
        [table.cell(row, column).text.strip() for column in range(len(table.columns))]
        for row in range(len(table.rows))
    ]


def _pictures(path: Path) -> Iterator[bytes]:
    from PIL import Image

    for relation in docx(path).part.rels.values():
        if "image" in relation.reltype:
            blob = io.BytesIO(relation.target_part.blob)
            with reading(path, "a document with pictures"), Image.open(blob) as picture:
                pixels = picture.tobytes()
            yield pixels


def _text_width(document: Any) -> int:
    section = document.sections[0]
    return int(section.page_width - section.left_margin - section.right_margin)


def _tab_stops(paragraph: Any) -> list[tuple[Any, int]]:
    from docx.enum.text import WD_TAB_ALIGNMENT

    stops = [(stop.alignment, int(stop.position)) for stop in paragraph.paragraph_format.tab_stops]
    return [
        (kind, place)
        for kind, place in stops
        if kind != WD_TAB_ALIGNMENT.CLEAR and not (kind == WD_TAB_ALIGNMENT.LEFT and place == 0)
    ]
