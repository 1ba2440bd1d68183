"""What is allowed for good stands in the policy file, covers what it says, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from actions.action import Click, Launch, PressKeys, TypeText
from actions.geometry import Point
from gui_agent.errors import SettingsError
from gui_agent.kept_rules import forget_rule, keep_rule, kept_rules, policy_file, rule_for
from gui_agent.policy import default_policy, load_policy
from gui_agent.settings import load_settings
from gui_agent.tools.action import AnyAction, RunCommand
from gui_agent.types import ApprovalRequest
from tests.tui.test_console_asker import request_for


def asked(action: AnyAction) -> ApprovalRequest:
    return request_for(action, "Delete")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Click(Point(45, 41)), "any click in mousepad"),
        (TypeText("a password"), "any type in mousepad"),
        (PressKeys(("ctrl", "w")), "press ctrl+w in mousepad"),
        (Launch("xterm"), "start xterm"),
    ],
)
def test_a_rule_covers_what_it_says(tmp_path: Path, action: AnyAction, words: str) -> None:
    rule, path = rule_for(asked(action)), tmp_path / "policy.toml"
    assert rule is not None
    assert rule.words == words
    keep_rule(rule.text, path)
    policy = load_policy(path)
    assert policy.decide(asked(action)).decision == "approve"
    for other in (Click(Point(45, 41)), PressKeys(("alt", "f4")), Launch("bash")):
        if type(other) is not type(action) or isinstance(action, PressKeys | Launch):
            assert policy.decide(asked(other)) == default_policy().decide(asked(other))


def test_what_reaches_further_than_mouse_and_keyboard_is_asked_about_each_time() -> None:
    assert rule_for(asked(RunCommand("rm", ("-r", "notes")))) is None


def test_where_no_window_is_known_there_is_no_rule() -> None:
    request = asked(Click(Point(45, 41)))
    blind = replace(request, observation=replace(request.observation, windows=()))
    assert rule_for(blind) is None


def test_rules_are_listed_newest_first_and_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    assert kept_rules(path) == []
    rules = [rule_for(asked(action)) for action in (Click(Point(45, 41)), Launch("xterm"))]
    for rule in (*rules, rules[0]):
        assert rule is not None
        keep_rule(rule.text, path)
    assert [rule.words for rule in kept_rules(path)] == ["start xterm", "any click in mousepad"]
    forget_rule(kept_rules(path)[0], path)
    assert [rule.words for rule in kept_rules(path)] == ["any click in mousepad"]
    forget_rule(kept_rules(path)[0], path)
    assert load_policy(path) == default_policy()


def test_a_policy_of_ones_own_keeps_its_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    own = '# mine\ndefault = "reject"\n\n# never this\n[[rule]]\ndecision = "terminate"\nkinds = ["drag"]\n'
    path.write_text(own)
    rule = rule_for(asked(Launch("xterm")))
    assert rule is not None
    keep_rule(rule.text, path)
    assert path.read_text().endswith('# never this\n[[rule]]\ndecision = "terminate"\nkinds = ["drag"]\n')
    assert path.read_text().startswith('# mine\ndefault = "reject"\n')
    forget_rule(kept_rules(path)[0], path)
    assert path.read_text() == own


def test_a_rule_is_taken_back_from_a_file_that_was_edited_and_never_only_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    rule = rule_for(asked(Launch("xterm")))
    assert rule is not None
    keep_rule(rule.text, path)
    path.write_text(path.read_text().replace(f"{rule.text}\n", rule.text, 1))  # without the empty line
    forget_rule(rule, path)
    assert kept_rules(path) == []
    with pytest.raises(SettingsError, match="by hand"):
        forget_rule(rule, path)


def test_a_file_that_is_no_policy_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("default = nonsense\n")
    rule = rule_for(asked(Launch("xterm")))
    assert rule is not None
    with pytest.raises(SettingsError, match="TOML"):
        keep_rule(rule.text, path)
    assert path.read_text() == "default = nonsense\n"


def test_the_file_is_the_one_that_the_settings_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUI_AGENT_CONFIG", str(tmp_path / "config.toml"))
    assert policy_file(load_settings()) == tmp_path / "policy.toml"
    assert policy_file(load_settings(approve=str(tmp_path / "mine.toml"))) == tmp_path / "mine.toml"
