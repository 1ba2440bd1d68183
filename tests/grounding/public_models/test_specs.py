"""What ``--grounder`` may say, and what is told where it says something else."""

import pytest

from grounding.errors import ModelUnavailable
from grounding.grounders import open_grounder
from grounding.public_models.specs import BuiltIn, GrounderSpec, OnServer, OnThisMachine, parse_grounder


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("embedded", GrounderSpec(BuiltIn("embedded"))),
        (" ocr ", GrounderSpec(BuiltIn("ocr"))),
        ("hf:Qwen/Qwen3-VL-2B-Instruct", GrounderSpec(OnThisMachine("Qwen/Qwen3-VL-2B-Instruct"))),
        ("hf:/data/c++/run 7#gta1", GrounderSpec(OnThisMachine("/data/c++/run 7", "gta1"))),
        ("http://localhost:8000/v1#ui-tars", GrounderSpec(OnServer("http://localhost:8000/v1", "ui-tars"))),
        (
            "https://host/v1/#grounder#holo1.5",
            GrounderSpec(OnServer("https://host/v1", "grounder", "holo1.5")),
        ),
        ("hf:a/b#gta1+zoom", GrounderSpec(OnThisMachine("a/b", "gta1"), zoom=True)),
        (
            "http://h:1/v1#x#gta1+zoom+ensemble",
            GrounderSpec(OnServer("http://h:1/v1", "x", "gta1"), zoom=True, ensemble=True),
        ),
        ("hf:a/b+ensemble", GrounderSpec(OnThisMachine("a/b"), ensemble=True)),
    ],
)
def test_every_kind_can_be_said(text: str, spec: GrounderSpec) -> None:
    assert parse_grounder(text) == spec


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no grounder"),
        ("ocrr", "there is no grounder"),
        ("hf:", "there is no grounder"),
        ("hf:a/b#gta2", "choose one of ui-tars-1.5"),
        ("http://localhost:8000/v1", "lacks the model's name"),
        ("http://#name", "lacks the model's name"),
        ("http://host:port/v1#name", "is no address"),
        ("http://user:secret@host/v1#name", "GUI_AGENT_GROUNDER_KEY"),
        ("embedded+zoom", "not for embedded"),
        ("ftp://host#name", "there is no grounder"),
    ],
)
def test_anything_else_is_explained(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parse_grounder(text)


def test_a_key_in_an_address_is_not_repeated() -> None:
    with pytest.raises(ValueError, match="GUI_AGENT_GROUNDER_KEY") as told:
        parse_grounder("http://user:secret@host/v1#name")
    assert "secret" not in str(told.value)


def test_opening_something_else_says_what_there_is() -> None:
    with pytest.raises(ModelUnavailable, match="Give embedded, ocr, hf:"):
        open_grounder("tesseract")
