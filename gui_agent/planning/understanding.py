"""A second reader for what the step language refuses: a network proposes, the step language disposes.

It is asked only where a sentence begins with nothing the step language knows, or is in another language; what
is refused for a reason (a prohibition, no such key, a text whose end is unclear) stays refused. What it
reads becomes the same commands as everything else, so approval and policy see no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from grounding.embedded.act import ActAnswer, ActReader, ActReading
from grounding.embedded.act_words import tokens_of, unquoted
from grounding.embedded.weights import has_network
from gui_agent.errors import NotUnderstood
from gui_agent.planning.commands import (
    ChooseFrom,
    ClickOn,
    Command,
    DragOnto,
    EnterText,
    HoverOver,
    PressKeyCombination,
    ScrollBy,
    ScrollUntil,
    Sentence,
    SetChecked,
    WaitSeconds,
    WaitUntil,
)
from gui_agent.planning.language import parse_task
from gui_agent.planning.language.refusal import ENGLISH_ONLY, SAY_STEPS
from gui_agent.planning.language.vocabulary import words

LEAST_SCORE = 0.9
"""The calibrated chance of being right in every part below which a reading is not acted on."""

_ARROWS = re.compile(r"\s*(?:->|[>→»|]|\s/\s)\s*")
_JOINED = re.compile(r"(?:\s|[,;]|\b(?:and|then)\b)+$", re.IGNORECASE)
# “Open” in other languages: a program, a file or a menu? English says which; a click would be a guess.
_OPENING = re.compile(r"\b(?:öffne|ouvr|abr[aei]|otw[oó]rz|откро)|打开|開(?:い|く)")
# Words that point at something said before, which a single sentence does not know.
_POINTING = words(
    "it this that there here them these those something anything everything one ones its",
)
_DIRECTIONS = (
    ("to the bottom", r"ganz nach unten|bis ans ende|jusqu'en bas|jusqu'à la fin|hasta el final|hasta abajo|"
     r"na sam dół|na koniec|do końca|до конца|в самый низ|底部|一番下|最後"),
    ("to the top", r"ganz nach oben|tout en haut|hasta el principio|na samą górę|в начало|верха|顶部|一番上"),
    ("down", r"nach unten|runter|vers le bas|hacia abajo|w dół|вниз|向下|往下|下"),
    ("up", r"nach oben|hoch|vers le haut|hacia arriba|w górę|вверх|向上|往上|上"),
    ("left", r"links|gauche|izquierda|w lewo|влево|向左|左"),
    ("right", r"rechts|droite|derecha|w prawo|вправо|向右|右"),
)  # fmt: skip


class InstructionReader(Protocol):
    """Reads one instruction in free words; ``grounding.embedded.act.ActReader`` is one."""

    def read(self, instruction: str) -> ActAnswer: ...


@dataclass(slots=True)
class ShippedReader:
    """The reader with the shipped weights, opened when it is first asked."""

    _reader: ActReader | None = None

    def read(self, instruction: str) -> ActAnswer:
        """Read one instruction; raises `DamagedWeights` where the weights were changed."""
        if self._reader is None:
            self._reader = ActReader()
        return self._reader.read(instruction)


def shipped_reader() -> InstructionReader | None:
    """Return the reader with the shipped weights, or None where there are none."""
    return ShippedReader() if has_network("act") else None


def understand(task: str, reader: InstructionReader | None = None) -> tuple[Sentence, ...]:
    """Break ``task`` down into sentences, asking ``reader`` for those the step language does not know.

    Raises the step language's own `NotUnderstood` where the reader does not know better.
    """
    try:
        return parse_task(task)
    except NotUnderstood as refusal:
        if reader is None or not _may_be_asked(task, refusal):
            raise
        sentences = _read_all(task, reader)
        if sentences is None:
            raise
        return sentences


def _may_be_asked(task: str, refusal: NotUnderstood) -> bool:
    return refusal.hint in (SAY_STEPS, ENGLISH_ONLY) and not _OPENING.search(task.casefold())


def _is_left_over(part: str, refusal: NotUnderstood) -> bool:
    """Say whether what is refused follows a whole step: "click OK, frobnicate" asks for two."""
    before = _JOINED.sub("", part[: refusal.start])
    try:
        return bool(before.strip()) and bool(parse_task(before))
    except NotUnderstood:
        return False


def _read_all(task: str, reader: InstructionReader) -> tuple[Sentence, ...] | None:
    """Read the task sentence by sentence; None where one of them is not understood."""
    found: list[Sentence] = []
    for part in parts_of(task):
        try:
            found.extend(parse_task(part))
        except NotUnderstood as refusal:
            asked = _may_be_asked(part, refusal) and not _is_left_over(part, refusal)
            sentence = read_sentence(part, reader, foreign=refusal.hint == ENGLISH_ONLY) if asked else None
            if sentence is None:
                return None
            found.append(sentence)
    return tuple(found) or None


def parts_of(task: str) -> list[str]:
    """Return the sentences and lines of ``task``; full stops inside quotations and names end nothing."""
    parts: list[str] = []
    first = 0
    for token in tokens_of(task):
        after = task[token.end : token.end + 2]
        stops = task[token.start : token.end] in (".", "!", "。", ";") and after[:1].isspace()
        breaks = "\n" in task[token.end : _next_word(task, token.end)]
        if breaks or (stops and not after[1:].islower()):
            parts.append(task[first : token.end].strip())
            first = token.end
    parts.append(task[first:].strip())
    return [part for part in parts if part]


def _next_word(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def read_sentence(sentence: str, reader: InstructionReader, *, foreign: bool = False) -> Sentence | None:
    """Return the command the reader is sure of, or None.

    ``foreign``: role words around a quoted label are in no language that grounding knows, and are left out.
    """
    match reader.read(sentence):
        case ActReading(score=score) as reading if score >= LEAST_SCORE and _is_complete(sentence, reading):
            command = command_of(replace(reading, target=_label(reading.target)) if foreign else reading)
            return Sentence(command, sentence.strip(" .")) if command else None
        case _:
            return None


def _label(target: str) -> str:
    quotations = [target[token.start : token.end] for token in tokens_of(target) if token.quoted]
    return quotations[0] if len(quotations) == 1 else target


def _is_complete(sentence: str, reading: ActReading) -> bool:
    named = [reading.target, reading.text if reading.kind == "drag" else ""]
    if any(words.casefold() in _POINTING for words in named):
        return False
    # Without quotation marks or spaces, as in Chinese, nobody can be sure where a text to type ends.
    start, end = reading.text_span or (0, 0)
    beside = sentence[start - 1 : start] + sentence[end : end + 1]
    return reading.kind != "type" or not any(character.isalnum() for character in beside)


def command_of(reading: ActReading) -> Command | None:
    """Return the command of a reading; None where its keys, times or directions cannot be made out."""
    target, text = reading.target, reading.text
    match reading.kind:
        case "click":
            return ClickOn(target)
        case "double-click":
            return ClickOn(target, count=2)
        case "right-click":
            return ClickOn(target, button="right")
        case "hover":
            return HoverOver(target)
        case "type":
            return EnterText(text, target)
        case "select":
            return ChooseFrom(_path(text), target)
        case "check" | "uncheck" as kind:
            return SetChecked(target, kind == "check")
        case "drag":
            return DragOnto(target, text)
        case "press":
            # Keys for a named place would first need a click there, which nobody asked for.
            return None if target else _exactly(f"press {text}", PressKeyCombination)
        case "scroll":
            return _scroll(text, target)
        case "wait":
            return _exactly(f"wait {text}", WaitSeconds, WaitUntil) or _exactly(
                f"wait for {text}", WaitSeconds
            )
        case _:
            return None


def _path(text: str) -> tuple[str, ...]:
    return tuple(unquoted(piece.strip()) for piece in _ARROWS.split(text) if piece.strip())


def _scroll(text: str, area: str) -> Command | None:
    direction = next((english for english, words in _DIRECTIONS if re.search(words, text.casefold())), text)
    place = f" in the {area}" if area and area.isascii() else ""
    return _exactly(f"scroll {direction}{place}", ScrollBy, ScrollUntil)


def _exactly(words: str, *kinds: type[Command]) -> Command | None:
    """Return the one command that ``words`` are in the step language, if it is one of ``kinds``."""
    try:
        sentences = parse_task(words)
    except NotUnderstood:
        return None
    command = sentences[0].command
    return command if len(sentences) == 1 and isinstance(command, kinds) else None
