"""The settings file as people change it."""

import stat
from pathlib import Path

import pytest

from gui_agent.errors import SettingsError
from gui_agent.settings import load_settings
from gui_agent.settings_file import change_setting, shown_settings


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "config" / "config.toml"
    monkeypatch.setenv("GUI_AGENT_CONFIG", str(path))
    for name in ("MODEL", "MODEL_KEY", "MAX_STEPS"):
        monkeypatch.delenv(f"GUI_AGENT_{name}", raising=False)
    return path


def shown(name: str) -> tuple[str, str]:
    return next((each.value, each.origin) for each in shown_settings() if each.name == name)


def test_what_is_set_is_in_force_and_says_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown("max_steps") == ("200", "default")
    change_setting("max_steps", "12")
    assert shown("max_steps") == ("12", "file")
    monkeypatch.setenv("GUI_AGENT_MAX_STEPS", "7")
    assert shown("max_steps") == ("7", "environment")


def test_comments_and_other_settings_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('# mine\nscreen = "800x600"  # small\n')
    change_setting("model_pictures", "no")
    assert file.read_text() == '# mine\nscreen = "800x600"  # small\nmodel_pictures = false\n'
    change_setting("model_pictures", None)
    assert file.read_text() == '# mine\nscreen = "800x600"  # small\n'


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("max_steps", "many", "max_steps"),
        ("max_steps", "0", "max_steps"),
        ("screen", "big", "WIDTHxHEIGHT"),
        ("colour", "red", "there is no setting “colour”; there are computer"),
        ("approve", "nowhere.toml", "approve cannot be “nowhere.toml”: give ask, auto, never or the path"),
        ("model", "gpt", "“gpt” names no model"),
        ("prices", "nowhere.toml", "cannot read the prices"),
        ("memory_meanings", "bert", "HOST:PORT/v1#NAME"),
        ("weights", "", "config unset weights"),
        ("runs", " ", "cannot be an empty path"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_written(
    file: Path, name: str, value: str, complaint: str
) -> None:
    with pytest.raises(SettingsError, match=complaint):
        change_setting(name, value)
    assert not file.exists()


def test_a_file_that_a_setting_names_is_read_first_and_good_from_every_folder(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    policy = tmp_path / "mine.toml"
    policy.write_text('default = "often"\n')
    with pytest.raises(SettingsError, match="often"):
        change_setting("approve", "mine.toml")
    policy.write_text('default = "ask"\n')
    change_setting("approve", "mine.toml")
    assert shown("approve") == (str(policy), "file")


def test_a_key_is_kept_but_never_shown_and_nobody_else_reads_the_file(file: Path) -> None:
    change_setting("model_key", "sk-secret")
    assert shown("model_key") == ("(set, not shown)", "file")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = load_settings().model_key
    assert key is not None
    assert key.get_secret_value() == "sk-secret"


def test_a_broken_file_is_said_with_its_path(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("max_steps = = 3\n")
    with pytest.raises(SettingsError, match=r"config\.toml"):
        change_setting("max_steps", "3")
    assert file.read_text() == "max_steps = = 3\n"
