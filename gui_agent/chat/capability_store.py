"""What models can do, kept on disk by address and name, so that each is asked once."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from gui_agent.chat.types import Capabilities

_Kept = TypeAdapter(dict[str, Capabilities])


class CapabilityStore:
    """A JSON file; a damaged or missing one holds nothing, and is written anew."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, key: str) -> Capabilities | None:
        return self._read().get(key)

    def put(self, key: str, capabilities: Capabilities) -> None:
        """Keep ``capabilities``; where the disk does not let us, they are asked for again next time."""
        kept = self._read() | {key: capabilities}
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=self._path.name)
            with os.fdopen(handle, "wb") as file:
                file.write(_Kept.dump_json(kept, indent=1))
            Path(name).replace(self._path)

    def forget(self, key: str) -> None:
        """Ask again the next time."""
        kept = self._read()
        if kept.pop(key, None) is not None:
            with contextlib.suppress(OSError):
                self._path.write_bytes(_Kept.dump_json(kept, indent=1))

    def _read(self) -> dict[str, Capabilities]:
        try:
            return _Kept.validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return {}


def default_store() -> CapabilityStore:
    """Return the store in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return CapabilityStore(Path(base) / "gui-agent" / "models.json")
