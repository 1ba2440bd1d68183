"""A GTK 3 form (needs PyGObject): Name, Newsletter, a colour, and a Save button that says what was saved.

With ``--slow`` it says so only after two seconds; with ``--broken`` it forgets the newsletter, with
``--mistaken`` it says another name, and with ``--taken-back`` it says a moment later that nothing was saved.
``--moved`` puts Save at the right, ``--renamed`` calls it Discard.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk  # noqa: E402


class Form(Gtk.Window):
    def __init__(self) -> None:
        super().__init__(title="Customer")
        self.set_default_size(420, 260)
        self.name, self.news = Gtk.Entry(), Gtk.CheckButton(label="Newsletter")
        self.said = Gtk.Label(label="Nothing saved yet")
        save = Gtk.Button(label="Discard" if "--renamed" in sys.argv else "Save")
        save.connect("clicked", self.save)
        grid = Gtk.Grid(row_spacing=14, column_spacing=14, margin=20)
        grid.attach(Gtk.Label(label="Name"), 0, 0, 1, 1)
        grid.attach(self.name, 1, 0, 1, 1)
        grid.attach(self.news, 1, 1, 1, 1)
        grid.attach(save, 2 if "--moved" in sys.argv else 1, 0 if "--moved" in sys.argv else 2, 1, 1)
        grid.attach(self.said, 0, 3, 2, 1)
        self.add(grid)
        self.connect("destroy", Gtk.main_quit)

    def save(self, button: Gtk.Button) -> None:
        GLib.timeout_add(2000 if "--slow" in sys.argv else 10, self.say)

    def say(self) -> bool:
        news = self.news.get_active() and "--broken" not in sys.argv
        name = "Thomas" if "--mistaken" in sys.argv else self.name.get_text()
        self.said.set_text(f"Saved {name}, {'with' if news else 'without'} newsletter")
        if "--taken-back" in sys.argv:
            GLib.timeout_add(60, self.said.set_text, "Nothing saved yet")
        return False


Form().show_all()
Gtk.main()
