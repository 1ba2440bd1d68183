"""Which cells learn which elements."""

from typing import Any

import numpy as np
import pytest

torch: Any = pytest.importorskip("torch")
pytestmark = pytest.mark.models

from grounding.training.detector_assignment import Grid, Pairs, assign, candidates  # noqa: E402

GRID = Grid(256, 512)


def strides_for(*box: float) -> list[int]:
    _, cells = candidates(np.array([box], np.float32), GRID)
    return sorted({int(s) for s in GRID.centers()[1][cells]})


def test_every_candidate_lies_in_its_box_and_near_the_middle() -> None:
    boxes = np.array([[10, 10, 90, 50], [0, 100, 500, 124]], np.float32)
    element, cell = candidates(boxes, GRID)
    centers, strides = GRID.centers()
    own, at = boxes[element], centers[cell]
    assert ((at > own[:, :2]) & (at < own[:, 2:])).all()
    middle = (own[:, :2] + own[:, 2:]) / 2
    assert (abs(at - middle).max(1) <= 3 * strides[cell]).all()


def test_a_tiny_arrow_has_a_cell() -> None:
    assert strides_for(100, 100, 105, 104) == [8]


def test_rows_may_be_learnt_at_any_level_that_is_fine_enough() -> None:
    assert strides_for(0, 100, 500, 124) == [8, 16, 32]
    assert strides_for(0, 100, 500, 115) == [8, 16]


def test_windows_are_learnt_at_the_coarsest_level() -> None:
    assert strides_for(0, 0, 500, 250) == [32]


def test_the_better_aligned_element_gets_the_cell() -> None:
    pairs = Pairs(torch.tensor([0, 1, 1]), torch.tensor([7, 7, 8]))
    chosen = assign(pairs, torch.tensor([0.5, 0.5, 0.5]), torch.tensor([0.9, 0.4, 0.3]))
    assert dict(zip(chosen.cell.tolist(), chosen.element.tolist(), strict=True)) == {7: 0, 8: 1}


def test_no_more_cells_than_asked_for_and_the_best_aims_at_its_overlap() -> None:
    pairs = Pairs(torch.zeros(20, dtype=torch.long), torch.arange(20))
    chosen = assign(pairs, torch.full((20,), 0.5), torch.linspace(0.1, 0.8, 20), most=9)
    assert sorted(chosen.cell.tolist()) == list(range(11, 20))
    assert float(chosen.target.max()) == pytest.approx(0.8, abs=1e-3)


def test_an_element_without_a_good_box_yet_counts_as_much_as_others() -> None:
    pairs = Pairs(torch.tensor([0, 0, 1, 1]), torch.arange(4))
    chosen = assign(pairs, torch.full((4,), 0.5), torch.tensor([0.9, 0.8, 0.2, 0.1]))
    best = {int(e): float(w) for e, w in zip(chosen.element, chosen.weight, strict=True) if float(w) > 0.99}
    assert best == {0: 1.0, 1: 1.0}


def test_no_elements_no_cells() -> None:
    none = torch.zeros(0, dtype=torch.long)
    assert len(assign(Pairs(none, none), torch.zeros(0), torch.zeros(0)).cell) == 0
