"""What can go wrong while setting up a task; none of it is the agent's doing.

::

    SetupError
    ├── DownloadFailed    a file cannot be fetched
    ├── DownloadMissing   offline, and files are not in the cache
    ├── StepFailed        a step did not work in the guest
    └── NeedsAccount      the task needs an account nobody has given
"""

from __future__ import annotations

from collections.abc import Sequence


class SetupError(Exception):
    """A task could not be set up."""


class DownloadFailed(SetupError):
    """A file cannot be fetched."""


class DownloadMissing(SetupError):
    """Files are not in the cache, and nothing may be fetched; ``urls`` holds all of them."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.urls = tuple(urls)
        listed = "\n  ".join(self.urls)
        plural = "files are" if len(self.urls) > 1 else "file is"
        super().__init__(
            f"offline, and {len(self.urls)} {plural} not in the cache; run once with the network:\n  {listed}"
        )


class StepFailed(SetupError):
    """A step did not work in the guest."""


class NeedsAccount(SetupError):
    """The task needs an account on somebody's service."""
