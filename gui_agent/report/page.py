"""One HTML file that needs nothing else and runs nothing but its own script."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from importlib import resources


def fill(
    template: str, style: str, script: str, *, filters: Mapping[str, Callable[..., object]], **values: object
) -> str:
    """Return ``template`` (Jinja) filled with ``values``; every text of them is escaped.

    It finds the common look and ``style`` as ``style``, and ``script`` with the ``script_checksum`` that its
    content policy allows.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_visible
    )
    environment.filters.update(filters)
    look = source("gui_agent.report", "look.css") + style
    checksum = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    page = environment.from_string(template)
    return page.render(**values, style=look, script=script, script_checksum=checksum)


def source(package: str, name: str) -> str:
    """Return a text file that lies in ``package``."""
    return (resources.files(package) / name).read_text("utf-8")


def _visible(value: object) -> object:
    """Show control characters of a text as signs: they could hide or reorder what follows."""
    if type(value) is not str or not _STEERING.search(value):
        return value
    return _STEERING.sub(lambda m: f"⟨{unicodedata.name(m[0], f'U+{ord(m[0]):04X}').lower()}⟩", value)


_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
