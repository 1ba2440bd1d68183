"""Icons for pages: drawn inline from npm packages in the text's colour, or coloured files of icon themes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from grounding.data.web.packages import Packages

_ROOT = re.compile(r"<svg\b([^>]*)>(.*)</svg>", re.DOTALL)
_SIZES = ("16", "22", "24", "32", "48", "64", "16x16", "22x22", "24x24", "32x32", "48x48", "64x64")
_KINDS = {"actions", "apps", "places", "mimetypes", "mimes", "devices", "categories", "status", "preferences"}
THEMES = ("Papirus", "breeze", "oxygen/base", "elementary-xfce", "mate", "gnome", "Tango")
DRAWN = {
    "mdi": ("@mdi/svg", "7.4.47", "svg"),
    "tabler": ("@tabler/icons", "3.51.0", "icons/outline"),
    "tabler filled": ("@tabler/icons", "3.51.0", "icons/filled"),
    "lucide": ("lucide-static", "1.62.0", "icons"),
    "fontawesome": ("@fortawesome/fontawesome-free", "7.3.1", "svgs/solid"),
    "fontawesome regular": ("@fortawesome/fontawesome-free", "7.3.1", "svgs/regular"),
    "bootstrap": ("bootstrap-icons", "1.13.2", "icons"),
    "material": ("@material-symbols/svg-400", "0.48.2", "outlined"),
    "material rounded": ("@material-symbols/svg-400", "0.48.2", "rounded"),
    "material sharp": ("@material-symbols/svg-400", "0.48.2", "sharp"),
}


@dataclass(frozen=True, slots=True)
class IconSet:
    """Icons of one style: name → file by size; ``drawn`` ones take the colour of the text around them."""

    name: str
    drawn: bool
    files: dict[str, dict[int, Path]]
    by_word: dict[str, list[str]]
    by_kind: dict[str, list[str]]

    def find(self, r: Random, words: Iterable[str], kind: str = "") -> str:
        """Return the shortest-named icon for the first of ``words`` that has one, or a random icon."""
        for word in words:
            if word in self.files:
                return word
            names = self.by_word.get(word.lower(), ())
            if names:
                shortest = min(name.count("-") for name in names)
                return r.choice([name for name in names if name.count("-") <= shortest + (r.random() < 0.15)])
        return r.choice(self.by_kind.get(kind) or self.by_kind[""])

    def markup(self, name: str, size: int) -> str:
        """Return the HTML of the icon ``size`` CSS pixels wide."""
        sizes = self.files[name]
        path = sizes[min(sizes, key=lambda s: (s < size, abs(s - size)))]
        if not self.drawn:
            return f'<img class="ic" src="{path.resolve().as_uri()}" width="{size}" height="{size}">'
        return inline(path.read_text(encoding="utf-8", errors="replace"), size)


def inline(svg: str, size: int) -> str:
    """Return an SVG document as an element of ``size`` pixels in the text's colour."""
    found = _ROOT.search(svg)
    if found is None:
        return ""
    attributes, inside = found.groups()
    box = re.search(r'viewBox\s*=\s*"([^"]*)"', attributes)
    line = "stroke=" in attributes
    kept = " ".join(
        m[0]
        for m in re.finditer(r'(?:stroke|stroke-width|stroke-linecap|stroke-linejoin)="[^"]*"', attributes)
    )
    paint = f'fill="none" {kept}' if line else 'fill="currentColor"'
    view = box[1] if box else "0 0 16 16"
    inside = re.sub(r"<!--.*?-->|<title>.*?</title>", "", inside, flags=re.DOTALL)
    return f'<svg class="ic" width="{size}" height="{size}" viewBox="{view}" {paint}>{inside}</svg>'


def drawn_sets(packages: Packages) -> list[IconSet]:
    """Return the icon sets of the npm packages, fetched where they are missing."""
    sets = []
    for name, (package, version, folder) in DRAWN.items():
        root = packages.folder(package, version) / folder
        files = {path.stem: {24: path} for path in sorted(root.glob("*.svg"))}
        sets.append(_indexed(name, True, files, {}))
    return sets


def theme_sets(root: Path) -> list[IconSet]:
    """Return the coloured icon themes found under ``root`` (symbolic icons left out)."""
    sets = []
    for theme in THEMES:
        files: dict[str, dict[int, Path]] = defaultdict(dict)
        kinds: dict[str, set[str]] = defaultdict(set)
        for path, size, kind in _theme_files(root / theme):
            files[path.stem].setdefault(size, path)
            kinds["mimetypes" if kind == "mimes" else kind].add(path.stem)
        if len(files) > 200:
            sets.append(_indexed(theme, False, dict(files), {k: sorted(v) for k, v in kinds.items()}))
    return sets


def _theme_files(theme: Path) -> Iterator[tuple[Path, int, str]]:
    """Yield (file, size, kind) of THEME/SIZE/KIND and THEME/KIND/SIZE folders."""
    for first in sorted(theme.glob("*")):
        for second in sorted(first.glob("*")) if first.is_dir() else ():
            pair = (first.name, second.name) if first.name in _SIZES else (second.name, first.name)
            if pair[0] not in _SIZES or pair[1] not in _KINDS:
                continue
            for path in sorted(second.iterdir()):
                if path.suffix in (".svg", ".png") and "symbolic" not in path.stem:
                    yield path, int(pair[0].split("x")[0]), pair[1]


def _indexed(
    name: str, drawn: bool, files: dict[str, dict[int, Path]], kinds: dict[str, list[str]]
) -> IconSet:
    by_word: dict[str, list[str]] = defaultdict(list)
    for icon in files:
        for word in set(icon.lower().split("-")):
            by_word[word].append(icon)
    return IconSet(name, drawn, files, dict(by_word), {**kinds, "": sorted(files)})
