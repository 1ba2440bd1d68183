"""Qt 5 or 6, whichever is asked for: its settings, icons and main loop."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import sys
import time
from typing import Any

from common import settings

SETTINGS = settings()
if SETTINGS["toolkit"] == "Qt6":
    from PyQt6 import QtCore, QtGui, QtWidgets
    from PyQt6.QtGui import QAction, QActionGroup
else:
    from PyQt5 import QtCore, QtGui, QtWidgets
    from PyQt5.QtWidgets import QAction, QActionGroup
Qt = QtCore.Qt
__all__ = ["SETTINGS", "QAction", "QActionGroup", "Qt", "QtCore", "QtGui", "QtWidgets"]


def prepare() -> Any:
    app = QtWidgets.QApplication(sys.argv[:1])
    app.setFont(QtGui.QFont(SETTINGS["font"], SETTINGS["points"]))
    QtGui.QIcon.setThemeName(SETTINGS["icon-theme-name"])
    app.setCursorFlashTime(0)
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_FadeMenu):
        app.setEffectEnabled(effect, False)
    if SETTINGS["theme-name"] == "Fusion-palette":
        app.setStyle("Fusion")
    if SETTINGS["dark"] and SETTINGS["theme-name"] in ("Fusion", "Fusion-palette", "Windows", "Breeze"):
        app.setPalette(dark_palette())
    elif SETTINGS["colours"]:
        app.setPalette(QtGui.QPalette(QtGui.QColor(*SETTINGS["colours"])))
    return app


def dark_palette() -> Any:
    base = QtGui.QColor(*[30 + c // 8 for c in SETTINGS["accent"]])
    made = QtGui.QPalette(base.lighter(130), base)
    role = QtGui.QPalette.ColorRole
    made.setColor(role.Highlight, QtGui.QColor(*SETTINGS["accent"]).darker(130))
    made.setColor(role.Base, base.darker(130))
    made.setColor(role.Link, QtGui.QColor(110, 170, 250))
    return made


def pump(quiet: float = 0.04, most: float = 2.0) -> None:
    """Run the loop until nothing has happened for ``quiet`` seconds."""
    end, last = time.monotonic() + most, time.monotonic()
    dispatcher = QtCore.QAbstractEventDispatcher.instance()
    while time.monotonic() < end and time.monotonic() - last < quiet:
        if dispatcher.processEvents(QtCore.QEventLoop.ProcessEventsFlag.AllEvents):
            last = time.monotonic()
        else:
            time.sleep(0.003)


def icon_of(name: str) -> Any:
    found = QtGui.QIcon.fromTheme(name) if name else QtGui.QIcon()
    if found.isNull() or found.pixmap(16, 16).isNull():
        return QtGui.QIcon(), ""
    return found, name


def dimmed(palette: Any) -> Any:
    """Return the palette with its text half way to its background."""
    role = QtGui.QPalette.ColorRole
    text, back = palette.color(role.WindowText), palette.color(role.Window)
    middle = [(3 * a + 2 * b) // 5 for a, b in zip(text.getRgb()[:3], back.getRgb()[:3], strict=True)]
    palette.setColor(role.WindowText, QtGui.QColor(*middle))
    return palette


def plain(text: str) -> Any:
    """Return the text with its ampersands taken as such."""
    return text.replace("&", "&&")


def escaped(text: str) -> Any:
    return text.replace("&", "&amp;").replace("<", "&lt;")
