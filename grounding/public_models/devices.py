"""Where a model runs: on the graphics card if it fits there, else on the processor, else nowhere."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grounding.errors import ModelUnavailable
from grounding.public_models.checkpoints import Checkpoint

_MEMINFO = Path("/proc/meminfo")


@dataclass(frozen=True, slots=True)
class Room:
    """Free bytes: in main memory, and on the graphics card (None where there is none)."""

    memory: int | None
    card: int | None


@dataclass(frozen=True, slots=True)
class Place:
    """A device of torch and the type of the weights there."""

    device: str
    dtype: str


def choose_place(checkpoint: Checkpoint, room: Room, device: str = "", dtype: str = "") -> Place:
    """Return where ``checkpoint`` fits; ``device`` and ``dtype`` are the user's wishes, empty for ours.

    On a card the weights are bfloat16. On the processor they are float32, which is the quickest there, or
    bfloat16 where only that fits. Raises `ModelUnavailable` with what is needed and what there is.
    """
    wishes = [
        place
        for place in (Place("cuda", "bfloat16"), Place("cpu", "float32"), Place("cpu", "bfloat16"))
        if place.device.startswith(device.split(":")[0]) and (not dtype or dtype == place.dtype)
    ]
    if dtype and not any(place.dtype == dtype for place in wishes):
        wishes = [Place(device or ("cpu" if room.card is None else "cuda"), dtype)]
    for place in wishes:
        free = room.card if place.device.startswith("cuda") else room.memory
        if place.device.startswith("cuda") and free is None:
            continue
        if free is None or checkpoint.bytes_needed(width_of(place.dtype)) <= free:
            return Place(device or place.device, place.dtype)
    raise ModelUnavailable(_too_large(checkpoint, room))


def width_of(dtype: str) -> int:
    """Return the bytes of one number of a type."""
    return 4 if dtype == "float32" else 2


def free_room() -> Room:
    """Measure what is free now; torch must be installed to see a graphics card."""
    import torch

    return Room(_free_memory(), _free_card(torch))


def _free_card(torch: Any) -> int | None:
    if not torch.cuda.is_available():
        return None
    free, _ = torch.cuda.mem_get_info()
    return int(free)


def _free_memory() -> int | None:
    try:
        for line in _MEMINFO.read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError):
        pass
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return None


def _too_large(checkpoint: Checkpoint, room: Room) -> str:
    needed = checkpoint.bytes_needed(2) / 1e9
    has = [] if room.card is None else [f"the graphics card has {room.card / 1e9:.1f} GB free"]
    has += [] if room.memory is None else [f"the memory has {room.memory / 1e9:.1f} GB free"]
    return (
        f"The model has {checkpoint.parameters / 1e9:.1f} billion parameters and needs about "
        f"{needed:.1f} GB; {' and '.join(has) or 'there is no such device'}. Take a smaller model, or serve "
        "it on a larger machine and give --grounder http://HOST:8000/v1#NAME."
    )
