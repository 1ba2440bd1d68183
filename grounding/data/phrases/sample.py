"""One instruction with its truth: what the generator writes and the act network learns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from grounding.embedded.act_words import KINDS, ActKind

__all__ = ["ActKind", "PhraseSample", "as_target", "as_text", "read_phrases", "unmark", "write_phrases"]

PHRASES_FILE = "phrases.jsonl"
Span = tuple[int, int]

# Private-use characters around a target and a text while a sentence is being composed.
TARGET_OPENS, TARGET_CLOSES, TEXT_OPENS, TEXT_CLOSES = "\ue100", "\ue101", "\ue102", "\ue103"


@dataclass(frozen=True, slots=True)
class PhraseSample:
    """``target`` and ``text`` are character spans (first, one past the last) in ``instruction``, or None.

    ``compound`` says that it asks for more than one action; then, as for everything that is no single
    action, ``kind`` is "none". ``template`` names what it was made from; ``held_out`` templates are never
    trained on.
    """

    instruction: str
    kind: ActKind
    target: Span | None = None
    text: Span | None = None
    compound: bool = False
    language: str = "en"
    template: str = ""
    held_out: bool = False

    def words_of(self, span: Span | None) -> str:
        return "" if span is None else self.instruction[span[0] : span[1]]


def as_target(words: str) -> str:
    """Mark ``words`` as the target."""
    return f"{TARGET_OPENS}{words}{TARGET_CLOSES}"


def as_text(words: str) -> str:
    """Mark ``words`` as the text."""
    return f"{TEXT_OPENS}{words}{TEXT_CLOSES}"


def unmark(marked: str) -> tuple[str, Span | None, Span | None]:
    """Return the plain sentence with the spans of target and text. Raises ValueError for a half mark."""
    places: dict[str, int] = {}
    plain: list[str] = []
    for character in marked:
        if TARGET_OPENS <= character <= TEXT_CLOSES:
            places[character] = len(plain)
        else:
            plain.append(character)
    return (
        "".join(plain),
        _span(places, TARGET_OPENS, TARGET_CLOSES),
        _span(places, TEXT_OPENS, TEXT_CLOSES),
    )


def _span(places: dict[str, int], opens: str, closes: str) -> Span | None:
    if (opens in places) != (closes in places):
        raise ValueError("a mark was opened and not closed")
    return (places[opens], places[closes]) if opens in places else None


def write_phrases(path: Path, samples: Iterable[PhraseSample]) -> int:
    """Write one JSON object a line; return how many."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for sample in samples:
            file.write(json.dumps(asdict(sample), ensure_ascii=False) + "\n")
            count += 1
    return count


def read_phrases(path: Path) -> Iterator[PhraseSample]:
    """Yield the samples of a file. Raises ValueError on a malformed line or an unknown kind."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield _sample_from(json.loads(line))


def _sample_from(data: dict[str, Any]) -> PhraseSample:
    if data["kind"] not in KINDS:
        raise ValueError(f"unknown kind: {data['kind']}")
    spans = {name: tuple(data[name]) if data.get(name) else None for name in ("target", "text")}
    return PhraseSample(**{**data, **spans})
