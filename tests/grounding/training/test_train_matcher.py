"""The matcher learns from truth seen with mistakes, and its ONNX file answers as it does."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from grounding.data.expressions.concepts import Concepts  # noqa: E402
from grounding.data.expressions.generate import expressions_of, name_words  # noqa: E402
from grounding.data.expressions.scene import Scene  # noqa: E402
from grounding.data.sample import write_screens  # noqa: E402
from grounding.networks.matcher import MatcherNetwork, listwise_loss  # noqa: E402
from grounding.training.matcher_data import SampleMaker, SourceScreen  # noqa: E402
from grounding.training.matcher_noise import Mistakes, as_seen, misread, seen_targets  # noqa: E402
from grounding.training.matcher_parses import load_parses, write_parse  # noqa: E402
from grounding.training.matcher_pictures import StandInPictures  # noqa: E402
from grounding.training.train_matcher import main, sizes, tensors, weights_of  # noqa: E402
from grounding.types import ParsedScreen  # noqa: E402
from tests.grounding.data.expression_screens import player_screen, settings_screen  # noqa: E402

pytestmark = pytest.mark.models
NO_MISTAKES = Mistakes(0, 0, 0, 0, 0, 0, 0, 0)


def maker() -> SampleMaker:
    return SampleMaker(StandInPictures(name_words), name_words, [])


def test_without_mistakes_every_control_is_seen_with_its_words() -> None:
    screen = settings_screen()
    vectors = StandInPictures(name_words).of(Path(), screen)
    seen = as_seen(screen, vectors, [""] * len(screen.elements), NO_MISTAKES, random.Random(1))
    assert sum(e.role == "button" and e.text == "Edit" for e in seen.elements) == 3
    for i, e in enumerate(screen.elements):
        if e.role != "window":
            assert seen_targets(seen.elements, screen.elements, [i]), (i, e)


def test_mistakes_change_what_is_seen_and_are_seeded() -> None:
    screen = settings_screen()
    vectors = StandInPictures(name_words).of(Path(), screen)
    names = [""] * len(screen.elements)
    once = as_seen(screen, vectors, names, Mistakes().scaled(3), random.Random(1))
    again = as_seen(screen, vectors, names, Mistakes().scaled(3), random.Random(1))
    other = as_seen(screen, vectors, names, Mistakes().scaled(3), random.Random(2))
    assert once.elements == again.elements != other.elements


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
    vectors = StandInPictures(name_words).of(Path(), screen)
    seen = as_seen(screen, vectors, [""] * len(screen.elements), NO_MISTAKES, random.Random(1))
    path = tmp_path / "parses.jsonl"
    with path.open("w", encoding="utf-8") as file:
        write_parse(file, screen.id, ParsedScreen(seen.elements, seen.elements[0].box))
    np.savez(path.with_suffix(".npz"), **{screen.id: seen.icons})
    parses = load_parses(path, [SourceScreen(Path(), screen)])
    assert len(parses) == 1
    assert [e.text for e in parses[0].elements] == [e.text for e in seen.elements]
    made = list(expressions_of(Scene(screen, name_words), [], Concepts(), 10, random.Random(1)))
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
