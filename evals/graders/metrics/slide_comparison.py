"""How two presentations are compared; what is examined, and which tolerance it has, is OSWorld's."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

_PICTURE, _TABLE, _FREEFORM = 13, 19, 5
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BOX = ("left", "top", "width", "height")
_SHIFTED_TEXT = "Elaborate on what you want to discuss."


@dataclass(frozen=True, slots=True)
class Examined:
    """What counts in a comparison; the fields are OSWorld's options without their ``examine_``."""

    number_of_slides: bool = True
    shape: bool = True
    text: bool = True
    indent: bool = True
    font_name: bool = True
    font_size: bool = True
    font_bold: bool = True
    font_italic: bool = True
    color_rgb: bool = True
    font_underline: bool = True
    strike_through: bool = True
    alignment: bool = True
    bullets: bool = True
    background_color: bool = True
    note: bool = True
    title_bottom_position: bool = False
    table_bottom_position: bool = False
    right_position: bool = False
    top_position: bool = False
    shape_for_shift_size: bool = False
    image_size: bool = False
    modify_height: bool = False
    tolerance: float = 0.005

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Examined:
        """Read the options of a task; those nobody knows are ignored, as OSWorld does."""
        names = {field.name for field in fields(cls)}
        chosen = {key.removeprefix("examine_"): value for key, value in options.items()}
        if "approximately_tolerance" in options:
            chosen["tolerance"] = options["approximately_tolerance"]
        return cls(**{key: value for key, value in chosen.items() if key in names})


def differing(ours: Any, theirs: Any, examined: Examined) -> Iterator[str]:
    """Yield what differs between two presentations, in words."""
    first, second = list(ours.slides), list(theirs.slides)
    if examined.number_of_slides and len(first) != len(second):
        yield f"{len(first)} slides, wanted are {len(second)}"
    for number, (slide, wanted) in enumerate(zip(first, second, strict=False), 1):
        for reason in _slides(slide, wanted, number, examined):
            yield f"slide {number}: {reason}"


def _slides(ours: Any, theirs: Any, number: int, examined: Examined) -> Iterator[str]:
    from evals.graders.metrics.slides import background

    if examined.background_color and background(ours) != background(theirs):
        yield f"the background is {background(ours)}, wanted is {background(theirs)}"
    if examined.note and _notes(ours) != _notes(theirs):
        yield "the notes differ"
    if len(ours.shapes) != len(theirs.shapes):
        yield f"{len(ours.shapes)} shapes, wanted are {len(theirs.shapes)}"
        return
    for place, (shape, wanted) in enumerate(zip(ours.shapes, theirs.shapes, strict=True), 1):
        for reason in _shapes(shape, wanted, number, examined):
            yield f"shape {place} ({shape.name}): {reason}"
    if examined.bullets and _has_runs(ours) and _has_runs(theirs) and _bullets(ours) != _bullets(theirs):
        yield "the bullets differ"
    if examined.alignment:
        yield from _aligned(list(_texts(ours.shapes)), list(_texts(theirs.shapes)), examined)


def _shapes(ours: Any, theirs: Any, number: int, examined: Examined) -> Iterator[str]:
    for rule in _PLACES:
        if (reason := rule(ours, theirs, number, examined)) is not None:
            yield reason
    if ours.shape_type == _TABLE:
        yield from _tables(ours, theirs)
    if ours.has_text_frame and theirs.has_text_frame:
        yield from _frames(ours.text_frame, theirs.text_frame, examined)


def _anywhere(ours: Any, theirs: Any, _: int, examined: Examined) -> str | None:
    return _moved(ours, theirs, examined) if examined.shape else None


def _shifted(ours: Any, theirs: Any, _: int, examined: Examined) -> str | None:
    """Positions count except for the one text of the task that moves it."""
    texts = {each.text_frame.text for each in (ours, theirs) if each.has_text_frame}
    if not examined.shape_for_shift_size or texts == {_SHIFTED_TEXT}:
        return None
    return _moved(ours, theirs, examined)


def _title_at_bottom(ours: Any, theirs: Any, _: int, examined: Examined) -> str | None:
    if not examined.title_bottom_position:
        return None
    if ours.has_text_frame and theirs.has_text_frame and ours.text_frame.text == theirs.text_frame.text:
        low = ours.top > theirs.top and ours.top >= 3_600_000
        return (
            None if low or ours.text_frame.text != "Product Comparison" else "the title is not at the bottom"
        )
    return _moved(ours, theirs, examined)


def _table_at_bottom(ours: Any, theirs: Any, number: int, examined: Examined) -> str | None:
    if not examined.table_bottom_position:
        return None
    if number == 3 and ours.shape_type == theirs.shape_type == _TABLE:
        low = ours.top > theirs.top and ours.top >= 3_600_000
        return None if low else "the table is not at the bottom"
    return _moved(ours, theirs, examined)


def _at_right(ours: Any, theirs: Any, number: int, examined: Examined) -> str | None:
    if not examined.right_position or number != 2 or ours.has_text_frame or theirs.has_text_frame:
        return None
    right = ours.left > theirs.left and ours.left >= 4_320_000
    return None if right else "it is not at the right"


def _at_top(ours: Any, theirs: Any, number: int, examined: Examined) -> str | None:
    if not examined.top_position or number != 2 or not ours.shape_type == theirs.shape_type == _PICTURE:
        return None
    high = ours.top < theirs.top and ours.top <= 1_980_000
    return None if high else "the picture is not at the top"


def _picture_size(ours: Any, theirs: Any, _: int, examined: Examined) -> str | None:
    if not examined.image_size:
        return None
    pictures = ours.shape_type == theirs.shape_type == _PICTURE
    return _moved(ours, theirs, examined, ("width", "height") if pictures else _BOX)


def _height(ours: Any, theirs: Any, _: int, examined: Examined) -> str | None:
    if not examined.modify_height:
        return None
    no_texts = not ours.has_text_frame and not theirs.has_text_frame
    drawn = ours.shape_type == theirs.shape_type == _FREEFORM
    return _moved(ours, theirs, examined, ("height",) if no_texts or drawn else _BOX)


_PLACES: tuple[Callable[[Any, Any, int, Examined], str | None], ...] = (
    _title_at_bottom,
    _table_at_bottom,
    _at_right,
    _at_top,
    _shifted,
    _anywhere,
    _picture_size,
    _height,
)


def _moved(ours: Any, theirs: Any, examined: Examined, sides: tuple[str, ...] = _BOX) -> str | None:
    for side in sides:
        mine, wanted = getattr(ours, side), getattr(theirs, side)
        if not _near(mine, wanted, examined.tolerance):
            return f"{side} is {mine}, wanted is {wanted}"
    return None


def _near(ours: int | None, theirs: int | None, tolerance: float) -> bool:
    if ours == theirs:
        return True
    if not ours or not theirs:
        return False
    return abs(ours - theirs) / max(abs(ours), abs(theirs)) <= tolerance


def _tables(ours: Any, theirs: Any) -> Iterator[str]:
    """Compare the formats in a table; what a cell says is not compared, as OSWorld does not."""
    if theirs.shape_type != _TABLE:
        yield "a table where none is wanted"
        return
    first, second = ours.table, theirs.table
    size, wanted = ((len(each.rows), len(each.columns)) for each in (first, second))
    if size != wanted:
        yield f"a table of {size}, wanted is {wanted}"
        return
    for row in range(size[0]):
        for column in range(size[1]):
            for reason in _cells(first.cell(row, column), second.cell(row, column)):
                yield f"cell {row + 1},{column + 1}: {reason}"


def _cells(ours: Any, theirs: Any) -> Iterator[str]:
    everything = Examined(font_name=False, font_size=False, strike_through=False)
    paragraphs = [each.text_frame.paragraphs for each in (ours, theirs)]
    if len(paragraphs[0]) != len(paragraphs[1]):
        yield "the number of paragraphs differs"
        return
    for paragraph, wanted in zip(*paragraphs, strict=True):
        yield from _runs(paragraph, wanted, everything)


def _frames(ours: Any, theirs: Any, examined: Examined) -> Iterator[str]:
    if examined.text and ours.text.strip() != theirs.text.strip():
        yield f"the text is {ours.text.strip()[:60]!r}, wanted is {theirs.text.strip()[:60]!r}"
    if len(ours.paragraphs) != len(theirs.paragraphs):
        yield f"{len(ours.paragraphs)} paragraphs, wanted are {len(theirs.paragraphs)}"
        return
    for paragraph, wanted in zip(ours.paragraphs, theirs.paragraphs, strict=True):
        if examined.alignment and _alignment(paragraph) != _alignment(wanted):
            mine, other = _alignment(paragraph), _alignment(wanted)
            yield f"{paragraph.text[:40]!r} is aligned {mine}, wanted is {other}"
        if examined.text and paragraph.text != wanted.text:
            yield f"the text is {paragraph.text[:60]!r}, wanted is {wanted.text[:60]!r}"
        if examined.indent and paragraph.level != wanted.level:
            yield f"{paragraph.text[:40]!r} has level {paragraph.level}, wanted is {wanted.level}"
        yield from _runs(paragraph, wanted, examined)


def _runs(ours: Any, theirs: Any, examined: Examined) -> Iterator[str]:
    if len(ours.runs) != len(theirs.runs):
        yield f"{ours.text[:40]!r} has {len(ours.runs)} runs, wanted are {len(theirs.runs)}"
        return
    for run, wanted in zip(ours.runs, theirs.runs, strict=True):
        for name, mine, other in _formats(run.font, wanted.font, examined):
            yield f"{run.text[:40]!r}: {name} is {mine}, wanted is {other}"


def _formats(ours: Any, theirs: Any, examined: Examined) -> Iterator[tuple[str, Any, Any]]:
    """Yield name and both values of what differs; not set and not bold are the same."""
    plain = (("font", "name", examined.font_name), ("size", "size", examined.font_size))
    for name, attribute, counts in plain:
        if counts and getattr(ours, attribute) != getattr(theirs, attribute):
            yield name, getattr(ours, attribute), getattr(theirs, attribute)
    for name, counts in (("bold", examined.font_bold), ("italic", examined.font_italic)):
        if counts and bool(getattr(ours, name)) != bool(getattr(theirs, name)):
            yield name, getattr(ours, name), getattr(theirs, name)
    colours = [getattr(each.color, "rgb", None) for each in (ours, theirs)]
    named = all(hasattr(each.color, "rgb") for each in (ours, theirs))
    if examined.color_rgb and named and colours[0] != colours[1]:
        yield "colour", colours[0], colours[1]
    if examined.font_underline and _underlined_otherwise(ours.underline, theirs.underline):
        yield "underline", ours.underline, theirs.underline
    strikes = [each._element.get("strike", "noStrike") for each in (ours, theirs)]
    if examined.strike_through and strikes[0] != strikes[1]:
        yield "strike through", strikes[0], strikes[1]


def _underlined_otherwise(ours: Any, theirs: Any) -> bool:
    if ours == theirs:
        return False
    return (ours is not None and theirs is not None) or True in (ours, theirs)


def _aligned(ours: list[Any], theirs: list[Any], examined: Examined) -> Iterator[str]:
    """Compare the alignment of all texts, those inside groups too."""
    if len(ours) != len(theirs):
        yield f"{len(ours)} texts, wanted are {len(theirs)}"
        return
    for frame, wanted in zip(ours, theirs, strict=True):
        if examined.text and frame.text.strip() != wanted.text.strip():
            yield f"the text is {frame.text.strip()[:60]!r}, wanted is {wanted.text.strip()[:60]!r}"
        if [*map(_alignment, frame.paragraphs)] != [*map(_alignment, wanted.paragraphs)]:
            yield f"{frame.text.strip()[:40]!r} is aligned otherwise"


def _texts(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if shape.has_text_frame:
            yield shape.text_frame
        if hasattr(shape, "shapes"):
            yield from _texts(shape.shapes)


def _alignment(paragraph: Any) -> Any:
    from pptx.enum.text import PP_ALIGN

    return PP_ALIGN.LEFT if paragraph.alignment is None else paragraph.alignment


def _notes(slide: Any) -> str:
    if not slide.has_notes_slide:
        return ""
    frame = slide.notes_slide.notes_text_frame
    return "" if frame is None else frame.text.strip()


def _has_runs(slide: Any) -> bool:
    return any(paragraph.runs for frame in _own_texts(slide) for paragraph in frame.paragraphs)


def _own_texts(slide: Any) -> Iterator[Any]:
    yield from (shape.text_frame for shape in slide.shapes if shape.has_text_frame)


def _bullets(slide: Any) -> list[tuple[str, str, str]]:
    """Return level, bullet and text of every paragraph that says something."""
    found = []
    for paragraph in slide._element.iter(f"{_A}p"):
        properties = paragraph.find(f"{_A}pPr")
        text = "".join(each.text or "" for each in paragraph.iter(f"{_A}t"))
        if text.strip():
            bullet = None if properties is None else properties.find(f"{_A}buChar")
            level = "none" if properties is None else properties.get("lvl", "0")
            found.append((level, "none" if bullet is None else bullet.get("char"), text))
    return found
