"""The act network: hashed words in, a tag for every word and the kind of action out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from grounding.embedded.act_words import KINDS, LOOKS, MOST_WORDS
from grounding.embedded.tokens import PADDING, TABLE_SIZE

TAGS = ("outside", "target begins", "target", "text begins", "text")


@dataclass(frozen=True, slots=True)
class ActShape:
    """Sizes of the network; the defaults have 2.2 million parameters."""

    word: int = 96
    width: int = 128
    layers: int = 3
    heads: int = 4
    dropout: float = 0.1


class ActNetwork(nn.Module):
    """Means of hashed word pieces, a convolution and a small transformer.

    Vaswani et al. 2017 (pre-normalised as in Xiong et al. 2020), word pieces as in Bojanowski et al. 2017.
    """

    def __init__(self, shape: ActShape | None = None) -> None:
        super().__init__()
        shape = shape or ActShape()
        self.pieces = nn.EmbeddingBag(TABLE_SIZE, shape.word, mode="mean", padding_idx=PADDING)
        nn.init.normal_(self.pieces.weight, std=0.5)
        self.enter = nn.Linear(shape.word + LOOKS, shape.width)
        self.places = nn.Parameter(torch.randn(MOST_WORDS, shape.width) * 0.02)
        self.whole = nn.Parameter(torch.randn(1, 1, shape.width) * 0.02)
        self.near = nn.Conv1d(shape.width, shape.width, 5, padding=2)
        self.blocks = nn.ModuleList(_Block(shape) for _ in range(shape.layers))
        self.leave = nn.LayerNorm(shape.width)
        self.tags = nn.Linear(shape.width, len(TAGS))
        self.kind = nn.Linear(2 * shape.width, len(KINDS) + 1)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, ids: Tensor, looks: Tensor) -> tuple[Tensor, Tensor]:
        """Map ``ids`` [b, n, pieces] int64 and ``looks`` [b, n, looks] float32.

        Returns tag logits [b, n, 5] and [b, kinds + 1]: logits of the kinds, then of "several actions".
        """
        there = ids[..., 0] != PADDING
        x = self.enter(torch.cat((self._words(ids), looks), -1)) + self.places[: ids.shape[1]]
        x = self.drop(x) * there.unsqueeze(-1)
        x = x + nn.functional.gelu(self.near(x.transpose(1, 2)).transpose(1, 2))
        x = torch.cat((self.whole.expand(x.shape[0], -1, -1), x), 1)
        seen = torch.cat((torch.ones_like(there[:, :1]), there), 1)
        hidden = torch.zeros(seen.shape, dtype=x.dtype, device=x.device).masked_fill(~seen, -1e4)
        for block in self.blocks:
            x = block(x, hidden[:, None, None, :])
        x = self.leave(x)
        words = x[:, 1:]
        highest = words.masked_fill(~there.unsqueeze(-1), -1e4).amax(1)
        return self.tags(words), self.kind(torch.cat((x[:, 0], highest), -1))

    def _words(self, ids: Tensor) -> Tensor:
        if not torch.onnx.is_in_onnx_export():
            return self.pieces(ids.flatten(0, 1)).view(*ids.shape[:2], -1)
        # The same mean, spelled out in operators that every runtime has; half the numbers' width is enough.
        known = (ids != PADDING).to(torch.float32).unsqueeze(-1)
        total = (nn.functional.embedding(ids, self.pieces.weight.half()).float() * known).sum(2)
        return total / known.sum(2).clamp(min=1.0)


class _Block(nn.Module):
    def __init__(self, shape: ActShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.before = nn.LayerNorm(shape.width)
        self.ask = nn.Linear(shape.width, 3 * shape.width)
        self.answer = nn.Linear(shape.width, shape.width)
        self.between = nn.LayerNorm(shape.width)
        self.widen = nn.Linear(shape.width, 4 * shape.width)
        self.narrow = nn.Linear(4 * shape.width, shape.width)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        b, n, width = x.shape
        asked = self.ask(self.before(x)).view(b, n, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        query, key, value = asked[0], asked[1], asked[2]
        weights = (query @ key.transpose(-1, -2)) * (width // self.heads) ** -0.5 + hidden
        seen = (weights.softmax(-1) @ value).transpose(1, 2).reshape(b, n, width)
        x = x + self.drop(self.answer(seen))
        return x + self.drop(self.narrow(nn.functional.gelu(self.widen(self.between(x)))))


def parameters_of(module: Any) -> int:
    """Return how many numbers a module learns."""
    return sum(p.numel() for p in module.parameters())
