"""What tokens cost."""

from pathlib import Path

import pytest

from gui_agent.chat.prices import load_prices
from gui_agent.chat.types import TokenUsage
from gui_agent.errors import SettingsError

SPENT = TokenUsage(input_tokens=1_000_000, output_tokens=100_000, cached_tokens=400_000)


def test_cached_tokens_cost_what_the_table_says(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text('[models."mine"]\ninput = 2.0\noutput = 10.0\ncached = 0.5\n')
    assert load_prices(own).cost("mine-large", SPENT) == pytest.approx(0.6 * 2 + 0.4 * 0.5 + 0.1 * 10)


def test_ones_own_table_goes_first_and_the_longest_beginning_counts(tmp_path: Path) -> None:
    own = tmp_path / "prices.toml"
    own.write_text('[models."gpt-4o"]\ninput = 1.0\noutput = 1.0\n')
    assert load_prices(own).cost("GPT-4o-mini", TokenUsage(1_000_000)) == 1.0
    shipped = load_prices()
    assert shipped.cost("gpt-4o-mini", TokenUsage(1_000_000)) < shipped.cost("gpt-4o", TokenUsage(1_000_000))
    assert shipped.price("openai/gpt-4o") == shipped.price("gpt-4o")


def test_a_model_without_a_price_costs_nothing() -> None:
    assert load_prices().cost("qwen3-8b-on-my-desk", SPENT) == 0.0


@pytest.mark.parametrize("text", ["[models.x]\ninput = -1\noutput = 1", "[models.x]\ninpt = 1", "x ="])
def test_a_wrong_table_is_named(tmp_path: Path, text: str) -> None:
    own = tmp_path / "prices.toml"
    own.write_text(text)
    with pytest.raises(SettingsError, match=r"prices\.toml"):
        load_prices(own)
