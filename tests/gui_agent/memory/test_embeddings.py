"""Memories found by meaning, by a model on a real local server."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from gui_agent.errors import MemoryFileError, SettingsError
from gui_agent.memory.embeddings import ServedEmbedder
from gui_agent.memory.memory import Memory
from gui_agent.memory.records import Entry, Exemplar, Provenance
from gui_agent.memory.store import MemoryStore

MEANINGS = {"write": (1, 0, 0), "note": (1, 0, 0), "jot": (1, 0.1, 0), "sum": (0, 1, 0), "add": (0, 1, 0)}


BROKEN = {"data": [{"index": 0, "embedding": ["x"]}]}


def meanings(texts: list[str]) -> dict[str, object]:
    rows = [{"object": "embedding", "index": n, "embedding": mean(text)} for n, text in enumerate(texts)]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return {"object": "list", "model": "m", "data": rows, "usage": usage}


class Service:
    """Gives each text the sum of what its words mean; a ``broken`` one answers nonsense."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken = False
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked += body["input"]
                answer = json.dumps(BROKEN if service.broken else meanings(body["input"])).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}/v1#m"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def mean(text: str) -> list[float]:
    known = [MEANINGS[word] for word in text.casefold().split() if word in MEANINGS]
    return [float(sum(column)) for column in zip(*known, strict=True)] if known else [0.0, 0.0, 1.0]


@pytest.fixture
def service() -> Iterator[Service]:
    pytest.importorskip("openai", reason="the clients are an extra: pip install 'guiagent-desktop[chat]'")
    served = Service()
    yield served
    served.close()


def example(template: str) -> Entry:
    body = Exemplar(template, "editor in front", ("type",), Provenance("runs/1", "2026"))
    return Entry("exemplar", template, template, "editor", "task", body)


@pytest.fixture
def memory(tmp_path: Path, service: Service) -> Iterator[Memory]:
    store = MemoryStore(tmp_path / "memory.sqlite")
    for template in ("write a note", "add up a sum", "paint the house"):
        store.put(example(template))
    kept = Memory(store, ServedEmbedder(service.address))
    yield kept
    kept.close()


def test_what_shares_no_word_is_found_by_what_it_means(memory: Memory) -> None:
    assert [r.entry.title for r in memory.similar("exemplar", "jot something down", 5)] == ["write a note"]
    assert memory.store.like("exemplar", "jot something down") == []


def test_each_text_is_given_its_meaning_once(memory: Memory, service: Service) -> None:
    memory.similar("exemplar", "jot", 5)
    asked = len(service.asked)
    for _ in range(3):
        memory.similar("exemplar", "sum", 5)
    assert len(service.asked) == asked + 1, "only the new question"


def test_where_the_server_talks_nonsense_words_are_enough(memory: Memory, service: Service) -> None:
    service.broken = True
    assert [r.entry.title for r in memory.similar("exemplar", "paint", 5)] == ["paint the house"]


def test_a_server_that_is_not_there_is_told(service: Service) -> None:
    gone = ServedEmbedder(service.address)
    service.broken = True
    with pytest.raises(MemoryFileError, match=r"gives no answer|something else"):
        gone.embed(["a", "b"])


@pytest.mark.parametrize("address", ["m", "http://127.0.0.1:1/v1", "ftp://x#m"])
def test_an_address_without_a_model_is_refused(address: str) -> None:
    with pytest.raises(SettingsError, match="http://HOST:PORT/v1#NAME"):
        ServedEmbedder(address)
