"""Images are named by what is in them, found by name, and built whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.machines.errors import ImageError
from evals.machines.images.build import Estimate, command_line, remove_tree, remove_unfinished
from evals.machines.images.finish import finish, installed_packages
from evals.machines.images.recipe import FULL, LEAN, Recipe
from evals.machines.images.store import (
    FACTS,
    find_image,
    image_facts,
    image_folder,
    images_folder,
    list_images,
    remove_image,
)


def pretend_built(recipe: Recipe, folder: Path) -> Path:
    place = image_folder(recipe, folder)
    (place / "rootfs").mkdir(parents=True)
    (place / FACTS).write_text(json.dumps({"installed": {"bash": "5"}}))
    return place


class TestVersions:
    def test_they_follow_the_content(self) -> None:
        assert LEAN.version != FULL.version
        assert replace(LEAN, packages=tuple(reversed(LEAN.packages))).version == LEAN.version
        assert replace(LEAN, packages=(*LEAN.packages, "nano")).version != LEAN.version
        assert replace(LEAN, files={"/etc/motd": "hello"}).version != LEAN.version

    def test_full_holds_everything_lean_holds(self) -> None:
        assert set(LEAN.packages) < set(FULL.packages)


class TestFinding:
    def test_the_fullest_is_taken_unless_one_is_named(self, tmp_path: Path) -> None:
        pretend_built(LEAN, tmp_path)
        assert find_image(folder=tmp_path).name == "lean"
        pretend_built(FULL, tmp_path)
        assert find_image(folder=tmp_path).name == "full"
        assert find_image("lean", tmp_path).name == "lean"

    def test_what_is_absent_says_how_to_get_it(self, tmp_path: Path) -> None:
        with pytest.raises(ImageError, match="gui-agent machine build --lean"):
            find_image("lean", tmp_path)
        with pytest.raises(ImageError, match="choose from lean, full"):
            find_image("huge", tmp_path)

    def test_half_an_image_is_none(self, tmp_path: Path) -> None:
        (image_folder(LEAN, tmp_path) / "rootfs").mkdir(parents=True)
        with pytest.raises(ImageError):
            find_image("lean", tmp_path)

    def test_older_ones_are_listed_and_removed(self, tmp_path: Path) -> None:
        pretend_built(LEAN, tmp_path)
        pretend_built(replace(LEAN, packages=("bash",)), tmp_path)
        older = [image for image in list_images(tmp_path) if not image.current]
        assert len(list_images(tmp_path)) == 2
        assert len(older) == 1
        remove_image(older[0])
        assert [image.current for image in list_images(tmp_path)] == [True]

    def test_a_damaged_note_is_told(self, tmp_path: Path) -> None:
        (pretend_built(LEAN, tmp_path) / FACTS).write_text("{")
        with pytest.raises(ImageError, match="build the image again"):
            image_facts(find_image("lean", tmp_path))

    def test_the_folder_can_be_chosen(self, tmp_path: Path) -> None:
        assert images_folder({"GUI_AGENT_MACHINES": str(tmp_path)}) == tmp_path
        assert images_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/gui-agent/machines")


class TestBuilding:
    def test_the_command_names_every_package(self) -> None:
        command = command_line(LEAN, "/target", "directory", "root")
        included = next(word for word in command if word.startswith("--include="))
        assert set(included.removeprefix("--include=").split(",")) == set(LEAN.packages)
        assert command[-3:-1] == ["bookworm", "/target"]

    def test_progress_only_grows_and_reaches_the_end(self) -> None:
        estimate = Estimate()
        seen = [estimate.done]
        for packages in (3, 10):
            estimate.heed(f"0 upgraded, {packages} newly installed, 0 to remove and 0 not upgraded.")
            for number in range(packages):
                estimate.heed(
                    f"Get:{number} http://mirror/debian bookworm/main amd64 libx{number} amd64 1.0 [9 kB]"
                )
            for word in ("Unpacking", "Setting up"):
                for number in range(packages):
                    assert estimate.heed(f"{word} libx{number} (1.0) ...")
                    seen.append(estimate.done)
        assert seen == sorted(seen)
        assert seen[-1] == pytest.approx(1.0)
        assert estimate.what == "setting up libx9"

    def test_interrupted_buildings_are_removed(self, tmp_path: Path) -> None:
        (tmp_path / ".building-lean-123" / "rootfs").mkdir(parents=True)
        assert remove_unfinished(tmp_path) == [str(tmp_path / ".building-lean-123")]
        assert list(tmp_path.glob(".building*")) == []

    def test_nothing_is_removed_beneath_a_mount(self) -> None:
        with pytest.raises(ImageError, match="mounted"):
            remove_tree(Path("/dev"))

    def test_a_root_filesystem_without_a_desktop_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ImageError, match="lacks Xvfb"):
            finish(tmp_path, LEAN)

    def test_finishing_makes_the_user_and_never_writes_through_links(self, tmp_path: Path) -> None:
        root, outside = tmp_path / "root", tmp_path / "outside"
        (root / "etc").mkdir(parents=True)
        (root / "usr/bin").mkdir(parents=True)
        for name in ("Xvfb", "openbox", "tint2", "dbus-daemon", "python3", "xkbcomp"):
            (root / "usr/bin" / name).touch()
        (root / "etc/passwd").write_text("root:x:0:0::/root:/bin/sh\n")
        (root / "etc/group").write_text("root:x:0:\n")
        outside.write_text("kept")
        (root / "etc/resolv.conf").symlink_to(outside)
        recipe = replace(LEAN, files={"/usr/local/bin/hello": "#!/bin/sh\necho hello\n"})
        finish(root, recipe)
        finish(root, recipe)
        assert (root / "etc/passwd").read_text().count("user:x:1000:1000:") == 1
        assert outside.read_text() == "kept"
        assert (root / "usr/local/bin/hello").stat().st_mode & 0o777 == 0o755

    def test_installed_packages_are_read_from_dpkg(self, tmp_path: Path) -> None:
        (tmp_path / "var/lib/dpkg").mkdir(parents=True)
        (tmp_path / "var/lib/dpkg/status").write_text(
            "Package: bash\nStatus: install ok installed\nDescription: a\n more: b\nVersion: 5.2\n\n"
            "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\n"
        )
        assert installed_packages(tmp_path) == {"bash": "5.2"}
