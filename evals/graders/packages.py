"""What only the extra ``evals`` installs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from evals.graders.errors import GraderMissing


@contextmanager
def needs(name: str) -> Iterator[None]:
    """Turn a failed import into `GraderMissing`, which names the command."""
    try:
        yield
    except ImportError as error:
        raise GraderMissing(
            f"this grader needs the package {name}: run pip install 'guiagent-desktop[evals]'"
        ) from error
