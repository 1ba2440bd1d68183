"""How a desktop looks: themes, fonts, scale, screen; chosen by a seed and written as settings files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Literal

from grounding.data.apps.catalogue import Program, Toolkit

_THEMES = Path("/usr/share/themes")
_ICONS = Path("/usr/share/icons")
_FONTS = (
    "DejaVu Sans", "DejaVu Sans", "Cantarell", "Cantarell", "Noto Sans", "Noto Sans", "Liberation Sans",
    "Liberation Sans", "Roboto", "Inter", "Open Sans", "Lato", "Ubuntu", "Arimo", "DejaVu Serif",
    "Liberation Sans Narrow", "DejaVu Sans Condensed", "Fira Code",
)  # fmt: skip
_SCREENS = (
    (1024, 768), (1280, 720), (1280, 800), (1280, 1024), (1366, 768), (1440, 900), (1600, 900), (1680, 1050),
    (1920, 1080), (1920, 1080),
)  # fmt: skip
_BACKGROUNDS = ("#1e2b3c", "#2e3440", "#3b6ea5", "#008080", "#50524f", "#20242b", "#d8d8d8", "#7a4a8c",
                "#3f6f4f", "#0b3d5c", "#f4f1ea", "#101010", "#5a7fa8")  # fmt: skip
_NO_ICONS = frozenset({"hicolor", "default", "locolor", "breeze_cursors", "Breeze_Snow"})
Arrangement = Literal["as it comes", "maximised", "placed"]


@dataclass(frozen=True, slots=True)
class Look:
    """``factor`` is the toolkit's scale (drawn pixels per logical one), ``dpi`` the size of text alone."""

    theme: str
    icons: str
    font: str
    factor: float
    dpi: int
    screen: tuple[int, int]
    frame_theme: str
    background: str
    style: str
    palette: str
    arrangement: Arrangement
    quirk: float

    @property
    def is_dark(self) -> bool:
        return any(word in self.theme.lower() for word in ("dark", "black"))

    @property
    def scale(self) -> float:
        return round(self.factor * self.dpi / 96, 2)


def choose_look(program: Program, random: Random) -> Look:
    """Return a look for ``program`` out of what this machine has installed."""
    factor, dpi = _scale(program.toolkit, random)
    screens = [s for s in _SCREENS if factor < 1.5 or s[0] >= 1600]
    return Look(
        theme=random.choice(_themes(program.toolkit)),
        icons=random.choice(_installed(_ICONS, "index.theme", _NO_ICONS)),
        font=f"{random.choice(_FONTS)} {random.choice((9, 10, 10, 11, 11, 12))}",
        factor=factor,
        dpi=dpi,
        screen=random.choice(screens),
        frame_theme=random.choice(_installed(_THEMES, "openbox-3/themerc") or ["Clearlooks"]),
        background=random.choice(_BACKGROUNDS),
        style=random.choice(
            ("Fusion", "Fusion", "Breeze", "adwaita", "adwaita-dark", "Windows", "plastique", "cleanlooks")
        ),
        palette=random.choice(("", "airy", "darker", "dusk", "ia_ora", "sand", "simple", "waves")),
        arrangement=random.choice(("as it comes", "as it comes", "maximised", "placed")),
        quirk=random.random(),
    )


def _scale(toolkit: Toolkit, random: Random) -> tuple[float, int]:
    match toolkit:
        case "GTK3" | "GTK4" | "LibreOffice" | "wxWidgets":
            options = [(1.0, 96)] * 5 + [(1.0, 120), (1.0, 144), (2.0, 96)]
        case "GTK2":
            options = [(1.0, 96)] * 5 + [(1.0, 120), (1.0, 144)]
        case "Qt5" | "Qt6":
            options = [(1.0, 96)] * 5 + [(1.25, 96), (1.5, 96), (2.0, 96)]
        case "Gecko" | "Chromium":
            options = [(1.0, 96)] * 4 + [(1.25, 96), (1.5, 96)]
        case "Swing":
            options = [(1.0, 96)]
    return random.choice(options)


def _themes(toolkit: Toolkit) -> list[str]:
    found = _installed(_THEMES, "gtk-3.0/gtk.css") or ["Adwaita"]
    # LibreOffice paints fields black in Materia.
    return [name for name in found if toolkit != "LibreOffice" or not name.startswith("Materia")]


def _installed(folder: Path, mark: str, without: frozenset[str] | set[str] = frozenset()) -> list[str]:
    return sorted(p.name for p in folder.glob("*") if (p / mark).exists() and p.name not in without)
