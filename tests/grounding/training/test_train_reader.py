"""The reader's training: its loss, its scores, and a run that resumes and exports."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

pytestmark = pytest.mark.models
torch = pytest.importorskip("torch")

from grounding.data.lines.alphabet import characters  # noqa: E402
from grounding.data.lines.shards import LinePicture, LineShards, write_shard  # noqa: E402
from grounding.embedded.reader import HEIGHT, SLOTS, STEP, STRIP, LineReader  # noqa: E402
from grounding.embedded.weights import open_network  # noqa: E402
from grounding.networks.reader import BestCharacters, LineNetwork, settled  # noqa: E402
from grounding.training.line_batches import cropped, endless  # noqa: E402
from grounding.training.line_damage import damaged, loosely_cropped  # noqa: E402
from grounding.training.reading_scores import ReadingScore, by_group, scored, size_group  # noqa: E402
from grounding.training.train_reader import Arguments, ctc_loss, export, train  # noqa: E402


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    pictures = []
    for i in range(30):
        text = f"No {i}"
        image = np.full((30, 90, 3), 240, np.uint8)
        cv2.putText(image, text, (12, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (10, 10, 10), 1)
        pictures.append(LinePicture(image, (12, 9, 60, 21), text, "en", 11.0, "Hershey"))
    folder = tmp_path / "lines"
    write_shard(folder, "drawn", pictures)
    return folder


def test_the_network_writes_three_slots_per_eight_pixels() -> None:
    network = BestCharacters(LineNetwork(50)).eval()
    classes, scores = network(torch.rand(2, 3, HEIGHT, 256))
    assert tuple(classes.shape) == tuple(scores.shape) == (2, 256 // STEP * SLOTS)
    assert bool(((scores > 1 / 51) & (scores <= 1)).all())


@pytest.mark.parametrize(
    ("letters", "likely", "classes"),
    [
        ((5, 5, 5, 7), (0.1, 0.9, 0.1, 0.9), (0, 5, 0, 7)),
        ((5, 5, 7, 7), (0.4, 0.45, 0.1, 0.1), (5, 0, 0, 0)),
        ((5, 6, 7, 7), (0.4, 0.45, 0.1, 0.1), (0, 0, 0, 0)),
        ((1, 1, 7, 7), (0.4, 0.45, 0.1, 0.1), (0, 0, 0, 0)),
        ((5, 5, 5, 7), (0.9, 0.4, 0.6, 0.1), (5, 5, 5, 0)),
        ((5, 7, 5, 7), (0.95, 0.02, 0.95, 0.1), (5, 0, 5, 0)),
    ],
    ids=["sure", "in one of two slots", "two letters", "a space", "one letter twice", "two letters alike"],
)
def test_letters_between_two_slots_are_neither_lost_nor_doubled(
    letters: tuple[int, ...], likely: tuple[float, ...], classes: tuple[int, ...]
) -> None:
    chances = torch.tensor([likely])
    found, scores = settled(torch.tensor([letters], dtype=torch.int32), chances, 1 - chances)
    assert found.tolist() == [list(classes)]
    assert bool(((scores > 0) & (scores <= 1)).all())


def test_batches_hold_every_line_within_their_strips(lines: Path) -> None:
    batch = next(endless([lines], strips=1, seed=0))
    assert batch.strips.shape[1:3] == (3, HEIGHT)
    assert batch.strips.shape[3] <= STRIP
    assert len(batch.places) == len(batch.targets) > 5
    known = characters()
    assert all("".join(known[c - 1] for c in t).startswith("No ") for t in batch.targets)


def test_no_lines_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no lines"):
        next(endless([tmp_path], strips=1, seed=0))


def test_crops_keep_the_ink(lines: Path) -> None:
    shards, chance = LineShards(lines), np.random.default_rng(1)
    for i in range(len(shards)):
        crop = cropped(shards.image(i), shards.entries[i], chance)
        assert 12 <= crop.shape[0] <= 20
        assert 48 <= crop.shape[1] <= 68


def test_loose_crops_and_damage_leave_a_readable_line(lines: Path) -> None:
    shards, chance = LineShards(lines), np.random.default_rng(2)
    for i in range(10 * len(shards)):
        crop = loosely_cropped(shards.image(i % 30), shards.entries[i % 30], chance)
        assert 10 <= crop.shape[0] <= 24
        assert 46 <= crop.shape[1] <= 73
        spoilt = damaged(crop, chance)
        assert spoilt.shape[0] >= 8
        assert spoilt.dtype == np.uint8
        assert int(spoilt.max()) - int(spoilt.min()) > 20


def test_the_loss_of_packed_lines_is_that_of_each_line_alone(lines: Path) -> None:
    batch = next(endless([lines], strips=1, seed=0))
    torch.manual_seed(0)
    width = batch.strips.shape[3] // STEP * SLOTS
    logits = torch.randn(batch.strips.shape[0], width, 60)
    targets = [[1 + c % 59 for c in t] for t in batch.targets]
    alone = 0.0
    for place, target in zip(batch.places, targets, strict=True):
        own = logits[place.strip, place.start * SLOTS : place.end * SLOTS].log_softmax(1).unsqueeze(1)
        alone += float(
            torch.nn.functional.ctc_loss(
                own,
                torch.tensor(target),
                torch.tensor([len(own)]),
                torch.tensor([len(target)]),
                reduction="sum",
            )
        )
    together = float(ctc_loss(logits, batch.places, targets))
    assert together == pytest.approx(alone / sum(map(len, targets)), rel=1e-4)


def test_words_count_where_they_are_read_exactly() -> None:
    score = scored("Save all files", "Save a11 files")
    assert (score.words, score.found, score.wrong, score.characters) == (3, 2, 2, 14)
    assert score.word_recall == pytest.approx(2 / 3)
    total = by_group([("a", score), ("b", score), ("a", scored("x", "x"))])
    assert total["a"] == ReadingScore(2, 15, 2, 4, 3)


@pytest.mark.parametrize(
    ("size", "group"),
    [(8, "below 9"), (9, "9-13"), (13, "9-13"), (14, "13-18"), (24, "above 18"), (0, "real")],
)
def test_sizes_fall_into_groups(size: float, group: str) -> None:
    assert size_group(size) == group


def test_a_run_resumes_and_its_export_is_opened_by_the_product(lines: Path, tmp_path: Path) -> None:
    out, weights = tmp_path / "run", tmp_path / "weights"
    first = train(Arguments((lines,), (lines,), out, minutes=1.0, strips=1, most_steps=2, check_lines=5))
    second = train(Arguments((lines,), (lines,), out, minutes=1.0, strips=1, most_steps=3, check_lines=5))
    assert (first.step, second.step) == (2, 3)
    assert export(out, weights)["worst difference"] < 1e-3
    network = open_network("reader", folder=weights)
    assert network.meta["characters"] == characters()
    (line,) = LineReader(network).read([np.full((14, 40, 3), 200, np.uint8)])
    assert 0 <= line.score <= 1
