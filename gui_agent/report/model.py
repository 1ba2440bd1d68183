"""What a report says, in words and numbers, before it is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gui_agent.journal import JournalContents
from gui_agent.report.figures import Album, Figure, Picture, after_figure, before_figure
from gui_agent.serialize import kind_name
from gui_agent.types import Approval, Ending, Step, Timing
from gui_agent.words import describe_action, describe_expectation

_VERDICTS = {
    Ending.ACCOMPLISHED: ("good", "Accomplished"),
    Ending.NOT_ACCOMPLISHED: ("bad", "Not accomplished"),
    Ending.STOPPED: ("warn", "Stopped"),
    Ending.MACHINE_FAILED: ("bad", "The machine failed"),
    Ending.BUDGET_SPENT: ("warn", "Budget spent"),
}
_OUTCOMES = {
    "success": ("good", "As expected"),
    "no_effect": ("warn", "No effect"),
    "unexpected": ("warn", "Not as expected"),
    "finished": ("good", "Finished"),
    "infeasible": ("bad", "Cannot be done"),
}
_PHASES = ("observe", "plan", "ground", "approve", "record", "execute", "settle", "quiet", "reflect")


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a timings bar."""

    name: str
    seconds: float
    percent: float


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate of the grounding; number 1 is the one taken."""

    number: int
    label: str
    percent: int


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as the report tells it; ``tone`` is good, warn, bad or idle."""

    number: int
    sentence: str
    new_sentence: bool
    title: str
    action: str
    target: str
    tone: str
    outcome: str
    expectation: str
    feedback: str
    remarks: tuple[str, ...]
    error: str
    error_kind: str
    approval: str
    repairs: int | None
    seconds: float
    phases: tuple[Phase, ...]
    choices: tuple[Choice, ...]
    before: Figure
    after: Figure | None
    last: bool


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report."""

    task: str
    tone: str
    verdict: str
    explanation: str
    started: str
    duration: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    steps: tuple[StepView, ...]
    pictures: tuple[Picture, ...]


def build_report(contents: JournalContents, drawn: Mapping[str, str] | None = None) -> Report:
    """Return what there is to say about a run; ``drawn`` as in `render_report`.

    Raises `JournalError` where a record makes no sense.
    """
    album, steps = Album(drawn), contents.steps()
    views: list[StepView] = []
    for step in steps:
        views.append(_step_view(step, views[-1].sentence if views else None, album))
    tone, verdict, explanation = _verdict(contents, steps)
    facts = [("Computer", contents.header.computer or "not recorded")]
    facts += [(name.capitalize(), value) for name, value in contents.header.machine.items()]
    return Report(
        contents.header.task,
        tone,
        verdict,
        explanation,
        _date(contents.records[0].time),
        duration(contents.seconds),
        tuple(facts),
        _notes(contents),
        tuple(views),
        tuple(album.pictures),
    )


def duration(seconds: float) -> str:
    """Return ``seconds`` as a person says them: ``0.4 s``, ``12 s``, ``3 min 5 s``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{amount} {unit}" for amount, unit in parts if amount) or "0 s"


def _verdict(contents: JournalContents, steps: list[Step]) -> tuple[str, str, str]:
    last = steps[-1] if steps else None
    if last is not None and last.ending is not None:
        return *_VERDICTS[last.ending], last.explanation
    said = contents.end.payload.get("explanation") if contents.end else ""
    return "bad", "Broken off", str(said or "the run ended without a verdict")


def _notes(contents: JournalContents) -> tuple[str, ...]:
    notes = []
    if contents.torn:
        notes.append("The last record was cut off, as a crash leaves it; everything before it is here.")
    for after, time in contents.taken_up:
        notes.append(f"The run had broken off and was taken up again after step {after}, on {_date(time)}.")
    if (record := contents.unfinished) is not None:
        number, done = record.payload.get("number"), contents.acknowledged
        came = (
            "was carried out; what came of it is unknown" if done else "may or may not have been carried out"
        )
        notes.append(f"The run broke off during step {number}: its action {came}.")
    return tuple(notes)


def _step_view(step: Step, sentence_before: str | None, album: Album) -> StepView:
    planned, sentence = step.planned, _sentence(step)
    tone, outcome = outcome_of(step)
    action = describe_action(step.action) if step.action is not None else ""
    thought = planned.thought or f"{planned.kind.replace('_', ' ')} {planned.target}"
    return StepView(
        number=step.number,
        sentence=sentence,
        new_sentence=bool(sentence) and sentence != sentence_before,
        title=_sentence_case(outcome if step.ending is not None and not planned.thought else thought),
        action=action,
        target=planned.target,
        tone=tone,
        outcome=outcome,
        expectation=describe_expectation(planned.expectation) if planned.expectation else "",
        feedback=step.reflection.feedback if step.reflection else step.explanation,
        remarks=planned.remarks,
        error=step.error,
        error_kind=_sentence_case(kind_name(step.error_kind).replace("_", " ")),
        approval=_approval(step.approval),
        repairs=planned.repairs,
        seconds=step.timing.total,
        phases=_phases(step.timing),
        choices=_choices(step),
        before=before_figure(step, album),
        after=after_figure(step, album),
        last=step.ending is not None,
    )


def outcome_of(step: Step) -> tuple[str, str]:
    """Return the tone (good, warn, bad, idle) and the word for what came of ``step``."""
    if step.ending is not None:
        return _VERDICTS[step.ending]
    if step.error:
        return "bad", "Failed"
    unchecked = step.planned.expectation is None and step.planned.kind not in ("done", "fail")
    if step.reflection is None or unchecked:
        return "idle", "Carried out"
    return _OUTCOMES[step.reflection.verdict]


def _sentence(step: Step) -> str:
    plan, index = step.plan, step.planned.subgoal
    return plan.subgoals[index] if plan is not None and 0 <= index < len(plan.subgoals) else ""


def _approval(approval: Approval | None) -> str:
    if approval is None:
        return ""
    words = {
        "approve": "Allowed",
        "modify": "Changed",
        "redirect": "Left out",
        "reject": "Refused",
        "terminate": "Stopped",
    }
    by = {"policy": " by the policy", "person": " by a person", "mode": ""}[approval.by]
    return words[approval.decision] + by + (f": {approval.reason}" if approval.reason else "")


def _phases(timing: Timing) -> tuple[Phase, ...]:
    spent = [(name, float(getattr(timing, name, 0.0))) for name in _PHASES]
    whole = sum(seconds for _, seconds in spent)
    return tuple(Phase(n, s, round(100 * s / whole, 2)) for n, s in spent if s > 0.0005 and whole > 0)


def _choices(step: Step) -> tuple[Choice, ...]:
    grounding = step.grounding
    if grounding is None:
        return ()
    found = [(grounding.label, grounding.score), *((c.label, c.score) for c in grounding.alternatives)]
    numbered = enumerate(found, start=1)
    return tuple(Choice(n, label or "no text", _whole(score)) for n, (label, score) in numbered)


def _whole(score: float) -> int:
    return round(100 * score) if score == score else 0


def _date(iso: str) -> str:
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _sentence_case(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]
