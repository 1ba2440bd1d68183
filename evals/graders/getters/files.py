"""Getters of files: from the guest, from the network, from the cache."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from evals.graders.context import GradingContext
from evals.graders.errors import GoldUnavailable, UnreadableInput, WrongRules
from evals.graders.getters.guest import CLEAN
from evals.graders.packages import needs
from evals.graders.state import Absent, State, reading
from evals.machines.errors import GuestFileIsFolder, GuestFileMissing, GuestFileUnfit
from evals.setup.errors import SetupError
from evals.tasks.needs import cloud_files
from evals.tasks.task import Getter


def vm_file(getter: Getter, context: GradingContext) -> State:
    """Fetch one file of the guest, or several of which ``gives`` names those to judge (the first else)."""
    paths, names = getter.parameters["path"], getter.parameters["dest"]
    if isinstance(paths, str):
        paths, names = [paths], [names]
    return _given([context.fetch(path, name) for path, name in zip(paths, names, strict=True)], getter)


def cloud_file(getter: Getter, context: GradingContext) -> State:
    """Take files from the downloads, under the names the metric wants."""
    return _given([_placed(context, each.url, each.path) for each in cloud_files(getter)], getter)


def task_file(getter: Getter, context: GradingContext) -> State:
    """Take files that lie beside the task file, under the names the metric wants."""
    return _given([_beside(context, each.url, each.path) for each in cloud_files(getter)], getter)


def path_kinds(getter: Getter, context: GradingContext) -> State:
    """Say of each path in the guest what is there: ``file``, ``folder``, ``other`` or ``absent``."""
    paths = getter.parameters["paths"]
    return {path: _kind(path, context) for path in ([paths] if isinstance(paths, str) else paths)}


def cache_file(getter: Getter, context: GradingContext) -> State:
    """Take what a setup command wrote into the cache."""
    path = context.place(getter.parameters["path"])
    if not path.exists():
        raise UnreadableInput(f"no setup command has written {path.name}")
    return path


def content_from_vm_file(getter: Getter, context: GradingContext) -> State:
    """Fetch a workbook of the guest and return the texts of its last row."""
    wanted = (getter.parameters["file_type"], getter.parameters["file_content"])
    if wanted != ("xlsx", "last_row"):
        raise WrongRules(f"content_from_vm_file knows the last_row of an xlsx, not {wanted}")
    path = getter.parameters["path"]
    file = context.fetch(path, PurePosixPath(path).name)
    return file if isinstance(file, Absent) else _last_row(file)


def _given(files: list[Path | Absent], getter: Getter) -> State:
    """Return the files that ``gives`` names; the others are fetched too, as CSV beside a workbook."""
    gives = sorted(set(getter.parameters.get("gives", [0])))
    chosen = [files[index] for index in gives if index < len(files)]
    return chosen[0] if len(chosen) == 1 else chosen


def _placed(context: GradingContext, url: str, name: str) -> Path:
    try:
        content = context.downloads.get(url)
    except SetupError as error:
        raise GoldUnavailable(str(error)) from error
    where = context.place(name)
    context.from_guest.discard(where)
    where.write_bytes(content.read_bytes())
    return where


def _beside(context: GradingContext, path: str, name: str) -> Path:
    folder = context.folder.resolve()
    source = (folder / path).resolve()
    if not source.is_relative_to(folder) or not source.is_file():
        raise GoldUnavailable(f"there is no file {path} beside the task")
    where = context.place(name)
    context.from_guest.discard(where)
    where.write_bytes(source.read_bytes())
    return where


def _kind(path: str, context: GradingContext) -> str:
    try:
        context.machine.get(path)
    except GuestFileIsFolder:
        return "folder"
    except GuestFileUnfit:
        return "other"
    except GuestFileMissing:
        # Servers inside a machine say of folders too that there is no such file.
        test = ["/usr/bin/test", "-d", path]
        return "absent" if context.machine.run(test, environment=CLEAN).returncode else "folder"
    return "file"


def _last_row(path: Path) -> list[str]:
    with needs("openpyxl"):
        import openpyxl
    with reading(path, "an xlsx workbook"):
        rows: list[tuple[Any, ...]] = list(
            openpyxl.load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True)
        )
    return ["nan" if value is None else str(value) for value in rows[-1]] if rows else []
