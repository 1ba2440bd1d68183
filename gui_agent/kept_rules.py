"""What a person allows for good: rules at the head of their policy file, each marked, shown and revocable."""

from __future__ import annotations

import json
import os
import re
import tempfile
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from actions.action import HoldKeys, Launch, PressKeys
from gui_agent.errors import SettingsError
from gui_agent.policy import Policy, default_policy, load_policy, parse_policy
from gui_agent.settings import Settings, settings_path
from gui_agent.surroundings import acted_on_windows
from gui_agent.tools.action import TOOL_KINDS, kind_of
from gui_agent.types import ApprovalRequest

MARK = "# Allowed by a person in the assistant."
MODES = ("", "ask", "auto", "never")
"""What the setting ``approve`` holds where it is not the path of a policy file."""
_KEPT = re.compile(rf"{re.escape(MARK)}\n\[\[rule\]\]\n(?:[a-z_]+ = [^\n]*\n)+\n?")
_NAME = re.compile(r"[\w .+-]{1,60}")


@dataclass(frozen=True, slots=True)
class KeptRule:
    """A rule as TOML lines, and in words."""

    text: str
    words: str


def rule_for(request: ApprovalRequest) -> KeptRule | None:
    """Return the narrowest rule that a file can hold for actions like this one; None where there is none.

    A rule that approves cannot look at words, since a screen can show any: it goes by kind, program and keys.
    """
    kind, action = kind_of(request.action), request.action
    if kind in TOOL_KINDS:
        return None  # they reach beyond mouse and keyboard: asked about each time
    if isinstance(action, Launch):
        return _rule(f"start {action.application}", kinds=[kind], launches=[action.application])
    names = {window.application if window else "" for window in acted_on_windows(request)}
    if len(names) != 1 or not _NAME.fullmatch(name := names.pop()):
        return None
    if isinstance(action, PressKeys | HoldKeys):
        keys = "+".join(action.keys)
        return _rule(f"{kind} {keys} in {name}", kinds=[kind], applications=[name], keys=[keys])
    return _rule(f"any {kind} in {name}", kinds=[kind], applications=[name])


def policy_file(settings: Settings) -> Path:
    """Return the person's policy file: the one that the settings name, else one beside the settings."""
    if settings.approve not in MODES:
        return Path(settings.approve).expanduser()
    return settings_path().with_name("policy.toml")


def policy_of(settings: Settings) -> Policy:
    """Return the policy that is asked by: the person's file where they name one. Raises `SettingsError`."""
    return default_policy() if settings.approve in MODES else load_policy(policy_file(settings))


def keep_rule(text: str, path: Path) -> None:
    """Write the rule ``text`` before all others of the policy file, made from the default where missing.

    Raises `SettingsError`; the file stays as it was then.
    """
    before = _read(path)
    if text in before:
        return
    head, bracket, rest = before.partition("[[rule]]")
    # Comments that stand before a rule belong to it.
    cut = len(head) - len(_last_comments(head))
    _write(path, f"{head[:cut]}{MARK}\n{text}\n{head[cut:]}{bracket}{rest}")


def kept_rules(path: Path) -> list[KeptRule]:
    """Return what was allowed for good in the policy file, newest first. Raises `SettingsError`."""
    if not path.exists():
        return []
    blocks = map(_block, _KEPT.finditer(_read(path)))
    return [KeptRule(block, _words(block)) for block in blocks]


def forget_rule(rule: KeptRule, path: Path) -> None:
    """Take a rule out of the policy file again. Raises `SettingsError`."""
    text = _read(path)
    found = next((match for match in _KEPT.finditer(text) if _block(match) == rule.text), None)
    if found is None:
        raise SettingsError(f"the policy file {path} has changed: take the rule “{rule.words}” out by hand")
    _write(path, text[: found.start()] + text[found.end() :])


def _rule(words: str, **lists: list[str]) -> KeptRule:
    lines = ["[[rule]]", 'decision = "approve"', f"reason = {json.dumps(f'a person allowed it: {words}')}"]
    lines += [f"{name} = {json.dumps(values, ensure_ascii=False)}" for name, values in lists.items()]
    text = "\n".join([*lines, ""])
    parse_policy(text, "the rule")
    return KeptRule(text, words)


def _block(match: re.Match[str]) -> str:
    return match[0].strip().removeprefix(MARK).strip() + "\n"


def _words(block: str) -> str:
    (rule,) = parse_policy(block, "the rule").rules
    return rule.reason.removeprefix("a person allowed it: ")


def _last_comments(head: str) -> str:
    lines = head.splitlines(keepends=True)
    comments: list[str] = []
    while lines and lines[-1].startswith("#"):
        comments.insert(0, lines.pop())
    return "".join(comments)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return (resources.files("gui_agent") / "default_policy.toml").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise SettingsError(f"the policy file {path} cannot be read: {reason}") from error


def _write(path: Path, text: str) -> None:
    """Replace the file at once, and only by a policy that can be read."""
    parse_policy(text, str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(unfinished).replace(path)
    except OSError as error:
        raise SettingsError(f"the policy file {path} cannot be written: {error.strerror or error}") from error
