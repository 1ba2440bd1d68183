"""A real `gui-agent serve` in a process of its own, on a port the system chooses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
TOKEN = "open sesame"
POLICY = """
default = "approve"

[[rule]]
decision = "ask"
reason = "every turn of the wheel is asked about"
kinds = ["scroll"]
"""


@dataclass(frozen=True)
class DoorServer:
    address: str
    process: subprocess.Popen[str]

    def client(self, token: str = TOKEN) -> httpx2.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx2.Client(base_url=self.address, headers=headers, timeout=60)

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def command(runs: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gui_agent.cli",
        "serve",
        "--computer",
        "virtual",
        "--runs",
        str(runs),
        *more,
    ]


@contextmanager
def door_server(folder: Path, *more: str, **environment: str) -> Iterator[DoorServer]:
    policy = folder / "policy.toml"
    policy.write_text(POLICY)
    serving = subprocess.Popen(
        command(folder / "runs", "--port", "0", "--approve", str(policy), *more),
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT | {"GUI_AGENT_TOKEN": TOKEN} | environment,
    )
    assert serving.stderr is not None
    server = None
    try:
        said = serving.stderr.readline()
        assert said.startswith("Serving at http://127.0.0.1:"), said + serving.stderr.read()
        server = DoorServer(said.split()[2], serving)
        yield server
    finally:
        serving.terminate()
        serving.wait(30)
        serving.stderr.close()


def events_of(client: httpx2.Client, job: str, after: int = 0) -> Iterator[tuple[int, dict[str, Any]]]:
    """Read server-sent events until the stream ends."""
    path = f"/v1/tasks/{job}/events"
    with client.stream("GET", path, headers={"Last-Event-ID": str(after)}) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        number = 0
        for line in answer.iter_lines():
            if line.startswith("id: "):
                number = int(line[4:])
            elif line.startswith("data: "):
                yield number, json.loads(line[6:])
