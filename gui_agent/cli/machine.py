"""``gui-agent machine``: the machines that tasks run on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from evals.machines.images.build import Report
    from evals.machines.images.store import Image

_Made = TypeVar("_Made")

machine = typer.Typer(
    name="machine",
    help="Machines that tasks run in: build their root filesystem, look at them, clean up.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Virtual = Annotated[bool, typer.Option("--qemu", help="A virtual machine in place of a sandbox.")]
Which = Annotated[str, typer.Option("--image", help="lean or full; the fullest that is built where absent.")]


@machine.command()
def build(
    lean: Annotated[
        bool, typer.Option("--lean", help="Desktop, editor, calculator, file manager and terminal only.")
    ] = False,
    qemu: Annotated[
        bool, typer.Option("--qemu", help="And a disk for virtual machines, which are booted once.")
    ] = False,
) -> None:
    """Make the root filesystem of sandboxes from Debian packages, once; it is kept for all later runs."""
    from evals.machines.images.build import build_image
    from evals.machines.images.recipe import FULL, LEAN

    recipe = LEAN if lean else FULL
    if qemu:
        from evals.machines.qemu.hardware import qemu_version

        qemu_version()  # before an hour of work, not after it
    image = _with_progress(f"building {recipe.name}", lambda report: build_image(recipe, report))
    if qemu:
        _build_virtual(image)
    typer.echo(_described(image))


def _build_virtual(image: Image) -> None:
    from evals.machines.images.disk import build_disk
    from evals.machines.qemu.machine import VirtualMachine

    disk = _with_progress("building its disk", lambda report: build_disk(image, report))
    machine = VirtualMachine(disk)
    typer.echo("booting it once; later starts take it from there", err=True)
    machine.prepare()
    typer.echo(f"virtual machines run with {machine.accelerator}", err=True)


@machine.command("list")
def list_() -> None:
    """List the root filesystems that are built; those of older versions are not used any more."""
    from evals.machines.images.store import images_folder, list_images

    images = list_images()
    if not images:
        typer.echo(f"nothing is built in {images_folder()}; run gui-agent machine build")
    for image in images:
        typer.echo(_described(image) + ("" if image.current else "  (older: machine clean removes it)"))


@machine.command()
def shell(image: Which = "", qemu: Virtual = False) -> None:
    """Open a shell in a fresh machine, which ends with the shell."""
    raise typer.Exit(_virtual_shell(image) if qemu else _sandbox_shell(image))


def _sandbox_shell(image: str) -> int:
    from evals.machines.images.store import find_image
    from evals.machines.sandbox.machine import Sandbox
    from evals.machines.sandbox.terminal import attach

    with Sandbox(find_image(image)) as sandbox:
        return attach(sandbox, ["bash", "-l"])


def _virtual_shell(image: str) -> int:
    from evals.machines.images.disk import find_bootable
    from evals.machines.qemu.machine import VirtualMachine
    from evals.machines.qemu.terminal import attach

    with VirtualMachine(find_bootable(image)) as virtual:
        return attach(virtual, ["bash", "-l"])


@machine.command()
def screenshot(
    output: Annotated[Path, typer.Argument(help="Where the picture goes.")],
    launch: Annotated[str, typer.Option(help="An application to start first.")] = "",
    image: Which = "",
    qemu: Virtual = False,
) -> None:
    """Save a picture of a fresh machine's screen."""
    import cv2

    from actions.action import Launch
    from actions.settle import wait_until_settled
    from evals.machines.open_machine import open_machine

    kind = "qemu" if qemu else "sandbox"
    with open_machine(f"{kind}:{image}") as opened:
        computer = opened.computer
        if launch:
            computer.execute(Launch(launch))
        shot = wait_until_settled(
            computer.screenshot,
            quiet=0.5 if launch else 0.04,
            first_change_within=(30.0 if qemu else 3.0) if launch else 0.0,
        ).screenshot
    try:
        output.write_bytes(cv2.imencode(output.suffix or ".png", shot.image)[1].tobytes())
    except (OSError, cv2.error) as error:
        raise typer.BadParameter(f"{output} cannot be written: {error}") from None


@machine.command()
def clean(
    everything: Annotated[bool, typer.Option("--all", help="Remove the current images as well.")] = False,
) -> None:
    """Remove older images, interrupted buildings, and what killed runs left."""
    from evals.machines.images.build import remove_unfinished
    from evals.machines.images.disk import remove_older_disks
    from evals.machines.images.store import list_images, remove_image
    from evals.machines.qemu.process import remove_abandoned_folders
    from evals.machines.sandbox.cgroup import remove_abandoned

    removed = [*remove_unfinished(), *remove_abandoned(), *remove_abandoned_folders()]
    for image in list_images():
        if everything or not image.current:
            remove_image(image)
            removed.append(str(image.folder))
        else:
            removed += [*remove_older_disks(image), *_older_states(image)]
    for path in removed:
        typer.echo(f"removed {path}")


def _older_states(image: Image) -> list[str]:
    from evals.machines.errors import MachineError
    from evals.machines.images.disk import find_disk
    from evals.machines.qemu.prepared import remove_older_states

    try:
        return remove_older_states(find_disk(image))
    except MachineError:
        return []  # no disk, or no QEMU to say what is current


def _described(image: Image) -> str:
    from evals.machines.images.disk import FACTS, disk_folder
    from evals.machines.images.store import image_facts

    packages = image_facts(image).get("installed")
    count = len(packages) if isinstance(packages, dict) else 0
    disk = "  with a disk for virtual machines" if (disk_folder(image) / FACTS).is_file() else ""
    return f"{image.name}-{image.version}  {count} packages  {image.folder}{disk}"


def _with_progress(title: str, work: Callable[[Report], _Made]) -> _Made:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from evals.machines.images.build import Progress as Done

    columns = (
        TextColumn(title),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def show(done: Done) -> None:
            bar.update(task, completed=done.done, description=done.what)

        return work(show)
