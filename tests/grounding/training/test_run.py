"""Training runs stop on time, resume where they stopped, and keep their curves."""

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.models
torch = pytest.importorskip("torch")

from grounding.training.run import Average, Run, warm_cosine  # noqa: E402


def test_a_run_resumes_its_weights_step_and_time(tmp_path: Path) -> None:
    first = Run(tmp_path, minutes=60)
    module = torch.nn.Linear(2, 2)
    first.step, first.spent = 7, 100.0
    first.save(network=module)
    second, other = Run(tmp_path, minutes=60), torch.nn.Linear(2, 2)
    assert second.resume(network=other)
    assert torch.equal(other.weight, module.weight)
    assert second.step == 7
    assert second.seconds >= 100.0


def test_without_a_checkpoint_a_run_starts_anew(tmp_path: Path) -> None:
    assert not Run(tmp_path, minutes=1).resume(network=torch.nn.Linear(2, 2))


def test_steps_end_with_the_time_or_the_count(tmp_path: Path) -> None:
    assert list(Run(tmp_path, minutes=60).steps(most=3)) == [0, 1, 2]
    assert list(Run(tmp_path, minutes=0).steps()) == []


def test_curves_are_json_lines(tmp_path: Path) -> None:
    run = Run(tmp_path, minutes=1)
    run.log(loss=0.5, split="validation")
    row = json.loads((tmp_path / "curve.jsonl").read_text("utf-8"))
    assert (row["step"], row["loss"], row["split"]) == (0, 0.5, "validation")


def test_the_learning_rate_warms_up_and_falls() -> None:
    assert warm_cosine(0.0, 0, 100) == pytest.approx(0.01)
    assert warm_cosine(0.0, 99, 100) == 1.0
    assert warm_cosine(1.0, 1000, 100) == pytest.approx(0.02)
    assert warm_cosine(0.25, 1000) > warm_cosine(0.75, 1000)


def test_the_average_follows_the_weights_and_is_saved_whole() -> None:
    module = torch.nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        module.weight.fill_(0.0)
    average = Average(module, decay=0.5)
    with torch.no_grad():
        module.weight.fill_(1.0)
    for _ in range(40):
        average.update(module)
    assert float(average.module.weight) == pytest.approx(1.0, abs=1e-3)
    copy = Average(torch.nn.Linear(1, 1, bias=False))
    copy.load_state_dict(average.state_dict())
    assert torch.equal(copy.module.weight, average.module.weight)
