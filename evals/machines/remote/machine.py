"""A machine somewhere else as a `Machine`: upstream's virtual machines and clouds, or our guest server."""

from __future__ import annotations

import http.client
import urllib.parse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from actions.computer import Computer
from evals.machines.errors import MachineFailed, MachineUnavailable, UnknownSnapshot
from evals.machines.guest_client import GuestClient
from evals.machines.machine import COMMAND_SECONDS, NOTHING, CommandResult
from evals.machines.remote.computer import RemoteComputer

Revert = Callable[[str], None]
"""Takes the remote machine back to a snapshot ("" is the clean one), as its cloud or hypervisor does it."""


class RemoteMachine:
    """A `Machine` whose guest ``client`` talks to; use `remote_machine` for one at an address.

    It cannot go back in time by itself: ``revert`` does that where there is one.
    """

    def __init__(self, client: GuestClient, revert: Revert | None = None, host: str = "") -> None:
        self._client = client
        self._host = host
        self._revert = revert
        self._computer: RemoteComputer | None = None

    def __enter__(self) -> RemoteMachine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def computer(self) -> Computer:
        if self._computer is None:
            raise MachineFailed("the remote machine is not connected; start it first")
        return self._computer

    def start(self) -> None:
        if self._computer is None:
            self._client.platform()
            self._computer = RemoteComputer(self._client)

    def reset(self, snapshot: str = "") -> None:
        if self._revert is None:
            raise UnknownSnapshot(
                "a remote machine cannot be reset from here; say how its provider does it, or use a sandbox"
            )
        self._computer = None
        self._revert(snapshot)
        self.start()

    def run(
        self,
        command: Sequence[str],
        *,
        timeout: float = COMMAND_SECONDS,
        cwd: str = "",
        environment: Mapping[str, str] = NOTHING,
        background: bool = False,
    ) -> CommandResult:
        words = [*(f"{name}={value}" for name, value in environment.items()), *command]
        if cwd or environment:
            words = ["env", *([f"--chdir={cwd}"] if cwd else []), *words]
        if background:
            self._client.launch(words)
            return CommandResult(0)
        return self._client.execute(words, timeout=timeout)

    def address(self, port: int) -> tuple[str, int]:
        """Return host and port where the guest's ``port`` answers. Raises `MachineFailed`."""
        if not self._host:
            raise MachineFailed("the remote machine's host is not known; name it")
        return self._host, port

    def put(self, content: bytes | Path, path: str) -> None:
        self._client.write_file(content if isinstance(content, bytes) else content.read_bytes(), path)

    def get(self, path: str) -> bytes:
        return self._client.read_file(path)

    def accessibility_tree(self) -> str:
        return self._client.accessibility_tree()

    def close(self) -> None:
        """Forget the machine; it goes on running where it is."""
        self._computer = None


def remote_machine(address: str, revert: Revert | None = None) -> RemoteMachine:
    """Return the machine whose server is at ``address``, such as http://192.168.0.7:5000.

    Raises `MachineUnavailable` for an address nobody can call.
    """
    parts = urllib.parse.urlsplit(address if "//" in address else f"http://{address}")
    try:
        port = parts.port or 5000
    except ValueError as error:
        raise MachineUnavailable(f"{address!r} is no address of a server: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise MachineUnavailable(f"{address!r} is no address of a server; write http://HOST:5000")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    host = parts.hostname

    def connect(seconds: float) -> http.client.HTTPConnection:
        return kind(host, port, timeout=seconds)

    return RemoteMachine(GuestClient(connect, f"the machine at {host}:{port}"), revert, host)
