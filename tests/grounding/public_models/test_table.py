"""A model's name tells its format, and every row says where its facts come from."""

import pytest

from grounding.errors import ModelUnavailable
from grounding.public_models.table import format_for, format_named, formats


@pytest.mark.parametrize(
    ("model", "name"),
    [(model, known.name) for known in formats() for model in known.models]
    + [
        ("/data/models/UI-TARS-1.5-7B-awq", "ui-tars-1.5"),
        ("Qwen2.5-VL-32B-Instruct", "qwen2.5-vl"),
        ("Qwen/Qwen3-VL-32B-Thinking", "qwen3-vl"),
        ("Hcompany/Holo1.5-3B", "holo1.5"),
        ("mPLUG/GUI-Owl-1.5-32B-Instruct", "gui-owl-1.5"),
        ("mPLUG/GUI-Owl-32B", "gui-owl"),
        ("showui-2b-gguf", "showui"),
    ],
)
def test_a_models_name_tells_its_format(model: str, name: str) -> None:
    assert format_for(model).name == name


@pytest.mark.parametrize("model", ["my-model", "OpenGVLab/InternVL3-8B", "/data/run7/merged"])
def test_a_name_that_tells_nothing_asks_for_the_format(model: str) -> None:
    with pytest.raises(ModelUnavailable, match=r"#qwen2.5-vl \(formats: ui-tars-1.5, "):
        format_for(model)


def test_an_unknown_format_lists_the_known_ones() -> None:
    with pytest.raises(ModelUnavailable, match=r"choose one of ui-tars-1\.5"):
        format_named("seeclick")


def test_names_are_unique_and_every_row_has_its_source() -> None:
    rows = formats()
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.source and row.models and row.architectures for row in rows)
