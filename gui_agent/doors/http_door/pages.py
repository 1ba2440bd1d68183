"""The two pages for people; neither loads anything from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files
from typing import Any

from starlette.responses import HTMLResponse, Response

_FOLDER = "gui_agent.doors.http_door"


def watch_page() -> Response:
    """Return the page to give tasks to, and to watch them on."""
    return _page((files(_FOLDER) / "watch.html").read_text("utf-8"))


def docs_page(described: dict[str, Any]) -> Response:
    """Return the API that ``described`` (OpenAPI) has, as a page."""
    from jinja2 import Environment

    template = (files(_FOLDER) / "docs.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return _page(environment.from_string(template).render(api=described, kind=_kind))


def _page(text: str) -> Response:
    """Answer with ``text``; only the scripts and styles that stand in it may run."""
    scripts = " ".join(_hashes(text, "script")) or "'none'"
    styles = " ".join(_hashes(text, "style")) or "'none'"
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src blob:; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(text, headers=headers)


def _hashes(text: str, tag: str) -> list[str]:
    inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return [f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inside]


def _kind(schema: dict[str, Any]) -> str:
    """Return what a schema allows in a few words: ``number``, ``left | middle | right``, ``JobRecord``."""
    match schema:
        case {"$ref": str(name)}:
            return name.rpartition("/")[2]
        case {"enum": list(words)}:
            return " | ".join(str(word) for word in words)
        case {"const": word}:
            return str(word)
        case {"anyOf": list(several)} | {"oneOf": list(several)}:
            return " or ".join(_kind(one) for one in several)
        case {"type": "array", "items": dict(items)}:
            return f"list of {_kind(items)}"
        case {"type": str(name)}:
            return name
        case _:
            return "any"
