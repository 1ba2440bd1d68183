"""From words to the action: what an instruction asks for, where, and with which text.

``ActReader`` understands one order in free words (eight languages) with a network of 2 million parameters;
``act`` also finds its target on a screenshot. What is no single action is answered with `NotAnAction`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal, TypeAlias

from actions.screenshot import Screenshot
from grounding.embedded.act_decoding import Decoded, calibrated, characters, decode
from grounding.embedded.act_words import ActKind, Encoded, encode, unquoted
from grounding.embedded.weights import Network, open_network
from grounding.errors import GroundingError
from grounding.types import Grounding, GroundingModel

Span = tuple[int, int]
Reason = Literal["no action", "several actions", "not sure"]
LONGEST_INSTRUCTION = 600


@dataclass(frozen=True, slots=True)
class ActReading:
    """One action in words, copied from the instruction.

    ``text`` is what to type, the keys to press, the option to select, where to drag to, how far to scroll
    or how long to wait; ``target`` is what is pointed at (for "select" the list, for "scroll" the area), or
    empty. ``score`` in 0-1 is the calibrated chance that kind, target and text are all right.
    """

    kind: ActKind
    target: str
    text: str
    score: float
    target_span: Span | None = None
    text_span: Span | None = None


@dataclass(frozen=True, slots=True)
class NotAnAction:
    """The honest "I don't know"; ``guess`` is the reading that was not certain enough, if there was one."""

    reason: Reason
    score: float
    guess: ActReading | None = None


ActAnswer: TypeAlias = ActReading | NotAnAction


class NotOneAction(GroundingError):
    """The instruction does not ask for one action that is understood; ``answer`` says why."""

    def __init__(self, answer: NotAnAction) -> None:
        super().__init__(f"I do not know what single action is meant ({answer.reason}).")
        self.answer = answer


@dataclass(frozen=True, slots=True)
class GroundedAct:
    """An action with its places; ``destination`` only for a drag, ``grounding`` None where nothing is named.

    For "select" without a list, ``grounding`` is the option itself.
    """

    kind: ActKind
    grounding: Grounding | None
    destination: Grounding | None
    text: str
    score: float


class ActReader:
    """Reads instructions with the shipped network.

    Raises `ModelUnavailable` or `DamagedWeights` where the weights cannot be used.
    """

    def __init__(self, network: Network | None = None, threshold: float | None = None) -> None:
        self._network = network or open_network("act", threads=1)
        meta = self._network.meta
        self._weights: list[float] = meta["calibration"]
        self._threshold = meta["threshold"] if threshold is None else threshold

    def read(self, instruction: str) -> ActAnswer:
        """Return what ``instruction`` asks for, or why that is not known."""
        text = unicodedata.normalize("NFC", instruction)
        text = text if len(text) == len(instruction) else instruction
        encoded = encode(text)
        if not encoded.tokens or len(text) > LONGEST_INSTRUCTION:
            return NotAnAction("no action", 1.0)
        tags, kinds = self._network.run(ids=encoded.ids[None], looks=encoded.looks[None])
        return answer(instruction, encoded, decode(tags[0], kinds[0]), self._weights, self._threshold)


def answer(
    instruction: str, encoded: Encoded, decoded: Decoded, weights: list[float], threshold: float
) -> ActAnswer:
    """Turn spans of words into words, and doubt into `NotAnAction`."""
    chance = calibrated(decoded.evidence, weights)
    if decoded.kind == "none":
        certain = float(2.718281828 ** decoded.evidence[0])
        return NotAnAction("several actions" if decoded.several > 0.5 else "no action", certain)
    reading = _reading(instruction, encoded, decoded, chance)
    needed = reading.target or reading.text
    if decoded.several > 0.5:
        return NotAnAction("several actions", decoded.several, reading)
    return reading if chance >= threshold and needed else NotAnAction("not sure", 1 - chance, reading)


def _reading(instruction: str, encoded: Encoded, decoded: Decoded, chance: float) -> ActReading:
    target = characters(decoded.target, encoded.tokens)
    text = characters(decoded.text, encoded.tokens)
    if text and decoded.kind != "drag":
        text = _inside_quotes(instruction, text)
    return ActReading(decoded.kind, _cut(instruction, target), _cut(instruction, text), chance, target, text)


def _inside_quotes(instruction: str, span: Span) -> Span:
    words = instruction[span[0] : span[1]]
    inside = unquoted(words)
    if inside == words:
        return span
    start = span[0] + words.index(inside, 1)
    return start, start + len(inside)


def _cut(instruction: str, span: Span | None) -> str:
    return "" if span is None else instruction[span[0] : span[1]]


def act(screenshot: Screenshot, instruction: str, model: GroundingModel, reader: ActReader) -> GroundedAct:
    """Understand ``instruction`` and find its target on ``screenshot``, in screen pixels.

    Raises `NotOneAction` where it is not understood, and what ``model`` raises where the target is not found.
    """
    match reader.read(instruction):
        case NotAnAction() as unknown:
            raise NotOneAction(unknown)
        case ActReading(kind, target, text, score):
            place = target or (text if kind == "select" else "")
            grounding = model.ground(screenshot, place) if place else None
            destination = model.ground(screenshot, text) if kind == "drag" else None
            return GroundedAct(kind, grounding, destination, text, score)
