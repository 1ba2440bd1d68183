"""The table of formats: every family of public grounding models that can be asked."""

from __future__ import annotations

from grounding.errors import ModelUnavailable
from grounding.public_models.families.clicks import aguvis, opencua
from grounding.public_models.families.gta1 import gta1
from grounding.public_models.families.holo import holo1_5
from grounding.public_models.families.infigui import infigui_g1
from grounding.public_models.families.os_atlas import os_atlas
from grounding.public_models.families.qwen import gui_owl, gui_owl_1_5, qwen2_5_vl, qwen3_vl
from grounding.public_models.families.showui import showui
from grounding.public_models.families.uground import uground
from grounding.public_models.families.ui_tars import ui_tars
from grounding.public_models.formats import ModelFormat

_MAKERS = (
    ui_tars,
    qwen2_5_vl,
    qwen3_vl,
    os_atlas,
    showui,
    uground,
    aguvis,
    gta1,
    holo1_5,
    opencua,
    infigui_g1,
    gui_owl,
    gui_owl_1_5,
)


def formats() -> tuple[ModelFormat, ...]:
    """Return every known format."""
    return tuple(make() for make in _MAKERS)


def format_names() -> tuple[str, ...]:
    """Return the names of the formats."""
    return tuple(known.name for known in formats())


def format_named(name: str) -> ModelFormat:
    """Return the format called ``name``. Raises `ModelUnavailable`, which lists the known ones."""
    for known in formats():
        if known.name == name.lower():
            return known
    raise ModelUnavailable(f"There is no answer format {name}; choose one of {', '.join(format_names())}.")


def format_for(model: str) -> ModelFormat:
    """Return the format of a model by its name or path, whose own spelling decides.

    Raises `ModelUnavailable` where the name fits none, and says how to name one.
    """
    words = _folded(model)
    fitting = [known for known in formats() if any(sign in words for sign in _signs(known))]
    if not fitting:
        raise ModelUnavailable(
            f"The name {model} does not say which answers the model gives; add its format, "
            f"as in {model}#qwen2.5-vl (formats: {', '.join(format_names())})."
        )
    return max(fitting, key=lambda known: max(len(sign) for sign in _signs(known) if sign in words))


def _signs(known: ModelFormat) -> tuple[str, ...]:
    """Return what in a model's name speaks for a format: its own, and its models' without size."""
    return _folded(known.name), *(_folded(model.split("/")[-1]) for model in known.models)


def _folded(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum() or letter == "/")
