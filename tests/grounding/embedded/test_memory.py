"""Equal pixels are worked out once."""

import numpy as np

from actions.screenshot import Image
from grounding.embedded.memory import CropMemory


def crop(value: int, shape: tuple[int, int, int] = (4, 5, 3)) -> Image:
    return np.full(shape, value, np.uint8)


def test_equal_crops_are_asked_for_once() -> None:
    asked: list[list[int]] = []

    def work_out(new: list[int]) -> list[str]:
        asked.append(new)
        return [f"answer {i}" for i in new]

    memory: CropMemory[str] = CropMemory()
    first = memory.answer_all([crop(1), crop(2), crop(1)], work_out)
    second = memory.answer_all([crop(2)], work_out)
    assert len(asked) == 1
    assert len(asked[0]) == 2
    assert first[0] == first[2] != first[1]
    assert second == [first[1]]


def test_crops_of_equal_bytes_and_other_shapes_differ() -> None:
    memory: CropMemory[int] = CropMemory()
    answers = memory.answer_all([crop(0, (4, 6, 3)), crop(0, (6, 4, 3))], lambda new: new)
    assert answers == [0, 1]


def test_the_least_recently_used_is_forgotten() -> None:
    memory: CropMemory[int] = CropMemory(size=2)
    memory.answer_all([crop(1), crop(2)], lambda new: [10, 20])
    memory.answer_all([crop(1)], lambda new: [99])
    memory.answer_all([crop(3)], lambda new: [30])
    assert memory.answer_all([crop(1)], lambda new: [98]) == [10]
    assert memory.answer_all([crop(2)], lambda new: [97]) == [97]


def test_one_call_may_hold_more_than_the_memory() -> None:
    memory: CropMemory[int] = CropMemory(size=2)
    assert memory.answer_all([crop(i) for i in range(5)], lambda new: new) == [0, 1, 2, 3, 4]
