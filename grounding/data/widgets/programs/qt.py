"""Shows planned windows with Qt 5 or 6 and says what is drawn where. Runs under the system's Python."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import traceback
from typing import Any

from common import serve
from qt_base import QAction, QActionGroup, QtCore, QtGui, QtWidgets, icon_of, plain, prepare, pump
from qt_base import Qt as QtNames
from qt_controls import Builder
from qt_truth import describe

open_windows: list[Any] = []
popups: list[Any] = []


def menu(items: list[Any], told: Any, parent: Any) -> Any:
    """Return a popup menu; its items are told about."""
    made = QtWidgets.QMenu(parent)
    group = QActionGroup(made)
    for item in items:
        if item is None:
            made.addSeparator()
            continue
        icon, name = icon_of(item["icon"])
        action = QAction(icon, plain(item["text"]), made)
        state: list[str] = []
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
        told.append(
            (
                action,
                "menu item",
                "",
                {"text": item["text"], "state": state, "icon": name, "menu": made, "keys": item["keys"]},
            )
        )
    return made


def window(plan: dict[str, Any]) -> Any:
    builder = Builder()
    parent = open_windows[plan["above"]][0] if plan["role"] == "dialog" else None
    made = QtWidgets.QMainWindow(parent)
    if plan["role"] == "dialog":
        made.setWindowFlag(QtNames.WindowType.Dialog)
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


def open_popup(opened: dict[str, Any], planned: dict[str, Any]) -> Any:
    """Pop up what is planned; return its layer, or None when it does not open."""
    top, builder = open_windows[-1]
    told: list[Any] = []
    if opened["type"] == "combo":
        return open_combo(builder)
    if opened["type"] == "menu":
        told_menu = [t for t in builder.told if t[1] == "menu"][opened["index"]]
        bar, action = top.menuBar(), told_menu[0]
        made = menu(planned["menubar"][opened["index"]]["items"], told, bar)
        told_menu[3]["opened"] = True
        made.popup(bar.mapToGlobal(bar.actionGeometry(action).bottomLeft()))
    else:
        made = menu(opened["items"], told, top)
        spot = QtCore.QPoint(int(top.width() * opened["at"][0]), int(top.height() * opened["at"][1]))
        made.popup(top.mapToGlobal(spot))
    popups.append(made)
    pump()
    return describe(made, told, "popup", "") if made.isVisible() else None


def open_combo(builder: Any) -> Any:
    for combo, _ in builder.combos:
        if combo.isVisible() and combo.isEnabled() and not combo.visibleRegion().isEmpty():
            combo.showPopup()
            pump()
            popups.append(combo)
            view = combo.view()
            told = [(view, "view", "", {"item_role": "list item", "icons": []}), (view, "scrolled", "", {})]
            return describe(view.window(), told, "popup", "") if view.isVisible() else None
    return None


def close_all() -> None:
    while popups:
        made = popups.pop()
        made.hidePopup() if isinstance(made, QtWidgets.QComboBox) else made.close()
    while open_windows:
        made = open_windows.pop()[0]
        made.close()
        made.deleteLater()
    pump(0.02, 0.5)


def shown(plan: dict[str, Any]) -> Any:
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


def show(plan: dict[str, Any]) -> Any:
    try:
        close_all()
        return shown(plan)
    except Exception:
        traceback.print_exc()
        return {"layers": []}


APP = prepare()
serve(show)
