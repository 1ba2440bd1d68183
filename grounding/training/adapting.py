"""Fine-tunes icon encoder and matcher on a user's labelled clicks, and measures before and after.

Of few clicks each is held back once (k folds), of many a fifth; how long to train is chosen on those held
back, then everything is learned for so long. What the user never clicked must not get worse.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from grounding.embedded.calibration import Calibration
from grounding.embedded.features import PhraseEncoder
from grounding.embedded.icons import IconEncoder, IconWords, load_names
from grounding.embedded.parser import EmbeddedScreenParser
from grounding.embedded.weights import Network, open_network
from grounding.networks.icons import IconTower
from grounding.networks.matcher import MatcherNetwork
from grounding.training.adapting_icons import IconSettings, adapted_icons, drawings_of, vectors_of
from grounding.training.adapting_matcher import (
    LessonMaker,
    MatcherSettings,
    Rehearsal,
    Task,
    adapted_matchers,
    labelled_right,
    right_of,
    tasks_of,
)
from grounding.training.adapting_report import HELD_BACK, LEARNED, Row, rows_by_kind
from grounding.training.adapting_screens import (
    Answer,
    Crops,
    Floats,
    Lesson,
    Naming,
    OnProgress,
    SeenScreen,
    answers_to,
    look_at,
)
from grounding.training.matcher_data import Sample
from grounding.training.recordings import InvalidRecording, LabelledClick
from grounding.training.restoring import restored_icons, restored_matcher

_FEW = 80
_TOLERATED = 0.01
_SHARES = (1.0, 0.8, 0.6, 0.4, 0.2)


@dataclass(frozen=True, slots=True)
class AdaptSettings:
    """How to adapt; ``folds`` is how often few clicks are split, the counts are made-up screens."""

    seed: int = 1
    threads: int = 2
    folds: int = 4
    practised: int = 24
    checked: int = 30
    icons: IconSettings = field(default_factory=IconSettings)
    matcher: MatcherSettings = field(default_factory=MatcherSettings)


@dataclass(frozen=True, slots=True)
class Shipped:
    """The networks to begin with; ``encode`` gives the vectors of words.

    ``name`` names icon vectors, ``usual`` are the words that are usual for icons.
    """

    tower: IconTower
    matcher: MatcherNetwork
    matcher_meta: dict[str, Any]
    icons_meta: dict[str, Any]
    encode: PhraseEncoder
    name: Naming
    usual: tuple[str, ...]

    @property
    def calibration(self) -> Calibration:
        return Calibration.from_meta(self.matcher_meta)

    @property
    def usual_words(self) -> Floats:
        """The vectors [m, D] of the words that are usual for icons."""
        return self.encode(self.usual)

    def seen_with(self, screens: Sequence[SeenScreen], vectors: Sequence[Floats]) -> list[SeenScreen]:
        """Return the screens with these vectors of their crops and the names that follow from them."""
        pairs = zip(screens, vectors, strict=True)
        return [seen.looked_at_with(found, self.name) for seen, found in pairs]


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned: both networks, and the drawings that the icon encoder is exported with."""

    tower: IconTower
    matcher: MatcherNetwork
    crops: Crops
    sample: Sample
    steps: int


@dataclass(slots=True)
class Classroom:
    """Everything about one adaptation that stays the same: the user's screens, clicks and first answers."""

    shipped: Shipped
    screens: list[SeenScreen]
    lessons: list[Lesson]
    first: list[Answer]
    maker: LessonMaker
    rehearsal: Rehearsal
    settings: AdaptSettings
    on_progress: OnProgress
    practised: list[Task] = field(default_factory=list)

    @property
    def crops(self) -> Crops:
        return np.concatenate([s.crops for s in self.screens])

    def looked_at_by(self, tower: IconTower) -> list[SeenScreen]:
        return self.shipped.seen_with(self.screens, [vectors_of(tower, s.crops) for s in self.screens])


@dataclass(frozen=True, slots=True)
class TorchMatcher:
    """A matcher in training, run like a shipped one."""

    module: MatcherNetwork
    meta: dict[str, Any]

    @torch.no_grad()
    def run(self, **inputs: NDArray[Any]) -> list[NDArray[Any]]:
        self.module.eval()
        arrays = {name: torch.from_numpy(np.ascontiguousarray(v)) for name, v in inputs.items()}
        return [self.module(**arrays).numpy()]


def open_shipped() -> Shipped:
    """Read the shipped networks back. Raises `ModelUnavailable` where they cannot be trained further."""
    tower, icons_meta = restored_icons()
    matcher, matcher_meta = restored_matcher()
    words, known = IconWords(), dict[str, Floats]()

    def encode(phrases: Sequence[str]) -> Floats:
        new = [p for p in dict.fromkeys(phrases) if p not in known]
        if new:
            known.update(zip(new, words.encode(new), strict=True))
        return np.stack([known[p] for p in phrases])

    usual = dict.fromkeys(name.partition(",")[0] for name in load_names().names if name)
    return Shipped(tower, matcher, matcher_meta, icons_meta, encode, IconEncoder().name, tuple(usual))


def prepare(clicks: Sequence[LabelledClick], settings: AdaptSettings, on_progress: OnProgress) -> Classroom:
    """Look at the user's screens and ask the shipped networks first.

    Raises `InvalidRecording` where a picture cannot be read or no click is on an element that is seen.
    """
    torch.manual_seed(settings.seed)
    torch.set_num_threads(settings.threads)
    shipped = open_shipped()
    screens, lessons = look_at(clicks, EmbeddedScreenParser(), on_progress)
    if not any(x.answers for x in lessons):
        raise InvalidRecording(
            f"None of the {len(lessons)} labelled clicks is at an element that the parser sees; look at what "
            "it sees with: gui-agent parse IMAGE --grounder embedded --overlay OUT.png"
        )
    first = answers_to(lessons, screens, open_network("matcher"), shipped.encode)
    maker = LessonMaker(shipped.encode, settings.seed, screens)
    rehearsal = maker.made_up(settings.practised, settings.checked)
    room = Classroom(shipped, screens, lessons, first, maker, rehearsal, settings, on_progress)
    room.practised = tasks_of(rehearsal.practised, shipped.matcher)
    return room


def held_back(room: Classroom) -> tuple[list[Answer], int]:
    """Return the answers to clicks by networks that never saw them, and the steps that were best for them.

    Steps are chosen by these very answers, of few candidates. No answers where there are too few clicks.
    """
    folds = list(_folds(room.lessons, room.settings))
    found: dict[int, list[Answer]] = {}
    learned: dict[int, int] = {}
    for number, (kept, shown) in enumerate(folds):
        title = f"learning, part {number + 1} of {len(folds) + 1}"
        _, seen = _adapted_eyes(room, shown)
        samples = room.maker.clicks(seen, shown)
        for step, network in _matchers(room, samples, title):
            student = TorchMatcher(network, room.shipped.matcher_meta)
            found.setdefault(step, []).extend(answers_to(kept, seen, student, room.shipped.encode))
            learned[step] = learned.get(step, 0) + labelled_right(network, samples)
    if not found:
        return [], room.settings.matcher.steps // 2
    best = max(found, key=lambda s: (sum(a.hit for a in found[s]), learned[s], -s))
    return found[best], best


def _folds(lessons: Sequence[Lesson], settings: AdaptSettings) -> Iterator[tuple[list[Lesson], list[Lesson]]]:
    """Yield (held back, shown) clicks; every usable click is held back once, of many only a fifth."""
    usable = [x for x in lessons if x.answers]
    random.Random(settings.seed).shuffle(usable)
    if len(usable) < 2:
        return
    few = len(usable) <= _FEW
    count = min(settings.folds, len(usable)) if few else 5
    for number in range(count if few else 1):
        kept = usable[number::count]
        yield kept, [x for x in usable if x not in kept]


def learn_all(room: Classroom, steps: int) -> Learned:
    """Learn every click for ``steps`` steps, as much of it as leaves all else as good as it was."""
    parts = len(list(_folds(room.lessons, room.settings))) + 1
    tower, seen = _adapted_eyes(room, room.lessons)
    samples = room.maker.clicks(seen, room.lessons)
    network = room.shipped.matcher
    for step, each in _matchers(room, samples, f"learning, part {parts} of {parts}"):
        network = each
        if step >= steps:
            break
    network = _unforgetting(room, copy.deepcopy(network), seen)
    return Learned(tower, network, room.crops, samples[0], steps)


def _adapted_eyes(room: Classroom, shown: Sequence[Lesson]) -> tuple[IconTower, list[SeenScreen]]:
    """Return the icon encoder that learned the ``shown`` clicks, and the screens as it sees them."""
    shipped, settings = room.shipped, room.settings
    drawings = drawings_of(shown, room.screens, shipped.encode)
    if not drawings:
        # Nothing to learn for it: the shipped file, not our copy of it, says what it sees.
        return shipped.tower, list(room.screens)
    tower = adapted_icons(
        shipped.tower, drawings, room.crops, shipped.usual_words, settings.seed, settings.icons
    )
    return tower, room.looked_at_by(tower)


def _matchers(room: Classroom, samples: Sequence[Sample], title: str) -> Iterator[tuple[int, MatcherNetwork]]:
    settings, tell = room.settings, room.on_progress
    yield from adapted_matchers(
        room.shipped.matcher, samples, room.practised, settings.seed, settings.matcher,
        lambda done, of: tell(title, done, of),
    )  # fmt: skip


def _unforgetting(room: Classroom, network: MatcherNetwork, seen: Sequence[SeenScreen]) -> MatcherNetwork:
    """Return the network, drawn back to the shipped one as far as general knowledge would suffer.

    Wortsman et al. 2022, "Robust fine-tuning of zero-shot models".
    """
    samples = [*room.rehearsal.checked, *room.maker.checks(seen, room.lessons)]
    calibration = room.shipped.calibration
    old = room.shipped.matcher
    least = sum(right_of(old, samples, calibration)) - _TOLERATED * sum(len(s.accepted) for s in samples)
    mixed = copy.deepcopy(old)
    for share in _SHARES:
        pairs = zip(mixed.parameters(), old.parameters(), network.parameters(), strict=True)
        with torch.no_grad():
            for own, start, new in pairs:
                own.copy_(start + share * (new - start))
        if sum(right_of(mixed, samples, calibration)) >= least:
            return mixed
    return copy.deepcopy(old)


def report(
    room: Classroom, held: Sequence[Answer], icons: Network, matcher: Network, restored: MatcherNetwork
) -> list[Row]:
    """Return the table: held-back clicks, all clicks, and what was never clicked.

    ``icons`` and ``matcher`` are the new files as opened; ``restored`` is the new matcher read back from it.
    """
    shipped = room.shipped
    after = shipped.seen_with(room.screens, [_vectors(icons, s.crops) for s in room.screens])
    now = answers_to(room.lessons, after, matcher, shipped.encode)
    firsts = {id(a.lesson): a for a in room.first}
    rows = rows_by_kind(HELD_BACK, [firsts[id(a.lesson)] for a in held], held)
    rows += rows_by_kind(LEARNED, room.first, now)
    other = [room.maker.checks(screens, room.lessons) for screens in (room.screens, after)]
    pairs: dict[str, tuple[Sequence[Sample], Sequence[Sample]]] = {
        "other elements there": (other[0], other[1]),
        "made-up screens": (room.rehearsal.checked, room.rehearsal.checked),
    }
    for name, (before, later) in pairs.items():
        old = right_of(shipped.matcher, before, shipped.calibration)
        new = right_of(restored, later, shipped.calibration)
        rows.append(Row(name, "", len(old), sum(old), sum(new)))
    return rows


def _vectors(icons: Network, crops: Crops) -> Floats:
    if not len(crops):
        return np.zeros((0, int(icons.meta["dimensions"])), np.float32)
    parts = [icons.run(crops=crops[i : i + 64])[0] for i in range(0, len(crops), 64)]
    return np.concatenate(parts)
