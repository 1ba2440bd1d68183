"""What is wrong with an application, how serious it is, and how to see it again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actions.geometry import Box
from actions.screenshot import Image
from gui_agent.screen_text import fold

Kind = Literal[
    "crash", "hang", "error", "untranslated", "placeholder", "clipped", "off-screen", "dead", "disabled"
]
Seriousness = Literal["critical", "major", "minor", "notice"]

SERIOUSNESS: dict[Kind, Seriousness] = {
    "crash": "critical",
    "hang": "critical",
    "error": "major",
    "off-screen": "major",
    "placeholder": "major",
    "untranslated": "minor",
    "clipped": "minor",
    "dead": "minor",
    "disabled": "notice",
}
"""A notice may well be meant so; it does not count as a finding in the exit code."""
ORDER: tuple[Seriousness, ...] = ("critical", "major", "minor", "notice")


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """One thing wrong, said in ``words`` about ``what``.

    ``path`` are the steps from the start that show it; ``reproduced`` says whether they did so again (None:
    not tried). ``picture`` is the screen (HxWx3 BGR) with the place in ``box``; ``node`` is a number on the
    map.
    """

    kind: Kind
    what: str
    words: str
    path: tuple[str, ...]
    picture: Image
    box: Box | None = None
    node: int | None = None
    reproduced: bool | None = None

    @property
    def seriousness(self) -> Seriousness:
        return SERIOUSNESS[self.kind]

    @property
    def counts(self) -> bool:
        return self.seriousness != "notice"


class Findings:
    """Every finding once, the most serious first."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Finding] = {}

    def add(self, finding: Finding) -> bool:
        """Keep ``finding`` unless the same is known; say whether it is new."""
        key = finding.kind, fold(finding.what)
        if key in self._found:
            return False
        self._found[key] = finding
        return True

    def replace(self, finding: Finding) -> None:
        """Put ``finding`` in the place of the one that is known of the same."""
        self._found[finding.kind, fold(finding.what)] = finding

    def knows(self, kind: Kind, what: str) -> bool:
        return (kind, fold(what)) in self._found

    @property
    def all(self) -> tuple[Finding, ...]:
        return tuple(sorted(self._found.values(), key=lambda f: ORDER.index(f.seriousness)))
