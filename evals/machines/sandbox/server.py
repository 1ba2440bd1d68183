"""The guest server of a sandbox: put there and started when something is first asked of it."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from evals.machines.errors import GuestFileError, MachineError, MachineFailed
from evals.machines.guest_client import GuestClient, UnixConnection
from evals.machines.sandbox.files import GuestFiles
from evals.machines.sandbox.rooms import RUNTIME
from evals.machines.sandbox.session import Line, start_command

FOLDER = "/opt/gui-agent"
SOCKET = f"{RUNTIME}/guest.sock"
START_SECONDS = 20.0


def guest_server(line: Line, files: GuestFiles) -> GuestClient:
    """Return a client of the sandbox's server, which is started where it does not answer."""
    client = GuestClient(lambda seconds: _connection(files, seconds), "the sandbox's guest server")
    if not _answers(client):
        put_server(files)
        command = ["python3", "-m", "evals.guest", "--unix", SOCKET]
        start_command(line, command, environment={"PYTHONPATH": FOLDER, "PYTHONDONTWRITEBYTECODE": "1"})
        deadline = time.monotonic() + START_SECONDS
        while not _answers(client):
            if time.monotonic() > deadline:
                raise MachineFailed("the guest server did not start in the sandbox; reset the machine")
            time.sleep(0.01)
    return client


def put_server(files: GuestFiles) -> None:
    """Copy the server's package into the guest."""
    import evals.guest

    package = Path(evals.guest.__file__).parent
    files.write(b"", f"{FOLDER}/evals/__init__.py")
    for source in sorted(package.rglob("*.py")):
        files.write(source, f"{FOLDER}/evals/guest/{source.relative_to(package)}")


def _answers(client: GuestClient) -> bool:
    with contextlib.suppress(MachineError):
        return client.platform() != ""
    return False


def _connection(files: GuestFiles, seconds: float) -> UnixConnection:
    """Connect to the socket itself: a path would follow whatever link the guest has put there."""
    try:
        descriptor = files.open_socket(SOCKET)
    except GuestFileError as error:
        raise MachineFailed(f"the guest server is not there: {error}") from error
    connection = UnixConnection(f"/proc/self/fd/{descriptor}", seconds)
    try:
        connection.connect()
    except OSError as error:
        connection.close()
        raise MachineFailed(f"the guest server does not answer: {error}") from error
    finally:
        os.close(descriptor)
    return connection
