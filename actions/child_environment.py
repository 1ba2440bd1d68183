"""What the programs we start may inherit."""

from __future__ import annotations

from collections.abc import Mapping

_OURS = ("GUI_AGENT_TOKEN", "GUI_AGENT_SECRET_", "GUI_AGENT_MODEL_KEY", "GUI_AGENT_GROUNDER_KEY")
"""Our secrets: a terminal that the agent types into could use them to answer its own questions."""


def child_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Return ``environment`` without our secrets, and without what importing OpenCV adds.

    The latter keeps Qt programs from starting.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if not (name.startswith("QT_QPA_") and "/cv2/" in value) and not name.startswith(_OURS)
    }
    entries = [entry for entry in kept.pop("LD_LIBRARY_PATH", "").split(":") if "/cv2/" not in entry]
    return kept | ({"LD_LIBRARY_PATH": ":".join(entries)} if any(entries) else {})
