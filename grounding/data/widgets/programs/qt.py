"""Shows planned windows with Qt 5 or 6 and says what is drawn where. Runs under the system's Python."""

import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from common import serve, settings  # noqa: E402

SETTINGS = settings()
if SETTINGS["toolkit"] == "Qt6":
    from PyQt6 import QtCore, QtGui, QtWidgets
    from PyQt6.QtGui import QAction, QActionGroup
else:
    from PyQt5 import QtCore, QtGui, QtWidgets
    from PyQt5.QtWidgets import QAction, QActionGroup
from qt_truth import Area, Delegate, describe  # noqa: E402

Qt = QtCore.Qt
DOWN, ACROSS = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
open_windows, popups = [], []


def prepare():
    app = QtWidgets.QApplication(sys.argv[:1])
    app.setFont(QtGui.QFont(SETTINGS["font"], SETTINGS["points"]))
    QtGui.QIcon.setThemeName(SETTINGS["icon-theme-name"])
    app.setCursorFlashTime(0)
    for effect in (Qt.UIEffect.UI_AnimateMenu, Qt.UIEffect.UI_AnimateCombo, Qt.UIEffect.UI_FadeMenu):
        app.setEffectEnabled(effect, False)
    if SETTINGS["theme-name"] == "Fusion-palette":
        app.setStyle("Fusion")
    if SETTINGS["dark"] and SETTINGS["theme-name"] in ("Fusion", "Fusion-palette", "Windows", "Breeze"):
        app.setPalette(dark_palette())
    elif SETTINGS["colours"]:
        app.setPalette(QtGui.QPalette(QtGui.QColor(*SETTINGS["colours"])))
    return app


def dark_palette():
    base = QtGui.QColor(*[30 + c // 8 for c in SETTINGS["accent"]])
    made = QtGui.QPalette(base.lighter(130), base)
    role = QtGui.QPalette.ColorRole
    made.setColor(role.Highlight, QtGui.QColor(*SETTINGS["accent"]).darker(130))
    made.setColor(role.Base, base.darker(130))
    made.setColor(role.Link, QtGui.QColor(110, 170, 250))
    return made


def pump(quiet=0.04, most=2.0):
    """Run the loop until nothing has happened for ``quiet`` seconds."""
    end, last = time.monotonic() + most, time.monotonic()
    dispatcher = QtCore.QAbstractEventDispatcher.instance()
    while time.monotonic() < end and time.monotonic() - last < quiet:
        if dispatcher.processEvents(QtCore.QEventLoop.ProcessEventsFlag.AllEvents):
            last = time.monotonic()
        else:
            time.sleep(0.003)


def icon_of(name):
    found = QtGui.QIcon.fromTheme(name) if name else QtGui.QIcon()
    if found.isNull() or found.pixmap(16, 16).isNull():
        return QtGui.QIcon(), ""
    return found, name


def plain(text):
    """Return the text with its ampersands taken as such."""
    return text.replace("&", "&&")


class Builder:
    """Makes the widgets of one window and remembers how each is to be described."""

    def __init__(self):
        self.told = []
        self.combos = []
        self.focus = []

    def tell(self, widget, role, label="", **more):
        self.told.append((widget, role, label, more))
        return widget

    def build(self, node, label=""):
        widget = getattr(self, f"make_{node['kind']}")(node, label or node.get("named", ""))
        if node.get("disabled") and node["kind"] != "area":
            widget.setEnabled(False)
        return widget

    def make_box(self, node, label):
        outer = QtWidgets.QWidget()
        box = QtWidgets.QHBoxLayout(outer) if node["across"] else QtWidgets.QVBoxLayout(outer)
        box.setSpacing(node["space"])
        box.setContentsMargins(*([node["pad"]] * 4))
        spread = any(i.get("grow") for i in node["items"])
        for item in node["items"]:
            side = Qt.AlignmentFlag.AlignLeft if not node["across"] and item["kind"] in NARROW else Qt.AlignmentFlag(0)
            box.addWidget(self.build(item), 1 if item.get("grow") else 0, side)
        if not spread:
            box.addStretch(1)
        return outer

    def make_gap(self, node, label):
        return QtWidgets.QWidget()

    def make_form(self, node, label):
        outer = QtWidgets.QWidget()
        form = QtWidgets.QFormLayout(outer)
        form.setContentsMargins(*([node["pad"]] * 4))
        form.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft if SETTINGS["left"] else Qt.AlignmentFlag.AlignRight)
        for text, item in node["rows"]:
            form.addRow(self.caption(text), self.build(item, text.rstrip(":： ")))
        return outer

    def caption(self, text):
        made = QtWidgets.QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        return self.tell(made, "text", text=text)

    def make_group(self, node, label):
        made = QtWidgets.QGroupBox(plain(node["title"]))
        QtWidgets.QVBoxLayout(made).addWidget(self.build(node["child"]))
        return self.tell(made, "group", text=node["title"])

    def make_tabs(self, node, label):
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

    def make_scroll(self, node, label):
        made = QtWidgets.QScrollArea()
        made.setWidgetResizable(True)
        made.setWidget(self.build(node["child"]))
        if SETTINGS["listbox"]:
            made.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        return self.tell(made, "scrolled")

    def make_split(self, node, label):
        made = QtWidgets.QSplitter(ACROSS if node["across"] else DOWN)
        for item in node["items"]:
            made.addWidget(self.build(item))
        made.setSizes([int(1000 * node["share"]), int(1000 * (1 - node["share"]))])
        return made

    def make_label(self, node, label):
        made = self.caption(node["text"])
        if node["style"] == "wrap":
            made.setWordWrap(True)
        if node["style"] == "title":
            font = made.font()
            font.setPointSizeF(font.pointSizeF() * 1.3)
            font.setBold(True)
            made.setFont(font)
        if node["style"] == "dim":
            made.setForegroundRole(QtGui.QPalette.ColorRole.PlaceholderText)
        return made

    def make_button(self, node, label):
        icon, name = icon_of(node["icon"])
        text = node["text"] or ("" if name else node["tip"])
        made = QtWidgets.QToolButton() if not text and SETTINGS["left"] else QtWidgets.QPushButton(plain(text))
        made.setIcon(icon)
        made.setCheckable(node["toggle"])
        made.setChecked(node["on"])
        state = ["checked" if node["on"] else ""]
        return self.tell(made, "button", label, text=text, name="" if text else node["tip"], icon=name, state=state)

    def make_check(self, node, label):
        made = QtWidgets.QCheckBox(plain(node["text"]))
        made.setChecked(node["on"])
        return self.tell(made, "checkbox", label, text=node["text"], state=["checked" if node["on"] else "unchecked"])

    def make_switch(self, node, label):
        made = QtWidgets.QCheckBox()
        made.setChecked(node["on"])
        return self.tell(made, "checkbox", label, state=["checked" if node["on"] else "unchecked"])

    def make_radios(self, node, label):
        outer = QtWidgets.QWidget()
        box = QtWidgets.QHBoxLayout(outer) if node["across"] else QtWidgets.QVBoxLayout(outer)
        box.setContentsMargins(0, 0, 0, 0)
        for i, text in enumerate(node["items"]):
            made = QtWidgets.QRadioButton(plain(text))
            made.setChecked(i == node["current"])
            state = ["checked" if i == node["current"] else "unchecked"]
            box.addWidget(self.tell(made, "radio", label, text=text, state=state), 0, Qt.AlignmentFlag.AlignLeft)
        return outer

    def make_entry(self, node, label):
        made = QtWidgets.QLineEdit(node["text"])
        made.setPlaceholderText(node["hint"])
        made.setCursorPosition(0)
        if node["password"]:
            made.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
        if node["focused"]:
            self.focus.append(made)
        text = "" if node["password"] else node["text"] or node["hint"]
        return self.tell(made, "field", label, text=text, dots=node["password"])

    def make_area(self, node, label):
        made = Area(node["text"])
        if node["mono"]:
            made.setFont(QtGui.QFont("DejaVu Sans Mono", SETTINGS["points"]))
        made.setMinimumHeight(50)
        self.tell(made, "scrolled")
        return self.tell(made, "document", label, text=node["text"][:200])

    def make_combo(self, node, label):
        made = QtWidgets.QComboBox()
        made.setEditable(node["editable"])
        made.addItems(node["items"])
        made.setCurrentIndex(node["current"])
        if node["editable"]:
            made.lineEdit().setCursorPosition(0)
        self.combos.append((made, node))
        return self.tell(made, "combo box", label, text=node["items"][node["current"]])

    def make_spin(self, node, label):
        made = QtWidgets.QSpinBox()
        made.setMaximum(500)
        made.setValue(node["value"])
        return self.tell(made, "spin box", label, text=str(node["value"]))

    def make_slider(self, node, label):
        made = QtWidgets.QSlider(DOWN if node["upright"] else ACROSS)
        made.setValue(node["value"])
        if node["draw"]:
            made.setTickPosition(QtWidgets.QSlider.TickPosition.TicksBelow)
        return self.tell(made, "slider", label)

    def make_progress(self, node, label):
        made = QtWidgets.QProgressBar()
        made.setValue(node["value"])
        made.setTextVisible(bool(node["text"]))
        return self.tell(made, "progress", text=node["text"])

    def make_link(self, node, label):
        made = QtWidgets.QLabel(f'<a href="http://example.org">{escaped(node["text"])}</a>')
        made.setTextFormat(Qt.TextFormat.RichText)
        return self.tell(made, "link", text=node["text"])

    def make_image(self, node, label):
        icon, name = icon_of(node["icon"])
        made = QtWidgets.QLabel()
        if not name:
            return made
        picture = icon.pixmap(node["size"], node["size"])
        made.setPixmap(picture)
        ratio = picture.devicePixelRatio()
        return self.tell(made, "image", name=node["tip"], icon=name, size=[picture.width() / ratio, picture.height() / ratio])

    def make_toolbar(self, node, label):
        styles = {"icons": "IconOnly", "both": "TextUnderIcon", "beside": "TextBesideIcon", "text": "TextOnly"}
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

    def tool(self, bar, item, style):
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

    def make_list(self, node, label):
        made, names = QtWidgets.QListWidget(), []
        for item in node["items"]:
            icon, name = icon_of(item["icon"])
            names.append(name)
            made.addItem(QtWidgets.QListWidgetItem(icon, item["text"]))
        if SETTINGS["padding"] > 5:
            made.setSpacing(2)
        made.setCurrentRow(node["current"])
        return self.view(made, "list item", label, icons=names)

    def make_grid(self, node, label):
        made = self.make_list(node, label)
        made.setViewMode(QtWidgets.QListView.ViewMode.IconMode)
        made.setIconSize(QtCore.QSize(node["size"], node["size"]))
        side = node["size"]
        made.setGridSize(QtCore.QSize(side + 60, side + 3 * made.fontMetrics().height()))
        made.setMovement(QtWidgets.QListView.Movement.Static)
        made.setResizeMode(QtWidgets.QListView.ResizeMode.Adjust)
        made.setWordWrap(False)
        return made

    def make_tree(self, node, label):
        made = QtWidgets.QTreeWidget()
        made.setColumnCount(node["width"])
        made.setHeaderHidden(not node["columns"])
        made.setHeaderLabels(node["columns"] or [""] * node["width"])

        def fill(parent, rows):
            for row in rows:
                item = QtWidgets.QTreeWidgetItem(parent, row["cells"])
                item.setIcon(0, icon_of(row["icon"])[0])
                item.setData(0, Qt.ItemDataRole.UserRole, icon_of(row["icon"])[1])
                fill(item, row["children"])
                item.setExpanded(row["open"])

        fill(made.invisibleRootItem(), node["rows"])
        if node["current"] >= 0:
            made.setCurrentItem(made.topLevelItem(min(node["current"], len(node["rows"]) - 1)))
        for i in range(node["width"]):
            made.resizeColumnToContents(i)
        return self.view(made, "tree item", label)

    def make_table(self, node, label):
        made = QtWidgets.QTableWidget(len(node["rows"]), len(node["columns"]))
        made.setHorizontalHeaderLabels(node["columns"])
        for r, row in enumerate(node["rows"]):
            for c, text in enumerate(row):
                item = QtWidgets.QTableWidgetItem(text)
                if c == 0 and node["icons"]:
                    icon, name = icon_of(node["icons"][r])
                    item.setIcon(icon)
                    item.setData(Qt.ItemDataRole.UserRole, name)
                if c == 0 and node["checks"]:
                    item.setCheckState(Qt.CheckState.Checked if (r * 7) % 3 else Qt.CheckState.Unchecked)
                made.setItem(r, c, item)
        made.setShowGrid(node["grid"])
        made.verticalHeader().setVisible(node["grid"] and not node["icons"])
        made.setSelectionBehavior(QtWidgets.QAbstractItemView.SelectionBehavior.SelectRows)
        made.resizeColumnsToContents()
        made.horizontalHeader().setStretchLastSection(True)
        if node["current"] >= 0:
            made.selectRow(node["current"])
        return self.view(made, "cell", label)

    def view(self, made, role, label, icons=()):
        made.setItemDelegate(Delegate(made))
        made.setMinimumHeight(60)
        self.tell(made, "scrolled")
        return self.tell(made, "view", label, item_role=role, icons=icons)


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


NARROW = {"button", "check", "radios", "switch", "link", "image"}


def menu(items, told, parent):
    """Return a popup menu; its items are told about."""
    made = QtWidgets.QMenu(parent)
    group = QActionGroup(made)
    for item in items:
        if item is None:
            made.addSeparator()
            continue
        icon, name = icon_of(item["icon"])
        action = QAction(icon, plain(item["text"]), made)
        state = []
        if item["type"] in ("check", "radio"):
            action.setCheckable(True)
            if item["type"] == "radio":
                group.addAction(action)
            action.setChecked(item["on"])
        if item["type"] == "sub":
            action.setMenu(QtWidgets.QMenu(made))
        if item["keys"]:
            action.setShortcut(QtGui.QKeySequence(item["keys"]))
            action.setShortcutVisibleInContextMenu(True)
        action.setEnabled(not item["disabled"])
        made.addAction(action)
        told.append((action, "menu item", "", {"text": item["text"], "state": state, "icon": name, "menu": made, "keys": item["keys"]}))
    return made


def window(plan):
    builder = Builder()
    parent = open_windows[plan["above"]][0] if plan["role"] == "dialog" else None
    made = QtWidgets.QMainWindow(parent)
    if plan["role"] == "dialog":
        made.setWindowFlag(Qt.WindowType.Dialog)
    made.setWindowTitle(plan["title"])
    for entry in plan["menubar"]:
        shown = made.menuBar().addMenu(plain(entry["text"]))
        builder.tell(shown.menuAction(), "menu", text=entry["text"], bar=made.menuBar())
    for node in plan["toolbars"]:
        made.addToolBar(builder.build(node))
        made.addToolBarBreak()
    made.setCentralWidget(builder.build(plan["content"]))
    for i, text in enumerate(plan["status"]):
        (made.statusBar().addPermanentWidget if i else made.statusBar().addWidget)(builder.caption(text))
    made.move(*plan["at"])
    made.resize(*plan["size"])
    (made.showMaximized if plan["maximised"] else made.show)()
    for widget in builder.focus[:1]:
        widget.setFocus()
    return made, builder


def open_popup(opened, planned):
    """Pop up what is planned; return its layer, or None when it does not open."""
    top, builder = open_windows[-1]
    told = []
    if opened["type"] == "combo":
        return open_combo(builder)
    if opened["type"] == "menu":
        told_menu = [t for t in builder.told if t[1] == "menu"][opened["index"]]
        bar, action = top.menuBar(), told_menu[0]
        made = menu(planned["menubar"][opened["index"]]["items"], told, bar)
        told_menu[3]["opened"] = True
        bar.setActiveAction(action) if False else None
        made.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
    else:
        made = menu(opened["items"], told, top)
        spot = QtCore.QPoint(int(top.width() * opened["at"][0]), int(top.height() * opened["at"][1]))
        made.popup(top.mapToGlobal(spot))
    popups.append(made)
    pump()
    return describe(made, told, "popup", "") if made.isVisible() else None


def open_combo(builder):
    for combo, _ in builder.combos:
        if combo.isVisible() and combo.isEnabled() and not combo.visibleRegion().isEmpty():
            combo.showPopup()
            pump()
            popups.append(combo)
            view = combo.view()
            told = [(view, "view", "", {"item_role": "list item", "icons": []}), (view, "scrolled", "", {})]
            return describe(view.window(), told, "popup", "") if view.isVisible() else None
    return None


def close_all():
    while popups:
        made = popups.pop()
        made.hidePopup() if isinstance(made, QtWidgets.QComboBox) else made.close()
    while open_windows:
        made = open_windows.pop()[0]
        made.close()
        made.deleteLater()
    pump(0.02, 0.5)


def shown(plan):
    for planned in plan["windows"]:
        open_windows.append(window(planned))
        pump()
    pump(0.08)
    popup = open_popup(plan["opened"], plan["windows"][-1]) if plan["opened"] else None
    layers = [
        describe(made, builder.told, planned["role"], planned["title"])
        for (made, builder), planned in zip(open_windows, plan["windows"], strict=True)
    ]
    return {"layers": layers + ([popup] if popup else [])}


def show(plan):
    try:
        close_all()
        return shown(plan)
    except Exception:
        traceback.print_exc()
        return {"layers": []}


APP = prepare()
serve(show)
