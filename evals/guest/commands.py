"""Running programs of the guest, as trusted task files ask for it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any

from evals.guest.problems import BadRequest, Failed, NotFound

SECONDS = 120.0
_POLL_SECONDS = 0.5


def command_of(fields: Mapping[str, Any]) -> list[str]:
    """Return the command line of a request: a list, or text that is split or given to a shell."""
    command = fields.get("command", "")
    if isinstance(command, str):
        if not command:
            raise BadRequest("command is required, as a list or as text")
        words = ["/bin/sh", "-c", command] if fields.get("shell") else shlex.split(command)
    elif isinstance(command, list) and command:
        words = [str(word) for word in command]
        words = ["/bin/sh", "-c", *words] if fields.get("shell") else words
    else:
        raise BadRequest("command is required, as a list or as text")
    return [os.path.expanduser(word) if word.startswith("~/") else word for word in words]


def run(
    command: Sequence[str], timeout: float = SECONDS, folder: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end and return what it said."""
    try:
        return subprocess.run(
            list(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            cwd=folder,
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{command[0]} did not end within {timeout:g} s") from error
    except FileNotFoundError as error:
        raise NotFound(f"{error.filename} does not exist") from error
    except OSError as error:
        raise Failed(f"{command[0]} cannot be started: {error.strerror}") from error


def execute(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Run the request's command and report its output, errors and code."""
    done = run(command_of(fields), float(fields.get("timeout") or SECONDS))
    return {
        "status": "success",
        "output": done.stdout,
        "error": done.stderr,
        "returncode": done.returncode,
    }


def execute_with_verification(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Run the request's command, then wait until what it should bring about is there."""
    wanted = fields.get("verification") or {}
    result = execute(fields)
    deadline = time.monotonic() + float(fields.get("max_wait_time", 10))
    while not _verified(wanted):
        if time.monotonic() > deadline:
            raise Failed("the command ran, but what it should bring about did not come")
        time.sleep(float(fields.get("check_interval", _POLL_SECONDS)))
    return result


def _verified(wanted: Mapping[str, Any]) -> bool:
    from evals.guest import windows

    title = wanted.get("window_exists")
    if title and not any(title in window.title for window in windows.listed()):
        return False
    check = wanted.get("command_success")
    return not check or run(["/bin/sh", "-c", check]).returncode == 0


def launch(fields: Mapping[str, Any]) -> str:
    """Start a program that lives on."""
    command = command_of(fields)
    quiet = subprocess.DEVNULL
    try:
        subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise Failed(f"{command[0]} cannot be launched: {error.strerror}") from error
    return f"{shlex.join(command)} launched successfully"


def run_python(code: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Run a Python program given as text, in a process of its own."""
    done = _run_script(code, ".py", [sys.executable], fields)
    return {
        "status": "error" if done.returncode else "success",
        "message": done.stdout if done.returncode == 0 else done.stderr,
        "output": done.stdout,
        "error": done.stderr,
        "return_code": done.returncode,
        "returncode": done.returncode,
    }


def run_bash(script: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Run a shell script given as text."""
    done = _run_script(script, ".sh", ["/bin/bash"], fields)
    return {
        "status": "error" if done.returncode else "success",
        "output": done.stdout,
        "error": done.stderr,
        "returncode": done.returncode,
    }


def _run_script(
    text: str, suffix: str, interpreter: list[str], fields: Mapping[str, Any]
) -> subprocess.CompletedProcess[str]:
    with tempfile.NamedTemporaryFile("w", suffix=suffix, encoding="utf-8") as script:
        script.write(text)
        script.flush()
        folder = fields.get("working_dir") or None
        return run([*interpreter, script.name], float(fields.get("timeout") or SECONDS), folder)
