"""Words to elements: how likely each element of a screen is meant, and how likely none is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from grounding.embedded.calibration import Calibration
from grounding.embedded.features import PhraseEncoder, compare, most_promising
from grounding.embedded.features_query import QueryReader, QueryWords
from grounding.embedded.features_screen import ScreenFeatures, describe_screen, pair_features
from grounding.embedded.weights import open_network
from grounding.types import ParsedScreen, UIElement

Floats = NDArray[np.float32]
NETWORK = "matcher"
MOST_ELEMENTS = 128
AS_GOOD = 0.5


class MatcherNetwork(Protocol):
    """An opened network; see `grounding.networks.matcher` for its inputs."""

    @property
    def meta(self) -> dict[str, Any]: ...

    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]: ...


@dataclass(frozen=True, slots=True)
class Match:
    """``scores`` [n] and ``none`` are chances that sum to 1; elements not looked at closely score 0.

    ``query`` is how the words were read, ``likeness`` [n] how alike each element's text is to the label.
    """

    scores: Floats
    none: float
    query: QueryWords
    likeness: Floats


@dataclass(slots=True)
class _Prepared:
    screen: ParsedScreen
    vectors: Floats
    features: ScreenFeatures


class ElementMatcher:
    """Runs the network; what depends on the screen alone is prepared once and kept for the next query.

    ``encode_phrases`` puts words into the space of the icon vectors; without it pictures do not count.
    Not safe to share between threads. Raises `ModelUnavailable` where the weights are missing.
    """

    def __init__(
        self, network: MatcherNetwork | None = None, encode_phrases: PhraseEncoder | None = None
    ) -> None:
        self._network = network or open_network(NETWORK, threads=1)
        self._encode = encode_phrases
        self._reader = QueryReader()
        self._last: _Prepared | None = None
        self.calibration = Calibration.from_meta(self._network.meta)

    def match(self, screen: ParsedScreen, icon_vectors: Floats, instruction: str) -> Match:
        """Return the chances of the elements of ``screen``; ``icon_vectors`` are [n, D], zeros where none."""
        query = self._reader.read(instruction)
        n = len(screen.elements)
        if not n or not query.tokens:
            return Match(np.zeros(n, np.float32), 1.0, query, np.zeros(n, np.float32))
        prepared = self._prepare(screen, icon_vectors)
        found = compare(prepared.features, query, self._encode)
        kept = most_promising(found.fit, MOST_ELEMENTS)
        boxes = prepared.features.boxes[kept]
        logits = self._network.run(
            elements=prepared.features.elements[kept],
            label_ids=prepared.features.label_ids[kept],
            pairs=pair_features(boxes, boxes),
            token_ids=query.ids[None],
            token_flags=query.flags[None],
            token_mask=np.ones((1, len(query.tokens)), np.float32),
            match=found.match[None, kept],
            fit=found.fit[None, kept],
        )[0][0]
        shares = self.calibration.shares(logits)
        scores = np.zeros(n, np.float32)
        scores[kept] = shares[:-1]
        return Match(scores, float(shares[-1]), query, found.fit[:, 19:22].max(1))

    def _prepare(self, screen: ParsedScreen, vectors: Floats) -> _Prepared:
        last = self._last
        if last is not None and last.screen is screen and np.array_equal(last.vectors, vectors):
            return last
        features = describe_screen(screen.elements, screen.region, vectors)
        self._last = _Prepared(screen, vectors, features)
        return self._last


def same_place(boxes: Floats, index: int) -> NDArray[np.bool_]:
    """Mark the boxes [n, 4] whose middle is in box ``index`` and which hold its middle: one place."""
    b = boxes[index]
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    inside = (middle >= b[:2]).all(1) & (middle <= b[2:]).all(1)
    around = (boxes[:, :2] <= middle[index]).all(1) & (boxes[:, 2:] >= middle[index]).all(1)
    return np.asarray(inside & around)


def mass_of(shares: Floats, boxes: Floats, elements: Sequence[UIElement], best: int) -> float:
    """Return the share of what is meant by ``best``: its place, and its equals elsewhere that are as good.

    Equals are elements that only their place tells apart: same role, same words.
    """
    meant = same_place(boxes, best)
    # What is likelier is no equal: a wordless button must not be lent the share of the one that is meant.
    equal = (shares >= AS_GOOD * shares[best]) & (shares <= shares[best])
    for i in np.flatnonzero(equal).tolist():
        meant[i] |= _are_alike(elements[i], elements[best])
    return float(shares[meant].sum())


def _are_alike(a: UIElement, b: UIElement) -> bool:
    return a.role == b.role and a.text == b.text and a.meaning == b.meaning


def boxes_of(screen: ParsedScreen) -> Floats:
    """Return the boxes [n, 4] of a screen's elements."""
    rows: Sequence[tuple[int, int, int, int]] = [
        (e.box.x1, e.box.y1, e.box.x2, e.box.y2) for e in screen.elements
    ]
    return np.array(rows, np.float32).reshape(-1, 4)
