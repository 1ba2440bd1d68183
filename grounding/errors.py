"""What can go wrong between pixels and a target.

::

    GroundingError
    ├── TargetNotFound    nothing on the screen fits the words; carries the best candidates
    │   ├── AmbiguousTarget   several elements fit equally well
    │   └── UnreadableAnswer  a model of others answered something that names no place
    ├── InvalidTarget     the words are empty or unreadable
    ├── InvalidImage      a picture that cannot be read, is empty or too large
    ├── InvalidNeedle     a picture target that cannot be read; the message names file and field
    └── ModelUnavailable  weights or a package are missing; the message names the remedy
        ├── DamagedWeights  a weight file is not the one that was shipped
        └── GroundingServerFailed  the server of a grounding model gave no answer
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grounding.types import Candidate


class GroundingError(Exception):
    """The screen or the words could not be understood."""


class TargetNotFound(GroundingError):
    """Nothing on the screen fits the target; ``candidates`` are the nearest, best first."""

    def __init__(self, message: str, candidates: tuple[Candidate, ...] = ()) -> None:
        super().__init__(message)
        self.candidates = candidates


class AmbiguousTarget(TargetNotFound):
    """Several elements fit equally well, and clicking one of them would be a guess."""


class UnreadableAnswer(TargetNotFound):
    """A grounding model's answer names no place on the picture; nothing was guessed from it."""


class InvalidTarget(GroundingError):
    """The target's words cannot be understood."""


class InvalidNeedle(GroundingError):
    """A picture target cannot be read; ``field`` says where in ``path``, empty where all of it is meant."""

    def __init__(self, path: Path, field: str, what: str) -> None:
        place = f"{path}: {field}" if field else str(path)
        super().__init__(f"{place}: {what}")
        self.path, self.field = path, field


class InvalidImage(GroundingError):
    """The picture cannot be used."""


class ModelUnavailable(GroundingError):
    """A model cannot be loaded."""


class DamagedWeights(ModelUnavailable):
    """A weight file's bytes are not the recorded ones, or are cut short."""


class GroundingServerFailed(ModelUnavailable):
    """The server of a grounding model cannot be reached, refused, or let its deadline pass."""
