"""The program that runs upstream's graders; it is started by their own interpreter.

It reads one JSON request per line and answers each with one line; a getter may ask back in between for files
of the guest. Standard library only, and nothing of this project: the environment has neither.

Requests: ``{"metric": name, "arguments": [...], "options": {...}}`` and ``{"getter": {...}, "cache": folder,
"address": [host, port]}``. Answers: ``{"value": ...}``, ``{"error": kind, "message": ...}`` or
``{"ask": "file" | "accessibility_tree", ...}``. Files are ``{"file": path}``, both ways.
"""

from __future__ import annotations

import base64
import importlib
import importlib.abc
import importlib.machinery
import json
import logging
import os
import sys
from types import ModuleType
from typing import Any, TextIO

_NOTED = 20


class MissingPackage(ImportError):
    """A grader uses a package that is not installed."""


class _Placeholder(ModuleType):
    """Stands for a package that is not there, until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _Absent(f"{self.__name__}.{name}")


class _Absent:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return _Absent(f"{self._name}.{name}")

    def __call__(self, *_: object, **__: object) -> Any:
        raise MissingPackage(f"{self._name.partition('.')[0]} is not installed")

    def __or__(self, other: object) -> Any:
        return self

    __ror__ = __or__


class _Placeholders(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Comes last: upstream imports everything at once, and most graders need only a part of it."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> Any:
        if name.partition(".")[0] in _ABSENT:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = _Placeholder(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: there is nothing to run."""


_ABSENT = frozenset(
    (
        "acoustid",
        "borb",
        "easyocr",
        "fastdtw",
        "librosa",
        "odf",
        "playwright",
        "pydrive",
    )
)


class _Notes(logging.Handler):
    """Keeps the last things graders say, as the explanation of their score."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines = [*self.lines[-_NOTED:], record.getMessage()[:300]]


class _Line:
    """The line to the process that asks."""

    def __init__(self, requests: TextIO, answers: TextIO) -> None:
        self._requests = requests
        self._answers = answers

    def read(self) -> dict[str, Any] | None:
        line = self._requests.readline()
        return json.loads(line) if line else None

    def write(self, message: dict[str, Any]) -> None:
        self._answers.write(json.dumps(message) + "\n")
        self._answers.flush()

    def ask(self, message: dict[str, Any]) -> Any:
        self.write(message)
        answer = self.read()
        if answer is None:
            raise EOFError("nobody answers")
        return answer.get("value")


class _Controller:
    """What upstream's getters call the controller; the guest's programs cannot be run through it."""

    def __init__(self, line: _Line) -> None:
        self._line = line

    def get_file(self, path: str) -> bytes | None:
        content = self._line.ask({"ask": "file", "path": path})
        return None if content is None else base64.b64decode(content)

    def get_accessibility_tree(self) -> Any:
        return self._line.ask({"ask": "accessibility_tree"})


class _Environment:
    """What upstream's getters call ``env``."""

    vm_platform = "Linux"

    def __init__(self, line: _Line, request: dict[str, Any]) -> None:
        self.controller = _Controller(line)
        self.cache_dir = request["cache"]
        host, port = request["address"] or ("127.0.0.1", 9)
        self.vm_ip: str = host
        self.chromium_port: int = port
        self.server_port = 9


def main() -> None:
    """Answer requests until there are no more."""
    # Graders print; what they print must not get between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.meta_path.append(_Placeholders())
    notes = _Notes()
    logging.getLogger().addHandler(notes)
    logging.getLogger("desktopenv").setLevel(logging.INFO)
    line = _Line(sys.stdin, answers)
    while (request := line.read()) is not None:
        notes.lines = []
        line.write({**_answer(request, line), "notes": notes.lines})


def _answer(request: dict[str, Any], line: _Line) -> dict[str, Any]:
    try:
        value = _judge(request) if "metric" in request else _fetch(request, line)
        return {"value": _packed(value, request.get("cache"))}
    except MissingPackage as error:
        return {"error": "missing", "message": str(error)}
    except AttributeError as error:
        kind = "unknown" if "has no attribute" in str(error) and "module" in str(error) else "broken"
        return {"error": kind, "message": f"AttributeError: {error}"}
    except Exception as error:
        return {"error": "broken", "message": f"{type(error).__name__}: {error}"}


def _judge(request: dict[str, Any]) -> Any:
    metrics = importlib.import_module("desktop_env.evaluators.metrics")
    arguments = [_unpacked(each) for each in request["arguments"]]
    return getattr(metrics, request["metric"])(*arguments, **request["options"])


def _fetch(request: dict[str, Any], line: _Line) -> Any:
    getters = importlib.import_module("desktop_env.evaluators.getters")
    config = request["getter"]
    return getattr(getters, f"get_{config['type']}")(_Environment(line, request), config)


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"file"}:
        return value["file"]
    return [_unpacked(each) for each in value] if isinstance(value, list) else value


def _packed(value: Any, cache: str | None) -> Any:
    if isinstance(value, str) and cache and value.startswith(cache):
        return {"file": value}
    if isinstance(value, list | tuple):
        return [_packed(each, cache) for each in value]
    # numpy's numbers and truth values are not JSON's.
    return value.item() if hasattr(value, "item") else value


if __name__ == "__main__":
    main()
