"""A sandbox needs no root where user namespaces are allowed: the same desktop, the same walls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evals.machines.images.store import Image

AS_ANOTHER = ("setpriv", "--reuid=64321", "--regid=64321", "--clear-groups")

PROGRAM = """
import json, os, sys
from evals.machines.images.store import find_image
from evals.machines.sandbox.machine import Sandbox
with Sandbox(find_image(sys.argv[1])) as sandbox:
    status = sandbox.run(["cat", "/proc/self/status"]).text
    facts = dict(line.split(":\\t") for line in status.splitlines() if ":\\t" in line)
    sandbox.put(b"hello", "~/folder/file")
    sandbox.run(["ln", "-s", os.path.abspath(sys.argv[2]), "/home/user/link"])
    try:
        leaked = sandbox.get("/home/user/link").decode()
    except Exception as error:
        leaked = type(error).__name__
    says = {
        "outside": os.getuid(),
        "uid": facts["Uid"].split()[0],
        "powers": facts["CapEff"] + facts["CapBnd"],
        "namespaces": sandbox.run(["unshare", "--user", "true"]).returncode,
        "file": sandbox.run(["cat", "/home/user/folder/file"]).text,
        "leaked": leaked,
        "shape": sandbox.computer.screenshot().image.shape,
    }
    sandbox.reset()
    says["after"] = sandbox.run(["ls", "/home/user/folder"]).returncode
print(json.dumps(says))
"""


def other_python() -> str:
    """Find an interpreter of this version that another user may run."""
    for python in (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"):
        # Once more from within: setpriv itself may still start what the user may not.
        again = "import numpy, cv2, subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', '']))"
        can = [*AS_ANOTHER, python, "-c", again]
        if subprocess.run(can, env=environment(), capture_output=True).returncode == 0:
            return python
    pytest.skip("no Python here can be run by another user")


def environment() -> dict[str, str]:
    paths = [
        str(Path(__file__).resolve().parents[3]),
        *(path for path in sys.path if "site-packages" in path),
    ]
    return {**os.environ, "PYTHONPATH": ":".join(paths), "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.x11
def test_another_user_has_the_same_sandbox(image: Image, namespaces: None, tmp_path: Path) -> None:
    command = [sys.executable]
    if os.geteuid() == 0:
        command = [*AS_ANOTHER, other_python()]
        if subprocess.run([*AS_ANOTHER, "test", "-x", str(image.folder)]).returncode != 0:
            pytest.skip(f"another user cannot reach {image.folder}: set GUI_AGENT_MACHINES")
    secret = Path("/tmp") / f"gui-agent-test-{os.getpid()}"
    secret.write_text("of the host")
    secret.chmod(0o644)
    try:
        done = subprocess.run(
            [*command, "-c", PROGRAM, image.name, str(secret)],
            env={**environment(), "GUI_AGENT_MACHINES": str(image.folder.parent)},
            cwd="/",
            capture_output=True,
            text=True,
            timeout=120,
        )
    finally:
        secret.unlink()
    if "lets nobody make namespaces" in done.stderr:
        pytest.skip("user namespaces are not allowed here")
    assert done.returncode == 0, done.stderr
    says = json.loads(done.stdout)
    assert says.pop("outside") != 0
    assert says == {
        "uid": "1000",
        "powers": "0" * 32,
        "namespaces": 1,
        "file": "hello",
        "leaked": "GuestFileMissing",
        "shape": [800, 1280, 3],
        "after": 2,
    }
