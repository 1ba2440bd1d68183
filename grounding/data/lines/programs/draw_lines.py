"""Draw lines of text with Pango and Cairo, as toolkits do: JSON specifications in, raw pictures out.

Runs under the system's Python (python3-gi, python3-gi-cairo, gir1.2-pango-1.0). Every line read from standard
input is one specification (see grounding/data/lines/looks.py); for each, eleven little-endian 32-bit numbers
(width, height, ink box x1 y1 x2 y2, unknown glyphs, four zeros) and width x height x 4 bytes BGRX follow.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from typing import Any

import cairo
import gi

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

_MARGIN = 12
_ANTIALIAS = {
    "none": cairo.Antialias.NONE,
    "grey": cairo.Antialias.GRAY,
    "subpixel": cairo.Antialias.SUBPIXEL,
}
_HINTS = {
    "none": cairo.HintStyle.NONE,
    "slight": cairo.HintStyle.SLIGHT,
    "medium": cairo.HintStyle.MEDIUM,
    "full": cairo.HintStyle.FULL,
}


def main() -> None:
    for line in sys.stdin:
        spec = json.loads(line)
        sys.stdout.buffer.write(_drawn(spec))
        sys.stdout.buffer.flush()


def _drawn(spec: dict[str, Any]) -> bytes:
    probe = cairo.ImageSurface(cairo.Format.RGB24, 8, 8)
    layout = _layout(cairo.Context(probe), spec, spec["text"])
    ink, _ = layout.get_pixel_extents()
    if ink.width < 1 or ink.height < 1:
        return struct.pack("<11i", 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)
    before, behind = spec.get("room", (0, 0))
    width, height = before + ink.width + behind + 2 * _MARGIN, ink.height + 2 * _MARGIN
    surface = cairo.ImageSurface(cairo.Format.RGB24, width, height)
    context = cairo.Context(surface)
    left = before + _MARGIN
    box = (left, _MARGIN, left + ink.width, _MARGIN + ink.height)
    _background(context, spec, width, height)
    _surroundings(context, spec, box)
    origin = (left - ink.x, _MARGIN - ink.y)
    layout = _layout(context, spec, spec["text"])
    if spec.get("emboss"):
        context.set_source_rgb(*spec["emboss"])
        context.move_to(origin[0] + 1, origin[1] + 1)
        PangoCairo.show_layout(context, layout)
    context.set_source_rgb(*spec["colour"])
    context.move_to(*origin)
    PangoCairo.show_layout(context, layout)
    _neighbours(context, spec, origin)
    surface.flush()
    header = struct.pack("<11i", width, height, *box, layout.get_unknown_glyphs_count(), 0, 0, 0, 0)
    return header + bytes(surface.get_data())


def _layout(context: cairo.Context[Any], spec: dict[str, Any], text: str) -> Pango.Layout:
    layout = PangoCairo.create_layout(context)
    options = cairo.FontOptions()
    options.set_antialias(_ANTIALIAS[spec["antialias"]])
    options.set_hint_style(_HINTS[spec["hint"]])
    options.set_hint_metrics(cairo.HintMetrics.ON if spec["metrics"] else cairo.HintMetrics.OFF)
    if spec["antialias"] == "subpixel":
        options.set_subpixel_order(cairo.SubpixelOrder.RGB)
    PangoCairo.context_set_font_options(layout.get_context(), options)
    layout.get_context().set_round_glyph_positions(spec["metrics"])
    description = Pango.FontDescription.new()
    description.set_family(spec["family"])
    description.set_absolute_size(spec["size"] * Pango.SCALE)
    description.set_weight(spec["weight"])
    description.set_style(Pango.Style.ITALIC if spec["italic"] else Pango.Style.NORMAL)
    if spec.get("condensed"):
        description.set_stretch(Pango.Stretch.CONDENSED)
    layout.set_font_description(description)
    layout.set_single_paragraph_mode(True)
    layout.set_text(text, -1)
    layout.set_attributes(_attributes(spec, text))
    return layout


def _attributes(spec: dict[str, Any], text: str) -> Pango.AttrList:
    """Return letter spacing, and the underline of the letter that a menu's mnemonic marks."""
    attributes = Pango.AttrList()
    if spec["spacing"]:
        attributes.insert(Pango.attr_letter_spacing_new(int(spec["spacing"] * Pango.SCALE)))
    mnemonic = spec.get("mnemonic", -1)
    if 0 <= mnemonic < len(text):
        underline = Pango.attr_underline_new(
            Pango.Underline.LOW if spec["hint"] == "full" else Pango.Underline.SINGLE
        )
        underline.start_index = len(text[:mnemonic].encode())
        underline.end_index = len(text[: mnemonic + 1].encode())
        attributes.insert(underline)
    return attributes


def _background(context: cairo.Context[Any], spec: dict[str, Any], width: int, height: int) -> None:
    first, last = spec["background"]
    gradient = cairo.LinearGradient(0, 0, 0 if spec["vertical"] else width, height if spec["vertical"] else 0)
    gradient.add_color_stop_rgb(0, *first)
    gradient.add_color_stop_rgb(1, *last)
    context.set_source(gradient)
    context.paint()


def _surroundings(context: cairo.Context[Any], spec: dict[str, Any], box: tuple[int, int, int, int]) -> None:
    """Draw what lies behind and around the line: rectangles and icons, placed relative to the ink."""
    x1, y1, x2, y2 = box
    context.set_antialias(cairo.Antialias.GRAY)
    for shape in spec["shapes"]:
        left, top, right, bottom = shape["margins"]
        context.set_source_rgb(*shape["colour"])
        if shape["kind"] == "fill":
            context.rectangle(x1 - left, y1 - top, x2 + right - x1 + left, y2 + bottom - y1 + top)
            context.fill()
        elif shape["kind"] == "frame":
            context.set_line_width(1)
            context.rectangle(
                x1 - left - 0.5, y1 - top - 0.5, x2 + right - x1 + left + 1, y2 + bottom - y1 + top + 1
            )
            context.stroke()
        elif shape["kind"] == "underline":
            context.rectangle(x1, y2 + top, x2 - x1, 1)
            context.fill()
        else:
            _icon(context, shape, box)


def _icon(context: cairo.Context[Any], shape: dict[str, Any], box: tuple[int, int, int, int]) -> None:
    x1, y1, x2, y2 = box
    gap, size, at_end, turns = shape["margins"]
    x = x2 + gap + size / 2 if at_end else x1 - gap - size / 2
    y = (y1 + y2) / 2
    context.set_line_width(1.2)
    if shape["kind"] == "ring":
        context.arc(x, y, size / 2, 0, 2 * math.pi)
        context.stroke()
    elif shape["kind"] == "bar":
        context.rectangle(x, y - size / 2, 1, size)
        context.fill()
    elif shape["kind"] == "box":
        context.rectangle(x - size / 2, y - size / 2, size, size)
        context.fill()
    else:
        for k in range(3):
            angle = turns + k * 2 * math.pi / 3
            context.line_to(x + size / 2 * math.cos(angle), y + size / 2 * math.sin(angle))
        context.stroke()


def _neighbours(context: cairo.Context[Any], spec: dict[str, Any], origin: tuple[float, float]) -> None:
    """Draw the lines above and below, whose descenders and ascenders may reach into the crop."""
    for neighbour in spec["neighbours"]:
        context.move_to(origin[0] + neighbour["shift"], origin[1] + neighbour["distance"])
        PangoCairo.show_layout(context, _layout(context, spec, neighbour["text"]))


if __name__ == "__main__":
    main()
