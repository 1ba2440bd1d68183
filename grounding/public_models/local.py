"""A public model on this machine, by transformers: the Qwen-VL architectures that the table's models have."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from grounding.errors import ModelUnavailable
from grounding.public_models.asking import Answer, Question
from grounding.public_models.checkpoints import INSTALL, Checkpoint, find_checkpoint
from grounding.public_models.devices import Place, choose_place, free_room
from grounding.public_models.formats import Message, ModelFormat, Picture
from grounding.public_models.table import format_for, format_named

BATCH = 4
"""Questions answered together, at most."""
DEADLINE = 300.0
"""Seconds one batch of answers may take; what is not written by then is missing from the answer."""


class LocalAnswerer:
    """A loaded model; pictures are given to it in exactly the size its format says.

    Not safe to share between threads.
    """

    def __init__(self, loaded: Loaded, format_: ModelFormat, deadline: float = DEADLINE) -> None:
        self._loaded, self._format, self._deadline = loaded, format_, deadline

    @property
    def format(self) -> ModelFormat:
        return self._format

    @property
    def place(self) -> Place:
        return self._loaded.place

    def answer(self, questions: Sequence[Question]) -> list[Answer]:
        """Answer in batches of `BATCH`. Raises `ModelUnavailable` where the memory runs out."""
        answers: list[Answer] = []
        for start in range(0, len(questions), BATCH):
            answers += self._answered(questions[start : start + BATCH])
        return answers

    def close(self) -> None:
        self._loaded.release()

    def _answered(self, questions: Sequence[Question]) -> list[Answer]:
        texts = [self._loaded.prompt(each.messages, self._format) for each in questions]
        limit = self._format.max_new_tokens
        started = time.monotonic()
        answers = self._loaded.generate(texts, [each.picture for each in questions], limit, self._deadline)
        if time.monotonic() - started > self._deadline and not any(answer.text for answer in answers):
            raise ModelUnavailable(f"The grounding model wrote nothing within {self._deadline:g} s.")
        return answers


class Loaded:
    """Tokenizer, image processor and network of one checkpoint, and where they are."""

    def __init__(self, tokenizer: Any, images: Any, network: Any, place: Place) -> None:
        self._tokenizer, self._images, self._network, self.place = tokenizer, images, network, place
        self._mark = str(tokenizer.convert_ids_to_tokens(network.config.image_token_id))

    @property
    def factor(self) -> int:
        """What sides of pictures are multiples of."""
        return int(self._images.patch_size * self._images.merge_size)

    def prompt(self, messages: Sequence[Message], format_: ModelFormat) -> str:
        """Return the text of a prompt, up to where the model goes on; pictures are one mark each."""
        turns = [{"role": each.role, "content": [_part(part) for part in each.parts]} for each in messages]
        opened = self._tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=not format_.opening
        )
        return f"{opened}{format_.opening}{format_.answer_start}"

    def generate(
        self, texts: Sequence[str], pictures: Sequence[Any], limit: int, seconds: float
    ) -> list[Answer]:
        """Return what the network writes after each text, about its picture (HxWx3 BGR)."""
        import torch

        inputs = self._inputs(texts, pictures)
        try:
            with torch.inference_mode():
                made = self._network.generate(
                    **inputs,
                    max_new_tokens=limit,
                    max_time=seconds,
                    do_sample=False,
                    return_dict_in_generate=True,
                    output_logits=True,
                    pad_token_id=self._tokenizer.pad_token_id,
                )
        except torch.OutOfMemoryError as error:
            raise ModelUnavailable(
                f"The memory of {self.place.device} is not enough for the picture; "
                "take a smaller model or a smaller screen."
            ) from error
        written = made.sequences[:, inputs["input_ids"].shape[1] :]
        return [self._answer(row, made.logits, number) for number, row in enumerate(written)]

    def release(self) -> None:
        """Let go of the network."""
        self._network = None

    def _inputs(self, texts: Sequence[str], pictures: Sequence[Any]) -> dict[str, Any]:
        # The processors of transformers would also want torchvision, for films nobody sends.
        seen = self._images(
            images=[picture[:, :, ::-1].copy() for picture in pictures], do_resize=False, return_tensors="pt"
        )
        merged = self._images.merge_size**2
        counts = [int(grid.prod()) // merged for grid in seen["image_grid_thw"]]
        whole = [
            text.replace(self._mark, self._mark * count, 1) for text, count in zip(texts, counts, strict=True)
        ]
        read = self._tokenizer(
            whole, padding=True, padding_side="left", add_special_tokens=False, return_tensors="pt"
        )
        is_picture = read["input_ids"] == self._network.config.image_token_id
        inputs = {
            "input_ids": read["input_ids"],
            "attention_mask": read["attention_mask"],
            "mm_token_type_ids": is_picture.int(),
            "pixel_values": seen["pixel_values"].to(self._network.dtype),
            "image_grid_thw": seen["image_grid_thw"],
        }
        return {name: value.to(self.place.device) for name, value in inputs.items()}

    def _answer(self, row: Any, logits: Sequence[Any], number: int) -> Answer:
        chances = list(self._chances(row, logits, number))
        text = str(self._tokenizer.decode(row, skip_special_tokens=True))
        return Answer(text, sum(chances) / len(chances) if chances else None)

    def _chances(self, row: Any, logits: Sequence[Any], number: int) -> Iterator[float]:
        """Yield the probability of each written token that holds a digit."""
        for token, step in zip(row.tolist(), logits, strict=False):
            if any(letter.isdigit() for letter in self._tokenizer.decode([token], skip_special_tokens=True)):
                yield float(step[number].float().softmax(-1)[token])


def open_local(model: str, format_name: str = "", *, device: str = "", dtype: str = "") -> LocalAnswerer:
    """Load the checkpoint in a folder, or of this name in Hugging Face's cache; code of its own never runs.

    Raises `ModelUnavailable` for a missing package, file or memory, and for a model of another kind.
    """
    format_ = format_named(format_name) if format_name else format_for(model)
    checkpoint = find_checkpoint(model)
    _require_known(checkpoint, model)
    _require_packages()
    place = choose_place(checkpoint, free_room(), device, dtype)
    loaded = load(checkpoint, place)
    if loaded.factor != format_.resize.factor:
        raise ModelUnavailable(
            f"{model} looks at pictures in squares of {loaded.factor} pixels, the format {format_.name} in "
            f"squares of {format_.resize.factor}: its answers would be read wrongly. Name another format."
        )
    return LocalAnswerer(loaded, format_)


def load(checkpoint: Checkpoint, place: Place) -> Loaded:
    """Load ``checkpoint`` into ``place``. Raises `ModelUnavailable`."""
    import torch
    from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer

    folder = str(checkpoint.folder)
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if not tokenizer.chat_template:
            tokenizer.chat_template = _template_beside(checkpoint.folder)
        images = AutoImageProcessor.from_pretrained(folder, local_files_only=True)
        network = AutoModelForImageTextToText.from_pretrained(
            folder, local_files_only=True, dtype=getattr(torch, place.dtype)
        )
        return Loaded(tokenizer, images, network.to(place.device).eval(), place)
    except (OSError, ValueError, KeyError, ImportError, AttributeError, RuntimeError) as error:
        raise ModelUnavailable(f"The model in {folder} cannot be loaded: {error}") from error


def _part(part: str | Picture) -> dict[str, str]:
    return {"type": "image"} if isinstance(part, Picture) else {"type": "text", "text": part}


def _template_beside(folder: Path) -> str:
    """Return the chat template that older checkpoints keep in a file for their processor."""
    import json

    kept = folder / "chat_template.json"
    template = json.loads(kept.read_text("utf-8")).get("chat_template") if kept.exists() else None
    if not isinstance(template, str):
        raise ModelUnavailable(f"The checkpoint in {folder} has no chat template.")
    return template


def _require_known(checkpoint: Checkpoint, model: str) -> None:
    if checkpoint.needs_own_code:
        raise ModelUnavailable(
            f"{model} brings code of its own, which is not run here. Serve it where you trust it "
            f"(vllm serve {model} --trust-remote-code) and give --grounder http://HOST:8000/v1#NAME."
        )


def _require_packages() -> None:
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError as error:
        raise ModelUnavailable(
            f"A model of Hugging Face needs {error.name}. Install it with: {INSTALL}"
        ) from error
