"""A page of the manual as plain text, in the sections that manual pages have."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import typer

from gui_agent.cli.manual.entry import EVERY_COMMAND, Entry, Named

PROGRAM = "gui-agent"
WIDTH = 80
_INDENT = " " * 4
_UNBROKEN = "\N{NO-BREAK SPACE}"
_SETTINGS_FILE = ("~/.config/gui-agent/config.toml", "the settings; gui-agent config path says where it is")
_CONFIG = ("GUI_AGENT_CONFIG", "another settings file")
_BESIDE_OPTION: Mapping[str, Named] = MappingProxyType(
    {
        "model": (
            "OPENAI_API_KEY, ANTHROPIC_API_KEY, GUI_AGENT_MODEL_KEY",
            "the key of a provider, or of a server of your own",
        ),
        "grounder": ("GUI_AGENT_GROUNDER_KEY", "the key of a server that --grounder names"),
    }
)


def page_of(words: Sequence[str], command: Any, entry: Entry, width: int = WIDTH) -> str:
    """Return the page of ``command``, which ``words`` name behind `gui-agent`; none name the program."""
    name = " ".join((PROGRAM, *words))
    context = typer.Context(command, info_name=name, help_option_names=["-h", "--help"])
    options = [p for p in command.get_params(context) if not getattr(p, "hidden", False)]
    from_settings = _settings_of(each for each in options if each.name not in entry.own)
    sections = {
        "NAME": [f"{name} - {_first_sentence(command.help)}"],
        "SYNOPSIS": [" ".join((name, *_usage(command, options)))],
        "DESCRIPTION": _paragraphs(command.help),
        "ARGUMENTS": [_argument(p) for p in _arguments(options)],
        "OPTIONS": [_option(p, context, from_settings) for p in options if p.param_type_name == "option"],
        "COMMANDS": _commands(command, context),
        "EXAMPLES": [f"{each.what}\n{textwrap.indent(each.line, _INDENT)}" for each in entry.examples],
        "EXIT CODES": [_table((str(code), what) for code, what in _exits(entry).items())],
        "FILES": [_table((*entry.files, _SETTINGS_FILE))],
        "ENVIRONMENT": [_table(_variables(options, from_settings, entry))],
        "SEE ALSO": _see_also(words, command, entry),
    }
    shown = (_section(heading, parts, width) for heading, parts in sections.items() if parts)
    return "\n\n".join(shown).replace(_UNBROKEN, " ") + "\n"


def examples_below(entry: Entry) -> str:
    """Return the examples as they stand at the end of `--help`."""
    shown = (f"{each.what}\n{textwrap.indent(each.line, '  ')}" for each in entry.examples)
    return "Examples:\n\n" + "\n".join(shown)


def _section(heading: str, parts: Iterable[str], width: int) -> str:
    """Return ``parts``, a blank line apart, below their heading; each line is wrapped."""
    apart = "\n" if heading in ("COMMANDS", "SEE ALSO") else "\n\n"
    lines = apart.join(parts).splitlines()
    wrapped = (_wrapped(line, width, whole=heading == "EXAMPLES") for line in lines)
    return "\n".join((heading, *wrapped))


def _wrapped(line: str, width: int, *, whole: bool) -> str:
    """Wrap one line; what goes on stands below the second column, where there are two."""
    if whole or not line.strip():
        return f"{_INDENT}{line}".rstrip()
    start = re.match(r"\s*(?:\S.*?\s{2,})?", line)
    hanging = _INDENT + " " * (start.end() if start else 0)
    return textwrap.fill(
        line,
        max(width, 40),
        initial_indent=_INDENT,
        subsequent_indent=hanging,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _paragraphs(text: str | None) -> list[str]:
    return [" ".join(each.split()) for each in re.split(r"\n\s*\n", (text or "").strip())]


def _first_sentence(text: str | None) -> str:
    whole = _paragraphs(text)[0]
    return re.split(r"(?<=[.;?])\s", whole, maxsplit=1)[0].rstrip(".;")


def _usage(command: Any, options: Iterable[Any]) -> list[str]:
    arguments = [
        name if each.required else f"[{name}]" for each in _arguments(options) for name in (_name(each),)
    ]
    return ["[OPTION]...", *arguments, *(["COMMAND [ARGUMENT]..."] if hasattr(command, "commands") else [])]


def _arguments(parameters: Iterable[Any]) -> list[Any]:
    return [each for each in parameters if each.param_type_name == "argument"]


def _name(argument: Any) -> str:
    name = argument.metavar or argument.name.strip("_").upper()
    return name if argument.nargs == 1 or name.endswith("...") else f"{name}..."


def _argument(argument: Any) -> str:
    return f"{_name(argument)}\n{_INDENT}{argument.help or ''}"


def _option(option: Any, context: typer.Context, from_settings: Mapping[str, str]) -> str:
    names = ", ".join(option.opts) + "".join(f" / {name}" for name in option.secondary_opts)
    shown = getattr(option, "display_type", None) or option.make_metavar  # of older Typers
    value = "" if option.is_flag else f" {option.metavar or shown(context)}"
    remarks = [option.help or ""]
    if option.name in from_settings:
        remarks.append(f"Default: the setting {option.name} ({from_settings[option.name]}).")
    elif default := _default(option, context):
        remarks.append(f"Default: {default}.")
    if option.multiple:
        remarks.append("May be given several times.")
    return f"{names}{value}\n{_INDENT}{' '.join(filter(None, remarks))}"


def _default(option: Any, context: typer.Context) -> str:
    default = option.get_default(context, call=False)
    if option.secondary_opts and isinstance(default, bool):
        return str((option.opts if default else option.secondary_opts)[0])
    return "" if default in (None, False, "", (), []) else str(default)


def _settings_of(options: Iterable[Any]) -> dict[str, str]:
    """Return what settings say, without file and environment, where options say nothing of their own."""
    from gui_agent.settings import Settings

    fields = Settings.model_fields
    return {
        option.name: _as_written(fields[option.name].default)
        for option in options
        if option.name in fields and option.default is None and not option.multiple
    }


def _as_written(value: object) -> str:
    match value:
        case None | "":
            return "unset"
        case bool():
            return "on" if value else "off"
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _exits(entry: Entry) -> dict[int, str]:
    return dict(sorted({**EVERY_COMMAND, **entry.exits}.items()))


def _variables(options: Iterable[Any], from_settings: Mapping[str, str], entry: Entry) -> list[Named]:
    names = [option.name for option in options]
    of_options = [
        (f"GUI_AGENT_{name.upper()}", f"what --{name.replace('_', '-')} is where it is not given")
        for name in from_settings
    ]
    beside = [_BESIDE_OPTION[name] for name in names if name in _BESIDE_OPTION]
    return [*entry.variables, *of_options, *beside, _CONFIG]


def _commands(command: Any, context: typer.Context) -> list[str]:
    if not hasattr(command, "commands"):
        return []
    found = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    return [_table((name, _first_sentence(each.help)) for name, each in found if not each.hidden)]


def _see_also(words: Sequence[str], command: Any, entry: Entry) -> list[str]:
    below = [" ".join((*words, name)) for name in getattr(command, "commands", ())] if words else []
    manuals = [f"{PROGRAM} help {each}".replace(" ", _UNBROKEN) for each in (*below, *entry.see)]
    pages = [f"docs/{each}" for each in entry.pages]
    return list(filter(None, (", ".join(manuals), ", ".join(pages))))


def _table(rows: Iterable[Named]) -> str:
    """Return two columns; a long name has a line of its own."""
    known = list(rows)
    width = max((len(name) for name, _ in known if len(name) <= 24), default=4)
    return "\n".join(
        f"{name:<{width}}  {what}" if len(name) <= width else f"{name}\n{' ' * width}  {what}"
        for name, what in known
    )
