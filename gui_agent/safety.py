"""What a model's provider wants a person to look at before an action happens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SafetyCheck:
    """A doubt of the provider about an action; it is acknowledged by an approval and by nothing else."""

    id: str
    code: str = ""
    message: str = ""

    @property
    def words(self) -> str:
        return self.message or self.code or "the model's provider wants a person to look at this"
