"""Builds the planned widgets of a GTK 4 window."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from functools import partial
from typing import Any

import gtk4_views
from gtk4_base import ADWAITA, SETTINGS, Adw, GLib, Gtk, icon_name, image, margins


class Builder:
    """Makes the widgets of one window and remembers how each is to be described."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.combos: list[Any] = []
        self.focus: list[Any] = []
        self.actions: Any = None
        self.bar: Any = None

    def tell(self, widget: Any, role: str, label: str = "", **more: Any) -> Any:
        self.told.append((widget, role, label, more))
        return widget

    def build(self, node: dict[str, Any], label: str = "") -> Any:
        make = getattr(self, f"make_{node['kind']}", None) or partial(
            getattr(gtk4_views, f"make_{node['kind']}"), self
        )
        widget = make(node, label or node.get("named", ""))
        if node.get("disabled") and node["kind"] != "area":
            widget.set_sensitive(False)
        return widget

    def make_box(self, node: dict[str, Any], label: str) -> Any:
        way = Gtk.Orientation.HORIZONTAL if node["across"] else Gtk.Orientation.VERTICAL
        box = margins(Gtk.Box(orientation=way, spacing=node["space"]), node["pad"])
        for item in node["items"]:
            child, grows = self.build(item), item.get("grow", False)
            if node["across"]:
                child.set_hexpand(grows)
                child.set_valign(Gtk.Align.FILL if item["kind"] in LARGE or grows else Gtk.Align.CENTER)
            else:
                child.set_vexpand(grows)
                if item["kind"] in NARROW:
                    child.set_halign(Gtk.Align.START)
            box.append(child)
        return box

    def make_gap(self, node: dict[str, Any], label: str) -> Any:
        return Gtk.Box()

    def make_form(self, node: dict[str, Any], label: str) -> Any:
        if ADWAITA and SETTINGS["listbox"] and all(r[1]["kind"] in ROW for r in node["rows"]):
            return self.rows(node)
        grid = margins(Gtk.Grid(column_spacing=10, row_spacing=6), node["pad"])
        for i, (text, item) in enumerate(node["rows"]):
            child = self.build(item, text.rstrip(":： "))
            if item["kind"] in ("switch", "label"):
                child.set_halign(Gtk.Align.START)
            else:
                child.set_hexpand(True)
            grid.attach(Gtk.Label(label=text, xalign=0 if SETTINGS["left"] else 1), 0, i, 1, 1)
            grid.attach(child, 1, i, 1, 1)
        return grid

    def rows(self, node: dict[str, Any]) -> Any:
        """Build a form as libadwaita does: rows of a caption and a control at its end."""
        group = margins(Adw.PreferencesGroup(), 6)
        for text, item in node["rows"]:
            row = Adw.ActionRow(title=GLib.markup_escape_text(text.rstrip(":： ")))
            child = self.build(item, text.rstrip(":： "))
            child.set_valign(Gtk.Align.CENTER)
            row.add_suffix(child)
            group.add(row)
        return group

    def make_group(self, node: dict[str, Any], label: str) -> Any:
        child = self.build(node["child"])
        if ADWAITA:
            group = Adw.PreferencesGroup(title=GLib.markup_escape_text(node["title"]))
            group.add(child)
            return group
        frame = Gtk.Frame(label=node["title"])
        frame.set_child(margins(child, 8))
        return frame

    def make_tabs(self, node: dict[str, Any], label: str) -> Any:
        book, names = Gtk.Notebook(scrollable=True), []
        book.set_tab_pos(
            {"top": Gtk.PositionType.TOP, "left": Gtk.PositionType.LEFT, "bottom": Gtk.PositionType.BOTTOM}[
                node["side"]
            ]
        )
        for i, title in enumerate(node["titles"]):
            page = self.build(node["child"]) if i == node["current"] else Gtk.Box()
            icon = icon_name(node["icons"][i]) if node["icons"] else ""
            names.append(icon)
            tab = Gtk.Box(spacing=4)
            if icon:
                tab.append(image(icon, 16))
            tab.append(Gtk.Label(label=title))
            if node["closable"]:
                close = Gtk.Button(icon_name="window-close-symbolic", has_frame=False)
                tab.append(self.tell(close, "button", name="Close tab", icon="window-close"))
            book.append_page(page, tab)
        book.set_current_page(node["current"])
        return self.tell(book, "tabs", titles=node["titles"], icons=names)

    def scrolled(self, widget: Any, frame: Any = True) -> Any:
        scroll = Gtk.ScrolledWindow(has_frame=frame, overlay_scrolling=SETTINGS["overlay"])
        scroll.set_child(widget)
        return self.tell(scroll, "scrolled")

    def make_scroll(self, node: dict[str, Any], label: str) -> Any:
        return self.scrolled(self.build(node["child"]), False)

    def make_split(self, node: dict[str, Any], label: str) -> Any:
        way = Gtk.Orientation.HORIZONTAL if node["across"] else Gtk.Orientation.VERTICAL
        paned = Gtk.Paned(orientation=way)
        paned.set_start_child(self.build(node["items"][0]))
        paned.set_end_child(self.build(node["items"][1]))
        paned.share = (node["share"], node["across"])
        paned.set_position(int(node["share"] * 900))
        return paned

    def make_label(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.Label(label=node["text"], xalign=0)
        if node["style"] == "wrap":
            made.set_wrap(True)
            made.set_max_width_chars(50)
        css = {"title": "title-2" if SETTINGS["left"] else "heading", "dim": "dim-label"}.get(node["style"])
        if css:
            made.add_css_class(css)
        return made

    def make_button(self, node: dict[str, Any], label: str) -> Any:
        icon = icon_name(node["icon"])
        made = Gtk.ToggleButton() if node["toggle"] else Gtk.Button()
        text = node["text"] or ("" if icon else node["tip"])
        if icon and text:
            box = Gtk.Box(spacing=6, halign=Gtk.Align.CENTER)
            box.append(image(icon, 16))
            box.append(Gtk.Label(label=text))
            made.set_child(box)
        elif icon:
            made.set_icon_name(icon)
        else:
            made.set_label(text)
        if node["toggle"]:
            made.set_active(node["on"])
        return self.tell(
            made,
            "button",
            label,
            text=text,
            name="" if text else node["tip"],
            icon=icon,
            state=["checked" if node["on"] else ""],
        )

    def make_check(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.CheckButton(label=node["text"], active=node["on"])
        return self.tell(
            made, "checkbox", label, text=node["text"], state=["checked" if node["on"] else "unchecked"]
        )

    def make_radios(self, node: dict[str, Any], label: str) -> Any:
        way = Gtk.Orientation.HORIZONTAL if node["across"] else Gtk.Orientation.VERTICAL
        box, first = Gtk.Box(orientation=way, spacing=6), None
        for i, text in enumerate(node["items"]):
            made = Gtk.CheckButton(label=text, group=first, halign=Gtk.Align.START)
            first = first or made
            made.set_active(i == node["current"])
            box.append(
                self.tell(
                    made,
                    "radio",
                    label,
                    text=text,
                    state=["checked" if i == node["current"] else "unchecked"],
                )
            )
        return box

    def make_switch(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.Switch(active=node["on"], state=node["on"], valign=Gtk.Align.CENTER, halign=Gtk.Align.END)
        return self.tell(made, "switch", label, state=["checked" if node["on"] else "unchecked"])

    def make_entry(self, node: dict[str, Any], label: str) -> Any:
        if node["icon"]:
            made = Gtk.SearchEntry(text=node["text"], placeholder_text=node["hint"] or None)
        else:
            made = Gtk.Entry(
                text=node["text"], placeholder_text=node["hint"], visibility=not node["password"]
            )
        if node["focused"]:
            self.focus.append(made)
        return self.tell(made, "field", label, text="" if node["password"] else node["text"] or node["hint"])

    def make_area(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.TextView(wrap_mode=2, monospace=node["mono"])
        made.get_buffer().set_text(node["text"])
        made.get_buffer().place_cursor(made.get_buffer().get_start_iter())
        scroll = self.scrolled(made)
        scroll.set_size_request(-1, 60)
        return self.tell(scroll, "document", label, text=node["text"][:200])

    def make_combo(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.DropDown.new_from_strings(node["items"])
        made.set_selected(node["current"])
        self.combos.append((made, node))
        return self.tell(made, "combo box", label, text=node["items"][node["current"]])

    def make_spin(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.SpinButton.new_with_range(0, 500, 1)
        made.set_value(node["value"])
        return self.tell(made, "spin box", label, text=str(node["value"]))

    def make_slider(self, node: dict[str, Any], label: str) -> Any:
        way = Gtk.Orientation.VERTICAL if node["upright"] else Gtk.Orientation.HORIZONTAL
        made = Gtk.Scale.new_with_range(way, 0, 100, 1)
        made.set_value(node["value"])
        made.set_draw_value(node["draw"])
        made.set_size_request(*((-1, 80) if node["upright"] else (120, -1)))
        return self.tell(made, "slider", label)

    def make_progress(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.ProgressBar(fraction=node["value"] / 100, valign=Gtk.Align.CENTER)
        if node["text"]:
            made.set_text(node["text"])
            made.set_show_text(True)
        return made

    def make_link(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.LinkButton(uri="http://example.org", label=node["text"], halign=Gtk.Align.START)
        return self.tell(made, "link", text=node["text"])

    def make_image(self, node: dict[str, Any], label: str) -> Any:
        icon = icon_name(node["icon"])
        if not icon:
            return Gtk.Box()
        return self.tell(image(icon, node["size"]), "image", name=node["tip"], icon=icon, size=node["size"])

    def make_toolbar(self, node: dict[str, Any], label: str) -> Any:
        bar = margins(Gtk.Box(spacing=2), 3)
        for item in node["items"][:9]:
            icon = icon_name(item["icon"]) if item else ""
            if item is None:
                bar.append(Gtk.Separator(orientation=Gtk.Orientation.VERTICAL))
            elif icon:
                text = item["text"] if node["style"] == "beside" else ""
                made = self.make_button({**item, "text": text}, "")
                made.set_sensitive(not item["disabled"])
                made.add_css_class("flat")
                bar.append(made)
        return bar


NARROW = {"button", "check", "radios", "switch", "link", "image", "label"}


LARGE = {"box", "tabs", "group", "scroll", "split", "list", "tree", "table", "grid", "area", "form"}


ROW = {"entry", "combo", "spin", "switch", "slider", "label", "button", "check"}
