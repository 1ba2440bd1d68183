from pathlib import Path

import pytest

from gui_agent.errors import SettingsError
from gui_agent.settings import load_settings


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config.toml"
    monkeypatch.setenv("GUI_AGENT_CONFIG", str(path))
    return path


def test_without_a_file_the_private_desktop_is_the_default(settings_file: Path) -> None:
    assert load_settings().computer == "virtual"


def test_flags_win_over_environment_and_environment_over_the_file(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.write_text("max_steps = 1\n")
    assert load_settings().max_steps == 1
    monkeypatch.setenv("GUI_AGENT_MAX_STEPS", "2")
    assert load_settings().max_steps == 2
    assert load_settings(max_steps=3).max_steps == 3
    assert load_settings(max_steps=None).max_steps == 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("max_steps = 0", "max_steps"),
        ('screen = "big"', "screen"),
        ("unheard_of = 1", "unheard_of"),
        ('hot_key = "ctrl+banana"', "hot_key"),
        ('grounder = "tesseract"', "grounder"),
        ('grounder = "hf:a/b#none-such"', "grounder"),
        ("max_steps = ", "config.toml"),
    ],
)
def test_a_wrong_setting_is_named(settings_file: Path, text: str, named: str) -> None:
    settings_file.write_text(text)
    with pytest.raises(SettingsError, match=named):
        load_settings()


def test_the_screen_size_is_parsed(settings_file: Path) -> None:
    assert load_settings(screen="1920x1080").screen_size == (1920, 1080)


@pytest.mark.parametrize(
    "grounder", ["ocr", "hf:Qwen/Qwen3-VL-2B-Instruct", "http://h:8000/v1#ui-tars+zoom+ensemble"]
)
def test_any_grounding_model_can_be_set(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch, grounder: str
) -> None:
    monkeypatch.setenv("GUI_AGENT_GROUNDER_KEY", "secret")
    settings_file.write_text(f'grounder = "{grounder}"')
    assert load_settings().grounder == grounder
