"""The settings of a Tk program, its icons and its main loop."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import base64
import os
import time
import tkinter as tk
from tkinter import font as tkfont
from tkinter import ttk
from typing import Any

import gi
from common import settings

gi.require_version("GdkPixbuf", "2.0")
from gi.repository import GdkPixbuf, GLib  # noqa: E402

SETTINGS = settings()


ROOT = tk.Tk()


def prepare() -> None:
    ROOT.withdraw()
    if SETTINGS["scale"] != 1:
        ROOT.tk.call("tk", "scaling", 1.3333 * SETTINGS["scale"])
    for name in ("TkDefaultFont", "TkTextFont", "TkMenuFont", "TkHeadingFont", "TkCaptionFont"):
        tkfont.nametofont(name).configure(family=SETTINGS["font"], size=SETTINGS["points"], weight="normal")
    tkfont.nametofont("TkFixedFont").configure(size=SETTINGS["points"])
    style = ttk.Style()
    theme = SETTINGS["theme-name"]
    style.theme_use("clam" if theme == "clam-tinted" else theme)
    style.configure(
        "Treeview", rowheight=tkfont.nametofont("TkDefaultFont").metrics("linespace") + SETTINGS["padding"]
    )
    if theme == "clam-tinted":
        tint(style)
    background = style.lookup("TFrame", "background") or "#d9d9d9"
    ROOT.option_add("*Toplevel.background", background)
    ROOT.option_add("*insertOffTime", 0)
    ROOT.option_add("*Menu.tearOff", 0)


def tint(style: Any) -> None:
    """Colour a theme, light or dark."""
    red, green, blue = (c // 8 + (30 if SETTINGS["dark"] else 210) for c in SETTINGS["accent"])
    back = f"#{red:02x}{green:02x}{blue:02x}"
    text = "#e8e8e8" if SETTINGS["dark"] else "#151515"
    well = "#202224" if SETTINGS["dark"] else "#ffffff"
    style.configure(
        ".", background=back, foreground=text, fieldbackground=well, insertcolor=text, troughcolor=well
    )
    style.configure("Treeview", background=well, fieldbackground=well, foreground=text)
    style.map("TCombobox", fieldbackground=[("readonly", well)], foreground=[("readonly", text)])
    style.map(".", background=[("active", back)])
    for name in ("Text", "Listbox"):
        ROOT.option_add(f"*{name}.background", well)
        ROOT.option_add(f"*{name}.foreground", text)
    ROOT.option_add("*Menu.background", back)
    ROOT.option_add("*Menu.foreground", text)


def pump(quiet: float = 0.04, most: float = 2.0) -> None:
    end = time.monotonic() + most
    for _ in range(3):
        ROOT.update()
        time.sleep(quiet / 3)
    while ROOT.tk.dooneevent(2) and time.monotonic() < end:
        pass


def icon_files(theme: str) -> Any:
    """Return the files of a theme's icons by name."""
    found: dict[str, list[str]] = {}
    for folder, _, names in os.walk(f"/usr/share/icons/{theme}"):
        for name in names:
            stem, dot, ending = name.rpartition(".")
            if dot and ending in ("png", "svg"):
                found.setdefault(stem, []).append(f"{folder}/{name}")
    return found


FILES = icon_files(SETTINGS["icon-theme-name"])
pictures: dict[tuple[str, int], Any] = {}
kept: list[Any] = []


def picture(name: str, size: Any) -> Any:
    """Return a picture of the icon, or None when the theme has none."""
    key = (name, size)
    if key not in pictures and FILES.get(name):
        path = min(
            FILES[name], key=lambda p: (f"/{size}" not in p and f"{size}x{size}" not in p, "symbolic" in p, p)
        )
        try:
            loaded = GdkPixbuf.Pixbuf.new_from_file_at_size(path, size, size)
            _, data = loaded.save_to_bufferv("png", [], [])
            pictures[key] = tk.PhotoImage(data=base64.b64encode(data))
        except GLib.Error:
            pictures[key] = None
    return pictures.get(key)
