"""Meanings of texts by a served model, where there is one; searching by words needs none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gui_agent.errors import MemoryFileError, SettingsError
from gui_agent.memory.records import Kind, Record
from gui_agent.memory.store import MemoryStore
from gui_agent.memory.templates import SLOT

SECONDS = 10.0
LEAST_LIKENESS = 0.35
"""Cosine from which two texts count as about the same thing."""
AT_ONCE = 64
QUESTIONS_KEPT = 32


class Embedder(Protocol):
    """Turns texts into vectors of one length; ``name`` says which model does."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row for each of ``texts``. Raises `MemoryFileError` where the model cannot be asked."""
        ...


def served_name(address: str) -> tuple[str, str]:
    """Return server and model of ``address``. Raises `SettingsError` for another form."""
    base, _, name = address.partition("#")
    if not base.startswith(("http://", "https://")) or not name:
        raise SettingsError(f"give the model of meanings as http://HOST:PORT/v1#NAME, not “{address}”")
    return base, name


class ServedEmbedder:
    """A model behind an OpenAI-compatible server; ``address`` is http://HOST:PORT/v1#NAME.

    Raises `SettingsError` for another form, and `MemoryFileError` where the openai package is missing.
    """

    def __init__(self, address: str, key: str = "") -> None:
        base, self._name = served_name(address)
        try:
            import httpx2
            import openai
        except ImportError as error:
            raise MemoryFileError(
                "meanings need the chat clients: pip install 'guiagent-desktop[chat]'"
            ) from error
        self._failures: type[Exception] = openai.OpenAIError
        self._client: Any = openai.OpenAI(
            base_url=base,
            api_key=key or "none",
            timeout=SECONDS,
            max_retries=1,
            # A redirection would carry texts and key to another server.
            http_client=httpx2.Client(follow_redirects=False, timeout=SECONDS),
        )

    @property
    def name(self) -> str:
        return self._name

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        try:
            answer = self._client.embeddings.create(
                model=self._name, input=list(texts), encoding_format="float"
            )
            rows = [item.embedding for item in sorted(answer.data, key=lambda item: item.index)]
            found = np.asarray(rows, np.float32)
        except (self._failures, ValueError, TypeError, AttributeError) as error:
            raise MemoryFileError(f"the model of meanings {self._name} gives no answer: {error}") from error
        if found.ndim != 2 or len(found) != len(texts) or not np.isfinite(found).all():
            raise MemoryFileError(f"the model of meanings {self._name} answered with something else")
        return found


class Meanings:
    """Ranks records by what they mean; vectors are made once and kept in the memory file."""

    def __init__(self, store: MemoryStore, embedder: Embedder) -> None:
        self._store, self._embedder = store, embedder
        self._asked: dict[str, NDArray[np.float32]] = {}

    def closest(self, kind: Kind, text: str, limit: int) -> list[Record]:
        """Return the records of ``kind`` whose titles mean nearly the same as ``text``, the closest first."""
        records = self._store.all(kind)
        if not records:
            return []
        vectors = self._vectors(records)
        wanted = self._meaning(text)
        scored = [(float(_unit(vectors[r.id]) @ wanted), r) for r in records if r.id in vectors]
        close = sorted((pair for pair in scored if pair[0] >= LEAST_LIKENESS), key=lambda pair: -pair[0])
        return [record for _, record in close[:limit]]

    def _meaning(self, text: str) -> NDArray[np.float32]:
        """Return the meaning of a question; a task is asked about before every step."""
        if text not in self._asked:
            while len(self._asked) >= QUESTIONS_KEPT:
                self._asked.pop(next(iter(self._asked)))
            self._asked[text] = _unit(self._embedder.embed([text])[0])
        return self._asked[text]

    def _vectors(self, records: Sequence[Record]) -> dict[int, NDArray[np.float32]]:
        known = self._store.vectors(self._embedder.name)
        missing = [record for record in records if record.id not in known]
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            made = self._embedder.embed([SLOT.sub("something", r.entry.title) for r in some])
            fresh = [(record.id, made[row]) for row, record in enumerate(some)]
            self._store.put_vectors(self._embedder.name, fresh)
            known |= dict(fresh)
        return known


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return vector if length == 0 else np.asarray(vector / length, np.float32)
