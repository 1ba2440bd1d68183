"""Instructions as arrays: words, looks, a tag for every word, kinds; batches of like length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from grounding.data.phrases.sample import PhraseSample, Span
from grounding.embedded.act_words import KINDS, LOOKS, MOST_WORDS, PIECES, Token, encode
from grounding.embedded.tokens import PADDING

IGNORED = -100
_UNKNOWN = 1


@dataclass(frozen=True, slots=True)
class Batch:
    """``ids`` [b, n, pieces], ``looks`` [b, n, looks], ``tags`` [b, n], ``kinds`` [b], ``several`` [b]."""

    ids: torch.Tensor
    looks: torch.Tensor
    tags: torch.Tensor
    kinds: torch.Tensor
    several: torch.Tensor


@dataclass(frozen=True, slots=True)
class Instructions:
    """All words one after another; instruction i has words ``starts[i]`` to ``starts[i + 1]``."""

    ids: NDArray[np.uint16]
    looks: NDArray[np.float16]
    tags: NDArray[np.int8]
    starts: NDArray[np.int64]
    kinds: NDArray[np.int64]
    several: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.kinds)

    def save(self, path: Path) -> None:
        np.savez(path, **{name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def load(cls, path: Path) -> Instructions:
        with np.load(path) as data:
            return cls(**{name: data[name] for name in cls.__slots__})

    def batch(self, chosen: NDArray[np.int64]) -> Batch:
        """Return the chosen instructions, padded to the longest of them."""
        longest = int((self.starts[chosen + 1] - self.starts[chosen]).max())
        ids = np.full((len(chosen), longest, PIECES), PADDING, np.int64)
        looks = np.zeros((len(chosen), longest, LOOKS), np.float32)
        tags = np.full((len(chosen), longest), IGNORED, np.int64)
        for row, i in enumerate(chosen):
            first, last = self.starts[i], self.starts[i + 1]
            ids[row, : last - first] = self.ids[first:last]
            looks[row, : last - first] = self.looks[first:last]
            tags[row, : last - first] = self.tags[first:last]
        arrays = ids, looks, tags, self.kinds[chosen], self.several[chosen]
        return Batch(*(torch.from_numpy(np.ascontiguousarray(array)) for array in arrays))


def prepare(samples: Iterable[PhraseSample]) -> tuple[Instructions, int]:
    """Return the samples as arrays, and how many were left out because no words fit their spans."""
    ids, looks, tags, lengths, kinds, several = [], [], [], [], [], []
    left_out = 0
    for sample in samples:
        encoded = encode(sample.instruction)
        tagged = tags_of(sample, encoded.tokens)
        if tagged is None:
            left_out += 1
            continue
        ids.append(encoded.ids.astype(np.uint16))
        looks.append(encoded.looks.astype(np.float16))
        tags.append(tagged)
        lengths.append(len(tagged))
        kinds.append(KINDS.index(sample.kind))
        several.append(float(sample.compound))
    starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    data = Instructions(
        np.concatenate(ids), np.concatenate(looks), np.concatenate(tags), starts,
        np.array(kinds, np.int64), np.array(several, np.float32),
    )  # fmt: skip
    return data, left_out


def tags_of(sample: PhraseSample, tokens: list[Token]) -> NDArray[np.int8] | None:
    """Return the tag of every word; None where a span begins or ends inside a word, or is too far on."""
    # What asks for no single action teaches nothing about spans.
    tags = np.full(len(tokens), IGNORED if sample.kind == "none" else 0, np.int8)
    for span, begin in ((sample.target, 1), (sample.text, 3)):
        words = words_of_span(span, tokens) if span else None
        if span and words is None:
            return None
        if words:
            tags[words[0]] = begin
            tags[words[0] + 1 : words[1] + 1] = begin + 1
    return tags if 0 < len(tokens) <= MOST_WORDS else None


def words_of_span(span: Span, tokens: list[Token]) -> tuple[int, int] | None:
    """Return the first and last word of a span of characters; quotation marks around it may stand outside."""
    inside = [i for i, token in enumerate(tokens) if token.start < span[1] and token.end > span[0]]
    if not inside:
        return None
    first, last = tokens[inside[0]], tokens[inside[-1]]
    exact = first.start == span[0] and last.end == span[1]
    one_quote = len(inside) == 1 and first.quoted and first.start >= span[0] - 2 and first.end <= span[1] + 2
    return (inside[0], inside[-1]) if exact or one_quote else None


def endless(data: Instructions, words: int, seed: int) -> Iterator[Batch]:
    """Yield shuffled batches of about ``words`` words each, padding included, with some words disturbed."""
    rng = np.random.default_rng(seed)
    lengths = np.diff(data.starts)
    while True:
        # Noise in the lengths mixes the batches anew each time.
        order = np.argsort(lengths + rng.uniform(0, 3, len(lengths)), kind="stable")
        pieces = _pieces(order, lengths, words)
        for i in rng.permutation(len(pieces)):
            yield disturbed(data.batch(pieces[i]), rng)


def _pieces(order: NDArray[np.int64], lengths: NDArray[np.int64], words: int) -> list[NDArray[np.int64]]:
    pieces, first = [], 0
    while first < len(order):
        last = first + max(1, words // int(lengths[order[first]] + 2))
        pieces.append(order[first:last])
        first = last
    return pieces


def disturbed(batch: Batch, rng: np.random.Generator) -> Batch:
    """Return the batch with some words known by their pieces only, and a few not at all."""
    ids = batch.ids.numpy()
    there = ids[..., 0] != PADDING
    draw = rng.random(there.shape)
    pieces_only = there & (draw < 0.08) & (ids[..., 1] != PADDING)
    ids[pieces_only, 0] = ids[pieces_only, 1]
    unknown = there & (draw > 0.98)
    ids[unknown] = PADDING
    ids[unknown, 0] = _UNKNOWN
    return batch
