#!/usr/bin/env bash
# Build the lean root filesystem that the tests of sandboxes run over, once, where this machine can (a minute,
# 0.6 GB in ~/.cache/gui-agent/machines or $GUI_AGENT_MACHINES).  Never an error: tests that lack it are skipped,
# and say why.  IMAGE=no leaves it out.  With the word qemu: a disk for virtual machines over it as well.
set -uo pipefail
cd "$(dirname "$0")/.."
PY=${GUI_AGENT_VENV:-.venv}/bin/python

WHAT=sandboxes
[ "${1:-}" = qemu ] && WHAT="virtual machines"
skip() { printf 'The tests of %s will be skipped: %s.\n' "$WHAT" "$*" >&2; exit 0; }

built() {
  "$PY" - "$@" <<'PYTHON'
import sys
from evals.machines.errors import ImageError
from evals.machines.images.disk import find_disk
from evals.machines.images.store import find_image

try:
    image = find_image("lean")
    if "qemu" in sys.argv:
        find_disk(image)
except ImageError:
    sys.exit(1)
PYTHON
}

build_disk() {
  built qemu && exit 0
  scripts/setup.sh base machine qemu || skip "QEMU cannot be installed"
  "$PY" -m gui_agent.cli machine build --lean --qemu || skip "the disk could not be built, see above"
}

if built; then
  [ "${1:-}" = qemu ] && build_disk
  exit 0
fi
[ "${IMAGE:-}" != no ] || skip "IMAGE=no"
[ "$(uname -s)" = Linux ] || skip "they need Linux"
if [ "$(id -u)" = 0 ]; then unshare --mount --pid --net --fork true; else unshare --user --map-root-user --mount true; fi 2>/dev/null ||
  skip "namespaces cannot be made here"
command -v mmdebstrap >/dev/null || [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null ||
  skip "mmdebstrap is not installed (apt-get install mmdebstrap uidmap)"
scripts/setup.sh base machine || skip "mmdebstrap cannot be installed"
"$PY" -m gui_agent.cli machine build --lean || skip "their root filesystem could not be built, see above"
[ "${1:-}" = qemu ] && build_disk
exit 0
