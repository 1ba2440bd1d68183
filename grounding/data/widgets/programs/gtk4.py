"""Shows planned windows with GTK 4 and libadwaita and says what is drawn where, under the system's Python."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import traceback
from typing import Any

from common import element, serve
from gtk4_base import ADWAITA, SETTINGS, Adw, Gdk, Gio, GLib, Gtk, margins, pump
from gtk4_controls import Builder
from gtk4_truth import box_of, children, clip_of, describe

open_windows: list[Any] = []
popups: list[Any] = []


def menu_model(items: list[Any], actions: Any) -> Any:
    """Return a menu model whose actions are in the group, and the items as they will be shown."""
    model, section, shown = Gio.Menu(), Gio.Menu(), []
    model.append_section(None, section)
    for i, item in enumerate(items):
        if item is None:
            section = Gio.Menu()
            model.append_section(None, section)
            continue
        name = f"a{i}-{len(actions.list_actions())}"
        if item["type"] in ("check", "radio"):
            action = Gio.SimpleAction.new_stateful(name, None, GLib.Variant("b", item["on"]))
        else:
            action = Gio.SimpleAction.new(name, None)
        action.set_enabled(not item["disabled"])
        actions.add_action(action)
        entry = Gio.MenuItem.new(item["text"].replace("_", "__"), f"w.{name}")
        section.append_item(entry)
        shown.append(item)
    return model, shown


def window(plan: dict[str, Any]) -> Any:
    made, builder = Gtk.Window(title=plan["title"]), Builder()
    outer = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    builder.actions = Gio.SimpleActionGroup()
    made.insert_action_group("w", builder.actions)
    if ADWAITA or plan["header"]:
        made.set_titlebar(header(plan, builder))
    if plan["menubar"]:
        model = Gio.Menu()
        for entry in plan["menubar"]:
            model.append_submenu(
                entry["text"].replace("_", "__"), menu_model(entry["items"], builder.actions)[0]
            )
        builder.bar = Gtk.PopoverMenuBar.new_from_model(model)
        outer.append(builder.bar)
        for item, entry in zip(children(builder.bar), plan["menubar"], strict=True):
            builder.tell(item, "menu", text=entry["text"])
    for node in plan["toolbars"]:
        outer.append(builder.build(node))
    content = builder.build(plan["content"])
    content.set_vexpand(True)
    outer.append(content)
    if plan["status"]:
        status = margins(Gtk.Box(spacing=12), 3)
        for text in plan["status"]:
            status.append(Gtk.Label(label=text))
        outer.append(status)
    made.set_child(outer)
    made.set_default_size(*plan["size"])
    if plan["maximised"]:
        made.maximize()
    if plan["role"] == "dialog":
        made.set_transient_for(open_windows[plan["above"]][0])
    made.present()
    for widget in builder.focus[:1]:
        widget.grab_focus()
    return made, builder


def header(plan: dict[str, Any], builder: Any) -> Any:
    bar = Adw.HeaderBar() if ADWAITA else Gtk.HeaderBar()
    for side, pack in (("left", bar.pack_start), ("right", bar.pack_end)):
        for node in (plan["header"] or {}).get(side, []):
            pack(builder.build(node))
    return bar


def popover_layer(popover: Any, items: list[Any]) -> Any:
    """Return the layer of an open menu: its model buttons in order."""
    told: list[Any] = []
    found: list[Any] = []

    def look(widget: Any) -> None:
        if widget.get_css_name() == "modelbutton" and widget.get_mapped():
            found.append(widget)
        for child in children(widget):
            look(child)

    look(popover)
    layer = describe(popover, told, "popup", "")
    if len(found) != len(items):
        return layer
    for widget, item in zip(found, items, strict=True):
        state = ["checked" if item["on"] else "unchecked"] if item["type"] in ("check", "radio") else []
        state.append("disabled" if item["disabled"] else "")
        layer["elements"].append(
            element(
                box_of(popover, widget), "menu item", item["text"], state=state, clip=clip_of(popover, widget)
            )
        )
    return layer


def open_popup(opened: dict[str, Any], planned: dict[str, Any]) -> Any:
    top, builder = open_windows[-1]
    if opened["type"] == "combo":
        return open_combo(builder)
    if opened["type"] == "menu":
        item = list(children(builder.bar))[opened["index"]]
        popover = next((c for c in children(item) if isinstance(c, Gtk.Popover)), None)
        items = [i for i in planned["menubar"][opened["index"]]["items"] if i]
        next(t for t in builder.told if t[0] is item)[3]["state"] = ["selected"]
    else:
        model, items = menu_model(opened["items"], builder.actions)
        popover = Gtk.PopoverMenu.new_from_model(model)
        popover.set_has_arrow(SETTINGS["left"])
        popover.set_parent(top.get_child())
        spot = Gdk.Rectangle()
        spot.x, spot.y = int(top.get_width() * opened["at"][0]), int(top.get_height() * opened["at"][1])
        spot.width = spot.height = 1
        popover.set_pointing_to(spot)
        popups.append(popover)
    if popover is None:
        return None
    popover.popup()
    pump(0.08)
    return popover_layer(popover, items) if popover.get_mapped() else None


def open_combo(builder: Any) -> Any:
    for combo, node in builder.combos:
        if combo.get_mapped() and combo.is_sensitive():
            combo.activate()
            pump(0.08)
            popover = next((c for c in children(combo) if isinstance(c, Gtk.Popover)), None)
            if popover is None or not popover.get_mapped():
                return None
            rows: list[Any] = []

            def look(widget: Any, rows: list[Any] = rows) -> None:
                if widget.get_css_name() == "row" and widget.get_mapped():
                    rows.append(widget)
                for child in children(widget):
                    look(child)

            look(popover)
            told = [
                (row, "list item", "", {"text": text, "state": ["selected" if i == node["current"] else ""]})
                for i, (row, text) in enumerate(zip(rows, node["items"], strict=False))
            ]
            return describe(popover, told, "popup", "")
    return None


def close_all() -> None:
    while popups:
        made = popups.pop()
        made.popdown()
        made.unparent()
    while open_windows:
        open_windows.pop()[0].destroy()
    pump(0.02, 0.5)


def settle_splits(widget: Any) -> None:
    if isinstance(widget, Gtk.Paned):
        share, across = widget.share
        widget.set_position(int(share * (widget.get_width() if across else widget.get_height())))
    for child in children(widget):
        settle_splits(child)


def show(plan: dict[str, Any]) -> Any:
    try:
        close_all()
        for planned in plan["windows"]:
            open_windows.append(window(planned))
            pump(0.1)
            settle_splits(open_windows[-1][0])
            pump()
        popup = open_popup(plan["opened"], plan["windows"][-1]) if plan["opened"] else None
        layers = [
            describe(made, builder.told, planned["role"], planned["title"])
            for (made, builder), planned in zip(open_windows, plan["windows"], strict=True)
        ]
        return {"layers": layers + ([popup] if popup else [])}
    except Exception:
        traceback.print_exc()
        return {"layers": []}


serve(show)
