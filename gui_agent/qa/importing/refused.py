"""What an import says that cannot be done."""

from __future__ import annotations

from collections.abc import Sequence

from gui_agent.errors import AgentError


class ImportRefused(AgentError):
    """Nothing was written; ``complaints`` name file and field, or file, line and column (from 1)."""

    def __init__(self, complaints: Sequence[str]) -> None:
        more = "" if len(complaints) == 1 else f"{len(complaints)} things cannot be imported:\n  "
        super().__init__(more + "\n  ".join(complaints))
        self.complaints = tuple(complaints)
