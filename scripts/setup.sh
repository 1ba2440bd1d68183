#!/usr/bin/env bash
# Make a bare Debian or Ubuntu machine ready: system packages, a virtual environment, the pinned packages.
# Usage: scripts/setup.sh GROUP...   with groups base, demo, test, machine, qemu, models.  A second run with nothing to do takes
# well under a second: it only compares stamps.
set -euo pipefail
cd "$(dirname "$0")/.."

VENV=${GUI_AGENT_VENV:-.venv}
UNAVAILABLE=$VENV/.unavailable-packages

# Product: a private desktop.  dbus-daemon is the session bus, setxkbmap is used by doctor.
BASE_PACKAGES=(xvfb openbox dbus-daemon fontconfig fonts-dejavu-core fonts-liberation libgl1 libglib2.0-0 xkb-data x11-xkb-utils)
DEMO_PACKAGES=(mousepad galculator chromium gsettings-desktop-schemas librsvg2-common adwaita-icon-theme)
TEST_PACKAGES=(xterm tmux xdotool wmctrl xclip xserver-xephyr x11-utils dbus python3-venv python3-gi gir1.2-gtk-3.0 python3-pyqt5 thunar libreoffice-writer libreoffice-calc
  libreoffice-gtk3 gimp ristretto pcmanfm xfconf fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji)

# What the data generators render with, beside the test packages.
TRAINING_PACKAGES=(at-spi2-core python3-pyatspi python3-gi-cairo librsvg2-bin)

# What root filesystems of sandboxes are made with.
MACHINE_PACKAGES=(mmdebstrap uidmap debian-archive-keyring)

# What virtual machines run on, and what makes their disks.
QEMU_PACKAGES=(qemu-system-x86 qemu-utils e2fsprogs)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf 'setup: %s\n' "$*" >&2; exit 2; }

find_python() {
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$candidate"; return; }
  done
  return 1
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

missing_packages() {
  local installed package
  installed=" $(dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' | sed -n 's/^installed //p' |
    sed 's/([^)]*)//g; s/,/ /g' | tr -s ' \n' '  ') $(cat "$UNAVAILABLE" 2>/dev/null | tr '\n' ' ') "
  for package in "$@"; do
    case $installed in *" $package "*) ;; *) echo "$package" ;; esac
  done
}

install_system_packages() {
  command -v dpkg-query >/dev/null || { say "No apt here: install the equivalents of: $*"; return; }
  local missing wanted=() package
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} = 0 ] && return
  [ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
    fail "I am not root and there is no sudo. Ask an administrator for: apt-get install ${missing[*]}"
  say "Installing system packages with apt: ${missing[*]}"
  as_root apt-get update -q -o Acquire::Retries=3 >&2
  for package in "${missing[@]}"; do
    # Releases differ (Ubuntu has Chromium only as a snap): what is not to be had is said, and passed over.
    if apt-cache show "$package" >/dev/null 2>&1; then wanted+=("$package")
    else
      say "There is no package $package here; what needs it will say so."
      mkdir -p "$VENV" && echo "$package" >>"$UNAVAILABLE"
    fi
  done
  [ ${#wanted[@]} = 0 ] && return
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 "${wanted[@]}" >&2
}

install_python_packages() {
  local python stamp="$VENV/.installed-$1" wanted
  wanted=$(cat "$2" pyproject.toml | sha256sum)
  [ -x "$VENV/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  python=$(find_python) || fail "Python 3.11 or newer is needed; install it, or set PYTHON=/path/to/python3"
  if [ ! -x "$VENV/bin/python" ]; then
    "$python" -c 'import ensurepip' 2>/dev/null || install_system_packages python3-venv
    say "Creating a virtual environment in $VENV"
    "$python" -m venv "$VENV"
  fi
  say "Installing pinned Python packages ($1)"
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check --retries 3 --no-deps --require-hashes --only-binary :all: -r "$2"
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  echo "$wanted" > "$stamp"
}

# What trains.  torch is pinned by its version alone: its builds (CPU, CUDA) differ in their hashes, and
# its own requirements stand in the constraints, so that pip never picks another build for them.
install_training_packages() {
  local stamp="$VENV/.installed-models" wanted
  wanted=$(cat constraints-models.txt pyproject.toml | sha256sum)
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  say "Installing what trains (torch for the CPU, onnx, transformers)"
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check --retries 3 --no-deps --require-hashes --only-binary :all: -r constraints-models.txt
  "$VENV/bin/python" -m pip install -q --disable-pip-version-check --retries 3 --no-deps --only-binary :all: torch==2.13.0
  echo "$wanted" > "$stamp"
}

training=
packages=("${BASE_PACKAGES[@]}")
for group in "$@"; do
  case $group in
    demo) packages+=("${DEMO_PACKAGES[@]}") ;;
    test) packages+=("${DEMO_PACKAGES[@]}" "${TEST_PACKAGES[@]}") ;;
    machine) packages+=("${MACHINE_PACKAGES[@]}") ;;
    qemu) packages+=("${QEMU_PACKAGES[@]}") ;;
    models) packages+=("${TRAINING_PACKAGES[@]}") training=yes ;;
    base) ;;
    *) fail "unknown group $group" ;;
  esac
done
install_system_packages "${packages[@]}"
install_python_packages base constraints.txt
[ -z "$training" ] || install_training_packages
