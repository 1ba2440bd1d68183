"""One launch of one program: start it, wait, look, click around, look again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from random import Random

import numpy as np

from actions.screenshot import Image
from grounding.data.apps.catalogue import Program
from grounding.data.apps.desk import Desk, DeskFailed, open_desk
from grounding.data.apps.documents import write_documents
from grounding.data.apps.elements import elements_of
from grounding.data.apps.look import Look, choose_look
from grounding.data.apps.settings import arguments, environment, write_settings
from grounding.data.apps.tree import Scene, read_nodes
from grounding.data.apps.walk import Step, View, next_step
from grounding.data.apps.windows import Display, Window, owners
from grounding.data.sample import RenderedElement

_TRIES = 6
_START_SECONDS = 28
_SAME_SHARE = 0.015
_MOVING_ROWS = 40
_TOOLTIP_HEIGHT = 60


@dataclass(frozen=True, slots=True)
class Launch:
    """One program in one look; ``key`` names it for good."""

    program: Program
    seed: int

    @property
    def key(self) -> str:
        return f"{self.program.name}-{self.seed}"

    @property
    def share(self) -> float:
        """A number in 0-1 that depends on the key alone."""
        return int.from_bytes(blake2b(self.key.encode(), digest_size=4).digest()) / 2**32

    @property
    def look(self) -> Look:
        return choose_look(self.program, Random(f"look {self.key}"))


@dataclass(frozen=True, slots=True)
class Shot:
    """A settled screen and its truth; ``scene`` is kept for inspection."""

    picture: Image
    elements: tuple[RenderedElement, ...]
    scene: Scene


@dataclass(slots=True)
class _Walk:
    """What a launch remembers while it clicks around."""

    taken: list[Image] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    stays: int = 0
    place: str = ""


def shots(launch: Launch, log: Path, most: int = 8, seconds: float = 40.0) -> Iterator[Shot]:
    """Yield the distinct screens of a launch, clicking around for ``seconds``.

    Raises `DeskFailed` where the program does not come up.
    """
    program, look = launch.program, launch.look

    def fill(home: Path) -> None:
        write_documents(home, launch.seed)
        write_settings(program, look, home)

    with open_desk(look, "root" in program.needs, fill, log) as desk:
        display = Display(desk.display)
        try:
            display.paint_background(look.background)
            _start(desk, display, launch)
            _arrange(display, look, Random(f"place {launch.key}"))
            end = time.monotonic() + seconds * (1.7 if "time" in program.needs else 1.0)
            yield from _walk(desk, display, launch, most, end)
        finally:
            display.close()


def _start(desk: Desk, display: Display, launch: Launch) -> None:
    """Start the program until it shows a window and registers: Qt 5 fails to in half of its launches."""
    program, look = launch.program, launch.look
    request = {
        "do": "start",
        "argv": arguments(program, look),
        "env": environment(program, look),
        "cwd": str(desk.home),
    }
    slow = 2 if "time" in program.needs else 1
    end = time.monotonic() + slow * _START_SECONDS
    time.sleep(0.3)
    for _ in range(_TRIES if program.toolkit == "Qt5" else 2):
        desk.ask(request)
        patience = time.monotonic() + slow * 14
        mapped = 0.0
        while time.monotonic() < min(end, patience):
            time.sleep(0.25)
            if not mapped and any(w.kind == "window" for w in display.windows()):
                mapped = time.monotonic()
            if mapped and any(children for _, children in desk.ask({"do": "running"})["programs"]):
                _settle(desk, 6.0, 0.8)
                return
            if mapped and time.monotonic() - mapped > (2.2 if program.toolkit == "Qt5" else 8):
                break
    raise DeskFailed(f"{launch.key}: no window with a tree")


def _arrange(display: Display, look: Look, random: Random) -> None:
    windows = [w for w in display.windows() if w.kind == "window"]
    if not windows or windows[-1].is_dialog:
        return
    width, height = look.screen
    if look.arrangement == "maximised":
        display.maximise(windows[-1])
    elif look.arrangement == "placed":
        w, h = int(width * random.uniform(0.5, 0.95)), int(height * random.uniform(0.55, 0.92))
        x, y = random.randint(0, width - w), random.randint(0, height - h)
        display.place(windows[-1], (x, y, x + w, y + h))
    time.sleep(0.3)


def _settle(desk: Desk, seconds: float, still: float) -> None:
    """Wait until hardly anything has changed for ``still`` seconds, at most ``seconds``."""
    end = time.monotonic() + seconds
    last, since = desk.glance(), time.monotonic()
    while time.monotonic() < end:
        time.sleep(0.1)
        now = desk.glance()
        if int((now != last).any(axis=(1, 2)).sum()) >= _MOVING_ROWS // 3:
            since = time.monotonic()
        elif time.monotonic() - since >= still:
            return
        last = now


def _walk(desk: Desk, display: Display, launch: Launch, most: int, end: float) -> Iterator[Shot]:
    random = Random(f"walk {launch.key}")
    walk = _Walk()
    count = idle = 0
    patience = 12 if "time" in launch.program.needs else 5
    while count < most and idle < patience and time.monotonic() < end:
        _settle(desk, 3.0, 0.4)
        shot = _look(desk, display, launch)
        if shot is None:
            idle += 1
            continue
        if _is_new(shot, walk.taken):
            walk.taken.append(shot.picture)
            count, idle = count + 1, 0
            yield shot
        else:
            idle += 1
        step = _choose(shot, walk, random, launch)
        if step is None:
            # Perhaps only a splash screen so far.
            idle += 1
            time.sleep(1.0)
            continue
        _do(step, display)
        if random.random() < 0.75 and shot.scene.windows[-1].kind == "window":
            # Away from buttons, so that not every screen carries a tooltip.
            display.move(launch.look.screen[0] - 2, launch.look.screen[1] - 2 - random.randrange(80))


def _look(desk: Desk, display: Display, launch: Launch) -> Shot | None:
    """Return the screen and its truth; None when it changed meanwhile."""
    before, windows = desk.picture(), display.windows()
    raw = desk.ask({"do": "tree"})
    after = desk.picture()
    if int((before != after).any(axis=(1, 2)).sum()) >= _MOVING_ROWS or not raw:
        return None
    if len({node["program"] for node in raw}) > 1:
        _send_away(windows, display)
        return None
    nodes = read_nodes(raw, windows, launch.program.toolkit, launch.look.factor)
    scene = Scene(nodes, tuple(windows), launch.look.screen)
    return Shot(after, elements_of(scene, after, launch.look.scale), scene)


def _send_away(windows: list[Window], display: Display) -> None:
    """Close the window on top: it belongs to a browser or help reader that the program has started."""
    clients = [w for w in windows if w.kind == "window"]
    if len(clients) > 1:
        display.close_window(clients[-1])
        time.sleep(1.0)


def _is_new(shot: Shot, taken: list[Image]) -> bool:
    """Return whether a good part of what is covered by windows looks different from all screens before."""
    covered = max(1, int((owners(list(shot.scene.windows), shot.scene.size) >= 0).sum()))
    return all(float((shot.picture != t).any(axis=2).sum()) > _SAME_SHARE * covered for t in taken)


def _choose(shot: Shot, walk: _Walk, random: Random, launch: Launch) -> Step | None:
    windows = [w for w in shot.scene.windows if w.frame[2] - w.frame[0] > 30 and w.frame[3] - w.frame[1] > 30]
    if not windows:
        return None
    top = windows[-1]
    clients = [w for w in windows if w.kind == "window"]
    view = View(
        tuple(e for e in shot.elements if _lies_in(e, top)),
        top.kind == "popup",
        len(clients) > 1 or top.is_dialog,
    )
    place = f"{top.kind} {top.title} {len(windows)}"
    walk.stays = walk.stays + 1 if place == walk.place else 0
    walk.place = place
    step = next_step(view, frozenset(walk.done), walk.stays, random, "care" in launch.program.needs)
    if step is not None:
        walk.done.add(step.key)
    return step


def _lies_in(element: RenderedElement, window: Window) -> bool:
    x, y = (element.box[0] + element.box[2]) / 2, (element.box[1] + element.box[3]) / 2
    return window.box[0] <= x < window.box[2] and window.box[1] <= y < window.box[3]


def _do(step: Step, display: Display) -> None:
    x, y = (step.box[0] + step.box[2]) // 2, (step.box[1] + step.box[3]) // 2
    match step.move:
        case "click":
            display.click(x, y)
        case "hover":
            display.move(x, y)
            time.sleep(0.3)
        case "escape":
            display.press("Escape")
        case "close":
            windows = [w for w in display.windows() if w.kind == "window"]
            display.press("Escape")
            time.sleep(0.4)
            if windows and [w.id for w in display.windows() if w.kind == "window"] == [w.id for w in windows]:
                display.close_window(windows[-1])
    time.sleep(0.25)


def is_sane(shot: Shot) -> bool:
    """Return whether a screen has enough elements to learn from, in every window and popup."""
    parts = [e for e in shot.elements if e.role not in ("window", "dialog")]
    if len(parts) < 5 or not np.any(shot.picture):
        return False
    for window in shot.scene.windows:
        _, y1, _, y2 = window.box
        needed = 1 if window.kind == "popup" else 2
        is_tooltip = window.kind == "popup" and y2 - y1 < _TOOLTIP_HEIGHT
        if not is_tooltip and sum(_lies_in(e, window) for e in parts) < needed:
            return False
    return True
