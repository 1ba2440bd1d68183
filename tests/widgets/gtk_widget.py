"""A GTK 3 window that reports what it received: ``gtk_widget.py REPORT`` (needs PyGObject).

The report is a JSON object, rewritten shortly after each change:
``ready`` (has the keyboard focus), ``text`` (of the text view), ``keys`` (name and modifiers of each press
outside plain text, such as ``["s", ["ctrl"]]``), ``pointer`` (events on the pad: ``["press", button, x, y]``,
``["release", ...]``, ``["motion", x, y]``, ``["scroll", direction]``; coordinates within the pad),
``clicked`` (how often the button was clicked), ``places`` (screen box ``[x1, y1, x2, y2]`` of ``text``,
``pad`` and ``button``).
"""

import json
import sys
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

_MODIFIERS = {
    "ctrl": Gdk.ModifierType.CONTROL_MASK,
    "shift": Gdk.ModifierType.SHIFT_MASK,
    "alt": Gdk.ModifierType.MOD1_MASK,
    "super": Gdk.ModifierType.MOD4_MASK,
}


class Reporter:
    def __init__(self, target: Path) -> None:
        self.target = target
        self.state: dict[str, Any] = {
            "ready": False,
            "text": "",
            "keys": [],
            "pointer": [],
            "clicked": 0,
            "places": {},
        }
        self.written = ""
        self.window = Gtk.Window(title="GTK widget")
        self.window.set_default_size(600, 400)
        self.view = Gtk.TextView()
        self.pad = Gtk.EventBox()
        self.button = Gtk.Button(label="Press me")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        scrolled = Gtk.ScrolledWindow()
        scrolled.add(self.view)
        self.pad.set_size_request(-1, 120)
        self.pad.add_events(
            Gdk.EventMask.POINTER_MOTION_MASK
            | Gdk.EventMask.BUTTON_PRESS_MASK
            | Gdk.EventMask.BUTTON_RELEASE_MASK
            | Gdk.EventMask.SCROLL_MASK
        )
        column.pack_start(scrolled, True, True, 0)
        column.pack_start(self.pad, False, False, 0)
        column.pack_start(self.button, False, False, 0)
        self.window.add(column)

    def _connect(self) -> None:
        self.window.connect("destroy", Gtk.main_quit)
        self.window.connect("key-press-event", self._key)
        self.pad.connect("button-press-event", self._pointer, "press")
        self.pad.connect("button-release-event", self._pointer, "release")
        self.pad.connect("motion-notify-event", self._motion)
        self.pad.connect("scroll-event", self._scroll)
        self.button.connect("clicked", self._clicked)
        GLib.timeout_add(50, self._write)

    def _key(self, _widget: object, event: Any) -> bool:
        name = Gdk.keyval_name(event.keyval) or str(event.keyval)
        held = [label for label, mask in _MODIFIERS.items() if event.state & mask]
        if set(held) - {"shift"} or len(name) > 1:
            self.state["keys"].append([name, held])
        return False

    def _pointer(self, _widget: object, event: Any, kind: str) -> bool:
        # GTK reports a double click as an extra event after the second press.
        if event.type in (Gdk.EventType.BUTTON_PRESS, Gdk.EventType.BUTTON_RELEASE):
            self.state["pointer"].append([kind, event.button, round(event.x), round(event.y)])
        return True

    def _motion(self, _widget: object, event: Any) -> bool:
        self.state["pointer"].append(["motion", round(event.x), round(event.y)])
        return True

    def _scroll(self, _widget: object, event: Any) -> bool:
        self.state["pointer"].append(["scroll", event.direction.value_nick])
        return True

    def _clicked(self, _widget: object) -> None:
        self.state["clicked"] += 1

    def _box(self, widget: Any) -> list[int]:
        _, left, top = self.window.get_window().get_origin()
        dx, dy = widget.translate_coordinates(self.window, 0, 0)
        size = widget.get_allocation()
        return [left + dx, top + dy, left + dx + size.width, top + dy + size.height]

    def _write(self) -> bool:
        buffer = self.view.get_buffer()
        self.state["text"] = buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True)
        self.state["ready"] = self.window.is_active()
        places = {"text": self.view, "pad": self.pad, "button": self.button}
        self.state["places"] = {name: self._box(widget) for name, widget in places.items()}
        report = json.dumps(self.state)
        if report != self.written:
            self.written = report
            partial = self.target.with_suffix(".partial")
            partial.write_text(report)
            partial.replace(self.target)
        return True


def main() -> None:
    reporter = Reporter(Path(sys.argv[1]))
    reporter.window.show_all()
    # Without this GTK would merge the motions of one frame.
    for widget in (reporter.window, reporter.pad):
        widget.get_window().set_event_compression(False)
    reporter.view.grab_focus()
    Gtk.main()


if __name__ == "__main__":
    main()
