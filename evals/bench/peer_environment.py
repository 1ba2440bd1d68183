"""The peer of ``bench peers`` lives in an environment of its own: ``python -m evals.bench.peer_environment``.

That is the one command that fetches it; nothing else ever does, and our own environment never holds it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from importlib import metadata
from pathlib import Path

PEER = "browser-use"
INSTALL = "python -m evals.bench.peer_environment"


def folder() -> Path:
    """Return where the peer's environment is, or would be."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "gui-agent" / "peers" / PEER


def python_of_peer() -> Path | None:
    """Return the Python of the peer's environment, None where it is not installed."""
    python = folder() / "bin" / "python"
    return python if version() else None


def version() -> str:
    """Return the installed version, empty where there is none."""
    found = metadata.distributions(path=[str(p) for p in folder().glob("lib/python*/site-packages")])
    return next((d.version for d in found if d.metadata["Name"] == PEER), "")


def install() -> None:
    """Make the environment and put the peer into it. Raises CalledProcessError where that fails."""
    venv.create(folder(), with_pip=True, clear=True)
    subprocess.run([str(folder() / "bin" / "pip"), "install", PEER], check=True)


if __name__ == "__main__":
    install()
    sys.stdout.write(f"{PEER} {version()} is in {folder()}\n")
