import pytest

from evals.bench.checks import TEXTS, looks, pages, slightly_different
from gui_agent.misreadings import shows


@pytest.mark.parametrize("text", TEXTS)
def test_no_text_of_the_benchmark_shows_what_it_must_not_be_taken_for(text: str) -> None:
    others = slightly_different(text)
    assert others
    assert not [other for other in others if shows(text, other) or shows(other, text)]


def test_every_text_and_its_other_one_are_drawn_in_every_look() -> None:
    look = next(looks())
    drawn = [text for shown, _ in pages(look) for text in shown]
    assert len(drawn) == 2 * len(TEXTS)
    assert set(TEXTS) < set(drawn)
