"""What is wrong with a setting, in a sentence: the value, where it comes from, and what would fit."""

from __future__ import annotations

import os
from collections.abc import Container
from difflib import get_close_matches
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

_LONGEST = 80


def trouble(
    error: ValidationError, model: type[BaseModel], given: Container[str], file: Path, prefix: str
) -> str:
    """Return what is wrong with the first field of ``model`` that ``error`` names.

    ``given`` are the fields that were said just now; others come from environment variables beginning with
    ``prefix``, or from ``file``.
    """
    first = error.errors()[0]
    name = str(first["loc"][0])
    where = _origin(name, given, file, prefix)
    field = model.model_fields.get(name)
    if field is None:
        return f"there is no setting “{name}”{where}; {_meant(name, list(model.model_fields))}"
    if field.annotation is not None and SecretStr in (field.annotation, *get_args(field.annotation)):
        return f"the setting {name} cannot be used{where}: give {_fitting(field)}"
    return f"the setting {name} cannot be {_value(first['input'])}{where}: {_wanted(first, field)}"


def _origin(name: str, given: Container[str], file: Path, prefix: str) -> str:
    if name in given:
        return ""
    variable = f"{prefix}{name}".upper()
    found = next((each for each in os.environ if each.upper() == variable), None)
    return f" (from the environment variable {found})" if found else f" (in {file})"


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]}?" if close else "gui-agent config show lists them"


def _value(value: object) -> str:
    text = str(value) if isinstance(value, str | int | float | Path) else repr(value)
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '…'}”"


def _wanted(error: ErrorDetails, field: FieldInfo) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])  # a sentence of our own
    return f"give {_fitting(field)}"


def _fitting(field: FieldInfo) -> str:
    """Say what fits into ``field``."""
    annotation = field.annotation
    kinds = [each for each in get_args(annotation) if each is not NoneType] or [annotation]
    if get_origin(annotation) is Literal:
        chosen = [str(each) for each in get_args(annotation) if each]
        return f"one of {', '.join(chosen)}{', or nothing' if '' in get_args(annotation) else ''}"
    if bool in kinds:
        return "true or false"
    if int in kinds or float in kinds:
        return f"{'a whole number' if int in kinds else 'a number'}{_bounds(field)}"
    return "a path" if Path in kinds else "text"


def _bounds(field: FieldInfo) -> str:
    """Say between what a number may be."""
    found: dict[str, Any] = {}
    for limit in field.metadata:
        found |= {kind: getattr(limit, kind) for kind in ("ge", "gt", "le") if hasattr(limit, kind)}
    least = f" from {found['ge']:,}" if "ge" in found else f" above {found['gt']:,}" if "gt" in found else ""
    most = f" to {found['le']:,}" if "ge" in found else f" and up to {found['le']:,}"
    return least + (most if "le" in found else "")
