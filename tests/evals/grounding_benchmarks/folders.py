"""Small folders in exactly the file formats that the benchmarks are published in."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image as Pictures

from actions.geometry import Box, Point
from actions.screenshot import Screenshot
from grounding.errors import TargetNotFound
from grounding.types import Grounding

SHOWDOWN_HEADING = ("id", "image", "instruction", "x1", "y1", "x2", "y2", "width", "height")


class Pointing:
    """A grounding model that points where it was told, and declines whatever it was not told of."""

    def __init__(self, points: Mapping[str, tuple[int, int]]) -> None:
        self._points = points

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        if target not in self._points:
            raise TargetNotFound(f"I cannot find “{target}”.")
        x, y = self._points[target]
        return Grounding(Point(x, y), Box(x, y, x + 1, y + 1), 1.0)


def picture(path: Path, width: int = 200, height: int = 100) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Pictures.new("RGB", (width, height), (250, 250, 250)).save(path)
    return path


def write_json(path: Path, value: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")
    return path


def screenspot_record(image: str, instruction: str, bbox: Sequence[float], kind: str) -> dict[str, Any]:
    return {
        "img_filename": image,
        "instruction": instruction,
        "bbox": list(bbox),
        "data_type": kind,
        "data_source": "windows",
    }


def screenspot(folder: Path, version: str = "") -> Path:
    """Five queries; boxes are left, top, width, height."""
    images = folder / ("screenspotv2_image" if version else "screenspot_imgs")
    for name in ("mobile_a.png", "pc_a.png", "web_a.png"):
        picture(images / name)
    box = (40, 10, 30, 20)
    parts = {
        "mobile": [("m text", "text"), ("m icon", "icon")],
        "desktop": [("d text", "text"), ("d other text", "text")],
        "web": [("w icon", "icon")],
    }
    files = {"mobile": "mobile_a.png", "desktop": "pc_a.png", "web": "web_a.png"}
    for platform, asked in parts.items():
        records = [screenspot_record(files[platform], words, box, kind) for words, kind in asked]
        write_json(folder / f"screenspot_{platform}{version}.json", records)
    return folder


def screenspot_pro_record(
    image: str, instruction: str, bbox: Sequence[float], **other: Any
) -> dict[str, Any]:
    return {
        "img_filename": image,
        "bbox": list(bbox),
        "instruction": instruction,
        "instruction_cn": "点击",
        "id": f"vscode_macos_{instruction}",
        "application": "vscode",
        "platform": "macos",
        "img_size": [200, 100],
        "ui_type": "text",
        "group": "Dev",
    } | other


def screenspot_pro(folder: Path) -> Path:
    """Four queries of three applications in two groups; boxes are left, top, right, bottom."""
    for name in ("vscode_mac/a.png", "blender_windows/b.png", "pycharm_macos/c.png"):
        picture(folder / "images" / name)
    box = (40, 10, 70, 30)
    vscode = [
        screenspot_pro_record("vscode_mac/a.png", "v text", box),
        screenspot_pro_record("vscode_mac/a.png", "v icon", box, ui_type="icon"),
    ]
    pycharm = [screenspot_pro_record("pycharm_macos/c.png", "p text", box, application="pycharm")]
    creative = {"application": "blender", "platform": "windows", "ui_type": "icon", "group": "Creative"}
    blender = [screenspot_pro_record("blender_windows/b.png", "b icon", box, **creative)]
    write_json(folder / "annotations" / "blender_windows.json", blender)
    write_json(folder / "annotations" / "pycharm_macos.json", pycharm)
    write_json(folder / "annotations" / "vscode_macos.json", vscode)
    return folder


def osworld_g_record(name: str, instruction: str, shape: str, numbers: Sequence[float]) -> dict[str, Any]:
    return {
        "id": name,
        "image_path": "a.png",
        "image_size": [200, 100],
        "instruction": instruction,
        "box_type": shape,
        "box_coordinates": list(numbers),
        "GUI_types": ["Button"],
    }


def osworld_g(folder: Path) -> Path:
    """Two boxes (left, top, width, height), an L-shaped polygon and two refusals, with refined words."""
    benchmark = folder / "benchmark"
    picture(benchmark / "images" / "a.png")
    l_shape = (100, 10, 140, 10, 140, 30, 120, 30, 120, 50, 100, 50)
    parts = [
        ("A-0", "save", "bbox", (10.5, 10, 20, 10)),
        ("A-1", "open", "bbox", (40, 10, 20, 10)),
        ("A-2", "drag", "polygon", l_shape),
        ("A-3", "upload", "refusal", (-1, -1, -1, -1)),
        ("A-4", "undo", "refusal", (0, 0, 0, 0)),
    ]
    write_json(benchmark / "OSWorld-G.json", [osworld_g_record(*part) for part in parts])
    refined = [(name, f"Click the button “{words}”", *rest) for name, words, *rest in parts]
    write_json(benchmark / "OSWorld-G_refined.json", [osworld_g_record(*part) for part in refined])
    classified = {
        "text_matching": [{"id": "A-0"}, {"id": "A-1"}],
        "fine_grained_manipulation": [{"id": "A-1"}, {"id": "A-2"}],
        "refusal": [{"id": "A-3"}, {"id": "A-4"}],
    }
    write_json(benchmark / "classification_result.json", {"classified": classified})
    return folder


def showdown(folder: Path) -> Path:
    """Three clicks; the picture has twice the pixels that the numbers are given in."""
    data = folder / "showdown-clicks-dev"
    picture(data / "frames" / "a.png", 400, 200)
    rows = [
        ("s1", "frames/a.png", "Click “Save”, then wait", 40, 10, 70, 30, 200, 100),
        ("s2", "frames/a.png", "open", 40.5, 10.5, 70, 30, 200, 100),
        ("s3", "frames/a.png", "close", 100, 10, 120, 30, 200, 100),
    ]
    with (data / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([SHOWDOWN_HEADING, *rows])
    return folder
