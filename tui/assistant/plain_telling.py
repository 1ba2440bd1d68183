"""Says in plain lines what the agent's process tells."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from gui_agent.errors import SettingsError
from tui.assistant import plain_words
from tui.assistant.modes import as_mode
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
    StepShown,
    Told,
)
from tui.assistant.status import CANNOT_BE_TOLD

if TYPE_CHECKING:
    from tui.assistant.plain import PlainTalk

GO_ON = "/resume goes on, /step does one action, /stop ends it."


def tell(talk: PlainTalk, told: Told) -> None:
    """Say ``told``."""
    match told:
        case StepShown() as step:
            _tell_step(talk, step)
        case Question() as question:
            _ask(talk, question)
        case NotTaken(reason=reason):
            talk.say(reason)
            _ask_again(talk)
        case ModeKept(mode=mode, reason=reason):
            talk.gate.kept(as_mode(mode))
            talk.say(f"Approval stays “{mode}”. {reason}")
        case HeldNow() as held:
            _tell_held(talk, held)
        case HintHeard() as hint:
            _tell_hint(talk, hint)
        case PictureSaved(path=path, trouble=trouble):
            nothing = trouble or "There is no picture of the screen yet."
            talk.say(f"The screen as a picture: {path}" if path else nothing)
        case Finished() as task:
            talk.report = task.report
            talk.end(plain_words.ended(task, talk.spent))
        case Refused(reason=reason):
            talk.end(reason)
        case Lost(reason=reason):
            kept = "What it had done is kept: /history lists it as broken off. " if talk.busy else ""
            talk.end(f"The agent's process ended {reason}. {kept}The next task starts another.")
        case PictureShown():
            pass


def _tell_step(talk: PlainTalk, step: StepShown) -> None:
    _keep_what_is_allowed(talk)
    talk.spent = talk.spent.with_(step)
    talk.last, talk.since = step, time.monotonic()
    talk.gate.told(step)
    if 1 < len(step.plan) > step.cursor != talk.part:
        talk.part = step.cursor
        talk.say(f"Part {step.cursor + 1} of {len(step.plan)}: {step.plan[step.cursor]}")
    if not step.ending:
        talk.say(plain_words.came(step) if step.over else plain_words.began(step))


def _keep_what_is_allowed(talk: PlainTalk) -> None:
    try:
        talk.settings, told = talk.allowed.keep(talk.settings)
    except SettingsError as error:
        told = str(error)
    if told:
        talk.say(told)


def _ask(talk: PlainTalk, question: Question) -> None:
    if talk.allowed.covers(question):
        talk.order(Answer("approve", "a person allowed actions like this one", given=False))
        return
    talk.ask(question)
    talk.lines.ring()
    talk.say(plain_words.asked(question))


def _ask_again(talk: PlainTalk) -> None:
    if talk.asked is not None:
        talk.allowed.revoke(talk.asked)
        _ask(talk, talk.asked)


def _tell_held(talk: PlainTalk, now: HeldNow) -> None:
    talk.gate.held(now.held)
    if talk.busy and talk.gate.taken_over:
        talk.lines.ring()
        talk.say(f"You took over ({now.what}). {GO_ON}")


def _tell_hint(talk: PlainTalk, hint: HintHeard) -> None:
    match hint.heard, hint.instead:
        case True, True:
            talk.say("The model hears it and plans anew.")
        case True, False:
            talk.say(f"Held: the model hears it, and what it had planned is left out. {GO_ON}")
        case False, True:
            talk.say(f"{CANNOT_BE_TOLD} Answer y, n or a.")
            if talk.asked is not None:
                talk.ask(talk.asked)
        case _:
            talk.say(f"Held as planned: the embedded planner cannot take hints. {GO_ON}")
