"""A GTK 3 program with menus, dialogs and tabs, and defects that can be switched on one by one.

``gtk_library.py [--defects NAME,NAME]``; the names are in ``DEFECTS``. Run it with a Python that has
PyGObject (Debian: python3-gi, gir1.2-gtk-3.0). It is what the explorer is measured on.
"""

import argparse
import os
import signal
import time
from collections.abc import Callable

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk  # noqa: E402

DEFECTS = (
    "crash",
    "hang",
    "error",
    "untranslated",
    "placeholder",
    "clipped",
    "too-large",
    "dead",
    "disabled",
)
_BOOKS = (("The Tin Drum", "on the shelf"), ("Emma", "lent to Ana"), ("Solaris", "on the shelf"))


class Library:
    """The window and everything it opens."""

    def __init__(self, defects: frozenset[str]) -> None:
        self.defects = defects
        self.window = Gtk.Window(title="Library")
        self.window.set_default_size(640, 430)
        self.window.connect("destroy", Gtk.main_quit)
        self.status = Gtk.Label(label="Three books", xalign=0, margin=6)
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
        box.pack_start(self.menu_bar(), False, False, 0)
        box.pack_start(self.books(), True, True, 12)
        box.pack_start(self.buttons(), False, False, 6)
        box.pack_end(self.status, False, False, 0)
        self.window.add(box)
        self.window.show_all()

    def has(self, defect: str) -> bool:
        return defect in self.defects

    def say(self, text: str) -> None:
        self.status.set_text(text)

    def menu_bar(self) -> Gtk.MenuBar:
        bar = Gtk.MenuBar()
        bar.append(
            self.menu("File", (("New loan…", self.loan), ("Import…", self.imported), ("Quit", self.quit)))
        )
        settings = "Einstellungen…" if self.has("untranslated") else "Preferences…"
        bar.append(self.menu("Edit", (("Find a book…", self.find), (settings, self.preferences))))
        export = "menu.view.export" if self.has("placeholder") else "Export the list…"
        bar.append(self.menu("View", (("Statistics", self.statistics), (export, self.export))))
        bar.append(self.menu("Help", (("Contents", self.contents), ("About", self.about))))
        return bar

    def menu(self, title: str, entries: tuple[tuple[str, Callable[[], None]], ...]) -> Gtk.MenuItem:
        top, menu = Gtk.MenuItem(label=title), Gtk.Menu()
        for label, does in entries:
            item = Gtk.MenuItem(label=label)
            item.connect("activate", lambda _item, does=does: does())
            menu.append(item)
        top.set_submenu(menu)
        return top

    def books(self) -> Gtk.Grid:
        grid = Gtk.Grid(row_spacing=10, column_spacing=40, margin_start=16)
        for row, (title, where) in enumerate(_BOOKS):
            grid.attach(Gtk.Label(label=title, xalign=0), 0, row, 1, 1)
            grid.attach(Gtk.Label(label=where, xalign=0), 1, row, 1, 1)
        return grid

    def buttons(self) -> Gtk.Box:
        row = Gtk.Box(spacing=8, border_width=6)
        for name, told in (("Lend", "Lent to Ana"), ("Take back", "Back on the shelf"), ("Renew", "Renewed")):
            button = Gtk.Button(label=name)
            if not (name == "Renew" and self.has("dead")):
                button.connect("clicked", lambda _b, told=told: self.say(told))
            row.pack_start(button, False, False, 0)
        if self.has("disabled"):
            row.pack_end(Gtk.Button(label="Reserve", sensitive=False), False, False, 0)
        return row

    def dialog(self, title: str, *buttons: str) -> Gtk.Dialog:
        dialog = Gtk.Dialog(title=title, transient_for=self.window, border_width=8)
        for number, label in enumerate(buttons, 1):
            dialog.add_button(label, number)
        dialog.connect("response", lambda d, _answer: d.destroy())
        return dialog

    def fields(self, dialog: Gtk.Dialog, names: tuple[str, ...]) -> None:
        grid = Gtk.Grid(row_spacing=8, column_spacing=12, margin=10)
        for row, name in enumerate(names):
            grid.attach(Gtk.Label(label=name, xalign=0), 0, row, 1, 1)
            grid.attach(Gtk.Entry(width_chars=24), 1, row, 1, 1)
        dialog.get_content_area().add(grid)

    def loan(self) -> None:
        dialog = self.dialog("New loan", "Cancel", "Lend it")
        self.fields(dialog, ("Reader", "Book"))
        dialog.show_all()

    def find(self) -> None:
        dialog = self.dialog("Find a book", "Close", "Search")
        self.fields(dialog, ("Title", "Author"))
        dialog.show_all()

    def imported(self) -> None:
        if self.has("error"):
            dialog = self.dialog("Error", "Close")
            told = "Could not import the list: unexpected end of data"
        else:
            dialog = self.dialog("Import", "Cancel", "Choose")
            told = "Choose a list of books to add."
        dialog.get_content_area().add(Gtk.Label(label=told, margin=20))
        dialog.show_all()

    def preferences(self) -> None:
        dialog = self.dialog("Preferences", "Cancel", "Apply")
        book = Gtk.Notebook()
        general = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8, margin=14)
        general.add(Gtk.CheckButton(label="Remind readers by letter"))
        general.add(Gtk.CheckButton(label="Print a receipt"))
        book.append_page(general, Gtk.Label(label="General"))
        book.append_page(self.fees(), Gtk.Label(label="Fees"))
        dialog.get_content_area().add(book)
        if self.has("too-large"):
            dialog.set_size_request(1500, 700)
        dialog.show_all()

    def fees(self) -> Gtk.Box:
        fees = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8, margin=14)
        fees.add(Gtk.RadioButton(label="By the week"))
        fees.add(Gtk.RadioButton.new_with_label_from_widget(fees.get_children()[0], "By the month"))
        text = "Charge readers from abroad"
        charge = Gtk.Button(label=text)
        if self.has("clipped"):
            charge.get_child().set_property("ellipsize", 3)
            charge.get_child().set_max_width_chars(14)
            charge.set_halign(Gtk.Align.START)
        told = Gtk.Label(label="Nobody pays yet", xalign=0)
        charge.connect("clicked", lambda _b: told.set_text("They pay from now on"))
        fees.add(charge)
        fees.add(told)
        return fees

    def statistics(self) -> None:
        if self.has("hang"):
            time.sleep(3600)
        dialog = self.dialog("Statistics", "Close")
        dialog.get_content_area().add(Gtk.Label(label="Two books are on the shelf, one is lent.", margin=20))
        dialog.show_all()

    def export(self) -> None:
        dialog = self.dialog("Export", "Cancel", "Write it")
        self.fields(dialog, ("File name",))
        dialog.show_all()

    def contents(self) -> None:
        if self.has("crash"):
            os.kill(os.getpid(), signal.SIGSEGV)
        dialog = self.dialog("Help", "Close")
        dialog.get_content_area().add(
            Gtk.Label(label="Lend a book with the button below the list.", margin=20)
        )
        dialog.show_all()

    def about(self) -> None:
        dialog = self.dialog("About", "Close")
        dialog.get_content_area().add(Gtk.Label(label="A small library, kept in memory.", margin=20))
        dialog.show_all()

    def quit(self) -> None:
        Gtk.main_quit()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--defects", default="")
    options = parser.parse_args()
    defects = frozenset(filter(None, options.defects.split(",")))
    if unknown := defects - set(DEFECTS):
        parser.error(f"no such defects: {', '.join(sorted(unknown))}; there are {', '.join(DEFECTS)}")
    Library(defects)
    Gtk.main()


if __name__ == "__main__":
    main()
