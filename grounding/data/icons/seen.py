"""``python -m grounding.data.icons.seen``: icons cut from rendered screens, as drawn there.

A drawing alone does not tell what a screen makes of it: a box as wide as the button, a caption below, a title
bar around. Screens drawn with an icon set that is held out are left out; applications that are held out
make a set of their own to measure on.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.concepts import Concept, concepts
from grounding.data.icons.packed import IconLibrary, PackedIcon, pack
from grounding.data.icons.pairs import folded
from grounding.data.icons.retrieval import APPLICATIONS, HELD_OUT
from grounding.data.icons.synonyms import naming_of
from grounding.data.sample import RenderedElement, RenderedScreen, read_screens
from grounding.embedded.icons import NO_ICON

_ROLES = frozenset({"button", "icon", "image", "tab", "checkbox", "radio"})
_EMPTY = frozenset({"field", "cell", "combo box", "list item", "link", "menu item"})
_SMALLEST, _LARGEST = 6, 150
# Larger ones are halved: the network sees forty pixels of them.
_KEPT_SIDE = 72
_SURROUNDINGS = 0.7
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Cutting:
    """An element of a screen that shows an icon, or none."""

    picture: Path
    element: RenderedElement
    icon: PackedIcon


def cuttings(folders: Sequence[Path], sets: Mapping[str, frozenset[str]]) -> Iterator[Cutting]:
    """Yield what can be learned from the screens; ``sets`` are the file names of every drawn icon set."""
    for folder, screen in read_screens(*folders):
        if draws_held_out(screen, sets):
            continue
        for element in screen.elements:
            if icon := icon_of(element, screen):
                yield Cutting(folder / screen.image, element, icon)


def draws_held_out(screen: RenderedScreen, sets: Mapping[str, frozenset[str]]) -> bool:
    """Say whether a held-out icon set may have drawn the screen, from its theme and its icons' names."""
    if any(name in screen.theme.casefold() for name in HELD_OUT):
        return True
    names = [e.icon for e in screen.elements if e.icon]
    if screen.source != "chromium" or not names:
        return False
    explained = {family: sum(name in known for name in names) for family, known in sets.items()}
    # A page draws from two sets, one plain and one coloured: each suspect must explain less than a third.
    suspects = [family for family in HELD_OUT if explained.get(family, 0) > len(names) / 3]
    return any(_only(names, family, sets) for family in suspects)


def _only(names: Iterable[str], family: str, sets: Mapping[str, frozenset[str]]) -> bool:
    """Say whether some name is known to the suspect family and to no other."""
    own = sets.get(family, frozenset())
    return any(n in own and not any(n in known for f, known in sets.items() if f != family) for n in names)


def icon_of(element: RenderedElement, screen: RenderedScreen) -> PackedIcon | None:
    """Return what the element shows, as a line without its pixels; None where that is unknown."""
    x1, y1, x2, y2 = element.box
    if min(x2 - x1, y2 - y1) < _SMALLEST or max(x2 - x1, y2 - y1) > _LARGEST:
        return None
    bare = len(element.text) <= 2 or element.role in ("icon", "image")
    if element.icon and bare and element.role in _ROLES and screen.split == "train":
        return _named("seen-" + screen.source, element.icon, element.icon)
    if screen.source == "apps" and element.role in _ROLES and not element.text and element.name:
        family = "seen-apps" if screen.split == "train" else APPLICATIONS
        return _by_name(family, element.name)
    if not element.icon and not element.name and element.role in _EMPTY and screen.split == "train":
        kind = 0 if element.text else 2
        return PackedIcon("seen-none", "", NO_ICON[kind], NO_ICON[kind], (), (), ())
    return None


def _named(family: str, file: str, name: str) -> PackedIcon:
    naming = naming_of(file)
    return PackedIcon(family, "", file, folded(name) or naming.name, naming.said, naming.looks, ())


def _by_name(family: str, name: str) -> PackedIcon | None:
    """Return an icon known by what the application calls it ("Open… (Ctrl+O)")."""
    words = folded(name.split("(")[0]).split()
    if not words or len(words) > _LONGEST_NAME:
        return None
    phrase = " ".join(words)
    if concept := concept_called(phrase):
        return _named(family, concept.icons[0], phrase)
    # A window's own menu shows the application's icon, whatever that is.
    return None if phrase == "window menu" else PackedIcon(family, "", "-".join(words), phrase, (), (), ())


def concept_called(phrase: str) -> Concept | None:
    """Return the concept that people call exactly so."""
    return next((c for c in concepts() if phrase in (folded(said) for said in c.said)), None)


def chosen(found: Iterable[Cutting], most: int, most_unnamed: int, seed: int) -> list[Cutting]:
    """Return at most ``most`` cuttings of every meaning, and few of icons that people have no words for."""
    by_meaning: dict[str, list[Cutting]] = defaultdict(list)
    for one in found:
        meaning = one.icon.said[0] if one.icon.said else one.icon.file
        by_meaning[f"{one.icon.family == APPLICATIONS} {meaning}"].append(one)
    shuffler = random.Random(seed)
    kept: list[Cutting] = []
    for listed in by_meaning.values():
        icon = listed[0].icon
        limit = most if icon.said or icon.family == APPLICATIONS else most_unnamed
        limit = 8 * most if icon.family == "seen-none" else limit
        kept.extend(shuffler.sample(listed, min(limit, len(listed))))
    return sorted(kept, key=lambda one: str(one.picture))


def cut(found: Sequence[Cutting]) -> Iterator[tuple[PackedIcon, NDArray[np.uint8]]]:
    """Yield the lines and their pieces of screens [h, w, 3] (BGR), the same piece only once."""
    last: tuple[Path, NDArray[np.uint8]] | None = None
    seen: set[tuple[bytes, str]] = set()
    for one in found:
        if last is None or last[0] != one.picture:
            image = cv2.imread(str(one.picture), cv2.IMREAD_COLOR)
            assert image is not None, one.picture
            last = one.picture, np.asarray(image, np.uint8)
        piece, box = piece_around(last[1], one.element.box)
        inside = piece[box[1] : box[3], box[0] : box[2]]
        mark = (inside.tobytes(), one.icon.name)
        empty = one.icon.family != "seen-none" and float(inside.std()) < 2
        if not empty and mark not in seen:
            seen.add(mark)
            yield replace(one.icon, box=box), piece


def piece_around(
    image: NDArray[np.uint8], bounds: tuple[int, int, int, int]
) -> tuple[NDArray[np.uint8], tuple[int, int, int, int]]:
    """Return the piece of ``image`` around ``bounds`` and where they lie in it, large ones made smaller."""
    x1, y1, x2, y2 = bounds
    side = max(x2 - x1, y2 - y1)
    margin = max(12, round(_SURROUNDINGS * side))
    left, top = max(0, x1 - margin), max(0, y1 - margin)
    piece = image[top : y2 + margin, left : x2 + margin]
    scale = min(1.0, _KEPT_SIDE / side)
    if scale < 1:
        smaller = cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        piece = np.asarray(smaller, np.uint8)
    placed = (x1 - left, y1 - top, x2 - left, y2 - top)
    ax1, ay1, ax2, ay2 = (round(v * scale) for v in placed)
    return np.ascontiguousarray(piece), (ax1, ay1, ax2, ay2)


def names_of_sets(library: IconLibrary) -> dict[str, frozenset[str]]:
    """Return the file names of every icon set of a library."""
    names: dict[str, set[str]] = defaultdict(set)
    for icon in library.icons:
        names[icon.family].add(icon.file)
    return {family: frozenset(files) for family, files in names.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Cut and pack; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m grounding.data.icons.seen", description=__doc__)
    parser.add_argument("--icons", type=Path, required=True, help="folder made by `grounding.data icons`")
    parser.add_argument("--screens", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=160, help="pieces of one meaning")
    parser.add_argument("--most-unnamed", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    cv2.setNumThreads(1)
    sets = names_of_sets(IconLibrary.open(options.icons))
    found = chosen(cuttings(options.screens, sets), options.most, options.most_unnamed, options.seed)
    print(f"{pack(options.out, cut(found))} pieces of {len(found)} chosen packed in {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
