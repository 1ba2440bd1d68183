"""The two towers of the icon model: small drawings and short phrases meet in one space.

Radford et al. 2021, "Learning Transferable Visual Models From Natural Language Supervision".
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from grounding.embedded.tokens import PADDING, TABLE_SIZE


class _Step(nn.Module):
    """A 3x3 convolution with batch normalisation, added to its input where shapes allow."""

    def __init__(self, before: int, after: int, stride: int = 1) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.norm = nn.BatchNorm2d(after)
        self.residual = stride == 1 and before == after

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.relu(self.norm(self.convolution(x)))
        return x + y if self.residual else y


class IconTower(nn.Module):
    """Crops [n, 40, 40, 3] uint8 (BGR) to unit vectors [n, dimensions]."""

    def __init__(self, dimensions: int = 128, width: int = 24) -> None:
        super().__init__()
        a, b, c, d = width, 2 * width, 4 * width, 8 * width
        self.body = nn.Sequential(
            _Step(3, a, 2),
            _Step(a, b, 2),
            _Step(b, b),
            _Step(b, c, 2),
            _Step(c, c),
            _Step(c, c),
            _Step(c, d, 2),
            _Step(d, d),
        )
        # Where a part lies matters (an arrow's head), so the last map is not averaged.
        self.head = nn.LazyLinear(dimensions)

    def forward(self, crops: torch.Tensor) -> torch.Tensor:
        pixels = crops.permute(0, 3, 1, 2).to(self.head.weight.dtype) / 128.0 - 1.0
        features = self.body(pixels).flatten(1)
        return F.normalize(self.head(features), dim=1)


class WordTower(nn.Module):
    """Ids [n, words, pieces] of phrases to unit vectors [n, dimensions].

    A word is the mean of its pieces' vectors, a phrase an attention-weighted mean of its words.
    """

    def __init__(self, dimensions: int = 128, width: int = 96) -> None:
        super().__init__()
        self.table = nn.Embedding(TABLE_SIZE, width, padding_idx=PADDING)
        nn.init.normal_(self.table.weight, std=0.3)
        self.attention = nn.Linear(width, 1)
        self.head = nn.Sequential(nn.Linear(width, 256), nn.ReLU(), nn.Linear(256, dimensions))
        self.straight = nn.Linear(width, dimensions, bias=False)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        present = (ids != PADDING).float()
        counts = present.sum(2, keepdim=True)
        words = self._sums(ids, present) / counts.clamp(min=1.0)
        weights = self.attention(words).exp() * (counts > 0).float()
        pooled = (words * weights).sum(1) / weights.sum(1).clamp(min=1e-6)
        return F.normalize(self.head(pooled) + self.straight(pooled), dim=1)

    def _sums(self, ids: torch.Tensor, present: torch.Tensor) -> torch.Tensor:
        """Return the sum [n, words, width] of each word's pieces."""
        if torch.onnx.is_in_onnx_export():
            return (self.table(ids) * present.unsqueeze(3)).sum(2)
        # Most of the padded ids are padding: only the others are looked up.
        n, words, _ = ids.shape
        used = ids.flatten()[ids.flatten() != PADDING]
        ends = present.sum(2).long().flatten().cumsum(0)
        starts = torch.cat([ends.new_zeros(1), ends[:-1]])
        sums = F.embedding_bag(used, self.table.weight, starts, mode="sum")
        return sums.view(n, words, -1)


# Sharper scores would be content with vectors that all lie close together, and leave cosines no room.
_SHARPEST = 3.2


class IconModel(nn.Module):
    """Both towers and the temperature between them."""

    def __init__(self, dimensions: int = 128) -> None:
        super().__init__()
        self.icons = IconTower(dimensions)
        self.words = WordTower(dimensions)
        self.scale = nn.Parameter(torch.tensor(2.6))

    @property
    def sharpness(self) -> float:
        """Return what cosines are multiplied with."""
        return float(self.scale.detach().clamp(max=_SHARPEST).exp())

    def forward(self, crops: torch.Tensor, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the unit vectors of crops and phrases."""
        return self.icons(crops), self.words(ids)

    def scores(self, icons: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        """Return scaled cosines [icons, words], in full precision."""
        return self.scale.clamp(max=_SHARPEST).exp() * icons.float() @ words.float().T


def contrastive_loss(scores: torch.Tensor, positive: torch.Tensor, ignored: torch.Tensor) -> torch.Tensor:
    """Return the symmetric InfoNCE loss where a row may have several positives.

    ``positive`` and ``ignored`` are [n, n] booleans: pairs that belong together, and pairs that say nothing.
    """
    masked = scores.float().masked_fill(ignored & ~positive, -1e4)
    targets = positive.float()
    by_icon = -(F.log_softmax(masked, 1) * targets / targets.sum(1, keepdim=True)).sum(1).mean()
    by_word = -(F.log_softmax(masked, 0) * targets / targets.sum(0, keepdim=True)).sum(0).mean()
    return (by_icon + by_word) / 2
