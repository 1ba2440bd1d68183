"""What tokens cost: a table that comes with the package, and the user's own before it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gui_agent.chat.types import TokenUsage
from gui_agent.errors import SettingsError

_SHIPPED = Path(__file__).with_name("prices.toml")
_MILLION = 1_000_000


class Price(BaseModel):
    """Dollars for a million tokens; cached and written ones cost what input does where not said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0, allow_inf_nan=False)
    output: float = Field(ge=0, allow_inf_nan=False)
    cached: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    cache_written: float | None = Field(default=None, ge=0, allow_inf_nan=False)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    models: dict[str, Price] = {}


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Prices by the beginnings of models' names; tables further in front go first."""

    tables: tuple[Mapping[str, Price], ...]

    def price(self, model: str) -> Price | None:
        """Return the price of ``model``, None where nobody gave one. Case does not matter."""
        name = model.casefold().rpartition("/")[2]
        for table in self.tables:
            fitting = [start for start in table if name.startswith(start.casefold())]
            if fitting:
                return table[max(fitting, key=len)]
        return None

    def cost(self, model: str, usage: TokenUsage) -> float:
        """Return dollars; 0 for a model without a price."""
        price = self.price(model)
        if price is None:
            return 0.0
        cached = price.input if price.cached is None else price.cached
        written = price.input if price.cache_written is None else price.cache_written
        fresh = max(0, usage.input_tokens - usage.cached_tokens - usage.cache_written_tokens)
        dollars = fresh * price.input + usage.output_tokens * price.output
        return (dollars + usage.cached_tokens * cached + usage.cache_written_tokens * written) / _MILLION


def load_prices(own: Path | None = None) -> PriceTable:
    """Return the shipped prices behind those of the file ``own``. Raises `SettingsError`."""
    files = (own, _SHIPPED) if own is not None else (_SHIPPED,)
    return PriceTable(tuple(_read(path) for path in files))


def _read(path: Path) -> Mapping[str, Price]:
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8"))).models
    except OSError as error:
        raise SettingsError(f"cannot read the prices {path}: {error.strerror or error}") from error
    except ValidationError as error:
        place = ".".join(map(str, error.errors()[0]["loc"]))
        form = "write [models.NAME] with input and output in dollars, and cached, cache_written if known"
        raise SettingsError(f"cannot read the prices {path}: {place} makes no sense; {form}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"cannot read the prices {path}: it is not TOML: {error}") from error
