"""The reader's network: strips of text lines in, characters per slot out."""

from __future__ import annotations

import torch
from torch import nn

from grounding.embedded.reader import HEIGHT, SLOTS

SPACE = 1
"""The class of the space, the first of the alphabet: two of it are never told apart."""


class LineNetwork(nn.Module):
    """A plain convolutional network with CTC outputs.

    Plain 3x3 convolutions use a CPU's wide arithmetic better than separable ones do; the body works at an
    eighth of the width and writes three slots per step, as fine as narrow letters at nine pixels need.
    """

    def __init__(self, classes: int, width: int = 224, blocks: int = 3) -> None:
        super().__init__()
        self.classes = classes
        self.stem = nn.Sequential(
            _convolution(3, 24, 3, (2, 2)),
            _convolution(24, 48, 3, (2, 2)),
            Residual(48, 3, (1, 1), layers=1),
            _convolution(48, 96, 3, (2, 1)),
            _convolution(96, width, (HEIGHT // 8, 3), (1, 2), padding=(0, 1)),
        )
        # Growing reaches: about eleven letters of context to either side.
        reaches = [(1, 2, 4)[i % 3] for i in range(blocks)]
        self.body = nn.Sequential(*(Residual(width, (1, 3), (1, r), layers=2) for r in reaches))
        self.neck = _convolution(width, 128 * SLOTS, 1, 1)
        self.head = nn.Linear(128, classes)

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """Return logits [strips, width / 8 * 3, classes] of strips [strips, 3, 24, width]; class 0: blank."""
        return self.head(self.slots(strips))

    def slots(self, strips: torch.Tensor) -> torch.Tensor:
        """Return what is known of each slot, [strips, width / 8 * 3, 128]."""
        features = self.neck(self.body(self.stem(strips)))
        return features.squeeze(2).transpose(1, 2).reshape(features.shape[0], -1, 128)


class BestCharacters(nn.Module):
    """What is exported: the best class of each slot and its probability.

    The best class of every slot by itself is not the best text: a letter that may as well be written in one
    slot as in the next is below a half in both, and lost, or above it in both with a blank between, and
    doubled. Both are put right for neighbouring slots.
    """

    def __init__(self, network: LineNetwork, space: int = SPACE) -> None:
        super().__init__()
        self.network = network
        self.space = space

    def forward(self, strips: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        slots, head = self.network.slots(strips), self.network.head
        # The blank apart from the letters: cutting it off all logits would copy them.
        logits = nn.functional.linear(slots, head.weight[1:], head.bias[1:])
        blank = nn.functional.linear(slots, head.weight[:1], head.bias[:1]).squeeze(2)
        best, letters = logits.max(dim=2)
        odds = torch.exp((blank - best).clamp(max=60.0))
        likely = 1.0 / (torch.exp(logits - best.unsqueeze(2)).sum(dim=2) + odds)
        return settled(letters.int() + 1, likely, odds * likely, self.space)


def settled(
    letters: torch.Tensor, likely: torch.Tensor, blank: torch.Tensor, space: int = SPACE
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the classes of slots (0: blank) and their probabilities.

    ``letters`` int [strips, slots] are the best classes but for the blank, ``likely`` and ``blank`` the
    probabilities of these and of the blank.
    """
    classes = torch.where(likely > blank, letters, 0)
    scores = torch.maximum(likely, blank)
    # A letter in this slot or the next, though in neither for sure.
    either = 1 - (1 - likely) * (1 - _after(likely))
    spread = (letters == _after(letters)) & (letters != space) & (either > 0.5)
    silent = (classes == 0) & (_after(classes) == 0)
    apart = (_before(classes) != letters) & (_after(_after(classes)) != letters)
    found = spread & silent & apart
    classes, scores = torch.where(found, letters, classes), torch.where(found, either, scores)
    # The same letter to both sides of one blank that is not sure: one letter.
    twice = (classes == 0) & (_before(classes) == _after(classes)) & (_after(classes) > 0)
    joined = twice & (_before(likely) * blank * _after(likely) < 0.5)
    return torch.where(joined, _before(classes), classes), torch.where(joined, 1 - blank, scores)


def _after(x: torch.Tensor) -> torch.Tensor:
    """Return for every slot the value of the next."""
    return torch.cat([x[:, 1:], torch.zeros_like(x[:, :1])], dim=1)


def _before(x: torch.Tensor) -> torch.Tensor:
    """Return for every slot the value of the one before."""
    return torch.cat([torch.zeros_like(x[:, :1]), x[:, :-1]], dim=1)


class Residual(nn.Module):
    """One or two convolutions beside a shortcut."""

    def __init__(
        self, width: int, kernel: int | tuple[int, int], dilation: tuple[int, int], layers: int
    ) -> None:
        super().__init__()
        first = [_convolution(width, width, kernel, 1) for _ in range(layers - 1)]
        self.layers = nn.Sequential(*first, _convolution(width, width, kernel, 1, dilation, active=False))
        self.active = nn.ReLU(inplace=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.active(x + self.layers(x))


def _convolution(
    inputs: int,
    outputs: int,
    kernel: int | tuple[int, int],
    stride: int | tuple[int, int],
    dilation: tuple[int, int] = (1, 1),
    padding: tuple[int, int] | None = None,
    active: bool = True,
) -> nn.Sequential:
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    around = padding or ((kernel[0] - 1) // 2 * dilation[0], (kernel[1] - 1) // 2 * dilation[1])
    layers: list[nn.Module] = [
        nn.Conv2d(inputs, outputs, kernel, stride, around, dilation, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if active else nn.Sequential(*layers)
