"""The input devices of an X display, as far as it matters whose hand moves them."""

from __future__ import annotations

from typing import Any

from actions.interrupts import signals_held_back

_ANY_TYPE = 0
_XTEST_PROPERTY = "XTEST Device"


def programs_devices(display: Any) -> frozenset[int]:
    """Return the numbers of the devices through which programs send input (XTEST); all others are hands."""
    with signals_held_back():
        marked = display.intern_atom(_XTEST_PROPERTY)
        listed = display.xinput_query_device(_all_devices()).devices
        return frozenset(
            device.deviceid
            for device in listed
            if device.deviceid > 3 and _has_property(display, device.deviceid, marked)
        )


def _has_property(display: Any, device: int, atom: int) -> bool:
    found = display.xinput_get_device_property(device, atom, _ANY_TYPE, 0, 1)
    return bool(found.value is not None and any(found.value))


def _all_devices() -> int:
    from Xlib.ext import xinput

    return int(xinput.AllDevices)
