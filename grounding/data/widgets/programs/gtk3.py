"""Shows planned windows with GTK 3 and says what is drawn where. Runs under the system's Python."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import traceback
from typing import Any

from common import serve
from gtk3_base import Gdk, Gtk, icon_name, image, prepare, pump
from gtk3_controls import Builder
from gtk3_truth import describe

open_windows: list[Any] = []
kept: list[Any] = []


def menu(items: list[Any], told: Any) -> Any:
    """Return a popup menu; its items are told about."""
    made = Gtk.Menu()
    group = Gtk.AccelGroup()
    kept.append(group)  # GTK does not hold it, and dies when it is gone before its menu
    for item in items:
        if item is None:
            made.append(Gtk.SeparatorMenuItem())
            continue
        row = menu_row(item)
        if item["keys"]:
            key, mods = Gtk.accelerator_parse(
                "".join(f"<{k}>" for k in item["keys"].split("+")[:-1]) + item["keys"][-1]
            )
            row.add_accelerator("activate", group, key, mods, Gtk.AccelFlags.VISIBLE)
            row.keys = Gtk.accelerator_get_label(key, mods)
        row.set_sensitive(not item["disabled"])
        state = {
            "check": ["checked" if item["on"] else "unchecked"],
            "radio": ["checked" if item["on"] else "unchecked"],
        }
        icon = item["icon"] if isinstance(row, Gtk.ImageMenuItem) else ""
        told.append(
            (row, "menu item", "", {"text": item["text"], "state": state.get(item["type"], []), "icon": icon})
        )
        made.append(row)
    made.show_all()
    return made


def menu_row(item: dict[str, Any]) -> Any:
    icon = icon_name(item["icon"])
    if item["type"] in ("check", "radio"):
        row = Gtk.CheckMenuItem(label=item["text"], active=item["on"])
        row.set_draw_as_radio(item["type"] == "radio")
        return row
    if icon:
        return Gtk.ImageMenuItem(label=item["text"], image=image(icon, 16), always_show_image=True)
    row = Gtk.MenuItem(label=item["text"])
    if item["type"] == "sub":
        row.set_submenu(Gtk.Menu())
    return row


def window(plan: dict[str, Any]) -> Any:
    made, builder = Gtk.Window(title=plan["title"]), Builder()
    outer = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    if plan["header"]:
        made.set_titlebar(header(plan, builder))
    if plan["menubar"]:
        bar = Gtk.MenuBar()
        for entry in plan["menubar"]:
            item = Gtk.MenuItem(label=entry["text"])
            bar.append(builder.tell(item, "menu", text=entry["text"]))
        outer.pack_start(bar, False, False, 0)
    for tools in plan["toolbars"]:
        outer.pack_start(builder.build(tools), False, False, 0)
    outer.pack_start(builder.build(plan["content"]), True, True, 0)
    if plan["status"]:
        status = Gtk.Box(spacing=12, border_width=3)
        for text in plan["status"]:
            status.pack_start(Gtk.Label(label=text), False, False, 4)
        outer.pack_start(status, False, False, 0)
    made.add(outer)
    made.set_default_size(*plan["size"])
    made.move(*plan["at"])
    if plan["maximised"]:
        made.maximize()
    if plan["role"] == "dialog":
        made.set_type_hint(Gdk.WindowTypeHint.DIALOG)
        made.set_transient_for(open_windows[plan["above"]][0])
    made.show_all()
    for widget, _, _, _ in builder.told:
        if getattr(widget, "focus_wanted", False):
            widget.grab_focus()
    return made, builder


def header(plan: dict[str, Any], builder: Any) -> Any:
    bar = Gtk.HeaderBar(title=plan["title"], show_close_button=True)
    if plan["header"]["subtitle"]:
        bar.set_subtitle(plan["header"]["subtitle"])
    for side, pack in (("left", bar.pack_start), ("right", bar.pack_end)):
        for node in plan["header"][side]:
            pack(builder.build(node))
    builder.tell(bar, "header")
    return bar


def open_popup(opened: dict[str, Any]) -> Any:
    """Pop up what is planned; return its layer, or None when it does not open."""
    top, builder = open_windows[-1]
    told: list[Any] = []
    if opened["type"] == "combo":
        return open_combo(builder)
    if opened["type"] == "menu":
        entries = [t for t in builder.told if t[1] == "menu"]
        items = opened["items"]
        made = menu(items, told)
        entries[opened["index"]][3]["opened"] = True
        made.attach_to_widget(top, None)
        made.popup_at_widget(
            entries[opened["index"]][0], Gdk.Gravity.SOUTH_WEST, Gdk.Gravity.NORTH_WEST, None
        )
    else:
        made = menu(opened["items"], told)
        width, height = top.get_size()
        spot = Gdk.Rectangle()
        spot.x, spot.y, spot.width, spot.height = (
            int(width * opened["at"][0]),
            int(height * opened["at"][1]),
            1,
            1,
        )
        made.attach_to_widget(top, None)
        made.popup_at_rect(top.get_window(), spot, Gdk.Gravity.SOUTH_WEST, Gdk.Gravity.NORTH_WEST, None)
    pump()
    popups.append(made)
    return describe(made.get_toplevel(), told, "popup", "") if made.get_mapped() else None


def open_combo(builder: Any) -> Any:
    for combo, node in builder.combos:
        if combo.get_mapped() and combo.get_sensitive():
            combo.popup()
            pump()
            child = combo.get_popup_accessible()
            popup = child.get_widget() if child else None
            if not isinstance(popup, Gtk.Menu) or not popup.get_mapped():
                return None
            popups.append(popup)
            told = [
                (row, "list item", "", {"text": text, "state": ["selected" if i == node["current"] else ""]})
                for i, (row, text) in enumerate(zip(popup.get_children(), node["items"], strict=True))
            ]
            return describe(popup.get_toplevel(), told, "popup", "")
    return None


popups: list[Any] = []


def close_all() -> None:
    while popups:
        made = popups.pop()
        made.popdown()
        pump(0.01, 0.2)
        if made.get_attach_widget() in [w for w, _ in open_windows]:
            made.detach()
            made.destroy()
    while open_windows:
        open_windows.pop()[0].destroy()
    pump(0.02, 0.5)


def show(plan: dict[str, Any]) -> Any:
    try:
        close_all()
        return shown(plan)
    except Exception:
        traceback.print_exc()
        return {"layers": []}


def shown(plan: dict[str, Any]) -> Any:
    for planned in plan["windows"]:
        open_windows.append(window(planned))
        pump()
    pump(0.08)
    opened = plan["opened"]
    if opened and opened["type"] == "menu":
        opened["items"] = plan["windows"][-1]["menubar"][opened["index"]]["items"]
    popup = open_popup(opened) if opened else None
    layers = [
        describe(made, builder.told, planned["role"], planned["title"])
        for (made, builder), planned in zip(open_windows, plan["windows"], strict=True)
    ]
    return {"layers": layers + ([popup] if popup else []), "popup": bool(popup), "wanted_popup": bool(opened)}


prepare()
serve(show)
