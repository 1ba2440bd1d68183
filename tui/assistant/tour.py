"""The tour of a first start: one small task that really runs on the private desktop."""

from __future__ import annotations

import shutil

TOUR_TASK = 'Open xterm, then type "echo hello from the tour", press Enter'
TOUR_SAYS = f"""A private desktop opens that only the agent sees; your mouse and keyboard stay yours.
The task:
    {TOUR_TASK}
Each step says what is intended, what was done, and what was seen afterwards. Escape stops it."""
TOUR_AFTER = """That was a whole run, and it is kept: F4 lists it, F5 opens its report.
Now say a task of your own, or connect a language model with F6."""
PLAIN_SAYS = f"""A private desktop opens that only the agent sees; your mouse and keyboard stay yours.
The task: {TOUR_TASK}
Each step says what is intended, then what was done and seen. Ctrl-C stops it, /pause holds it."""
PLAIN_AFTER = """That was a whole run, and it is kept: /history lists it, /report says where its report is.
Now say a task of your own, or connect a language model with /model."""


def tour_lacks() -> str:
    """Return what this machine lacks for the tour, as a sentence; empty where nothing."""
    lacking = [name for name in ("Xvfb", "openbox", "xterm") if shutil.which(name) is None]
    if not lacking:
        return ""
    return f"The tour needs {', '.join(lacking)}: install it, or see gui-agent doctor."
