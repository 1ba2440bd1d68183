"""Says where the widgets of a Qt window are, and every line of text in them."""

from common import element, line, settings

if settings()["toolkit"] == "Qt6":
    from PyQt6 import QtCore, QtGui, QtWidgets
else:
    from PyQt5 import QtCore, QtGui, QtWidgets
Qt = QtCore.Qt
Style = QtWidgets.QStyle


class Delegate(QtWidgets.QStyledItemDelegate):
    """Tells how an item is drawn, which only a delegate may ask."""

    def option(self, view, index):
        made = QtWidgets.QStyleOptionViewItem()
        if hasattr(view, "initViewItemOption"):
            view.initViewItemOption(made)
        else:
            made = view.viewOptions()
        made.rect = view.visualRect(index)
        self.initStyleOption(made, index)
        return made


class Area(QtWidgets.QPlainTextEdit):
    """A text area that tells where its lines are."""

    def lines(self):
        block, found = self.document().firstBlock(), []
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(self.contentOffset())
            layout = block.layout()
            for i in range(layout.lineCount()):
                row = layout.lineAt(i)
                text = block.text()[row.textStart() : row.textStart() + row.textLength()].strip()
                if text:
                    found.append((row.naturalTextRect().translated(top.topLeft()), text))
            block = block.next()
        return found


def describe(top, told, role, title):
    """Return one layer: the X window and what is in it."""
    elements, lines = [], []
    for widget, kind, label, more in told:
        if kind in ("menu", "menu item"):
            menu_entry(top, widget, kind, more, elements, lines)
        elif widget.isVisible() and widget.window() is top:
            tell(Place(top, widget), kind, label, more, elements, lines)
    return {"window": int(top.winId()), "role": role, "title": title, "elements": elements, "lines": lines}


class Place:
    """A widget in its window: its box, and what of it can be seen."""

    def __init__(self, top, widget):
        self.widget = widget
        self.origin = widget.mapTo(top, QtCore.QPoint(0, 0))
        self.box = self.at(widget.rect())
        self.clip = self.at(widget.visibleRegion().boundingRect())

    def at(self, rect):
        x, y = self.origin.x(), self.origin.y()
        return [rect.x() + x, rect.y() + y, rect.x() + x + rect.width(), rect.y() + y + rect.height()]

    def sub(self, which, option):
        return self.at(self.widget.style().subElementRect(which, option, self.widget))


def ink(font, text):
    box = QtGui.QFontMetricsF(font).tightBoundingRect(text)
    return [box.width(), box.height()]


def inset(box, x, y=None):
    y = x if y is None else y
    return [box[0] + x, box[1] + y, box[2] - x, box[3] - y]


def tell(place, kind, label, more, elements, lines):
    widget, text = place.widget, more.get("text", "")
    state = [*more.get("state", []), "" if widget.isEnabled() else "disabled"]
    special = {"text": text_label, "link": text_label, "group": group, "tabs": tabs, "view": view, "scrolled": scrolled, "toolbar": toolbar}
    if kind in special:
        special[kind](place, kind, more, state, elements, lines)
        return
    if kind == "image":
        width, height = more["size"]
        x, y = place.box[0], (place.box[1] + place.box[3] - height) / 2
        elements.append(element([x, y, x + width, y + height], "icon", "", more["name"], more["icon"], clip=place.clip))
        return
    if widget.hasFocus() and kind in ("field", "document", "spin box"):
        state.append("focused")
    if kind != "progress":
        box = tight(place, kind)
        elements.append(element(box, kind, text, more.get("name", ""), more.get("icon", ""), label, state, place.clip))
    if kind == "document":
        area(place, lines)
    elif text:
        spot, align = text_spot(place, kind, text, more)
        lines.append(line(spot, text, place.clip, ink(widget.font(), text), align=align))
    elif more.get("dots"):
        lines.append({**line(place.box, "•", place.clip), "unknown": "password"})


def tight(place, kind):
    """Return the box of what is drawn: a check box may be wider than its text."""
    if kind in ("checkbox", "radio"):
        hint = place.widget.sizeHint()
        return [place.box[0], place.box[1], min(place.box[2], place.box[0] + hint.width()), place.box[3]]
    return place.box


def text_spot(place, kind, text, more):
    """Return where the text of a control is drawn, roughly, and to which side."""
    widget, box = place.widget, place.box
    if kind == "checkbox" or kind == "radio":
        option = QtWidgets.QStyleOptionButton()
        widget.initStyleOption(option)
        which = Style.SubElement.SE_CheckBoxContents if kind == "checkbox" else Style.SubElement.SE_RadioButtonContents
        spot = place.sub(which, option)
        return [spot[0] - 1, spot[1], spot[2] + 2, spot[3]], "left"
    if kind == "combo box":
        option = QtWidgets.QStyleOptionComboBox()
        widget.initStyleOption(option)
        rect = widget.style().subControlRect(Style.ComplexControl.CC_ComboBox, option, Style.SubControl.SC_ComboBoxEditField, widget)
        return inset(place.at(rect), 0, 2), "left"
    if kind == "spin box":
        edit = widget.findChild(QtWidgets.QLineEdit)
        return inset(Place(widget.window(), edit).box, 1), "left"
    if kind == "button" and more.get("icon"):
        return beside_icon(place, text), "left"
    return inset(box, 4, 3), "left" if kind == "field" else "center"


def beside_icon(place, text):
    widget, box = place.widget, place.box
    size, words = widget.iconSize(), ink(widget.font(), text)
    if isinstance(widget, QtWidgets.QToolButton):
        if widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon:
            return [box[0] + 1, box[3] - widget.fontMetrics().height() - 5, box[2] - 1, box[3] - 2]
        return [box[0] + size.width() + 5, box[1] + 3, box[2] - 2, box[3] - 3]
    start = (box[0] + box[2] - size.width() - 4 - words[0]) / 2 + size.width() + 2
    return [start, box[1] + 4, box[2] - 4, box[3] - 4]


def text_label(place, kind, more, state, elements, lines):
    """Tell a label and its lines, broken as Qt breaks them."""
    widget, text = place.widget, more["text"]
    rows = wrapped(widget, text) if widget.wordWrap() else [text]
    area_box = place.at(widget.contentsRect())
    height = widget.fontMetrics().lineSpacing()
    top = (area_box[1] + area_box[3] - height * len(rows)) / 2
    right = bool(widget.alignment() & Qt.AlignmentFlag.AlignRight)
    widest = 0
    for i, row in enumerate(rows):
        size = ink(widget.font(), row)
        widest = max(widest, size[0] + 2)
        spot = [area_box[0] - 1, top + i * height - 1, area_box[2] + 1, top + (i + 1) * height + 1]
        lines.append(line(spot, row, place.clip, size, align="right" if right else "left"))
    left = area_box[2] - widest - 1 if right else area_box[0]
    box = [left, top, min(left + widest + 1, area_box[2]), top + height * len(rows)]
    elements.append({**element(box, kind, text, state=state, clip=place.clip), "tighten": True})


def wrapped(widget, text):
    layout = QtGui.QTextLayout(text, widget.font())
    found = []
    layout.beginLayout()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(widget.contentsRect().width())
        found.append(text[row.textStart() : row.textStart() + row.textLength()].strip())
    layout.endLayout()
    return found


def group(place, kind, more, state, elements, lines):
    option = QtWidgets.QStyleOptionGroupBox()
    place.widget.initStyleOption(option)
    rect = place.widget.style().subControlRect(Style.ComplexControl.CC_GroupBox, option, Style.SubControl.SC_GroupBoxLabel, place.widget)
    spot = place.at(rect)
    font = place.widget.font()
    lines.append(line([spot[0] - 1, spot[1], spot[2] + 2, spot[3]], more["text"], place.clip, ink(font, more["text"])))
    elements.append({**element(spot, "text", more["text"], state=state, clip=place.clip), "tighten": True})


def tabs(place, kind, more, state, elements, lines):
    bar = place.widget.tabBar()
    inner = Place(place.widget.window(), bar)
    for i, text in enumerate(more["titles"]):
        box = inner.at(bar.tabRect(i))
        chosen = "selected" if i == bar.currentIndex() else ""
        elements.append(element(box, "tab", text, icon=more["icons"][i], state=[chosen, *state], clip=inner.clip))
        close = bar.tabButton(i, QtWidgets.QTabBar.ButtonPosition.RightSide)
        if close is not None and close.isVisible():
            spot = Place(place.widget.window(), close)
            elements.append(element(spot.box, "button", "", "Close tab", "window-close", clip=inner.clip))
            box = [box[0], box[1], spot.box[0], box[3]]
        words = ink(bar.font(), text)
        room = box[2] - box[0] - (bar.iconSize().width() + 4 if more["icons"][i] else 0)
        if not more["upright"]:
            cut = {"cut": "cut"} if words[0] > room - 6 and bar.elideMode() != Qt.TextElideMode.ElideNone else {}
            lines.append(line(inset(box, 4, 5), text, inner.clip, words, align="center") | cut)
    for child in bar.findChildren(QtWidgets.QToolButton):
        if child.isVisible() and child.arrowType() != Qt.ArrowType.NoArrow:
            name = "Scroll left" if child.arrowType() == Qt.ArrowType.LeftArrow else "Scroll right"
            elements.append(element(Place(place.widget.window(), child).box, "button", "", name, "go-previous" if "left" in name else "go-next"))


def scrolled(place, kind, more, state, elements, lines):
    for bar in (place.widget.verticalScrollBar(), place.widget.horizontalScrollBar()):
        if bar.isVisible():
            inner = Place(place.widget.window(), bar)
            elements.append(element(inner.box, "scroll bar", clip=inner.clip))


def toolbar(place, kind, more, state, elements, lines):
    for child in place.widget.findChildren(QtWidgets.QToolButton):
        if child.isVisible() and child.objectName() == "qt_toolbar_ext_button":
            elements.append(element(Place(place.widget.window(), child).box, "button", "", "More", "go-next"))


def area(place, lines):
    view = Place(place.widget.window(), place.widget.viewport())
    for rect, text in place.widget.lines():
        spot = [view.origin.x() + rect.left() - 1, view.origin.y() + rect.top(), view.origin.x() + rect.right() + 2, view.origin.y() + rect.bottom()]
        lines.append(line(spot, text, view.clip, ink(place.widget.font(), text)))


def menu_entry(top, action, kind, more, elements, lines):
    owner = more.get("bar") or more["menu"]
    place, rect = Place(top, owner), owner.actionGeometry(action)
    if not owner.isVisible() or rect.isEmpty():
        return
    box, text = place.at(rect), more["text"]
    state = [*more.get("state", []), "" if action.isEnabled() else "disabled", "selected" if more.get("opened") else ""]
    if action.isCheckable():
        state.append("checked" if action.isChecked() else "unchecked")
    elements.append(element(box, kind, text, icon=more.get("icon", ""), state=state, clip=place.clip))
    size, keys = ink(owner.font(), text), more.get("keys", "")
    spot = inset(box, 2, 2)
    if keys:
        wide = ink(owner.font(), keys)
        lines.append(line([box[2] - wide[0] - 34, box[1] + 2, box[2] - 2, box[3] - 2], keys, place.clip, wide, align="right"))
        spot[2] = box[2] - wide[0] - 30
    lines.append(line(spot, text, place.clip, size))


def view(place, kind, more, state, elements, lines):
    """Tell the items of a list, tree or table, and its headers."""
    widget = place.widget
    inner = Place(widget.window(), widget.viewport())
    headers(widget, elements, lines)
    for index in indices(widget, widget.model(), widget.rootIndex()):
        rect = widget.visualRect(index)
        if rect.isEmpty() or not rect.intersects(widget.viewport().rect()):
            continue
        role = more["item_role"] if index.column() == 0 or more["item_role"] == "cell" else "cell"
        box, found = inner.at(rect), ["selected" if widget.selectionModel().isSelected(index) else "", *state]
        if isinstance(widget, QtWidgets.QTreeView) and index.column() == 0:
            found.append("expanded" if widget.isExpanded(index) and widget.model().hasChildren(index) else "")
            box[0] -= widget.indentation() if widget.model().hasChildren(index) else 0
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None and role != "list item":
            found.append("checked" if ticked in (2, Qt.CheckState.Checked) else "unchecked")
        icon = more["icons"][index.row()] if more["icons"] else index.data(Qt.ItemDataRole.UserRole) or ""
        elements.append(element(box, role, index.data() or "", icon=icon, state=found, clip=inner.clip))
        if index.data():
            lines.extend(item_lines(widget, inner, index))


def indices(widget, model, parent):
    """Yield the indices of a model; in a tree only the opened ones."""
    for row in range(model.rowCount(parent)):
        for column in range(model.columnCount(parent)):
            yield model.index(row, column, parent)
        first = model.index(row, 0, parent)
        if isinstance(widget, QtWidgets.QTreeView) and widget.isExpanded(first):
            yield from indices(widget, model, first)


def item_lines(widget, inner, index):
    delegate = widget.itemDelegate()
    text = index.data()
    if not isinstance(delegate, Delegate):
        return [line(inset(inner.at(widget.visualRect(index)), 2, 1), text, inner.clip, ink(widget.font(), text))]
    option = delegate.option(widget, index)
    spot = inner.at(widget.style().subElementRect(Style.SubElement.SE_ItemViewItemText, option, widget))
    margin = widget.style().pixelMetric(Style.PixelMetric.PM_FocusFrameHMargin, option, widget) + 1
    shown = QtGui.QFontMetricsF(option.font).elidedText(text, Qt.TextElideMode.ElideRight, spot[2] - spot[0] - 2 * margin)
    across = "center" if option.displayAlignment & Qt.AlignmentFlag.AlignHCenter else "left"
    return [line([spot[0] + margin - 2, spot[1], spot[2] - margin + 2, spot[3]], shown, inner.clip, ink(option.font, shown), align=across)]


def headers(widget, elements, lines):
    found = []
    if isinstance(widget, QtWidgets.QTreeView):
        found = [widget.header()]
    elif isinstance(widget, QtWidgets.QTableView):
        found = [widget.horizontalHeader(), widget.verticalHeader()]
    for header in found:
        if not header.isVisible():
            continue
        place, across = Place(widget.window(), header.viewport()), header.orientation() == Qt.Orientation.Horizontal
        for i in range(header.count()):
            start, size = header.sectionViewportPosition(i), header.sectionSize(i)
            rect = QtCore.QRect(start, 0, size, header.height()) if across else QtCore.QRect(0, start, header.width(), size)
            text = str(widget.model().headerData(i, header.orientation()) or "")
            box = place.at(rect)
            if rect.intersects(header.viewport().rect()):
                elements.append(element(box, "column header" if across else "cell", text, clip=place.clip))
                words = ink(header.font(), text)
                cut = {"cut": "cut"} if words[0] > size - 8 and across else {}
                lines.append(line(inset(box, 3, 2), text, place.clip, None if cut else words, align="center" if not across else "left") | cut)
