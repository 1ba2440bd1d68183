"""Convolution blocks of the element detector: plain, cheap on CPUs, easy to quantise (ReLU throughout)."""

from __future__ import annotations

import torch
from torch import nn


def convolution(inputs: int, outputs: int, kernel: int = 3, stride: int = 1) -> nn.Sequential:
    """Return convolution, batch normalisation and ReLU; the normalisation folds away on export."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False),
        nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.03),
        nn.ReLU(inplace=True),
    )


class Bottleneck(nn.Module):
    """Adds what a 1x1 and a 3x3 convolution find; shape stays [batch, channels, height, width]."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.inner = nn.Sequential(
            convolution(channels, channels // 2, 1), convolution(channels // 2, channels, 3)
        )

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return features + self.inner(features)


class Strips(nn.Module):
    """Adds what long horizontal and vertical depthwise kernels see: rows and windows span whole screens.

    After the strip convolutions of SegNeXt (Guo et al. 2022).
    """

    def __init__(self, channels: int, length: int) -> None:
        super().__init__()
        across, down = (1, length), (length, 1)
        self.across = nn.Conv2d(channels, channels, across, padding=(0, length // 2), groups=channels)
        self.down = nn.Conv2d(channels, channels, down, padding=(length // 2, 0), groups=channels)
        self.mix = convolution(channels, channels, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        return features + self.mix(self.across(features) + self.down(features))


def stage(inputs: int, outputs: int, blocks: int) -> nn.Sequential:
    """Return a stage that halves the resolution and adds ``blocks`` bottlenecks."""
    return nn.Sequential(convolution(inputs, outputs, 3, 2), *(Bottleneck(outputs) for _ in range(blocks)))
