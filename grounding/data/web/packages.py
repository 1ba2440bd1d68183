"""npm packages (style sheets, icons) as folders, unpacked from archives or fetched with `npm pack`."""

from __future__ import annotations

import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Packages:
    """Finds packages: ``archives`` may hold NAME-VERSION.tgz files, ``cache`` takes the unpacked ones."""

    archives: Path
    cache: Path

    def folder(self, name: str, version: str) -> Path:
        """Return the unpacked package's folder. Raises CalledProcessError where npm cannot fetch it."""
        stem = f"{name.removeprefix('@').replace('/', '-')}-{version}"
        target = self.cache / stem
        if not target.exists():
            archive = self.archives / f"{stem}.tgz"
            if not archive.exists():
                archive = self._fetched(name, version, stem)
            partial = self.cache / f"{stem}.partial"
            with tarfile.open(archive) as file:
                file.extractall(partial, filter="data")
            partial.rename(target)
        return target / "package"

    def _fetched(self, name: str, version: str, stem: str) -> Path:
        self.cache.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", f"{name}@{version}", "--pack-destination", str(self.cache.resolve())]
        subprocess.run(command, check=True, capture_output=True)
        return self.cache / f"{stem}.tgz"
