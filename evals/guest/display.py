"""The guest's screen through libX11: its size, its picture, where the pointer is."""

from __future__ import annotations

import contextlib
import ctypes
import os
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from evals.guest.problems import Failed

_ALL_PLANES = ctypes.c_ulong(-1)
_Z_PIXMAP = 2


class _XImage(ctypes.Structure):
    """The first fields of libX11's XImage; the rest is not needed."""

    _fields_ = [
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.POINTER(ctypes.c_char)),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
        ("bits_per_pixel", ctypes.c_int),
    ]


def screen_size() -> dict[str, int]:
    with _connection() as (x11, display):
        return {"width": x11.XDisplayWidth(display, 0), "height": x11.XDisplayHeight(display, 0)}


def cursor_position() -> list[int]:
    with _connection() as (x11, display):
        numbers = [ctypes.c_int() for _ in range(4)]
        windows = [ctypes.c_ulong() for _ in range(2)]
        mask = ctypes.c_uint()
        places = [ctypes.byref(each) for each in (*windows, *numbers, mask)]
        x11.XQueryPointer(display, x11.XDefaultRootWindow(display), *places)
        return [numbers[0].value, numbers[1].value]


def screenshot() -> bytes:
    """Return the screen as PNG, without the pointer."""
    with _connection() as (x11, display):
        width, height = x11.XDisplayWidth(display, 0), x11.XDisplayHeight(display, 0)
        root = x11.XDefaultRootWindow(display)
        image = x11.XGetImage(display, root, 0, 0, width, height, _ALL_PLANES, _Z_PIXMAP)
        if not image:
            raise Failed("the screen cannot be read")
        try:
            found = image.contents
            if found.bits_per_pixel != 32:
                raise Failed(f"a screen of {found.bits_per_pixel} bits a pixel is not known")
            raw = ctypes.string_at(found.data, found.bytes_per_line * height)
            return png(raw, width, height, found.bytes_per_line)
        finally:
            x11.XDestroyImage(image)


def png(raw: bytes, width: int, height: int, stride: int) -> bytes:
    """Encode rows of blue, green, red, unused as PNG."""
    rgb = bytearray(3 * width * height)
    pixels = (
        raw
        if stride == 4 * width
        else b"".join(raw[row * stride : row * stride + 4 * width] for row in range(height))
    )
    rgb[0::3], rgb[1::3], rgb[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
    rows = b"".join(b"\0" + rgb[row * 3 * width : (row + 1) * 3 * width] for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@contextlib.contextmanager
def _connection() -> Iterator[tuple[Any, Any]]:
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError as error:
        raise Failed("libX11 is not installed in the guest") from error
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    x11.XGetImage.restype = ctypes.POINTER(_XImage)
    x11.XGetImage.argtypes = [
        *(ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int),
        *(ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int),
    ]
    x11.XQueryPointer.argtypes = [ctypes.c_void_p, ctypes.c_ulong, *([ctypes.c_void_p] * 7)]
    for name in ("XDisplayWidth", "XDisplayHeight"):
        getattr(x11, name).argtypes = [ctypes.c_void_p, ctypes.c_int]
    for name in ("XDefaultRootWindow", "XCloseDisplay", "XDestroyImage"):
        getattr(x11, name).argtypes = [ctypes.c_void_p]
    display = x11.XOpenDisplay(None)
    if not display:
        raise Failed(f"the display {os.environ.get('DISPLAY', '')} cannot be opened")
    try:
        yield x11, display
    finally:
        x11.XCloseDisplay(display)
