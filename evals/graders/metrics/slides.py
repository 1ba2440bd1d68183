"""Metrics of presentations (pptx)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals.graders.errors import WrongRules
from evals.graders.metrics.slide_comparison import Examined, differing
from evals.graders.packages import needs
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, file_of, reading, rule, rules_of

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURE = 13
_HALF_INCH = 457_200
_FARTHEST = (3 * 255**2) ** 0.5


def compare_pptx_files(result: State, expected: State, options: Options) -> Score:
    """Compare two presentations, by shape and run; options ``examine_...`` choose what counts."""
    examined = Examined.of(options)
    ours, theirs = pptx(file_of(result)), pptx(file_of(expected))
    reason = next(differing(ours, theirs, examined), None)
    return none(reason) if reason else full(f"{len(theirs.slides)} slides are as wanted")


def check_slide_orientation_Portrait(result: State, _: State, __: Options) -> Score:
    """Expect slides that are higher than wide."""
    slides = pptx(file_of(result))
    return verdict(slides.slide_width < slides.slide_height, f"{slides.slide_width}x{slides.slide_height}")


def check_image_stretch_and_center(result: State, expected: State, _: Options) -> Score:
    """Expect the first slide's picture to fill the slide, to half an inch."""
    original = pptx(file_of(expected))
    model = next(_pictures(original.slides[0]), None)
    if model is None:
        return none("the original has no picture on its first slide")
    same = [p for p in _pictures(pptx(file_of(result)).slides[0]) if p.image.blob == model.image.blob]
    if not same:
        return none("the picture is not on the first slide")
    picture, width, height = same[-1], original.slide_width, original.slide_height
    off = (
        picture.width - width,
        picture.height - height,
        picture.left - (width - picture.width) / 2,
        picture.top - (height - picture.height) / 2,
    )
    inches = ", ".join(f"{each / 914_400:.2f}" for each in off)
    return verdict(all(abs(each) <= _HALF_INCH for each in off), f"off by {inches} inches")


def evaluate_presentation_fill_to_rgb_distance(result: State, expected: State, _: Options) -> Score:
    """Score how near the slides' backgrounds are to a colour; the original colour counts as farthest."""
    rules = rules_of(expected)
    slides = list(pptx(file_of(result)).slides)
    wanted, original = rule(rules, "rgb"), rules.get("original_rgb")
    distances = [_distance(background(slide), wanted, original) for slide in slides]
    return Score(1 - sum(distances) / len(distances), f"distances {[round(each, 3) for each in distances]}")


def check_transition(result: State, expected: State, _: Options) -> Score:
    """Expect a slide's transition to be of the wanted type."""
    rules = rules_of(expected)
    number, kind = rule(rules, "slide_idx") + 1, rule(rules, "transition_type")
    root = _part(file_of(result), f"ppt/slides/slide{number}.xml")
    if root is None:
        return none(f"there is no slide {number}")
    transition = next(root.iter(f"{_P}transition"), None)
    if transition is None:
        return none(f"slide {number} has no transition")
    return verdict(next(transition.iter(f"{_P}{kind}"), None) is not None, f"slide {number} against {kind}")


def check_page_number_colors(result: State, expected: State, _: Options) -> Score:
    """Expect the page numbers on the master slide to be red, green, blue or black."""
    root = _part(file_of(result), "ppt/slideMasters/slideMaster1.xml")
    fills = [] if root is None else [fill for fill in root.iter(f"{_A}solidFill")]
    colours = [each.get("val") for fill in fills for each in fill.iter(f"{_A}srgbClr")]
    if len(colours) < 2:
        return none("the master slide names no colour for page numbers")
    # OSWorld reads from the value's second digit on, as if it began with “#”; we read the colour itself.
    red, green, blue = bytes.fromhex(colours[-2])
    wanted = rule(rules_of(expected), "color")
    return verdict(_is_colour(wanted, red, green, blue), f"#{colours[-2]} against {wanted}")


def pptx(path: Path) -> Any:
    """Open a presentation. Raises `UnreadableInput`, `GraderMissing`."""
    with needs("pptx"):
        from pptx import Presentation
    with reading(path, "a presentation"):
        return Presentation(str(path))


def background(slide: Any) -> tuple[int, int, int] | None:
    """Return the colour of a slide's background, of its master's where the slide has none of its own."""
    fill = slide.background.fill
    if fill.type == 5:
        fill = slide.slide_layout.slide_master.background.fill
    if fill.type != 1 or getattr(fill.fore_color, "rgb", None) is None:
        return None
    red, green, blue = fill.fore_color.rgb
    return red, green, blue


def _distance(colour: tuple[int, int, int] | None, wanted: list[int], original: list[int] | None) -> float:
    if colour is None or (original is not None and tuple(original) == colour):
        return 1.0
    return float(sum((a - b) ** 2 for a, b in zip(colour, wanted, strict=True)) ** 0.5 / _FARTHEST)


def _is_colour(name: str, red: int, green: int, blue: int, margin: int = 50) -> bool:
    match name:
        case "red":
            return red > max(green, blue) + margin
        case "green":
            return green > max(red, blue) + margin
        case "blue":
            return blue > max(red, green) + margin
        case "black":
            return max(red, green, blue) < margin
        case other:
            raise WrongRules(f"page numbers are red, green, blue or black, not {other!r}")


def _pictures(slide: Any) -> Iterator[Any]:
    yield from (shape for shape in slide.shapes if shape.shape_type == _PICTURE)


def _part(path: Path, name: str) -> Any:
    """Return the root element of a part, None where there is no such part."""
    with needs("lxml"):
        from lxml import etree
    with reading(path, "a presentation"), zipfile.ZipFile(path) as archive:
        if name not in archive.namelist():
            return None
        return etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
