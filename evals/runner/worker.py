"""A worker process of the local pool: one slot, told what to play over a socket.

It ends when its parent does, at once and however that happens; what it started ends with it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection

from evals.runner.slot import Slot

_PARENT_IS_GONE = 70


def main(arguments: Sequence[str]) -> None:
    """Serve the socket whose descriptor comes first; the end of the second one is the parent's death."""
    connection, lifeline = Connection(int(arguments[0])), int(arguments[1])
    threading.Thread(target=_die_with_the_parent, args=(lifeline,), daemon=True).start()
    try:
        slot = Slot(connection.recv())
        try:
            while (assignment := connection.recv()) is not None:
                connection.send(slot.play(assignment))
        finally:
            slot.close()
    except (EOFError, ConnectionError):
        return


def _die_with_the_parent(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    # At once: another runner may take over the run folder, and two must not play one episode.
    os._exit(_PARENT_IS_GONE)


if __name__ == "__main__":
    main(sys.argv[1:])
