#!/usr/bin/env bash
# Build the lean root filesystem that the tests of sandboxes run over, once, where this machine can (a minute,
# 0.6 GB in ~/.cache/gui-agent/machines or $GUI_AGENT_MACHINES).  Never an error: tests that lack it are skipped,
# and say why.  IMAGE=no leaves it out.
set -uo pipefail
cd "$(dirname "$0")/.."
PY=${GUI_AGENT_VENV:-.venv}/bin/python

skip() { printf 'The tests of sandboxes will be skipped: %s.\n' "$*" >&2; exit 0; }

built() {
  "$PY" - <<'PYTHON'
import sys
from evals.machines.errors import ImageError
from evals.machines.images.store import find_image

try:
    find_image("lean")
except ImageError:
    sys.exit(1)
PYTHON
}

built && exit 0
[ "${IMAGE:-}" != no ] || skip "IMAGE=no"
[ "$(uname -s)" = Linux ] || skip "they need Linux"
if [ "$(id -u)" = 0 ]; then unshare --mount --pid --net --fork true; else unshare --user --map-root-user --mount true; fi 2>/dev/null ||
  skip "namespaces cannot be made here"
command -v mmdebstrap >/dev/null || [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null ||
  skip "mmdebstrap is not installed (apt-get install mmdebstrap uidmap)"
scripts/setup.sh base machine || skip "mmdebstrap cannot be installed"
"$PY" -m gui_agent.cli machine build --lean || skip "their root filesystem could not be built, see above"
