"""What the toolkits' programs share: the conversation with the generator, and records of what is drawn.

A program reads one plan a line, shows it, and answers with its layers, lowest first:
{"layers": [{"window": X id, "role", "title", "elements": [...], "lines": [...]}]}, boxes relative to the
X window. It then keeps the windows up until the next line.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def settings() -> Any:
    """Return the settings given as the first argument."""
    return json.loads(sys.argv[1])


def serve(show: Any) -> None:
    """Answer every plan on standard input with what ``show(plan)`` says is drawn."""
    out = sys.stdout
    sys.stdout = sys.stderr
    print("ready", file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(show(json.loads(line)), ensure_ascii=False), file=out, flush=True)


def element(
    box: Any,
    role: str,
    text: str = "",
    name: str = "",
    icon: Any = "",
    label: str = "",
    state: Any = (),
    clip: Any = None,
) -> Any:
    return {"box": list(box), "role": role, "text": text, "name": name, "icon": icon.replace("-symbolic", ""),
            "label": label, "state": [s for s in state if s], "clip": clip}  # fmt: skip


def line(
    box: Any, text: str, clip: Any = None, ink: Any = None, exact: Any = False, align: Any = "left"
) -> Any:
    """Return a line of text: ``box`` is exact, or where to look for ink of about the size ``ink``."""
    return {"box": list(box), "text": text, "clip": clip, "ink": ink, "exact": exact, "align": align}


def meet(a: Any, b: Any) -> Any:
    return [max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])]
