"""Which key a model of meanings is given."""

import pytest

from gui_agent.memory.opening import key_for
from gui_agent.settings import load_settings

MODEL = "http://localhost:8000/v1#Qwen"


@pytest.mark.parametrize(
    ("meanings", "key"),
    [
        ("http://localhost:8000/v1#bge", "sk-own"),
        ("http://localhost:8001/v1#bge", ""),
        ("https://elsewhere.example/v1#bge", ""),
    ],
)
def test_the_models_key_goes_to_the_models_server_only(meanings: str, key: str) -> None:
    settings = load_settings(model=MODEL, model_key="sk-own", memory_meanings=meanings)
    assert key_for(meanings, settings) == key
