"""Where a Qt widget is in its window, and how large a text is in it."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from qt_base import QtCore, QtGui


class Place:
    """A widget in its window: its box, and what of it can be seen."""

    def __init__(self, top: Any, widget: Any) -> None:
        self.widget = widget
        self.origin = widget.mapTo(top, QtCore.QPoint(0, 0))
        self.box = self.at(widget.rect())
        self.clip = self.at(widget.visibleRegion().boundingRect())

    def at(self, rect: Any) -> Any:
        x, y = self.origin.x(), self.origin.y()
        return [rect.x() + x, rect.y() + y, rect.x() + x + rect.width(), rect.y() + y + rect.height()]

    def sub(self, which: Any, option: Any) -> Any:
        return self.at(self.widget.style().subElementRect(which, option, self.widget))


def ink(font: Any, text: str) -> Any:
    """Return the ink size of a text; Qt's tight width is too small for hinted fonts."""
    metrics = QtGui.QFontMetricsF(font)
    box = metrics.tightBoundingRect(text)
    return [max(box.width(), metrics.horizontalAdvance(text) - 2), box.height()]


def alone(found: Any) -> Any:
    """Say that nothing but the text is drawn there, so that its size need not be met (bold styles)."""
    return {**found, "alone": True}


def inset(box: Any, x: Any, y: Any = None) -> Any:
    y = x if y is None else y
    return [box[0] + x, box[1] + y, box[2] - x, box[3] - y]
