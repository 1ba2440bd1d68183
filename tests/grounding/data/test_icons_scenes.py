"""Icons as they are painted for training, and which phrases belong to which."""

import numpy as np
import pytest

from grounding.data.icons.bank import PhraseBank
from grounding.data.icons.packed import IconLibrary, PackedIcon
from grounding.data.icons.pairs import PairMaker, Words, folded, relations
from grounding.data.icons.retrieval import retrieval_of
from grounding.data.icons.scenes import ScenePainter
from grounding.embedded.icons import NO_ICON, SIZE

_SHAPE = np.zeros((40, 40), np.uint8)
_SHAPE[10:30, 5:35] = 255
_COLOURED = np.dstack([np.full((30, 30), v, np.uint8) for v in (200, 40, 40, 255)])


def painter(seed: int = 1) -> ScenePainter:
    return ScenePainter(seed, [_SHAPE, _COLOURED], [_SHAPE[8:32]])


def library(family: str, names: list[str]) -> IconLibrary:
    said = {"bin": ("trash",), "house": ("home",)}
    icons = tuple(
        PackedIcon(family, "", n, n, said.get(n, ()), (), (), 4, 4, 1, 16 * i) for i, n in enumerate(names)
    )
    return IconLibrary(icons, np.random.default_rng(0).integers(0, 256, 16 * len(names)).astype(np.uint8))


@pytest.mark.parametrize("drawing", [_SHAPE, _COLOURED])
def test_the_box_lies_in_the_scene_and_something_is_drawn_in_it(drawing: np.ndarray) -> None:
    paint = painter()
    for _ in range(50):
        scene = paint.icon(drawing)
        height, width = scene.image.shape[:2]
        assert 0 <= scene.box.x1 < scene.box.x2
        assert 0 <= scene.box.y1 < scene.box.y2
        assert scene.box.x1 < width
        assert scene.box.y1 < height
        inside = scene.image[scene.box.y1 : scene.box.y2, scene.box.x1 : scene.box.x2]
        assert np.ptp(inside.astype(int)) > 5


def test_a_seed_paints_the_same_scenes() -> None:
    one, two = painter(3), painter(3)
    for _ in range(5):
        assert np.array_equal(one.icon(_SHAPE).image, two.icon(_SHAPE).image)


def test_things_that_are_no_icons_are_painted_too() -> None:
    paint = painter()
    for scene in (paint.text(), paint.picture(), paint.nothing()):
        assert scene.image.ndim == 3


def test_an_icon_may_be_called_by_any_of_its_phrases() -> None:
    delete = Words("edit delete", ("bin", "trash"), (), (), frozenset({"edit", "delete"}))
    close = Words("close", ("x",), (), (), frozenset({"close"}))
    positive, _ = relations([delete, close, delete], ["bin", "x", "trash"])
    assert positive.tolist() == [[True, False, True], [False, True, False], [True, False, True]]


def test_a_phrase_made_of_an_icons_own_words_is_unclear() -> None:
    folder = Words("folder", (), (), (), frozenset({"folder"}))
    plus = Words("folder plus", (), (), (), frozenset({"folder", "plus"}))
    _, ignored = relations([folder, plus], ["folder", "folder plus"])
    assert ignored[1, 0]
    assert not ignored[0, 1]


def test_a_batch_has_a_phrase_for_every_crop() -> None:
    maker = PairMaker(library("set", ["bin", "house", "gear"]), [0, 1, 2], painter(), seed=1)
    batch = maker.make(32)
    assert batch.crops.shape == (32, SIZE, SIZE, 3)
    assert len(batch.phrases) == 32
    assert batch.positive.diagonal().all()
    assert set(batch.phrases) & {"trash", "home"}


def test_retrieval_asks_for_one_icon_among_others_that_are_not_called_so() -> None:
    names = ["bin", "house", *(f"thing {chr(97 + i)}" for i in range(40))]
    tests = retrieval_of(library("oxygen", names), count=20)
    assert {t.name for t in tests} == {f"oxygen {k} {n}" for k in ("name", "said") for n in (30, 100)}
    for test in tests:
        assert (test.among[:, 0:1] != test.among[:, 1:]).all()


def test_a_perfect_model_finds_everything() -> None:
    test = retrieval_of(library("oxygen", [f"thing {chr(97 + i)}" for i in range(26)]), count=26)[0]
    count = len(test.crops)
    icons = np.eye(count, dtype=np.float32)
    assert test.share_found(icons, icons[test.among[:, 0]]) == 1.0


def test_what_people_say_counts_more_than_what_it_looks_like() -> None:
    shares = Words("edit delete", ("bin", "trash"), ("basket",), (), frozenset()).shares()
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["bin"] > shares["trash"] > shares["basket"]


def test_the_bank_knows_each_icons_phrases_and_leaves_unclear_ones_out() -> None:
    folder = Words("folder", ("directory",), (), (), frozenset({"folder"}))
    plus = Words("folder plus", ("new folder",), (), (), frozenset({"folder", "plus"}))
    bank = PhraseBank([folder, plus], [2.0, 1.0], most=100)
    shares, unclear = bank.targets([folder, plus])
    assert shares.sum(axis=1) == pytest.approx([1, 1])
    column = bank.phrases.index("folder")
    assert shares[0, column] > 0
    assert unclear[:, column].tolist() == [False, True]
    assert {folded(name) for name in NO_ICON} < set(bank.phrases)


def test_crops_come_back_in_other_company() -> None:
    maker = PairMaker(library("set", ["bin", "house", "gear"]), [0, 1, 2], painter(), seed=1)
    batches = [maker.make(32) for _ in range(4)]
    assert all(b.crops.shape == (32, SIZE, SIZE, 3) and len(b.words) == 32 for b in batches)
    assert batches[3].positive.diagonal().all()
