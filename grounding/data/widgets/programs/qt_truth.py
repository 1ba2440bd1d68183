"""Says where the widgets of a Qt window are, and every line of text in them."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from typing import Any

from common import element, line
from qt_base import Qt, QtGui, QtWidgets
from qt_cells import view
from qt_place import Place, alone, ink, inset

Style = QtWidgets.QStyle


class Area(QtWidgets.QPlainTextEdit):  # type: ignore[misc]
    """A text area that tells where its lines are."""

    def lines(self) -> Any:
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


def describe(top: Any, told: Any, role: str, title: str) -> Any:
    """Return one layer: the X window and what is in it."""
    elements: list[Any] = []
    lines: list[Any] = []
    for widget, kind, label, more in told:
        if kind in ("menu", "menu item"):
            menu_entry(top, widget, kind, more, elements, lines)
        elif widget.isVisible() and widget.window() is top:
            tell(Place(top, widget), kind, label, more, elements, lines)
    return {"window": int(top.winId()), "role": role, "title": title, "elements": elements, "lines": lines}


def tell(
    place: Any, kind: str, label: Any, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    widget, text = place.widget, more.get("text", "")
    state = [*more.get("state", []), "" if widget.isEnabled() else "disabled"]
    special = {
        "text": text_label,
        "link": text_label,
        "group": group,
        "tabs": tabs,
        "view": view,
        "scrolled": scrolled,
        "toolbar": toolbar,
    }
    if kind in special:
        special[kind](place, kind, more, state, elements, lines)
        return
    if kind == "image":
        width, height = more["size"]
        x, y = place.box[0], (place.box[1] + place.box[3] - height) / 2
        elements.append(
            element([x, y, x + width, y + height], "icon", "", more["name"], more["icon"], clip=place.clip)
        )
        return
    if widget.hasFocus() and kind in ("field", "document", "spin box"):
        state.append("focused")
    if kind != "progress":
        box = tight(place, kind)
        elements.append(
            element(box, kind, text, more.get("name", ""), more.get("icon", ""), label, state, place.clip)
        )
    if kind == "document":
        area(place, lines)
    elif text:
        spot, align = text_spot(place, kind, text, more)
        lines.append(line(spot, text, place.clip, ink(widget.font(), text), align=align))
    elif more.get("dots"):
        lines.append({**line(place.box, "•", place.clip), "unknown": "password"})


def tight(place: Any, kind: str) -> Any:
    """Return the box of what is drawn: a check box may be wider than its text."""
    if kind in ("checkbox", "radio"):
        hint = place.widget.sizeHint()
        return [place.box[0], place.box[1], min(place.box[2], place.box[0] + hint.width()), place.box[3]]
    return place.box


def text_spot(place: Any, kind: str, text: str, more: dict[str, Any]) -> Any:
    """Return where the text of a control is drawn, roughly, and to which side."""
    widget, box = place.widget, place.box
    if kind == "checkbox" or kind == "radio":
        option = QtWidgets.QStyleOptionButton()
        widget.initStyleOption(option)
        which = (
            Style.SubElement.SE_CheckBoxContents
            if kind == "checkbox"
            else Style.SubElement.SE_RadioButtonContents
        )
        spot = place.sub(which, option)
        return [spot[0] - 1, spot[1], spot[2] + 2, spot[3]], "left"
    if kind == "combo box":
        option = QtWidgets.QStyleOptionComboBox()
        widget.initStyleOption(option)
        rect = widget.style().subControlRect(
            Style.ComplexControl.CC_ComboBox, option, Style.SubControl.SC_ComboBoxEditField, widget
        )
        return inset(place.at(rect), 0, 2), "left"
    if kind == "spin box":
        edit = widget.findChild(QtWidgets.QLineEdit)
        return inset(Place(widget.window(), edit).box, 1), "left"
    if kind == "button" and more.get("icon"):
        return beside_icon(place, text), "left"
    return inset(box, 4, 3), "left" if kind == "field" else "center"


def beside_icon(place: Any, text: str) -> Any:
    widget, box = place.widget, place.box
    size, words = widget.iconSize(), ink(widget.font(), text)
    if isinstance(widget, QtWidgets.QToolButton):
        if widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextUnderIcon:
            return [box[0] + 1, box[3] - widget.fontMetrics().height() - 5, box[2] - 1, box[3] - 2]
        return [box[0] + size.width() + 5, box[1] + 3, box[2] - 2, box[3] - 3]
    start = (box[0] + box[2] - size.width() - 4 - words[0]) / 2 + size.width() + 2
    return [start, box[1] + 4, box[2] - 4, box[3] - 4]


def text_label(
    place: Any, kind: str, more: dict[str, Any], state: Any, elements: list[Any], lines: list[Any]
) -> None:
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
        lines.append(alone(line(spot, row, place.clip, size, align="right" if right else "left")))
    left = area_box[2] - widest - 1 if right else area_box[0]
    box = [left, top, min(left + widest + 1, area_box[2]), top + height * len(rows)]
    elements.append({**element(box, kind, text, state=state, clip=place.clip), "tighten": True})


def wrapped(widget: Any, text: str) -> Any:
    layout = QtGui.QTextLayout(text, widget.font())
    found = []
    layout.beginLayout()
    while (row := layout.createLine()).isValid():
        row.setLineWidth(widget.contentsRect().width())
        found.append(text[row.textStart() : row.textStart() + row.textLength()].strip())
    layout.endLayout()
    return found


def group(
    place: Any, kind: str, more: dict[str, Any], state: Any, elements: list[Any], lines: list[Any]
) -> None:
    option = QtWidgets.QStyleOptionGroupBox()
    place.widget.initStyleOption(option)
    rect = place.widget.style().subControlRect(
        Style.ComplexControl.CC_GroupBox, option, Style.SubControl.SC_GroupBoxLabel, place.widget
    )
    spot = place.at(rect)
    font = place.widget.font()
    lines.append(
        alone(
            line(
                [spot[0] - 1, spot[1], spot[2] + 2, spot[3]],
                more["text"],
                place.clip,
                ink(font, more["text"]),
            )
        )
    )
    elements.append({**element(spot, "text", more["text"], state=state, clip=place.clip), "tighten": True})


def tabs(
    place: Any, kind: str, more: dict[str, Any], state: Any, elements: list[Any], lines: list[Any]
) -> None:
    bar = place.widget.tabBar()
    inner = Place(place.widget.window(), bar)
    for i, text in enumerate(more["titles"]):
        box = inner.at(bar.tabRect(i))
        chosen = "selected" if i == bar.currentIndex() else ""
        elements.append(
            element(box, "tab", text, icon=more["icons"][i], state=[chosen, *state], clip=inner.clip)
        )
        close = bar.tabButton(i, QtWidgets.QTabBar.ButtonPosition.RightSide)
        if close is not None and close.isVisible():
            spot = Place(place.widget.window(), close)
            elements.append(element(spot.box, "button", "", "Close tab", "window-close", clip=inner.clip))
            box = [box[0], box[1], spot.box[0], box[3]]
        words = ink(bar.font(), text)
        room = box[2] - box[0] - (bar.iconSize().width() + 4 if more["icons"][i] else 0)
        if not more["upright"]:
            cut = (
                {"cut": "cut"}
                if words[0] > room - 6 and bar.elideMode() != Qt.TextElideMode.ElideNone
                else {}
            )
            lines.append(
                line(inset(box, 4, 5), text, inner.clip, words, align="center")
                | cut
                | {"alone": not more["icons"][i]}
            )
    for child in bar.findChildren(QtWidgets.QToolButton):
        if child.isVisible() and child.arrowType() != Qt.ArrowType.NoArrow:
            name = "Scroll left" if child.arrowType() == Qt.ArrowType.LeftArrow else "Scroll right"
            elements.append(
                element(
                    Place(place.widget.window(), child).box,
                    "button",
                    "",
                    name,
                    "go-previous" if "left" in name else "go-next",
                )
            )


def scrolled(
    place: Any, kind: str, more: dict[str, Any], state: Any, elements: list[Any], lines: list[Any]
) -> None:
    for bar in (place.widget.verticalScrollBar(), place.widget.horizontalScrollBar()):
        if bar.isVisible():
            inner = Place(place.widget.window(), bar)
            elements.append(element(inner.box, "scroll bar", clip=inner.clip))


def toolbar(
    place: Any, kind: str, more: dict[str, Any], state: Any, elements: list[Any], lines: list[Any]
) -> None:
    for child in place.widget.findChildren(QtWidgets.QToolButton):
        if child.isVisible() and child.objectName() == "qt_toolbar_ext_button":
            elements.append(element(Place(place.widget.window(), child).box, "button", "", "More", "go-next"))


def area(place: Any, lines: list[Any]) -> None:
    view = Place(place.widget.window(), place.widget.viewport())
    for rect, text in place.widget.lines():
        spot = [
            view.origin.x() + rect.left() - 1,
            view.origin.y() + rect.top(),
            view.origin.x() + rect.right() + 2,
            view.origin.y() + rect.bottom(),
        ]
        lines.append(alone(line(spot, text, view.clip, ink(place.widget.font(), text))))


def menu_entry(
    top: Any, action: Any, kind: str, more: dict[str, Any], elements: list[Any], lines: list[Any]
) -> None:
    owner = more.get("bar") or more["menu"]
    place, rect = Place(top, owner), owner.actionGeometry(action)
    if not owner.isVisible() or rect.isEmpty():
        return
    box, text = place.at(rect), more["text"]
    state = [
        *more.get("state", []),
        "" if action.isEnabled() else "disabled",
        "selected" if more.get("opened") else "",
    ]
    if action.isCheckable():
        state.append("checked" if action.isChecked() else "unchecked")
    elements.append(element(box, kind, text, icon=more.get("icon", ""), state=state, clip=place.clip))
    size, keys = ink(owner.font(), text), more.get("keys", "")
    spot = inset(box, 2, 2)
    if keys:
        lines.append(line(spot, keys, place.clip, ink(owner.font(), keys), align="right"))
    lines.append(
        alone(line(spot, text, place.clip, size)) if kind == "menu" else line(spot, text, place.clip, size)
    )
