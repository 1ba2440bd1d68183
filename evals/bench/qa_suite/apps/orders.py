"""Orders: a GTK 3 program that keeps a list of orders with their sums (needs PyGObject)."""

import csv
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

DELIVERY = 5.0
FIELDS = ("Product", "Quantity", "Price")


def number(text: str) -> float | None:
    """Return the number that ``text`` is, or None."""
    try:
        return float(text)
    except ValueError:
        return None


class Orders:
    """The window with its form, its list and what is computed from them."""

    def __init__(self) -> None:
        self.window = Gtk.Window(title="Orders", default_width=720, default_height=520)
        self.entries = {name: Gtk.Entry() for name in FIELDS}
        self.express = Gtk.CheckButton(label="Express delivery")
        self.discount = Gtk.Entry(width_chars=5)
        self.message, self.total, self.count, self.selected = (Gtk.Label(xalign=0) for _ in range(4))
        self.rows = Gtk.ListStore(str, int, float)
        self.sorted = Gtk.TreeModelSort(model=self.rows)
        self.view = self.list_view()
        self.keys = Gtk.AccelGroup()
        self.window.add_accel_group(self.keys)
        self.window.add(self.layout())
        self.window.connect("destroy", Gtk.main_quit)
        self.rows.connect("row-inserted", lambda *_: self.compute())
        self.rows.connect("row-deleted", lambda *_: self.compute())
        self.express.connect("toggled", lambda _: self.compute())
        self.compute()

    def layout(self) -> Gtk.Box:
        whole = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8)
        whole.pack_start(self.menu(), False, False, 0)
        inner = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=10, margin=12)
        scrolled = Gtk.ScrolledWindow()
        scrolled.add(self.view)
        discounts = Gtk.Box(spacing=10)
        for part in (Gtk.Label(label="Discount in percent"), self.discount):
            discounts.pack_start(part, False, False, 0)
        discounts.pack_start(self.button("Apply", self.compute), False, False, 0)
        discounts.pack_start(self.express, False, False, 20)
        results = Gtk.Box(spacing=40)
        for label in (self.total, self.count, self.selected):
            results.pack_start(label, False, False, 0)
        inner.pack_start(self.form(), False, False, 0)
        inner.pack_start(self.message, False, False, 0)
        inner.pack_start(scrolled, True, True, 0)
        inner.pack_start(discounts, False, False, 0)
        inner.pack_start(results, False, False, 0)
        whole.pack_start(inner, True, True, 0)
        return whole

    def form(self) -> Gtk.Grid:
        grid = Gtk.Grid(row_spacing=8, column_spacing=12)
        for line, (name, entry) in enumerate(self.entries.items()):
            grid.attach(Gtk.Label(label=name, xalign=0), 0, line, 1, 1)
            grid.attach(entry, 1, line, 1, 1)
        buttons = {"Add": self.add, "Clear": self.clear, "Remove": self.remove}
        for line, (name, act) in enumerate(buttons.items()):
            grid.attach(self.button(name, act), 2, line, 1, 1)
        return grid

    def button(self, label: str, act: Any) -> Gtk.Button:
        button = Gtk.Button(label=label)
        button.connect("clicked", lambda _: act())
        return button

    def menu(self) -> Gtk.MenuBar:
        bar = Gtk.MenuBar()
        menus = {
            "File": {"New order": self.clear, "Export": self.export, "Remove everything": self.remove_all},
            "Help": {"About Orders": self.about},
        }
        for name, entries in menus.items():
            head, menu = Gtk.MenuItem(label=name), Gtk.Menu()
            head.set_submenu(menu)
            for label, act in entries.items():
                item = Gtk.MenuItem(label=label)
                item.connect("activate", lambda _, act=act: act())
                menu.append(item)
                if label == "New order":
                    control = Gdk.ModifierType.CONTROL_MASK
                    item.add_accelerator("activate", self.keys, Gdk.KEY_n, control, Gtk.AccelFlags.VISIBLE)
            bar.append(head)
        return bar

    def list_view(self) -> Gtk.TreeView:
        view = Gtk.TreeView(model=self.sorted, enable_search=False)
        for index, name in enumerate(FIELDS):
            column = Gtk.TreeViewColumn(name, Gtk.CellRendererText(), text=index)
            if name == "Price":
                column = Gtk.TreeViewColumn(name)
                cell = Gtk.CellRendererText()
                column.pack_start(cell, True)
                column.set_cell_data_func(cell, lambda _, cell, rows, at, __: money_in(cell, rows[at][2]))
            column.set_sort_column_id(index)
            column.set_min_width(140)
            view.append_column(column)
        cell = Gtk.CellRendererText()
        column = Gtk.TreeViewColumn("Sum")
        column.pack_start(cell, True)
        column.set_cell_data_func(
            cell, lambda _, cell, rows, at, __: money_in(cell, rows[at][1] * rows[at][2])
        )
        view.append_column(column)
        view.get_selection().connect("changed", lambda _: self.tell_selected())
        return view

    def add(self) -> None:
        product, quantity, price = (entry.get_text().strip() for entry in self.entries.values())
        wrong = self.refused(product, number(quantity), number(price))
        self.message.set_text(wrong)
        if not wrong:
            self.rows.append([product, int(quantity), float(price)])
            self.empty_form()
            self.message.set_text(f"{product} was added")

    def refused(self, product: str, quantity: float | None, price: float | None) -> str:
        """Say what is wrong with an order; empty where it is right."""
        if not product:
            return "Please say which product"
        if quantity is None:
            return "The quantity is no number"
        if quantity < 1:
            return "Order at least one"
        if price is None or price < 0:
            return "The price is no amount of money"
        if product in (row[0] for row in self.rows):
            return f"{product} is in the list already"
        return ""

    def clear(self) -> None:
        self.empty_form()
        self.message.set_text("The form is empty")

    def empty_form(self) -> None:
        for entry in self.entries.values():
            entry.set_text("")

    def remove(self) -> None:
        rows, chosen = self.view.get_selection().get_selected()
        if chosen is None:
            self.message.set_text("Choose an order in the list first")
            return
        product = rows[chosen][0]
        self.rows.remove(self.sorted.convert_iter_to_child_iter(chosen))
        self.message.set_text(f"{product} was removed")

    def remove_all(self) -> None:
        dialog = Gtk.MessageDialog(
            transient_for=self.window, modal=True, text="Remove every order?", buttons=Gtk.ButtonsType.YES_NO
        )
        answer = dialog.run()
        dialog.destroy()
        if answer == Gtk.ResponseType.YES:
            self.rows.clear()
            self.message.set_text("The list is empty")

    def compute(self) -> None:
        amount = sum(row[1] * row[2] for row in self.rows)
        percent = number(self.discount.get_text() or "0")
        if percent is None or not 0 <= percent <= 50:
            self.message.set_text("A discount is from 0 to 50 percent")
            percent = 0.0
        amount -= amount * percent / 100
        amount += DELIVERY if self.express.get_active() else 0.0
        self.total.set_text(f"Total: {amount:.2f}")
        self.count.set_text(f"Orders: {len(self.rows)}")

    def tell_selected(self) -> None:
        rows, chosen = self.view.get_selection().get_selected()
        self.selected.set_text(f"Selected: {rows[chosen][0]}" if chosen else "")

    def export(self) -> None:
        target = Path.home() / "orders.csv"
        with target.open("w", newline="") as file:
            csv.writer(file).writerows([FIELDS, *([*row] for row in self.rows)])
        self.message.set_text(f"Exported to {target.name}")

    def about(self) -> None:
        dialog = Gtk.Dialog(title="About Orders", transient_for=self.window, modal=True)
        dialog.get_content_area().pack_start(Gtk.Label(label="Orders, version 2.4", margin=30), True, True, 0)
        dialog.add_button("Close", Gtk.ResponseType.CLOSE)
        dialog.connect("response", lambda *_: dialog.destroy())
        dialog.show_all()


def money_in(cell: Gtk.CellRendererText, amount: float) -> None:
    cell.set_property("text", f"{amount:.2f}")


if __name__ == "__main__":
    Orders().window.show_all()
    Gtk.main()
