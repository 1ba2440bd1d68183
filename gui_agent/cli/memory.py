"""``gui-agent memory``: look at what was learned from earlier runs, mend it, carry it elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from gui_agent.memory.memory import Memory
    from gui_agent.memory.records import Entry, Record

memory = typer.Typer(no_args_is_help=True, name="memory")

File = Annotated[
    Path | None,
    typer.Option("--memory", help="The memory file; the setting memory, or your data folder, where unset."),
]
Number = Annotated[int, typer.Argument(help="The number that “list” shows.")]


class KindName(StrEnum):
    """The kinds of records."""

    EPISODE = "episode"
    WORKFLOW = "workflow"
    SHORTCUT = "shortcut"
    INSIGHT = "insight"
    EXEMPLAR = "exemplar"


@memory.callback()
def memory_group() -> None:
    """Look at, mend, forget and carry what was learned from earlier runs."""


@memory.command("list")
def list_(
    kind: Annotated[KindName | None, typer.Argument(help="Only records of this kind.")] = None,
    about: Annotated[str, typer.Option(help="Only records that share words with this.")] = "",
    file: File = None,
    json_: Annotated[bool, typer.Option("--json", help="One JSON object for each record.")] = False,
) -> None:
    """Show what is remembered, one record a line, with the evidence for and against it."""
    with _opened(file) as opened:
        for record in _chosen(opened, kind, about):
            typer.echo(_as_json(record) if json_ else _as_line(record))


@memory.command()
def show(number: Number, file: File = None) -> None:
    """Show one record whole, as it can be edited."""
    from gui_agent.memory.readable import as_toml

    with _opened(file) as opened:
        typer.echo(as_toml(_record(opened, number)), nl=False)


@memory.command()
def edit(number: Number, file: File = None) -> None:
    """Open one record in $EDITOR; what makes no sense is refused and changes nothing."""
    from gui_agent.memory.readable import as_toml, from_toml

    with _opened(file) as opened:
        record = _record(opened, number)
        before = as_toml(record)
        after = _edited(before)
        if after == before:
            typer.echo("Nothing was changed.")
            return
        entry, supports, contradicts = from_toml(after, record.entry.kind, record.entry.key)
        _put(opened, entry, supports, contradicts, number)
        typer.echo(f"Record {number} was changed.")


@memory.command()
def forget(
    numbers: Annotated[list[int] | None, typer.Argument(help="The numbers that “list” shows.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Forget everything.")] = False,
    file: File = None,
) -> None:
    """Forget records; there is no way back but an export."""
    if not numbers and not everything:
        raise typer.BadParameter("name the numbers of records, or --all")
    with _opened(file) as opened:
        chosen = [r.id for r in opened.store.all()] if everything else numbers or []
        gone = [number for number in chosen if opened.store.forget(number)]
        typer.echo(f"{len(gone)} records were forgotten.")
        if missing := sorted(set(chosen) - set(gone)):
            typer.echo(f"There is no record {', '.join(map(str, missing))}.", err=True)
            raise typer.Exit(1)


@memory.command()
def export(
    out: Annotated[Path | None, typer.Argument(help="The file; standard output where unset.")] = None,
    kind: Annotated[KindName | None, typer.Option(help="Only records of this kind.")] = None,
    file: File = None,
) -> None:
    """Write records as JSON lines."""
    from gui_agent.errors import MemoryFileError
    from gui_agent.memory.readable import as_line

    with _opened(file) as opened:
        lines = [as_line(record) + "\n" for record in _chosen(opened, kind, "")]
    if out is None:
        sys.stdout.writelines(lines)
        return
    try:
        out.write_text("".join(lines), "utf-8")
    except OSError as error:
        raise MemoryFileError(f"cannot write {out}: {error.strerror}; choose another file") from error
    typer.echo(f"{len(lines)} records were written to {out}.")


@memory.command("import")
def import_(
    source: Annotated[Path, typer.Argument(help="A file that “export” wrote.", exists=True, dir_okay=False)],
    file: File = None,
) -> None:
    """Take over records from JSON lines, all or none; those of the same key are replaced.

    What is imported may be played: import only what you would do yourself.
    """
    from gui_agent.errors import MemoryFileError
    from gui_agent.memory.readable import from_line

    entries: list[tuple[Entry, int, int]] = []
    try:
        lines = source.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise MemoryFileError(f"cannot read {source}: {reason}; give a file that “export” wrote") from error
    for at, line in enumerate(lines, start=1):
        try:
            entries += [from_line(line)] if line.strip() else []
        except MemoryFileError as error:
            raise MemoryFileError(f"line {at} of {source}: {error}") from error
    with _opened(file) as opened, opened.store.changing():
        for entry, supports, contradicts in entries:
            _put(opened, entry, supports, contradicts)
    typer.echo(f"{len(entries)} records were taken over.")


@memory.command()
def learn(
    run: Annotated[Path, typer.Argument(help="The folder of a run.")],
    failed: Annotated[
        bool, typer.Option("--failed", help="It said it was done, and it was not: learn only what to avoid.")
    ] = False,
    file: File = None,
) -> None:
    """Learn from a recorded run, as is done after each run of its own."""
    from gui_agent.journal import read_journal
    from gui_agent.types import Ending

    journal = read_journal(run)
    steps = journal.steps()
    ending = steps[-1].ending if steps else None
    if ending is None:
        typer.echo("This run did not come to an end: there is nothing to learn from it.", err=True)
        raise typer.Exit(1)
    if failed and ending is Ending.ACCOMPLISHED:
        ending = Ending.NOT_ACCOMPLISHED
    with _opened(file) as opened:
        written = opened.learn(journal.header.task, steps, ending, run=str(run.absolute()))
        for number in dict.fromkeys(written):
            typer.echo(_as_line(_record(opened, number)))


@memory.command()
def name(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="Numbers of workflows; those without a name where unset.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Who names them, as for run.")] = None,
    file: File = None,
) -> None:
    """Let a language model give workflows names that say what they are for."""
    from gui_agent.chat.opening import open_chat_model
    from gui_agent.memory.naming import name_workflow
    from gui_agent.settings import load_settings

    settings = load_settings(model=model)
    if not settings.model:
        raise typer.BadParameter("say who names them: --model openai:NAME or http://HOST:PORT/v1#NAME")
    with _opened(file) as opened, contextlib.closing(open_chat_model(settings.model, settings)) as chat_model:
        known = [record for record in opened.store.all("workflow") if numbers or not _own_name(record)]
        for record in known:
            if not numbers or record.id in numbers:
                typer.echo(f"{record.id:>5}  {name_workflow(opened.store, record, chat_model)}")


@contextlib.contextmanager
def _opened(file: Path | None) -> Iterator[Memory]:
    from gui_agent.memory.memory import Memory
    from gui_agent.memory.opening import memory_path
    from gui_agent.settings import load_settings

    opened = Memory.at(memory_path(load_settings(memory=file)))
    with contextlib.closing(opened):
        yield opened


def _record(opened: Memory, number: int) -> Record:
    record = opened.store.get(number)
    if record is None:
        raise typer.BadParameter(f"there is no record {number}; “gui-agent memory list” shows them")
    return record


def _chosen(opened: Memory, kind: KindName | None, about: str) -> list[Record]:
    if not about:
        return opened.store.all(kind.value if kind else None)
    kinds = [kind] if kind else list(KindName)
    return [record for one in kinds for record in opened.store.like(one.value, about, 50)]


def _put(opened: Memory, entry: Entry, supports: int, contradicts: int, number: int | None = None) -> None:
    """Write an entry with its evidence; where its key became another one, the old record goes."""
    with opened.store.changing():
        written = opened.store.put(entry)
        opened.store.set_evidence(written, supports=supports, contradicts=contradicts)
        if number is not None and written != number:
            opened.store.forget(number)


def _as_line(record: Record) -> str:
    evidence = f"+{record.supports} -{record.contradicts}"
    where = record.entry.application or "-"
    named = f"{own}: " if (own := _own_name(record)) else ""
    words = f"{named}{record.entry.title}"[:120]
    return f"{record.id:>5}  {record.entry.kind:<9}{evidence:<8}{where:<14} {words}"


def _own_name(record: Record) -> str:
    """Return the name that somebody gave to a workflow; empty where it has that of its task."""
    from gui_agent.memory.records import Workflow

    body = record.entry.body
    given = isinstance(body, Workflow) and not record.entry.title.startswith(body.name)
    return body.name if isinstance(body, Workflow) and given else ""


def _as_json(record: Record) -> str:
    entry = record.entry
    shown = {"id": record.id, "kind": entry.kind, "title": entry.title, "application": entry.application}
    counts = {"supports": record.supports, "contradicts": record.contradicts}
    times = {"trust": entry.trust, "created": record.created, "updated": record.updated}
    return json.dumps(shown | counts | times, ensure_ascii=False)


def _edited(text: str) -> str:
    """Let the person change ``text`` in the editor of their choice. Raises `MemoryFileError`."""
    from gui_agent.errors import MemoryFileError

    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="gui-agent-memory-") as folder:
        path = Path(folder) / "record.toml"
        path.write_text(text, "utf-8")
        try:
            code = subprocess.run([*command, str(path)], check=False).returncode
        except OSError as error:
            raise MemoryFileError(f"{command[0]} cannot be started: set EDITOR ({error})") from error
        if code != 0:
            raise MemoryFileError(f"the editor ended with code {code}; nothing was changed")
        return path.read_text("utf-8")
