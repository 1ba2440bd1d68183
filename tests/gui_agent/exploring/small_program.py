"""A GTK 3 program of one window and one menu: a dialog, a crash, and a button that does nothing."""

import os
import signal

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

window = Gtk.Window(title="Small")


def show_settings(_item: Gtk.MenuItem) -> None:
    dialog = Gtk.Dialog(title="Settings", transient_for=window)
    dialog.add_button("Close", 1)
    dialog.get_content_area().add(Gtk.Label(label="Nothing can be set here.", margin=20))
    dialog.connect("response", lambda d, _answer: d.destroy())
    dialog.show_all()


def crash(_item: Gtk.MenuItem) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def main() -> None:
    menu, top, bar = Gtk.Menu(), Gtk.MenuItem(label="Tools"), Gtk.MenuBar()
    for label, does in (("Settings", show_settings), ("Repair", crash)):
        item = Gtk.MenuItem(label=label)
        item.connect("activate", does)
        menu.append(item)
    top.set_submenu(menu)
    bar.append(top)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=60)
    box.add(bar)
    box.add(Gtk.Button(label="Renew", halign=Gtk.Align.CENTER))
    window.add(box)
    window.set_default_size(360, 220)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()


main()
