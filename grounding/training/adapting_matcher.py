"""Fine-tunes the matcher on the user's clicks, and holds its answers to everything else.

Rehearsal are generated expressions about the other elements of the user's screens and about made-up screens;
for them the old network's answers are the target (Li and Hoiem 2016, "Learning without Forgetting").
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.nn import functional as F

from grounding.data.expressions.command import icon_phrases
from grounding.data.expressions.generate import Expression
from grounding.data.expressions.scene import Scene
from grounding.data.sample import RenderedElement, RenderedScreen
from grounding.embedded.calibration import Calibration
from grounding.embedded.features import PhraseEncoder
from grounding.networks.matcher import MatcherNetwork
from grounding.training.adapting_screens import Lesson, SeenScreen
from grounding.training.made_up_screens import WordPictures, made_up_screens
from grounding.training.matcher_data import Sample, SampleMaker, SourceScreen
from grounding.training.matcher_noise import Mistakes, Seen
from grounding.training.matcher_report import learned_outcomes
from grounding.training.train_matcher import logits_of, tensors

_LABELLED = "labelled click"
_AT_ONCE = 12
_EXPRESSIONS = 16
_MADE_UP_QUERIES = 10
_MOST_CHECKED = 40


@dataclass(frozen=True, slots=True)
class MatcherSettings:
    """How the matcher is adapted; ``keep`` weighs old answers, ``hold`` old weights, per step ``every``."""

    steps: int = 100
    every: int = 20
    rate: float = 1e-3
    keep: float = 12.0
    hold: float = 0.02


@dataclass(frozen=True, slots=True)
class Task:
    """One screen's arrays with what the old network said [Q, n + 1]; ``labelled`` [Q] marks user's clicks."""

    sample: Sample
    inputs: tuple[torch.Tensor, ...]
    before: torch.Tensor
    labelled: torch.Tensor


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Made-up screens: some to rehearse, others to check that nothing was forgotten."""

    practised: tuple[Sample, ...]
    checked: tuple[Sample, ...]


class LessonMaker:
    """Turns screens into arrays for the matcher; ``encode`` gives the vectors of words.

    Expressions are generated from ``screens``, the user's as first seen, so that they stay the same.
    """

    def __init__(self, encode: PhraseEncoder, seed: int, screens: Sequence[SeenScreen]) -> None:
        phrases = icon_phrases()
        self._truths = [as_truth(seen, number) for number, seen in enumerate(screens)]
        self._pictures = WordPictures(encode, phrases)
        self._maker = SampleMaker(self._pictures, phrases, [])
        self._phrases, self._seed = phrases, seed

    def made_up(self, practised: int, checked: int) -> Rehearsal:
        """Return samples of made-up screens, the checked ones the same for every seed."""
        return Rehearsal(tuple(self._made_up(practised, 1000 + self._seed)), tuple(self._made_up(checked, 7)))

    def _made_up(self, count: int, seed: int) -> Iterator[Sample]:
        rng = random.Random(seed)
        screens = made_up_screens(count, seed)
        others = [Scene(s, self._phrases) for s in screens[:6]]
        for screen in screens:
            source = SourceScreen(Path(), screen)
            made = self._maker.make(source, others, _MADE_UP_QUERIES, Mistakes().scaled(0.6), rng)
            if made is not None:
                yield made

    def clicks(self, screens: Sequence[SeenScreen], lessons: Sequence[Lesson]) -> list[Sample]:
        """Return samples of the lessons, and with each of rehearsed expressions about the same screen."""
        made = []
        for number, seen in enumerate(screens):
            mine = [x for x in lessons if x.screen == number and x.answers]
            for start in range(0, len(mine), _AT_ONCE):
                labelled = [_expression(x) for x in mine[start : start + _AT_ONCE]]
                sample = self._sample(seen, [*labelled, *self._other(lessons, number)[0::2]], number)
                made += [sample] if sample is not None else []
        return made

    def checks(self, screens: Sequence[SeenScreen], lessons: Sequence[Lesson]) -> list[Sample]:
        """Return samples of expressions about other elements of these screens that are never learned."""
        chosen = list(enumerate(screens))[:_MOST_CHECKED]
        samples = (self._sample(seen, self._other(lessons, n)[1::2], n) for n, seen in chosen)
        return [s for s in samples if s is not None]

    def _other(self, lessons: Sequence[Lesson], number: int) -> list[Expression]:
        """Return generated expressions about what was not clicked on a screen."""
        clicked = {a for x in lessons if x.screen == number for a in x.answers}
        rng = random.Random(f"{self._seed}/{number}")
        source = SourceScreen(Path(), self._truths[number])
        others = [self._maker.scene(t) for t in self._truths[:6] if t is not source.screen]
        made = self._maker.expressions(source, others, 2 * _EXPRESSIONS, rng)
        return [e for e in made if not clicked & set(e.targets)]

    def _sample(self, seen: SeenScreen, made: Sequence[Expression], number: int) -> Sample | None:
        rng = random.Random(f"{self._seed}/{number}/shown")
        shown = Seen(seen.screen.elements, seen.vectors)
        return self._maker.on_seen(self._truths[number], shown, made, rng, self._pictures)


def as_truth(seen: SeenScreen, number: int) -> RenderedScreen:
    """Return a parsed screen as if what the parser saw were all there is."""
    elements = tuple(
        RenderedElement(
            (e.box.x1, e.box.y1, e.box.x2, e.box.y2), e.role, e.text, e.meaning.partition(",")[0],
            state=tuple(sorted(e.state)),
        )
        for e in seen.screen.elements
    )  # fmt: skip
    region = seen.screen.region
    size = (region.width, region.height)
    return RenderedScreen(f"user-{number}", str(seen.image), size, "user", "", "user", "train", elements)


def _expression(lesson: Lesson) -> Expression:
    words = lesson.click.instruction
    return Expression("", words, lesson.answers[0], lesson.answers, "icon", _LABELLED, False)


def tasks_of(samples: Sequence[Sample], old: MatcherNetwork) -> list[Task]:
    """Return the samples with the old network's answers to them."""
    return [_task(sample, old) for sample in samples]


@torch.no_grad()
def _task(sample: Sample, old: MatcherNetwork) -> Task:
    inputs = tensors(sample)
    labelled = torch.tensor([e.template == _LABELLED for e in sample.expressions])
    return Task(sample, inputs, F.log_softmax(old.eval()(*inputs).float(), 1), labelled)


def adapted_matchers(
    start: MatcherNetwork,
    clicks: Sequence[Sample],
    rehearsal: Sequence[Task],
    seed: int,
    settings: MatcherSettings,
    on_step: Callable[[int, int], None] = lambda done, of: None,
) -> Iterator[tuple[int, MatcherNetwork]]:
    """Train a copy of ``start`` and yield it, to be looked at, with the steps done: 0, then every few."""
    network = copy.deepcopy(start).eval()
    # A word means the same on all screens; new ones are told by the pictures they are said of.
    network.words.requires_grad_(False)
    yield 0, network
    tasks = tasks_of(clicks, start)
    if not tasks:
        return
    rng = random.Random(seed)
    learning = [p for p in network.parameters() if p.requires_grad]
    first = [p.detach().clone() for p in learning]
    optimiser = torch.optim.Adam(learning, lr=settings.rate, betas=(0.9, 0.98))
    for step in range(settings.steps):
        loss = _loss(network, rng.choice(tasks), settings.keep)
        if rehearsal:
            loss = loss + _loss(network, rng.choice(rehearsal), settings.keep)
        pairs = zip(learning, first, strict=True)
        moved = torch.stack([((p - s) ** 2).sum() for p, s in pairs]).sum()
        optimiser.zero_grad(set_to_none=True)
        (loss + settings.hold * moved).backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        on_step(step + 1, settings.steps)
        if (step + 1) % settings.every == 0:
            yield step + 1, network


def _loss(network: MatcherNetwork, task: Task, keep: float) -> torch.Tensor:
    """Return the loss of labelled clicks and, of all else, how far the answers are from the old ones."""
    said = F.log_softmax(network(*task.inputs).float(), 1)
    accepted = torch.from_numpy(task.sample.accepted)
    wanted = accepted / accepted.sum(1, keepdim=True).clamp(min=1)
    mine, other = task.labelled, ~task.labelled
    loss = said.sum() * 0
    if mine.any():
        # Any of the accepted elements will do: together they should have all the chance.
        right = torch.logsumexp(said[mine].masked_fill(wanted[mine] == 0, -1e4), 1)
        loss = loss - right.mean()
    if other.any():
        apart = (task.before[other].exp() * (task.before[other] - said[other])).sum(1)
        loss = loss + keep * apart.mean()
    return loss


def right_of(network: MatcherNetwork, samples: Sequence[Sample], calibration: Calibration) -> list[bool]:
    """Return for every expression whether the answer is right: the element, or that it is not there."""
    return [
        outcome.right
        for sample in samples
        for outcome in learned_outcomes(sample, logits_of(network, sample), calibration)
    ]


def labelled_right(network: MatcherNetwork, samples: Sequence[Sample]) -> int:
    """Return how many labelled clicks get their element as the likeliest."""
    return sum(
        bool(accepted[int(z[:-1].argmax())])
        for sample in samples
        for z, accepted, e in zip(
            logits_of(network, sample), sample.accepted, sample.expressions, strict=True
        )
        if e.template == _LABELLED
    )
