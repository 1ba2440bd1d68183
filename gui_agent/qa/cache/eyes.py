"""Eyes that look things up first; the networks are opened when something is new to them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from actions.computer import Computer
from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.embedded.rereading import Rereader
from grounding.errors import TargetNotFound
from grounding.grounders import Grounder, open_grounder
from grounding.types import Grounding, GroundingModel, ParsedScreen
from gui_agent.observer import Observer
from gui_agent.parts import Parts, Wrapping
from gui_agent.qa.cache.memory import CaseMemory
from gui_agent.settings import Settings


class RememberingParser:
    """Reads screens that ``memory`` does not know with what ``open_eyes`` returns."""

    def __init__(self, memory: CaseMemory, open_eyes: Callable[[], Grounder]) -> None:
        self._memory, self._open_eyes = memory, open_eyes
        # Two readers of lines are opened in a fraction of the time that all the eyes take.
        self._rereader = cache(_open_rereader)

    def parse(self, screenshot: Screenshot) -> ParsedScreen:
        known = self._memory.screen(screenshot)
        if known is None:
            known = self._open_eyes().parser.parse(screenshot)
            self._memory.keep_screen(screenshot, known)
        return known

    def parse_closely(self, screenshot: Screenshot) -> ParsedScreen:
        """Return what a second look shows, where the eyes have one."""
        known = self._memory.screen(screenshot, closely=True)
        if known is None:
            closely = self._open_eyes().look_closely
            known = closely(screenshot) if closely else self.parse(screenshot)
            self._memory.keep_screen(screenshot, known, closely=True)
        return known

    def read_again(self, screenshot: Screenshot, box: Box) -> tuple[str, ...]:
        """Return several readings of a line, on a known screen as well."""
        return self._rereader().read_again(screenshot, box)


class RememberingGrounder:
    """Finds targets where they are known to be, while they look as they did; others with a model."""

    def __init__(self, memory: CaseMemory, model: Callable[[], GroundingModel]) -> None:
        self._memory, self._model = memory, model

    def pointed(self, screenshot: Screenshot, target: str) -> Grounding | None:
        """Return the known place of ``target``, None where it is unknown or looks different."""
        return self._memory.target(screenshot, target)

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        """Return the place of ``target``; raises what the model raises."""
        if known := self._memory.answer(screenshot, target) or self._memory.target(screenshot, target):
            return known
        if why := self._memory.absence(screenshot, target):
            raise TargetNotFound(why)
        self._memory.found += 1
        try:
            found = self._model().ground(screenshot, target)
        except TargetNotFound as error:
            self._memory.keep_absence(screenshot, target, str(error))
            raise
        self._memory.keep_answer(screenshot, target, found)
        if not found.alternatives:
            # Of several, the one that was meant is known only after the step.
            self._memory.keep_target(screenshot, target, found)
        return found


def remembering_parts(
    computer: Computer, settings: Settings, memory: CaseMemory, around: Wrapping | None = None
) -> Parts:
    """Build the parts without a language model whose eyes ask ``memory`` first; ``around`` wraps these.

    Raises `grounding.errors.ModelUnavailable`, though not before something new is seen.
    """
    from gui_agent.planning.literal import LiteralPlanner
    from gui_agent.planning.repair import RepairingPlanner
    from gui_agent.planning.understanding import shipped_reader
    from gui_agent.reflection import ScreenReflector

    eyes = cache(lambda: open_grounder(settings.grounder, settings.weights))
    parser = RememberingParser(memory, eyes)
    wrap = around or (lambda model, parser: model)
    checking = wrap(RememberingGrounder(memory, lambda: eyes().for_checks), parser)
    reflector = ScreenReflector(checking, parser.parse_closely, parser.read_again)
    planner = RepairingPlanner(LiteralPlanner(reflector.holds, shipped_reader()))
    observer = Observer(computer, parser, foreknowledge=memory)
    acting = wrap(RememberingGrounder(memory, lambda: eyes().model), parser)
    return Parts(planner, observer, acting, reflector)


def _open_rereader() -> Rereader:
    from grounding.embedded.reader import LineReader
    from grounding.embedded.second_reader import SecondReader

    return Rereader(LineReader(), SecondReader())
