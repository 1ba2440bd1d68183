"""Our own metrics and upstream's, side by side on real files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.graders.registry import METRICS
from evals.upstream_graders import UpstreamGraders
from evals.upstream_graders.install import installed_python
from tests.evals.graders.cases import Case, all_cases

pytestmark = [
    pytest.mark.slow,
    # Upstream's graders are imported at once, which takes a minute on a busy machine.
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        installed_python() is None,
        reason="upstream's graders are not installed (gui-agent eval install-graders)",
    ),
]


@pytest.fixture(scope="module")
def upstream() -> Iterator[UpstreamGraders]:
    with UpstreamGraders(seconds=600) as graders:
        yield graders


def known_difference(case: Case) -> bool:
    """What we do otherwise on purpose.

    An element that a list lacks is absent, so it cannot be what is unwanted; upstream gives 0 for it, and
    full score for a key that an object lacks.
    """
    conditions = case.expected.get("unexpect", []) if isinstance(case.expected, dict) else []
    return case.metric == "check_json" and any(9 in condition["key"] for condition in conditions)


def test_our_metrics_agree_with_upstreams(upstream: UpstreamGraders, tmp_path: Path) -> None:
    for package in ("docx", "pptx", "openpyxl", "lxml", "cssselect", "pypdf"):
        pytest.importorskip(package, reason="needs the extra evals")
    scores = defaultdict(set)
    differing = []
    for case in all_cases(tmp_path):
        ours = METRICS[case.metric](case.result, case.expected, case.options).value
        theirs = upstream.metric(case.metric, case.result, case.expected, case.options).value
        scores[case.metric].add(theirs)
        if ours != pytest.approx(theirs, abs=1e-3) and not known_difference(case):
            differing.append(f"{case}: {ours} against {theirs}")
    assert not differing, "\n".join(differing)
    one_sided = sorted(metric for metric, seen in scores.items() if len(seen) < 2)
    assert not one_sided, f"compared with one outcome only: {one_sided}"
    assert len(scores) >= 93
