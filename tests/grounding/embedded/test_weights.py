"""Shipped networks are checked before they are opened."""

import json
import shutil
from pathlib import Path

import pytest

from grounding.embedded.weights import MANIFEST, default_folder, has_network, open_network, read_companion
from grounding.errors import DamagedWeights, ModelUnavailable

_LIMIT = 60_000_000


def shipped() -> dict[str, dict[str, str]]:
    manifest: dict[str, dict[str, str]] = json.loads((default_folder() / MANIFEST).read_text("utf-8"))
    return manifest


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    name = min(shipped())
    shutil.copyfile(default_folder() / MANIFEST, tmp_path / MANIFEST)
    shutil.copyfile(default_folder() / shipped()[name]["file"], tmp_path / shipped()[name]["file"])
    return tmp_path


def test_every_shipped_network_opens_and_all_together_are_small() -> None:
    for name in shipped():
        assert open_network(name).name == name
    assert sum(path.stat().st_size for path in default_folder().iterdir()) <= _LIMIT


def test_every_file_in_the_folder_is_listed() -> None:
    listed = {MANIFEST}
    for entry in shipped().values():
        listed |= {entry["file"], *entry["companions"]}
    assert {path.name for path in default_folder().iterdir()} == listed


def test_one_changed_byte_is_noticed(copied: Path) -> None:
    name = min(shipped())
    path = copied / shipped()[name]["file"]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedWeights, match="SHA-256"):
        open_network(name, folder=copied)


def test_a_cut_file_is_noticed(copied: Path) -> None:
    name = min(shipped())
    path = copied / shipped()[name]["file"]
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(DamagedWeights, match="Install the package again"):
        open_network(name, folder=copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    name = min(shipped())
    (copied / shipped()[name]["file"]).unlink()
    with pytest.raises(ModelUnavailable, match=shipped()[name]["file"]):
        open_network(name, folder=copied)


def test_an_unknown_network_and_a_missing_list_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no network oracle"):
        open_network("oracle")
    with pytest.raises(ModelUnavailable, match=r"manifest\.json"):
        open_network("detector", folder=tmp_path)
    assert not has_network("oracle")


def test_a_companion_that_was_not_recorded_is_refused() -> None:
    with pytest.raises(ModelUnavailable, match=r"secrets\.txt"):
        read_companion(min(shipped()), "secrets.txt")
