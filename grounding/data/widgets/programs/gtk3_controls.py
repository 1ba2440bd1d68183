"""Builds the planned widgets of a GTK 3 window."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

from functools import partial
from typing import Any

import gtk3_views
from gtk3_base import SETTINGS, Gtk, Gtk_escape, icon_name, image


class Builder:
    """Makes the widgets of one window and remembers how each is to be described."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.combos: list[Any] = []
        self.group = None

    def tell(self, widget: Any, role: str, label: str = "", **more: Any) -> Any:
        self.told.append((widget, role, label, more))
        return widget

    def build(self, node: dict[str, Any], label: str = "") -> Any:
        make = getattr(self, f"make_{node['kind']}", None) or partial(
            getattr(gtk3_views, f"make_{node['kind']}"), self
        )
        widget = make(node, label or node.get("named", ""))
        if node.get("disabled") and node["kind"] != "area":
            widget.set_sensitive(False)
        return widget

    def make_box(self, node: dict[str, Any], label: str) -> Any:
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

    def make_gap(self, node: dict[str, Any], label: str) -> Any:
        return Gtk.Box()

    def make_form(self, node: dict[str, Any], label: str) -> Any:
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

    def make_group(self, node: dict[str, Any], label: str) -> Any:
        frame = Gtk.Frame(label=node["title"], border_width=2)
        child = self.build(node["child"])
        child.set_property("border-width", 8)
        frame.add(child)
        return frame

    def make_tabs(self, node: dict[str, Any], label: str) -> Any:
        book = Gtk.Notebook(scrollable=True)
        book.set_tab_pos(
            {"top": Gtk.PositionType.TOP, "left": Gtk.PositionType.LEFT, "bottom": Gtk.PositionType.BOTTOM}[
                node["side"]
            ]
        )
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
                tab.pack_start(
                    self.tell(close, "button", name="Close tab", icon="window-close"), False, False, 0
                )
            tab.show_all()
            book.append_page(page, tab)
            page.show_all()
            self.tell(tab, "tab", text=title, icon=icon, book=book, page=page, index=i)
        book.set_current_page(node["current"])
        return book

    def make_scroll(self, node: dict[str, Any], label: str) -> Any:
        scroll = Gtk.ScrolledWindow()
        scroll.add(self.build(node["child"]))
        return self.tell(scroll, "scrolled")

    def scrolled(self, widget: Any) -> Any:
        scroll = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        scroll.add(widget)
        self.tell(scroll, "scrolled")
        return scroll

    def make_split(self, node: dict[str, Any], label: str) -> Any:
        way = Gtk.Orientation.HORIZONTAL if node["across"] else Gtk.Orientation.VERTICAL
        paned = Gtk.Paned(orientation=way)
        for item, pack in zip(node["items"], (paned.pack1, paned.pack2), strict=True):
            pack(self.build(item), True, True)
        paned.connect(
            "size-allocate",
            lambda p, a: p.set_position(int(node["share"] * (a.width if node["across"] else a.height))),
        )
        return paned

    def make_label(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.Label(label=node["text"], xalign=0)
        if node["style"] == "wrap":
            made.set_line_wrap(True)
            made.set_max_width_chars(50)
        if node["style"] == "title":
            made.set_markup(f"<b><big>{Gtk_escape(node['text'])}</big></b>")
        if node["style"] == "dim":
            made.get_style_context().add_class("dim-label")
        return made

    def make_button(self, node: dict[str, Any], label: str) -> Any:
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
        return self.tell(
            made, "button", label, text=text, name="" if text else node["tip"], icon=icon, state=state
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
            made = Gtk.RadioButton.new_with_label_from_widget(first, text)
            first = first or made
            made.set_active(i == node["current"])
            made.set_halign(Gtk.Align.START)
            state = ["checked" if i == node["current"] else "unchecked"]
            box.add(self.tell(made, "radio", label, text=text, state=state))
        return box

    def make_switch(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.Switch(active=node["on"], valign=Gtk.Align.CENTER, halign=Gtk.Align.END)
        return self.tell(made, "switch", label, state=["checked" if node["on"] else "unchecked"])

    def make_entry(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.Entry(text=node["text"], placeholder_text=node["hint"], visibility=not node["password"])
        icon = icon_name(node["icon"])
        if icon:
            made.set_icon_from_icon_name(Gtk.EntryIconPosition.PRIMARY, icon)
        if node["focused"]:
            made.focus_wanted = True
        text = "" if node["password"] else node["text"] or node["hint"]
        return self.tell(made, "field", label, text=text, entry_icon=icon)

    def make_area(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.TextView(wrap_mode=Gtk.WrapMode.WORD, monospace=node["mono"])
        made.get_buffer().set_text(node["text"])
        made.get_buffer().place_cursor(made.get_buffer().get_start_iter())
        scroll = self.scrolled(made)
        scroll.set_size_request(-1, 60)
        return self.tell(scroll, "document", label, text=node["text"][:200])

    def make_combo(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.ComboBoxText.new_with_entry() if node["editable"] else Gtk.ComboBoxText()
        for item in node["items"]:
            made.append_text(item)
        made.set_active(node["current"])
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
        made.set_size_request(*((-1, 80) if node["upright"] else (90, -1)))
        return self.tell(made, "slider", label)

    def make_progress(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.ProgressBar(fraction=node["value"] / 100, valign=Gtk.Align.CENTER)
        if node["text"]:
            made.set_text(node["text"])
            made.set_show_text(True)
        return self.tell(made, "progress", text=node["text"])

    def make_link(self, node: dict[str, Any], label: str) -> Any:
        made = Gtk.LinkButton.new_with_label("http://example.org", node["text"])
        made.set_halign(Gtk.Align.START)
        return self.tell(made, "link", text=node["text"])

    def make_image(self, node: dict[str, Any], label: str) -> Any:
        icon = icon_name(node["icon"])
        if not icon:
            return Gtk.Box()
        return self.tell(image(icon, node["size"]), "image", name=node["tip"], icon=icon, size=node["size"])

    def make_toolbar(self, node: dict[str, Any], label: str) -> Any:
        styles = {
            "icons": Gtk.ToolbarStyle.ICONS,
            "both": Gtk.ToolbarStyle.BOTH,
            "beside": Gtk.ToolbarStyle.BOTH_HORIZ,
            "text": Gtk.ToolbarStyle.TEXT,
        }
        bar = Gtk.Toolbar(toolbar_style=styles[node["style"]])
        for item in node["items"]:
            if item is None:
                bar.add(Gtk.SeparatorToolItem())
            elif icon_name(item["icon"]):
                bar.add(self.tool(item, node))
        return bar

    def tool(self, item: dict[str, Any], node: dict[str, Any]) -> Any:
        icon = icon_name(item["icon"])
        kind = (
            Gtk.ToggleToolButton
            if item["toggle"]
            else Gtk.MenuToolButton
            if item["arrow"]
            else Gtk.ToolButton
        )
        made = kind(label=item["text"], is_important=True)
        made.set_icon_widget(image(icon, node["size"]))
        made.set_sensitive(not item["disabled"])
        if item["toggle"]:
            made.set_active(item["on"])
        text = "" if node["style"] == "icons" else item["text"]
        state = ["checked" if item["on"] else ""]
        shown = "" if node["style"] == "text" else icon
        return self.tell(made, "button", text=text, name="" if text else item["tip"], icon=shown, state=state)


NARROW = {"button", "check", "radios", "switch", "link", "image", "label"}


LARGE = {"box", "tabs", "group", "scroll", "split", "list", "tree", "table", "grid", "area", "form"}
