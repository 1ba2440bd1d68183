"""How often each drawing is learned from: what people ask for most is seen most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.packed import PackedIcon
from grounding.data.icons.usual import known_names, usual_names

# Of the usual meanings, the others that people have words for, and names of files.
_PARTS = {"usual": 0.55, "said": 0.27, "named": 0.18}
# A meaning that few drawings show would be learned by heart.
_FEW = 12
_Meaning = tuple[str, str]


def drawing_weights(icons: Sequence[PackedIcon]) -> NDArray[np.float64]:
    """Return the weight of each drawing, 1 together.

    Of a meaning, the pieces of screens weigh as much as the drawings.
    """
    keys = [_meaning(icon) for icon in icons]
    sets: dict[_Meaning, set[str]] = defaultdict(set)
    for icon, key in zip(icons, keys, strict=True):
        sets[key].add(icon.family.split("-")[0])
    counts = Counter(keys)
    kinds = Counter(zip(keys, (bool(icon.box) for icon in icons), strict=True))
    totals: dict[str, float] = defaultdict(float)
    for part, name in counts:
        totals[part] += _worth(part, len(sets[part, name]), counts[part, name])
    return np.array(
        [
            _PARTS[key[0]]
            / totals[key[0]]
            * _worth(key[0], len(sets[key]), counts[key])
            / kinds[key, bool(icon.box)]
            / (1 + ((key, not icon.box) in kinds))
            for icon, key in zip(icons, keys, strict=True)
        ]
    )


def _meaning(icon: PackedIcon) -> _Meaning:
    display = ", ".join(icon.said[:2])
    if display in usual_names():
        return "usual", display
    # "Remove camera" is said of a sign on another drawing, but hardly ever.
    known = display in known_names() or icon.family == "glyphs"
    return ("said", display) if known else ("named", icon.name)


def _worth(part: str, sets: int, count: int) -> float:
    """Return what a meaning counts within its part."""
    # A name of one set alone is mostly an application that few people have.
    return min(4, sets) - 0.6 if part == "named" else min(1.0, count / _FEW)
