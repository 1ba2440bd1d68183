"""A metric that compares a presentation with its description in the task file, without a gold file."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evals.graders.errors import WrongRules
from evals.graders.metrics.slides import background, pptx
from evals.graders.metrics.values import shown
from evals.graders.metrics.wanted_records import picture_complaint
from evals.graders.score import Score, full, none
from evals.graders.state import Options, State, file_of, reading, rule, rules_of


def presentation_is(result: State, expected: State, _: Options) -> Score:
    """Compare a pptx with ``slides``, a description of each; what is not named does not count.

    A slide has ``title``, ``texts`` (all other paragraphs that say something, in the shapes' order),
    ``notes``, ``background`` (six hexadecimal digits), ``pictures`` (rules of `picture_is` each), ``tables``
    (their texts), ``title_bold``, ``title_size`` (in points), ``title_colour``, ``hidden``.
    """
    described, slides = rule(rules_of(expected), "slides"), list(pptx(file_of(result)).slides)
    if len(slides) != len(described):
        return none(f"{len(slides)} slides, wanted are {len(described)}")
    for number, (slide, wanted) in enumerate(zip(slides, described, strict=True), 1):
        for complaint in _complaints(slide, wanted):
            return none(f"slide {number}: {complaint}")
    return full(f"{len(slides)} slides are as wanted")


def _complaints(slide: Any, wanted: Mapping[str, Any]) -> Iterator[str]:
    for name, value in wanted.items():
        if name == "pictures":
            yield from _picture_complaints(slide, value)
            continue
        if name not in _FACTS:
            raise WrongRules(f"slides have no fact “{name}”; known are pictures, {', '.join(_FACTS)}")
        have = _FACTS[name](slide)
        if have != value:
            yield f"{name} is {shown(have)}, wanted is {shown(value)}"


def _picture_complaints(slide: Any, wanted: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    from PIL import Image

    found = list(_images(slide))
    if len(found) != len(wanted):
        yield f"{len(found)} pictures, wanted are {len(wanted)}"
        return
    for image, rules in zip(found, wanted, strict=True):
        with reading("a presentation", "one with pictures"):
            picture = Image.open(io.BytesIO(image.blob))
            picture.load()
        if complaint := picture_complaint(picture, rules):
            yield f"a picture: {complaint}"


def _images(slide: Any) -> Iterator[Any]:
    """Yield the pictures inside the file, those in placeholders too; linked ones are somewhere else."""
    for shape in slide.shapes:
        try:
            yield shape.image
        except (AttributeError, ValueError, KeyError):
            continue


def _title(slide: Any) -> str:
    shape = slide.shapes.title
    return "" if shape is None else shape.text_frame.text.strip()


def _texts(slide: Any) -> list[str]:
    title = slide.shapes.title
    return [
        paragraph.text.strip()
        for shape in slide.shapes
        if shape.has_text_frame and (title is None or shape.shape_id != title.shape_id)
        for paragraph in shape.text_frame.paragraphs
        if paragraph.text.strip()
    ]


def _notes(slide: Any) -> str:
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    return "" if frame is None else frame.text.strip()


def _background(slide: Any) -> str | None:
    colour = background(slide)
    return None if colour is None else bytes(colour).hex().upper()


def _tables(slide: Any) -> list[list[list[str]]]:
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in tables]


def _title_fact(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what all runs of the title have in common, None where they differ."""

    def fact(slide: Any) -> Any:
        shape = slide.shapes.title
        runs = [] if shape is None else [run for each in shape.text_frame.paragraphs for run in each.runs]
        values = [read(run.font) for run in runs if run.text.strip()]
        return values[0] if values and all(value == values[0] for value in values) else None

    return fact


def _colour(font: Any) -> str | None:
    rgb = getattr(font.color, "rgb", None) if font.color is not None and font.color.type is not None else None
    return None if rgb is None else str(rgb)


_FACTS: Mapping[str, Callable[[Any], Any]] = {
    "title": _title,
    "texts": _texts,
    "notes": _notes,
    "background": _background,
    "tables": _tables,
    "hidden": lambda slide: slide._element.get("show") in ("0", "false"),
    "title_bold": _title_fact(lambda font: bool(font.bold)),
    "title_size": _title_fact(lambda font: None if font.size is None else font.size.pt),
    "title_colour": _title_fact(_colour),
}
