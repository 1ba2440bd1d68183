"""Reads openQA's needles: ``NAME.json`` with its areas and tags, beside ``NAME.png``, a whole screen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from actions.geometry import Box, Point, Size
from actions.screenshot import Image
from grounding.errors import InvalidImage, InvalidNeedle
from grounding.images import load_screenshot
from grounding.pictures.picture import MARGIN, NEEDLE_SIMILAR, AreaKind, Picture, PictureArea
from grounding.pictures.target import IMAGE_SIMILAR

_KNOWN = frozenset({"area", "tags", "properties"})
_AREA = frozenset(
    {"xpos", "ypos", "width", "height", "type", "match", "margin", "click_point", "refstr"}
    | {"max_offset", "processing_flags"}
)
_KINDS: tuple[AreaKind, ...] = ("match", "exclude", "ocr")
_MOST = 100_000
ANYWHERE = "anywhere"
"""The property of a needle that was a pattern of SikuliX: looked for on the whole screen, by its shapes."""


def read_needle(path: Path) -> Picture:
    """Return the needle that ``path``, its JSON file, describes. Raises `InvalidNeedle`."""
    fields = _object(path, "the file", _json(path))
    _only_known(path, "", fields, _KNOWN)
    image = _picture_of(path)
    size = Size(image.shape[1], image.shape[0])
    listed = _list(path, "area", fields.get("area"))
    if not listed:
        raise InvalidNeedle(path, "area", "expected at least one area")
    areas = tuple(_area(path, f"area {i}", each, size) for i, each in enumerate(listed, 1))
    if all(area.kind == "exclude" for area in areas):
        raise InvalidNeedle(path, "area", "at least one must be of the type match or ocr")
    if sum(area.click is not None for area in areas) > 1:
        raise InvalidNeedle(path, "area", "only one of them may have a click_point")
    anywhere = ANYWHERE in _properties(path, fields.get("properties", []))
    tags = _texts(path, "tags", fields.get("tags", []))
    return Picture(path.stem, image, areas, placed=not anywhere, strictly=not anywhere, tags=tags)


def read_image(path: Path, similar: float = IMAGE_SIMILAR, offset: Point = Point(0, 0)) -> Picture:  # noqa: B008 - frozen
    """Return an image target, as SikuliX has them: found anywhere, clicked ``offset`` from its middle.

    Raises `InvalidNeedle`.
    """
    image = _load(path, path)
    size = Box(0, 0, image.shape[1], image.shape[0])
    click = Point(size.center.x + offset.x, size.center.y + offset.y)
    area = PictureArea(size, similar=similar, click=click)
    return Picture(path.name, image, (area,), placed=False, strictly=False)


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidNeedle(path, "", f"cannot be read: {error}") from error
    except json.JSONDecodeError as error:
        raise InvalidNeedle(path, f"line {error.lineno}, column {error.colno}", error.msg) from error
    except RecursionError as error:
        raise InvalidNeedle(path, "", "is nested too deeply") from error
    except ValueError as error:
        raise InvalidNeedle(path, "", "a number in it is too long") from error


def _picture_of(path: Path) -> Image:
    picture = path.with_suffix(".png")
    if not picture.is_file():
        raise InvalidNeedle(path, "", f"its picture {picture.name} is not beside it")
    return _load(picture, path)


def _load(picture: Path, told: Path) -> Image:
    try:
        return load_screenshot(picture).image
    except InvalidImage as error:
        raise InvalidNeedle(told, picture.name, str(error)) from error
    except OSError as error:
        raise InvalidNeedle(told, picture.name, f"cannot be read: {error}") from error


def _area(path: Path, where: str, listed: object, size: Size) -> PictureArea:
    fields = _object(path, where, listed)
    _only_known(path, where, fields, _AREA)
    x, y, width, height = (
        _number(path, f"{where}: {name}", fields.get(name), least)
        for name, least in (("xpos", 0), ("ypos", 0), ("width", 1), ("height", 1))
    )
    if x + width > size.width or y + height > size.height:
        what = f"reaches beyond its picture of {size.width}x{size.height}"
        raise InvalidNeedle(path, where, what)
    kind = fields.get("type", "match")
    if kind not in _KINDS:
        raise InvalidNeedle(path, f"{where}: type", f"expected one of {', '.join(_KINDS)}, not {kind!r}")
    words = fields.get("refstr", "")
    if not isinstance(words, str) or (kind == "ocr" and not words.strip()):
        raise InvalidNeedle(path, f"{where}: refstr", "expected the words to be read there")
    return PictureArea(
        Box(x, y, x + width, y + height),
        kind,
        _percent(path, f"{where}: match", fields.get("match")),
        _number(path, f"{where}: margin", fields.get("margin", MARGIN)),
        _click(path, f"{where}: click_point", fields.get("click_point"), Size(width, height)),
        words,
    )


def _click(path: Path, where: str, listed: object, size: Size) -> Point | None:
    if listed is None:
        return None
    if listed == "center":
        return Point(size.width // 2, size.height // 2)
    fields = _object(path, where, listed)
    _only_known(path, where, fields, frozenset({"xpos", "ypos"}))
    return Point(*(_number(path, f"{where}: {n}", fields.get(n), -_MOST) for n in ("xpos", "ypos")))


def _percent(path: Path, where: str, listed: object) -> float:
    if listed is None:
        return NEEDLE_SIMILAR
    number = _as_number(listed)
    if number is None or not 0 < number <= 100:
        raise InvalidNeedle(path, where, f"expected percent above 0 and up to 100, not {_shown(listed)}")
    return number / 100


def _number(path: Path, where: str, listed: object, least: int = 0) -> int:
    number = _as_number(listed)
    if number is None or number != int(number) or not least <= number <= _MOST:
        raise InvalidNeedle(
            path, where, f"expected a whole number of pixels from {least}, not {_shown(listed)}"
        )
    return int(number)


def _as_number(listed: object) -> float | None:
    """Return the number that is listed; old editors wrote numbers in quotes."""
    if isinstance(listed, bool) or not isinstance(listed, (int, float, str)):
        return None
    try:
        number = float(listed)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) <= _MOST else None


def _shown(listed: object) -> str:
    told = repr(listed)
    return told if len(told) <= 40 else f"{told[:39]}…"


def _properties(path: Path, listed: object) -> tuple[str, ...]:
    """Return the names of the properties; some hold a value as well."""
    named = [
        each.get("name") if isinstance(each, dict) else each for each in _list(path, "properties", listed)
    ]
    return _texts(path, "properties", named)


def _texts(path: Path, where: str, listed: object) -> tuple[str, ...]:
    texts = _list(path, where, listed)
    if not all(isinstance(text, str) for text in texts):
        raise InvalidNeedle(path, where, "expected a list of texts")
    return tuple(texts)


def _list(path: Path, where: str, listed: object) -> list[Any]:
    if not isinstance(listed, list):
        raise InvalidNeedle(path, where, "expected a list")
    return listed


def _object(path: Path, where: str, listed: object) -> Mapping[str, Any]:
    if not isinstance(listed, dict):
        raise InvalidNeedle(path, where, "expected names with values")
    return listed


def _only_known(path: Path, where: str, fields: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in fields:
        if name not in known:
            place = f"{where}: {name}" if where else name
            raise InvalidNeedle(path, place, f"nobody knows this; there are {', '.join(sorted(known))}")
