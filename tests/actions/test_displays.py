"""A display is named as everywhere, or by the path of its server's socket."""

from __future__ import annotations

import threading

import pytest

from actions.errors import DisplayUnavailable
from actions.x11.connection import X11Connection
from actions.x11.displays import close_display, open_display

pytestmark = pytest.mark.x11


def socket_of(display: str) -> str:
    return f"/tmp/.X11-unix/X{display.removeprefix(':')}"


def test_by_the_path_of_its_socket(x_display: str) -> None:
    connection = X11Connection(socket_of(x_display))
    try:
        geometry = connection.root.get_geometry()
        assert (geometry.width, geometry.height) == (1280, 800)
        connection.sync()
    finally:
        connection.close()


def test_by_both_names_at_once(x_display: str) -> None:
    names = [x_display, socket_of(x_display)] * 8
    opened: list[int] = []

    def work(name: str) -> None:
        display = open_display(name)
        opened.append(display.screen().width_in_pixels)
        close_display(display)

    threads = [threading.Thread(target=work, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [1280] * 16


def test_a_path_where_nobody_listens() -> None:
    with pytest.raises(DisplayUnavailable, match="cannot be opened"):
        open_display("/nowhere/X0")
