"""The settings of a GTK 4 program, its icons and its main loop."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import time
from typing import Any

import gi
from common import settings

gi.require_version("Gtk", "4.0")
gi.require_version("Gdk", "4.0")
gi.require_version("GdkX11", "4.0")
gi.require_version("Adw", "1")
# GdkX11 teaches surfaces to tell their X window.
from gi.repository import Adw, Gdk, GdkX11, Gio, GLib, Graphene, Gtk, Pango  # noqa: E402

__all__ = [
    "ADWAITA",
    "CONTEXT",
    "ICONS",
    "SETTINGS",
    "Adw",
    "GLib",
    "Gdk",
    "GdkX11",
    "Gio",
    "Graphene",
    "Gtk",
    "Pango",
    "icon_name",
    "image",
    "margins",
    "prepare",
    "pump",
]

SETTINGS = settings()


CONTEXT = GLib.MainContext.default()


ADWAITA = SETTINGS["theme-name"] == "Adwaita"


def prepare() -> Any:
    Adw.init() if ADWAITA else Gtk.init()
    gtk = Gtk.Settings.get_default()
    for name in ("icon-theme-name", "font-name"):
        gtk.set_property(f"gtk-{name}", SETTINGS[name])
    if not ADWAITA:
        gtk.set_property("gtk-theme-name", SETTINGS["theme-name"])
        gtk.set_property("gtk-application-prefer-dark-theme", SETTINGS["dark"])
    gtk.set_property("gtk-enable-animations", False)
    gtk.set_property("gtk-cursor-blink", False)
    gtk.set_property("gtk-decoration-layout", SETTINGS["buttons"])
    return Gtk.IconTheme.get_for_display(Gdk.Display.get_default())


def pump(quiet: float = 0.05, most: float = 2.0) -> None:
    """Run the loop until nothing has happened for ``quiet`` seconds."""
    end, last = time.monotonic() + most, time.monotonic()
    while time.monotonic() < end and time.monotonic() - last < quiet:
        if CONTEXT.iteration(False):
            last = time.monotonic()
        else:
            time.sleep(0.003)


def icon_name(name: str) -> Any:
    for wanted in (
        (f"{name}-symbolic", name) if SETTINGS["symbolic"] or ADWAITA else (name, f"{name}-symbolic")
    ):
        if name and ICONS.has_icon(wanted):
            return wanted
    return ""


def image(name: str, size: Any) -> Any:
    return Gtk.Image(icon_name=name, pixel_size=size)


def margins(widget: Any, size: Any) -> Any:
    for side in ("top", "bottom", "start", "end"):
        widget.set_property(f"margin-{side}", size)
    return widget


ICONS = prepare()
