"""Real sandboxes for tools, where an image has been built."""

from collections.abc import Iterator

import pytest

from evals.machines.errors import ImageError, MachineFailed
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
from evals.machines.tool_runner import MachineRunner, runner_of


def opened(*images: str) -> Iterator[Sandbox]:
    """Yield a running sandbox of the first image that is built; skip where there is none."""
    for name in images:
        try:
            sandbox = Sandbox(find_image(name))
            break
        except ImageError:
            continue
    else:
        pytest.skip(f"no root filesystem is built here for this ({' or '.join(images)})")
    try:
        with sandbox:
            yield sandbox
    except MachineFailed as error:
        if "namespaces" not in str(error):
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    yield from opened("lean", "full")


@pytest.fixture(scope="module")
def full_sandbox() -> Iterator[Sandbox]:
    yield from opened("full")


@pytest.fixture
def runner(sandbox: Sandbox) -> MachineRunner:
    return runner_of(sandbox)
