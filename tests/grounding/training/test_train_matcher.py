"""The matcher learns from truth seen with mistakes, and its ONNX file answers as it does."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from actions.geometry import Box  # noqa: E402
from grounding.data.expressions.command import icon_phrases  # noqa: E402
from grounding.data.expressions.concepts import Concepts  # noqa: E402
from grounding.data.expressions.generate import expressions_of  # noqa: E402
from grounding.data.expressions.scene import Scene  # noqa: E402
from grounding.data.sample import RenderedElement, write_screens  # noqa: E402
from grounding.networks.matcher import MatcherNetwork, listwise_loss  # noqa: E402
from grounding.training.matcher_data import SET_ASIDE, SampleMaker, SourceScreen, split_of  # noqa: E402
from grounding.training.matcher_misreading import misread  # noqa: E402
from grounding.training.matcher_noise import Mistakes, as_seen, seen_targets  # noqa: E402
from grounding.training.matcher_parses import load_parses, write_parse  # noqa: E402
from grounding.training.matcher_pictures import StandInPictures  # noqa: E402
from grounding.training.train_matcher import blend, main, sizes, tensors, weights_of  # noqa: E402
from grounding.types import ParsedScreen, UIElement  # noqa: E402
from tests.grounding.data.expression_screens import player_screen, settings_screen  # noqa: E402

pytestmark = pytest.mark.models
NO_MISTAKES = Mistakes().scaled(0)


def maker() -> SampleMaker:
    return SampleMaker(StandInPictures(icon_phrases()), icon_phrases(), [])


def test_without_mistakes_every_control_is_seen_with_its_words() -> None:
    screen = settings_screen()
    vectors = StandInPictures(icon_phrases()).of(Path(), screen)
    seen = as_seen(screen, vectors, [""] * len(screen.elements), NO_MISTAKES, random.Random(1))
    assert sum(e.role == "button" and e.text == "Edit" for e in seen.elements) == 3
    for i, e in enumerate(screen.elements):
        if e.role != "window":
            assert seen_targets(seen.elements, screen.elements, [i]), (i, e)


def test_mistakes_change_what_is_seen_and_are_seeded() -> None:
    screen = settings_screen()
    vectors = StandInPictures(icon_phrases()).of(Path(), screen)
    names = [""] * len(screen.elements)
    once = as_seen(screen, vectors, names, Mistakes().scaled(3), random.Random(1))
    again = as_seen(screen, vectors, names, Mistakes().scaled(3), random.Random(1))
    other = as_seen(screen, vectors, names, Mistakes().scaled(3), random.Random(2))
    assert once.elements == again.elements != other.elements


def test_words_in_a_long_row_are_the_row() -> None:
    row = RenderedElement((10, 100, 400, 124), "menu item", "Save as… Ctrl+S")
    words = UIElement(Box(14, 104, 80, 120), "text", "Save as…")
    icon = UIElement(Box(14, 104, 30, 120), "icon")
    other = UIElement(Box(14, 134, 80, 150), "text", "Print…")
    assert seen_targets([words, icon, other], [row], [0]) == {0}


def test_some_applications_are_set_aside_for_calibration() -> None:
    screens = [replace(settings_screen(), source="apps", app=f"app{i}") for i in range(60)]
    splits = {split_of(s) for s in screens}
    assert splits == {"train", SET_ASIDE}
    assert split_of(replace(screens[0], split="held-out apps")) == "held-out apps"


def test_misreading_keeps_a_text_recognisable() -> None:
    rng = random.Random(1)
    assert all(abs(len(misread("Preferences", rng)) - 11) <= 6 for _ in range(50))


def test_the_network_learns_one_screen_by_heart() -> None:
    torch.manual_seed(1)
    torch.set_num_threads(1)
    source = SourceScreen(Path(), settings_screen())
    others = [maker().scene(player_screen())]
    sample = maker().make(source, others, 16, NO_MISTAKES, random.Random(1))
    assert sample is not None
    network = MatcherNetwork(sizes())
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3)
    losses = []
    for _ in range(40):
        optimiser.zero_grad()
        loss = listwise_loss(network(*tensors(sample)), torch.from_numpy(sample.accepted), weights_of(sample))
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
    assert losses[-1] < 0.5 * losses[0]


def test_real_parses_are_read_back(tmp_path: Path) -> None:
    screen = settings_screen()
    vectors = StandInPictures(icon_phrases()).of(Path(), screen)
    seen = as_seen(screen, vectors, [""] * len(screen.elements), NO_MISTAKES, random.Random(1))
    path = tmp_path / "parses.jsonl"
    with path.open("w", encoding="utf-8") as file:
        write_parse(file, screen.id, ParsedScreen(seen.elements, seen.elements[0].box))
    np.savez(path.with_suffix(".npz"), **{screen.id: seen.icons})
    parses = load_parses(path, [SourceScreen(Path(), screen)])
    assert len(parses) == 1
    assert [e.text for e in parses[0].elements] == [e.text for e in seen.elements]
    made = list(expressions_of(Scene(screen, icon_phrases()), [], Concepts(), 10, random.Random(1)))
    assert maker().on_seen(screen, seen, made, random.Random(1)) is not None


def test_the_whole_script_runs_and_reports(tmp_path: Path) -> None:
    screens = [replace(settings_screen(), id=f"s{i}") for i in range(3)]
    screens += [replace(player_screen(), id="p", split="validation")]
    write_screens(tmp_path / "data", screens)
    run = tmp_path / "run"
    arguments = ["--screens", str(tmp_path / "data"), "--out", str(run), "--stand-in", "--smoke"]
    assert main(arguments) == 0
    assert (run / "matcher.onnx").stat().st_size > 100_000
    meta = json.loads((run / "matcher.json").read_text("utf-8"))
    assert meta["parity"] < 1e-3
    assert "learned" in meta["report"]["validation"]
    assert main(arguments) == 0


def test_blending_takes_half_of_each_weight_from_the_earlier_runs(tmp_path: Path) -> None:
    first, second, network = (MatcherNetwork(sizes()) for _ in range(3))
    paths = [tmp_path / "first.pt", tmp_path / "second.pt"]
    for path, earlier in zip(paths, (first, second), strict=True):
        torch.save({"parts": {"average": {"module": earlier.state_dict()}}}, path)
    weights = [n.fit_out.weight.detach().clone() for n in (first, second, network)]
    blend(network, paths)
    expected = 0.25 * weights[0] + 0.25 * weights[1] + 0.5 * weights[2]
    assert torch.allclose(network.fit_out.weight, expected, atol=1e-6)
