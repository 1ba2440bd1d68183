"""From words to an element: a set transformer over elements that listens to the words of a query.

Elements attend to each other with a bias from how their boxes stand to each other, and that bias is
steered by the query, so that “left of” can be learned. Elements take from the query the meaning in context
of the words that are like their own text, label or picture.

After Vaswani et al. 2017, "Attention Is All You Need"; Lee et al. 2019, "Set Transformer"; pairwise bias as
in Hu et al. 2018, "Relation Networks for Object Detection"; steering as in Perez et al. 2018, "FiLM".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class MatcherSizes:
    """Sizes of the inputs (see `grounding.embedded.features`) and of the network's own layers."""

    elements: int
    pairs: int
    channels: int
    fit: int
    flags: int
    table: int
    words: int = 40
    width: int = 64
    query_width: int = 64
    heads: int = 4
    screen_layers: int = 1
    query_layers: int = 2
    joint_layers: int = 3


class MatcherNetwork(nn.Module):
    """Scores every element of one screen, and "none of them", for Q queries at once.

    Inputs: ``elements`` [n, elements], ``label_ids`` [n, 3, k], ``pairs`` [n, n, pairs], ``token_ids``
    [Q, t, p], ``token_flags`` [Q, t, flags], ``token_mask`` [Q, t] (1 for a word), ``match``
    [Q, n, t, channels], ``fit`` [Q, n, fit]. Output: logits [Q, n + 1], the last for "none".
    """

    def __init__(self, sizes: MatcherSizes) -> None:
        super().__init__()
        d, q = sizes.width, sizes.query_width
        self.words = nn.Embedding(sizes.table, sizes.words, padding_idx=0)
        self.element_in = nn.Sequential(
            nn.Linear(sizes.elements + 3 * sizes.words, 2 * d), nn.GELU(), nn.Linear(2 * d, d)
        )
        self.screen = nn.ModuleList(
            ElementLayer(d, sizes.heads, sizes.pairs, 0) for _ in range(sizes.screen_layers)
        )
        self.token_in = nn.Linear(sizes.words + sizes.flags, q)
        self.tokens = nn.ModuleList(TokenLayer(q) for _ in range(sizes.query_layers))
        self.query_out = nn.Sequential(nn.LayerNorm(q), nn.Linear(q, q), nn.GELU())
        self.listen = Listening(d, q, sizes.channels)
        self.fit_in = nn.Sequential(nn.Linear(sizes.fit, d), nn.GELU(), nn.Linear(d, d))
        self.joint = nn.ModuleList(
            ElementLayer(d, sizes.heads, sizes.pairs, q) for _ in range(sizes.joint_layers)
        )
        self.out = nn.Sequential(nn.LayerNorm(d), nn.Linear(d, d), nn.GELU(), nn.Linear(d, 1))
        self.fit_out = nn.Linear(sizes.fit, 1)
        self.none = nn.Sequential(nn.Linear(q + d + sizes.fit + 2, d), nn.GELU(), nn.Linear(d, 1))
        nn.init.normal_(self.words.weight, std=0.1)

    def forward(
        self, elements: Tensor, label_ids: Tensor, pairs: Tensor, token_ids: Tensor, token_flags: Tensor,
        token_mask: Tensor, match: Tensor, fit: Tensor,
    ) -> Tensor:  # fmt: skip
        """Return the logits [Q, n + 1]."""
        labels = self._bag(label_ids).flatten(1)
        h = self.element_in(torch.cat([elements, labels], 1))[None]
        for layer in self.screen:
            h = layer(h, pairs, None)
        spoken, query = self._read(token_ids, token_flags, token_mask)
        h = h + self.listen(h, spoken, match, token_mask) + self.fit_in(fit)
        for layer in self.joint:
            h = layer(h, pairs, query)
        logits = (self.out(h) + self.fit_out(fit)).squeeze(2)
        return torch.cat([logits, self._none(h, logits, fit, query)], 1)

    def _bag(self, ids: Tensor) -> Tensor:
        """Return the mean of the words' vectors over the last axis of ``ids``; zeros where there is none."""
        count = (ids != 0).sum(-1, keepdim=True).clamp(min=1)
        return self.words(ids).sum(-2) / count

    def _read(self, ids: Tensor, flags: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        x = self.token_in(torch.cat([self._bag(ids), flags], 2))
        for layer in self.tokens:
            x = layer(x, mask)
        mean = (x * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        return x, self.query_out(mean)

    def _none(self, h: Tensor, logits: Tensor, fit: Tensor, query: Tensor) -> Tensor:
        best = logits.amax(1, keepdim=True)
        mass = torch.logsumexp(logits.float(), 1, keepdim=True)
        share = torch.softmax(logits.float(), 1)
        seen = (share[..., None] * h).sum(1)
        known = torch.cat([query, seen, fit.amax(1), best, mass], 1)
        return self.none(known)


class ElementLayer(nn.Module):
    """Self-attention over elements with a bias from pairs of boxes, steered by the query if there is one."""

    def __init__(self, width: int, heads: int, pairs: int, query: int) -> None:
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.join = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.bias = nn.Parameter(torch.randn(pairs, heads) * 0.5)
        self.steer = nn.Linear(query, pairs * heads) if query else None
        self.film = nn.Linear(query, 2 * width) if query else None
        self.mix = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        if self.film is not None:
            nn.init.zeros_(self.film.weight)
            nn.init.zeros_(self.film.bias)

    def forward(self, h: Tensor, pairs: Tensor, query: Any) -> Tensor:
        b, n, d = h.shape
        x = self.before(h)
        if self.film is not None:
            scale, shift = self.film(query)[:, None].chunk(2, 2)
            x = x * (1 + scale) + shift
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        mixed = (self._weights(q, k, pairs, query) @ v).transpose(1, 2).reshape(b, n, d)
        h = h + self.join(mixed)
        return h + self.mix(self.between(h))

    def _weights(self, q: Tensor, k: Tensor, pairs: Tensor, query: Any) -> Tensor:
        n, p = pairs.shape[0], pairs.shape[2]
        weight = self.bias[None]
        if self.steer is not None:
            weight = weight + self.steer(query).view(-1, p, self.heads)
        spread = weight.transpose(1, 2).reshape(-1, p)
        bias = (spread @ pairs.reshape(n * n, p).transpose(0, 1)).view(-1, self.heads, n, n)
        return torch.softmax(q @ k.transpose(2, 3) * (q.shape[3] ** -0.5) + bias, 3)


class TokenLayer(nn.Module):
    """Self-attention over the words of a query, and a convolution that knows their order."""

    def __init__(self, width: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.near = nn.Conv1d(width, width, 5, padding=2, groups=4)
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.join = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mix = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        b, t, d = x.shape
        x = x * mask[..., None]
        x = x + self.near(x.transpose(1, 2)).transpose(1, 2)
        q, k, v = self.qkv(self.before(x)).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        far = (1 - mask)[:, None, None, :] * _NEVER
        weights = torch.softmax(q @ k.transpose(2, 3) * (q.shape[3] ** -0.5) + far, 3)
        x = x + self.join((weights @ v).transpose(1, 2).reshape(b, t, d))
        return x + self.mix(self.between(x))


class Listening(nn.Module):
    """What elements hear of a query: the words like their own, in each sense of alike, and all words."""

    def __init__(self, width: int, query: int, channels: int, part: int = 16) -> None:
        super().__init__()
        self.channels, self.part = channels, part
        self.values = nn.Linear(query, channels * part)
        self.join = nn.Linear(channels * part, width)
        self.ask, self.key, self.value = (
            nn.Linear(width, query),
            nn.Linear(query, query),
            nn.Linear(query, width),
        )
        self.alike = nn.Linear(channels, 1)

    def forward(self, h: Tensor, spoken: Tensor, match: Tensor, mask: Tensor) -> Tensor:
        b, n, t, c = match.shape
        match = match * mask[:, None, :, None]
        values = self.values(spoken).view(b, t, c, self.part).permute(0, 2, 1, 3)
        heard = match.permute(0, 3, 1, 2) @ values
        heard = self.join(heard.permute(0, 2, 1, 3).reshape(b, n, c * self.part))
        scores = self.ask(h) @ self.key(spoken).transpose(1, 2) * (spoken.shape[2] ** -0.5)
        scores = scores + 4 * self.alike(match).squeeze(3) + (1 - mask)[:, None, :] * _NEVER
        return heard + torch.softmax(scores, 2) @ self.value(spoken)


def listwise_loss(logits: Tensor, accepted: Tensor, weights: Tensor) -> Tensor:
    """Cross entropy against all accepted answers alike; ``accepted`` [Q, n + 1] is 1 for each of them.

    Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise Approach".
    """
    wanted = accepted / accepted.sum(1, keepdim=True).clamp(min=1)
    losses = -(wanted * F.log_softmax(logits.float(), 1)).sum(1)
    return (losses * weights).sum() / weights.sum().clamp(min=1)
