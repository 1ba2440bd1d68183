"""Shipped ONNX files come back as modules that answer as the files do."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from grounding.embedded.features_query import TOKEN_IDS  # noqa: E402
from grounding.embedded.features_screen import LABEL_IDS  # noqa: E402
from grounding.embedded.weights import default_folder, open_network  # noqa: E402
from grounding.errors import ModelUnavailable  # noqa: E402
from grounding.networks.matcher import MatcherSizes  # noqa: E402
from grounding.training.adapting_icons import made_up_drawings, vectors_of  # noqa: E402
from grounding.training.restoring import parameters_in, restored_icons, restored_matcher  # noqa: E402

pytestmark = pytest.mark.models


def inputs(sizes: MatcherSizes, n: int, t: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {
        "elements": rng.random((n, sizes.elements), np.float32),
        "label_ids": rng.integers(0, sizes.table, (n, 3, LABEL_IDS)),
        "pairs": rng.random((n, n, sizes.pairs), np.float32),
        "token_ids": rng.integers(0, sizes.table, (1, t, TOKEN_IDS)),
        "token_flags": rng.random((1, t, sizes.flags), np.float32),
        "token_mask": np.ones((1, t), np.float32),
        "match": rng.random((1, n, t, sizes.channels), np.float32),
        "fit": rng.random((1, n, sizes.fit), np.float32),
    }


def test_the_matcher_read_back_answers_as_its_file() -> None:
    network, meta = restored_matcher()
    given = inputs(MatcherSizes(**meta["sizes"]), 30, 6)
    with torch.no_grad():
        ours = network(**{name: torch.from_numpy(value) for name, value in given.items()}).numpy()
    assert np.abs(ours - open_network("matcher").run(**given)[0]).max() < 1e-3


def test_the_icon_encoder_read_back_sees_as_its_file_does_in_eight_bits() -> None:
    tower, _ = restored_icons()
    crops = made_up_drawings(60, 1)
    shipped = open_network("icons").run(crops=crops)[0]
    cosines = (vectors_of(tower, crops) * shipped).sum(1)
    assert cosines.mean() > 0.99
    assert cosines.min() > 0.9


def test_every_parameter_of_the_matcher_keeps_its_name_in_the_file() -> None:
    network, _ = restored_matcher()
    found = parameters_in((default_folder() / "matcher.onnx").read_bytes())
    assert {name for name, _ in network.named_parameters()} <= set(found)


def test_a_folder_without_weights_is_refused(tmp_path: object) -> None:
    with pytest.raises(ModelUnavailable, match="matcher"):
        restored_matcher(tmp_path)  # type: ignore[arg-type]
