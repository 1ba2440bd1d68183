"""Building a root filesystem from Debian packages with mmdebstrap."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from evals.machines.errors import ImageError, MachineUnavailable
from evals.machines.images.finish import finish, installed_packages
from evals.machines.images.recipe import Recipe, as_data
from evals.machines.images.store import FACTS, MOUNT, ROOT, Image, image_folder, images_folder

_LEFT_OUT = (
    *("path-exclude=/usr/share/doc/*", "path-include=/usr/share/doc/*/copyright"),
    *("path-exclude=/usr/share/man/*", "path-exclude=/usr/share/locale/*", "path-exclude=/usr/share/info/*"),
)
_PROXIES = ("Acquire::http::Proxy", "Acquire::https::Proxy")
_TAIL_LINES = 12
_FIRST = 0.15
"""The share of the first installation."""

_NOW = MappingProxyType({"Get": "fetching", "Unpacking": "unpacking", "Setting": "setting up"})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a building is: ``done`` from 0 to 1, and what happens now."""

    done: float
    what: str


Report = Callable[[Progress], None]


def build_image(recipe: Recipe, report: Report = lambda progress: None, folder: Path | None = None) -> Image:
    """Return the image of ``recipe``, building it where it is absent. Raises `ImageError`.

    A second builder of the same image waits for the first. An interrupted building leaves nothing behind.
    """
    place = folder or images_folder()
    final = image_folder(recipe, place)
    _require_programs()
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImageError(
            f"{place} cannot be made ({error.strerror}); name another folder in $GUI_AGENT_MACHINES"
        ) from error
    with alone(place / f".{final.name}.lock"):
        if not (final / FACTS).is_file():
            _build(recipe, final, report)
    return Image(recipe.name, recipe.version, final)


def _build(recipe: Recipe, final: Path, report: Report) -> None:
    begun = time.monotonic()
    unfinished = final.with_name(f".building-{final.name}")
    remove_tree(unfinished)
    remove_tree(final)
    (unfinished / MOUNT).mkdir(parents=True)
    try:
        _make_root(recipe, unfinished, report)
        report(Progress(0.97, "finishing"))
        finish(unfinished / ROOT, recipe)
        packages = installed_packages(unfinished / ROOT)
        facts = {
            **as_data(recipe),
            "version": recipe.version,
            "installed": packages,
            "seconds": round(time.monotonic() - begun, 1),
        }
        (unfinished / FACTS).write_text(json.dumps(facts, indent=1), encoding="utf-8")
        unfinished.rename(final)
    except BaseException:
        remove_tree(unfinished)
        raise
    report(Progress(1.0, "done"))


def _make_root(recipe: Recipe, folder: Path, report: Report) -> None:
    if os.geteuid() == 0:
        # In namespaces of its own: everything it started or mounted ends with it, however it ends.
        apart = ["unshare", "--mount", "--propagation=private", "--pid", "--fork", "--mount-proc"]
        run_builder(
            [*apart, "--kill-child", *command_line(recipe, str(folder / ROOT), "directory", "root")],
            report,
            0.97,
        )
        return
    archive = folder / "root.tar"
    run_builder(command_line(recipe, str(archive), "tar", "unshare"), report, 0.9)
    # One user owns everything: that is all a sandbox without root can tell apart.
    report(Progress(0.9, "unpacking"))
    (folder / ROOT).mkdir()
    unpack = [
        "tar",
        "-x",
        "-f",
        str(archive),
        "-C",
        str(folder / ROOT),
        "--no-same-owner",
        "--exclude=./dev/*",
    ]
    done = subprocess.run(unpack, capture_output=True, text=True)
    if done.returncode:
        raise ImageError(f"the root filesystem could not be unpacked: {done.stderr.strip()}; check the disk")
    archive.unlink()


def command_line(recipe: Recipe, target: str, kind: str, mode: str) -> list[str]:
    """Return how mmdebstrap is called."""
    options = [
        *("--variant=minbase", f"--mode={mode}", f"--format={kind}"),
        f"--include={','.join(recipe.packages)}",
        *common_options(),
    ]
    return ["mmdebstrap", *options, recipe.suite, target, *mirror(recipe.suite)]


def common_options() -> list[str]:
    """Return what every call of mmdebstrap says."""
    return [
        "--verbose",
        *('--aptopt=APT::Install-Recommends "false"', '--aptopt=Acquire::Languages "none"'),
        '--aptopt=Acquire::Retries "3"',
        *(f"--aptopt={line}" for line in _proxies()),
        # A building that is cut short is thrown away: nothing is gained by syncing every file.
        "--dpkgopt=force-unsafe-io",
        *(f"--dpkgopt={line}" for line in _LEFT_OUT),
    ]


def mirror(suite: str) -> list[str]:
    """Return where this host gets ``suite`` from; nothing (mmdebstrap's own choice) where it does not."""
    ask = ["apt-get", "indextargets", "--format", "$(SITE)", "Created-By: Packages", f"Codename: {suite}"]
    if shutil.which(ask[0]) is None:
        return []
    return subprocess.run(ask, capture_output=True, text=True).stdout.split()[:1]


def run_builder(command: list[str], report: Report, share: float) -> None:
    """Run mmdebstrap, telling how far it is; ``share`` of the whole is its part."""
    estimate = Estimate()
    tail: list[str] = []
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"},
    )
    assert process.stdout is not None
    try:
        with process.stdout as stream:
            for raw in stream:
                line = raw.decode("utf-8", "replace").strip()
                tail = [*tail, line][-_TAIL_LINES:] if line else tail
                if estimate.heed(line):
                    report(Progress(share * estimate.done, estimate.what))
        code = process.wait()
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if code:
        said = "\n".join(tail)
        raise ImageError(f"mmdebstrap failed with code {code}; check the network and the disk:\n{said}")


class Estimate:
    """Guesses from mmdebstrap's words how far it is.

    It installs twice: the few packages everything rests on, then the rest, where fetching, unpacking and
    setting up are a third each.
    """

    def __init__(self) -> None:
        self.done = 0.0
        self.what = "preparing"
        self._rounds = 0
        self._expected = 0
        self._heard = 0

    def heed(self, line: str) -> bool:
        """Take one line of output into account; return whether it told anything."""
        if found := re.search(r"(\d+) newly installed", line):
            self._rounds += 1
            self._expected, self._heard = 3 * int(found[1]), 0
            return False
        found = re.match(r"(Get):\d+ .* (\S+) \S+ \S+ \[|(Unpacking|Setting) (?:up )?(\S+)", line)
        if found is None or not self._expected:
            return False
        kind, name = found[1] or found[3], found[2] or found[4]
        self._heard += 1
        self.what = f"{_NOW[kind]} {name}"
        part = min(1.0, self._heard / self._expected)
        self.done = max(self.done, part * _FIRST if self._rounds == 1 else _FIRST + part * (1 - _FIRST))
        return True


def remove_unfinished(folder: Path | None = None) -> list[str]:
    """Remove what interrupted buildings left; return the folders. One that is being built is spared."""
    removed: list[str] = []
    for path in sorted((folder or images_folder()).glob(".building-*")):
        with (path.parent / path.name.replace("building-", "", 1)).with_suffix(".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            remove_tree(path)
            removed.append(str(path))
    return removed


def remove_tree(folder: Path) -> None:
    """Delete a folder that a building left; refuse where something is mounted in it."""
    if not folder.exists():
        return
    mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    inside = [line.split()[4] for line in mounts.splitlines()]
    if any(Path(point).is_relative_to(folder) for point in inside):
        raise ImageError(f"something is mounted beneath {folder}; unmount it, then try again")
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise ImageError(f"{folder} cannot be removed; delete it yourself, then try again")


def _require_programs() -> None:
    if shutil.which("mmdebstrap") is None:
        raise MachineUnavailable(
            "building a root filesystem needs mmdebstrap: apt-get install mmdebstrap (and uidmap where you "
            "are not root), or set $GUI_AGENT_MACHINES to a folder with an image built elsewhere"
        )
    if os.geteuid() and shutil.which("newuidmap") is None:
        raise MachineUnavailable("building without root needs newuidmap: apt-get install uidmap, or be root")
    if os.geteuid() and not _has_spare_users():
        raise MachineUnavailable(
            "building without root needs a range of spare user numbers: as root, usermod --add-subuids "
            "300000-365535 --add-subgids 300000-365535 YOU, or be root"
        )


def _has_spare_users() -> bool:
    import pwd

    with contextlib.suppress(KeyError, OSError):
        names = (pwd.getpwuid(os.geteuid()).pw_name, str(os.geteuid()))
        ranges = Path("/etc/subuid").read_text("utf-8").splitlines()
        return any(line.split(":")[0] in names for line in ranges)
    return False


def _proxies() -> list[str]:
    """Return the host's own apt settings about proxies: mmdebstrap does not look at them."""
    with contextlib.suppress(OSError):
        dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True).stdout
        return [line for line in dump.splitlines() if line.split(" ")[0] in _PROXIES]
    return []


@contextlib.contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock file ``path``; another who wants it waits."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
