"""Every application of the full image opens its window in a sandbox, without a question first."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from actions.action import Launch
from actions.computer import WindowLister
from evals.machines.errors import ImageError
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox

pytestmark = [pytest.mark.x11, pytest.mark.app, pytest.mark.slow]

WINDOWS = {
    "mousepad": "Untitled 1 - Mousepad",
    "galculator": "galculator",
    "pcmanfm": "user",
    "thunar": "user - Thunar",
    "xterm": "xterm",
    "localc": "Untitled 1 - LibreOffice Calc",
    "lowriter": "Untitled 1 - LibreOffice Writer",
    "loimpress": "Untitled 1 - LibreOffice Impress",
    "gimp": "GNU Image Manipulation Program",
    "chromium": "New Tab - Chromium",
    "google-chrome": "New Tab - Chromium",
    "ristretto": "Image Viewer",
    "vlc": "VLC media player",
    "thunderbird": "Account Setup - Mozilla Thunderbird",
}


@pytest.fixture(scope="module")
def full(namespaces: None) -> Iterator[Sandbox]:
    try:
        image = find_image("full")
    except ImageError as error:
        pytest.skip(str(error))
    with Sandbox(image) as sandbox:
        yield sandbox


@pytest.mark.parametrize("program", WINDOWS)
def test_it_opens(full: Sandbox, program: str) -> None:
    full.reset()
    full.computer.execute(Launch(program))
    assert isinstance(full.computer, WindowLister)
    deadline = time.monotonic() + 60
    titles: list[str] = []
    while WINDOWS[program] not in titles and time.monotonic() < deadline:
        time.sleep(0.1)
        titles = [window.title for window in full.computer.windows()]
    time.sleep(1)
    assert [window.title for window in full.computer.windows()] == [WINDOWS[program]]
