"""The slash commands of the assistant in plain lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from gui_agent.errors import SettingsError
from tui.assistant import plain_words
from tui.assistant.commands import COMMANDS, usage
from tui.assistant.modes import MODES
from tui.assistant.plain_history import HELP
from tui.assistant.plain_telling import GO_ON
from tui.assistant.protocol import Steer
from tui.assistant.status import computer_words

if TYPE_CHECKING:
    from tui.assistant.plain import PlainTalk

_ON_SCREEN_ONLY = ("settings", "theme", "clear")
_SAID_BELOW = (*_ON_SCREEN_ONLY, "history", "report")
_STEERING = """While a task is under way:
/pause holds it before the next action, /resume lets it go on, /step does one action,
/stop ends it, and so does Ctrl-C; any other text, or /hint TEXT, holds it and tells the model.
An empty line, or /status, says what it is at; /plan says the parts of the task.
What happens while you type a line is said after it.
On your own desktop: your mouse or keyboard pauses, the keys of the setting hot_key (Ctrl+Alt+Escape) or
the pointer in a corner stop it from any window."""


def plain_help() -> str:
    """Return the commands, one line each."""
    lines = [f"{usage(each)}: {each.what}" for each in COMMANDS if each.name not in _SAID_BELOW]
    return "\n".join([*lines, "/report: where the last report is", _STEERING, HELP])


def obey(talk: PlainTalk, name: str, rest: str) -> None:
    """Carry out the command ``name`` with what stands behind it."""
    simple: dict[str, Callable[[], object]] = {
        "help": lambda: talk.say(plain_help()),
        "pause": lambda: _pause(talk),
        "step": lambda: _step(talk),
        "resume": lambda: _resume(talk),
        "stop": talk.stop,
        "status": lambda: tell_status(talk),
        "plan": lambda: talk.say(plain_words.plan(talk.last)),
        "open": lambda: _open_picture(talk),
        "quit": lambda: _leave(talk),
        "exit": lambda: _leave(talk),
        "tour": lambda: _tour(talk),
    }
    match name:
        case _ if name in simple and not rest:
            simple[name]()
        case "report" if not rest:
            talk.say(f"Report: {talk.report}" if talk.report else "There is no report yet.")
        case "hint" if rest:
            talk.hint(rest)
        case "hint":
            talk.say("Say /hint and what the agent should know.")
        case "mode":
            _change_mode(talk, rest)
        case "model":
            _change_model(talk, rest)
        case "allowed" | "forget":
            _tell_allowed(talk, rest if name == "forget" else None)
        case _ if talk.history.obey(name, rest, talk.settings):
            return
        case _ if name in _ON_SCREEN_ONLY:
            talk.say(f"/{name} is not there in plain text; gui-agent config changes settings.")
        case _:
            talk.say(f"There is no command /{name}. /help lists them.")


def tell_status(talk: PlainTalk) -> None:
    """Say what is going on."""
    cost, seconds = plain_words.cost(talk.spent), f"{time.monotonic() - talk.since:.0f} seconds"
    if not talk.busy:
        model = talk.settings.model or "the embedded planner"
        where = computer_words(talk.settings).capitalize()
        talk.say(f"Ready. Approval: {talk.gate.mode}. Planned by {model}. {where}.")
    elif talk.gate.taken_over or talk.gate.paused:
        talk.say(f"{'You took over' if talk.gate.taken_over else 'Paused'}{cost}. {GO_ON}")
    elif talk.last is None:
        talk.say(f"Begun {seconds} ago.")
    else:
        at = f"planning step {talk.last.number + 1}" if talk.last.over else f"at step {talk.last.number}"
        talk.say(f"Working, {at} for {seconds}{cost}.")


def _pause(talk: PlainTalk) -> None:
    talk.gate.pause()
    talk.say(f"Paused before the next action. {GO_ON}" if talk.busy else "The next task begins paused.")


def _step(talk: PlainTalk) -> None:
    talk.gate.paused = True  # after the one action, too
    talk.gate.step()
    talk.say("One action.")


def _resume(talk: PlainTalk) -> None:
    held = talk.gate.paused or talk.gate.taken_over
    talk.gate.resume()
    talk.say("Going on." if held else "Nothing is held. /resume N goes on with run N of /history.")


def _leave(talk: PlainTalk) -> None:
    talk.leaving = True


def _open_picture(talk: PlainTalk) -> None:
    if talk.work.alive:
        talk.order(Steer("save_picture"))
    else:
        talk.say("There is no picture of the screen yet.")


def _tour(talk: PlainTalk) -> None:
    from tui.assistant.tour import PLAIN_AFTER, PLAIN_SAYS, TOUR_TASK, tour_lacks

    if talk.refuse_while_busy():
        return
    if lacking := tour_lacks():
        talk.say(lacking)
        return
    talk.change(talk.settings.model_copy(update={"computer": "virtual", "model": ""}))
    talk.say(PLAIN_SAYS)
    talk.begin(TOUR_TASK, after=PLAIN_AFTER)


def _change_mode(talk: PlainTalk, name: str) -> None:
    if name not in MODES:
        talk.say(f"Approval: {talk.gate.mode}. /mode takes one of these: {', '.join(MODES)}.")
        return
    talk.gate.mode = next(mode for mode in MODES if mode == name)
    talk.say(f"Approval: {name}.")


def _change_model(talk: PlainTalk, spec: str) -> None:
    from gui_agent.chat.opening import parse_model_spec

    if talk.refuse_while_busy():
        return
    try:
        if spec:
            parse_model_spec(spec)
    except SettingsError as error:
        talk.say(str(error))
        return
    talk.change(talk.settings.model_copy(update={"model": spec}))
    talk.say(f"Planned by {spec or 'the embedded planner'}.")


def _tell_allowed(talk: PlainTalk, forget: str | None) -> None:
    try:
        if forget is None:
            talk.say(talk.allowed.listing(talk.settings))
        else:
            talk.say(talk.allowed.forget(forget, talk.settings))
    except SettingsError as error:
        talk.say(str(error))
