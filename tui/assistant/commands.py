"""The slash commands: their names for help, for completion in the prompt, and for the command palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.suggester import Suggester

from tui.assistant.modes import MODES

THEMES = ("dark", "light")


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; ``values`` are what may stand behind its name, empty where that is free or nothing."""

    name: str
    what: str
    argument: str = ""
    values: tuple[str, ...] = ()


COMMANDS = (
    Command("help", "every command and key"),
    Command("tour", "a small task that really runs"),
    Command("history", "earlier runs"),
    Command("settings", "computer, model, grounder"),
    Command("mode", "when the agent asks", "NAME", MODES),
    Command("allowed", "what is allowed beforehand"),
    Command("forget", "ask about that again, or “all”", "N"),
    Command("model", "who plans; empty: embedded", "SPEC"),
    Command("open", "the screen as a picture file"),
    Command("report", "the last report"),
    Command("theme", "colours", "NAME", THEMES),
    Command("clear", "empty the list of steps"),
    Command("quit", "leave"),
)
KEYS = (
    "F2 pause or resume · F3 one step · Escape stop · Shift+Tab approval mode · F4 history · F5 report · "
    "F6 settings · Ctrl+O picture · Ctrl+P every command\n"
    "Ctrl+Alt+Escape stops on your own desktop."
)


def help_text() -> str:
    """Return commands and keys, one line each."""
    width = max(len(usage(command)) for command in COMMANDS)
    lines = [f"{usage(command):<{width}}  {_what(command)}" for command in COMMANDS]
    return "\n".join([*lines, KEYS])


def usage(command: Command) -> str:
    """Return how ``command`` is written."""
    return f"/{command.name} {command.argument}".strip()


def _what(command: Command) -> str:
    return f"{command.what}: {', '.join(command.values)}" if command.values else command.what


class Completion(Suggester):
    """Completes slash commands and their values; the right arrow takes what is suggested."""

    def __init__(self) -> None:
        super().__init__(use_cache=True, case_sensitive=False)

    async def get_suggestion(self, value: str) -> str | None:
        return next((whole for whole in _written() if whole.startswith(value) and whole != value), None)


def _written() -> list[str]:
    """Return everything that can be completed, names before their values."""
    names = [f"/{command.name}" for command in COMMANDS]
    return names + [f"/{command.name} {value}" for command in COMMANDS for value in command.values]


class CommandProvider(Provider):
    """Offers the slash commands in the palette; the application carries them out by `command`."""

    async def discover(self) -> Hits:
        for written, what in _offered():
            yield DiscoveryHit(written, self._doing(written), help=what)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for written, what in _offered():
            if (score := matcher.match(f"{written} {what}")) > 0:
                yield Hit(score, matcher.highlight(written), self._doing(written), help=what)

    def _doing(self, written: str) -> Callable[[], object]:
        return partial(getattr(self.app, "command"), written)  # noqa: B009


def _offered() -> list[tuple[str, str]]:
    offered = []
    for command in COMMANDS:
        values = command.values or ("",)
        offered += [(f"/{command.name} {value}".strip(), command.what) for value in values]
    return offered
