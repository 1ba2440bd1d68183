"""From what ``--grounder`` says to a model of others that can be asked."""

from __future__ import annotations

from typing import assert_never

from grounding.errors import ModelUnavailable
from grounding.public_models.asking import Answerer, PublicGroundingModel
from grounding.public_models.specs import BuiltIn, GrounderSpec, OnServer, OnThisMachine
from grounding.public_models.table import format_for, format_named
from grounding.public_models.zooming import ZoomingModel


def open_answerer(source: BuiltIn | OnThisMachine | OnServer) -> Answerer:
    """Load the model, or make sure that its server has it. Raises `ModelUnavailable`, naming the remedy."""
    match source:
        case OnThisMachine(model, format_):
            from grounding.public_models.local import open_local

            return open_local(model, format_)
        case OnServer(address, name, format_):
            from grounding.public_models.served import ServedAnswerer

            known = format_named(format_) if format_ else format_for(name)
            served = ServedAnswerer(address, name, known)
            served.require_ready()
            return served
        case BuiltIn(name):
            raise ModelUnavailable(f"{name} is no model of others; open it with open_grounder.")
        case _:
            assert_never(source)


def open_public_model(spec: GrounderSpec) -> PublicGroundingModel | ZoomingModel:
    """Open the model that ``spec`` names, looking twice where it says so. Raises `ModelUnavailable`."""
    model = PublicGroundingModel(open_answerer(spec.source))
    return ZoomingModel(model) if spec.zoom else model
