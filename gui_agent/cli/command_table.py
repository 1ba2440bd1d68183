"""Every command's name and where it is; a command's module is loaded when the command is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "run": "gui_agent.cli.run:run",
        "resume": "gui_agent.cli.resume:resume",
        "parse": "gui_agent.cli.see:parse",
        "ground": "gui_agent.cli.see:ground",
        "record": "gui_agent.cli.record:record",
        "replay": "gui_agent.cli.runs:replay",
        "report": "gui_agent.cli.runs:report",
        "runs": "gui_agent.cli.past:runs",
        "doctor": "gui_agent.cli.doctor:doctor",
        "bench": "gui_agent.cli.bench:bench",
        "mcp": "gui_agent.cli.mcp:mcp",
        "serve": "gui_agent.cli.serve:serve",
        "acp": "gui_agent.cli.acp:acp",
        "test": "gui_agent.cli.steps:play_steps",
        "explore": "gui_agent.cli.explore:explore",
        "import": "gui_agent.cli.import_pictures:import_pictures",
        "config": "gui_agent.cli.config:config",
        "eval": "gui_agent.cli.evaluate:evaluate",
        "grounding": "gui_agent.cli.grounding:grounding",
        "machine": "gui_agent.cli.machine:machine",
        "memory": "gui_agent.cli.memory:memory",
        "help": "gui_agent.cli.help:help_",
    }
)
"""In the order of the help: a function, or a `typer.Typer` with commands of its own."""


class CommandTable(TyperGroup):
    """The group of `COMMANDS`, each made of its module when it is asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = MadeWhenAsked()


class MadeWhenAsked(MutableMapping[str, Any]):
    """The commands by name; looking one up loads its module."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made and name in COMMANDS:
            self._made[name] = load_command(name)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**COMMANDS, **self._made})

    def __len__(self) -> int:
        return len({**COMMANDS, **self._made})


def load_command(name: str) -> Any:
    """Return the command of that name, as Typer works it (which does not name the type in public)."""
    module, _, attribute = COMMANDS[name].partition(":")
    found = getattr(import_module(module), attribute)
    if isinstance(found, typer.Typer):
        group = get_group(found)
        group.name = name
        return _with_examples(group, (name,))
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return _with_examples(get_command(alone), (name,))


def _with_examples(command: Any, words: tuple[str, ...]) -> Any:
    """Let the help of ``command``, and of those within it, end with its examples from the manual."""
    from gui_agent.cli.manual.page import examples_below
    from gui_agent.cli.manual.table import entry_of

    command.epilog = examples_below(entry_of(words)).replace("[", r"\[")  # it is read as Rich's markup
    for name, within in getattr(command, "commands", {}).items():
        _with_examples(within, (*words, name))
    return command
