"""Metrics of pictures, with structural similarity computed here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Absent, Options, State, file_of, files_of, reading, rule, rules_of

_WINDOW = 7
_SIMILAR = 0.9


def similarity(ours: NDArray[Any], theirs: NDArray[Any]) -> float:
    """Return the mean structural similarity of two 8-bit pictures of one size, from -1 to 1.

    Source: Wang, Bovik, Sheikh, Simoncelli 2004, with a flat 7x7 window, sample covariance, and the mean over
    colours and over all windows that lie wholly inside.
    """
    import cv2

    first, second = ours.astype(np.float64), theirs.astype(np.float64)
    size, half = (_WINDOW, _WINDOW), _WINDOW // 2

    def mean(values: NDArray[Any]) -> NDArray[Any]:
        return cv2.blur(values, size)

    unbiased = _WINDOW**2 / (_WINDOW**2 - 1)
    mean_1, mean_2 = mean(first), mean(second)
    spread_1 = unbiased * (mean(first * first) - mean_1 * mean_1)
    spread_2 = unbiased * (mean(second * second) - mean_2 * mean_2)
    shared = unbiased * (mean(first * second) - mean_1 * mean_2)
    small_1, small_2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    top = (2 * mean_1 * mean_2 + small_1) * (2 * shared + small_2)
    bottom = (mean_1**2 + mean_2**2 + small_1) * (spread_1 + spread_2 + small_2)
    return float((top / bottom)[half:-half, half:-half].mean())


def compare_images(result: State, expected: State, options: Options) -> Score:
    """Score the similarity of two pictures in grey, brought to the smaller size.

    With ``reference_base_result`` only what exceeds that similarity counts (that of the untouched picture).
    """
    ours, theirs = _picture(file_of(result)).convert("L"), _picture(file_of(expected)).convert("L")
    size = min(ours.size, theirs.size)
    if min(size) < _WINDOW:
        return none(f"the pictures are too small to compare: {size}")
    alike = similarity(*(np.asarray(_resized(each, size)) for each in (ours, theirs)))
    base = options.get("reference_base_result")
    if base is None:
        return Score(max(0.0, alike), f"similarity {alike:.4f}")
    gained = (alike - base) / (1 - base) if alike >= base + 0.01 else 0.0
    return Score(gained, f"similarity {alike:.4f}, untouched {base:.4f}")


def compare_image_list(result: State, expected: State, _: Options) -> Score:
    """Expect pictures to be equal, pair by pair, after bringing them to one size."""
    from PIL import ImageChops

    for mine, wanted in zip(files_of(result), files_of(expected), strict=False):
        if isinstance(mine, Absent):
            return none(mine.reason)
        ours, theirs = _picture(mine), _picture(file_of(wanted))
        if ImageChops.difference(_resized(ours, theirs.size).convert(theirs.mode), theirs).getbbox():
            return none(f"{mine.name} differs")
    return full("the pictures are equal")


def check_structure_sim(result: State, expected: State, _: Options) -> Score:
    """Expect two pictures of one size to be structurally the same."""
    return _same_structure(_picture(file_of(result)), _picture(file_of(expected)))


def check_structure_sim_with_threshold(result: State, expected: State, options: Options) -> Score:
    """Bring the picture to the wanted size and expect a similarity of at least ``ssim_threshold``."""
    ours, theirs = _picture(file_of(result)), _picture(file_of(expected))
    return _same_structure(_resized(ours, theirs.size), theirs, options.get("ssim_threshold", 0.85))


def check_structure_sim_resized(result: State, expected: State, _: Options) -> Score:
    """Bring the opaque part of the picture to the wanted size and expect the same structure."""
    from PIL import Image

    ours, theirs = _picture(file_of(result)), _picture(file_of(expected))
    if _may_be_transparent(ours):
        box = ours.convert("RGBA").getchannel("A").getbbox()
        if box is None:
            return none("the picture is wholly transparent")
        ours = ours.convert("RGBA").crop(box).convert("RGB")
    return _same_structure(ours.resize(theirs.size, Image.Resampling.BICUBIC), theirs)


def check_file_exists_and_structure_sim(result: State, expected: State, options: Options) -> Score:
    """Expect the picture to have been saved, with the same structure."""
    return check_structure_sim(result, expected, options)


def check_image_mirror(result: State, expected: State, _: Options) -> Score:
    """Expect the picture to be the other one, mirrored left to right."""
    from PIL import Image

    mirrored = _picture(file_of(result)).transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return _same_structure(mirrored, _picture(file_of(expected)), 0.99)


def check_brightness_decrease_and_structure_sim(result: State, expected: State, options: Options) -> Score:
    """Expect a darker picture that is otherwise the same, by squared error below ``threshold``."""
    ours, theirs = _picture(file_of(result)), _picture(file_of(expected))
    dark, bright = _brightness(ours), _brightness(theirs)
    error = _squared_error(*(_at_brightness(each) for each in (ours, theirs)))
    holds = dark < bright and error < options.get("threshold", 0.03)
    return verdict(holds, f"brightness {dark:.1f} after {bright:.1f}, squared error {error:.4f}")


def check_contrast_increase_and_structure_sim(result: State, expected: State, _: Options) -> Score:
    """Expect more contrast and a similar structure."""
    ours, theirs = _picture(file_of(result)), _picture(file_of(expected))
    high, low = (float(np.std(np.asarray(each, np.float32))) for each in (ours, theirs))
    return _both(high > low, f"contrast {high:.1f} after {low:.1f}", _same_structure(ours, theirs, 0.65))


def check_saturation_increase_and_structure_sim(result: State, expected: State, _: Options) -> Score:
    """Expect more saturation, with hue and value of the same structure."""
    ours, theirs = (_picture(file_of(each)).convert("HSV").split() for each in (result, expected))
    high, low = (float(np.asarray(bands[1]).mean()) for bands in (ours, theirs))
    for band in (0, 2):
        same = _same_structure(ours[band], theirs[band])
        if same.value < 1:
            return same
    return verdict(high > low, f"saturation {high:.1f} after {low:.1f}")


def check_palette_and_structure_sim(result: State, expected: State, _: Options) -> Score:
    """Expect a picture of palette colours with the same structure."""
    ours, theirs = _picture(file_of(result)), _picture(file_of(expected))
    return _both(ours.mode == "P", f"its colours are of the kind {ours.mode}", _same_structure(ours, theirs))


def check_textbox_on_leftside(result: State, _: State, __: Options) -> Score:
    """Expect the dark text to begin in the leftmost twentieth."""
    grey = np.asarray(_picture(file_of(result)).convert("L"))
    columns = np.flatnonzero((grey < 128).any(axis=0))
    left = int(columns[0]) if columns.size else grey.shape[1]
    return verdict(left < grey.shape[1] * 0.05, f"the text begins at {left} of {grey.shape[1]} pixels")


def check_image_size(result: State, expected: State, _: Options) -> Score:
    """Compare width and height in pixels; ``ignore_transparent`` measures the opaque part."""
    rules, picture = rules_of(expected), _picture(file_of(result))
    size = picture.size
    if (rules.get("ignore_transparent") and picture.mode in ("RGBA", "LA")) or "transparency" in picture.info:
        box = picture.convert("RGBA").getchannel("A").getbbox()
        size = (box[2] - box[0], box[3] - box[1]) if box else (0, 0)
    wanted = (rules.get("width"), rules.get("height"))
    holds = all(side is None or side == real for side, real in zip(wanted, size, strict=True))
    return verdict(holds, f"{size[0]}x{size[1]}, wanted is {wanted[0] or 'any'}x{wanted[1] or 'any'}")


def check_image_file_size(result: State, expected: State, _: Options) -> Score:
    """Expect a file smaller than ``max_size`` bytes."""
    size, limit = file_of(result).stat().st_size, rule(rules_of(expected), "max_size")
    return verdict(size < limit, f"{size} bytes, the limit is {limit}")


def check_green_background(result: State, expected: State, _: Options) -> Score:
    """Expect green wherever the other picture is not black."""
    ours, theirs = (np.asarray(_picture(file_of(each)).convert("RGB")) for each in (result, expected))
    if ours.shape != theirs.shape:
        return none(f"the size is {ours.shape[1::-1]}, wanted is {theirs.shape[1::-1]}")
    background = theirs.any(axis=2)
    red, green, blue = (ours[..., band].astype(int) for band in range(3))
    wrong = int((background & ~((green > red) & (green > blue))).sum())
    return verdict(wrong == 0, f"{wrong} of {int(background.sum())} pixels of the background are not green")


def _picture(path: Path) -> Any:
    from PIL import Image

    with reading(path, "a picture"), Image.open(path) as picture:
        picture.load()
        return picture


def _resized(picture: Any, size: tuple[int, int]) -> Any:
    from PIL import Image

    return picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)


def _same_structure(ours: Any, theirs: Any, threshold: float = _SIMILAR) -> Score:
    if ours.size != theirs.size:
        return none(f"the size is {ours.size}, wanted is {theirs.size}")
    if min(ours.size) < _WINDOW:
        return none(f"the picture is too small to compare: {ours.size}")
    alike = similarity(*(np.asarray(each.convert("RGB")) for each in (ours, theirs)))
    return verdict(alike >= threshold, f"similarity {alike:.4f}, at least {threshold} is wanted")


def _both(holds: bool, explanation: str, other: Score) -> Score:
    return Score(other.value if holds else 0.0, f"{explanation}; {other.explanation}")


def _may_be_transparent(picture: Any) -> bool:
    return picture.mode in ("RGBA", "LA") or "transparency" in picture.info


def _brightness(picture: Any) -> float:
    return float(np.asarray(picture.convert("L")).mean())


def _at_brightness(picture: Any, target: float = 128.0) -> Any:
    factor = target / max(_brightness(picture), 1e-9)
    return picture.point(lambda value: min(255, max(0, int(value * factor))))


def _squared_error(ours: Any, theirs: Any) -> float:
    pictures = [_resized(ours, theirs.size), theirs]
    first, second = (np.asarray(each.convert("RGB"), np.float32) / 255 for each in pictures)
    return float(((first - second) ** 2).mean())
