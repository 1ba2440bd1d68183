"""The published file formats, one reader for each benchmark.

What each one looks like (fields, boxes, folders) is written at its reader.  All boxes become corners in
pixels; pictures are looked up in the folders that the published archives unpack to.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from evals.grounding_benchmarks.errors import InvalidBenchmark
from evals.grounding_benchmarks.query import BoxTarget, NoTarget, PolygonTarget, Query, Target
from evals.grounding_benchmarks.records import (
    BadRecord,
    Record,
    load_json,
    positive_size,
    read_csv_records,
    read_json_records,
)

PLATFORMS = ("mobile", "desktop", "web")
KINDS = ("text", "icon")
SHOWDOWN_COLUMNS = ("id", "image", "instruction", "x1", "y1", "x2", "y2", "width", "height")
_CLASSES = "classification_result.json"


def screenspot_files(folder: Path) -> list[Path]:
    """Return ``screenspot_{mobile,desktop,web}.json``, those that are there."""
    return _those_there(folder / f"screenspot_{platform}.json" for platform in PLATFORMS)


def screenspot_v2_files(folder: Path) -> list[Path]:
    """Return ``screenspot_{mobile,desktop,web}_v2.json``, those that are there."""
    return _those_there(folder / f"screenspot_{platform}_v2.json" for platform in PLATFORMS)


def read_screenspot(folder: Path, files: Iterable[Path]) -> list[Query]:
    """Read ScreenSpot or ScreenSpot-v2: both have the same fields.

    ``img_filename``, ``instruction``, ``bbox`` (left, top, width, height in pixels), ``data_type``
    (text or icon) and ``data_source`` (the system or site).
    """
    pictures = _Pictures(folder, ("screenspotv2_image", "screenspot_imgs", "images", "."))
    return [query for file in files for query in _screenspot_file(file, pictures)]


def _screenspot_file(file: Path, pictures: _Pictures) -> list[Query]:
    platform = file.stem.removeprefix("screenspot_").removesuffix("_v2")

    def make(record: Record) -> Query:
        labels = {"platform": (platform,), "kind": (record.one_of("data_type", KINDS),)}
        return Query(
            record.place,
            pictures.find(record.picture_name("img_filename")),
            record.text("instruction"),
            record.box_with_size("bbox"),
            labels,
        )

    return read_json_records(file, make)


def screenspot_pro_files(folder: Path) -> list[Path]:
    """Return ``annotations/*.json``: one file for each application and system."""
    return sorted((folder / "annotations").glob("*.json"))


def read_screenspot_pro(folder: Path, files: Iterable[Path]) -> list[Query]:
    """Read ScreenSpot-Pro.

    ``img_filename`` (in ``images/``), ``instruction``, ``bbox`` (left, top, right, bottom in pixels),
    ``img_size`` (width, height), ``ui_type`` (text or icon), ``application``, ``platform``, ``group``.
    """
    pictures = _Pictures(folder, ("images",))

    def make(record: Record) -> Query:
        labels = {
            "kind": (record.one_of("ui_type", KINDS),),
            "application": (record.text("application"),),
            "group": (record.optional_text("group") or "no group",),
        }
        return Query(
            record.place,
            pictures.find(record.picture_name("img_filename")),
            record.text("instruction"),
            record.box_with_corners("bbox"),
            labels,
            record.size("img_size"),
        )

    return [query for file in files for query in read_json_records(file, make)]


def osworld_g_files(folder: Path) -> list[Path]:
    """Return ``OSWorld-G.json``, in the folder or in ``benchmark/`` of its repository."""
    return _osworld_g(folder, "OSWorld-G.json")


def osworld_g_refined_files(folder: Path) -> list[Path]:
    """Return ``OSWorld-G_refined.json``: the same targets, asked for by what they look like."""
    return _osworld_g(folder, "OSWorld-G_refined.json")


def _osworld_g(folder: Path, name: str) -> list[Path]:
    return _those_there((folder / name, folder / "benchmark" / name))[:1]


def read_osworld_g(folder: Path, files: Iterable[Path]) -> list[Query]:
    """Read OSWorld-G with either instructions.

    ``image_path`` (in ``images/``), ``image_size`` (width, height), ``instruction``, ``box_type`` and
    ``box_coordinates``: left, top, width, height for ``bbox``; corners x, y, x, y, … for ``polygon``;
    nothing of meaning for ``refusal``.  ``classification_result.json`` beside it says which of four
    abilities each ``id`` asks for.
    """
    return [query for file in files for query in _osworld_g_file(file)]


def _osworld_g_file(file: Path) -> list[Query]:
    pictures = _Pictures(file.parent, ("images", "."))
    abilities = _abilities(file.parent / _CLASSES)

    def make(record: Record) -> Query:
        shape = record.one_of("box_type", ("bbox", "polygon", "refusal"))
        name = record.text("id")
        return Query(
            name,
            pictures.find(record.picture_name("image_path")),
            record.text("instruction"),
            _osworld_g_target(record, shape),
            {"ability": tuple(abilities.get(name, ()))},
            record.size("image_size"),
        )

    return read_json_records(file, make)


def _osworld_g_target(record: Record, shape: str) -> Target:
    match shape:
        case "bbox":
            return record.box_with_size("box_coordinates")
        case "polygon":
            flat = record.numbers("box_coordinates")
            if len(flat) < 6 or len(flat) % 2:
                raise BadRecord(
                    f"box_coordinates: a polygon needs x, y of 3 corners or more, not {len(flat)} numbers"
                )
            return PolygonTarget(tuple(zip(flat[::2], flat[1::2], strict=True)))
        case _:
            return NoTarget()


def _abilities(file: Path) -> dict[str, list[str]]:
    """Return the abilities by id; empty where the file is not there. Refusals are known by their box type."""
    if not file.is_file():
        return {}
    held = load_json(file)
    classes = held.get("classified") if isinstance(held, dict) else None
    if not isinstance(classes, dict):
        raise InvalidBenchmark([f"{file}: there is no “classified” with a list for each ability"])
    found: dict[str, list[str]] = {}
    for ability, entries in classes.items():
        if not isinstance(entries, list):
            raise InvalidBenchmark([f"{file}: {ability}: must be a list of records"])
        for number, entry in enumerate(entries):
            name = entry.get("id") if isinstance(entry, dict) else entry
            if not isinstance(name, str):
                raise InvalidBenchmark([f"{file}: {ability}: record {number}: id: is missing"])
            if ability != "refusal":
                found.setdefault(name, []).append(ability.replace("_", " "))
    return found


def showdown_files(folder: Path) -> list[Path]:
    """Return ``data.csv``, in the folder or in its ``showdown-clicks-dev/`` as published."""
    return _those_there((folder / "showdown-clicks-dev" / "data.csv", folder / "data.csv"))[:1]


def read_showdown(folder: Path, files: Iterable[Path]) -> list[Query]:
    """Read Showdown's clicks.

    ``id``, ``image`` (as seen from the CSV file), ``instruction``, and the corners ``x1 y1 x2 y2`` in a
    picture of ``width`` × ``height`` pixels.
    """
    return [query for file in files for query in _showdown_file(file)]


def _showdown_file(file: Path) -> list[Query]:
    pictures = _Pictures(file.parent, (".", "frames"))

    def make(record: Record) -> Query:
        return Query(
            record.text("id"),
            pictures.find(record.picture_name("image")),
            record.text("instruction"),
            BoxTarget(*(record.number(corner) for corner in ("x1", "y1", "x2", "y2"))),
            {},
            positive_size(record.number("width"), record.number("height"), "width, height"),
        )

    return read_csv_records(file, SHOWDOWN_COLUMNS, make)


class _Pictures:
    """Finds pictures in the folders that the published archives unpack to."""

    def __init__(self, folder: Path, places: tuple[str, ...]) -> None:
        self._folders = [folder / place for place in places]

    def find(self, name: str) -> Path:
        """Return where the picture is; where it should be if it is nowhere."""
        candidates = [folder / name for folder in self._folders]
        return next((path for path in candidates if path.is_file()), candidates[0])


def _those_there(files: Iterable[Path]) -> list[Path]:
    return [file for file in files if file.is_file()]
