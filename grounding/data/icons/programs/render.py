"""Render icon files (SVG, PNG, XPM) to raw RGBA with GdkPixbuf; run by the system's python.

usage: render.py LIST OUT   where LIST has lines "longest side<TAB>path"
OUT gets, per line, a header of two little-endian uint16 (height, width; 0, 0 where it failed) and the pixels.
"""

import struct
import sys
from pathlib import Path

import gi

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, GLib  # noqa: E402


def pixels_of(path: str, side: int) -> tuple[int, int, bytes]:
    """Return height, width and RGBA bytes; pictures smaller than ``side`` keep their size."""
    vector = path.endswith((".svg", ".svgz"))
    if vector:
        picture = GdkPixbuf.Pixbuf.new_from_file_at_scale(path, side, side, True)
    else:
        picture = GdkPixbuf.Pixbuf.new_from_file(path)
        if max(picture.get_width(), picture.get_height()) > side:
            picture = GdkPixbuf.Pixbuf.new_from_file_at_scale(path, side, side, True)
    if not picture.get_has_alpha():
        picture = picture.add_alpha(False, 0, 0, 0)
    height, width, stride = picture.get_height(), picture.get_width(), picture.get_rowstride()
    data = bytes(picture.get_pixels())
    rows = (data[y * stride : y * stride + 4 * width] for y in range(height))
    return height, width, b"".join(rows)


def main() -> int:
    """Render the whole list."""
    with Path(sys.argv[1]).open(encoding="utf-8") as listed, Path(sys.argv[2]).open("wb") as out:
        for line in listed:
            side, path = line.rstrip("\n").split("\t", 1)
            try:
                height, width, data = pixels_of(path, int(side))
            except (GLib.Error, ValueError):
                height, width, data = 0, 0, b""
            out.write(struct.pack("<HH", height, width) + data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
