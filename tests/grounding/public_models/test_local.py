"""Real architectures on this machine: loaded by the door that users take, asked, trained, asked again."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.models
torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

import grounding.public_models.local as local  # noqa: E402
from actions.geometry import Point, Size  # noqa: E402
from grounding.errors import ModelUnavailable, TargetNotFound  # noqa: E402
from grounding.grounders import open_grounder  # noqa: E402
from grounding.public_models.asking import PublicGroundingModel, Wanted, resized  # noqa: E402
from grounding.public_models.checkpoints import find_checkpoint  # noqa: E402
from grounding.public_models.devices import Place, Room  # noqa: E402
from grounding.public_models.formats import ModelFormat  # noqa: E402
from grounding.public_models.frames import Resize  # noqa: E402
from grounding.public_models.local import Loaded, LocalAnswerer, load, open_local  # noqa: E402
from grounding.public_models.table import format_named, formats  # noqa: E402
from tests.grounding.public_models.scripted import screen  # noqa: E402
from tests.grounding.public_models.tiny_checkpoints import ARCHITECTURES, make_checkpoint  # noqa: E402

SMALL = Resize(28, 4 * 28 * 28, 40 * 28 * 28)
BASES = {
    "Qwen2VLForConditionalGeneration": "qwen2_vl",
    "Qwen2_5_VLForConditionalGeneration": "qwen2_5_vl",
    "Qwen3VLForConditionalGeneration": "qwen3_vl",
    "Qwen3VLMoeForConditionalGeneration": "qwen3_vl_moe",
    # OpenCUA's own class is Qwen2.5-VL's with other positions; its code is never run here.
    "OpenCUAForConditionalGeneration": "qwen2_5_vl",
}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Networks this small are slower on several threads, most of all on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def checkpoints(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    made: dict[str, Path] = {}

    def of(architecture: str) -> Path:
        if architecture not in made:
            made[architecture] = make_checkpoint(tmp_path_factory.mktemp(architecture), architecture)
        return made[architecture]

    return of


@pytest.fixture(scope="module")
def loaded(checkpoints: Callable[[str], Path]) -> Callable[[str], Loaded]:
    held: dict[str, Loaded] = {}

    def of(architecture: str) -> Loaded:
        if architecture not in held:
            folder = checkpoints(architecture)
            held[architecture] = load(find_checkpoint(str(folder)), Place("cpu", "float32"))
        return held[architecture]

    return of


def small(known: ModelFormat) -> ModelFormat:
    """The format with small pictures and short answers, because a random model never ends by itself."""
    limits = replace(SMALL, factor=known.resize.factor)
    return replace(known, resize=limits, max_new_tokens=6)


@pytest.mark.parametrize(
    ("known", "architecture"),
    [(known, BASES[each]) for known in formats() for each in known.architectures],
    ids=lambda each: each if isinstance(each, str) else each.name,
)
def test_every_family_runs_on_its_architecture_and_a_random_model_finds_nothing(
    known: ModelFormat, architecture: str, loaded: Callable[[str], Loaded]
) -> None:
    model = PublicGroundingModel(LocalAnswerer(loaded(architecture), small(known)))
    wanted = [
        Wanted(screen(300, 200), "Save"),
        Wanted(screen(160, 300), "the Open button"),
        Wanted(screen(), "x"),
    ]
    ends = model.ground_all(wanted)
    assert len(ends) == 3
    assert all(isinstance(end, TargetNotFound) for end in ends), ends


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_network_sees_the_picture_in_the_formats_size(
    architecture: str, loaded: Callable[[str], Loaded]
) -> None:
    one = loaded(architecture)
    size = Size(one.factor * 6, one.factor * 4)
    known = format_named("gta1")
    text = one.prompt(known.messages("Save", size), known)
    inputs = one._inputs([text], [resized(screen(300, 200).image, size)])
    assert inputs["image_grid_thw"].tolist() == [[1, 8, 12]]
    assert int(inputs["mm_token_type_ids"].sum()) == 6 * 4


def test_one_question_is_answered_alike_alone_and_among_others(loaded: Callable[[str], Loaded]) -> None:
    answerer = LocalAnswerer(loaded("qwen2_5_vl"), small(format_named("uground")))
    model = PublicGroundingModel(answerer)
    questions = []
    for target in ("Save", "a much longer description of something else"):
        frame = model.format.frame(screen(300, 200).region)
        questions.append(model._question(Wanted(screen(300, 200), target), frame))
    together = answerer.answer(questions)
    assert [answer.text for answer in together] == [answerer.answer([each])[0].text for each in questions]


def test_a_model_that_learnt_an_answer_gives_it_as_a_place(
    checkpoints: Callable[[str], Path], tmp_path: Path
) -> None:
    known = replace(format_named("gta1"), resize=SMALL, max_new_tokens=16)
    shot = screen(252, 140)
    taught = {"the left one": Point(36, 70), "the right one": Point(215, 35)}
    model = load(find_checkpoint(str(checkpoints("qwen2_5_vl"))), Place("cpu", "float32"))
    _teach(model, known, taught, shot)
    folder = tmp_path / "gta1-taught"
    model._network.save_pretrained(folder)
    model._tokenizer.save_pretrained(folder)
    model._images.save_pretrained(folder)
    model.release()

    again = open_local(str(folder), dtype="float32")
    assert again.format.name == "gta1"
    asked = PublicGroundingModel(LocalAnswerer(again._loaded, known))
    ends = asked.ground_all([Wanted(shot, target) for target in taught])
    assert [end.point for end in ends] == list(taught.values())  # type: ignore[union-attr]
    assert all(end.score > 0.8 for end in ends)  # type: ignore[union-attr]


def _teach(model: Loaded, known: ModelFormat, taught: dict[str, Point], shot: object) -> None:
    """Teach a network to answer exactly these places, with the inputs that asking gives it."""
    frame = known.frame(shot.region)  # type: ignore[attr-defined]
    picture = resized(shot.image, frame.sent)  # type: ignore[attr-defined]
    prompts = [model.prompt(known.messages(target, frame.sent), known) for target in taught]
    answers = [known.write(point, frame) + "<|im_end|>" for point in taught.values()]
    inputs = model._inputs([p + a for p, a in zip(prompts, answers, strict=True)], [picture] * len(taught))
    labels = torch.full_like(inputs["input_ids"], -100)
    for row, answer in enumerate(answers):
        count = len(model._tokenizer(answer, add_special_tokens=False)["input_ids"])
        labels[row, -count:] = inputs["input_ids"][row, -count:]
    network = model._network.train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=5e-3)
    for _ in range(150):
        loss = network(**inputs, labels=labels).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if loss.item() < 0.03:
            break
    assert loss.item() < 0.1
    network.eval()


def test_a_grounder_opens_from_a_folder_with_eyes_beside_it(checkpoints: Callable[[str], Path]) -> None:
    grounder = open_grounder(f"hf:{checkpoints('qwen2_vl')}#showui+zoom")
    assert grounder.parser.parse(screen(320, 240)).region == screen(320, 240).region
    with pytest.raises(TargetNotFound):
        grounder.model.ground(screen(320, 240), "Save")


def test_a_checkpoint_of_another_patch_size_is_refused(checkpoints: Callable[[str], Path]) -> None:
    with pytest.raises(ModelUnavailable, match=r"squares of 32 pixels, the format gta1 in squares of 28"):
        open_local(str(checkpoints("qwen3_vl")), "gta1")


def test_too_little_memory_is_told_before_anything_is_loaded(
    checkpoints: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "free_room", lambda: Room(1_000_000, None))
    monkeypatch.setattr(local, "load", lambda *_: pytest.fail("it was loaded"))
    with pytest.raises(ModelUnavailable, match=r"needs about 0\.3 GB; the memory has 0\.0 GB free"):
        open_local(str(checkpoints("qwen2_vl")), "showui")


def test_a_damaged_configuration_is_one_clear_error(
    checkpoints: Callable[[str], Path], tmp_path: Path
) -> None:
    for file in checkpoints("qwen2_vl").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "config.json").write_text('{"model_type": "no-such-model"}')
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        open_local(str(tmp_path), "showui")


def test_our_sizes_are_those_of_the_processors_of_transformers() -> None:
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import smart_resize

    chance = random.Random(8)
    for known in formats():
        rule = known.resize
        for _ in range(40):
            size = Size(chance.randint(40, 5000), chance.randint(40, 4000))
            ours = rule(size)
            theirs = smart_resize(size.height, size.width, rule.factor, rule.min_pixels, rule.max_pixels)
            assert (ours.height, ours.width) == theirs


def test_our_inputs_are_those_of_the_processor_of_transformers(loaded: Callable[[str], Loaded]) -> None:
    model = loaded("qwen2_5_vl")
    known, size = format_named("gta1"), Size(168, 112)
    picture = np.asarray(screen(168, 112).image)
    text = model.prompt(known.messages("Save", size), known)
    ours = model._inputs([text], [picture])
    theirs = _processor(model)(text=[text], images=[picture[:, :, ::-1].copy()], return_tensors="pt")
    assert set(ours) == set(theirs)
    for name, value in theirs.items():
        assert torch.equal(ours[name].to(value.dtype), value), name


def _processor(model: Loaded) -> transformers.Qwen2VLProcessor:
    """The processor without its part for films, whose making would need torchvision."""
    processor = transformers.Qwen2VLProcessor.__new__(transformers.Qwen2VLProcessor)
    processor.image_processor, processor.video_processor = model._images, None
    processor.tokenizer = tokenizer = model._tokenizer
    processor.chat_template = tokenizer.chat_template
    processor.image_token, processor.video_token = "<|image_pad|>", "<|video_pad|>"
    processor.image_token_id = tokenizer.convert_tokens_to_ids("<|image_pad|>")
    processor.video_token_id = tokenizer.convert_tokens_to_ids("<|video_pad|>")
    return processor
