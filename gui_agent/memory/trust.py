"""How far what a run shows may be trusted: whose words were on its screens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gui_agent.memory.records import Trust
from gui_agent.types import Step

_OTHERS_WORDS = re.compile(
    r"chrom|firefox|brave|opera|vivaldi|edge|epiphany|falkon|konqueror|midori|qutebrowser|safari|browser|navigator"
    r"|thunderbird|evolution|geary|claws|kmail|mutt|outlook|mail"
    r"|pidgin|hexchat|telegram|signal|discord|slack|element|teams|whatsapp|zoom"
    r"|evince|okular|atril|xpdf|mupdf|libreoffice|soffice|abiword",
    re.I,
)
"""Programs whose windows are filled by others: browsers, mail, chats, and documents from anywhere."""


def trust_of(steps: Sequence[Step]) -> Trust:
    """Return ``untrusted`` where a page, message or document of others was in front at any time.

    Else ``screen`` where labels of the screen were used, ``task`` where only keys and the task's words were.
    """
    for step in steps:
        for seen in (step.observation, step.after):
            window = seen.active_window if seen else None
            if window is not None and _OTHERS_WORDS.search(f"{window.application} {window.title}"):
                return "untrusted"
    return "screen" if any(step.planned.target for step in steps) else "task"
