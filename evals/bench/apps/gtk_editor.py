"""A GTK 3 text editor that writes what it holds to a file: ``gtk_editor.py FILE``.

Run it with a Python that has PyGObject (Debian: python3-gi, gir1.2-gtk-3.0). The file appears once the
editor has the keyboard focus and is replaced whenever the text has changed and rested for a moment.
"""

import sys
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402

_REST_MILLISECONDS = 100


def main() -> None:
    target = Path(sys.argv[1])
    window = Gtk.Window(title="Editor")
    window.set_default_size(700, 500)
    view = Gtk.TextView()
    scrolled = Gtk.ScrolledWindow()
    scrolled.add(view)
    window.add(scrolled)
    state = {"changed": True}

    def changed(_buffer: object) -> None:
        state["changed"] = True

    def save() -> bool:
        if state["changed"] and view.is_focus() and window.is_active():
            state["changed"] = False
            buffer = view.get_buffer()
            text = buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True)
            partial = target.with_suffix(".partial")
            partial.write_bytes(text.encode())
            partial.replace(target)
        return True

    view.get_buffer().connect("changed", changed)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    view.grab_focus()
    GLib.timeout_add(_REST_MILLISECONDS, save)
    Gtk.main()


if __name__ == "__main__":
    main()
