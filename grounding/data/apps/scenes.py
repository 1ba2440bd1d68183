"""Scenes as files, so that better rules can label the same screens again."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from grounding.data.apps.elements import elements_of
from grounding.data.apps.tree import Node, Scene
from grounding.data.apps.windows import FrameButton, Window
from grounding.data.sample import RenderedScreen, read_screens, write_screens

_FOLDER = "scenes"


def write_scene(scene: Scene, folder: Path, name: str, scale: float) -> None:
    """Keep ``scene`` below ``folder`` under ``name``."""
    (folder / _FOLDER).mkdir(parents=True, exist_ok=True)
    content = {"scale": scale, **asdict(scene)}
    with gzip.open(_file(folder, name), "wt", encoding="utf-8") as file:
        json.dump(content, file, default=sorted)


def read_scene(folder: Path, name: str) -> tuple[Scene, float]:
    """Return the scene ``name`` and the scale of its look. Raises OSError where none was kept."""
    with gzip.open(_file(folder, name), "rt", encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    nodes = tuple(_node(entry) for entry in content["nodes"])
    windows = tuple(_window(entry) for entry in content["windows"])
    return Scene(nodes, windows, _tuple(content["size"])), float(content["scale"])


def label_again(folder: Path) -> int:
    """Rewrite screens.jsonl with today's rules; screens without a scene stay as they are."""
    screens = list(_labelled(folder))  # all before anything is replaced
    file = folder / "screens.jsonl"
    file.replace(file.with_suffix(".jsonl.old"))
    write_screens(folder, screens)
    return 0


def _labelled(folder: Path) -> Iterator[RenderedScreen]:
    for _, screen in read_screens(folder):
        name = Path(screen.image).stem
        picture = cv2.imread(str(folder / screen.image)) if _file(folder, name).exists() else None
        if picture is None:
            yield screen
            continue
        scene, scale = read_scene(folder, name)
        yield replace(screen, elements=elements_of(scene, np.asarray(picture, dtype=np.uint8), scale))


def _file(folder: Path, name: str) -> Path:
    return folder / _FOLDER / f"{name}.json.gz"


def _node(entry: dict[str, Any]) -> Node:
    return Node(
        **entry
        | {
            "states": frozenset(entry["states"]),
            "box": _tuple(entry["box"]),
            "labels": tuple(entry["labels"]),
        }
    )


def _window(entry: dict[str, Any]) -> Window:
    buttons = tuple(FrameButton(b["kind"], _tuple(b["box"])) for b in entry["buttons"])
    return Window(
        **entry | {"box": _tuple(entry["box"]), "frame": _tuple(entry["frame"]), "buttons": buttons}
    )


def _tuple(values: list[int]) -> Any:
    return tuple(values)
