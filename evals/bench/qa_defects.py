"""Twenty defects: small changes to the programs of the suite, each with the test that is there to find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Defect:
    """In ``program``, ``sound`` becomes ``broken``; ``test`` must fail for it, during one of ``steps``.

    ``steps`` are parts of the words of a step, or of a line of Python.
    """

    name: str
    program: str
    sound: str
    broken: str
    test: str
    steps: tuple[str, ...]


DEFECTS: tuple[Defect, ...] = (
    Defect(
        "the total drops the cents",
        "orders.py",
        "sum(row[1] * row[2] for row in self.rows)",
        "sum(row[1] * int(row[2]) for row in self.rows)",
        "orders.steps.md::The total adds up all orders",
        ("Total: 11.50",),
    ),
    Defect(
        "nothing is computed anew when an order is removed",
        "orders.py",
        '        self.rows.connect("row-deleted", lambda *_: self.compute())\n',
        "",
        "orders.steps.md::Removing an order takes it from the total",
        ("Orders: 1",),
    ),
    Defect(
        "a quantity of nought is taken",
        "orders.py",
        "if quantity < 1:",
        "if quantity < 0:",
        "orders.steps.md::An order that makes no sense is refused [Tea, 0, 4.50, Order at least one]",
        ("Order at least one",),
    ),
    Defect(
        "the dialog about the program never closes",
        "orders.py",
        'dialog.connect("response", lambda *_: dialog.destroy())',
        'dialog.connect("delete-event", lambda *_: True)',
        "orders.steps.md::The dialog about the program closes",
        ("Click Close", "is not visible"),
    ),
    Defect(
        "Ctrl+N does nothing",
        "orders.py",
        "Gdk.KEY_n",
        "Gdk.KEY_m",
        "orders.steps.md::Ctrl+N begins a new order",
        ("Press Ctrl+N", "The form is empty"),
    ),
    Defect(
        "the first order is missing in the exported file",
        "orders.py",
        "([*row] for row in self.rows)",
        "([*row] for row in list(self.rows)[1:])",
        "test_orders.py::test_the_exported_file_holds_every_order",
        ("assert lines == ",),
    ),
    Defect(
        "the settings show the greeting as off",
        "tasks.py",
        'greet.setChecked(bool(self.settings["greet"]))',
        "greet.setChecked(False)",
        "tasks.steps.yaml::The greeting in the settings is kept",
        ("is ticked",),
    ),
    Defect(
        "a title of blanks ends the program",
        "tasks.py",
        "        if not title:\n",
        "        if not self.title.text():\n",
        "test_tasks.py::test_a_title_of_blanks_is_refused",
        ("A task needs a title", "Add task"),
    ),
    Defect(
        "a single task cannot be moved up",
        "tasks.py",
        "self.raise_.setEnabled(chosen)",
        "self.raise_.setEnabled(chosen and self.list.count() > 1)",
        "tasks.steps.yaml::Move up raises the priority",
        ("Move up", "Call Ana - High - open"),
    ),
    Defect(
        "the list is not shown anew when finished tasks are hidden",
        "tasks.py",
        "        self.hide.toggled.connect(lambda _: self.show())\n",
        "",
        "tasks.steps.yaml::Finished tasks can be hidden",
        ("is not visible",),
    ),
    Defect(
        "search heeds capitals",
        "tasks.py",
        "wanted = self.search.text().casefold()",
        "wanted = self.search.text()",
        "tasks.steps.yaml::Search finds words in any case",
        ("Buy stamps - Normal - open",),
    ),
    Defect(
        "unimportant tasks stand above",
        "tasks.py",
        "key=lambda task: -PRIORITIES",
        "key=lambda task: PRIORITIES",
        "test_tasks.py::test_important_tasks_stand_above",
        ("assert important.y1 < ",),
    ),
    Defect(
        "the priority is lost when tasks are saved",
        "tasks.py",
        "json.dumps(self.tasks)",
        'json.dumps([{**task, "priority": "Normal"} for task in self.tasks])',
        "tasks.steps.yaml::Saved tasks can be loaded again",
        ("Call Ana - High - open",),
    ),
    Defect(
        "sixteen is too young",
        "signup.html",
        'Number(value("age")) < 16',
        'Number(value("age")) <= 16',
        "signup.steps.md::Sixteen is old enough",
        ("A password has at least 6 characters",),
    ),
    Defect(
        "the passwords are not compared",
        "signup.html",
        '    if (at("password").value !== at("again").value) return "The passwords differ";\n',
        "",
        "signup.steps.md::Two different passwords are refused",
        ("The passwords differ",),
    ),
    Defect(
        "the button to start again does nothing",
        "signup.html",
        'onclick="startAgain()"',
        "",
        "signup.steps.md::Start again empties the page",
        ("Start again", "Nothing is entered"),
    ),
    Defect(
        "prices are sorted as words",
        "shop.html",
        "a[1] - b[1]",
        "String(a[1]).localeCompare(String(b[1]))",
        "test_pages.py::test_the_cheapest_comes_first_when_sorted_by_price",
        ("assert places == sorted(places)",),
    ),
    Defect(
        "the question before an order leaves out the postage",
        "shop.html",
        "Order for ${(cost() + postage()).toFixed(2)}?",
        "Order for ${cost().toFixed(2)}?",
        "shop.steps.md::An order is confirmed",
        ("Order for 28.00?",),
    ),
    Defect(
        "the last ones cannot be taken",
        "stock.py",
        "if many > self.held[name]:",
        "if many >= self.held[name]:",
        "stock.steps.md::The last ones can be taken",
        ("nails: 0 in stock",),
    ),
    Defect(
        "delivery is not taxed",
        "invoice.fods",
        "+[.D5]*0.1",
        "",
        "invoice.steps.md::The tax is ten percent",
        ("14.25",),
    ),
)


def plant(defects: Iterable[Defect], programs: Path) -> None:
    """Change the programs in the folder ``programs``. Raises `ValueError` for what is not there just once."""
    for defect in defects:
        path = programs / defect.program
        text = path.read_text("utf-8")
        if text.count(defect.sound) != 1:
            raise ValueError(f"{defect.name}: {defect.program} holds {defect.sound!r} not exactly once")
        path.write_text(text.replace(defect.sound, defect.broken), "utf-8")


def by_test(defects: Sequence[Defect] = DEFECTS) -> dict[str, Defect]:
    """Return the defects by the test that is there to find them."""
    return {defect.test: defect for defect in defects}
