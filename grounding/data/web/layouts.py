"""The list of all layouts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grounding.data.web import layouts_web as web
from grounding.data.web.kit import Kit

Build = Callable[[Kit, tuple[int, int]], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of page; ``native`` ones imitate desktop programs and use no web framework."""

    kind: str
    build: Build
    weight: float = 1.0
    native: bool = False


def _filling(build: Callable[[Kit], str]) -> Build:
    """Let a layout that needs no size fill the viewport."""
    return lambda kit, _: f'<div class="clip" style="position:fixed;inset:0">{build(kit)}</div>'


def layouts() -> tuple[Layout, ...]:
    """Return every layout with its weight."""
    return (
        Layout("dashboard", _filling(web.dashboard)),
        Layout("mail", _filling(web.mail)),
        Layout("shop", _filling(web.shop)),
        Layout("form", _filling(web.form)),
        Layout("records", _filling(web.records)),
    )
