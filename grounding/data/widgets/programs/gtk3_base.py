"""The settings of a GTK 3 program, its icons and its main loop."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import time
from typing import Any

import gi
from common import settings

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkX11", "3.0")
# GdkX11 teaches surfaces to tell their X window.
from gi.repository import Gdk, GdkX11, Gtk, Pango  # noqa: E402

__all__ = [
    "ICONS",
    "SETTINGS",
    "Gdk",
    "GdkX11",
    "Gtk",
    "Gtk_escape",
    "Pango",
    "icon_name",
    "image",
    "prepare",
    "pump",
]

SETTINGS = settings()


ICONS = Gtk.IconTheme.get_default()


def prepare() -> None:
    gtk = Gtk.Settings.get_default()
    for name in ("theme-name", "icon-theme-name", "font-name"):
        gtk.set_property(f"gtk-{name}", SETTINGS[name])
    gtk.set_property("gtk-application-prefer-dark-theme", SETTINGS["dark"])
    gtk.set_property("gtk-enable-animations", False)
    gtk.set_property("gtk-cursor-blink", False)
    gtk.set_property("gtk-overlay-scrolling", SETTINGS["overlay"])
    gtk.set_property("gtk-menu-images", True)
    gtk.set_property("gtk-button-images", True)
    gtk.set_property("gtk-decoration-layout", SETTINGS["buttons"])
    gtk.set_property("gtk-dialogs-use-header", False)


def pump(quiet: float = 0.04, most: float = 2.0) -> None:
    """Run the loop until nothing has happened for ``quiet`` seconds."""
    end, last = time.monotonic() + most, time.monotonic()
    while time.monotonic() < end and time.monotonic() - last < quiet:
        if Gtk.events_pending():
            Gtk.main_iteration_do(False)
            last = time.monotonic()
        else:
            time.sleep(0.003)


def icon_name(name: str) -> Any:
    """Return the name under which the theme draws the icon, or ""."""
    for wanted in (f"{name}-symbolic", name) if SETTINGS["symbolic"] else (name, f"{name}-symbolic"):
        if name and ICONS.has_icon(wanted):
            return wanted
    return ""


def image(name: str, size: Any) -> Any:
    made = Gtk.Image.new_from_icon_name(name, Gtk.IconSize.BUTTON)
    made.set_pixel_size(size)
    return made


def Gtk_escape(text: str) -> Any:
    return text.replace("&", "&amp;").replace("<", "&lt;")
