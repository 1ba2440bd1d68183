"""What the shell offers where TAB is pressed. Nothing here may fail, be slow, or write anything."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import Any, Literal, get_args, get_origin

import typer

_YOUNGEST = 50
"""So many runs are offered at most."""
Offers = list[tuple[str, str]]
"""What may stand there, each with what it is."""


def commands(context: typer.Context, incomplete: str) -> Offers:
    """Offer the commands below those that stand there already."""
    found: Any = context.find_root().command
    for word in context.params.get("command") or ():
        found = getattr(found, "commands", {}).get(word)
    names = getattr(found, "commands", {})
    return _fitting(((name, "") for name in names), incomplete)


def computers(incomplete: str) -> Offers:
    offers = [("virtual", "a private desktop"), ("local", "this desktop")]
    return _fitting(offers, incomplete)


def approvals(incomplete: str) -> Offers:
    offers = [("ask", "by the default policy"), ("auto", "allow everything"), ("never", "a dry run")]
    return _fitting(offers, incomplete)


def grounders(incomplete: str) -> Offers:
    return _fitting(
        [("embedded", "the trained model"), ("ocr", "words only"), ("hf:", "a model")], incomplete
    )


def models(incomplete: str) -> Offers:
    return _fitting(
        [(f"{name}:", "a model of this provider") for name in ("openai", "anthropic")], incomplete
    )


def mechanisms(incomplete: str) -> Offers:
    from gui_agent.mechanisms import Mechanism

    return _fitting(((each.value, "") for each in Mechanism), incomplete)


def benchmarks(incomplete: str) -> Offers:
    from evals.bench.run import BENCHMARKS

    return _fitting([*BENCHMARKS.items(), ("all", "every one"), ("list", "what there is")], incomplete)


def setting_names(incomplete: str) -> Offers:
    from gui_agent.settings import Settings

    return _fitting(((name, f.description or "") for name, f in Settings.model_fields.items()), incomplete)


def setting_values(context: typer.Context, incomplete: str) -> Offers:
    """Offer the values of a setting that has only a few."""
    from gui_agent.settings import Settings

    name = str(context.params.get("name") or "")
    if (offer := {"approve": approvals, "grounder": grounders, "model": models}.get(name)) is not None:
        return offer(incomplete)
    field = Settings.model_fields.get(name)
    if field is None:
        return []
    if field.annotation is bool:
        return _fitting([("true", ""), ("false", "")], incomplete)
    values = get_args(field.annotation) if get_origin(field.annotation) is Literal else ()
    return _fitting(((str(value), "") for value in values if value), incomplete)


def run_folders(incomplete: str) -> Offers:
    """Offer the runs, the youngest first, as the paths that commands take."""
    # Where the settings or the folder cannot be read, the shell goes on with file names.
    with contextlib.suppress(Exception):
        from gui_agent.journal import FILE_NAME
        from gui_agent.settings import load_settings

        runs = load_settings().runs
        found = sorted((path.parent for path in runs.expanduser().glob(f"*/{FILE_NAME}")), reverse=True)
        return _fitting(((str(each), "") for each in found), incomplete)[:_YOUNGEST]
    return []


def _fitting(offers: Iterable[tuple[str, str]], incomplete: str) -> Offers:
    return [(name, " ".join(what.split())) for name, what in offers if name.startswith(incomplete)]
