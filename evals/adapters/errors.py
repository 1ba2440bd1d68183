"""What an adapter says where its framework is not there."""

from __future__ import annotations


class FrameworkMissing(ImportError):
    """The framework of an adapter is not installed; the message names the command."""

    def __init__(self, framework: str, extra: str) -> None:
        super().__init__(f"{framework} is not installed; run: pip install 'guiagent-desktop[{extra}]'")
