"""Shows planned windows with GTK 3 and says what is drawn where. Runs under the system's Python."""

import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import gi  # noqa: E402
from common import serve, settings  # noqa: E402

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
gi.require_version("GdkX11", "3.0")
from gi.repository import Gdk, GdkX11, Gtk, Pango  # noqa: E402,F401
from gtk3_truth import describe  # noqa: E402

SETTINGS = settings()
ICONS = Gtk.IconTheme.get_default()
open_windows = []
kept = []


def prepare():
    gtk = Gtk.Settings.get_default()
    for name in ("theme-name", "icon-theme-name", "font-name"):
        gtk.set_property(f"gtk-{name}", SETTINGS[name])
    gtk.set_property("gtk-application-prefer-dark-theme", SETTINGS["dark"])
    gtk.set_property("gtk-enable-animations", False)
    gtk.set_property("gtk-cursor-blink", False)
    gtk.set_property("gtk-overlay-scrolling", SETTINGS["overlay"])
    gtk.set_property("gtk-menu-images", True)
    gtk.set_property("gtk-button-images", True)
    gtk.set_property("gtk-decoration-layout", SETTINGS["buttons"])
    gtk.set_property("gtk-dialogs-use-header", False)


def pump(quiet=0.04, most=2.0):
    """Run the loop until nothing has happened for ``quiet`` seconds."""
    end, last = time.monotonic() + most, time.monotonic()
    while time.monotonic() < end and time.monotonic() - last < quiet:
        if Gtk.events_pending():
            Gtk.main_iteration_do(False)
            last = time.monotonic()
        else:
            time.sleep(0.003)


def icon_name(name):
    """Return the name under which the theme draws the icon, or ""."""
    for wanted in (f"{name}-symbolic", name) if SETTINGS["symbolic"] else (name, f"{name}-symbolic"):
        if name and ICONS.has_icon(wanted):
            return wanted
    return ""


def image(name, size):
    made = Gtk.Image.new_from_icon_name(name, Gtk.IconSize.BUTTON)
    made.set_pixel_size(size)
    return made


class Builder:
    """Makes the widgets of one window and remembers how each is to be described."""

    def __init__(self):
        self.told = []
        self.combos = []
        self.group = None

    def tell(self, widget, role, label="", **more):
        self.told.append((widget, role, label, more))
        return widget

    def build(self, node, label=""):
        widget = getattr(self, f"make_{node['kind']}")(node, label or node.get("named", ""))
        if node.get("disabled") and node["kind"] != "area":
            widget.set_sensitive(False)
        return widget

    def make_box(self, node, label):
        way = Gtk.Orientation.HORIZONTAL if node["across"] else Gtk.Orientation.VERTICAL
        box = Gtk.Box(orientation=way, spacing=node["space"], border_width=node["pad"])
        for item in node["items"]:
            child, grows = self.build(item), item.get("grow", False)
            if node["across"]:
                child.set_valign(Gtk.Align.FILL if item["kind"] in LARGE or grows else Gtk.Align.CENTER)
            elif item["kind"] in NARROW:
                child.set_halign(Gtk.Align.START)
            box.pack_start(child, grows, grows, 0)
        return box

    def make_gap(self, node, label):
        return Gtk.Box()

    def make_form(self, node, label):
        grid = Gtk.Grid(column_spacing=10, row_spacing=6, border_width=node["pad"])
        for i, (text, item) in enumerate(node["rows"]):
            caption = Gtk.Label(label=text, xalign=0 if SETTINGS["left"] else 1)
            child = self.build(item, text.rstrip(":： "))
            if item["kind"] in ("switch", "label"):
                child.set_halign(Gtk.Align.START)
            else:
                child.set_hexpand(True)
            grid.attach(caption, 0, i, 1, 1)
            grid.attach(child, 1, i, 1, 1)
        return grid

    def make_group(self, node, label):
        frame = Gtk.Frame(label=node["title"], border_width=2)
        child = self.build(node["child"])
        child.set_property("border-width", 8)
        frame.add(child)
        return frame

    def make_tabs(self, node, label):
        book = Gtk.Notebook(scrollable=True)
        book.set_tab_pos({"top": Gtk.PositionType.TOP, "left": Gtk.PositionType.LEFT, "bottom": Gtk.PositionType.BOTTOM}[node["side"]])
        for i, title in enumerate(node["titles"]):
            page = self.build(node["child"]) if i == node["current"] else Gtk.Box()
            icon = icon_name(node["icons"][i]) if node["icons"] else ""
            tab = Gtk.Box(spacing=4)
            if icon:
                tab.pack_start(image(icon, 16), False, False, 0)
            tab.pack_start(Gtk.Label(label=title), True, True, 0)
            if node["closable"] and icon_name("window-close"):
                close = Gtk.Button(relief=Gtk.ReliefStyle.NONE)
                close.add(image(icon_name("window-close"), 16))
                tab.pack_start(self.tell(close, "button", name="Close tab", icon="window-close"), False, False, 0)
            tab.show_all()
            book.append_page(page, tab)
            page.show_all()
            self.tell(tab, "tab", text=title, icon=icon, book=book, page=page, index=i)
        book.set_current_page(node["current"])
        return book

    def make_scroll(self, node, label):
        scroll = Gtk.ScrolledWindow()
        scroll.add(self.build(node["child"]))
        return self.tell(scroll, "scrolled")

    def scrolled(self, widget):
        scroll = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        scroll.add(widget)
        self.tell(scroll, "scrolled")
        return scroll

    def make_split(self, node, label):
        way = Gtk.Orientation.HORIZONTAL if node["across"] else Gtk.Orientation.VERTICAL
        paned = Gtk.Paned(orientation=way)
        for item, pack in zip(node["items"], (paned.pack1, paned.pack2), strict=True):
            pack(self.build(item), True, True)
        paned.connect("size-allocate", lambda p, a: p.set_position(int(node["share"] * (a.width if node["across"] else a.height))))
        return paned

    def make_label(self, node, label):
        made = Gtk.Label(label=node["text"], xalign=0)
        if node["style"] == "wrap":
            made.set_line_wrap(True)
            made.set_max_width_chars(50)
        if node["style"] == "title":
            made.set_markup(f"<b><big>{Gtk_escape(node['text'])}</big></b>")
        if node["style"] == "dim":
            made.get_style_context().add_class("dim-label")
        return made

    def make_button(self, node, label):
        icon = icon_name(node["icon"])
        made = Gtk.ToggleButton() if node["toggle"] else Gtk.Button()
        text = node["text"] or ("" if icon else node["tip"])
        if text:
            made.set_label(text)
        if icon:
            made.set_image(image(icon, 16))
            made.set_always_show_image(True)
        if node["toggle"]:
            made.set_active(node["on"])
        state = ["checked" if node["on"] else ""]
        return self.tell(made, "button", label, text=text, name="" if text else node["tip"], icon=icon, state=state)

    def make_check(self, node, label):
        made = Gtk.CheckButton(label=node["text"], active=node["on"])
        return self.tell(made, "checkbox", label, text=node["text"], state=["checked" if node["on"] else "unchecked"])

    def make_radios(self, node, label):
        way = Gtk.Orientation.HORIZONTAL if node["across"] else Gtk.Orientation.VERTICAL
        box, first = Gtk.Box(orientation=way, spacing=6), None
        for i, text in enumerate(node["items"]):
            made = Gtk.RadioButton.new_with_label_from_widget(first, text)
            first = first or made
            made.set_active(i == node["current"])
            made.set_halign(Gtk.Align.START)
            state = ["checked" if i == node["current"] else "unchecked"]
            box.add(self.tell(made, "radio", label, text=text, state=state))
        return box

    def make_switch(self, node, label):
        made = Gtk.Switch(active=node["on"], valign=Gtk.Align.CENTER, halign=Gtk.Align.END)
        return self.tell(made, "switch", label, state=["checked" if node["on"] else "unchecked"])

    def make_entry(self, node, label):
        made = Gtk.Entry(text=node["text"], placeholder_text=node["hint"], visibility=not node["password"])
        icon = icon_name(node["icon"])
        if icon:
            made.set_icon_from_icon_name(Gtk.EntryIconPosition.PRIMARY, icon)
        if node["focused"]:
            made.focus_wanted = True
        text = "" if node["password"] else node["text"] or node["hint"]
        return self.tell(made, "field", label, text=text, entry_icon=icon)

    def make_area(self, node, label):
        made = Gtk.TextView(wrap_mode=Gtk.WrapMode.WORD, monospace=node["mono"])
        made.get_buffer().set_text(node["text"])
        made.get_buffer().place_cursor(made.get_buffer().get_start_iter())
        scroll = self.scrolled(made)
        scroll.set_size_request(-1, 60)
        return self.tell(scroll, "document", label, text=node["text"][:200])

    def make_combo(self, node, label):
        made = Gtk.ComboBoxText.new_with_entry() if node["editable"] else Gtk.ComboBoxText()
        for item in node["items"]:
            made.append_text(item)
        made.set_active(node["current"])
        self.combos.append((made, node))
        return self.tell(made, "combo box", label, text=node["items"][node["current"]])

    def make_spin(self, node, label):
        made = Gtk.SpinButton.new_with_range(0, 500, 1)
        made.set_value(node["value"])
        return self.tell(made, "spin box", label, text=str(node["value"]))

    def make_slider(self, node, label):
        way = Gtk.Orientation.VERTICAL if node["upright"] else Gtk.Orientation.HORIZONTAL
        made = Gtk.Scale.new_with_range(way, 0, 100, 1)
        made.set_value(node["value"])
        made.set_draw_value(node["draw"])
        made.set_size_request(*((-1, 80) if node["upright"] else (90, -1)))
        return self.tell(made, "slider", label)

    def make_progress(self, node, label):
        made = Gtk.ProgressBar(fraction=node["value"] / 100, valign=Gtk.Align.CENTER)
        if node["text"]:
            made.set_text(node["text"])
            made.set_show_text(True)
        return self.tell(made, "progress", text=node["text"])

    def make_link(self, node, label):
        made = Gtk.LinkButton.new_with_label("http://example.org", node["text"])
        made.set_halign(Gtk.Align.START)
        return self.tell(made, "link", text=node["text"])

    def make_image(self, node, label):
        icon = icon_name(node["icon"])
        if not icon:
            return Gtk.Box()
        return self.tell(image(icon, node["size"]), "image", name=node["tip"], icon=icon, size=node["size"])

    def make_toolbar(self, node, label):
        styles = {"icons": Gtk.ToolbarStyle.ICONS, "both": Gtk.ToolbarStyle.BOTH, "beside": Gtk.ToolbarStyle.BOTH_HORIZ, "text": Gtk.ToolbarStyle.TEXT}
        bar = Gtk.Toolbar(toolbar_style=styles[node["style"]])
        for item in node["items"]:
            if item is None:
                bar.add(Gtk.SeparatorToolItem())
            elif icon_name(item["icon"]):
                bar.add(self.tool(item, node))
        return bar

    def tool(self, item, node):
        icon = icon_name(item["icon"])
        kind = Gtk.ToggleToolButton if item["toggle"] else Gtk.MenuToolButton if item["arrow"] else Gtk.ToolButton
        made = kind(label=item["text"], is_important=True)
        made.set_icon_widget(image(icon, node["size"]))
        made.set_sensitive(not item["disabled"])
        if item["toggle"]:
            made.set_active(item["on"])
        text = "" if node["style"] == "icons" else item["text"]
        state = ["checked" if item["on"] else ""]
        shown = "" if node["style"] == "text" else icon
        return self.tell(made, "button", text=text, name="" if text else item["tip"], icon=shown, state=state)

    def make_list(self, node, label):
        if SETTINGS["listbox"]:
            return self.scrolled(self.listbox(node))
        rows = [{"cells": [i["text"]], "icon": i["icon"], "children": [], "open": False} for i in node["items"]]
        return self.view({"columns": [], "width": 1, "rows": rows, "current": node["current"]}, "list item")

    def listbox(self, node):
        made = Gtk.ListBox()
        for i, item in enumerate(node["items"]):
            box, icon = Gtk.Box(spacing=8, border_width=SETTINGS["padding"]), icon_name(item["icon"])
            if icon:
                box.add(image(icon, 16))
            box.add(Gtk.Label(label=item["text"]))
            row = Gtk.ListBoxRow()
            row.add(box)
            made.add(row)
            chosen = i == node["current"]
            self.tell(row, "list item", text=item["text"], icon=icon, state=["selected" if chosen else ""])
            if chosen:
                made.select_row(row)
        return made

    def make_tree(self, node, label):
        return self.view(node, "tree item")

    def make_table(self, node, label):
        icons = node["icons"] or [""] * len(node["rows"])
        rows = [{"cells": r, "icon": i, "children": [], "open": False} for r, i in zip(node["rows"], icons, strict=True)]
        return self.view({**node, "width": len(node["columns"]), "rows": rows}, "cell")

    def view(self, node, role):
        width = node["width"]
        store = Gtk.TreeStore(*([str] * width), str, bool)
        self.fill(store, None, node["rows"], width)
        view = Gtk.TreeView(model=store, headers_visible=bool(node["columns"]))
        if node.get("grid"):
            view.set_grid_lines(Gtk.TreeViewGridLines.BOTH)
        for i in range(width):
            self.column(view, node, i, width)
        for path in [r.path for r in rows_of(store) if store[r.path][width + 1]]:
            view.expand_row(path, False)
        if node["current"] >= 0:
            view.get_selection().select_path(Gtk.TreePath.new_from_indices([min(node["current"], len(node["rows"]) - 1)]))
        self.tell(view, "view", item_role=role, width=width, columns=node["columns"])
        return self.scrolled(view)

    def fill(self, store, parent, rows, width):
        for row in rows:
            at = store.append(parent, [*row["cells"], icon_name(row["icon"]), row["open"]])
            self.fill(store, at, row["children"], width)

    def column(self, view, node, i, width):
        column = Gtk.TreeViewColumn(node["columns"][i] if node["columns"] else "")
        column.set_resizable(True)
        if i == 0 and any(r["icon"] for r in node["rows"]):
            picture = Gtk.CellRendererPixbuf()
            column.pack_start(picture, False)
            column.add_attribute(picture, "icon-name", width)
        text = Gtk.CellRendererText()
        column.pack_start(text, True)
        column.add_attribute(text, "text", i)
        column.text_cell = text
        if node.get("sort") == i:
            column.set_sort_indicator(True)
        view.append_column(column)

    def make_grid(self, node, label):
        store = Gtk.ListStore(str, str)
        for item in node["items"]:
            store.append([icon_name(item["icon"]), item["text"]])
        view = Gtk.IconView(model=store, item_width=max(84, node["size"] + 20))
        view.pack_start(picture := Gtk.CellRendererPixbuf(), False)
        picture.set_property("stock-size", Gtk.IconSize.DIALOG)
        view.pack_start(text := Gtk.CellRendererText(xalign=0.5, wrap_width=max(80, node["size"] + 16), wrap_mode=Pango.WrapMode.WORD_CHAR), False)
        view.add_attribute(picture, "icon-name", 0)
        view.add_attribute(text, "text", 1)
        if node["current"] >= 0:
            view.select_path(Gtk.TreePath.new_from_indices([node["current"]]))
        view.text_cell = text
        self.tell(view, "icons", current=node["current"])
        return self.scrolled(view)


def Gtk_escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def rows_of(store):
    found = []
    store.foreach(lambda model, path, at: found.append(model[path]) and None)
    return found


NARROW = {"button", "check", "radios", "switch", "link", "image", "label"}
LARGE = {"box", "tabs", "group", "scroll", "split", "list", "tree", "table", "grid", "area", "form"}


def menu(items, told):
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
            key, mods = Gtk.accelerator_parse("".join(f"<{k}>" for k in item["keys"].split("+")[:-1]) + item["keys"][-1])
            row.add_accelerator("activate", group, key, mods, Gtk.AccelFlags.VISIBLE)
            row.keys = Gtk.accelerator_get_label(key, mods)
        row.set_sensitive(not item["disabled"])
        state = {"check": ["checked" if item["on"] else "unchecked"], "radio": ["checked" if item["on"] else "unchecked"]}
        icon = item["icon"] if isinstance(row, Gtk.ImageMenuItem) else ""
        told.append((row, "menu item", "", {"text": item["text"], "state": state.get(item["type"], []), "icon": icon}))
        made.append(row)
    made.show_all()
    return made


def menu_row(item):
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


def window(plan):
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


def header(plan, builder):
    bar = Gtk.HeaderBar(title=plan["title"], show_close_button=True)
    if plan["header"]["subtitle"]:
        bar.set_subtitle(plan["header"]["subtitle"])
    for side, pack in (("left", bar.pack_start), ("right", bar.pack_end)):
        for node in plan["header"][side]:
            pack(builder.build(node))
    builder.tell(bar, "header")
    return bar


def open_popup(opened):
    """Pop up what is planned; return its layer, or None when it does not open."""
    top, builder = open_windows[-1]
    told = []
    if opened["type"] == "combo":
        return open_combo(builder)
    if opened["type"] == "menu":
        entries = [t for t in builder.told if t[1] == "menu"]
        items = opened["items"]
        made = menu(items, told)
        entries[opened["index"]][3]["opened"] = True
        made.attach_to_widget(top, None)
        made.popup_at_widget(entries[opened["index"]][0], Gdk.Gravity.SOUTH_WEST, Gdk.Gravity.NORTH_WEST, None)
    else:
        made = menu(opened["items"], told)
        width, height = top.get_size()
        spot = Gdk.Rectangle()
        spot.x, spot.y, spot.width, spot.height = int(width * opened["at"][0]), int(height * opened["at"][1]), 1, 1
        made.attach_to_widget(top, None)
        made.popup_at_rect(top.get_window(), spot, Gdk.Gravity.SOUTH_WEST, Gdk.Gravity.NORTH_WEST, None)
    pump()
    popups.append(made)
    return describe(made.get_toplevel(), told, "popup", "") if made.get_mapped() else None


def open_combo(builder):
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


popups = []


def close_all():
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


def show(plan):
    try:
        close_all()
        return shown(plan)
    except Exception:
        traceback.print_exc()
        return {"layers": []}


def shown(plan):
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
