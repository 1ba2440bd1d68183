"""The reader's network: strips of text lines in, characters per slot out."""

from __future__ import annotations

import torch
from torch import nn

from grounding.embedded.reader import HEIGHT, SLOTS


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
        features = self.neck(self.body(self.stem(strips)))
        slots = features.squeeze(2).transpose(1, 2).reshape(features.shape[0], -1, 128)
        return self.head(slots)


class BestCharacters(nn.Module):
    """What is exported: the best class of each slot and its probability."""

    def __init__(self, network: LineNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, strips: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        logits = self.network(strips)
        best, classes = logits.max(dim=2)
        probability = 1.0 / torch.exp(logits - best.unsqueeze(2)).sum(dim=2)
        return classes.int(), probability


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
