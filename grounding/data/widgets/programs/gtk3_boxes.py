"""Where a GTK 3 widget is in its window."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from common import meet


def box_of(top: Any, widget: Any) -> Any:
    x, y = widget.translate_coordinates(top, 0, 0) or (0, 0)
    return [x, y, x + widget.get_allocated_width(), y + widget.get_allocated_height()]


def clip_of(top: Any, widget: Any) -> Any:
    """Return what of the widget its ancestors can show."""
    clip = box_of(top, top)
    parent = widget.get_parent()
    while parent is not None and parent is not top:
        clip = meet(clip, box_of(top, parent))
        parent = parent.get_parent()
    return clip


def size_of(widget: Any, text: str) -> Any:
    """Return the ink size of a text in the widget's font."""
    ink, _ = widget.create_pango_layout(text).get_pixel_extents()
    return [ink.width, ink.height]
