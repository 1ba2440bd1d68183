"""The docker engine, worked by its client."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from evals.machines.errors import ImageError, MachineFailed, MachineUnavailable
from evals.machines.images.store import Image

REPOSITORY = "gui-agent-desktop"
_ANSWER_SECONDS = 60.0
_IMPORT_SECONDS = 1800.0


def require_engine() -> str:
    """Return the version of the engine that answers here. Raises `MachineUnavailable` where none does."""
    if shutil.which("docker") is None:
        raise MachineUnavailable("containers need docker, which is not installed here; use a sandbox instead")
    told = _docker(["version", "--format", "{{.Server.Version}}"])
    if told.returncode:
        why = (told.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise MachineUnavailable(f"no docker engine runs here ({why}); start one, or use a sandbox instead")
    return told.stdout.strip()


def ask(arguments: Sequence[str], content: bytes | None = None) -> str:
    """Have the client do something and return what it says. Raises `MachineFailed`."""
    told = _docker(arguments, content)
    if told.returncode:
        raise MachineFailed(f"docker {arguments[0]} failed: {told.stderr.strip()[-500:]}")
    return told.stdout.strip()


def tag_of(image: Image) -> str:
    return f"{REPOSITORY}:{image.name}-{image.version}"


def provide_image(image: Image) -> str:
    """Return the tag of ``image`` in the engine, handing its root filesystem over where it is not there."""
    tag = tag_of(image)
    if not _docker(["image", "inspect", tag]).returncode:
        return tag
    pack = [
        "tar",
        "-C",
        str(image.root),
        "--numeric-owner",
        "--exclude=./dev/*",
        *_owners(image.root),
        "-c",
        ".",
    ]
    with subprocess.Popen(pack, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as packing:
        taken = subprocess.run(
            ["docker", "import", "-", tag],
            stdin=packing.stdout,
            capture_output=True,
            text=True,
            timeout=_IMPORT_SECONDS,
        )
        assert packing.stdout is not None
        assert packing.stderr is not None
        packing.stdout.close()
        complaint = packing.stderr.read().decode("utf-8", "replace").strip()
    if taken.returncode or packing.returncode:
        said = taken.stderr.strip() or complaint
        raise ImageError(f"the image cannot be given to docker: {said[-500:]}; check the engine's disk")
    return tag


def _owners(root: Path) -> list[str]:
    """Return how tar is told that all files are root's, where they are their builder's."""
    return [] if root.stat().st_uid == 0 else ["--owner=0", "--group=0"]


def _docker(arguments: Sequence[str], content: bytes | None = None) -> subprocess.CompletedProcess[str]:
    try:
        done = subprocess.run(
            ["docker", *arguments], input=content or b"", capture_output=True, timeout=_ANSWER_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise MachineFailed(
            f"docker {arguments[0]} has not answered for {_ANSWER_SECONDS:.0f} s; is the engine well?"
        ) from error
    texts = (text.decode("utf-8", "replace") for text in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, *texts)
