from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from actions.geometry import Box
from actions.screenshot import Image
from tests.grounding.pictures.rendered import rendered

Render = Callable[..., tuple[Image, dict[str, Box]]]


@pytest.fixture(scope="session")
def render() -> Render:
    """Render each look of the program once."""
    return cache(rendered)
