"""The model that is fine-tuned: opened for training, given small matrices to train, and written whole."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grounding.errors import ModelUnavailable
from grounding.finetuning.arguments import Arguments
from grounding.public_models.checkpoints import Checkpoint
from grounding.public_models.formats import ModelFormat

_EYES = ("visual", "vision_tower", "vision_model")
_HEAD = "lm_head"
_WEIGHTS = (".safetensors", ".bin", ".pt", ".pth", ".msgpack", ".h5", ".gguf", ".onnx")
_OWN_FILES = ("config.json", "generation_config.json", "model.safetensors.index.json")


@dataclass(frozen=True, slots=True, eq=False)
class BaseModel:
    """A network with its processor (tokenizer and pictures), ready for trainers of trl."""

    network: Any
    processor: Any


def open_base(checkpoint: Checkpoint, format: ModelFormat, arguments: Arguments) -> BaseModel:
    """Load ``checkpoint`` for training. Raises `ModelUnavailable`."""
    if checkpoint.needs_own_code:
        raise ModelUnavailable(
            f"The model in {checkpoint.folder} brings code of its own, which is not run here; "
            "fine-tune one whose architecture transformers knows."
        )
    import torch
    from transformers import AutoModelForImageTextToText

    # Small trainable matrices stay float32 beside bf16 weights; without them the weights themselves must be.
    half = wants_half(arguments) and arguments.lora_rank > 0
    folder = str(checkpoint.folder)
    try:
        processor = open_processor(checkpoint, format)
        network = AutoModelForImageTextToText.from_pretrained(
            folder, local_files_only=True, dtype=torch.bfloat16 if half else torch.float32
        )
    except (OSError, ValueError, KeyError, ImportError, AttributeError, RuntimeError) as error:
        raise ModelUnavailable(f"The model in {folder} cannot be loaded: {error}") from error
    network.config.use_cache = False
    return BaseModel(network, processor)


def wants_half(arguments: Arguments) -> bool:
    """Return whether to compute in bf16."""
    import torch

    if arguments.precision:
        return arguments.precision == "bf16"
    return bool(torch.cuda.is_available() and torch.cuda.is_bf16_supported())


def open_processor(checkpoint: Checkpoint, format: ModelFormat) -> Any:
    """Return the processor of ``checkpoint`` for pictures alone, which are resized before they come to it."""
    from transformers import AutoConfig, AutoImageProcessor, AutoTokenizer
    from transformers.models.auto.processing_auto import PROCESSOR_MAPPING

    folder = str(checkpoint.folder)
    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    pictures = AutoImageProcessor.from_pretrained(folder, local_files_only=True)
    factor = int(pictures.patch_size * pictures.merge_size)
    if factor != format.resize.factor:
        raise ModelUnavailable(
            f"The model looks at pictures in squares of {factor} pixels, the format {format.name} in squares "
            f"of {format.resize.factor}. Name another format with --format."
        )
    pictures.do_resize = False
    template = answering_template(tokenizer.chat_template or _template_beside(checkpoint.folder), format)
    return _for_pictures_alone(PROCESSOR_MAPPING[type(config)])(pictures, tokenizer, chat_template=template)


def answering_template(template: str, format: ModelFormat) -> str:
    """Return a chat template whose answers begin as ``format`` has them begin."""
    if not format.opening:
        return template
    opening = json.dumps(format.opening)
    return (
        "{% set asks = add_generation_prompt %}{% set add_generation_prompt = false %}"
        "{% set answer = messages[-1] if messages[-1]['role'] == 'assistant' else none %}"
        "{% if answer %}{% set messages = messages[:-1] %}{% endif %}"
        f"{template}"
        f"{{% if asks or answer %}}{{{{ {opening} }}}}{{% endif %}}"
        "{% if answer %}{% if answer['content'] is string %}{{ answer['content'] }}{% else %}"
        "{% for part in answer['content'] %}{{ part['text'] }}{% endfor %}{% endif %}<|im_end|>\n{% endif %}"
    )


def _for_pictures_alone(kind: type) -> type:
    """Return a processor class without its part for films, which would want torchvision."""

    def __init__(
        self: Any, image_processor: Any = None, tokenizer: Any = None, chat_template: Any = None
    ) -> None:
        kind.__init__(self, image_processor, tokenizer, chat_template=chat_template)  # type: ignore[misc]

    return type(kind.__name__, (kind,), {"__init__": __init__})


def _template_beside(folder: Path) -> str:
    kept = folder / "chat_template.json"
    template = json.loads(kept.read_text("utf-8")).get("chat_template") if kept.exists() else None
    if not isinstance(template, str):
        raise ModelUnavailable(f"The checkpoint in {folder} has no chat template.")
    return template


def lora_of(network: Any, arguments: Arguments) -> Any:
    """Return the settings of low-rank adaptation (LoRA, arXiv 2106.09685) for every linear layer."""
    from peft import LoraConfig

    return LoraConfig(
        r=arguments.lora_rank,
        lora_alpha=2 * arguments.lora_rank,
        target_modules=linear_layers(network, arguments.vision),
        task_type="CAUSAL_LM",
    )


def linear_layers(network: Any, vision: bool) -> list[str]:
    """Return the names of the linear layers to adapt: those that read, with ``vision`` those that see."""
    import torch

    named = [name for name, module in network.named_modules() if isinstance(module, torch.nn.Linear)]
    return [
        name
        for name in named
        if _HEAD not in name.split(".") and (vision or not set(_EYES) & set(name.split(".")))
    ]


def write_model(network: Any, checkpoint: Checkpoint, folder: Path) -> None:
    """Write ``network`` as a whole checkpoint: merged weights, and all other files as the base has them.

    A folder that was begun and not finished is written anew.
    """
    partial = folder.with_suffix(".part")
    shutil.rmtree(partial, ignore_errors=True)
    merged = network.merge_and_unload() if hasattr(network, "merge_and_unload") else network
    merged.config.use_cache = True
    merged.save_pretrained(partial)
    for file in checkpoint.folder.iterdir():
        if file.is_file() and not _is_weights(file) and not (partial / file.name).exists():
            shutil.copy(file, partial / file.name)
    shutil.rmtree(folder, ignore_errors=True)
    partial.rename(folder)


def _is_weights(file: Path) -> bool:
    return file.suffix in _WEIGHTS or file.name in _OWN_FILES or file.name.endswith(".index.json")
