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


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "max_steps = 0",
            "the setting max_steps cannot be “0” (in FILE): give a whole number from 1 to 100,000",
        ),
        ("max_steps = 1.5", "cannot be “1.5” (in FILE): give a whole number from 1 to 100,000"),
        ("timeout = nan", "cannot be “nan” (in FILE): give a number above 0 and up to 86,400"),
        ('picture = "nice"', "cannot be “nice” (in FILE): give one of auto, cells, sixel, kitty, off"),
        ('model_computer_tool = "1"', "give one of 20250124, 20251124, 20260801, or nothing"),
        ('plain = "perhaps"', "cannot be “perhaps” (in FILE): give true or false"),
        ("weights = 3", "cannot be “3” (in FILE): give a path"),
        ('runs = " "', "cannot be “ ” (in FILE): give a folder"),
        ('screen = "big"', "cannot be “big” (in FILE): give WIDTHxHEIGHT"),
        ("model = []", "cannot be “[]” (in FILE): give text"),
        ("model_key = 7", "the setting model_key cannot be used (in FILE): give text"),
        ("modell = 1", "there is no setting “modell” (in FILE); did you mean model?"),
        ("zzz = 1", "there is no setting “zzz” (in FILE); gui-agent config show lists them"),
    ],
)
def test_what_is_wrong_is_said_with_the_file_and_with_what_would_fit(
    settings_file: Path, text: str, sentence: str
) -> None:
    settings_file.write_text(text)
    with pytest.raises(SettingsError) as wrong:
        load_settings()
    assert sentence.replace("FILE", str(settings_file)) in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_wrong_value_is_said_with_the_environment_variable_it_came_from(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.write_text("max_steps = 3\n")
    monkeypatch.setenv("GUI_AGENT_MAX_STEPS", "many")
    with pytest.raises(
        SettingsError, match=r"“many” \(from the environment variable GUI_AGENT_MAX_STEPS\): "
    ):
        load_settings()
    with pytest.raises(SettingsError, match="“none”: give a whole number"):
        load_settings(max_steps="none")


def test_an_empty_path_is_unset_and_never_the_folder_one_is_in(
    settings_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file.write_text('weights = ""\nhome = " "\n')
    monkeypatch.setenv("GUI_AGENT_MEMORY", "")
    settings = load_settings()
    assert (settings.weights, settings.home, settings.memory) == (None, None, None)
    monkeypatch.setenv("GUI_AGENT_RUNS", "")
    with pytest.raises(SettingsError, match="GUI_AGENT_RUNS"):
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
