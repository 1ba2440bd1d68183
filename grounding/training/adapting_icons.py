"""Fine-tunes the icon encoder: the user's icons move to the user's words, all other drawings stay.

Only the last layers learn: what lines and corners look like is the same for everybody. Few
examples: drawings are shaken a little each time, the answers for every other drawing are held where they
were (Li and Hoiem 2016, "Learning without Forgetting"), and so are the weights (Li et al. 2018, "Explicit
Inductive Bias for Transfer Learning with Convolutional Networks").
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from grounding.embedded.features import PhraseEncoder
from grounding.embedded.features_query import QueryReader
from grounding.embedded.icons import SIZE
from grounding.networks.icons import IconTower
from grounding.training.adapting_screens import Crops, Floats, Lesson, SeenScreen

_SHARPNESS = 20.0
_ALIKE = 0.97
_ALIKE_WORDS = 0.6
_ANCHORS = 64
_DRAWINGS = 400
_BATCH = 32
_LEARNING = 2
_DONE = 0.15


@dataclass(frozen=True, slots=True)
class IconSettings:
    """How the icon encoder is adapted; ``keep`` weighs other drawings, ``hold`` the old weights."""

    steps: int = 120
    rate: float = 3e-4
    keep: float = 60.0
    hold: float = 0.02


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing [40, 40, 3] to be called by word vector ``word`` [D], among others [k, D] on its screen."""

    crop: Crops
    word: Floats
    others: Floats


def drawings_of(
    lessons: Sequence[Lesson], screens: Sequence[SeenScreen], encode: PhraseEncoder
) -> list[Drawing]:
    """Return what the clicks on icons teach: each drawing with the words it was called by."""
    reader = QueryReader()
    made: list[Drawing] = []
    for lesson in lessons:
        seen = screens[lesson.screen]
        query = reader.read(lesson.click.instruction)
        label = query.phrase.label if query.phrase and query.phrase.label else query.text
        rows = [k for k, i in enumerate(seen.pictured.tolist()) if i in lesson.answers]
        if lesson.kind != "icon" or not rows or not label:
            continue
        vectors = seen.vectors[seen.pictured]
        others = vectors[(vectors @ vectors[rows].T).max(1) < _ALIKE]
        made.append(Drawing(seen.crops[rows[0]], encode([label])[0], others))
    return made


def adapted_icons(
    tower: IconTower,
    drawings: Sequence[Drawing],
    anchors: Crops,
    bank: Floats,
    seed: int,
    settings: IconSettings,
    on_step: Callable[[int, int], None] = lambda done, of: None,
) -> IconTower:
    """Return a tower that calls the ``drawings`` by their words and sees ``anchors`` [n, ...] as before.

    ``bank`` [m, D] are the vectors of usual words, which must not fit the drawings better than theirs.
    """
    new = copy.deepcopy(tower).eval()
    if not drawings:
        return new
    rng = np.random.default_rng(seed)
    kept = np.concatenate([_unlike(anchors, drawings, tower), made_up_drawings(_DRAWINGS, seed)])
    maps, wanted = _maps_of(tower, kept), torch.from_numpy(vectors_of(tower, kept))
    learning = [p for layer in (*new.body[-_LEARNING:], new.head) for p in layer.parameters()]
    start = [p.detach().clone() for p in learning]
    optimiser = torch.optim.Adam(learning, lr=settings.rate)
    for step in range(settings.steps):
        chosen = rng.choice(len(drawings), min(_BATCH, len(drawings)), replace=False)
        some = torch.from_numpy(rng.choice(len(kept), min(_ANCHORS, len(kept)), replace=False))
        calling = _calling_loss(new, [drawings[i] for i in chosen], bank, rng)
        straying = (1 - (_ends(new, maps[some]) * wanted[some]).sum(1)).mean()
        moved = torch.stack([((p - s) ** 2).sum() for p, s in zip(learning, start, strict=True)]).sum()
        optimiser.zero_grad(set_to_none=True)
        (calling + settings.keep * straying + settings.hold * moved).backward()
        optimiser.step()
        on_step(step + 1, settings.steps)
        if float(calling.detach()) < _DONE and step >= settings.steps // 3:
            break
    on_step(settings.steps, settings.steps)
    return new


@torch.no_grad()
def _maps_of(tower: IconTower, crops: Crops) -> torch.Tensor:
    """Return what the layers that stay make of crops: maps [n, channels, h, w]."""
    pixels = torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 128.0 - 1.0
    parts: list[torch.Tensor] = [tower.body[:-_LEARNING](part) for part in pixels.split(256)]
    return torch.cat(parts)


def _ends(tower: IconTower, maps: torch.Tensor) -> torch.Tensor:
    """Return the unit vectors [n, D] that the learning layers make of maps."""
    return F.normalize(tower.head(tower.body[-_LEARNING:](maps).flatten(1)), dim=1)


def _calling_loss(
    tower: IconTower, drawings: Sequence[Drawing], bank: Floats, rng: np.random.Generator
) -> torch.Tensor:
    """Return how far each drawing is from standing out, for its words, among the drawings of its screen."""
    crops = np.stack([shaken(d.crop, rng) for d in drawings])
    words = torch.from_numpy(np.stack([d.word for d in drawings]))
    vectors = _ends(tower, _maps_of(tower, crops))
    own = (vectors * words).sum(1)
    losses = []
    for drawing, mine in zip(drawings, own, strict=True):
        others = torch.from_numpy(drawing.others @ drawing.word)
        logits = torch.cat([mine[None], others, torch.full((1,), 0.5)])
        losses.append(F.cross_entropy(_SHARPNESS * logits[None], torch.zeros(1, dtype=torch.long)))
    # Drawings learned together are told from each other: they move, so their old vectors say nothing.
    mine, order = words @ words.T > _ALIKE, torch.arange(len(drawings))
    mine.fill_diagonal_(False)
    among = (vectors @ words.T).masked_fill(mine, -1.0)
    # Nor must usual words fit a drawing better than its own.
    usual = torch.from_numpy(bank)
    told = (vectors @ usual.T).masked_fill(words @ usual.T > _ALIKE_WORDS, -1.0)
    by_word = F.cross_entropy(_SHARPNESS * among.T, order)
    by_drawing = F.cross_entropy(_SHARPNESS * torch.cat([among, told], 1), order)
    return torch.stack(losses).mean() + by_word + by_drawing


def _unlike(anchors: Crops, drawings: Sequence[Drawing], tower: IconTower) -> Crops:
    """Return the anchors that are not the very drawings to be learned."""
    if not len(anchors):
        return anchors
    learned = vectors_of(tower, np.stack([d.crop for d in drawings]))
    return anchors[(vectors_of(tower, anchors) @ learned.T).max(1) < _ALIKE]


@torch.no_grad()
def vectors_of(tower: IconTower, crops: Crops) -> Floats:
    """Return one unit vector [n, D] a crop."""
    tower.eval()
    size = tower.head.out_features
    parts = [tower(torch.from_numpy(crops[i : i + 256])).numpy() for i in range(0, len(crops), 256)]
    return np.concatenate(parts) if parts else np.zeros((0, size), np.float32)


def shaken(crop: Crops, rng: np.random.Generator) -> Crops:
    """Return the crop a little moved, scaled, brighter or darker, and noisier."""
    scale = rng.uniform(0.92, 1.08)
    move = rng.uniform(-1.5, 1.5, 2) + (1 - scale) * SIZE / 2
    matrix = np.array([[scale, 0, move[0]], [0, scale, move[1]]], np.float64)
    moved = cv2.warpAffine(crop, matrix, (SIZE, SIZE), borderMode=cv2.BORDER_REPLICATE)
    lit = moved.astype(np.float32) * rng.uniform(0.9, 1.1) + rng.uniform(-10, 10)
    noisy = lit + rng.normal(0, rng.uniform(0, 4), crop.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def made_up_drawings(count: int, seed: int) -> Crops:
    """Return simple drawings [count, 40, 40, 3]: lines, shapes and letters in two colours."""
    rng = np.random.default_rng(seed)
    return np.stack([_drawing(rng) for _ in range(count)])


def _drawing(rng: np.random.Generator) -> NDArray[np.uint8]:
    ground = rng.integers(0, 256, 3)
    ink = tuple(int(v) for v in (ground + rng.integers(90, 166, 3)) % 256)
    image = np.full((SIZE * 2, SIZE * 2, 3), ground, np.uint8)
    for _ in range(rng.integers(1, 5)):
        a, b = (tuple(int(v) for v in rng.integers(12, 68, 2)) for _ in range(2))
        width = int(rng.integers(2, 7))
        match rng.integers(0, 5):
            case 0:
                cv2.line(image, a, b, ink, width, cv2.LINE_AA)
            case 1:
                cv2.circle(image, a, int(rng.integers(5, 28)), ink, width, cv2.LINE_AA)
            case 2:
                cv2.rectangle(image, a, b, ink, width)
            case 3:
                corners = rng.integers(10, 70, (int(rng.integers(3, 6)), 1, 2)).astype(np.int32)
                cv2.fillPoly(image, [corners], ink, cv2.LINE_AA)
            case _:
                letter = chr(int(rng.integers(65, 91)))
                cv2.putText(image, letter, (a[0] // 2, 60), cv2.FONT_HERSHEY_SIMPLEX, 1.6, ink, width)
    return np.asarray(cv2.resize(image, (SIZE, SIZE), interpolation=cv2.INTER_AREA), np.uint8)
