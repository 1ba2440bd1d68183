"""What the detector is punished for: element-ness, boxes, roles, states and text cores."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch.nn import functional

from grounding.data.sample import STATES
from grounding.embedded.detector_outputs import DETECTED_ROLES, LARGEST_EXPONENT
from grounding.networks.detector import DetectorOutput
from grounding.training.detector_assignment import Assignment, assign
from grounding.training.detector_batches import Batch

_ROLE_END = 5 + len(DETECTED_ROLES)
# Roles overlap in meaning (a link or a button, a cell or a list item): certainty is not asked for.
_ROLE_SMOOTHING = 0.05


@dataclass(frozen=True, slots=True)
class LossWeights:
    """How much each part counts."""

    element: float = 1.0
    box: float = 2.0
    edges: float = 0.4
    role: float = 0.5
    state: float = 0.5
    text: float = 1.0


def losses(output: DetectorOutput, batch: Batch, weights: LossWeights) -> dict[str, torch.Tensor]:
    """Return the weighted parts of the loss, all scalars; their sum is to be minimised."""
    rows = flatten(output.levels)
    chosen = _assignment(rows.detach(), batch)
    weight = batch.weights[chosen.element] * chosen.weight
    total = weight.sum().clamp_min(1.0)
    total_score = (batch.weights[chosen.element] * chosen.target).sum().clamp_min(1.0)
    own, element = rows[chosen.cell], chosen.element
    parts = {
        "element": _element_loss(rows[:, 0], chosen, batch).sum() / total_score,
        "box": (weight * _box_loss(own, chosen, batch)).sum() / total,
        "edges": (weight * _edge_loss(own, chosen, batch)).sum() / total,
        "role": (weight * _role_loss(own, batch.roles[element])).sum() / total,
        "state": (weight * _state_loss(own, batch.states[element])).sum() / total,
        "text": _text_loss(output.text.float(), batch.text, batch.text_known),
    }
    return {name: getattr(weights, name) * part for name, part in parts.items()}


def _assignment(rows: torch.Tensor, batch: Batch) -> Assignment:
    tried = rows[batch.pairs.cell]
    boxes = boxes_at(tried, batch.pairs.cell, batch)
    return assign(batch.pairs, tried[:, 0].sigmoid(), iou(boxes, batch.boxes[batch.pairs.element]))


def flatten(levels: tuple[torch.Tensor, ...]) -> torch.Tensor:
    """Return all cells of all pictures as rows [batch * cells, channels] in single precision."""
    rows = torch.cat([level.float().flatten(2) for level in levels], 2)
    return rows.permute(0, 2, 1).reshape(-1, rows.shape[1])


def boxes_at(rows: torch.Tensor, cells: torch.Tensor, batch: Batch) -> torch.Tensor:
    """Decode the boxes [k, 4] of ``rows`` that belong to ``cells`` of the batch."""
    index = cells % len(batch.strides)
    center, stride = batch.centers[index], batch.strides[index, None]
    distances = rows[:, 1:5].clamp(max=LARGEST_EXPONENT).exp() * stride
    return torch.cat([center - distances[:, :2], center + distances[:, 2:]], 1)


def iou(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Return the intersection over union of boxes row by row."""
    return _common(first, second) / _union(first, second)


def _common(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    low, high = torch.maximum(first[:, :2], second[:, :2]), torch.minimum(first[:, 2:], second[:, 2:])
    return (high - low).clamp_min(0).prod(1)


def _union(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    areas = (first[:, 2:] - first[:, :2]).prod(1) + (second[:, 2:] - second[:, :2]).prod(1)
    return (areas - _common(first, second)).clamp_min(1e-6)


def _element_loss(logits: torch.Tensor, chosen: Assignment, batch: Batch) -> torch.Tensor:
    """Quality focal loss (Li et al. 2020): the score is to be the quality of the box."""
    target, weight = torch.zeros_like(logits), batch.negative_weight[:, None].expand(-1, len(batch.strides))
    weight = weight.reshape(-1).clone()
    target[chosen.cell] = chosen.target
    weight[chosen.cell] = batch.weights[chosen.element]
    focus = (target - logits.detach().sigmoid()).abs() ** 2
    cost = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    return weight * focus * cost


def _box_loss(own: torch.Tensor, chosen: Assignment, batch: Batch) -> torch.Tensor:
    """Generalised IoU (Rezatofighi et al. 2019)."""
    boxes, truth = boxes_at(own, chosen.cell, batch), batch.boxes[chosen.element]
    union = _union(boxes, truth)
    hull = torch.maximum(boxes[:, 2:], truth[:, 2:]) - torch.minimum(boxes[:, :2], truth[:, :2])
    area = hull.prod(1).clamp_min(1e-6)
    return 1 - _common(boxes, truth) / union + (area - union) / area


def _edge_loss(own: torch.Tensor, chosen: Assignment, batch: Batch) -> torch.Tensor:
    """Distance of the logarithms: equally strict with a 20 px arrow and a 1500 px row."""
    index = chosen.cell % len(batch.strides)
    center, truth = batch.centers[index], batch.boxes[chosen.element]
    distances = torch.cat([center - truth[:, :2], truth[:, 2:] - center], 1).clamp_min(0.5)
    wanted = (distances / batch.strides[index, None]).log()
    return functional.smooth_l1_loss(own[:, 1:5], wanted, beta=0.1, reduction="none").mean(1)


def _role_loss(own: torch.Tensor, roles: torch.Tensor) -> torch.Tensor:
    return functional.cross_entropy(
        own[:, 5:_ROLE_END], roles, reduction="none", label_smoothing=_ROLE_SMOOTHING
    )


def _state_loss(own: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
    logits = own[:, _ROLE_END : _ROLE_END + len(STATES)]
    return functional.binary_cross_entropy_with_logits(logits, states, reduction="none").sum(1)


def _text_loss(logits: torch.Tensor, target: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Cross entropy for every cell and Dice for the few that matter."""
    area = known.sum().clamp_min(1.0)
    cost = functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
    probability = logits.sigmoid() * known
    common = 2 * (probability * target).sum() + 1
    dice = 1 - common / (probability.sum() + (target * known).sum() + 1)
    return 4 * (cost * known).sum() / area + dice * known.any()
