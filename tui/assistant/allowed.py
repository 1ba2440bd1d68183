"""What the person allowed beforehand: until they leave, and for good in the policy file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.assistant.protocol import Question

if TYPE_CHECKING:
    from gui_agent.settings import Settings

Alike = tuple[str, ...]


class Allowed:
    """The kinds of actions that are not asked about again in this session, in the order they were allowed."""

    def __init__(self) -> None:
        self._here: dict[Alike, str] = {}
        self._to_keep: Question | None = None

    def covers(self, question: Question) -> bool:
        return question.alike in self._here

    def allow(self, question: Question, *, for_good: bool = False) -> None:
        """Ask no more about such actions; those ``for_good`` are written down by `keep`."""
        self._here[question.alike] = covered(question)
        self._to_keep = question if for_good else None

    def revoke(self, question: Question) -> None:
        """Ask again: the answer came from no person's hands."""
        self._here.pop(question.alike, None)
        self._to_keep = None

    def keep(self, settings: Settings) -> tuple[Settings, str]:
        """Write down what was allowed for good, now that the answer was taken; return settings that go by it.

        The second is what to tell the person, empty where there is nothing. Raises `SettingsError`.
        """
        question, self._to_keep = self._to_keep, None
        if question is None:
            return settings, ""
        told = f"Allowed for good: {question.rule_words}. /allowed shows it, /forget takes it back."
        return keep_for_good(question, settings), told

    def listing(self, settings: Settings) -> str:
        """Return everything that is allowed, numbered as `forget` takes it. Raises `SettingsError`."""
        from gui_agent.kept_rules import kept_rules, policy_file

        path = policy_file(settings)
        kept = [f"{rule.words} (for good, in {path})" for rule in kept_rules(path)]
        here = [f"{words} (until you leave)" for words in self._here.values()]
        if not here and not kept:
            return "Nothing is allowed beforehand: “a” in a question allows actions like that one."
        lines = [f"{number}. {words}" for number, words in enumerate([*here, *kept], 1)]
        return "\n".join([*lines, "/forget NUMBER takes one back, /forget all everything."])

    def forget(self, which: str, settings: Settings) -> str:
        """Take back what ``which`` says, a number or “all”, and say what that was. Raises `SettingsError`."""
        from gui_agent.kept_rules import forget_rule, kept_rules, policy_file

        path = policy_file(settings)
        kept, here = kept_rules(path), list(self._here.items())
        if which == "all":
            chosen = list(range(len(here) + len(kept)))
        elif which.isdecimal() and 1 <= int(which) <= len(here) + len(kept):
            chosen = [int(which) - 1]
        else:
            return "Say /forget NUMBER or /forget all; /allowed shows the numbers."
        words = []
        for number in chosen:
            if number < len(here):
                del self._here[here[number][0]]
                words.append(here[number][1])
            else:
                rule = kept[number - len(here)]
                forget_rule(rule, path)
                words.append(rule.words)
        return f"Asked about again: {'; '.join(words)}." if words else "There was nothing to forget."


def covered(question: Question) -> str:
    """Say in words what actions are like the one that is asked about."""
    kind, _, words, application = (*question.alike, "", "", "", "")[:4]
    where = f" in {application}" if application else ""
    # What has no target is described whole: “Press Alt+F4”, not press “Press Alt+F4”.
    what = f"“{words}”" if words.lower().startswith(f"{kind} ") else f"{kind} “{words}”"
    return f"{what}{where}"


def keep_for_good(question: Question, settings: Settings) -> Settings:
    """Write the rule of ``question`` into the policy file; return settings that go by it.

    Raises `SettingsError`.
    """
    from gui_agent.kept_rules import MODES, keep_rule, policy_file
    from gui_agent.settings_file import change_setting

    path = policy_file(settings)
    keep_rule(question.rule, path)
    if settings.approve not in MODES:
        return settings
    change_setting("approve", str(path))
    return settings.model_copy(update={"approve": str(path)})
