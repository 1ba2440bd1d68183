"""``gui-agent machine``: the machines that tasks run on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.machines.images.recipe import Recipe
    from evals.machines.images.store import Image

machine = typer.Typer(
    name="machine",
    help="Sandboxes that tasks run in: build their root filesystem, look at them, clean up.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Which = Annotated[str, typer.Option("--image", help="lean or full; the fullest that is built where absent.")]


@machine.command()
def build(
    lean: Annotated[
        bool, typer.Option("--lean", help="Desktop, editor, calculator, file manager and terminal only.")
    ] = False,
) -> None:
    """Make the root filesystem of sandboxes from Debian packages, once; it is kept for all later runs."""
    from evals.machines.images.recipe import FULL, LEAN

    image = _with_progress(LEAN if lean else FULL)
    typer.echo(_described(image))


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
def shell(image: Which = "") -> None:
    """Open a shell in a fresh sandbox; it ends with the shell."""
    from evals.machines.images.store import find_image
    from evals.machines.sandbox.machine import Sandbox
    from evals.machines.sandbox.terminal import attach

    with Sandbox(find_image(image)) as sandbox:
        code = attach(sandbox, ["bash", "-l"])
    raise typer.Exit(code)


@machine.command()
def screenshot(
    output: Annotated[Path, typer.Argument(help="Where the picture goes.")],
    launch: Annotated[str, typer.Option(help="An application to start first.")] = "",
    image: Which = "",
) -> None:
    """Save a picture of a fresh sandbox's screen."""
    import cv2

    from actions.action import Launch
    from actions.settle import wait_until_settled
    from evals.machines.images.store import find_image
    from evals.machines.sandbox.machine import Sandbox

    with Sandbox(find_image(image)) as sandbox:
        computer = sandbox.computer
        if launch:
            computer.execute(Launch(launch))
        shot = wait_until_settled(
            computer.screenshot, quiet=0.5 if launch else 0.04, first_change_within=3.0 if launch else 0.0
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
    from evals.machines.images.store import list_images, remove_image
    from evals.machines.sandbox.cgroup import remove_abandoned

    removed = [*remove_unfinished(), *remove_abandoned()]
    for image in list_images():
        if everything or not image.current:
            remove_image(image)
            removed.append(str(image.folder))
    for path in removed:
        typer.echo(f"removed {path}")


def _described(image: Image) -> str:
    from evals.machines.images.store import image_facts

    packages = image_facts(image).get("installed")
    count = len(packages) if isinstance(packages, dict) else 0
    return f"{image.name}-{image.version}  {count} packages  {image.folder}"


def _with_progress(recipe: Recipe) -> Image:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from evals.machines.images.build import Progress as Done
    from evals.machines.images.build import build_image

    columns = (
        TextColumn(f"building {recipe.name}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)

        def show(done: Done) -> None:
            bar.update(task, completed=done.done, description=done.what)

        return build_image(recipe, show)
