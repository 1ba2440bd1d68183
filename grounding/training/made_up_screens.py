"""Made-up screens: plausible windows as plain boxes and words, drawn by nobody, to keep what was learned.

They need no picture: the matcher sees elements. Pictures are stood in for by the words for them, blurred.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grounding.data.expressions.scene import IconPhrases
from grounding.data.sample import RenderedElement, RenderedScreen
from grounding.data.widgets.icon_names import usual_icons
from grounding.embedded.features import PhraseEncoder
from grounding.training.adapting_screens import Floats
from grounding.types import Role

_ACTIONS = (
    "Save", "Open", "Cancel", "Apply", "Delete", "Edit", "Add", "Remove", "Rename", "Import", "Export",
    "Print", "Send", "Reply", "Search", "Refresh", "Connect", "Download", "Install", "Reset", "Continue",
    "Close", "Copy", "Paste", "Undo", "Share", "Sign in", "Log out", "Start", "Stop", "Next", "Back", "Help",
)  # fmt: skip
_THINGS = (
    "General", "Network", "Display", "Sound", "Accounts", "Privacy", "Keyboard", "Mouse", "Printers",
    "Security", "Updates", "Language", "Storage", "Notifications", "Appearance", "Bluetooth", "Power",
    "Name", "Address", "City", "Country", "Phone", "Email", "Password", "Title", "Subject", "Date", "Amount",
    "Quantity", "Comment", "Category", "Width", "Height", "Size", "Color", "Folder", "Server", "Port",
    "Invoice", "Report", "Budget", "Photo", "Music", "Holiday plan", "Meeting notes", "Draft", "Archive",
)  # fmt: skip
_MENUS = ("File", "Edit", "View", "Insert", "Format", "Tools", "Window", "Help")
_WISHES = (
    "Show hidden files", "Remember me", "Use dark theme", "Check spelling", "Start at login",
    "Play sounds", "Sync automatically", "Send reports", "Lock the screen", "Enable proxy",
)  # fmt: skip
_FIELDS: tuple[Role, ...] = ("field", "field", "combo box", "spin box")
_SWITCHES: tuple[Role, ...] = ("checkbox", "radio", "switch")
_PICTURES: tuple[Role, ...] = ("icon", "button")
_LETTER = 7


@dataclass(slots=True)
class _Page:
    """Grows from top to bottom."""

    rng: random.Random
    width: int
    y: int
    elements: list[RenderedElement]

    def put(self, x: int, width: int, role: Role, text: str = "", height: int = 24, **more: Any) -> int:
        """Add an element in the current row; return where the next one may begin."""
        box = (x, self.y, min(x + width, self.width - 4), self.y + height)
        if box[2] - box[0] >= 8:
            self.elements.append(RenderedElement(box, role, text, parent=0, **more))
        return x + width + self.rng.randint(4, 16)

    def words(self, x: int, role: Role, text: str, pad: int = 14, **more: Any) -> int:
        return self.put(x, _LETTER * len(text) + 2 * pad, role, text, **more)


def made_up_screens(count: int, seed: int) -> list[RenderedScreen]:
    """Return ``count`` screens, always the same for the same seed."""
    return [_screen(random.Random(f"{seed}/{i}"), f"made-up-{seed}-{i}") for i in range(count)]


def _screen(rng: random.Random, name: str) -> RenderedScreen:
    size = rng.choice([(1024, 768), (1280, 800), (1366, 768), (1920, 1080)])
    title = f"{rng.choice(_THINGS)} - {rng.choice(_THINGS)}"
    page = _Page(rng, size[0], 6, [RenderedElement((0, 0, *size), "window", title)])
    _menu_bar(page)
    while page.y < size[1] - 90 and len(page.elements) < 80:
        rng.choices((_toolbar, _form, _rows, _ticks, _tabs, _buttons), (3, 3, 3, 2, 1, 2))[0](page)
        page.y += rng.randint(6, 26)
    return RenderedScreen(name, "", size, "made up", "none", "made up", "train", tuple(page.elements))


def _menu_bar(page: _Page) -> None:
    x = 4
    for menu in page.rng.sample(_MENUS, page.rng.randint(3, 7)):
        x = page.words(x, "menu", menu)
    page.y += 30


def _toolbar(page: _Page) -> None:
    x = page.rng.randint(6, 40)
    for icon, first in page.rng.sample(sorted(usual_icons().items()), page.rng.randint(3, 12)):
        x = page.put(x, 28, page.rng.choice(_PICTURES), height=28, icon=icon, name=first)
    page.y += 34


def _form(page: _Page) -> None:
    x = page.rng.randint(10, 60)
    for label in page.rng.sample(_THINGS, page.rng.randint(2, 5)):
        role: Role = page.rng.choice(_FIELDS)
        text = page.rng.choice(_THINGS) if role == "combo box" else ""
        page.words(x, "text", label, pad=0)
        page.put(x + 130, page.rng.randint(90, 260), role, text, label=label)
        page.y += 34


def _rows(page: _Page) -> None:
    x, action = page.rng.randint(8, 60), page.rng.choice(_ACTIONS)
    things = page.rng.sample(_THINGS, page.rng.randint(2, 6))
    buttons = page.rng.random() < 0.5
    for k, thing in enumerate(things):
        chosen = ("selected",) if k == 1 else ()
        page.put(x, 240, "list item", thing, state=chosen)
        if buttons:
            page.words(x + 270, "button", action)
        page.y += 28


def _ticks(page: _Page) -> None:
    x = page.rng.randint(10, 60)
    role: Role = page.rng.choice(_SWITCHES)
    for wish in page.rng.sample(_WISHES, page.rng.randint(2, 4)):
        page.words(x, role, wish, state=(page.rng.choice(("checked", "unchecked")),))
        page.y += 28


def _tabs(page: _Page) -> None:
    x = page.rng.randint(4, 30)
    for k, thing in enumerate(page.rng.sample(_THINGS, page.rng.randint(2, 5))):
        x = page.words(x, "tab", thing, state=("selected",) if k == 0 else ())
    page.y += 30


def _buttons(page: _Page) -> None:
    x = page.rng.randint(10, max(11, page.width - 420))
    for action in page.rng.sample(_ACTIONS, page.rng.randint(2, 4)):
        x = page.words(x, "button", action)
    page.y += 32


@dataclass(frozen=True, slots=True)
class WordPictures:
    """Stands in for pictures: an icon is the words for it, with noise as strong as real drawings have."""

    encode_phrases: PhraseEncoder
    phrases: IconPhrases
    noise: float = 1.2

    def of(self, folder: Path, screen: RenderedScreen) -> Floats:
        """Return the vectors [elements, D] of the icons; zeros for what is no icon."""
        rng = np.random.default_rng(sum(screen.id.encode()) + len(screen.elements))
        size = self.encode(["a"]).shape[1]
        out = np.zeros((len(screen.elements), size), np.float32)
        for row, e in zip(out, screen.elements, strict=True):
            said = list(self.phrases(e.icon))[:4] or [e.name] if e.icon else []
            if said:
                mean = self.encode(said).mean(0)
                noise = rng.normal(size=size)
                vector = mean / np.linalg.norm(mean) + self.noise * noise / np.linalg.norm(noise)
                row[:] = vector / np.linalg.norm(vector)
        return out

    def encode(self, phrases: Sequence[str]) -> Floats:
        return self.encode_phrases(phrases)
