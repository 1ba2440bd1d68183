"""A Qt 5 program with menus, dialogs and tabs, and defects that can be switched on one by one.

``qt_invoices.py [--defects NAME,NAME]``; the names are in ``DEFECTS``. Run it with a Python that has PyQt5
(Debian: python3-pyqt5). It is what the explorer is measured on, beside ``gtk_library.py``.
"""

import argparse
import os
import sys

from PyQt5 import QtWidgets as Q

DEFECTS = ("crash", "hang", "error", "untranslated", "placeholder", "clipped", "too-large", "dead")


class Invoices(Q.QMainWindow):  # type: ignore[misc]
    """The window and everything it opens."""

    def __init__(self, defects: frozenset[str]) -> None:
        super().__init__()
        self.defects = defects
        self.setWindowTitle("Invoices")
        self.resize(660, 440)
        self.fill_menus()
        tabs = Q.QTabWidget()
        tabs.addTab(self.open_page(), "Open")
        tabs.addTab(self.paid_page(), "Paid")
        self.setCentralWidget(tabs)
        self.statusBar().showMessage("Two invoices are open")

    def has(self, defect: str) -> bool:
        return defect in self.defects

    def fill_menus(self) -> None:
        entries = {
            "Invoice": (
                ("New invoice…", self.new),
                ("Send all…", self.send),
                ("Close the program", self.close),
            ),
            "Reports": (("Taxes", self.taxes), ("Export as table…", self.export)),
            "Help": (("Welcome", self.welcome), ("About", self.about)),
        }
        if self.has("untranslated"):
            entries["Reports"] = (("Taxes", self.taxes), ("Enregistrer sous…", self.export))
        for title, items in entries.items():
            menu = self.menuBar().addMenu(title)
            for label, does in items:
                menu.addAction(label).triggered.connect(lambda _checked, does=does: does())

    def open_page(self) -> Q.QWidget:
        page = Q.QWidget()
        rows = Q.QVBoxLayout(page)
        rows.addWidget(Q.QLabel("Garden tools, due in May"))
        hello = "Hello {customer_name}" if self.has("placeholder") else "Hello Ana Novak"
        rows.addWidget(Q.QLabel(hello))
        buttons = Q.QHBoxLayout()
        for name, told in (("Remind", "A reminder is written"), ("Mark as paid", "Marked as paid")):
            button = Q.QPushButton(name)
            if not (name == "Remind" and self.has("dead")):
                button.clicked.connect(lambda _checked, told=told: self.statusBar().showMessage(told))
            buttons.addWidget(button)
        buttons.addStretch()
        rows.addLayout(buttons)
        rows.addStretch()
        return page

    def paid_page(self) -> Q.QWidget:
        page = Q.QWidget()
        rows = Q.QVBoxLayout(page)
        rows.addWidget(Q.QLabel("Flower pots, paid in March"))
        refund = Q.QPushButton("Refund the customer")
        if self.has("clipped"):
            refund.setFixedWidth(104)
        refund.clicked.connect(lambda: self.statusBar().showMessage("Refunded"))
        rows.addWidget(refund)
        rows.addStretch()
        return page

    def dialog(self, title: str, *rows: Q.QWidget, buttons: tuple[str, ...] = ("Close",)) -> Q.QDialog:
        dialog = Q.QDialog(self)
        dialog.setWindowTitle(title)
        layout = Q.QVBoxLayout(dialog)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(14)
        for row in rows:
            layout.addWidget(row)
        line = Q.QHBoxLayout()
        line.addStretch()
        for label in buttons:
            button = Q.QPushButton(label)
            button.setAutoDefault(False)
            button.clicked.connect(dialog.accept)
            line.addWidget(button)
        layout.addLayout(line)
        dialog.setModal(True)
        dialog.show()
        return dialog

    def new(self) -> None:
        form = Q.QWidget()
        lines = Q.QFormLayout(form)
        lines.addRow("Customer", Q.QLineEdit())
        lines.addRow("Amount", Q.QLineEdit())
        self.dialog("New invoice", form, buttons=("Cancel", "Write"))

    def send(self) -> None:
        if self.has("error"):
            self.dialog("Error", Q.QLabel("Cannot reach the mail server: connection refused"))
        else:
            self.dialog("Send", Q.QLabel("Two letters will be sent."), buttons=("Cancel", "Send them"))

    def taxes(self) -> None:
        while self.has("hang"):
            pass
        self.dialog("Taxes", Q.QLabel("Nothing is due this month."))

    def export(self) -> None:
        dialog = self.dialog("Export", Q.QCheckBox("With a header line"), buttons=("Cancel", "Write"))
        if self.has("too-large"):
            dialog.resize(900, 1000)

    def welcome(self) -> None:
        if self.has("crash"):
            os.abort()
        self.dialog("Welcome", Q.QLabel("Write an invoice with the first menu."))

    def about(self) -> None:
        self.dialog("About", Q.QLabel("Invoices for small gardens."))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--defects", default="")
    options = parser.parse_args()
    defects = frozenset(filter(None, options.defects.split(",")))
    if unknown := defects - set(DEFECTS):
        parser.error(f"no such defects: {', '.join(sorted(unknown))}; there are {', '.join(DEFECTS)}")
    application = Q.QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    window = Invoices(defects)
    window.show()
    application.exec_()


if __name__ == "__main__":
    main()
