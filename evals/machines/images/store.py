"""Where images are kept, and finding them.

Layout of an image's folder, named after recipe and version: ``rootfs`` (the root filesystem), ``mount`` (an
empty folder sandboxes mount over), ``image.json`` (what it was made of; its presence means it is whole).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.machines.errors import ImageError, UnknownImage
from evals.machines.images.recipe import RECIPES, Recipe

FOLDER_VARIABLE = "GUI_AGENT_MACHINES"
ROOT, MOUNT, FACTS = "rootfs", "mount", "image.json"


@dataclass(frozen=True, slots=True)
class Image:
    """A root filesystem that has been built."""

    name: str
    version: str
    folder: Path

    @property
    def root(self) -> Path:
        """The folder that becomes a machine's "/"."""
        return self.folder / ROOT

    @property
    def current(self) -> bool:
        """Whether today's recipe would make the same image."""
        return self.name in RECIPES and RECIPES[self.name].version == self.version


def images_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where images are kept: $GUI_AGENT_MACHINES, else a folder in the user's cache."""
    if chosen := environment.get(FOLDER_VARIABLE):
        return Path(chosen).absolute()
    cache = environment.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    return Path(cache) / "gui-agent" / "machines"


def image_folder(recipe: Recipe, folder: Path) -> Path:
    return folder / f"{recipe.name}-{recipe.version}"


def find_image(name: str = "", folder: Path | None = None) -> Image:
    """Return the image ``name`` of today's recipe; the fullest one where empty. Raises `ImageError`."""
    place = folder or images_folder()
    if name and name not in RECIPES:
        raise UnknownImage(f"there is no image {name!r}; choose from {', '.join(RECIPES)}")
    for recipe in [RECIPES[name]] if name else reversed(list(RECIPES.values())):
        if (image_folder(recipe, place) / FACTS).is_file():
            return Image(recipe.name, recipe.version, image_folder(recipe, place))
    lean = " --lean" if name in ("", "lean") else ""
    raise ImageError(f"the root filesystem is not built yet: run gui-agent machine build{lean}")


def list_images(folder: Path | None = None) -> list[Image]:
    """Return every whole image, also of older recipes."""
    found: list[Image] = []
    for facts in sorted((folder or images_folder()).glob(f"*/{FACTS}")):
        name, _, version = facts.parent.name.rpartition("-")
        found.append(Image(name, version, facts.parent))
    return found


def image_facts(image: Image) -> dict[str, object]:
    """Return what was noted at the building: packages with versions, bytes, seconds."""
    try:
        facts: dict[str, object] = json.loads((image.folder / FACTS).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ImageError(f"{image.folder / FACTS} cannot be read ({error}); build the image again") from error
    return facts


def remove_image(image: Image) -> None:
    """Delete an image; its note goes first, so that half an image is never taken for a whole one."""
    (image.folder / FACTS).unlink(missing_ok=True)
    shutil.rmtree(image.folder, ignore_errors=True)
