"""The loop's records as JSON and back.

Dataclasses become objects of their fields; points, sizes and boxes lists of whole numbers; members of the
closed unions (actions, expectations) carry their ``kind``; a screenshot becomes the name of its picture file
with its region. Fields absent from older files take their defaults, unknown ones are passed over, unknown
kinds and wrong types are refused with `JournalError`.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import weakref
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import cv2
import numpy as np

from actions.action import Action
from actions.codecs import native
from actions.errors import InvalidAction
from actions.geometry import Box, Point, Size
from actions.screenshot import Image, Screenshot
from grounding.types import ParsedScreen, UIElement
from gui_agent.errors import JournalError
from gui_agent.expectation import Expectation
from gui_agent.tools.action import TOOL_KINDS, ToolAction, kind_of
from gui_agent.types import Step

T = TypeVar("T")
PictureNamer = Callable[[Screenshot], str]
"""Says under which file name, relative to the run folder, a screenshot's picture lies."""

_ACTIONS: tuple[type, ...] = get_args(Action)
_TOOL_ACTIONS: tuple[type, ...] = get_args(ToolAction)
_EXPECTATIONS: tuple[type, ...] = get_args(Expectation)
_PLAIN = (Point, Size, Box)
_DEEPEST = 40


class StoredScreenshot(Screenshot):
    """A screenshot whose picture is read from its file whenever it is wanted and not in memory."""

    __slots__ = ("__weakref__", "_loaded", "path")

    def __init__(self, path: Path, region: Box, scale: float, captured_at: float) -> None:
        for name, value in (("region", region), ("scale", scale), ("captured_at", captured_at)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "_loaded", None)

    @property
    def image(self) -> Image:
        """The picture, HxWx3 BGR. Raises `JournalError` where the file is missing or unreadable."""
        loaded = cast("weakref.ref[Image] | None", getattr(self, "_loaded", None))
        picture = loaded() if loaded else None
        if picture is None:
            picture = read_picture(cast(Path, getattr(self, "path")))  # noqa: B009
            object.__setattr__(self, "_loaded", weakref.ref(picture))
        return picture

    def __repr__(self) -> str:
        return f"StoredScreenshot({getattr(self, 'path', None)}, {self.region})"


def read_picture(path: Path) -> Image:
    """Read a picture file as HxWx3 BGR. Raises `JournalError`."""
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    except (OSError, cv2.error):
        picture = None
    if picture is None:
        raise JournalError(
            f"the picture {path} is missing or damaged; the run broke off before it was written"
        )
    return cast(Image, picture)


def step_to_json(step: Step, name_picture: PictureNamer | None = None) -> dict[str, Any]:
    """Return ``step`` as a JSON object; without ``name_picture`` screenshots have no file."""
    return cast("dict[str, Any]", to_json(step, name_picture))


def step_from_json(data: object, folder: Path) -> Step:
    """Return the step `step_to_json` made ``data`` from; pictures are read from ``folder`` when wanted."""
    return from_json(Step, data, folder)


def to_json(value: object, name_picture: PictureNamer | None = None) -> Any:
    """Return any record of the loop as JSON values."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Enum():
            return value.name
        case Screenshot():
            return _screenshot_to_json(value, name_picture)
        case ParsedScreen(elements, region):
            rows = [_element_to_json(element) for element in elements]
            return {"region": to_json(region), "elements": rows}
        case Point() | Size() | Box():
            return list(dataclasses.astuple(value))
        case Mapping():
            return {str(key): to_json(item, name_picture) for key, item in value.items()}
        case frozenset():
            return sorted(to_json(item, name_picture) for item in value)
        case tuple() | list():
            return [to_json(item, name_picture) for item in value]
    if isinstance(value, _ACTIONS):
        return native.to_json(cast(Action, value))
    return _record_to_json(value, name_picture)


def from_json(kind: type[T], data: object, folder: Path) -> T:
    """Return the ``kind`` that ``data`` describes. Raises `JournalError` for what is none."""
    return cast(T, _read(kind, data, folder, 0))


def kind_name(kind: type | str) -> str:
    """Return a class name as the word used for it in files: ``TextVisible`` is ``text_visible``."""
    name = kind if isinstance(kind, str) else kind.__name__
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _record_to_json(value: object, name_picture: PictureNamer | None) -> dict[str, Any]:
    if not dataclasses.is_dataclass(value):
        raise JournalError(f"a {type(value).__name__} cannot be kept in a journal")
    tag = {"kind": kind_name(type(value))} if isinstance(value, _EXPECTATIONS) else {}
    if isinstance(value, _TOOL_ACTIONS):
        tag = {"kind": kind_of(cast(ToolAction, value))}
    fields = dataclasses.fields(value)
    return tag | {field.name: to_json(getattr(value, field.name), name_picture) for field in fields}


def _screenshot_to_json(screenshot: Screenshot, name_picture: PictureNamer | None) -> dict[str, Any]:
    name = name_picture(screenshot) if name_picture else None
    common = {"region": to_json(screenshot.region), "scale": screenshot.scale}
    return {"file": name, **common, "captured_at": screenshot.captured_at}


def _element_to_json(element: UIElement) -> dict[str, Any]:
    """Write the many elements of a screen by hand: they are most of a journal."""
    box = element.box
    row: dict[str, Any] = {"box": [box.x1, box.y1, box.x2, box.y2], "role": element.role}
    row["text"], row["score"] = element.text, to_json(element.score)
    if element.state:
        row["state"] = sorted(element.state)
    for field in dataclasses.fields(element):
        if field.name not in ("box", "role", "text", "score", "state"):
            row[field.name] = to_json(getattr(element, field.name))
    return row


def _read(hint: Any, data: object, folder: Path, depth: int) -> object:
    if depth > _DEEPEST:
        raise JournalError("a record is nested too deeply")
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _read_union(get_args(hint), data, folder, depth)
    if origin is Literal:
        return _checked(data, data in get_args(hint), f"one of {get_args(hint)}")
    if origin is tuple:
        return _read_tuple(get_args(hint), data, folder, depth)
    if origin is frozenset:
        return frozenset(_read(get_args(hint)[0], item, folder, depth + 1) for item in _list(data))
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        items = _object(data).items()
        return {key: _read(get_args(hint)[1], item, folder, depth + 1) for key, item in items}
    return _read_class(hint, data, folder, depth)


def _read_class(kind: type, data: object, folder: Path, depth: int) -> object:
    if kind is float:
        return _number(data)
    if kind in (int, str, bool):
        right = isinstance(data, kind) and (kind is bool or not isinstance(data, bool))
        return _checked(data, right, kind.__name__)
    if isinstance(kind, type) and issubclass(kind, Enum):
        known = kind.__members__
        return known[str(_checked(data, isinstance(data, str) and data in known, f"one of {list(known)}"))]
    if kind in _PLAIN:
        numbers = _list(data)
        fits = len(numbers) == len(dataclasses.fields(kind)) and all(type(n) is int for n in numbers)
        return kind(*cast("list[Any]", _checked(numbers, fits, f"a {kind.__name__}")))
    if kind is Screenshot:
        return _read_screenshot(data, folder)
    return _read_record(kind, data, folder, depth)


def _read_record(kind: type, data: object, folder: Path, depth: int) -> object:
    if not dataclasses.is_dataclass(kind):
        raise JournalError(f"a {kind!r} cannot be read from a journal")
    given, hints = _object(data), _hints(kind)
    names = [field.name for field in dataclasses.fields(kind) if field.name in given]
    values = {name: _read(hints[name], given[name], folder, depth + 1) for name in names}
    try:
        return kind(**values)
    except TypeError as error:
        raise JournalError(f"a {kind.__name__} is incomplete: {error}") from None
    except InvalidAction as error:
        raise JournalError(f"a {kind.__name__} makes no sense: {error}") from None


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Return the types of a record's fields; working them out takes longer than reading the record."""
    return get_type_hints(kind)


def _read_union(members: tuple[Any, ...], data: object, folder: Path, depth: int) -> object:
    rest = tuple(member for member in members if member is not type(None))
    if data is None and len(rest) < len(members):
        return None
    if set(_ACTIONS) <= set(rest):
        return _read_action(data, folder, depth)
    if len(rest) == 1:
        return _read(rest[0], data, folder, depth)
    if all(dataclasses.is_dataclass(member) for member in rest):
        kinds = {kind_name(member): member for member in rest}
        name = _object(data).get("kind")
        if name not in kinds:
            raise JournalError(f"there is no kind {name!r} among {', '.join(kinds)}")
        return _read_record(kinds[str(name)], data, folder, depth)
    return _read_simple(rest, data, folder, depth)


def _read_action(data: object, folder: Path, depth: int) -> object:
    if isinstance(data, dict) and (kind := TOOL_KINDS.get(str(data.get("kind")))):
        return _read_record(kind, data, folder, depth)
    try:
        return native.from_json(data)
    except InvalidAction as error:
        raise JournalError(f"an action cannot be read: {error}") from None


def _read_simple(members: tuple[Any, ...], data: object, folder: Path, depth: int) -> object:
    """Read a union of plain values, each told from the others by its JSON type."""
    if isinstance(data, list):
        wanted = [member for member in members if get_origin(member) is tuple]
    else:
        wanted = [member for member in members if member is type(data)]
    if not wanted:
        raise JournalError(f"{_shown(data)} does not belong here")
    return _read(wanted[0], data, folder, depth + 1)


def _read_tuple(members: tuple[Any, ...], data: object, folder: Path, depth: int) -> tuple[object, ...]:
    items = _list(data)
    if members[-1:] == (Ellipsis,):
        return tuple(_read(members[0], item, folder, depth + 1) for item in items)
    _checked(items, len(items) == len(members), f"{len(members)} values")
    return tuple(_read(member, item, folder, depth + 1) for member, item in zip(members, items, strict=True))


def _read_screenshot(data: object, folder: Path) -> StoredScreenshot:
    given = _object(data)
    file, region = given.get("file"), from_json(Box, given.get("region"), folder)
    # A name from the file must not lead out of the run folder.
    inside = file is None or (
        isinstance(file, str) and not Path(file).is_absolute() and ".." not in Path(file).parts
    )
    _checked(file, inside, "a picture inside the run folder")
    path = folder / (str(file) if file else "no-picture")
    return StoredScreenshot(
        path, region, _number(given.get("scale", 1.0)), _number(given.get("captured_at", 0.0))
    )


def _number(data: object) -> float:
    if data is None:
        return math.nan
    right = isinstance(data, int | float) and not isinstance(data, bool)
    return float(cast(float, _checked(data, right, "a number")))


def _object(data: object) -> dict[str, Any]:
    return cast("dict[str, Any]", _checked(data, isinstance(data, dict), "an object"))


def _list(data: object) -> list[Any]:
    return cast("list[Any]", _checked(data, isinstance(data, list), "a list"))


def _checked(data: object, right: bool, wanted: str) -> object:
    if not right:
        raise JournalError(f"{_shown(data)} is not {wanted}")
    return data


def _shown(data: object) -> str:
    text = repr(data)
    return text if len(text) <= 60 else text[:60] + "…"
