"""A GTK 3 program with the usual controls that writes what is done to it to a file.

``gtk_customers.py LOG PLACES [--theme NAME] [--font "Sans 12"] [--at X,Y] [--changed]``. LOG receives a line
for every effect; PLACES the box of every control on the screen, as JSON, whenever one moves. Run it with a
Python that has PyGObject (Debian: python3-gi, gir1.2-gtk-3.0). ``--changed`` words a few labels otherwise.
"""

import argparse
import json
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

_PLACES_MILLISECONDS = 150
_TITLE_BAR = 18
"""Pixels above the window that belong to its title bar under any window manager."""
_POPUP = ("Cut", "Copy", "Paste", "Delete", "", "Select All")
"""The toolkit's own menu of an entry, in its order."""
_OTHERWISE = {"Save": "Save all", "Customer name": "Customer’s name", "Newsletter": "Newsletters"}


class Customers:
    """The window, and the controls by name."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.controls: dict[str, Gtk.Widget] = {}
        self.log_file = options.log.open("a", buffering=1)
        self.window = Gtk.Window(title="Customers")
        self.window.set_default_size(620, 420)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6)
        box.pack_start(self.menu(), False, False, 0)
        book = Gtk.Notebook()
        book.append_page(self.form(), self.tab("Details"))
        book.append_page(self.notes(), self.tab("Notes"))
        book.connect("switch-page", lambda _book, _page, number: self.log(f"tab {number}"))
        box.pack_start(book, True, True, 0)
        box.pack_start(self.buttons(), False, False, 6)
        self.window.add(box)
        self.window.connect("destroy", Gtk.main_quit)
        self.window.connect("window-state-event", self.sized)
        self.window.show_all()
        self.window.move(*options.at)

    def said(self, label: str) -> str:
        return _OTHERWISE.get(label, label) if self.options.changed else label

    def log(self, line: str) -> None:
        self.log_file.write(line + "\n")

    def sized(self, _window: Gtk.Window, event: Gdk.EventWindowState) -> None:
        if event.changed_mask & Gdk.WindowState.MAXIMIZED:
            self.log(f"maximized {bool(event.new_window_state & Gdk.WindowState.MAXIMIZED)}")

    def chose(self, radio: Gtk.RadioButton, name: str) -> None:
        if radio.get_active():
            self.log(f"pay {name}")

    def answered(self, dialog: Gtk.Dialog, answer: int) -> None:
        self.log(f"answer {answer}")
        dialog.destroy()

    def tab(self, label: str) -> Gtk.Label:
        self.controls[f"tab {label}"] = tab = Gtk.Label(label=label)
        return tab

    def menu(self) -> Gtk.MenuBar:
        bar = Gtk.MenuBar()
        for title, entries in (("File", ("Import", "Export", "Open")), ("View", ("Refresh", "Details only"))):
            top = Gtk.MenuItem(label=title)
            self.controls[f"menu {title}"] = top
            menu = Gtk.Menu()
            for entry in entries:
                item = Gtk.MenuItem(label=entry)
                item.connect("activate", lambda _item, name=entry: self.picked(name))
                self.controls[f"entry {entry}"] = item
                menu.append(item)
            top.set_submenu(menu)
            bar.append(top)
        return bar

    def picked(self, entry: str) -> None:
        self.log(f"menu {entry}")
        if entry == "Open":
            GLib.idle_add(self.open_file)

    def form(self) -> Gtk.Grid:
        grid = Gtk.Grid(row_spacing=8, column_spacing=12, border_width=10)
        for row, name in enumerate(("Customer name", "City", "Password")):
            entry = Gtk.Entry(width_chars=28)
            entry.set_visibility(name != "Password")
            entry.connect("changed", lambda e, name=name: self.log(f"{name} = {e.get_text()}"))
            entry.connect("focus-in-event", lambda _e, _event, name=name: self.log(f"focus {name}"))
            entry.connect("populate-popup", lambda _e, menu, name=name: self.popup(menu, name))
            self.controls[name] = entry
            grid.attach(Gtk.Label(label=self.said(name), xalign=0), 0, row, 1, 1)
            grid.attach(entry, 1, row, 1, 1)
        check = Gtk.CheckButton(label=self.said("Newsletter"))
        check.connect("toggled", lambda c: self.log(f"Newsletter {c.get_active()}"))
        self.controls["Newsletter"] = check
        grid.attach(check, 1, 3, 1, 1)
        monthly = Gtk.RadioButton(label="Monthly")
        yearly = Gtk.RadioButton.new_with_label_from_widget(monthly, "Yearly")
        for column, radio in enumerate((monthly, yearly)):
            name = radio.get_label()
            radio.connect("toggled", self.chose, name)
            self.controls[name] = radio
            grid.attach(radio, column, 4, 1, 1)
        for row, name in enumerate(("Orders", "Invoices")):
            remove = Gtk.Button(label="Remove")
            remove.connect("clicked", lambda _b, name=name: self.log(f"remove {name}"))
            self.controls[f"remove {name}"] = remove
            grid.attach(Gtk.Label(label=name, xalign=0), 2, row, 1, 1)
            grid.attach(remove, 3, row, 1, 1)
        return grid

    def notes(self) -> Gtk.ScrolledWindow:
        view = Gtk.TextView()
        buffer = view.get_buffer()
        texts = (buffer.get_start_iter, buffer.get_end_iter)
        buffer.connect("changed", lambda b: self.log(f"notes = {b.get_text(texts[0](), texts[1](), True)}"))
        view.connect("focus-in-event", lambda _v, _e: self.log("focus notes"))
        self.controls["notes"] = view
        scrolled = Gtk.ScrolledWindow()
        scrolled.add(view)
        return scrolled

    def buttons(self) -> Gtk.Box:
        row = Gtk.Box(spacing=8, border_width=6)
        for name in ("Cancel", "Clear", "Save", "Delete"):
            button = Gtk.Button(label=self.said(name))
            button.connect("clicked", lambda _b, name=name: self.pressed(name))
            self.controls[name] = button
            row.pack_end(button, False, False, 0)
        return row

    def pressed(self, name: str) -> None:
        self.log(f"button {name}")
        if name == "Save":
            GLib.idle_add(self.ask)
        elif name == "Delete":
            GLib.idle_add(self.make_sure)

    def ask(self) -> bool:
        dialog = Gtk.Dialog(title="Save customer", transient_for=self.window)
        dialog.get_content_area().add(Gtk.Label(label="Keep the changes to this customer?", margin=20))
        for label, answer in (("Discard", 1), ("Keep", 2)):
            self.controls[f"dialog {label}"] = dialog.add_button(label, answer)
        dialog.connect("response", self.answered)
        dialog.show_all()
        return False

    def make_sure(self) -> bool:
        """Ask by the toolkit's own buttons, which speak the language of the desktop."""
        dialog = Gtk.MessageDialog(
            transient_for=self.window, text="Delete this customer?", buttons=Gtk.ButtonsType.OK_CANCEL
        )
        self.stock(dialog, "question", {"OK": Gtk.ResponseType.OK, "Cancel": Gtk.ResponseType.CANCEL})
        return False

    def open_file(self) -> bool:
        dialog = Gtk.FileChooserDialog(title="Import customers", transient_for=self.window)
        dialog.add_button(Gtk.STOCK_CANCEL, Gtk.ResponseType.CANCEL)
        dialog.add_button(Gtk.STOCK_OPEN, Gtk.ResponseType.ACCEPT)
        self.stock(dialog, "chooser", {"Cancel": Gtk.ResponseType.CANCEL})
        return False

    def stock(self, dialog: Gtk.Dialog, name: str, answers: dict[str, Gtk.ResponseType]) -> None:
        for label, answer in answers.items():
            self.controls[f"{name} {label}"] = dialog.get_widget_for_response(answer)
        dialog.connect("response", self.answered)
        dialog.show_all()

    def popup(self, menu: Gtk.Menu, name: str) -> None:
        """Remember two entries of the toolkit's own menu: it says them in the desktop's language."""
        for entry, item in zip(_POPUP, menu.get_children(), strict=False):
            if entry in ("Paste", "Select All"):
                self.controls[f"popup {entry}"] = item
                item.connect("activate", lambda _item, entry=entry: self.log(f"{name}: {entry}"))

    def places(self) -> bool:
        found = {name: place for name, control in self.controls.items() if (place := _place(control))}
        _, left, top = self.window.get_window().get_origin()
        found["title bar"] = [left, top - _TITLE_BAR, left + 160, top]
        text = json.dumps(found)
        if not self.options.places.exists() or self.options.places.read_text() != text:
            partial = self.options.places.with_suffix(".partial")
            partial.write_text(text)
            partial.replace(self.options.places)
        return True


def _place(control: Gtk.Widget) -> list[int] | None:
    window = Gtk.Widget.get_window(control)  # a text view has a method of its own by this name
    if not control.get_mapped() or window is None or not window.is_viewable():
        return None
    _, x, y = window.get_origin()
    inside = control.get_allocation()
    if not control.get_has_window():
        x, y = x + inside.x, y + inside.y
    return [x, y, x + inside.width, y + inside.height]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("places", type=Path)
    parser.add_argument("--theme", default="Adwaita")
    parser.add_argument("--font", default="Sans 10")
    parser.add_argument("--at", type=lambda text: tuple(map(int, text.split(","))), default=(40, 40))
    parser.add_argument("--changed", action="store_true")
    options = parser.parse_args()
    settings = Gtk.Settings.get_default()
    settings.set_property("gtk-theme-name", options.theme)
    settings.set_property("gtk-font-name", options.font)
    settings.set_property("gtk-cursor-blink", False)
    GLib.timeout_add(_PLACES_MILLISECONDS, Customers(options).places)
    Gtk.main()


if __name__ == "__main__":
    main()
