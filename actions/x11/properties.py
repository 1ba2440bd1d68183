"""Properties of X windows, many of them for the time that one takes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_FIRST_WORDS = 128
"""How much of a property is asked for at first, in words of four bytes; few titles are longer."""


class Properties:
    """Reads properties of the windows of an open Xlib ``display``; raises what Xlib raises."""

    def __init__(self, display: Any) -> None:
        self._display = display
        # An atom keeps its number and its name as long as the server lives, and is asked for all the time.
        self._atoms: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._asked: dict[tuple[int, int], Any] = {}

    @contextlib.contextmanager
    def asked_ahead(self, windows: Sequence[int], names: Iterable[str]) -> Iterator[None]:
        """Ask for all these properties at once: within this context `full` waits for their answers only.

        Each is as it was at the beginning, and is answered once.
        """
        try:
            for name in names:
                atom = self.atom(name)
                self._asked |= {(number, atom): self._ask(number, atom) for number in windows}
            yield
        finally:
            self._asked.clear()

    def values(self, number: int, name: str) -> Sequence[Any]:
        """Return the values of a property, none where window ``number`` does not have it."""
        found = self.full(number, name)
        return () if found is None else found.value

    def full(self, number: int, name: str) -> Any:
        """Return a property with its value and type, None where window ``number`` does not have it."""
        from Xlib import X

        atom = self.atom(name)
        found = self._asked.pop((number, atom), None) or self._ask(number, atom)
        found.reply()
        if not found.property_type:
            return None
        if found.bytes_after:
            window = self._display.create_resource_object("window", number)
            return window.get_full_property(atom, X.AnyPropertyType)
        found.format, found.value = found.value
        return found

    def atom(self, name: str) -> int:
        if name not in self._atoms:
            self._atoms[name] = int(self._display.intern_atom(name))
        return self._atoms[name]

    def name_of(self, atom: int) -> str:
        if atom not in self._names:
            self._names[atom] = str(self._display.get_atom_name(atom))
        return self._names[atom]

    def _ask(self, number: int, atom: int) -> Any:
        from Xlib import X
        from Xlib.protocol.request import GetProperty

        return GetProperty(
            display=self._display.display,
            defer=True,
            delete=False,
            window=number,
            property=atom,
            type=X.AnyPropertyType,
            long_offset=0,
            long_length=_FIRST_WORDS,
        )
