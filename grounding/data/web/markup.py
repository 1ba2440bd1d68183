"""Small pieces of HTML, and the data attributes that carry the truth."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from html import escape

CHECK_MARK = '<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2.2"><path d="M3 8.5l3.2 3.2L13 4.8"/></svg>'


def mark(role: str, **data: str) -> str:
    """Return the data attributes that say what a node is; empty values are left out."""
    pairs = {"role": role, **data}
    return " ".join(f'data-{key}="{escape(value)}"' for key, value in pairs.items() if value)


def tag(name: str, classes: str, inside: str = "", extra: str = "") -> str:
    return f'<{name} class="{classes}" {extra}>{inside}</{name}>'


def row(*parts: str, cls: str = "", style: str = "") -> str:
    return f'<div class="row {cls}" style="{style}">{"".join(parts)}</div>'


def col(*parts: str, cls: str = "", style: str = "") -> str:
    return f'<div class="col {cls}" style="{style}">{"".join(parts)}</div>'


def icon_name(name: str) -> str:
    """Return an icon's file name without what only says how it is drawn."""
    return name.removesuffix("-fill").removesuffix("_fill")
