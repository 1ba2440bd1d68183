"""Pictures as they are sent to a terminal: each is decoded again, and the target must be seen in it."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Image
from tui.assistant.pictures import TARGET, picture_rows
from tui.assistant.protocol import Look, PictureKind
from tui.assistant.sixel import sixel

BOX = Box(80, 60, 160, 100)


def screen() -> Image:
    image = np.full((200, 320, 3), 230, np.uint8)
    image[:100, :, :] = (120, 60, 20)
    return image


def look(kind: PictureKind) -> Look:
    return Look(kind, 40, 20, 8, 16)


def is_target(pixel: np.ndarray) -> bool:
    return bool(np.abs(pixel.astype(int) - TARGET).max() < 40)


def unsixel(sequence: str) -> Image:
    """Return the picture that a sixel sequence draws, BGR."""
    found = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)(.*)\x1b\\', sequence, re.S)
    assert found is not None
    width, height = int(found[1]), int(found[2])
    image, colours = np.zeros((height, width, 3), np.uint8), {}
    x = top = colour = 0
    for item in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([$-])|([?-~])", found[3]):
        if item[1]:
            colour = int(item[1])
            if item[2]:
                colours[colour] = [round(int(item[each]) * 2.55) for each in (4, 3, 2)]
        elif item[7]:
            x, top = 0, top + (6 if item[7] == "-" else 0)
        else:
            count, bits = int(item[5] or 1), ord(item[6] or item[8]) - 63
            for row in (row for row in range(6) if bits >> row & 1):
                image[top + row, x : x + count] = colours[colour]
            x += count
    return image


def unkitty(sequence: str) -> Image:
    """Return the picture that a sequence of kitty's draws, BGR."""
    data = "".join(re.findall(r"\x1b_G[^;]*;([^\x1b]*)\x1b\\", sequence))
    image = cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return image.astype(np.uint8)


def test_half_cells_keep_proportions_colours_and_the_box() -> None:
    rows = picture_rows(screen(), BOX, look("cells"))
    cells = np.array([list(base64.b64decode(row)) for row in rows], np.uint8).reshape(len(rows), 40, 2, 3)
    pixels = cells.transpose(0, 2, 1, 3).reshape(-1, 40, 3)[:, :, ::-1]
    assert pixels.shape == (24, 40, 3)
    assert is_target(pixels[7, 10])
    assert is_target(pixels[12, 20])
    assert np.abs(pixels[0, 0].astype(int) - (120, 60, 20)).max() <= 16
    assert np.abs(pixels[-1, -1].astype(int) - 230).max() <= 16


def test_without_colours_light_is_fuller_than_dark_and_the_box_is_made_of_lines() -> None:
    rows = picture_rows(screen(), BOX, look("shades"))
    assert set(rows[-1]) == {"█"}
    assert set(rows[0]) <= {" ", "░", "▒"}
    assert "┏━━━━━━━━━┓" in rows[3]
    assert "┗━━━━━━━━━┛" in rows[6]


@pytest.mark.parametrize("kind", ["sixel", "kitty"])
def test_graphics_are_the_screen_with_the_box_on_it(kind: PictureKind) -> None:
    decoded = {"sixel": unsixel, "kitty": unkitty}[kind]
    rows = [decoded(row) for row in picture_rows(screen(), BOX, look(kind))]
    assert all(row.shape == (16, 320, 3) for row in rows)
    image = np.concatenate(rows)
    height = len(image) / 200
    assert is_target(image[round(80 * height), 80])
    assert is_target(image[round(80 * height), 160])
    assert not is_target(image[round(80 * height), 120])
    assert np.abs(image[5, 5].astype(int) - (120, 60, 20)).max() <= 26
    assert np.abs(image[-5, -5].astype(int) - 230).max() <= 12


@pytest.mark.parametrize("kind", ["cells", "shades", "sixel", "kitty"])
@pytest.mark.parametrize("target", [Box(0, 0, 1, 1), Box(319, 199, 320, 200), Box(-20, 190, 400, 260)])
def test_a_target_at_the_edge_or_beyond_it_is_drawn_too(kind: PictureKind, target: Box) -> None:
    assert picture_rows(screen(), target, look(kind)) != picture_rows(screen(), None, look(kind))


def test_only_rows_that_changed_differ() -> None:
    changed = screen()
    changed[150:160, 200:240] = 0
    for kind in ("cells", "sixel", "kitty"):
        pairs = zip(
            picture_rows(screen(), None, look(kind)), picture_rows(changed, None, look(kind)), strict=True
        )
        assert 1 <= sum(one != other for one, other in pairs) <= 2


@pytest.mark.skipif(shutil.which("sixel2png") is None, reason="needs libsixel-bin")
def test_another_decoder_reads_the_same_sixels(tmp_path: Path) -> None:
    image = screen()[90:110]
    (tmp_path / "row.six").write_text(sixel(image))
    subprocess.run(
        ["sixel2png", "-i", str(tmp_path / "row.six"), "-o", str(tmp_path / "row.png")], check=True
    )
    read = cv2.imread(str(tmp_path / "row.png"))
    assert read is not None
    assert np.abs(read[: len(image)].astype(int) - unsixel(sixel(image))).max() <= 2
