"""Getters of what is inside a presentation of the guest."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree

from evals.graders.context import GradingContext
from evals.graders.state import Absent, State, reading
from evals.tasks.task import Getter

_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"


def audio_in_slide(getter: Getter, context: GradingContext) -> State:
    """Return the sound of a slide, from inside the presentation or from the file it names."""
    return _of_slide(getter, context, "audio")


def background_image_in_slide(getter: Getter, context: GradingContext) -> State:
    """Return the picture behind a slide."""
    return _of_slide(getter, context, "image")


def _of_slide(getter: Getter, context: GradingContext, kind: str) -> State:
    path, number = getter.parameters["ppt_file_path"], int(getter.parameters["slide_index"]) + 1
    file = context.fetch(path, PurePosixPath(path).name)
    if isinstance(file, Absent):
        return file
    with reading(file, "a presentation"), zipfile.ZipFile(file) as archive:
        target = _target(archive, number, kind)
        inside = None if target is None else posixpath.normpath(posixpath.join("ppt/slides", target))
        content = archive.read(inside) if inside in archive.namelist() else None
    if target is None:
        return Absent(f"slide {number} has no {kind}")
    if content is None:
        return context.fetch(unquote(target.removeprefix("file://")), getter.parameters["dest"])
    # Metrics go by the kind of file, so its ending is kept.
    where = context.place(f"{PurePosixPath(getter.parameters['dest']).stem}-{PurePosixPath(target).name}")
    context.from_guest.add(where)
    where.write_bytes(content)
    return where


def _target(archive: zipfile.ZipFile, number: int, kind: str) -> str | None:
    """Return where the relation of this kind leads; of pictures only the one behind the slide counts."""
    slide, relations = f"ppt/slides/slide{number}.xml", f"ppt/slides/_rels/slide{number}.xml.rels"
    if slide not in archive.namelist() or relations not in archive.namelist():
        return None
    wanted = _background(archive.read(slide)) if kind == "image" else None
    if kind == "image" and wanted is None:
        return None
    for each in ElementTree.fromstring(archive.read(relations)).iter(f"{_PACKAGE}Relationship"):
        if kind in each.get("Type", "") and wanted in (None, each.get("Id")):
            return each.get("Target")
    return None


def _background(slide: bytes) -> str | None:
    for properties in ElementTree.fromstring(slide).iter(f"{_P}bgPr"):
        for picture in properties.iter(f"{_A}blip"):
            return picture.get(f"{_OFFICE}embed")
    return None
