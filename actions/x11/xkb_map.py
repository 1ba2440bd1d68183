"""Give several keycodes new symbols in one XKB request.

Each change of the map makes every program on the display read it again (a window manager took 60 ms to),
and the core protocol changes only neighbouring keycodes at once. XKB takes a whole range: the keycodes in
between are written back byte for byte as they were read.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from actions.errors import InputFailed
from actions.x11.xkb import Xkb

_USE_CORE_KEYBOARD = 0x100
_KEY_SYMS = 0x2
_SET_MAP = 9
_TWO_LEVEL_TYPE = 1  # one of the four types every XKB map begins with
_GROUP_COUNT = 0x0F
_KEY_HEAD = struct.Struct("=4BBBH")  # a type per group, group info, width, number of symbols
_NO_SYMBOLS = _KEY_HEAD.pack(0, 0, 0, 0, 0, 0, 0)


def write_keys(xkb: Xkb, keysyms: Mapping[int, tuple[int, int] | None]) -> None:
    """Give each keycode its plain and its Shift symbol in the one group it gets, or none at all.

    Raises `InputFailed` where the server's map cannot be read.
    """
    if not keysyms:
        return
    first, last = min(keysyms), max(keysyms)
    keys = read_keys(xkb, first, last - first + 1)
    for keycode, pair in keysyms.items():
        keys[keycode] = _NO_SYMBOLS if pair is None else _two_level(pair)
    _set_keys(xkb, first, [keys[keycode] for keycode in range(first, last + 1)])
    xkb.connection.sync()


def _two_level(pair: tuple[int, int]) -> bytes:
    return _KEY_HEAD.pack(_TWO_LEVEL_TYPE, 0, 0, 0, 1, 2, 2) + struct.pack("=2I", *pair)


def groups_of_key(xkb: Xkb, keycode: int) -> tuple[tuple[int, ...], ...]:
    """Return the symbols of one key: for each of its groups (layouts) those of its levels, 0 where none.

    Raises `InputFailed` where the server's map cannot be read.
    """
    key = read_keys(xkb, keycode, 1)[keycode]
    _, _, _, _, info, width, number = _KEY_HEAD.unpack_from(key)
    symbols = struct.unpack_from(f"={number}I", key, _KEY_HEAD.size)
    groups = info & _GROUP_COUNT
    return tuple(symbols[group * width : (group + 1) * width] for group in range(groups))


def read_keys(xkb: Xkb, first: int, count: int) -> dict[int, bytes]:
    """Return ``count`` keys from keycode ``first`` as the server keeps them."""
    reply = _get_map_type()(
        display=xkb.connection.display.display,
        opcode=xkb.opcode,
        device=_USE_CORE_KEYBOARD,
        full=0,
        partial=_KEY_SYMS,
        first_keysym=first,
        keysym_count=count,
    )
    return _split_keys(bytes(reply.keys), first, count)


def _split_keys(data: bytes, first: int, count: int) -> dict[int, bytes]:
    """Cut the symbols part of a map into one piece per keycode."""
    keys: dict[int, bytes] = {}
    position = 0
    for keycode in range(first, first + count):
        if position + _KEY_HEAD.size > len(data):
            raise InputFailed("the X server's keyboard map could not be read; set the layout again")
        symbols = _KEY_HEAD.unpack_from(data, position)[-1]
        end = position + _KEY_HEAD.size + 4 * symbols
        keys[keycode] = data[position:end]
        position = end
    return keys


def _set_keys(xkb: Xkb, first: int, keys: list[bytes]) -> None:
    info = xkb.connection.display.display.info
    total = sum(_KEY_HEAD.unpack_from(key)[-1] for key in keys)
    # Only the symbols are present: actions, behaviours and modifiers stay as they are.
    fields = struct.pack(
        "=HHHBBBBBBH16xH",
        _USE_CORE_KEYBOARD,
        _KEY_SYMS,
        0,
        int(info.min_keycode),
        int(info.max_keycode),
        0,
        0,
        first,
        len(keys),
        total,
        0,
    )
    xkb.connection.send(xkb.opcode, _SET_MAP, fields + b"".join(keys))


def _get_map_type() -> Any:
    from Xlib.protocol import rq

    class GetMap(rq.ReplyRequest):  # type: ignore[misc]
        _request = rq.Struct(
            rq.Card8("opcode"),
            rq.Opcode(8),
            rq.RequestLength(),
            rq.Card16("device"),
            rq.Card16("full"),
            rq.Card16("partial"),
            rq.Pad(2),
            rq.Card8("first_keysym"),
            rq.Card8("keysym_count"),
            rq.Pad(14),
        )
        _reply = rq.Struct(
            rq.ReplyCode(),
            rq.Card8("device"),
            rq.Card16("sequence_number"),
            rq.ReplyLength(),
            rq.Pad(32),
            rq.Binary("keys"),
        )

    return GetMap
