"""What is missing, damaged or too large is told before anything is loaded."""

import json
import struct
from pathlib import Path

import pytest

from grounding.errors import ModelUnavailable
from grounding.public_models.checkpoints import Checkpoint, find_checkpoint
from grounding.public_models.devices import Place, Room, choose_place

GB = 10**9


def write_weights(file: Path, shapes: dict[str, tuple[int, ...]]) -> None:
    """A weight file in safetensors' format, all of zeros in BF16."""
    header, end = {"__metadata__": {"format": "pt"}}, 0
    for name, shape in shapes.items():
        length = 2
        for side in shape:
            length *= side
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [end, end + length]}  # type: ignore[dict-item]
        end += length
    text = json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(text)) + text + bytes(end))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.json").write_text(
        json.dumps({"architectures": ["Qwen2_5_VLForConditionalGeneration"]})
    )
    write_weights(tmp_path / "model-1.safetensors", {"a": (10, 20), "b": (5,)})
    write_weights(tmp_path / "model-2.safetensors", {"c": (3, 4, 5)})
    index = {
        "weight_map": {"a": "model-1.safetensors", "b": "model-1.safetensors", "c": "model-2.safetensors"}
    }
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    return tmp_path


def test_parameters_are_counted_without_loading(folder: Path) -> None:
    found = find_checkpoint(str(folder))
    assert found.parameters == 265
    assert found.architectures == ("Qwen2_5_VLForConditionalGeneration",)
    assert not found.needs_own_code


def test_a_missing_weight_file_is_named_with_the_command_that_gets_it(folder: Path) -> None:
    (folder / "model-2.safetensors").unlink()
    with pytest.raises(ModelUnavailable, match=r"1 of 2 weight files are missing.*hf download"):
        find_checkpoint(str(folder))


def test_a_folder_without_weights_says_so(folder: Path) -> None:
    for file in folder.glob("model*"):
        file.unlink()
    with pytest.raises(ModelUnavailable, match=r"all weight files \(\*\.safetensors\) are missing"):
        find_checkpoint(str(folder))


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-10], lambda data: b"\x05" + data[1:], lambda data: b""]
)
def test_a_damaged_weight_file_is_told(folder: Path, spoil) -> None:
    file = folder / "model-1.safetensors"
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(ModelUnavailable, match="damaged"):
        find_checkpoint(str(folder))


def test_what_is_no_checkpoint_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"holds no config\.json"):
        find_checkpoint(str(tmp_path))
    (tmp_path / "config.json").write_text("[1]")
    with pytest.raises(ModelUnavailable, match="does not describe a model"):
        find_checkpoint(str(tmp_path))
    with pytest.raises(ModelUnavailable, match="There is no folder"):
        find_checkpoint(str(tmp_path / "absent"))


def of_size(billions: float) -> Checkpoint:
    return Checkpoint(Path("model"), {}, int(billions * GB), int(billions * 2 * GB))


@pytest.mark.parametrize(
    ("billions", "room", "place"),
    [
        (7, Room(64 * GB, 24 * GB), Place("cuda", "bfloat16")),
        (7, Room(64 * GB, 8 * GB), Place("cpu", "float32")),
        (7, Room(20 * GB, None), Place("cpu", "bfloat16")),
        (2, Room(20 * GB, None), Place("cpu", "float32")),
        (2, Room(None, None), Place("cpu", "float32")),
    ],
)
def test_a_model_goes_where_it_fits(billions: float, room: Room, place: Place) -> None:
    assert choose_place(of_size(billions), room) == place


def test_a_model_that_fits_nowhere_is_told_with_what_it_needs_and_what_there_is() -> None:
    with pytest.raises(
        ModelUnavailable,
        match=r"7\.0 billion parameters and needs about 16\.1 GB; the graphics card has 8\.0 GB free and "
        r"the memory has 10\.0 GB free\. Take a smaller model",
    ):
        choose_place(of_size(7), Room(10 * GB, 8 * GB))


def test_a_wish_is_kept_or_refused() -> None:
    room = Room(64 * GB, 24 * GB)
    assert choose_place(of_size(2), room, device="cpu") == Place("cpu", "float32")
    assert choose_place(of_size(2), room, dtype="float16") == Place("cuda", "float16")
    assert choose_place(of_size(2), room, device="cuda:1") == Place("cuda:1", "bfloat16")
    with pytest.raises(ModelUnavailable):
        choose_place(of_size(2), Room(64 * GB, None), device="cuda")
