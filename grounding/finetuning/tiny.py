"""A real architecture in miniature, with random weights: to show that training it works, without a download.

The network, its picture tower, its processor and its chat template are Qwen2.5-VL's (arXiv 2502.13923);
only the sizes are small, and the tokenizer is made of the words that are given.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_MARKS = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>",
    "<|box_start|>", "<|box_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>",
    "<|video_pad|>",
)  # fmt: skip
CHAT_TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% for part in message['content'] %}{% if part['type'] == 'image' %}"
    "<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part['text'] }}{% endif %}{% endfor %}"
    "{% endif %}<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


_PICTURES = {
    "image_processor_type": "Qwen2VLImageProcessor",
    "patch_size": 14, "merge_size": 2, "temporal_patch_size": 2,
    "image_mean": [0.48145466, 0.4578275, 0.40821073], "image_std": [0.26862954, 0.26130258, 0.27577711],
    "do_resize": True, "do_rescale": True, "do_normalize": True, "do_convert_rgb": True, "resample": 3,
    "rescale_factor": 1 / 255, "size": {"shortest_edge": 3136, "longest_edge": 12845056},
}  # fmt: skip


def make_tiny(folder: Path, words: Sequence[str], seed: int = 0, width: int = 96) -> Path:
    """Write a checkpoint of half a million random weights that knows ``words``; return its folder."""
    import torch
    from transformers import Qwen2_5_VLForConditionalGeneration

    config = write_surroundings(folder, words, tiny_sizes(width))
    torch.manual_seed(seed)
    Qwen2_5_VLForConditionalGeneration(config).save_pretrained(folder)
    return folder


def write_surroundings(folder: Path, words: Sequence[str], sizes: dict[str, dict[str, Any]]) -> Any:
    """Write all of a checkpoint but its weights, and return its configuration.

    ``sizes`` are those of Qwen2.5-VL's ``text_config`` and ``vision_config``.
    """
    from transformers import Qwen2_5_VLConfig

    tokenizer = _tokenizer(words)
    ids = {mark: tokenizer.convert_tokens_to_ids(mark) for mark in _MARKS}
    text = {"vocab_size": len(tokenizer), **sizes["text_config"]}
    text |= {"bos_token_id": None, "eos_token_id": ids["<|im_end|>"], "pad_token_id": ids["<|endoftext|>"]}
    config = Qwen2_5_VLConfig(
        text_config=text,
        vision_config=sizes["vision_config"],
        image_token_id=ids["<|image_pad|>"],
        video_token_id=ids["<|video_pad|>"],
        vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"],
        tie_word_embeddings=bool(text.get("tie_word_embeddings", False)),
    )
    config.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(_PICTURES), "utf-8")
    return config


def _tokenizer(words: Sequence[str]) -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    pieces = pre_tokenizers.ByteLevel
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pieces(add_prefix_space=False)]
    )
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=2000,
        min_frequency=1,
        initial_alphabet=sorted(pieces.alphabet()),
        special_tokens=list(_MARKS),
        show_progress=False,
    )
    made.train_from_iterator(words, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=made, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=CHAT_TEMPLATE
    )


def tiny_sizes(width: int) -> dict[str, dict[str, Any]]:
    """Return sizes that train within seconds; ``width`` is a multiple of 32."""
    third = width // 4 // 2 * 3 // 8
    return {
        "text_config": {
            "hidden_size": width, "intermediate_size": 2 * width, "num_hidden_layers": 2,
            "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 4096,
            # The usual 0.02 is for wide layers: in narrow ones nothing would come through.
            "initializer_range": 0.1,
            "rope_parameters": {
                "rope_type": "default", "rope_theta": 10000.0,
                "mrope_section": [width // 4 // 2 - 2 * third, third, third],
            },
        },
        "vision_config": {
            "depth": 2, "hidden_size": 32, "intermediate_size": 64, "num_heads": 2, "out_hidden_size": width,
            "fullatt_block_indexes": [1], "window_size": 112, "initializer_range": 0.1,
        },
    }  # fmt: skip
