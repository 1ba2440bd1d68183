"""What is done to a fresh root filesystem by hand: its user, its names, its checks.

No program of it is run.
"""

from __future__ import annotations

from pathlib import Path

from evals.machines.errors import ImageError
from evals.machines.images.recipe import Recipe

USER, USER_NUMBER, HOME = "user", 1000, "home/user"
_MACHINE_ID = "6775692d6167656e742d6465736b746f"
_NEEDED = ("Xvfb", "openbox", "tint2", "dbus-daemon", "python3", "xkbcomp")


def finish(root: Path, recipe: Recipe) -> None:
    """Make the file system beneath ``root`` a desktop's. Raises `ImageError` where something is missing."""
    missing = [name for name in _NEEDED if not (root / "usr/bin" / name).exists()]
    if missing:
        raise ImageError(f"the root filesystem lacks {', '.join(missing)}; add the packages to the recipe")
    _append(root / "etc/passwd", f"{USER}:x:{USER_NUMBER}:{USER_NUMBER}:User:/{HOME}:/bin/bash\n")
    _append(root / "etc/group", f"{USER}:x:{USER_NUMBER}:\n")
    (root / HOME).mkdir(parents=True, exist_ok=True)
    write_names(root)
    for path, text in recipe.files.items():
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, text)


def write_names(root: Path) -> None:
    """Give the machine its names, and no name server."""
    _replace(root / "etc/hostname", "desktop\n")
    _replace(root / "etc/hosts", "127.0.0.1 localhost desktop\n")
    _replace(root / "etc/machine-id", _MACHINE_ID + "\n")
    _replace(root / "etc/resolv.conf", "")


def installed_packages(root: Path) -> dict[str, str]:
    """Return every installed package and its version."""
    try:
        status = (root / "var/lib/dpkg/status").read_text("utf-8")
    except OSError as error:
        raise ImageError(f"the list of installed packages cannot be read: {error}; build again") from error
    packages: dict[str, str] = {}
    for record in status.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in record.splitlines() if ": " in line and line[0] != " ")
        if fields.get("Status", "").endswith(" installed"):
            packages[fields["Package"]] = fields["Version"]
    return packages


def _append(path: Path, line: str) -> None:
    text = path.read_text("utf-8")
    if line not in text:
        path.write_text(text + line, encoding="utf-8")


def _replace(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)  # it may be a link, also one that leads out
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755 if text.startswith("#!") else 0o644)
