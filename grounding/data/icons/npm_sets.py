"""Icon sets published as npm packages, with the search terms they come with."""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grounding.data.icons.sources import IconFile

_SIDE = 64
Tags = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NpmSet:
    """A package, where its drawings lie (folder: style) and how its search terms are read."""

    family: str
    package: str
    folders: tuple[tuple[str, str], ...]
    tags_file: str
    tags_of: Callable[[Any], Tags]


def npm_sets() -> tuple[NpmSet, ...]:
    """Return the sets that are learned from (Apache-2.0, MIT, ISC and CC-BY licences)."""
    return (
        NpmSet("mdi", "@mdi/svg@7.4.47", (("svg", ""),), "meta.json", _mdi_tags),
        NpmSet("tabler", "@tabler/icons@3.51.0", (("icons/outline", ""), ("icons/filled", "filled")),
               "icons.json", _tabler_tags),
        NpmSet("lucide", "lucide-static@1.62.0", (("icons", ""),), "tags.json", _lucide_tags),
        NpmSet("fontawesome", "@fortawesome/fontawesome-free@7.3.1",
               (("svgs/solid", "solid"), ("svgs/regular", "regular"), ("svgs/brands", "brands")),
               "metadata/icon-families.json", _fontawesome_tags),
        NpmSet("bootstrap", "bootstrap-icons@1.13.2", (("icons", ""),), "", _no_tags),
        NpmSet("material", "@material-symbols/svg-400@0.48.2",
               (("outlined", ""), ("rounded", "rounded"), ("sharp", "sharp")), "", _no_tags),
    )  # fmt: skip


def find_npm_icons(archives: Path, unpacked: Path) -> Iterator[IconFile]:
    """Yield every drawing of the sets; packages missing in ``archives`` are fetched with ``npm pack``."""
    for one in npm_sets():
        root = unpacked / one.family
        if not root.exists():
            _unpack(_archive(one.package, archives), root)
        yield from _icons_of(one, root / "package")


def _icons_of(one: NpmSet, root: Path) -> Iterator[IconFile]:
    tags = one.tags_of(json.loads((root / one.tags_file).read_text("utf-8"))) if one.tags_file else {}
    for folder, style in one.folders:
        for path in sorted((root / folder).glob("*.svg")):
            yield IconFile(path, one.family, style, (path.stem,), _SIDE, tags.get(path.stem, ()))


def _archive(package: str, archives: Path) -> Path:
    name, version = package.rsplit("@", 1)
    path = archives / f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not path.exists():
        archives.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", package], cwd=archives, check=True, capture_output=True)
    return path


def _unpack(archive: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")


def _mdi_tags(data: Any) -> Tags:
    return {icon["name"]: tuple(a.replace("-", " ") for a in icon["aliases"]) for icon in data}


def _tabler_tags(data: Any) -> Tags:
    return {name: tuple(str(t) for t in icon["tags"]) for name, icon in data.items()}


def _lucide_tags(data: Any) -> Tags:
    return {name: tuple(tags) for name, tags in data.items()}


def _fontawesome_tags(data: Any) -> Tags:
    return {name: (icon["label"].casefold(), *icon["search"]["terms"],
                   *(a.replace("-", " ") for a in icon.get("aliases", {}).get("names", [])))
            for name, icon in data.items()}  # fmt: skip


def _no_tags(_: Any) -> Tags:
    return {}
