"""Tasks: a Qt 5 program that keeps a list of things to do (needs PyQt5)."""

import json
import sys
from pathlib import Path

from PyQt5 import QtCore, QtGui, QtWidgets

PRIORITIES = ("Low", "Normal", "High")
FILE = Path.home() / "tasks.json"
SETTINGS = Path.home() / "tasks-settings.json"


class Tasks:
    """The window; ``tasks`` hold title, priority and whether they are done."""

    def __init__(self) -> None:
        self.tasks: list[dict[str, str | bool]] = []
        self.settings = (
            json.loads(SETTINGS.read_text()) if SETTINGS.exists() else {"name": "", "greet": False}
        )
        self.window = QtWidgets.QMainWindow()
        self.window.setWindowTitle("Tasks")
        self.window.resize(640, 500)
        self.title, self.search = QtWidgets.QLineEdit(), QtWidgets.QLineEdit()
        self.priority = QtWidgets.QComboBox()
        self.priority.addItems(PRIORITIES)
        self.priority.setCurrentText("Normal")
        self.list = QtWidgets.QListWidget()
        self.hide = QtWidgets.QCheckBox("Hide finished tasks")
        self.summary, self.message, self.greeting = (QtWidgets.QLabel() for _ in range(3))
        self.finish = self.button("Finish", self.finish_chosen)
        self.delete = self.button("Delete", self.delete_chosen)
        self.raise_ = self.button("Move up", self.move_up)
        self.window.setCentralWidget(self.layout())
        self.menus()
        self.list.currentRowChanged.connect(lambda _: self.enable())
        self.search.textChanged.connect(lambda _: self.show())
        self.hide.toggled.connect(lambda _: self.show())
        self.title.returnPressed.connect(self.add)
        self.greet()
        self.show()

    def layout(self) -> QtWidgets.QWidget:
        whole = QtWidgets.QWidget()
        box = QtWidgets.QVBoxLayout(whole)
        form = QtWidgets.QFormLayout()
        form.addRow("Title", self.title)
        form.addRow("Priority", self.priority)
        form.addRow("Search", self.search)
        buttons = QtWidgets.QHBoxLayout()
        for each in (self.button("Add task", self.add), self.finish, self.delete, self.raise_):
            buttons.addWidget(each)
        box.addWidget(self.greeting)
        box.addLayout(form)
        box.addLayout(buttons)
        for each in (self.hide, self.list, self.summary, self.message):
            box.addWidget(each)
        return whole

    def button(self, label: str, act: object) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(label)
        button.clicked.connect(lambda _: act())  # type: ignore[operator]
        return button

    def menus(self) -> None:
        file = self.window.menuBar().addMenu("File")
        for label, keys, act in (
            ("Save tasks", "Ctrl+S", self.save),
            ("Load tasks", "Ctrl+L", self.load),
            ("Settings", "", self.edit_settings),
        ):
            action = file.addAction(label)
            action.setShortcut(QtGui.QKeySequence(keys))
            action.triggered.connect(lambda _, act=act: act())

    def add(self) -> None:
        title = self.title.text().strip()
        if not title:
            self.message.setText("A task needs a title")
            return
        first = title[0].upper()
        title = first + title[1:]
        self.tasks.append({"title": title, "priority": self.priority.currentText(), "done": False})
        self.title.clear()
        self.message.setText(f"Added {title}")
        self.show()

    def visible(self) -> list[dict[str, str | bool]]:
        """Return the tasks to be shown, the important ones first."""
        wanted = self.search.text().casefold()
        found = [task for task in self.tasks if wanted in str(task["title"]).casefold()]
        found = [task for task in found if not (self.hide.isChecked() and task["done"])]
        return sorted(found, key=lambda task: -PRIORITIES.index(str(task["priority"])))

    def show(self) -> None:
        self.list.clear()
        for task in self.visible():
            state = "done" if task["done"] else "open"
            item = QtWidgets.QListWidgetItem(f"{task['title']} - {task['priority']} - {state}")
            item.setData(QtCore.Qt.UserRole, self.tasks.index(task))
            self.list.addItem(item)
        done = sum(bool(task["done"]) for task in self.tasks)
        self.summary.setText(f"{len(self.tasks) - done} open, {done} done")
        self.enable()

    def enable(self) -> None:
        chosen = self.list.currentRow() >= 0
        self.finish.setEnabled(chosen)
        self.delete.setEnabled(chosen)
        self.raise_.setEnabled(chosen)

    def chosen(self) -> dict[str, str | bool]:
        return self.tasks[int(self.list.currentItem().data(QtCore.Qt.UserRole))]

    def finish_chosen(self) -> None:
        self.chosen()["done"] = True
        self.show()

    def delete_chosen(self) -> None:
        task = self.chosen()
        self.tasks.remove(task)
        self.message.setText(f"Deleted {task['title']}")
        self.show()

    def move_up(self) -> None:
        task = self.chosen()
        task["priority"] = PRIORITIES[min(PRIORITIES.index(str(task["priority"])) + 1, len(PRIORITIES) - 1)]
        self.show()

    def save(self) -> None:
        FILE.write_text(json.dumps(self.tasks))
        self.message.setText(f"Saved {len(self.tasks)} tasks")

    def load(self) -> None:
        self.tasks = json.loads(FILE.read_text()) if FILE.exists() else []
        self.message.setText(f"Loaded {len(self.tasks)} tasks")
        self.show()

    def edit_settings(self) -> None:
        dialog = QtWidgets.QDialog(self.window)
        dialog.setWindowTitle("Settings")
        dialog.resize(360, 160)
        name = QtWidgets.QLineEdit(str(self.settings["name"]))
        greet = QtWidgets.QCheckBox("Greet me at the start")
        greet.setChecked(bool(self.settings["greet"]))
        form = QtWidgets.QFormLayout(dialog)
        form.addRow("Your name", name)
        form.addRow(greet)
        standard = QtWidgets.QDialogButtonBox
        buttons = standard(standard.Ok | standard.Cancel)
        buttons.accepted.connect(dialog.accept)
        buttons.rejected.connect(dialog.reject)
        form.addRow(buttons)
        if dialog.exec() == QtWidgets.QDialog.Accepted:
            self.settings["name"] = name.text()
            self.settings["greet"] = greet.isChecked()
            SETTINGS.write_text(json.dumps(self.settings))
            self.greet()

    def greet(self) -> None:
        self.greeting.setText(
            f"Good day, {self.settings['name']}" if self.settings["greet"] else "Tasks of today"
        )


if __name__ == "__main__":
    application = QtWidgets.QApplication(sys.argv)
    tasks = Tasks()
    tasks.window.show()
    sys.exit(application.exec())
