"""``python -m grounding.data KIND …``: make training and test data."""

from __future__ import annotations

import importlib
import sys

KINDS = {
    "apps": "real desktop applications with their accessibility truth",
    "web": "generated web pages in Chromium with their DOM truth",
    "widgets": "generated screens of GTK, Qt and Tk widgets",
    "desktops": "desktops composed of windows, panels, docks and icons",
    "lines": "lines of text for the reader",
    "icons": "icons and the words for them",
    "expressions": "words for the elements of rendered screens",
    "phrases": "instructions with what they ask for",
}


def main(arguments: list[str]) -> int:
    """Run the generator named first; return its exit status."""
    if not arguments or arguments[0] not in KINDS:
        listed = "\n".join(f"  {kind:12} {what}" for kind, what in KINDS.items())
        print(
            f"usage: python -m grounding.data KIND --out DIR --seed N --count N\n\n{listed}", file=sys.stderr
        )
        return 2
    command = importlib.import_module(f"grounding.data.{arguments[0]}.command")
    status: int = command.main(arguments[1:])
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
