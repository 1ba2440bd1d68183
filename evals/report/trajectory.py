"""What a report needs of an episode's journal: each step as a moment, without the parsed screens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.codecs import native
from actions.errors import InvalidAction
from gui_agent.errors import JournalDamaged, JournalError
from gui_agent.journal import FILE_NAME, Record, read_journal
from gui_agent.words import describe_action


@dataclass(frozen=True, slots=True)
class Moment:
    """One step. ``picture`` and ``after`` are files relative to the journal's folder, empty where none is.

    ``certainty`` is the grounding's score, None where nothing was looked for. ``spot`` is where the pointer
    acted, in percent of the picture from its left and top. ``repairs`` is the number of the step that this
    one tries to mend.
    """

    number: int
    kind: str
    words: str
    action: str = ""
    picture: str = ""
    after: str = ""
    spot: tuple[float, float] | None = None
    certainty: float | None = None
    error_kind: str = ""
    error: str = ""
    verdict: str = ""
    feedback: str = ""
    optional: bool = False
    repairs: int | None = None
    ending: str = ""
    explanation: str = ""
    seconds: float = 0.0

    @property
    def wrong(self) -> bool:
        """Whether the step broke, or the screen did not answer as expected."""
        return not self.optional and (bool(self.error) or self.verdict in ("no_effect", "unexpected"))


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The steps of an episode; ``trouble`` says why there are none, or why they may not be all."""

    moments: tuple[Moment, ...] = ()
    trouble: str = ""

    @property
    def last(self) -> Moment | None:
        return self.moments[-1] if self.moments else None

    def acting(self) -> tuple[Moment, ...]:
        """Return the steps without the one in which the agent only says how it ends."""
        return tuple(m for m in self.moments if m.kind not in ("done", "fail"))


def read_trajectory(folder: Path) -> Trajectory:
    """Read the journal in ``folder``; whatever is wrong with it is told in the trajectory, never raised."""
    if not (folder / FILE_NAME).is_file():
        return Trajectory(trouble="no journal was kept")
    try:
        contents = read_journal(folder)
        moments = tuple(_moment(record) for record in contents.records if record.kind == "step")
    except JournalDamaged as error:
        return Trajectory(trouble=f"the journal is damaged: {error}")
    except (JournalError, KeyError, TypeError, ValueError, AttributeError) as error:
        return Trajectory(trouble=f"the journal cannot be read: {error}")
    return Trajectory(moments, "the journal breaks off" if contents.torn else "")


def _moment(record: Record) -> Moment:
    step = record.payload
    planned, action = step["planned"], step.get("action") or {}
    grounding, reflection = step.get("grounding"), step.get("reflection") or {}
    done = _described(step.get("action"))
    return Moment(
        number=int(step["number"]),
        kind=str(planned["kind"]),
        words=str(planned.get("thought") or done or _plainly(planned)),
        action=native_text(action),
        picture=_picture(step.get("observation")),
        after=_picture(step.get("after")),
        spot=_spot(action, step.get("observation")),
        certainty=float(grounding["score"]) if grounding and grounding.get("score") is not None else None,
        error_kind=str(step.get("error_kind") or ""),
        error=str(step.get("error") or ""),
        verdict=str(reflection.get("verdict") or ""),
        feedback=str(reflection.get("feedback") or ""),
        optional=bool(planned.get("optional")),
        repairs=planned.get("repairs"),
        ending=str(step.get("ending") or ""),
        explanation=str(step.get("explanation") or ""),
        seconds=float((step.get("timing") or {}).get("total") or 0.0),
    )


def native_text(action: Mapping[str, Any]) -> str:
    """Return an action as one word that equals another's exactly where they do the same."""
    return ", ".join(f"{name}={action[name]}" for name in sorted(action))


def _described(action: object) -> str:
    try:
        return describe_action(native.from_json(action)) if action else ""
    except InvalidAction:
        return ""


def _plainly(planned: Mapping[str, Any]) -> str:
    return f"{str(planned['kind']).replace('_', ' ')} {planned.get('target') or ''}".strip()


def _picture(observation: Mapping[str, Any] | None) -> str:
    name = ((observation or {}).get("screenshot") or {}).get("file") or ""
    # A name from a file must not lead out of the run folder.
    inside = isinstance(name, str) and not Path(name).is_absolute() and ".." not in Path(name).parts
    return str(name) if inside else ""


def _spot(action: Mapping[str, Any], observation: Mapping[str, Any] | None) -> tuple[float, float] | None:
    point = action.get("point") or (action.get("path") or [None])[-1]
    region = ((observation or {}).get("screenshot") or {}).get("region")
    match point, region:
        case [int() as x, int() as y], [int() as x1, int() as y1, int() as x2, int() as y2] if (
            x1 <= x < x2 and y1 <= y < y2
        ):
            return round(100 * (x + 0.5 - x1) / (x2 - x1), 2), round(100 * (y + 0.5 - y1) / (y2 - y1), 2)
    return None
