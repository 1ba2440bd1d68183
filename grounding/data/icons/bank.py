"""The usual phrases for icons, all of which compete for every icon that is learned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grounding.data.icons.pairs import Flags, Words, folded
from grounding.embedded.icons import NO_ICON


class PhraseBank:
    """``phrases`` in order of their weight among ``words``; what is no icon always has its own."""

    def __init__(self, words: Sequence[Words], shares: Sequence[float], most: int) -> None:
        totals: dict[str, float] = defaultdict(float)
        for one, share in zip(words, shares, strict=True):
            for phrase, part in one.shares().items():
                totals[phrase] += share * part
        totals |= {folded(name): np.inf for name in NO_ICON}
        self.phrases = sorted(totals, key=lambda phrase: -totals[phrase])[:most]
        self._columns = {phrase: column for column, phrase in enumerate(self.phrases)}
        self._needed = [frozenset(phrase.split()) for phrase in self.phrases]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        for column, needed in enumerate(self._needed):
            self._by_word[min(needed, default="")].append(column)

    def targets(self, words: Sequence[Words]) -> tuple[NDArray[np.float32], Flags]:
        """Return the share of each phrase [icons, phrases], rows summing to 1 or 0, and the unclear pairs."""
        shares = np.zeros((len(words), len(self.phrases)), np.float32)
        unclear = np.zeros(shares.shape, dtype=bool)
        for row, one in enumerate(words):
            for phrase, share in one.shares().items():
                if (column := self._columns.get(phrase)) is not None:
                    shares[row, column] += share
            near = [c for word in one.core for c in self._by_word.get(word, ())]
            unclear[row, [c for c in near if self._needed[c] <= one.core]] = True
        shares /= np.maximum(shares.sum(1, keepdims=True), 1e-6)
        return shares, unclear & (shares == 0)
