"""``python -m grounding.data icons --out DIR``: every icon found, drawn, with the words for it."""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.drawing import draw
from grounding.data.icons.names import words_of_name
from grounding.data.icons.npm_sets import find_npm_icons
from grounding.data.icons.office import find_gimp_icons, find_office_icons
from grounding.data.icons.packed import PackedIcon, pack
from grounding.data.icons.sources import IconFile
from grounding.data.icons.synonyms import naming_of
from grounding.data.icons.themes import desktop_words, find_theme_icons

_MOST_TAGS = 16


def main(arguments: list[str]) -> int:
    """Collect, draw and pack; return the exit status."""
    options = _parser().parse_args(arguments)
    out: Path = options.out
    out.mkdir(parents=True, exist_ok=True)
    files = list(_found(options))
    random.Random(options.seed).shuffle(files)
    apps = desktop_words(options.desktop_files)
    count = pack(out, _packed(files[: options.count or None], apps, out))
    print(f"{count} drawings of {len(files)} files packed in {out}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grounding.data icons", description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=0, help="draw only so many files (0: all)")
    parser.add_argument("--npm", type=Path, help="folder of npm archives; fetched into it where absent")
    parser.add_argument("--without-npm", action="store_true", help="installed themes only, nothing fetched")
    parser.add_argument("--themes", type=Path, default=Path("/usr/share/icons"))
    parser.add_argument("--gimp", type=Path, default=Path("/usr/share/gimp/2.0/icons"))
    parser.add_argument("--office", type=Path, default=Path("/usr/lib/libreoffice/share/config"))
    parser.add_argument("--desktop-files", type=Path, default=Path("/usr/share/applications"))
    return parser


def _found(options: argparse.Namespace) -> Iterator[IconFile]:
    if not options.without_npm:
        yield from find_npm_icons(options.npm or options.out / "npm", options.out / "unpacked")
    if options.themes.is_dir():
        yield from find_theme_icons(options.themes)
    yield from find_office_icons(options.office, options.out / "office")
    yield from find_gimp_icons(options.gimp)


def _packed(
    files: list[IconFile], apps: dict[str, tuple[str, ...]], folder: Path
) -> Iterator[tuple[PackedIcon, NDArray[np.uint8]]]:
    seen: set[tuple[bytes, str]] = set()
    for file, picture in draw(files, folder):
        # Themes repeat their drawings for other sizes and for dark panels.
        mark = (hashlib.blake2b(picture.tobytes(), digest_size=8).digest(), file.names[0])
        if mark not in seen:
            seen.add(mark)
            yield worded(file, apps), picture


def worded(file: IconFile, apps: dict[str, tuple[str, ...]]) -> PackedIcon:
    """Return the icon with the words of its names, of the concept table, of its set and of applications."""
    namings = [naming_of(name) for name in file.names]
    linked = [words_of_name(name) for name in file.names[1:]]
    told = [word for name in file.names for word in apps.get(name, ())]
    tags = dict.fromkeys([*told, *file.tags, *linked])
    tags.pop("", None)
    return PackedIcon(
        family=file.family,
        style=file.style,
        file=file.names[0],
        name=namings[0].name,
        said=namings[0].said,
        looks=namings[0].looks,
        tags=tuple(tags)[:_MOST_TAGS],
    )
