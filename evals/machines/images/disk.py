"""A virtual machine's disk, kernel and drivers, made from a root filesystem that is built already.

The display server and the kernel's package are installed into a layer over the root filesystem, which stays
as it is; both together become a disk image, without any loop device.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.machines.errors import ImageError, MachineUnavailable
from evals.machines.images.build import (
    Progress,
    Report,
    alone,
    common_options,
    mirror,
    remove_tree,
    run_builder,
)
from evals.machines.images.finish import write_names
from evals.machines.images.recipe import RECIPES, SUITE
from evals.machines.images.store import Image, find_image, list_images

FACTS = "vm.json"
DISK, KERNEL, DRIVERS = "disk.raw", "vmlinuz", "drivers"
DISK_BYTES = 16 << 30
"""What the guest sees; the file only holds what is written."""

_GENERATION = 1
"""Raise it when the way of building changes what comes out."""
_PACKAGES = ("xserver-xorg-core", "xserver-xorg-input-evdev", "x11-xserver-utils", "busybox-static")
_KERNEL_PACKAGE = "linux-image-amd64"  # the one for clouds knows no display
_DRIVERS = ("virtio_pci", "virtio_blk", "virtio_console", "virtio_input", "evdev", "ext4", "bochs")
_LIBRARIES = ("crc32c_generic",)
"""What drivers ask for at run time without naming it as a dependency."""

_MOUNT = 'mount -t overlay overlay -o "lowerdir=$1/rootfs,upperdir=$2/upper,workdir=$2/work" "$2/root"'
_INSTALL = f"""\
{_MOUNT}
rm -rf "$2/root/dev"
mkdir "$2/root/dev"
shift 2
exec "$@"
"""
_FETCH = """\
cd "$1/boot"
export APT_CONFIG="$MMDEBSTRAP_APT_CONFIG"
needs=$(apt-cache depends {package})
apt-get download "$(echo "$needs" | sed -n 's/^ *Depends: \\(linux-image-[0-9][^ ]*\\)$/\\1/p' | head -n 1)"
"""
_MAKE_DISK = f"""\
{_MOUNT}
exec mke2fs -q -F -t ext4 -m 0 -O ^has_journal,^metadata_csum -L desktop \\
  -E lazy_itable_init=0,root_owner=0:0 -d "$2/root" "$2/{DISK}" "$3"
"""


@dataclass(frozen=True, slots=True)
class Disk:
    """What a virtual machine over ``image`` starts from."""

    image: Image
    folder: Path

    @property
    def path(self) -> Path:
        """The raw disk image; never written to."""
        return self.folder / DISK

    @property
    def kernel(self) -> Path:
        return self.folder / KERNEL

    @property
    def drivers(self) -> Path:
        """A folder with busybox, kernel modules, and their order in ``order``."""
        return self.folder / DRIVERS


def disk_version() -> str:
    """Return twelve digits that change with what is added to a root filesystem."""
    content = [_GENERATION, _PACKAGES, _KERNEL_PACKAGE, _DRIVERS, _LIBRARIES, DISK_BYTES, _MAKE_DISK]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def disk_folder(image: Image) -> Path:
    return image.folder / f"vm-{disk_version()}"


def find_disk(image: Image) -> Disk:
    """Return the disk of ``image``. Raises `ImageError` where it is not built."""
    folder = disk_folder(image)
    if not (folder / FACTS).is_file():
        lean = " --lean" if image.name == "lean" else ""
        raise ImageError(
            f"the {image.name} image has no disk for virtual machines yet: run gui-agent machine build "
            f"--qemu{lean}"
        )
    return Disk(image, folder)


def find_bootable(name: str = "") -> Disk:
    """Return the disk of image ``name``, or of the fullest image that has one. Raises `ImageError`."""
    if name:
        return find_disk(find_image(name))
    images = {image.name: image for image in list_images() if image.current}
    for recipe in reversed(list(RECIPES)):
        if recipe in images and (disk_folder(images[recipe]) / FACTS).is_file():
            return find_disk(images[recipe])
    raise ImageError("no virtual machine's disk is built yet: run gui-agent machine build --qemu")


def remove_older_disks(image: Image) -> list[str]:
    """Remove what virtual machines over ``image`` no longer start from; return the folders."""
    removed: list[str] = []
    with alone(image.folder / ".vm.lock"):
        for folder in sorted(image.folder.glob("*vm-*")):
            if folder.is_dir() and folder != disk_folder(image):
                remove_tree(folder)
                removed.append(str(folder))
    return removed


def build_disk(image: Image, report: Report = lambda progress: None) -> Disk:
    """Return the disk of ``image``, building it where it is absent. Raises `ImageError`.

    A second builder waits for the first; an interrupted building leaves nothing behind.
    """
    final = disk_folder(image)
    with alone(image.folder / ".vm.lock"):
        if not (final / FACTS).is_file():
            _require_means()
            _build(image, final, report)
    return Disk(image, final)


def _build(image: Image, final: Path, report: Report) -> None:
    begun = time.monotonic()
    unfinished = final.with_name(f".building-{final.name}")
    remove_tree(unfinished)
    for name in ("upper", "work", "root"):
        (unfinished / name).mkdir(parents=True)
    try:
        _in_layer(image, unfinished, _INSTALL, _installer(unfinished), report, 0.6)
        upper = unfinished / "upper"
        write_names(upper)
        report(Progress(0.62, "drivers"))
        package = _kernel_package(upper)
        drivers = _take_kernel(package, unfinished)
        shutil.copy2(_busybox(upper), unfinished / DRIVERS / "busybox")
        package.unlink()
        report(Progress(0.8, "disk"))
        _in_layer(image, unfinished, _MAKE_DISK, [str(DISK_BYTES >> 10)], report, 1.0)
        for name in ("upper", "work", "root"):
            shutil.rmtree(unfinished / name)
        facts = {
            "image": f"{image.name}-{image.version}",
            "kernel": package.name,
            "drivers": drivers,
            "seconds": round(time.monotonic() - begun, 1),
        }
        (unfinished / FACTS).write_text(json.dumps(facts, indent=1), encoding="utf-8")
        unfinished.rename(final)
    except BaseException:
        remove_tree(unfinished)
        raise
    report(Progress(1.0, "done"))


def _in_layer(image: Image, folder: Path, script: str, rest: list[str], report: Report, share: float) -> None:
    """Run ``script`` in namespaces of its own, where the layer can be mounted and ends with it."""
    apart = ["unshare", "--mount", "--propagation=private", "--pid", "--fork", "--mount-proc"]
    shell = ["sh", "-euc", script, "layer", str(image.folder), str(folder), *rest]
    run_builder([*apart, "--kill-child", *shell], report, share)


def _installer(folder: Path) -> list[str]:
    return [
        *("mmdebstrap", "--variant=custom", "--mode=root", "--format=directory", "--skip=check/empty"),
        f"--include={','.join(_PACKAGES)}",
        f"--customize-hook={_FETCH.format(package=_KERNEL_PACKAGE)}",
        *common_options(),
        *(SUITE, str(folder / "root"), *mirror(SUITE)),
    ]


def _kernel_package(upper: Path) -> Path:
    found = sorted((upper / "boot").glob("linux-image-*.deb"))
    if len(found) != 1:
        raise ImageError("the kernel's package was not fetched; check the network, then build again")
    return found[0]


def _busybox(upper: Path) -> Path:
    places = [
        upper / folder / "busybox" for folder in ("usr/bin", "bin") if (upper / folder / "busybox").exists()
    ]
    if not places:
        raise ImageError("busybox was not installed into the disk; build again")
    return places[0]


def _take_kernel(package: Path, folder: Path) -> list[str]:
    """Unpack the kernel and the drivers it needs; return the drivers in the order to load them."""
    modules: dict[str, bytes] = {}
    kernel = b""
    for name, content in _files_of(package):
        if name.startswith("./boot/vmlinuz-"):
            kernel = content
        elif found := re.search(r"/([^/]+)\.ko(\.xz)?$", name):
            modules[found[1].replace("-", "_")] = _unpacked(content, found[2])
    if not kernel or not modules:
        raise ImageError(f"{package.name} holds no kernel or no drivers; build again")
    order: list[str] = []
    for name in (*_LIBRARIES, *_DRIVERS):
        _add_with_needs(name, modules, order)
    (folder / DRIVERS).mkdir()
    for name in order:
        (folder / DRIVERS / f"{name}.ko").write_bytes(modules[name])
    (folder / DRIVERS / "order").write_text("".join(f"{name}.ko\n" for name in order), encoding="ascii")
    (folder / KERNEL).write_bytes(kernel)
    return order


def _files_of(package: Path) -> Iterator[tuple[str, bytes]]:
    unpack = ["dpkg-deb", "--fsys-tarfile", str(package)]
    with (
        subprocess.Popen(unpack, stdout=subprocess.PIPE) as unpacking,
        tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive,
    ):
        for member in archive:
            content = archive.extractfile(member) if member.isreg() else None
            if content is not None:
                yield member.name, content.read()


def _unpacked(content: bytes, compressed: str | None) -> bytes:
    if compressed is None:
        return content
    import lzma

    return lzma.decompress(content)


def _add_with_needs(name: str, modules: dict[str, bytes], order: list[str]) -> None:
    """Append ``name`` after what it depends on, as it says itself; what is built in is no file."""
    if name in order or name not in modules:
        return
    found = re.search(rb"\0depends=([^\0]*)\0", modules[name])
    for needed in found[1].decode("ascii").split(",") if found else []:
        if needed:
            _add_with_needs(needed.replace("-", "_"), modules, order)
    order.append(name)


def _require_means() -> None:
    if os.geteuid():
        raise MachineUnavailable(
            "the disk of a virtual machine can only be built by root (mounts, owners of files); run it once "
            "with sudo, or set $GUI_AGENT_MACHINES to a folder built elsewhere: machines run without root"
        )
    for program, package in (("mmdebstrap", "mmdebstrap"), ("mke2fs", "e2fsprogs"), ("dpkg-deb", "dpkg")):
        if shutil.which(program) is None:
            raise MachineUnavailable(
                f"building a virtual machine's disk needs {program}: apt-get install {package}"
            )
