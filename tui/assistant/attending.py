"""Shows what the agent's process tells, but for the steps, which come in their own time."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tui.assistant.approval import Always, ApprovalScreen
from tui.assistant.feed import StepFeed
from tui.assistant.modes import as_mode
from tui.assistant.picture import ScreenPicture
from tui.assistant.protocol import (
    Answer,
    Finished,
    HeldNow,
    HintHeard,
    Lost,
    ModeKept,
    NotTaken,
    PictureSaved,
    PictureShown,
    Question,
    Refused,
    Told,
)
from tui.assistant.status import CANNOT_BE_TOLD

if TYPE_CHECKING:
    from tui.assistant.app import AssistantApp


def attend(app: AssistantApp, told: Told) -> None:
    """Show ``told``, unless the application is closing."""
    if not app.screen_stack or not app.screen_stack[0].is_running:
        return
    match told:
        case PictureShown() as picture:
            app.part(ScreenPicture).show(picture)
        case Question() as question:
            _ask(app, question)
        case NotTaken(reason=reason):
            _ask_again(app, reason)
        case ModeKept(mode=mode, reason=reason):
            app.gate.kept(as_mode(mode))
            app.note(f"Approval stays “{mode}”. {reason}", "yellow")
            app.show_state()
        case HeldNow() as held:
            _tell_held(app, held)
        case HintHeard() as hint:
            _tell_hint(app, hint)
        case PictureSaved(path=path, trouble=trouble):
            _open(app, path, trouble)
        case Finished() as task:
            _withdraw_question(app)
            app.catch_up()
            app.part(StepFeed).ended(task)
            app.end_task(task.ending.lower().replace("_", " "), Path(task.report))
        case Refused(reason=reason):
            _give_up(app, reason)
        case Lost(reason=reason):
            _lose(app, reason)


def _ask(app: AssistantApp, question: Question) -> None:
    if app.allowed.covers(question):
        app.order(Answer("approve", "a person allowed actions like this one", given=False))
        return
    app.question = question
    app.catch_up()
    app.show_state("asking")
    app.bell()

    def answered(answer: Answer | Always | None) -> None:
        if app.question is not question:
            return  # nobody waits for the answer any more
        if not isinstance(answer, Answer):
            app.allowed.allow(question, for_good=answer == "for good")
            answer = Answer("approve", "a person said always")
        app.order(answer)
        app.show_state(app.going_on())

    app.push_screen(ApprovalScreen(question), answered)


def _ask_again(app: AssistantApp, reason: str) -> None:
    """Put the question once more whose answer came from no person's hands."""
    app.notify(reason, severity="warning")
    if app.question is not None:
        app.allowed.revoke(app.question)
        _ask(app, app.question)


def _tell_held(app: AssistantApp, now: HeldNow) -> None:
    app.gate.held(now.held)
    if not app.busy:
        return
    if app.gate.taken_over:
        app.note(f"You took over ({now.what}). F2 resumes, Escape stops.", "yellow")
    app.show_state(app.going_on())


def _tell_hint(app: AssistantApp, hint: HintHeard) -> None:
    if hint.instead:
        _tell_redirected(app, hint)
    elif hint.heard:
        app.part(StepFeed).hint(hint.text)
        app.note("Held: the model hears it, and what it had planned is left out. F2 goes on, Escape stops.")
    else:
        app.note(
            "Held. The embedded planner cannot take hints: F2 goes on as planned, Escape stops.", "yellow"
        )


def _tell_redirected(app: AssistantApp, hint: HintHeard) -> None:
    if hint.heard:
        app.part(StepFeed).hint(hint.text)
    elif app.question is not None:
        app.notify(CANNOT_BE_TOLD, severity="warning")
        _ask(app, app.question)


def _withdraw_question(app: AssistantApp) -> None:
    app.question = None
    if isinstance(app.screen, ApprovalScreen):
        app.pop_screen()


def _open(app: AssistantApp, path: str, trouble: str) -> None:
    if not path:
        app.notify(trouble or "There is no picture of the screen yet.", markup=False)
        return
    app.note(f"The screen as a picture: {path}")
    app.open_url(Path(path).as_uri())


def _lose(app: AssistantApp, reason: str) -> None:
    again = "The next task starts another."
    if app.busy:
        again = f"What it had done is kept: F4 lists it as broken off. {again}"
    _give_up(app, f"The agent's process ended {reason}. {again}")


def _give_up(app: AssistantApp, reason: str) -> None:
    _withdraw_question(app)
    app.catch_up()
    app.note(reason, "red")
    app.end_task("ready")
