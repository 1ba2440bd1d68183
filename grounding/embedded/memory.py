"""What was worked out for a crop is remembered by its pixels: equal pixels, equal answer."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Generic, TypeVar

from actions.screenshot import Image

Answer = TypeVar("Answer")


class CropMemory(Generic[Answer]):
    """Answers for crops, the least recently used forgotten beyond ``size``. Not for several threads."""

    def __init__(self, size: int = 8192) -> None:
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._size = size

    def answer_all(
        self, crops: Sequence[Image], work_out: Callable[[list[int]], Sequence[Answer]]
    ) -> list[Answer]:
        """Return the answer for every crop; ``work_out`` is asked once, for the indices of unknown ones."""
        keys = [_key(crop) for crop in crops]
        # What this very call needs must not be pushed out by what it adds.
        known = {key: self._answers[key] for key in keys if key in self._answers}
        unknown = {key: index for index, key in enumerate(keys) if key not in known}
        if unknown:
            known.update(zip(unknown, work_out(list(unknown.values())), strict=True))
        for key in keys:
            self._answers[key] = known[key]
            self._answers.move_to_end(key)
        while len(self._answers) > self._size:
            self._answers.popitem(last=False)
        return [known[key] for key in keys]


def _key(crop: Image) -> bytes:
    return blake2b(crop.tobytes(), digest_size=16, salt=str(crop.shape[1]).encode()).digest()
