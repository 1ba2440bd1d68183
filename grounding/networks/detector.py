"""One network for what is on a screen: elements with roles and states, and lines of text.

A convolutional pyramid (strides 4 to 64) with an anchor-free head at strides 8, 16 and 32 (FCOS, Tian et
al. 2019; element-ness scored by the quality of the box as in Generalized Focal Loss, Li et al. 2020), and a
map of text-line cores at stride 2 (after DB, Liao et al. 2020).
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import nn
from torch.nn import functional

from grounding.data.sample import STATES
from grounding.embedded.detector_outputs import DETECTED_ROLES
from grounding.networks.detector_blocks import Bottleneck, Strips, convolution, stage

GREY, SPREAD = 127.5, 64.0


@dataclass(frozen=True, slots=True)
class DetectorShape:
    """Channels and blocks at strides 4, 8, 16, 32 and 64; ``head`` channels of the heads."""

    channels: tuple[int, int, int, int, int] = (32, 64, 128, 256, 320)
    blocks: tuple[int, int, int, int, int] = (1, 3, 4, 3, 2)
    head: int = 64
    strip: int = 15


TINY = DetectorShape(channels=(8, 16, 16, 24, 24), blocks=(1, 1, 1, 1, 1), head=16, strip=5)


class DetectorOutput(NamedTuple):
    """``levels``: per stride [batch, 1 + 4 + roles + states, height/stride, width/stride].

    The channels are the element-ness logit, the logarithms of the distances from a cell's centre to the
    left, top, right and bottom edge in strides, role logits, and state logits.
    ``text``: logits of text-line cores [batch, 1, height/2, width/2].
    """

    levels: tuple[torch.Tensor, ...]
    text: torch.Tensor


class DetectorNetwork(nn.Module):
    """Maps pictures [batch, 3, height, width] (BGR, 0-255, sides multiples of 64) to a `DetectorOutput`."""

    def __init__(self, shape: DetectorShape = DetectorShape()) -> None:
        super().__init__()
        c4, c8, c16, c32, c64 = shape.channels
        b4, b8, b16, b32, b64 = shape.blocks
        self.shape = shape
        self.stem = nn.Sequential(
            nn.Conv2d(3, c4, 4, 4), nn.ReLU(inplace=True), *(Bottleneck(c4) for _ in range(b4))
        )
        self.stage8 = stage(c4, c8, b8)
        self.stage16 = stage(c8, c16, b16)
        self.stage32 = stage(c16, c32, b32)
        self.stage64 = nn.Sequential(stage(c32, c64, b64), Strips(c64, shape.strip))
        self.join32 = _Join(c64, c32, c32)
        self.wide32 = Strips(c32, shape.strip)
        self.join16 = _Join(c32, c16, c16)
        self.join8 = _Join(c16, c8, c8)
        self.heads = nn.ModuleList(_Head(c, shape.head, 8 * 2**i) for i, c in enumerate((c8, c16, c32)))
        self.text = _TextHead(c4, c8)

    def forward(self, picture: torch.Tensor) -> DetectorOutput:
        return self.forward_scaled((picture - GREY) / SPREAD)

    def forward_scaled(self, scaled: torch.Tensor) -> DetectorOutput:
        """Evaluate a picture already centred on grey and divided by ``SPREAD``."""
        at4 = self.stem(scaled)
        at8 = self.stage8(at4)
        at16 = self.stage16(at8)
        at32 = self.stage32(at16)
        at32 = self.wide32(self.join32(self.stage64(at32), at32))
        at16 = self.join16(at32, at16)
        at8 = self.join8(at16, at8)
        levels = tuple(head(f) for head, f in zip(self.heads, (at8, at16, at32), strict=True))
        return DetectorOutput(levels, self.text(at4, at8))


class _Join(nn.Module):
    """Brings coarse features up to the finer level and mixes the two."""

    def __init__(self, coarse: int, fine: int, outputs: int) -> None:
        super().__init__()
        self.narrow = convolution(coarse, fine, 1)
        self.mix = nn.Sequential(convolution(2 * fine, outputs, 1), Bottleneck(outputs))

    def forward(self, coarse: torch.Tensor, fine: torch.Tensor) -> torch.Tensor:
        raised = functional.interpolate(self.narrow(coarse), scale_factor=2.0, mode="nearest")
        return self.mix(torch.cat([raised, fine], 1))


class _Head(nn.Module):
    """Two small towers: what is here (element-ness, role, states), and how far its edges are."""

    def __init__(self, inputs: int, channels: int, stride: int) -> None:
        super().__init__()
        self.enter = convolution(inputs, channels, 1) if inputs != channels else nn.Identity()
        self.what = Bottleneck(channels)
        self.where = Bottleneck(channels)
        self.element = nn.Conv2d(channels, 1, 1)
        self.role = nn.Conv2d(channels, len(DETECTED_ROLES), 1)
        self.state = nn.Conv2d(channels, len(STATES), 1)
        self.edges = nn.Conv2d(channels, 4, 1)
        # Rare positives: start at one in a hundred (Lin et al. 2017).
        nn.init.constant_(self.element.bias, -math.log(99))
        nn.init.normal_(self.edges.weight, std=0.01)
        nn.init.constant_(self.edges.bias, 0.5)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        entered = self.enter(features)
        what, where = self.what(entered), self.where(entered)
        return torch.cat([self.element(what), self.edges(where), self.role(what), self.state(what)], 1)


class _TextHead(nn.Module):
    """Line cores at stride 2: stride-4 detail with stride-8 context, unfolded by a pixel shuffle."""

    def __init__(self, c4: int, c8: int) -> None:
        super().__init__()
        self.narrow = convolution(c8, c4, 1)
        self.mix = Bottleneck(c4)
        self.out = nn.Conv2d(c4, 4, 1)
        nn.init.constant_(self.out.bias, -2.0)

    def forward(self, at4: torch.Tensor, at8: torch.Tensor) -> torch.Tensor:
        raised = functional.interpolate(self.narrow(at8), scale_factor=2.0, mode="nearest")
        return functional.pixel_shuffle(self.out(self.mix(at4 + raised)), 2)


class ShippedDetector(nn.Module):
    """The network as exported: uint8 [1, height, width, 3] in; element levels and the text map out."""

    def __init__(self, network: DetectorNetwork) -> None:
        super().__init__()
        self.network = copy.deepcopy(network).float().eval()
        self._fold_scaling_into_stem()

    def forward(self, picture: torch.Tensor) -> tuple[torch.Tensor, ...]:
        output = self.network.forward_scaled(picture.permute(0, 3, 1, 2).float())
        return (*output.levels, output.text)

    @torch.no_grad()
    def _fold_scaling_into_stem(self) -> None:
        # Two passes over the full picture less; exact, since the stem pads nothing.
        first: Any = self.network.stem[0]
        first.bias -= (first.weight * (GREY / SPREAD)).sum((1, 2, 3))
        first.weight /= SPREAD
