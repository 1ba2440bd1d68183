"""Checkpoints of the real architectures, so small that they are made in a second and know nothing."""

from pathlib import Path
from typing import Any

import grounding.public_models.prompts

MARKS = (
    "<|endoftext|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|vision_start|>",
    "<|vision_end|>",
    "<|image_pad|>",
    "<|video_pad|>",
    "<|object_ref_start|>",
    "<|object_ref_end|>",
    "<|box_start|>",
    "<|box_end|>",
)
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{% for part in message.content %}"
    "{% if part.type == 'image' %}<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part.text }}"
    "{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
ARCHITECTURES = ("qwen2_vl", "qwen2_5_vl", "qwen3_vl", "qwen3_vl_moe")


def make_checkpoint(folder: Path, architecture: str, seed: int = 1) -> Path:
    """Write a random model of ``architecture`` with a tokenizer of its own into ``folder``."""
    import torch

    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    tokenizer.save_pretrained(folder)
    _image_processor(architecture).save_pretrained(folder)
    _network(architecture, tokenizer).save_pretrained(folder)
    return folder


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    whole = Tokenizer(models.BPE())
    # Digits stand alone, as in Qwen's tokenizer: coordinates are written one by one.
    whole.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    whole.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=800, initial_alphabet=alphabet, show_progress=False)
    prompts = Path(grounding.public_models.prompts.__file__).with_name("prompts")
    whole.train_from_iterator([file.read_text("utf-8") for file in sorted(prompts.glob("*.md"))], trainer)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=whole,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=list(MARKS[1:]),
    )
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def _image_processor(architecture: str) -> Any:
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    if architecture.startswith("qwen3_vl"):
        return Qwen2VLImageProcessorPil(
            patch_size=16,
            min_pixels=65536,
            max_pixels=16777216,
            image_mean=[0.5, 0.5, 0.5],
            image_std=[0.5, 0.5, 0.5],
        )
    return Qwen2VLImageProcessorPil(min_pixels=3136, max_pixels=12845056)


def _network(architecture: str, tokenizer: Any) -> Any:
    import transformers

    ids = {mark: tokenizer.convert_tokens_to_ids(mark) for mark in MARKS}
    text: dict[str, Any] = {
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "vocab_size": len(tokenizer),
        "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 3, 3]},
        "bos_token_id": None,
        "eos_token_id": ids["<|im_end|>"],
        "pad_token_id": ids["<|endoftext|>"],
    }
    places = {
        "image_token_id": ids["<|image_pad|>"],
        "video_token_id": ids["<|video_pad|>"],
        "vision_start_token_id": ids["<|vision_start|>"],
        "vision_end_token_id": ids["<|vision_end|>"],
    }
    match architecture:
        case "qwen2_vl":
            vision = {"depth": 2, "embed_dim": 32, "hidden_size": 64, "num_heads": 2, "mlp_ratio": 2}
            name = "Qwen2VL"
        case "qwen2_5_vl":
            vision = {
                "depth": 2,
                "hidden_size": 32,
                "out_hidden_size": 64,
                "num_heads": 2,
                "intermediate_size": 64,
                "fullatt_block_indexes": [1],
            }
            name = "Qwen2_5_VL"
        case _:
            vision = {
                "depth": 2,
                "hidden_size": 32,
                "out_hidden_size": 64,
                "num_heads": 2,
                "intermediate_size": 64,
                "deepstack_visual_indexes": [0],
                "num_position_embeddings": 64,
            }
            text |= {"head_dim": 16, "rope_parameters": text["rope_parameters"] | {"mrope_interleaved": True}}
            name = "Qwen3VL"
    if architecture == "qwen3_vl_moe":
        text |= {"num_experts": 4, "num_experts_per_tok": 2, "moe_intermediate_size": 32}
        name = "Qwen3VLMoe"
    config = getattr(transformers, f"{name}Config")(text_config=text, vision_config=vision, **places)
    return getattr(transformers, f"{name}ForConditionalGeneration")(config)
