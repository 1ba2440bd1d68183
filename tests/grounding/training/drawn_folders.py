"""Small folders of drawn screens with their truth, to train on for seconds."""

import random
from pathlib import Path

import cv2
import numpy as np

from grounding.data.sample import (
    RenderedElement,
    RenderedLine,
    RenderedScreen,
    Split,
    write_screens,
)


def draw_folder(folder: Path, count: int = 4, seed: int = 0, split: Split = "train") -> Path:
    """Write ``count`` screens of 320x256 pixels with buttons, tick boxes and rows."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    write_screens(folder, [_screen(folder, f"{split}-{seed}-{i}", chance, split) for i in range(count)])
    return folder


def _screen(folder: Path, name: str, chance: random.Random, split: Split) -> RenderedScreen:
    image = np.full((256, 320, 3), 235, np.uint8)
    elements: list[RenderedElement] = []
    lines: list[RenderedLine] = []
    for top in range(8, 220, 36):
        left = chance.randint(4, 60)
        if chance.random() < 0.5:
            box = (left, top, left + chance.randint(70, 200), top + 28)
            cv2.rectangle(image, box[:2], (box[2] - 1, box[3] - 1), (120, 120, 120), 1)
            elements.append(RenderedElement(box, "button"))
        else:
            box = (left, top + 6, left + 14, top + 20)
            cv2.rectangle(image, box[:2], (box[2] - 1, box[3] - 1), (0, 0, 0), 1)
            elements.append(RenderedElement(box, "checkbox", state=("unchecked",)))
        cv2.putText(image, "Open", (left + 20, top + 18), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 0), 1)
        lines.append(RenderedLine((left + 20, top + 8, left + 54, top + 21), "Open"))
    cv2.imwrite(str(folder / "images" / f"{name}.png"), image)
    return RenderedScreen(
        id=name,
        image=f"images/{name}.png",
        size=(320, 256),
        source="drawn",
        toolkit="none",
        app="drawn",
        split=split,
        elements=tuple(elements),
        lines=tuple(lines),
    )
