"""A GTK 3 window of plain buttons that count how often they were clicked: ``gtk_buttons.py``.

Run it with a Python that has PyGObject (Debian: python3-gi, gir1.2-gtk-3.0).
"""

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

_NAMES = ("Apple", "Banana", "Cherry", "Damson", "Elder", "Fig")


def main() -> None:
    window = Gtk.Window(title="Buttons")
    window.set_default_size(700, 400)
    grid = Gtk.Grid(row_spacing=20, column_spacing=20, margin=40)
    for position, name in enumerate(_NAMES):
        count = Gtk.Label(label="0")
        button = Gtk.Button(label=name)
        button.connect("clicked", _count, count)
        grid.attach(button, 0, position, 1, 1)
        grid.attach(count, 1, position, 1, 1)
    window.add(grid)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()


def _count(_button: object, label: "Gtk.Label") -> None:
    label.set_text(str(int(label.get_text()) + 1))


if __name__ == "__main__":
    main()
