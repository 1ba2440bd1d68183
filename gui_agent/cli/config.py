"""``gui-agent config``: what is set, where it comes from, and how to change it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer

from gui_agent.cli.completing import setting_names, setting_values

config = typer.Typer(
    name="config",
    help="Show and change the settings. Flags go before environment variables, those before the file.",
    no_args_is_help=True,
)
Name = Annotated[
    str,
    typer.Argument(help="A setting's name, such as model or max_steps.", autocompletion=setting_names),
]


@config.command()
def path() -> None:
    """Print where the settings file is (or would be)."""
    from gui_agent.settings import settings_path

    typer.echo(settings_path())


@config.command()
def show(
    name: Annotated[
        str | None, typer.Argument(help="Only this one, with its manual.", autocompletion=setting_names)
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object per setting.")] = False,
) -> None:
    """Print every setting in force and where it comes from; keys are never shown."""
    from gui_agent.errors import SettingsError
    from gui_agent.settings_file import shown_settings

    settings = [each for each in shown_settings() if name in (None, each.name)]
    if not settings:
        raise SettingsError(f"there is no setting “{name}”; gui-agent config show lists them")
    width = max(len(each.name) for each in settings)
    for each in settings:
        if json_:
            typer.echo(json.dumps(asdict(each), ensure_ascii=False))
        else:
            typer.echo(f"{each.name:<{width}}  {each.value or '(unset)'}  [{each.origin}]")
    if name is not None and not json_:
        typer.echo(settings[0].manual)


@config.command(name="set")
def set_(
    name: Name,
    value: Annotated[
        str,
        typer.Argument(help="The value, as you would give it to the flag.", autocompletion=setting_values),
    ],
) -> None:
    """Write a setting into the settings file, checked first; comments in the file stay."""
    from gui_agent.settings_file import change_setting

    typer.echo(f"{name} is set in {change_setting(name, value)}")


@config.command()
def unset(name: Name) -> None:
    """Take a setting out of the settings file."""
    from gui_agent.settings_file import change_setting

    typer.echo(f"{name} is unset in {change_setting(name, None)}")
