"""Icon themes of the freedesktop kind: sizes, links as synonyms, and the words of .desktop files.

https://specifications.freedesktop.org/icon-theme-spec/ and icon-naming-spec
"""

from __future__ import annotations

import configparser
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from grounding.data.icons.sources import IconFile

# Several drawings of one icon differ by size: the panel's, the toolbar's and the desktop's.
_SIZES = {
    "16": 32,
    "22": 44,
    "24": 48,
    "32": 64,
    "48": 64,
    "64": 64,
    "scalable": 64,
    "symbolic": 48,
    "18": 36,
}
_CONTEXTS = frozenset(
    {"actions", "apps", "places", "devices", "mimetypes", "mimes", "status", "emblems", "categories",
     "emotes", "preferences", "applets", "notifications", "ui", "legacy", "panel", "stock", "symbolic"}
)  # fmt: skip
_MOST_NAMES = 8
# Papirus draws every folder again in each of its colours and names games by their numbers.
_LEFT_OUT = re.compile(
    r"^steam_icon_|^(folder|user)-(carmine|cyan|nordic|pink|white|brown|indigo|darkcyan|deeporange|paleorange|palebrown|"
    r"magenta|black|green|orange|bluegrey|grey|red|violet|yaru|yellow|teal|breeze|adwaita|custom|cat)\b"
)
_ENDINGS = (".svg", ".png", ".svgz")


def find_theme_icons(root: Path, themes: tuple[str, ...] = ()) -> Iterator[IconFile]:
    """Yield the drawings of every theme under ``root``; the names of links become names of the drawing."""
    for theme in sorted(p for p in root.iterdir() if p.is_dir() and (not themes or p.name in themes)):
        if theme.name == "default" or "cursor" in theme.name or theme.name.startswith("ePapirus"):
            continue
        yield from _icons_of(theme)


def desktop_words(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return for each icon name what the .desktop files that use it say: name, generic name, keywords."""
    words: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(folder.glob("**/*.desktop")):
        entry = _desktop_entry(path)
        listed = [entry.get("Name", ""), entry.get("GenericName", ""), *entry.get("Keywords", "").split(";")]
        words[entry.get("Icon", "")].update(dict.fromkeys(w.strip().casefold() for w in listed if w.strip()))
    words.pop("", None)
    return {icon: tuple(said) for icon, said in words.items()}


def _desktop_entry(path: Path) -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(path.read_text("utf-8"))
        return dict(parser["Desktop Entry"])
    except (configparser.Error, KeyError, UnicodeDecodeError, OSError):
        return {}


def _icons_of(theme: Path) -> Iterator[IconFile]:
    names: dict[Path, list[str]] = defaultdict(list)
    for path in sorted(theme.rglob("*")):
        if path.suffix in _ENDINGS and _side_of(path, theme) and not _LEFT_OUT.match(path.stem):
            real = path.resolve()
            own = real.stem == path.stem
            names[real].insert(0 if own else len(names[real]), path.stem)
    for real, listed in names.items():
        if real.is_relative_to(theme) and (side := _side_of(real, theme)):
            unique = tuple(dict.fromkeys(listed))[:_MOST_NAMES]
            yield IconFile(real, theme.name, _style_of(real, theme), unique, side)


def _side_of(path: Path, theme: Path) -> int:
    """Return the side to draw at: 0 for sizes and contexts that are left out."""
    parts = path.relative_to(theme).parts[:-1]
    if not _CONTEXTS & set(parts) or any("@" in p for p in parts):
        return 0
    sizes = [re.sub(r"^(\d+)x\d+$", r"\1", part) for part in parts]
    known = [_SIZES[size] for size in sizes if size in _SIZES]
    if "apps" in parts and "Papirus" in theme.name and not {"48x48", "16x16"} & set(parts):
        return 0
    return known[0] if known else 0


def _style_of(path: Path, theme: Path) -> str:
    return "/".join(path.relative_to(theme).parts[:-1])
