"""Metrics that compare a document with its description in the task file, without a gold document.

Texts must be there as described and nothing else; formats count only where the description names them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from evals.graders.errors import WrongRules
from evals.graders.metrics.documents import docx
from evals.graders.metrics.values import shown
from evals.graders.metrics.wanted_records import picture_complaint
from evals.graders.score import Score, full, none
from evals.graders.state import Options, State, file_of, reading, rules_of

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ORDERS = {0: "left", 1: "center", 2: "right", 3: "justify", 5: "justify"}
_PARAGRAPH_FACTS = ("style", "alignment", "list", "on_new_page")
_RUN_FACTS = ("bold", "italic", "underline", "strike", "size", "font", "colour", "highlighted")


def document_is(result: State, expected: State, _: Options) -> Score:
    """Compare a docx with ``paragraphs`` (all that say something, in order), ``tables`` and the page.

    A paragraph is a text or an object with ``text`` and facts: style, alignment, list, on_new_page,
    bold, italic, underline, strike, highlighted (for the whole paragraph; given as a text, for exactly that
    part of it), size, font, colour. ``everywhere`` holds facts of the paragraphs that do not name them.
    Further rules: header, footer, orientation, page_breaks (how many), pictures (rules of `picture_is` each).
    """
    document, rules = docx(file_of(result)), rules_of(expected)
    unknown = set(rules) - set(_PARTS) - {"everywhere"}
    if unknown:
        raise WrongRules(f"document_is knows no rule {shown(sorted(unknown))}")
    for name, check in _PARTS.items():
        if name in rules:
            for complaint in check(document, rules[name], rules):
                return none(complaint)
    return full(f"{', '.join(rules)} are as wanted")


def _paragraphs(document: Any) -> list[Any]:
    return [paragraph for paragraph in document.paragraphs if paragraph.text.strip()]


def _check_paragraphs(document: Any, wanted: Any, rules: Mapping[str, Any]) -> Iterator[str]:
    described = [{"text": each} if isinstance(each, str) else dict(each) for each in wanted]
    found = _paragraphs(document)
    texts, expected = [each.text.strip() for each in found], [each["text"] for each in described]
    if texts != expected:
        yield f"the texts are {shown(texts)}, wanted are {shown(expected)}"
        return
    for paragraph, description in zip(found, described, strict=True):
        facts = {**rules.get("everywhere", {}), **description}
        del facts["text"]
        for name, value in facts.items():
            have = _fact(paragraph, name, value)
            if have != value:
                yield f"{name} of {paragraph.text[:40]!r} is {shown(have)}, wanted is {shown(value)}"


def _fact(paragraph: Any, name: str, wanted: Any) -> Any:
    if name in _PARAGRAPH_FACTS:
        return _paragraph_fact(paragraph, name)
    if name not in _RUN_FACTS:
        raise WrongRules(
            f"paragraphs have no fact “{name}”; known are {', '.join(_PARAGRAPH_FACTS + _RUN_FACTS)}"
        )
    runs = [run for run in paragraph.runs if run.text.strip()]
    if name not in ("size", "font", "colour") and isinstance(wanted, str):
        marked = [run.text if _run_fact(run, paragraph, name) else "\0" for run in paragraph.runs]
        return " ".join("".join(marked).replace("\0", " ").split())
    values = [_run_fact(run, paragraph, name) for run in runs]
    return values[0] if values and all(value == values[0] for value in values) else values


def _paragraph_fact(paragraph: Any, name: str) -> Any:
    match name:
        case "style":
            return paragraph.style.name
        case "list":
            return _numbering(paragraph) is not None
        case "on_new_page":
            return _on_new_page(paragraph)
        case _:
            alignment = _through_styles(paragraph, lambda each: each.paragraph_format.alignment)
            return _ORDERS.get(0 if alignment is None else int(alignment), str(alignment))


def _on_new_page(paragraph: Any) -> bool:
    """Say whether a page break stands right before the paragraph's text."""
    if _through_styles(paragraph, lambda each: each.paragraph_format.page_break_before):
        return True
    text = f"{_WORD}t"
    words = [each for each in paragraph._p.iter(text) if (each.text or "").strip()]
    earlier = [each for each in paragraph._p.getroottree().getroot().iter(text, f"{_WORD}br")]
    before = reversed(earlier[: earlier.index(words[0])])
    nearest = next((each for each in before if each.tag != text or (each.text or "").strip()), None)
    return nearest is not None and nearest.tag != text and nearest.get(f"{_WORD}type") == "page"


def _numbering(paragraph: Any) -> Any:
    properties = paragraph._p.pPr
    return None if properties is None else properties.numPr


def _through_styles(part: Any, read: Callable[[Any], Any]) -> Any:
    """Return the first value that is set: on the part, on its style, on the styles that is based on."""
    value, style = read(part), part.style
    while value is None and style is not None:
        value, style = read(style), style.base_style
    return value


def _run_fact(run: Any, paragraph: Any, name: str) -> Any:
    value = _font_value(run.font, name)
    for style in (run.style, paragraph.style):
        while value is None and style is not None:
            value, style = _font_value(style.font, name), style.base_style
    if name in ("size", "font", "colour"):
        return value
    return bool(value)


def _font_value(font: Any, name: str) -> Any:
    match name:
        case "size":
            return None if font.size is None else font.size.pt
        case "font":
            return font.name
        case "colour":
            rgb = font.color.rgb if font.color is not None and font.color.type is not None else None
            return None if rgb is None else str(rgb)
        case "highlighted":
            return _highlighted(font)
        case _:
            return getattr(font, name)


def _highlighted(font: Any) -> bool | None:
    """Writers mark text by a highlight or by the colour behind it."""
    properties = font.element.rPr
    if properties is None:
        return None
    shade = properties.find(f"{_WORD}shd")
    if shade is not None and shade.get(f"{_WORD}fill") not in (None, "auto"):
        return True
    mark = properties.find(f"{_WORD}highlight")
    return None if mark is None else mark.get(f"{_WORD}val") != "none"


def _check_tables(document: Any, wanted: Any, _: Mapping[str, Any]) -> Iterator[str]:
    found = [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in document.tables]
    if found != wanted:
        yield f"the tables are {shown(found)}, wanted are {shown(wanted)}"


def _check_margin_text(part: str) -> Callable[[Any, Any, Mapping[str, Any]], Iterator[str]]:
    def check(document: Any, wanted: Any, _: Mapping[str, Any]) -> Iterator[str]:
        for section in document.sections:
            text = " ".join(each.text.strip() for each in getattr(section, part).paragraphs).strip()
            if text != wanted:
                yield f"the {part} is {text!r}, wanted is {wanted!r}"

    return check


def _check_orientation(document: Any, wanted: Any, _: Mapping[str, Any]) -> Iterator[str]:
    for section in document.sections:
        have = "landscape" if section.page_width > section.page_height else "portrait"
        if have != wanted:
            yield f"the page is {have}, wanted is {wanted}"


def _check_pictures(document: Any, wanted: Any, _: Mapping[str, Any]) -> Iterator[str]:
    """Compare the pictures in the text, in order, each with the rules of `picture_is`."""
    from PIL import Image

    found = [document.part.related_parts[each] for each in document.element.body.xpath(".//a:blip/@r:embed")]
    if len(found) != len(wanted):
        yield f"{len(found)} pictures, wanted are {len(wanted)}"
        return
    for part, rules in zip(found, wanted, strict=True):
        with reading("a document", "one with pictures"):
            picture = Image.open(io.BytesIO(part.blob))
            picture.load()
        if complaint := picture_complaint(picture, rules):
            yield f"a picture in the text: {complaint}"


def _check_breaks(document: Any, wanted: Any, _: Mapping[str, Any]) -> Iterator[str]:
    """Count page breaks, as characters or as a property of the paragraph after them."""
    body = document.element.body
    found = len(body.xpath('.//w:br[@w:type="page"]')) + len(body.xpath(".//w:pPr/w:pageBreakBefore"))
    if found != wanted:
        yield f"{found} page breaks, wanted are {wanted}"


_PARTS: Mapping[str, Callable[[Any, Any, Mapping[str, Any]], Iterator[str]]] = {
    "paragraphs": _check_paragraphs,
    "tables": _check_tables,
    "header": _check_margin_text("header"),
    "footer": _check_margin_text("footer"),
    "orientation": _check_orientation,
    "pictures": _check_pictures,
    "page_breaks": _check_breaks,
}
