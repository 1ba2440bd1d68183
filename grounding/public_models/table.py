"""The table of formats: every family of public grounding models that can be asked."""

from __future__ import annotations

from grounding.errors import ModelUnavailable
from grounding.public_models.families.os_atlas import os_atlas
from grounding.public_models.families.ui_tars import ui_tars
from grounding.public_models.formats import ModelFormat


def formats() -> tuple[ModelFormat, ...]:
    """Return every known format."""
    return (ui_tars(), os_atlas())


def format_named(name: str) -> ModelFormat:
    """Return the format called ``name``. Raises `ModelUnavailable`, which lists the known ones."""
    for known in formats():
        if known.name == name.lower():
            return known
    names = ", ".join(known.name for known in formats())
    raise ModelUnavailable(f"There is no answer format {name}; choose one of {names}.")
