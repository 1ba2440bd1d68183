"""What is trained begins its answer where the product lets it begin; a training goes on where it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from grounding.errors import ModelUnavailable
from grounding.finetuning.arguments import Arguments, checked_precision, checked_stages
from grounding.finetuning.base_model import answering_template, open_base
from grounding.finetuning.tiny import CHAT_TEMPLATE
from grounding.finetuning.trainers import StageWork, last_checkpoint
from grounding.public_models.checkpoints import Checkpoint
from grounding.public_models.formats import ModelFormat
from grounding.public_models.table import format_named, formats

ASKED = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "Save"}]}]
ANSWERED = [*ASKED, {"role": "assistant", "content": [{"type": "text", "text": "(1,2)"}]}]


def rendered(template: str, messages: list[dict[str, object]], asks: bool) -> str:
    """Render a chat template as transformers does."""
    room = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    return room.from_string(template).render(messages=messages, add_generation_prompt=asks)


@pytest.mark.parametrize("format", formats(), ids=lambda format: format.name)
def test_a_trained_answer_follows_the_prompt_that_the_product_gives(format: ModelFormat) -> None:
    template = answering_template(CHAT_TEMPLATE, format)
    asked = rendered(template, ASKED, True)
    given = rendered(CHAT_TEMPLATE, ASKED, not format.opening) + format.opening
    assert asked == given
    assert rendered(template, ANSWERED, False) == f"{asked}(1,2)<|im_end|>\n"


def test_the_newest_whole_checkpoint_is_gone_on_from(tmp_path: Path) -> None:
    assert last_checkpoint(tmp_path) is None
    for name, state in (("checkpoint-9", "{}"), ("checkpoint-10", "{}"), ("checkpoint-20", '{"cut')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "trainer_state.json").write_text(state, "utf-8")
    (tmp_path / "checkpoint-30").mkdir()
    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-10"


def work(arguments: Arguments) -> StageWork:
    return StageWork("grounding", Path("out"), (), format_named("gta1"), arguments)


def test_epochs_are_counted_in_updates_over_all_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = replace(work(Arguments("base", (), Path("out"), epochs=3)), samples=(None,) * 100)  # type: ignore[arg-type]
    assert made.steps == 19
    monkeypatch.setenv("WORLD_SIZE", "4")
    assert made.steps == 5
    assert work(Arguments("base", (), Path("out"), steps=7)).steps == 7


def test_a_model_with_code_of_its_own_is_not_run(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path, {"auto_map": {"AutoModel": "own.py"}}, 0, 0)
    with pytest.raises(ModelUnavailable, match="code of its own"):
        open_base(checkpoint, format_named("gta1"), Arguments("base", (), tmp_path))


def test_names_that_are_none_are_refused_with_those_that_are() -> None:
    assert checked_stages(["reinforcement", "grounding"]) == ("grounding", "reinforcement")
    with pytest.raises(ModelUnavailable, match="no stage dreaming; choose of grounding"):
        checked_stages(["dreaming"])
    with pytest.raises(ModelUnavailable, match="no precision half"):
        checked_precision("half")
