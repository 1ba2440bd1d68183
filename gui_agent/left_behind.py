"""What a run that broke off left behind and must not be done twice: files, and consequential actions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from gui_agent.journal import JournalContents
from gui_agent.planning.restoring import Left
from gui_agent.policy import Policy, default_policy
from gui_agent.types import ActionKind, ApprovalRequest, Step

_ONLY_HERE: frozenset[ActionKind] = frozenset({"launch", "focus_window", "wait", "move", "scroll"})
"""What leaves nothing behind once the windows are gone."""
_MOST_FILES = 5000


def left_behind(
    contents: JournalContents, steps: Sequence[Step], home: Path | None, policy: Policy | None = None
) -> tuple[Left, ...]:
    """Return what was left: files changed below ``home`` since the run began, and what ``policy`` asks about.

    Hidden files are settings and caches that programs write by themselves.
    """
    policy = policy or default_policy()
    asked = [
        Left(step.planned.subgoal, f"“{step.planned.thought or step.planned.kind}” was done ({why})")
        for step in steps
        if (why := _consequence(contents.header.task, step, policy))
    ]
    return (*asked, *(_files(contents, home) if home is not None else ()))


def _consequence(task: str, step: Step, policy: Policy) -> str:
    if step.action is None or step.planned.kind in _ONLY_HERE:
        return ""
    request = ApprovalRequest(task, step.number, step.observation, step.planned, step.action, step.grounding)
    ruling = policy.decide(request)
    return "" if ruling.decision == "approve" else ruling.reason


def _files(contents: JournalContents, home: Path) -> Iterator[Left]:
    """Give each changed file the sentence that was being worked on when it was written last."""
    begun = [
        (_moment(record.time), int((record.payload.get("planned") or {}).get("subgoal", 0)))
        for record in contents.records
        if record.kind == "intent"
    ]
    for path in _visible(home):
        try:
            written = path.stat().st_mtime
        except OSError:
            continue
        before = [sentence for moment, sentence in begun if moment <= written]
        if before:
            yield Left(before[-1], f"{path.relative_to(home)} was written")


def _visible(home: Path) -> list[Path]:
    files: list[Path] = []
    for folder, folders, names in os.walk(home):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(folder, name) for name in names if not name.startswith(".")]
        if len(files) > _MOST_FILES:
            break
    return files


def _moment(iso: str) -> float:
    try:
        return datetime.fromisoformat(iso).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return float("inf")
