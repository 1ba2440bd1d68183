"""Make a text area larger or smaller: “resize the text area so that its height is larger”."""

from __future__ import annotations

from typing import Literal

from gui_agent.planning.commands import ResizeArea
from gui_agent.planning.language.refusal import no_step
from gui_agent.planning.language.request import Request, Sentences
from gui_agent.planning.language.vocabulary import words

Way = Literal[-1, 0, 1]

_WHOLE: dict[str, Way] = {
    **dict.fromkeys(words("larger bigger greater"), 1),
    **dict.fromkeys(words("smaller less"), -1),
}
_ACROSS: dict[str, Way] = {"wider": 1, "broader": 1, "narrower": -1}
_DOWN: dict[str, Way] = {"taller": 1, "higher": 1, "longer": 1, "shorter": -1, "lower": -1}
_SIDES = words("width height")
_SO = words("so such to until till")
_WINDOWS = words("window windows dialog")


def resizes(request: Request) -> Sentences:
    """Read "resize X so that the height is smaller than …", "resize X to be wider"."""
    rest = request.rest.without(("mark", "comma"))
    at = rest.find(_SO, 1)
    named, wish = (rest.part(0, at), rest.part(at + 1)) if at > 0 else (rest, rest.part(0, 0))
    across, down = _ways(wish.keys)
    # Windows are resized by their own buttons and keys.
    if not (across or down) or any(key in _WINDOWS for key in named.keys):
        raise no_step(request.whole)
    return request.says(ResizeArea(request.target(named), across, down))


def _ways(said: tuple[str, ...]) -> tuple[Way, Way]:
    """Return which way to go across and down; a side that is named is the only one that is meant."""
    across, down, whole = (_first(said, ways) for ways in (_ACROSS, _DOWN, _WHOLE))
    sides = _SIDES.intersection(said)
    if whole and not (across or down):
        return (whole if sides != {"height"} else 0), (whole if sides != {"width"} else 0)
    return (across, down) if not sides else _of_side(across or down, sides)


def _first(said: tuple[str, ...], ways: dict[str, Way]) -> Way:
    return next((ways[key] for key in said if key in ways), 0)


def _of_side(way: Way, sides: frozenset[str]) -> tuple[Way, Way]:
    return (way if "width" in sides else 0), (way if "height" in sides else 0)
