"""Pictures as targets of tests: openQA's needles, SikuliX's images."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from actions.geometry import Point
from grounding.pictures.target import IMAGE_SIMILAR, PictureTarget

if TYPE_CHECKING:
    from grounding.types import GroundingModel, ScreenParser
    from gui_agent.parts import Wrapping


def needle(name: str) -> PictureTarget:
    """Return the openQA needle ``name``, or those with that tag, to be located."""
    return PictureTarget("needle", name)


def image(
    file: str, similar: float = IMAGE_SIMILAR, offset: tuple[int, int] | Point = (0, 0)
) -> PictureTarget:
    """Return the picture in ``file`` (PNG or JPEG), to be located as SikuliX does.

    ``similar`` is in 0-1; ``offset`` is the point to click, from the middle in pixels. Raises ValueError.
    """
    if not 0 < similar <= 1:
        raise ValueError(f"similar is above 0 and up to 1, not {similar!r}")
    point = offset if isinstance(offset, Point) else Point(*offset)
    return PictureTarget("image", file, round(similar, 2), point)


def with_pictures(folder: Path, healed: dict[str, None]) -> Wrapping:
    """Return what lets a grounding model find the pictures in ``folder``.

    ``healed`` receives, in order, each target that was not found as its file promises, with how it was.
    """
    from grounding.pictures.grounder import PictureGrounder
    from grounding.pictures.shelf import PictureShelf

    shelf = PictureShelf(folder)

    def tell(target: str, how: str) -> None:
        healed[f"{target}: {how}"] = None

    def around(model: GroundingModel, parser: ScreenParser) -> GroundingModel:
        return PictureGrounder(model, parser, shelf, tell)

    return around
