"""The rules that keep the house a house."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("actions", "grounding", "gui_agent", "tui", "evals")
MAY_IMPORT = {
    "actions": {"actions"},
    "grounding": {"actions", "grounding"},
    "gui_agent": {"actions", "grounding", "gui_agent"},
    "tui": {"actions", "grounding", "gui_agent", "tui"},
    "evals": {"actions", "grounding", "gui_agent", "tui", "evals"},
}
HEAVY = ("Xlib", "mss", "pynput", "pyautogui", "torch", "transformers", "onnxruntime", "rapidocr")
HEAVY += ("openai", "anthropic", "httpx2")


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_rooms(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
    return found & set(ROOMS)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[0]
    allowed = MAY_IMPORT[room]
    if path.is_relative_to(ROOT / "gui_agent" / "cli"):
        # The command line is the composition root: it may reach every room.
        allowed = set(ROOMS)
    assert imported_rooms(path) <= allowed


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_no_text_is_ever_executed(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile", "__import__"}, f"line {node.lineno}"
        if isinstance(node, ast.keyword) and node.arg == "shell":
            assert isinstance(node.value, ast.Constant), f"line {node.value.lineno}"
            assert node.value.value is False, f"line {node.value.lineno}"


def test_every_module_imports_without_display_and_without_heavy_packages() -> None:
    """In a fresh process whose import system refuses what a bare machine lacks."""
    # Programs for the system's own Python are started, never imported; networks and their training need
    # the training extra, the doors of each protocol their own.
    apart = {"apps", "programs", "networks", "training", "mcp_door", "http_door", "acp_door"}
    importable = [p for p in modules() if p.name != "__main__.py" and p.parent.name not in apart]
    names = [name_of(path) for path in importable]
    program = f"""
import importlib, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {HEAVY!r}:
            raise ImportError("refused: " + name)
sys.meta_path.insert(0, Refuse())
for name in {names!r}:
    importlib.import_module(name)
print("imported", len({names!r}))
"""
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"imported {len(names)}"


def test_the_public_names_of_the_library() -> None:
    import gui_agent

    assert sorted(gui_agent.__all__) == [
        "Agent",
        "Budget",
        "Ending",
        "Outcome",
        "Parts",
        "Step",
        "embedded_parts",
        "open_computer",
        "perform",
    ]
    for name in gui_agent.__all__:
        assert getattr(gui_agent, name).__doc__, f"{name} explains itself"


def test_importing_the_library_changes_nothing() -> None:
    """No output, no thread, no child process, no environment variable."""
    program = """
import os, threading
before = dict(os.environ)
import gui_agent, gui_agent.cli
assert dict(os.environ) == before
assert threading.active_count() == 1
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
