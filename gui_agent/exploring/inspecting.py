"""Looks at screens for what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from actions.computer import Window
from actions.geometry import Box
from grounding.types import TextPiece
from gui_agent.exploring.appmap import AppMap, Edge, Node, alike_windows
from gui_agent.exploring.clipping import ends_in_dots, is_cut
from gui_agent.exploring.doing import Doing, Press, control_of, same_doing, words_of
from gui_agent.exploring.findings import Finding, Kind
from gui_agent.exploring.scenes import TITLE_BAR, Control, Scene, has_title_bar
from gui_agent.exploring.texts import foreign_words, interface_language, unfilled
from gui_agent.exploring.trying import Outcome
from gui_agent.finding import shortened
from gui_agent.wording import mentions

PathOf = Callable[[Node], tuple[str, ...]]

_TROUBLE = (
    *("error*", "failed", "failure", "could not", "cannot", "can t", "unable to", "exception*", "traceback"),
    *("crashed", "unexpected*", "not responding", "fatal", "corrupt*", "fehler", "erreur", "errore"),
)
_MOST_WORDS_OF_A_MESSAGE = 14
_OFF = 3
_SHADOW = 12
"""How near to a window above words must be to be suspected of being covered by it."""
_LEAST_LETTERS = 3
_STILL = 0.05
_DIM = 0.62
"""Words with less of the usual contrast look disabled."""
_SILENT = (
    *(
        "copy",
        "cut",
        "save",
        "save all",
        "print*",
        "select all",
        "refresh",
        "reload",
        "record*",
        "undo",
        "redo",
    ),
    *("minimize", "restore", "ms", "mr", "m+", "mc"),
)
"""What such a control does cannot be seen, or only when there is something to do."""
_CONTENT = ("document", "image", "field")
_GOES_ON = "ing"


class Inspector:
    """Finds faults on screens, and on the whole map."""

    def of_end(self, node: Node, doing: Doing, outcome: Outcome, path: tuple[str, ...]) -> Finding:
        """Return the finding that the application crashed or hung when ``doing`` was done on ``node``."""
        kind: Kind = "crash" if outcome.result == "crashed" else "hang"
        done = words_of(doing)
        control = control_of(doing)
        said = "The application crashed" if kind == "crash" else "The application hangs"
        words = f"{said} after: {done} ({outcome.reason})"
        picture = node.scene.observation.screenshot.image
        return Finding(
            kind, done, words, (*path, done), picture, control.box if control else None, node.number
        )

    def of_screen(self, node: Node, path: tuple[str, ...]) -> Iterator[Finding]:
        """Yield what is wrong with a screen that was just found."""
        scene = node.scene
        picture = scene.observation.screenshot.image
        for window in scene.windows:
            if words := _off_screen(window, scene):
                box = window.box.clipped(scene.observation.screenshot.region)
                yield Finding("off-screen", window.title, words, path, picture, box, node.number)
        if message := _message_of_trouble(node):
            around = scene.active.box if scene.active else None
            words = f"A dialog tells of trouble: “{shortened(message, 120)}”"
            yield Finding("error", message, words, path, picture, around, node.number)

    def of_map(self, appmap: AppMap, dead: set[int], path_of: PathOf) -> Iterator[Finding]:
        """Yield what can be told only from all that was seen."""
        spoken = [t for node in appmap.nodes for t in labels(node)]
        language = interface_language(token.text for token in spoken)
        for node in appmap.nodes:
            path = path_of(node)
            for token in labels(node):
                for kind, what, words in _faults(node, token, language):
                    yield _of_text(kind, what, words, node, token.box, path)
            for control in _ended_by_dots(appmap, node):
                words = f"The label {control.name} is shortened by dots and says nowhere how it goes on"
                yield _of_text("clipped", control.label, words, node, control.box, path)
        yield from _without_effect(appmap, dead, path_of)


def labels(node: Node) -> list[TextPiece]:
    """Return the words that belong to the interface of ``node`` itself, not to what lies under or in it."""
    scene, active = node.scene, node.scene.active
    if active is None:
        return []
    areas = [e.box for e in scene.observation.screen.elements if e.role in _CONTENT]
    areas += [w.box.expanded(_SHADOW) for w in scene.windows[scene.windows.index(active) + 1 :]]
    if boxes := node.scope or node.fresh:
        # What stands around was looked at before; what the edge of a menu cuts is only covered.
        inside = [t for t in scene.tokens if any(_holds(box, t.box) for box in boxes)]
        return [t for t in inside if _has_changed(node, t.box)]
    bar = Box(active.box.x1, active.box.y1, active.box.x2, active.box.y1 + TITLE_BAR)
    own = bar if has_title_bar(scene.observation, active) else None
    return [
        t
        for t in scene.tokens
        if _holds(active.box.expanded(1), t.box)
        and not (own and own.contains(t.box.center))
        and not any(area.overlaps(t.box) for area in areas)
    ]


def is_dim(scene: Scene, control: Control) -> bool:
    """Say whether the words of ``control`` are paler than those around it, as disabled ones are."""
    inside = scene.tokens_in(control.box)
    if not inside or scene.active is None:
        return False
    others = [_contrast(scene, t.box) for t in scene.tokens_in(scene.active.box)]
    return _contrast(scene, inside[0].box) < _DIM * float(np.median(others))


def _contrast(scene: Scene, box: Box) -> float:
    gray = scene.observation.screenshot.crop(box).mean(axis=2)
    return float(np.percentile(np.abs(gray - np.median(gray)), 95)) if gray.size else 0.0


def _holds(outer: Box, inner: Box) -> bool:
    return outer.x1 <= inner.x1 and outer.y1 <= inner.y1 and outer.x2 >= inner.x2 and outer.y2 >= inner.y2


def _has_changed(node: Node, box: Box) -> bool:
    """Say whether what stands in ``box`` was not there before, and only half covered by a menu now."""
    if node.before is None:
        return True
    one, other = node.before.observation.screenshot.crop(box), node.scene.observation.screenshot.crop(box)
    return one.shape != other.shape or bool((one != other).any(axis=2).mean() > _STILL)


def _off_screen(window: Window, scene: Scene) -> str:
    screen, box = scene.observation.screenshot.region, window.box
    beyond = {
        "left": screen.x1 - box.x1,
        "top": screen.y1 - box.y1,
        "right": box.x2 - screen.x2,
        "bottom": box.y2 - screen.y2,
    }
    sides = [f"{pixels} pixels at the {side}" for side, pixels in beyond.items() if pixels > _OFF]
    if not sides:
        return ""
    size = f"{box.width}×{box.height} on a screen of {screen.width}×{screen.height}"
    return f"The window “{window.title}” reaches over the edge of the screen: {', '.join(sides)} ({size})"


def _message_of_trouble(node: Node) -> str:
    """Return what a dialog that came up says, where it says that something went wrong."""
    active = node.scene.active
    if active is None or not active.dialog or node.found_by is None or node.scope:
        return ""
    texts = [t.text for t in node.scene.tokens_in(active.box)]
    if len(" ".join(texts).split()) > _MOST_WORDS_OF_A_MESSAGE * 4 or len(texts) > _MOST_WORDS_OF_A_MESSAGE:
        return ""
    lines = [t for t in texts if mentions(t, _TROUBLE)]
    return max(lines, key=len) if lines else ""


def _faults(node: Node, token: TextPiece, language: str) -> Iterator[tuple[Kind, str, str]]:
    if part := unfilled(token.text):
        yield "placeholder", token.text, f"“{token.text}” shows “{part}”, which was meant for the program"
    if language:
        words, others = foreign_words(token.text, language)
        if words:
            told = f"not in the language of the interface ({language}) but in {'/'.join(others)}"
            yield "untranslated", token.text, f"“{token.text}” is {told}"
    if is_cut(node.scene.observation.screenshot, token.box):
        yield "clipped", token.text, f"“{token.text}” is cut off at the edge of what it stands on"


def _of_text(kind: Kind, what: str, words: str, node: Node, box: Box, path: tuple[str, ...]) -> Finding:
    picture = node.scene.observation.screenshot.image
    return Finding(kind, what, words, path, picture, box, node.number)


def _ended_by_dots(appmap: AppMap, node: Node) -> Iterator[Control]:
    """Yield labels that were shortened: dots on a control that asks nothing when it is clicked."""
    if node.scope:
        return  # entries of menus have dots where a dialog follows, and grow with their words
    for control in node.controls:
        if control.kind not in ("button", "tab", "box", "text") or not ends_in_dots(control.label):
            continue
        edge = appmap.edge(node, Press(control))
        if control.kind == "text" and control.label.rstrip(".… ").endswith(_GOES_ON):
            continue
        if edge is not None and edge.target is not None and not _opened_a_window(appmap, edge):
            yield control


def _opened_a_window(appmap: AppMap, edge: Edge) -> bool:
    before, after = appmap.node(edge.source).scene, appmap.node(edge.target or edge.source).scene
    return len(after.windows) > len(before.windows)


def _without_effect(appmap: AppMap, dead: set[int], path_of: PathOf) -> Iterator[Finding]:
    for edge in appmap.edges:
        control = control_of(edge.doing)
        node = appmap.node(edge.source)
        if (
            edge.outcome != "nothing"
            or control is None
            or not control.label
            or control.kind in ("tab", "row")
        ):
            continue
        if _worked_elsewhere(appmap, edge) or mentions(control.label, _SILENT):
            continue
        path = (*path_of(node), words_of(edge.doing))
        if id(edge) in dead:
            words = f"{control.name} takes the click and does nothing that can be seen"
            yield _of_text("dead", control.label, words, node, control.box, path)
        elif control in node.disabled:
            words = f"{control.name} was never enabled on any screen that was reached"
            yield _of_text("disabled", control.label, words, node, control.box, path)


def _worked_elsewhere(appmap: AppMap, edge: Edge) -> bool:
    scene = appmap.node(edge.source).scene
    return any(
        other.outcome == "shown"
        and other is not edge
        and alike_windows(appmap.node(other.source).scene, scene)
        and same_doing(other.doing, appmap.node(other.source).scene, edge.doing, scene)
        for other in appmap.edges
    )
