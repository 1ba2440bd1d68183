"""Run the server: ``python3 -m evals.guest --unix PATH`` or ``--port NUMBER``."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from evals.guest.server import serve


def main() -> int:
    parser = argparse.ArgumentParser(prog="evals.guest", description="The server inside a machine.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--unix", metavar="PATH", help="listen on a Unix socket")
    where.add_argument("--port", type=int, help="listen on this TCP port")
    parser.add_argument("--host", default="0.0.0.0", help="the address to listen on with --port")
    options = parser.parse_args()
    # What the server starts finds this package, and the modules that clients' programs expect.
    root = Path(__file__).resolve().parents[2]
    paths = [str(root), str(root / "evals/guest/shims"), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    serve(options.unix if options.unix else (options.host, options.port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
