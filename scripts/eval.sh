#!/usr/bin/env bash
# Play the whole suites and report them: the desktop suite with every agent, MiniWoB++ with the embedded agent and
# with the one that only presses Submit.  Hours; each part goes on where it stopped when this is started again.
set -euo pipefail
cd "$(dirname "$0")/.."
PY=${GUI_AGENT_VENV:-.venv}/bin/python
OUT=${OUT:-runs/eval}
WORKERS=${WORKERS:-2}

gui_agent() { "$PY" -m gui_agent.cli "$@"; }
play() {  # NAME SUITE OPTION...
  printf '\033[1m%s\033[0m\n' "$1" >&2
  gui_agent eval run "$2" --out "$OUT/$1" --workers "$WORKERS" "${@:3}" && gui_agent eval report "$OUT/$1" || failed+=("$1")
}

failed=()
gui_agent machine build
for agent in oracle near-miss nothing random-click infeasible; do
  play "desktop-$agent" desktop --agent "$agent"
done
play desktop-embedded desktop --agent embedded --grounder embedded --repeats 3
play miniwob-embedded miniwob --agent embedded --grounder embedded --seeds 1000-1024
play miniwob-submit miniwob --agent evals.suites.miniwob.floor:submit_only --seeds 1000-1024
[ ${#failed[@]} = 0 ] || { printf 'Left over: %s; start again to go on.\n' "${failed[*]}" >&2; exit 4; }
