"""Every grounding model, by name: those that come with the package, and public ones of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.errors import ModelUnavailable
from grounding.instructions import target_of
from grounding.public_models.specs import DEFAULT_GROUNDER as DEFAULT_GROUNDER
from grounding.public_models.specs import BuiltIn, GrounderSpec, parse_grounder
from grounding.public_models.specs import GrounderName as GrounderName
from grounding.types import Candidate, Grounding, GroundingModel, ParsedScreen, ScreenParser

GROUNDERS: tuple[GrounderName, ...] = ("embedded", "ocr")
"""Those that come with the package."""


class Guesser(GroundingModel, Protocol):
    """A grounding model that, when asked, also says its best guess."""

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None: ...


@dataclass(frozen=True, slots=True)
class Grounder:
    """A parser with the model that finds targets on what it parsed; used from one thread.

    ``for_instructions`` is the same model for whole sentences (“Hit Save so that it is kept”).
    ``look_closely`` parses more slowly and reads better, where there is such a second look.
    ``read_again`` returns several readings of the line in a box (screen pixels), where it can.
    ``quick`` finds the targets of checks, many a step, where ``model`` is too slow or dear for that.
    """

    parser: ScreenParser
    model: Guesser
    for_instructions: Guesser
    look_closely: Callable[[Screenshot], ParsedScreen] | None = None
    quick: Guesser | None = None
    read_again: Callable[[Screenshot, Box], tuple[str, ...]] | None = None

    @property
    def for_checks(self) -> Guesser:
        return self.quick or self.model


@dataclass(frozen=True, slots=True)
class OfTargets:
    """A model that knows targets only, given whole instructions reduced to their targets."""

    model: Guesser

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        return self.model.ground(screenshot, target_of(target))

    def best_guess(self, screenshot: Screenshot, target: str) -> Candidate | None:
        return self.model.best_guess(screenshot, target_of(target))


def open_grounder(name: GrounderName = DEFAULT_GROUNDER, weights: Path | None = None) -> Grounder:
    """Open a grounder; ``embedded`` is the trained one, ``ocr`` reads words only, others are public models.

    ``weights`` is a folder of weights adapted to a user, for the embedded parser and model; as shipped
    where None. Raises `ModelUnavailable` where weights, memory, a server or a package are missing, where
    ``weights`` do not fit, or where there is no such grounder.
    """
    try:
        spec = parse_grounder(name)
    except ValueError as error:
        raise ModelUnavailable(str(error)) from error
    if weights is not None and spec.source == BuiltIn("ocr"):
        raise ModelUnavailable(
            "Adapted weights are for the embedded grounder, not for ocr: add --grounder embedded"
        )
    match spec.source:
        case BuiltIn("embedded"):
            return _embedded(weights)
        case BuiltIn():
            from grounding.embedded.rereading import Rereader
            from grounding.embedded.second_reader import SecondReader
            from grounding.ocr_model import OcrGroundingModel
            from grounding.parser import OcrScreenParser

            parser = OcrScreenParser()
            words = OcrGroundingModel(parser)
            rereader = Rereader(None, SecondReader())
            return Grounder(parser, words, OfTargets(words), read_again=rereader.read_again)
        case _:
            return _public(spec, weights)


def _public(spec: GrounderSpec, weights: Path | None) -> Grounder:
    from grounding.public_models.elements import OnElements
    from grounding.public_models.ensembles import EnsembleModel
    from grounding.public_models.opening import open_public_model

    # The model first: a missing one is told before anything is loaded.
    public = open_public_model(spec)
    eyes = _embedded(weights)
    placed = OnElements(public, eyes.parser)
    if not spec.ensemble:
        return replace(eyes, model=placed, for_instructions=placed, quick=eyes.model)
    targets, instructions = EnsembleModel(placed, eyes.model), EnsembleModel(placed, eyes.for_instructions)
    return replace(eyes, model=targets, for_instructions=instructions, quick=eyes.model)


def _embedded(adapted: Path | None) -> Grounder:
    from grounding.embedded.icons import IconEncoder
    from grounding.embedded.matcher import ElementMatcher
    from grounding.embedded.model import EmbeddedGroundingModel, icon_words
    from grounding.embedded.parser import EmbeddedScreenParser
    from grounding.embedded.second_look import TwiceLookingModel
    from grounding.embedded.weights import check_adapted, open_network

    if adapted is None:
        eyes = EmbeddedScreenParser()
        model = EmbeddedGroundingModel(eyes)
    else:
        check_adapted(adapted)
        eyes = EmbeddedScreenParser(icons=IconEncoder(open_network("icons", folder=adapted)))
        matcher = ElementMatcher(open_network("matcher", threads=1, folder=adapted), icon_words())
        model = EmbeddedGroundingModel(eyes, matcher)
    patient = TwiceLookingModel(eyes, model)
    return Grounder(eyes, patient, patient, eyes.parse_closely, read_again=eyes.read_again)
