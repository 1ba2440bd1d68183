"""Builds the planned widgets of a Tk window."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import tkinter as tk
from functools import partial
from tkinter import font as tkfont
from tkinter import ttk
from typing import Any

import tk_views
from tk_base import SETTINGS, kept, picture


class Builder:
    """Makes the widgets of one window and remembers how each is to be described."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.combos: list[Any] = []
        self.focus: list[Any] = []

    def tell(self, widget: Any, role: str, label: str = "", **more: Any) -> Any:
        self.told.append((widget, role, label, more))
        return widget

    def build(self, parent: Any, node: dict[str, Any], label: str = "") -> Any:
        make = getattr(self, f"make_{node['kind']}", None) or partial(
            getattr(tk_views, f"make_{node['kind']}"), self
        )
        widget = make(parent, node, label or node.get("named", ""))
        if node.get("disabled") and node["kind"] in ("button", "check", "entry", "combo", "spin", "slider"):
            widget.state(["disabled"])
        return widget

    def make_box(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        box = ttk.Frame(parent, padding=node["pad"])
        gap = node["space"] // 2
        for item in node["items"]:
            child, grows = self.build(box, item), item.get("grow", False)
            if node["across"]:
                child.pack(side="left", fill="both" if grows else "none", expand=grows, padx=gap)
            else:
                narrow = item["kind"] in NARROW
                child.pack(
                    side="top",
                    fill="both" if grows else "none" if narrow else "x",
                    expand=grows,
                    pady=gap,
                    anchor="w",
                )
        return box

    def make_gap(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        return ttk.Frame(parent)

    def make_form(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        grid = ttk.Frame(parent, padding=node["pad"])
        grid.columnconfigure(1, weight=1)
        for i, (text, item) in enumerate(node["rows"]):
            side = "w" if SETTINGS["left"] else "e"
            self.caption(grid, text).grid(row=i, column=0, sticky=side, padx=6, pady=3)
            self.build(grid, item, text.rstrip(":： ")).grid(
                row=i, column=1, sticky="w" if item["kind"] in NARROW else "ew", pady=3
            )
        return grid

    def caption(self, parent: Any, text: str, **more: Any) -> Any:
        return self.tell(ttk.Label(parent, text=text, **more), "text", text=text)

    def make_group(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        made = ttk.LabelFrame(parent, text=node["title"], padding=6)
        self.build(made, node["child"]).pack(fill="both", expand=True)
        return self.tell(made, "group", text=node["title"])

    def make_tabs(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        book, names = ttk.Notebook(parent), []
        for i, title in enumerate(node["titles"]):
            page = self.build(book, node["child"]) if i == node["current"] else ttk.Frame(book)
            icon = picture(node["icons"][i], 16) if node["icons"] else None
            names.append(node["icons"][i] if icon else "")
            book.add(page, text=title, **({"image": icon, "compound": "left"} if icon else {}))
        book.tk.call(book, "select", node["current"])
        return self.tell(book, "tabs", titles=node["titles"], icons=names)

    def make_scroll(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        return self.build(parent, node["child"])

    def make_split(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        made = ttk.PanedWindow(parent, orient="horizontal" if node["across"] else "vertical")
        shares = (node["share"], 1 - node["share"])
        for item, share in zip(node["items"], shares, strict=True):
            made.add(self.build(made, item), weight=int(share * 100))
        return made

    def make_label(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        more: dict[str, Any] = {"wraplength": 380} if node["style"] == "wrap" else {}
        if node["style"] == "title":
            font = tkfont.nametofont("TkDefaultFont").copy()
            font.configure(size=SETTINGS["points"] + 4, weight="bold")
            kept.append(font)
            more = {"font": font}
        if node["style"] == "dim":
            more = {"foreground": "#808080"}
        return self.caption(parent, node["text"], **more)

    def make_button(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        icon = picture(node["icon"], 16) if node["icon"] else None
        text = node["text"] or ("" if icon else node["tip"])
        more = {"image": icon, "compound": "left" if text else "image"} if icon else {}
        if not text:
            more["style"] = "Toolbutton"
        made = ttk.Button(parent, text=text, **more)
        return self.tell(
            made,
            "button",
            label,
            text=text,
            name="" if text else node["tip"],
            icon=node["icon"] if icon else "",
        )

    def make_check(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        made = ttk.Checkbutton(parent, text=node["text"])
        made.state(["!alternate", "selected" if node["on"] else "!selected"])
        return self.tell(
            made, "checkbox", label, text=node["text"], state=["checked" if node["on"] else "unchecked"]
        )

    def make_switch(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        return self.make_check(parent, {**node, "text": ""}, label)

    def make_radios(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        box = ttk.Frame(parent)
        for i, text in enumerate(node["items"]):
            made = ttk.Radiobutton(box, text=text)
            made.state(["!alternate", "selected" if i == node["current"] else "!selected"])
            made.pack(side="left" if node["across"] else "top", anchor="w", padx=2, pady=1)
            state = ["checked" if i == node["current"] else "unchecked"]
            self.tell(made, "radio", label, text=text, state=state)
        return box

    def make_entry(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        made = ttk.Entry(parent, show="•" if node["password"] else "")
        made.insert(0, node["text"])
        if node["focused"]:
            self.focus.append(made)
        return self.tell(made, "field", label, text="" if node["password"] else node["text"])

    def make_area(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        box = ttk.Frame(parent)
        made = tk.Text(
            box, wrap="word", height=4, width=30, font="TkFixedFont" if node["mono"] else "TkTextFont"
        )
        made.insert("1.0", node["text"])
        self.bar(box, made)
        made.pack(side="left", fill="both", expand=True)
        self.tell(made, "document", label, text=node["text"][:200])
        return box

    def bar(self, box: Any, view: Any) -> None:
        bar = ttk.Scrollbar(box, command=view.yview)
        view.configure(yscrollcommand=bar.set)
        bar.pack(side="right", fill="y")
        self.tell(bar, "scroll bar")

    def make_combo(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        made = ttk.Combobox(parent, values=node["items"])
        made.set(node["items"][node["current"]])
        made.state(["!readonly" if node["editable"] else "readonly"])
        self.combos.append((made, node))
        return self.tell(made, "combo box", label, text=node["items"][node["current"]])

    def make_spin(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        made = ttk.Spinbox(parent, from_=0, to=500)
        made.set(node["value"])
        return self.tell(made, "spin box", label, text=str(node["value"]))

    def make_slider(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        made = ttk.Scale(
            parent,
            from_=0,
            to=100,
            value=node["value"],
            orient="vertical" if node["upright"] else "horizontal",
        )
        return self.tell(made, "slider", label)

    def make_progress(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        return ttk.Progressbar(parent, value=node["value"], length=160)

    def make_link(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        return self.tell(
            ttk.Label(parent, text=node["text"], foreground="#2a60c8"), "link", text=node["text"]
        )

    def make_image(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        icon = picture(node["icon"], node["size"])
        if not icon:
            return ttk.Frame(parent)
        return self.tell(
            ttk.Label(parent, image=icon, borderwidth=0), "icon", name=node["tip"], icon=node["icon"]
        )

    def make_toolbar(self, parent: Any, node: dict[str, Any], label: str) -> Any:
        bar = ttk.Frame(parent, padding=2)
        compound: Any = {"icons": "image", "both": "top", "beside": "left", "text": "text"}[node["style"]]
        for item in node["items"]:
            icon = picture(item["icon"], node["size"]) if item else None
            if item is None:
                ttk.Separator(bar, orient="vertical").pack(side="left", fill="y", padx=3)
            elif icon:
                made = ttk.Button(bar, text=item["text"], image=icon, compound=compound, style="Toolbutton")
                made.state(["disabled"] if item["disabled"] else [])
                made.pack(side="left")
                text = "" if node["style"] == "icons" else item["text"]
                shown = "" if node["style"] == "text" else item["icon"]
                self.tell(
                    made,
                    "button",
                    text=text,
                    name="" if text else item["tip"],
                    icon=shown,
                    below=compound == "top",
                )
        return bar


NARROW = {"button", "check", "radios", "switch", "link", "image", "label"}
