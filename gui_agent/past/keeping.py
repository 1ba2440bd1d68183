"""What can be made of an earlier run: a test, a workflow, or room on the disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gui_agent.errors import JournalError, JournalUnreadable, NotUnderstood, SettingsError
from gui_agent.journal import FILE_NAME, JournalContents, is_under_way, read_journal
from gui_agent.types import Ending, Step

if TYPE_CHECKING:
    from gui_agent.settings import Settings

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w-]*)\}")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


def write_test(folder: Path, path: Path | None = None) -> Path:
    """Write the run in ``folder`` as a step file that `gui-agent test` plays, beside it where no ``path``.

    The steps are the sentences of the task; of a task that a language model planned, those that say what it
    did. Raises `JournalError`, and `SettingsError` where nothing of it can be said as steps.
    """
    contents = read_journal(folder)
    path = path or folder / f"{folder.name}.steps.md"
    if not path.name.endswith(".steps.md"):
        raise SettingsError(f"{path} is no step file: its name has to end in .steps.md")
    steps = contents.steps()
    text = _by_task(contents, steps) or _by_actions(contents, steps)
    return _write(path, text)


def learn_workflow(folder: Path, settings: Settings) -> str:
    """Keep what the run in ``folder`` teaches in the memory, and say what that is.

    Raises `JournalError`, `MemoryFileError`, and `SettingsError` where there is nothing to learn.
    """
    from gui_agent.memory.opening import open_memory
    from gui_agent.memory.records import Workflow

    contents = read_journal(folder)
    steps = contents.steps()
    if contents.ending is not Ending.ACCOMPLISHED:
        raise SettingsError("only a run that was accomplished makes a workflow")
    run = str(folder.absolute())
    memory = open_memory(settings)
    try:
        known = [r for r in memory.store.all("workflow") if isinstance(r.entry.body, Workflow)]
        if any(run in (p.run for p in r.entry.body.provenance) for r in known):  # type: ignore[union-attr]
            return "That run is a workflow already: gui-agent memory list shows it."
        written = memory.learn(contents.header.task, steps, Ending.ACCOMPLISHED, run=run)
        records = [memory.store.get(number) for number in dict.fromkeys(written)]
        made = next((r for r in records if r is not None and isinstance(r.entry.body, Workflow)), None)
    finally:
        memory.close()
    if made is None:
        raise SettingsError("nothing of that run can be done again without deciding anew: no workflow")
    return f"Workflow {made.id}: {made.entry.title}"


def delete_run(folder: Path) -> None:
    """Remove the run in ``folder`` with all its files. Raises `JournalError`."""
    if not (folder / FILE_NAME).is_file() or folder.is_symlink():
        raise JournalUnreadable(f"{folder} holds no run: nothing was deleted")
    if is_under_way(folder):
        raise JournalError(f"the run in {folder} is still under way: nothing was deleted")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise JournalError(f"cannot delete {folder}: {error.strerror or error}") from error


def own_files(folder: Path) -> int:
    """Return how many files the run's programs left in its home folder, hidden ones not counted."""
    home = folder / "home"
    visible = (path.relative_to(home).parts for path in home.rglob("*") if path.is_file())
    return sum(not any(part.startswith(".") for part in parts) for parts in visible)


def _by_task(contents: JournalContents, steps: Sequence[Step]) -> str:
    """Return the sentences of the task as a test; empty where a language model worked it out."""
    from gui_agent.planning.understanding import shipped_reader, understand

    task = contents.header.task
    try:
        understand(task, shipped_reader())
    except NotUnderstood:
        return ""
    if any(step.usage.model_calls for step in steps):
        return ""
    plans = [step.plan for step in steps if step.plan is not None]
    sentences = plans[-1].subgoals if plans else (task,)
    if any("\n" in sentence.strip() for sentence in sentences):
        raise SettingsError("a step of that run has several lines, which a step file cannot hold")
    lines = [*_head(task), f"# {_title(task)}", ""]
    lines += [f"{number}. {sentence.strip()}" for number, sentence in enumerate(sentences, 1)]
    return "\n".join([*lines, ""])


def _by_actions(contents: JournalContents, steps: Sequence[Step]) -> str:
    """Return what was done and worked as sentences. Raises `SettingsError` where that is nothing."""
    from gui_agent.recording.writing import as_steps

    done = [_in_words(step) for step in steps if _worked(step)]
    if not done:
        raise SettingsError("nothing that was done in that run can be said as steps of a test")
    numbered = [replace(step, number=number) for number, step in enumerate(done, 1)]
    return as_steps(_title(contents.header.task), numbered)


def _worked(step: Step) -> bool:
    acted = step.action is not None and step.ending is None and step.planned.kind != "wait"
    return acted and not step.error and step.reflection is not None and step.reflection.verdict == "success"


def _in_words(step: Step) -> Step:
    """Say a step as a sentence of the step language, or, where there is none, as a remark."""
    from gui_agent.recording.sentences import in_other_words, sentence

    assert step.action is not None
    target = _ARTICLE.sub("", step.planned.target)
    destination = _ARTICLE.sub("", str(step.planned.arguments.get("destination", "")))
    said = sentence(step.action, target, destination)
    said = said or in_other_words(step.action, target, destination)
    return replace(step, planned=replace(step.planned, thought=said))


def _head(task: str) -> list[str]:
    """Say that what looks like a placeholder stands for itself."""
    names = sorted(set(_PLACEHOLDER.findall(task)))
    if not names:
        return []
    return ["---", "variables:", *(f'  {name}: "{{{name}}}"' for name in names), "---"]


def _title(task: str) -> str:
    """Return a heading: no placeholder, no mark that ends it."""
    return " ".join(re.sub(r"[#{}]", "", task).split())[:70].strip() or "A run"


def _write(path: Path, text: str) -> Path:
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise JournalError(f"cannot write {path}: {error.strerror or error}") from error
    return path
