"""``bench heal``: a session is recorded once and replayed where the application looks different.

A scripted person works a real GTK program through XTest; the program itself writes down what was done to it.
A step has healed where its replay did exactly the same to the program, by the program's own record.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from actions.action import Action, Click, MouseButton, PressKeys, TypeText
from actions.computer import Computer
from actions.demonstration.x11_listener import X11Listener
from actions.errors import ComputerError
from actions.geometry import Box, Point
from actions.local import open_x11
from evals.bench.private_display import has_active_window, private_display, program, python_with_gtk, wait_for
from evals.bench.result import BenchmarkResult, Bound, Figure
from grounding.grounders import open_grounder
from gui_agent.approval import AutoApprover
from gui_agent.desk import Desk
from gui_agent.journal import read_journal
from gui_agent.parts import embedded_parts
from gui_agent.recording.making import recorded_steps
from gui_agent.recording.replaying import PlacedGrounder, Replayed, replay
from gui_agent.recording.showing import Showing
from gui_agent.recording.writing import write_recording

SECRET = "tulip73x"
_APP = Path(__file__).parent / "apps" / "gtk_customers.py"
_SETTLE = 0.7
_STILL = 0.3
"""Seconds after which a control stands where it stays."""
_START_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Pointing:
    """A click that is not a plain one."""

    control: str
    button: MouseButton = "left"
    count: int = 1


Doing: TypeAlias = str | Pointing | TypeText | PressKeys
PERSON: tuple[Doing, ...] = (
    "Customer name",
    TypeText("Ana Novak"),
    "City",
    TypeText("Brno"),
    "Password",
    TypeText(SECRET),
    "Newsletter",
    "Yearly",
    "remove Invoices",
    "remove Orders",
    "menu File",
    "entry Export",
    "menu View",
    "entry Refresh",
    "tab Notes",
    "notes",
    TypeText("Calls on Mondays"),
    PressKeys(("enter",)),
    TypeText("Likes tea"),
    "tab Details",
    "Clear",
    "Save",
    "dialog Keep",
    "Cancel",
    "Save",
    "dialog Discard",
    "Delete",
    "question Cancel",
    "Delete",
    "question OK",
    Pointing("City", "right"),
    "popup Select All",
    TypeText("Praha"),
    "menu File",
    "entry Open",
    "chooser Cancel",
    Pointing("title bar", count=2),
    Pointing("title bar", count=2),
)
"""What the person does, one after the other: clicks on controls by name, texts and keys."""
_TICKED = ("Newsletter", "Monthly", "Yearly")


@dataclass(frozen=True, slots=True)
class Variation:
    """How the program looks when the recording is replayed."""

    name: str
    options: tuple[str, ...]
    size: str = "1280x800"
    language: str = "en"


VARIATIONS: tuple[Variation, ...] = (
    Variation("as recorded", ()),
    Variation("another place", ("--at", "480,230")),
    Variation("dark theme", ("--theme", "Adwaita-dark")),
    Variation("larger font", ("--font", "Sans 15")),
    Variation(
        "other theme, font and place", ("--theme", "Arc-Dark", "--font", "Serif 13", "--at", "300,120")
    ),
    Variation("German decoration", (), language="de"),
    Variation("French decoration, theme and place", ("--theme", "Arc-Dark", "--at", "420,90"), language="fr"),
    Variation(
        "Polish decoration, font and screen", ("--font", "Sans 14", "--at", "200,260"), "1440x900", "pl"
    ),
    Variation(
        "other labels, theme and screen", ("--theme", "Greybird", "--changed", "--at", "500,300"), "1440x900"
    ),
)


@dataclass(frozen=True, slots=True)
class _Program:
    """The program under way and what it writes."""

    log: Path
    places: Path

    def effects(self, done_before: int) -> list[str]:
        """Return what was done to it after its first ``done_before`` effects."""
        return self.log.read_text().splitlines()[done_before:]

    def box(self, name: str) -> Box:
        """Return where a control is, once it can be seen. Raises `ComputerError` where it does not come."""
        if not wait_for(lambda: name in json.loads(self.places.read_text()), _START_SECONDS):
            raise ComputerError(f"the program to be recorded never showed {name!r}")
        time.sleep(_STILL)
        return Box(*json.loads(self.places.read_text())[name])


@dataclass(frozen=True, slots=True)
class Healed:
    """How many steps of a variation did the same as in the recording, and what the others did."""

    variation: Variation
    right: int
    steps: int
    healed: int
    wrong: tuple[str, ...]


def run(variations: Sequence[Variation] = VARIATIONS) -> BenchmarkResult:
    """Record once, replay in every one of ``variations``."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        effects, named = _record(folder)
        results = [_replay(each, folder, effects) for each in variations]
        clear = _leaks(folder / "recording")
    # What nothing was changed for needs no healing.
    changed = [r for r in results if r.variation != VARIATIONS[0]] or results
    steps, right = sum(r.steps for r in changed), sum(r.right for r in changed)
    return BenchmarkResult(
        bench="heal",
        figures={
            "steps_that_do_the_same": Figure(right / steps, "share", steps),
            "worst_variation": Figure(min(r.right / r.steps for r in changed), "share", len(changed)),
            "targets_named_in_words": Figure(named, "share"),
            "files_with_the_password": Figure(clear, "files"),
        },
        bounds={"steps_that_do_the_same": Bound(0.9, "min"), "files_with_the_password": Bound(0)},
        details=tuple(_told(result) for result in results),
    )


def _told(result: Healed) -> str:
    wrong = "; ".join(result.wrong[:4])
    told = f"{result.variation.name}: {result.right} of {result.steps}, {result.healed} healed"
    return f"{told}; not: {wrong}" if wrong else told


def _leaks(recording: Path) -> int:
    """Return how many text files of the recording hold the password."""
    return sum(SECRET in f.read_text("utf-8") for f in recording.iterdir() if f.is_file())


@contextlib.contextmanager
def _program(variation: Variation, folder: Path) -> Iterator[tuple[_Program, Computer, str]]:
    folder.mkdir()
    shown = _Program(folder / "log", folder / "places.json")
    shown.log.touch()
    command = [python_with_gtk(), str(_APP), str(shown.log), str(shown.places), *variation.options]
    language = variation.language
    with (
        private_display(variation.size, language=language) as display,
        program(command, display, language),
    ):
        ready = wait_for(lambda: shown.places.exists() and has_active_window(display), _START_SECONDS)
        if not ready:
            raise ComputerError("the program to be recorded did not start; run it by hand to see why")
        with open_x11(display) as computer:
            yield shown, computer, display


def _record(folder: Path) -> tuple[list[list[str]], float]:
    """Let the person work and write the recording; return the effects of each step, and the share named."""
    effects: list[list[str]] = []
    with (
        _program(VARIATIONS[0], folder / "app") as (shown, computer, display),
        open_x11(display) as hands,
    ):
        time.sleep(_SETTLE)
        showing = Showing(computer, lambda hear: X11Listener(hear, display))
        try:
            for doing in PERSON:
                effects.append(_act(doing, shown, hands))
        finally:
            done, last = showing.end()
    steps = recorded_steps(done, last, open_grounder())
    write_recording(folder / "recording", "Customers", steps)
    pointed = [step for step in steps if step.grounding is not None]
    return effects, sum(bool(step.planned.target) for step in pointed) / len(pointed)


def _act(doing: Doing, shown: _Program, hands: Computer) -> list[str]:
    before = len(shown.effects(0))
    hands.execute(_action(doing, shown))
    time.sleep(_SETTLE)
    return shown.effects(before)


def _action(doing: Doing, shown: _Program) -> Action:
    match doing:
        case str(name):
            return Click(_aim(name, shown.box(name)))
        case Pointing(control, button, count):
            return Click(_aim(control, shown.box(control)), button, count)
        case done:
            return done


def _aim(name: str, box: Box) -> Point:
    """Boxes to tick have their sign and their words on the left of a wide control."""
    return Point(box.x1 + 12, box.center.y) if name in _TICKED else box.center


def _replay(variation: Variation, folder: Path, effects: Sequence[Sequence[str]]) -> Healed:
    number = VARIATIONS.index(variation) if variation in VARIATIONS else 0
    steps = read_journal(folder / "recording").steps()
    right, healed, wrong = 0, 0, []
    with _program(variation, folder / f"app-{number}") as (shown, computer, _):
        parts = embedded_parts(computer)
        places = PlacedGrounder(parts.grounder)
        desk = Desk(
            computer,
            folder / f"runs-{number}",
            parts=replace(parts, grounder=places),
            approver=AutoApprover(),
        )
        with desk:
            time.sleep(_SETTLE)
            before = len(shown.effects(0))
            done = replay(steps, desk, places, lambda _: computer.execute(TypeText(SECRET)))
            for replayed, expected in zip(done, effects, strict=False):
                time.sleep(_SETTLE)
                now = shown.effects(before)
                before += len(now)
                same = _same(now, expected) and replayed.outcome != "failed"
                right += same
                healed += bool(replayed.healed) and same
                if not same:
                    wrong.append(_complaint(replayed, expected, now))
    return Healed(variation, right, len(effects), healed, tuple(wrong))


def _same(now: Sequence[str], expected: Sequence[str]) -> bool:
    """Compare effects; how many single characters a text took is nothing that matters."""
    return _last_values(now) == _last_values(expected)


def _last_values(lines: Sequence[str]) -> list[str]:
    values = {line.partition(" = ")[0]: line for line in lines}
    return sorted(values.values())


def _complaint(replayed: Replayed, expected: Sequence[str], now: Sequence[str]) -> str:
    step = replayed.step
    why = replayed.error or f"did {list(now)[-2:]} instead of {list(expected)[-2:]}"
    return f"step {step.number} ({step.planned.thought}): {why}"
