"""What ``--grounder`` may say: which model finds targets, and what is done around it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias
from urllib.parse import urlsplit

GrounderName: TypeAlias = str
"""What `parse_grounder` reads."""
DEFAULT_GROUNDER: GrounderName = "embedded"

HOW = (
    "Give embedded, ocr, hf:MODEL_ID_OR_FOLDER (with #FORMAT where the name does not tell it), or the "
    "address of a server with the model's name: http://localhost:8000/v1#NAME; +zoom and +ensemble may "
    "follow."
)


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A grounder that comes with the package: ``embedded`` or ``ocr``."""

    name: str


@dataclass(frozen=True, slots=True)
class OnThisMachine:
    """A checkpoint in a folder or in Hugging Face's cache; ``format`` is empty where its name tells it."""

    model: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class OnServer:
    """A model ``name`` of the server at ``address``; ``format`` is empty where its name tells it."""

    address: str
    name: str
    format: str = ""


@dataclass(frozen=True, slots=True)
class GrounderSpec:
    """Where the grounding model is; ``zoom`` asks twice, ``ensemble`` asks the embedded model as well."""

    source: BuiltIn | OnThisMachine | OnServer
    zoom: bool = False
    ensemble: bool = False


def parse_grounder(text: str) -> GrounderSpec:
    """Read what ``--grounder`` was given. Raises `ValueError`, whose message says what may be given."""
    given, wishes = text.strip(), GrounderSpec(BuiltIn("embedded"))
    while (cut := given.rpartition("+"))[2] in ("zoom", "ensemble"):
        given = cut[0]
        wishes = replace(wishes, zoom=True) if cut[2] == "zoom" else replace(wishes, ensemble=True)
    source = _source(given)
    if isinstance(source, BuiltIn) and (wishes.zoom or wishes.ensemble):
        raise ValueError(f"+zoom and +ensemble are for models behind hf: and http:, not for {source.name}")
    return replace(wishes, source=source)


def _source(given: str) -> BuiltIn | OnThisMachine | OnServer:
    scheme, _, rest = given.partition(":")
    match scheme:
        case "embedded" | "ocr" if not rest:
            return BuiltIn(scheme)
        case "hf" if rest.strip():
            model, _, format_ = rest.strip().partition("#")
            _require_format(format_)
            return OnThisMachine(model, format_)
        case "http" | "https":
            return _server(given)
    raise ValueError(f"there is no grounder “{given}”. {HOW}")


def _server(given: str) -> OnServer:
    address, _, rest = given.partition("#")
    name, _, format_ = rest.partition("#")
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"“{address}” is no address. {HOW}") from error
    if not host or not name.strip():
        raise ValueError(f"“{given}” lacks the model's name behind a #. {HOW}")
    if parts.username or parts.password or parts.query:
        raise ValueError("put the key into GUI_AGENT_GROUNDER_KEY, not into the address")
    _require_format(format_)
    return OnServer(address.rstrip("/"), name.strip(), format_)


def _require_format(name: str) -> None:
    from grounding.public_models.table import format_names

    if name and name not in format_names():
        raise ValueError(f"there is no answer format {name}; choose one of {', '.join(format_names())}")
