"""Where icons come from: themes with links, applications' .desktop files, drawings packed in one file."""

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from grounding.data.icons.command import main, worded
from grounding.data.icons.drawing import trimmed
from grounding.data.icons.packed import IconLibrary, PackedIcon, pack
from grounding.data.icons.sources import IconFile
from grounding.data.icons.themes import desktop_words, find_theme_icons

_CROSS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">'
    '<path d="M2 2 L14 14 M14 2 L2 14" stroke="#222" stroke-width="2"/></svg>'
)
_HAS_PIXBUF = (
    "import gi; gi.require_version('GdkPixbuf', '2.0'); from gi.repository import GdkPixbuf as g; "
    "assert any(f.get_name() == 'svg' for f in g.Pixbuf.get_formats())"
)


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    folder = tmp_path / "icons" / "Sample" / "16x16" / "actions"
    folder.mkdir(parents=True)
    (folder / "window-close.svg").write_text(_CROSS)
    (folder / "edit-delete.svg").symlink_to("window-close.svg")
    (folder.parent / "cursors").mkdir()
    (folder.parent / "cursors" / "arrow.svg").write_text(_CROSS)
    return tmp_path / "icons"


def test_a_link_is_another_name_of_the_same_drawing(theme: Path) -> None:
    (icon,) = find_theme_icons(theme)
    assert icon.names == ("window-close", "edit-delete")
    assert (icon.family, icon.style, icon.side) == ("Sample", "16x16/actions", 32)


def test_applications_say_what_their_icons_are_called(tmp_path: Path) -> None:
    (tmp_path / "a.desktop").write_text(
        "[Desktop Entry]\nName=Mousepad\nGenericName=Text Editor\nKeywords=notes;write;\nIcon=mousepad\n"
    )
    (tmp_path / "broken.desktop").write_text("no section at all")
    assert desktop_words(tmp_path) == {"mousepad": ("mousepad", "text editor", "notes", "write")}


def test_words_come_from_the_table_the_set_and_the_applications(tmp_path: Path) -> None:
    file = IconFile(tmp_path / "x.svg", "set", "", ("edit-delete", "user-trash"), 64, ("garbage",))
    icon = worded(file, {"user-trash": ("rubbish",)})
    assert icon.name == "edit delete"
    assert "bin" in icon.said
    assert icon.tags == ("rubbish", "garbage", "user trash")


def test_a_drawing_in_one_colour_becomes_a_shape_and_loses_its_margin() -> None:
    picture = np.zeros((32, 32, 4), np.uint8)
    picture[8:20, 4:28] = (30, 30, 30, 255)
    shape = trimmed(picture)
    assert shape is not None
    assert shape.shape == (12, 24)
    picture[8:14, 4:28, 0] = 250
    coloured = trimmed(picture)
    assert coloured is not None
    assert coloured.shape == (12, 24, 4)


def test_an_empty_drawing_is_dropped() -> None:
    assert trimmed(np.zeros((32, 32, 4), np.uint8)) is None


def test_packed_drawings_come_back_as_they_were(tmp_path: Path) -> None:
    shape = np.arange(12, dtype=np.uint8).reshape(3, 4)
    colour = np.arange(80, dtype=np.uint8).reshape(4, 5, 4)
    icons = [PackedIcon("set", "", n, n, ("bin",), (), ("a", "b")) for n in ("one", "two")]
    assert pack(tmp_path, iter(zip(icons, (shape, colour), strict=True))) == 2
    library = IconLibrary.open(tmp_path)
    assert [(i.name, i.said, i.channels) for i in library.icons] == [
        ("one", ("bin",), 1),
        ("two", ("bin",), 4),
    ]
    assert np.array_equal(library.picture(0), shape)
    assert np.array_equal(library.picture(1), colour)


def test_the_command_draws_what_it_finds(theme: Path, tmp_path: Path) -> None:
    if subprocess.run(["/usr/bin/python3", "-c", _HAS_PIXBUF], capture_output=True).returncode:
        pytest.skip("needs GdkPixbuf with its SVG loader for the system's python")
    cv2.imwrite(
        str(theme / "Sample" / "16x16" / "actions" / "go-up.png"), np.full((16, 16, 4), 255, np.uint8)
    )
    out, nothing = tmp_path / "out", tmp_path / "nothing"
    nothing.mkdir()
    places = [w for flag in ("--gimp", "--office", "--desktop-files") for w in (flag, str(nothing))]
    assert main(["--out", str(out), "--without-npm", "--themes", str(theme), *places]) == 0
    library = IconLibrary.open(out)
    assert sorted(icon.name for icon in library.icons) == ["go up", "window close"]
    assert all(icon.channels == 1 for icon in library.icons)
    assert library.picture(0).max() > 200
