"""Machines for tests: sandboxes over whatever root filesystem has been built."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evals.machines.errors import ImageError, MachineFailed
from evals.machines.images.store import Image, find_image
from evals.machines.sandbox.machine import Sandbox


@pytest.fixture(scope="session")
def image() -> Image:
    """Find the leanest image there is."""
    for name in ("lean", "full"):
        try:
            return find_image(name)
        except ImageError:
            continue
    pytest.skip("no root filesystem is built here (gui-agent machine build --lean)")


@pytest.fixture(scope="session")
def namespaces(image: Image) -> None:
    """Skip where this system lets nobody make namespaces."""
    sandbox = Sandbox(image)
    try:
        sandbox.start()
    except MachineFailed as error:
        if "namespaces" not in str(error):
            raise
        pytest.skip(str(error))
    finally:
        sandbox.close()


@pytest.fixture(scope="module")
def shared_sandbox(image: Image, namespaces: None) -> Iterator[Sandbox]:
    with Sandbox(image) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Sandbox:
    """A clean sandbox: the module's, reset."""
    shared_sandbox.reset()
    return shared_sandbox
