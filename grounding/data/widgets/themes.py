"""How a toolkit's process looks: theme, icons, font, scale and window frames, all drawn by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Toolkit = Literal["GTK3", "GTK4", "Qt5", "Qt6", "Tk"]
THEMES = Path("/usr/share/themes")
ICONS = Path("/usr/share/icons")
PROGRAMS = Path(__file__).parent / "programs"
SIZES = (
    (1024, 768),
    (1280, 720),
    (1280, 800),
    (1366, 768),
    (1440, 900),
    (1600, 900),
    (1680, 1050),
    (1920, 1080),
)
_GTK3 = (
    "Adwaita", "Adwaita-dark", "Arc", "Arc-Dark", "Arc-Darker", "Arc-Lighter", "Materia", "Materia-compact",
    "Materia-dark", "Materia-light-compact", "Greybird", "Greybird-dark", "Numix", "Breeze", "Breeze-Dark",
    "Raleigh", "HighContrast", "Greybird-accessibility", "Orchis", "Yaru", "Menta",
    "BlueMenta", "TraditionalOk",
)  # fmt: skip
_ICON_THEMES = (
    "Adwaita", "Papirus", "Papirus-Dark", "breeze", "breeze-dark", "oxygen", "Tango", "gnome", "mate",
    "menta", "elementary-xfce", "elementary-xfce-dark",
)  # fmt: skip
_DARK_WORDS = ("dark", "-Darker", "Blackbird")
_LATIN = (
    "DejaVu Sans", "DejaVu Serif", "Liberation Sans", "Noto Sans", "Roboto", "Open Sans", "Lato", "Ubuntu",
    "Cantarell", "Inter", "Carlito", "Arimo", "IBM Plex Sans", "FreeSans", "Noto Sans UI", "Liberation Serif",
)  # fmt: skip
_WIDE = ("DejaVu Sans", "Noto Sans", "Liberation Sans", "Noto Sans CJK JP")
_LANGUAGES = {"en": 60, "de": 8, "fr": 6, "es": 6, "pl": 8, "ru": 5, "zh_CN": 4, "ja": 3}


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a process is started with."""

    toolkit: Toolkit
    theme: str
    icon_theme: str
    font: str
    points: int
    scale: float
    language: str
    size: tuple[int, int]
    dark: bool
    frame_theme: str
    frame_layout: str
    background: tuple[int, int, int]
    flags: tuple[bool, ...]

    def pixel(self) -> float:
        """Return how many pixels of the screen are one of the toolkit's own (Tk counts real ones)."""
        return 1.0 if self.toolkit == "Tk" else self.scale

    def settings(self) -> dict[str, Any]:
        """Return what the program reads."""
        return {
            "theme-name": self.theme, "icon-theme-name": self.icon_theme,
            "font-name": f"{self.font} {self.points}", "font": self.font, "points": self.points,
            "dark": self.dark, "overlay": all(self.flags[:3]),
            "symbolic": self.flags[1], "listbox": self.flags[2], "left": self.flags[3],
            "accent": self.background,
            "colours": self.background if self.flags[3] and self.flags[5] else None,
            "padding": 2 + 4 * self.flags[4] + 2 * self.flags[5], "scale": self.scale,
            "buttons": "menu:close" if self.flags[6] and self.flags[7] else "close,minimize,maximize:"
            if self.flags[6] and self.flags[4] else "menu:minimize,maximize,close",
        }  # fmt: skip

    def environment(self) -> dict[str, str]:
        """Return the variables that set what the program itself cannot."""
        found: dict[str, str] = {}
        if self.toolkit in ("Qt5", "Qt6"):
            found |= {"QT_STYLE_OVERRIDE": self.theme, "QT_QPA_PLATFORM": "xcb"}
            found |= {"QT_SCALE_FACTOR": str(self.scale)} if self.scale != 1 else {}
        elif self.scale != 1:
            found["GDK_SCALE" if self.toolkit in ("GTK3", "GTK4") else "TK_SCALE"] = f"{self.scale:g}"
        if self.toolkit == "GTK4" and self.dark:
            found |= {"ADW_DEBUG_COLOR_SCHEME": "prefer-dark"}
        return {**found, "GDK_BACKEND": "x11", "GSK_RENDERER": "cairo"}


def random_look(rng: random.Random, toolkit: Toolkit) -> Look:
    """Draw a look from what is installed."""
    theme = rng.choice(_themes(toolkit))
    language = rng.choices(tuple(_LANGUAGES), tuple(_LANGUAGES.values()))[0]
    big = rng.random() < 0.08
    scale = (
        2.0 if big else rng.choice((1.25, 1.5)) if toolkit.startswith("Qt") and rng.random() < 0.12 else 1.0
    )
    return Look(
        toolkit, theme, rng.choice([i for i in _ICON_THEMES if (ICONS / i).is_dir()] or ["hicolor"]),
        rng.choice(_LATIN if language in ("en", "de", "fr", "es", "pl") else _WIDE),
        rng.choice((8, 9, 9, 10, 10, 11, 11, 12, 13, 14)),
        scale, language, (1920, 1080) if big else rng.choice(SIZES),
        any(w.lower() in theme.lower() for w in _DARK_WORDS) or (toolkit != "Tk" and rng.random() < 0.3),
        rng.choice(_frame_themes()),
        rng.choice(("LIMC", "LIMC", "NLIMC", "CIML", "LC", "CLI", "CMIL", "NLC", "LSIMC")),
        (rng.randrange(256), rng.randrange(256), rng.randrange(256)),
        tuple(rng.random() < 0.5 for _ in range(8)),
    )  # fmt: skip


def _themes(toolkit: Toolkit) -> list[str]:
    match toolkit:
        case "GTK3":
            built_in = ("Adwaita", "Adwaita-dark", "HighContrast")
            return [t for t in _GTK3 if (THEMES / t / "gtk-3.0").is_dir() or t in built_in]
        case "GTK4":
            others = [t for t in _GTK3 if (THEMES / t / "gtk-4.0").is_dir() and t != "Adwaita"]
            return ["Adwaita"] * 6 + [t for t in others if not t.startswith("Materia")]  # GTK 4 dies of it
        case "Qt5":
            return [
                "Fusion",
                "Fusion",
                "Windows",
                "Breeze",
                "adwaita",
                "adwaita-dark",
                "cleanlooks",
                "plastique",
                "motif",
            ]
        case "Qt6":
            return ["Fusion", "Fusion", "Windows", "Fusion-palette"]
        case "Tk":
            return ["default", "clam", "alt", "classic", "clam-tinted"]


def _placement(look: Look) -> str:
    """GTK 4 programs cannot place their windows: the window manager does."""
    if look.toolkit != "GTK4":
        return ""
    x, y = look.background[0] // 2, look.background[1] // 4
    place = f'<position force="yes"><x>{x}</x><y>{y}</y></position>'
    return f'<applications><application class="*">{place}</application></applications>'


def _frame_themes() -> list[str]:
    return sorted(f.parent.name for f in THEMES.glob("*/openbox-3")) or ["Clearlooks"]


def openbox_configuration(look: Look) -> str:
    """Return an rc.xml that draws frames as the look wants them."""
    fonts = "".join(
        f'<font place="{place}"><name>{look.font}</name><size>{max(8, look.points)}</size></font>'
        for place in ("ActiveWindow", "InactiveWindow")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><openbox_config xmlns="http://openbox.org/3.4/rc">'
        f"<theme><name>{look.frame_theme}</name><titleLayout>{look.frame_layout}</titleLayout>"
        f"<keepBorder>yes</keepBorder><animateIconify>no</animateIconify>{fonts}</theme>"
        f"{_placement(look)}<focus><focusNew>yes</focusNew></focus><desktops><number>1</number></desktops></openbox_config>"
    )
