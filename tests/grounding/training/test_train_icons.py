"""The icon model learns: its loss, its shapes, and a very short training."""

from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.models
torch = pytest.importorskip("torch")


def test_the_loss_is_small_where_pairs_agree_and_large_where_they_do_not() -> None:
    from grounding.networks.icons import contrastive_loss

    own, none = torch.eye(4, dtype=torch.bool), torch.zeros(4, 4, dtype=torch.bool)
    agreeing = 20 * torch.eye(4)
    assert float(contrastive_loss(agreeing, own, none)) < 0.01
    assert float(contrastive_loss(agreeing.flip(0), own, none)) > 5


def test_unclear_pairs_cost_nothing() -> None:
    from grounding.networks.icons import contrastive_loss

    own = torch.eye(2, dtype=torch.bool)
    confused = torch.tensor([[10.0, 10.0], [10.0, 10.0]])
    assert float(contrastive_loss(confused, own, ~own)) < 1e-3


def test_a_phrase_does_not_change_with_its_padding() -> None:
    from grounding.embedded.icons import ids_of
    from grounding.training.train_icons import new_model

    words = new_model().words.eval()
    alone, beside = (words(torch.from_numpy(ids_of(p)))[0] for p in (["bin"], ["bin", "recycle bin full"]))
    assert torch.allclose(alone, beside, atol=1e-5)


def test_a_short_training_leaves_a_checkpoint_a_curve_and_a_model_that_resumes(tmp_path: Path) -> None:
    from grounding.data.icons.packed import PackedIcon, pack
    from grounding.training.train_icons import Arguments, train

    shapes = np.random.default_rng(0).integers(0, 256, (60, 12, 12)).astype(np.uint8)
    icons = [
        PackedIcon("oxygen" if i % 2 else "set", "", f"n{i}", f"thing {chr(97 + i // 2)}", (), (), ())
        for i in range(50)
    ]
    pack(tmp_path / "data", iter(zip(icons, shapes, strict=False)))
    arguments = Arguments(tmp_path / "data", tmp_path / "run", smoke=True)
    train(arguments)
    assert (tmp_path / "run" / "checkpoint.pt").exists()
    curve = (tmp_path / "run" / "curve.jsonl").read_text().splitlines()
    assert "oxygen name 30" in curve[-1]
    assert train(arguments) is not None


def test_exported_towers_say_what_the_trained_ones_say(tmp_path: Path) -> None:
    from grounding.embedded.icons import SIZE, ids_of
    from grounding.training.install_icons import export
    from grounding.training.train_icons import new_model

    torch.manual_seed(0)
    model = new_model().eval()
    crops = np.random.default_rng(0).integers(0, 256, (16, SIZE, SIZE, 3)).astype(np.uint8)
    phrases = ["bin", "magnifying glass", ""]
    whole = export(model, tmp_path, crops, whole=True)
    with torch.no_grad():
        icons = model.icons(torch.from_numpy(crops)).numpy()
        words = model.words(torch.from_numpy(ids_of(phrases))).numpy()
    assert np.allclose(whole.of_crops(crops), icons, atol=1e-4)
    assert np.allclose(whole.of_phrases(phrases), words, atol=1e-4)
    small = export(model, tmp_path, crops, whole=False)
    assert (small.of_crops(crops) * icons).sum(1).min() > 0.95
    assert (small.of_phrases(phrases) * words).sum(1).min() > 0.95


def test_naming_is_counted_as_right_wrong_or_silent_and_a_threshold_keeps_it_from_guessing() -> None:
    from grounding.embedded.icons import NameTable
    from grounding.training.install_icons import NamingTest, best_threshold, halves

    table = NameTable(("bin", ""), np.array([0, 1]), np.eye(2, 3, dtype=np.float32), sharpness=3.0)
    icons = np.array([[1, 0, 0], [0.3, 0, 0.95], [1, 0, 0], [0.3, 0, 0.95]], np.float32)
    none = np.array([[0, 1, 0], [0.4, 0, 0.9], [0, 1, 0], [0.4, 0, 0.9]], np.float32)
    test = NamingTest(("bin", "gear", "bin", "gear"), icons, none)
    assert test.figures(table, 0.2) == {"named right": 0.5, "named wrong": 0.5, "no icon, no name": 0.5}
    chosen_on, other = halves(test)
    assert chosen_on.expected == ("bin", "bin")
    assert other.expected == ("gear", "gear")
    assert test.figures(table, best_threshold(test, table))["named wrong"] == 0
