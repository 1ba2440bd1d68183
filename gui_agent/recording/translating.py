"""What a label says in other languages, by the catalogs that programs of this machine are translated with."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gui_agent.screen_text import fold

TOOLKITS = ("gtk30", "gtk40", "gtk20", "openbox", "kwidgetsaddons5_qt")
"""Catalogs of what every program says: Cancel, Save, Select All."""
_PLACES = tuple(Path(each) for each in ("/usr/share/locale", "/usr/local/share/locale"))
_LITTLE, _BIG = 0x950412DE, 0xDE120495
_HEAD = 20
_LARGEST = 16 << 20
_LONGEST = 60
_OPENS = ".…:"


class Translations:
    """Finds other wordings of labels; catalogs are opened when the first label is asked for."""

    def __init__(self, domains: Iterable[str] = (), places: Sequence[Path] = _PLACES) -> None:
        self._domains, self._places = (*domains, *TOOLKITS), places
        self._catalogs: list[_Catalog] | None = None
        self._known: dict[str, frozenset[str]] = {}

    def of(self, label: str) -> frozenset[str]:
        """Return ``label`` in every language that is installed here, folded for comparison."""
        wanted = fold(label).rstrip(_OPENS)
        if not wanted or len(wanted) > _LONGEST:
            return frozenset()
        if wanted not in self._known:
            if self._catalogs is None:
                self._catalogs = list(_opened(self._domains, self._places))
            self._known[wanted] = _translations(wanted, self._catalogs)
        return self._known[wanted]


def _translations(wanted: str, catalogs: Sequence[_Catalog]) -> frozenset[str]:
    # Most labels are recorded in English, and then every catalog of a domain has the same sources.
    fullest = {c.domain: c for c in sorted(catalogs, key=lambda c: len(c.sources))}.values()
    sources = {each for catalog in fullest for each in catalog.saying(wanted, catalog.sources)}
    if not sources:
        sources = {each for catalog in catalogs for each in catalog.saying(wanted, catalog.texts)}
    said = {_plain(text) for c in catalogs for source in sources if (text := c.translated(source))}
    return frozenset((said | {_plain(source) for source in sources}) - {wanted, ""})


def _plain(text: bytes) -> str:
    """Return a label without the mark of its shortcut and the dots of what opens a dialog."""
    shown = text.rpartition(b"\x04")[2].decode("utf-8", "replace").replace("_", "").replace("&", "")
    return fold(shown).rstrip(_OPENS)


def _opened(domains: Sequence[str], places: Sequence[Path]) -> Iterator[_Catalog]:
    for place in places:
        for domain in dict.fromkeys(domains):
            for path in sorted(place.glob(f"*/LC_MESSAGES/{domain}.mo")):
                if (catalog := _read(path)) is not None:
                    yield catalog


def _read(path: Path) -> _Catalog | None:
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        order = {_LITTLE: "<", _BIG: ">"}.get(struct.unpack_from("<I", data)[0]) if data else None
        if order is None:
            return None
        count, sources, texts = struct.unpack_from(f"{order}3I", data, 8)
        tables = [struct.unpack_from(f"{order}{2 * count}I", data, at) for at in (sources, texts)]
    except (OSError, struct.error):
        return None
    return _Catalog(path.stem, data, tables[0], tables[1])


@dataclass(frozen=True, slots=True)
class _Catalog:
    """A GNU message catalog: sorted sources and their translations, as lengths and places in ``data``."""

    domain: str
    data: bytes
    sources: tuple[int, ...]
    texts: tuple[int, ...]

    def translated(self, source: bytes) -> bytes:
        """Return what ``source`` is here, empty where it is not."""
        at = bisect_left(range(len(self.sources) // 2), source, key=lambda n: self._entry(self.sources, n))
        found = at < len(self.sources) // 2 and self._entry(self.sources, at) == source
        return self._entry(self.texts, at) if found else b""

    def saying(self, wanted: str, table: tuple[int, ...]) -> Iterator[bytes]:
        """Yield the sources whose entry in ``table`` says ``wanted`` (folded)."""
        for number in range(len(table) // 2):
            if table[2 * number] <= 2 * _LONGEST and _plain(self._entry(table, number)) == wanted:
                yield self._entry(self.sources, number)

    def _entry(self, table: tuple[int, ...], number: int) -> bytes:
        length, at = table[2 * number], table[2 * number + 1]
        return self.data[at : at + length]
