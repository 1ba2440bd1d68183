"""What one test case saw and did when it passed, and what is new in this run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from actions.screenshot import Screenshot
from grounding.types import Grounding, ParsedScreen, UIElement
from gui_agent.expectation import asserts_absence
from gui_agent.observer import UNEXPECTED_QUIET_SECONDS, Awaited
from gui_agent.pictures import RecentNames
from gui_agent.qa.cache.fingerprint import Fingerprint, fingerprint_of
from gui_agent.serialize import to_json
from gui_agent.types import PlannedAction, Step

MOST_LOOKS = 6
"""How many looks of one target are kept: of a field before and after typing, of a button pressed and not."""
MOST_SCREENS = 120
MOST_ENDS = 4
"""How many screens that one action came to rest with are kept: a program does not always end up the same."""
_ONLY_WHAT_WORKED = frozenset({"type", "wait"})
"""What these wait for may come later than the last time: only what they once ended with well is known."""
TYPED_SECONDS = 0.05
"""What programs are given after the last letter at least: they complete and check what was typed."""
ABSENT_REST = 0.1
"""Seconds for which a screen must have stood still on which something is not to be: it may be on its way."""

Elements = tuple[UIElement, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an action: ``before`` and ``after`` name screens, ``did`` is the action in words."""

    before: str
    did: str
    after: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept of one case; screens are known by the name of their pixels.

    ``closely`` are readings by the second look. ``places`` are what a model found on a screen for a target,
    ``absent`` why it found nothing, both by (screen, target).
    """

    targets: tuple[Fingerprint, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    screens: Mapping[str, Elements] = field(default_factory=dict)
    closely: Mapping[str, Elements] = field(default_factory=dict)
    places: Mapping[tuple[str, str], Grounding] = field(default_factory=dict)
    absent: Mapping[tuple[str, str], str] = field(default_factory=dict)


class CaseMemory:
    """Answers from what was ``remembered`` and learns the rest; a `StepRecorder` that follows the run.

    A screen is known only where every pixel is the same, so nothing that changed is ever taken for what was
    there before. One thread at a time may use it.
    """

    def __init__(self, remembered: Remembered | None = None) -> None:
        remembered = remembered or Remembered()
        self._targets = _by_words(remembered.targets)
        self._outcomes = list(remembered.outcomes)
        self._screens, self._closely = dict(remembered.screens), dict(remembered.closely)
        self._places, self._absent = dict(remembered.places), dict(remembered.absent)
        self._known_words = frozenset(self._targets)
        self._parsed: dict[tuple[str, bool], ParsedScreen] = {}
        self._distrusted: set[str] = set()
        self._expected: dict[str, Outcome] = {}
        self._awaited = Awaited()
        self._names = RecentNames()
        self._used: set[str] = set()
        self.found = self.read = 0
        """How many targets and screens were worked out anew."""
        self.healed: list[str] = []
        self.learnt = False

    def name(self, screenshot: Screenshot) -> str:
        """Return the name of a screenshot: the same for the same pixels of the same place only."""
        name, region = self._names.of(screenshot.image), screenshot.region
        if (region.x1, region.y1, screenshot.scale) != (0, 0, 1.0):
            name += f"@{region.x1},{region.y1}x{screenshot.scale:g}"
        return name

    def screen(self, screenshot: Screenshot, *, closely: bool = False) -> ParsedScreen | None:
        """Return what was read on exactly this screen; None where it was not."""
        name = self.name(screenshot)
        known = self._parsed.get((name, closely))
        if (
            known is None
            and (elements := (self._closely if closely else self._screens).get(name)) is not None
        ):
            known = self._parsed[name, closely] = ParsedScreen(elements, screenshot.region)
        if known is not None:
            self._used.add(name)
        return known

    def keep_screen(self, screenshot: Screenshot, screen: ParsedScreen, *, closely: bool = False) -> None:
        name = self.name(screenshot)
        (self._closely if closely else self._screens)[name] = screen.elements
        self._parsed[name, closely] = screen
        self._used.add(name)
        self.read, self.learnt = self.read + 1, True

    def target(self, screenshot: Screenshot, words: str) -> Grounding | None:
        """Return the place of ``words`` where one of their pictures is where it was."""
        if words in self._distrusted:
            return None
        there = {k.point: k for k in self._targets.get(words, ()) if k.is_there(screenshot)}
        # Two places that both look as they did say nothing about which one is meant now.
        return next(iter(there.values())).as_grounding() if len(there) == 1 else None

    def keep_target(self, screenshot: Screenshot, words: str, found: Grounding) -> None:
        screen = self.screen(screenshot)
        known = fingerprint_of(words, screenshot, screen, found) if screen else None
        if known is None:
            return
        looks = self._targets.setdefault(words, [])
        if any(k.point == known.point and k.is_there(screenshot) for k in looks):
            return
        if words in self._known_words and words not in self.healed:
            self.healed.append(words)
        self._targets[words] = [known, *looks][:MOST_LOOKS]
        self.learnt = True

    def answer(self, screenshot: Screenshot, words: str) -> Grounding | None:
        """Return what the model found for ``words`` on exactly this screen; None where it was not asked."""
        return self._places.get((self.name(screenshot), words))

    def keep_answer(self, screenshot: Screenshot, words: str, found: Grounding) -> None:
        self._places[self.name(screenshot), words] = found
        self.learnt = True

    def absence(self, screenshot: Screenshot, words: str) -> str | None:
        """Return why ``words`` could not be found on exactly this screen; None where that is not known."""
        return self._absent.get((self.name(screenshot), words))

    def keep_absence(self, screenshot: Screenshot, words: str, why: str) -> None:
        self._absent[self.name(screenshot), words] = why
        self.learnt = True

    @property
    def awaited(self) -> Awaited | None:
        """How what comes of the action under way is to be waited for; None where that is not known."""
        return self._awaited if self._expected else None

    def recalls(self, screenshot: Screenshot) -> bool:
        """Say whether exactly this screen was read in an earlier run, which is done at rest."""
        return self.name(screenshot) in self._screens

    def is_outcome(self, screenshot: Screenshot) -> bool:
        """Say whether this is a screen that the action under way ended with in an earlier run."""
        return bool(self._expected) and self.name(screenshot) in self._expected

    def nothing_more(self, screenshot: Screenshot) -> bool:
        """Say whether waiting longer on this screen brought nothing in an earlier run."""
        return self.is_outcome(screenshot) and self._expected[self.name(screenshot)].verdict != "success"

    def intent(self, step: Step) -> None:
        planned = step.planned
        self._awaited = _awaited(planned)
        before, did = self.name(step.observation.screenshot), _did(planned)
        # A caret may blink in what was before; what comes after is the same. Only where exactly this screen
        # stayed as it was may it count as what came.
        self._expected = {
            o.after: o
            for o in self._outcomes
            if o.did == did
            and (o.before == before or o.after != before)
            and (o.verdict == "success" or planned.kind not in _ONLY_WHAT_WORKED)
        }

    def acknowledge(self, number: int, error: str) -> None: ...

    def complete(self, step: Step) -> None:
        self._expected = {}
        if step.after is None or step.reflection is None or step.error:
            return
        came = Outcome(
            self.name(step.observation.screenshot),
            _did(step.planned),
            self.name(step.after.screenshot),
            step.reflection.verdict,
        )
        self._keep_outcome(came)
        if step.grounding is None:
            return
        if step.reflection.verdict == "success":
            self.keep_target(step.observation.screenshot, step.planned.target, step.grounding)
        else:
            # What did not do its work may be the wrong place: the mending looks for itself.
            self._distrusted.add(step.planned.target)

    def _keep_outcome(self, came: Outcome) -> None:
        if came in self._outcomes:
            return
        alike = [o for o in self._outcomes if (o.before, o.did) == (came.before, came.did)]
        others = [o for o in self._outcomes if o not in alike]
        # Where it once worked and once did not, only the last word counts: the other would cut a wait short.
        agreeing = [o for o in alike if o.verdict == came.verdict and o.after != came.after]
        self._outcomes = [*others, came, *agreeing[: MOST_ENDS - 1]]
        self.learnt = True

    def remembered(self) -> Remembered:
        """Return everything to keep, what this run used first, and less of what it did not."""
        kept = [n for n in self._screens if n in self._used]
        kept += [n for n in self._screens if n not in self._used][: max(0, MOST_SCREENS - len(kept))]
        names = frozenset(kept)
        return Remembered(
            tuple(k for looks in self._targets.values() for k in looks),
            tuple(o for o in self._outcomes if o.after in names),
            {n: self._screens[n] for n in kept},
            {n: e for n, e in self._closely.items() if n in names},
            {(n, words): found for (n, words), found in self._places.items() if n in names},
            {(n, words): why for (n, words), why in self._absent.items() if n in names},
        )


def _by_words(targets: tuple[Fingerprint, ...]) -> dict[str, list[Fingerprint]]:
    found: dict[str, list[Fingerprint]] = {}
    for each in targets:
        found.setdefault(each.words, []).append(each)
    return found


def _awaited(planned: PlannedAction) -> Awaited:
    after = TYPED_SECONDS if planned.kind == "type" else 0.0
    if planned.expectation is not None and asserts_absence(planned.expectation):
        return Awaited(after, ABSENT_REST, max(ABSENT_REST, _otherwise(planned)))
    return Awaited(after, otherwise=_otherwise(planned))


def _otherwise(planned: PlannedAction) -> float:
    # What was typed, and a check, set nothing on its way that the usual wait would miss.
    return 0.0 if planned.kind in _ONLY_WHAT_WORKED else UNEXPECTED_QUIET_SECONDS


def _did(planned: PlannedAction) -> str:
    arguments = " ".join(f"{name}={to_json(value)}" for name, value in sorted(planned.arguments.items()))
    other = f" #{planned.alternative}" if planned.alternative else ""
    expected = f" -> {planned.expectation}" if planned.expectation else ""
    return f"{planned.kind} {planned.target}{other} {arguments}{expected}".strip()
