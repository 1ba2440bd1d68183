"""Builds the planned widgets of a Qt window."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from functools import partial
from typing import Any

import qt_views
from qt_base import SETTINGS, QAction, Qt, QtCore, QtGui, QtWidgets, dimmed, escaped, icon_of, plain
from qt_truth import Area

DOWN, ACROSS = Qt.Orientation.Vertical, Qt.Orientation.Horizontal


class Builder:
    """Makes the widgets of one window and remembers how each is to be described."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.combos: list[Any] = []
        self.focus: list[Any] = []

    def tell(self, widget: Any, role: str, label: str = "", **more: Any) -> Any:
        self.told.append((widget, role, label, more))
        return widget

    def build(self, node: dict[str, Any], label: str = "") -> Any:
        make = getattr(self, f"make_{node['kind']}", None) or partial(
            getattr(qt_views, f"make_{node['kind']}"), self
        )
        widget = make(node, label or node.get("named", ""))
        if node.get("disabled") and node["kind"] != "area":
            widget.setEnabled(False)
        return widget

    def make_box(self, node: dict[str, Any], label: str) -> Any:
        outer = QtWidgets.QWidget()
        box = QtWidgets.QHBoxLayout(outer) if node["across"] else QtWidgets.QVBoxLayout(outer)
        box.setSpacing(node["space"])
        box.setContentsMargins(*([node["pad"]] * 4))
        spread = any(i.get("grow") for i in node["items"])
        for item in node["items"]:
            side = (
                Qt.AlignmentFlag.AlignLeft
                if not node["across"] and item["kind"] in NARROW
                else Qt.AlignmentFlag(0)
            )
            box.addWidget(self.build(item), 1 if item.get("grow") else 0, side)
        if not spread:
            box.addStretch(1)
        return outer

    def make_gap(self, node: dict[str, Any], label: str) -> Any:
        return QtWidgets.QWidget()

    def make_form(self, node: dict[str, Any], label: str) -> Any:
        outer = QtWidgets.QWidget()
        form = QtWidgets.QFormLayout(outer)
        form.setContentsMargins(*([node["pad"]] * 4))
        form.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(
            Qt.AlignmentFlag.AlignLeft if SETTINGS["left"] else Qt.AlignmentFlag.AlignRight
        )
        for text, item in node["rows"]:
            form.addRow(self.caption(text), self.build(item, text.rstrip(":： ")))
        return outer

    def caption(self, text: str) -> Any:
        made = QtWidgets.QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        return self.tell(made, "text", text=text)

    def make_group(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QGroupBox(plain(node["title"]))
        QtWidgets.QVBoxLayout(made).addWidget(self.build(node["child"]))
        return self.tell(made, "group", text=node["title"])

    def make_tabs(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QTabWidget()
        place = {"top": "North", "left": "West", "bottom": "South"}[node["side"]]
        made.setTabPosition(getattr(QtWidgets.QTabWidget.TabPosition, place))
        made.setTabsClosable(node["closable"] and node["side"] == "top")
        names = []
        for i, title in enumerate(node["titles"]):
            page = self.build(node["child"]) if i == node["current"] else QtWidgets.QWidget()
            icon, name = icon_of(node["icons"][i] if node["icons"] else "")
            names.append(name)
            made.addTab(page, icon, plain(title))
        made.setCurrentIndex(node["current"])
        return self.tell(made, "tabs", titles=node["titles"], icons=names, upright=node["side"] == "left")

    def make_scroll(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QScrollArea()
        made.setWidgetResizable(True)
        made.setWidget(self.build(node["child"]))
        if SETTINGS["listbox"]:
            made.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        return self.tell(made, "scrolled")

    def make_split(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QSplitter(ACROSS if node["across"] else DOWN)
        for item in node["items"]:
            made.addWidget(self.build(item))
        made.setSizes([int(1000 * node["share"]), int(1000 * (1 - node["share"]))])
        return made

    def make_label(self, node: dict[str, Any], label: str) -> Any:
        made = self.caption(node["text"])
        if node["style"] == "wrap":
            made.setWordWrap(True)
        if node["style"] == "title":
            font = made.font()
            font.setPointSizeF(font.pointSizeF() * 1.3)
            font.setBold(True)
            made.setFont(font)
        if node["style"] == "dim":
            made.setPalette(dimmed(made.palette()))
        return made

    def make_button(self, node: dict[str, Any], label: str) -> Any:
        icon, name = icon_of(node["icon"])
        text = node["text"] or ("" if name else node["tip"])
        made = (
            QtWidgets.QToolButton() if not text and SETTINGS["left"] else QtWidgets.QPushButton(plain(text))
        )
        made.setIcon(icon)
        made.setCheckable(node["toggle"])
        made.setChecked(node["on"])
        state = ["checked" if node["on"] else ""]
        return self.tell(
            made, "button", label, text=text, name="" if text else node["tip"], icon=name, state=state
        )

    def make_check(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QCheckBox(plain(node["text"]))
        made.setChecked(node["on"])
        return self.tell(
            made, "checkbox", label, text=node["text"], state=["checked" if node["on"] else "unchecked"]
        )

    def make_switch(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QCheckBox()
        made.setChecked(node["on"])
        return self.tell(made, "checkbox", label, state=["checked" if node["on"] else "unchecked"])

    def make_radios(self, node: dict[str, Any], label: str) -> Any:
        outer = QtWidgets.QWidget()
        box = QtWidgets.QHBoxLayout(outer) if node["across"] else QtWidgets.QVBoxLayout(outer)
        box.setContentsMargins(0, 0, 0, 0)
        for i, text in enumerate(node["items"]):
            made = QtWidgets.QRadioButton(plain(text))
            made.setChecked(i == node["current"])
            state = ["checked" if i == node["current"] else "unchecked"]
            box.addWidget(
                self.tell(made, "radio", label, text=text, state=state), 0, Qt.AlignmentFlag.AlignLeft
            )
        return outer

    def make_entry(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QLineEdit(node["text"])
        made.setPlaceholderText(node["hint"])
        made.setCursorPosition(0)
        if node["password"]:
            made.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
        if node["focused"]:
            self.focus.append(made)
        text = "" if node["password"] else node["text"] or node["hint"]
        return self.tell(made, "field", label, text=text, dots=node["password"])

    def make_area(self, node: dict[str, Any], label: str) -> Any:
        made = Area(node["text"])
        if node["mono"]:
            made.setFont(QtGui.QFont("DejaVu Sans Mono", SETTINGS["points"]))
        made.setMinimumHeight(50)
        self.tell(made, "scrolled")
        return self.tell(made, "document", label, text=node["text"][:200])

    def make_combo(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QComboBox()
        made.setEditable(node["editable"])
        made.addItems(node["items"])
        made.setCurrentIndex(node["current"])
        if node["editable"]:
            made.lineEdit().setCursorPosition(0)
        self.combos.append((made, node))
        return self.tell(made, "combo box", label, text=node["items"][node["current"]])

    def make_spin(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QSpinBox()
        made.setMaximum(500)
        made.setValue(node["value"])
        return self.tell(made, "spin box", label, text=str(node["value"]))

    def make_slider(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QSlider(DOWN if node["upright"] else ACROSS)
        made.setValue(node["value"])
        if node["draw"]:
            made.setTickPosition(QtWidgets.QSlider.TickPosition.TicksBelow)
        return self.tell(made, "slider", label)

    def make_progress(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QProgressBar()
        made.setValue(node["value"])
        made.setTextVisible(bool(node["text"]))
        return self.tell(made, "progress", text=node["text"])

    def make_link(self, node: dict[str, Any], label: str) -> Any:
        made = QtWidgets.QLabel(f'<a href="http://example.org">{escaped(node["text"])}</a>')
        made.setTextFormat(Qt.TextFormat.RichText)
        return self.tell(made, "link", text=node["text"])

    def make_image(self, node: dict[str, Any], label: str) -> Any:
        icon, name = icon_of(node["icon"])
        made = QtWidgets.QLabel()
        if not name:
            return made
        picture = icon.pixmap(node["size"], node["size"])
        made.setPixmap(picture)
        ratio = picture.devicePixelRatio()
        return self.tell(
            made,
            "image",
            name=node["tip"],
            icon=name,
            size=[picture.width() / ratio, picture.height() / ratio],
        )

    def make_toolbar(self, node: dict[str, Any], label: str) -> Any:
        styles = {
            "icons": "IconOnly",
            "both": "TextUnderIcon",
            "beside": "TextBesideIcon",
            "text": "TextOnly",
        }
        bar = QtWidgets.QToolBar()
        bar.setMovable(SETTINGS["listbox"])
        bar.setToolButtonStyle(getattr(Qt.ToolButtonStyle, f"ToolButton{styles[node['style']]}"))
        bar.setIconSize(QtCore.QSize(node["size"], node["size"]))
        for item in node["items"]:
            if item is None:
                bar.addSeparator()
            elif icon_of(item["icon"])[1]:
                self.tool(bar, item, node["style"])
        return self.tell(bar, "toolbar")

    def tool(self, bar: Any, item: dict[str, Any], style: Any) -> None:
        icon, name = icon_of(item["icon"])
        action = QAction(icon, plain(item["text"]), bar)
        action.setCheckable(item["toggle"])
        action.setChecked(item["on"])
        action.setEnabled(not item["disabled"])
        bar.addAction(action)
        made = bar.widgetForAction(action)
        if item["arrow"]:
            made.setPopupMode(QtWidgets.QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        text = "" if style == "icons" else item["text"]
        state = ["checked" if item["on"] else ""]
        shown = "" if style == "text" else name
        self.tell(made, "button", text=text, name="" if text else item["tip"], icon=shown, state=state)


NARROW = {"button", "check", "radios", "switch", "link", "image"}
