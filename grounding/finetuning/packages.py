"""Says what is missing before anything is begun."""

from __future__ import annotations

from importlib.util import find_spec

from grounding.errors import ModelUnavailable

INSTALL = "pip install 'guiagent-desktop[finetune]'"
_NEEDED = ("torch", "transformers", "trl", "peft", "accelerate", "datasets")


def require_packages() -> None:
    """Raise `ModelUnavailable` with the pip command where a package of fine-tuning is missing."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ModelUnavailable(f"Fine-tuning needs {', '.join(missing)}. Install with: {INSTALL}")
