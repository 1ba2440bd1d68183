"""Shows planned windows with Tk and says what is drawn where. Runs under the system's Python."""

# mypy: disable-error-code="import-not-found, misc, no-any-return, unused-ignore"
from __future__ import annotations

import tkinter as tk
import traceback
from tkinter import ttk
from typing import Any

from common import serve
from tk_base import ROOT, SETTINGS, kept, picture, prepare, pump
from tk_controls import Builder
from tk_truth import describe

open_windows: list[Any] = []
popups: list[Any] = []


def menu(items: list[Any], told: Any, parent: Any) -> Any:
    """Return a popup menu; its items are told about."""
    made = tk.Menu(parent, tearoff=0)
    for item in items:
        if item is None:
            made.add_separator()
            continue
        icon = picture(item["icon"], 16) if item["icon"] else None
        more = {
            "label": item["text"],
            "accelerator": item["keys"],
            "state": "disabled" if item["disabled"] else "normal",
        }
        state = ["disabled" if item["disabled"] else ""]
        if item["type"] in ("check", "radio"):
            variable = tk.IntVar(value=int(item["on"]))
            kept.append(variable)
            add: Any
            value: dict[str, Any]
            add, value = (
                (made.add_checkbutton, {})
                if item["type"] == "check"
                else (made.add_radiobutton, {"value": 1})
            )
            add(variable=variable, **value, **more)
            state.append("checked" if item["on"] else "unchecked")
        elif item["type"] == "sub":
            made.add_cascade(menu=tk.Menu(made), label=item["text"], state=more["state"])
        else:
            made.add_command(**more, **({"image": icon, "compound": "left"} if icon else {}))
        told.append((made, "menu item", "", {
            "index": made.index("end"), "text": item["text"], "state": state,
            "icon": item["icon"] if icon else "",
            "keys": item["keys"] if item["type"] != "sub" else "",
        }))  # fmt: skip
    return made


def window(plan: dict[str, Any]) -> Any:
    made, builder = tk.Toplevel(ROOT), Builder()
    made.title(plan["title"])
    made.geometry("{}x{}+{}+{}".format(*plan["size"], *plan["at"]))
    if plan["role"] == "dialog":
        made.transient(open_windows[plan["above"]][0])
    if plan["menubar"]:
        bar = ttk.Frame(made)
        for entry in plan["menubar"]:
            shown = tk.Menubutton(
                bar,
                text=entry["text"],
                relief="flat",
                padx=6,
                background=ttk.Style().lookup("TFrame", "background"),
            )
            if SETTINGS["theme-name"] == "clam-tinted" and SETTINGS["dark"]:
                shown.configure(foreground="#e8e8e8")
            shown.pack(side="left")
            builder.tell(shown, "menu", text=entry["text"])
        bar.pack(side="top", fill="x")
    for node in plan["toolbars"]:
        builder.build(made, node).pack(side="top", fill="x")
    if plan["status"]:
        bar = ttk.Frame(made)
        for text in plan["status"]:
            builder.caption(bar, text).pack(side="left", padx=6)
        bar.pack(side="bottom", fill="x")
    builder.build(made, plan["content"]).pack(side="top", fill="both", expand=True)
    if plan["maximised"]:
        made.attributes("-zoomed", True)
    for widget in builder.focus[:1]:
        widget.focus_force()
    return made, builder


def open_popup(opened: dict[str, Any], planned: dict[str, Any]) -> Any:
    top, builder = open_windows[-1]
    told: list[Any] = []
    if opened["type"] == "combo":
        return open_combo(builder)
    if opened["type"] == "menu":
        entry = [t for t in builder.told if t[1] == "menu"][opened["index"]]
        made = menu(planned["menubar"][opened["index"]]["items"], told, top)
        entry[3]["opened"] = True
        entry[0].configure(state="active")
        made.post(entry[0].winfo_rootx(), entry[0].winfo_rooty() + entry[0].winfo_height())
    else:
        made = menu(opened["items"], told, top)
        made.post(
            top.winfo_rootx() + int(top.winfo_width() * opened["at"][0]),
            top.winfo_rooty() + int(top.winfo_height() * opened["at"][1]),
        )
    popups.append(made)
    pump()
    return describe(made, told, "popup", "") if made.winfo_viewable() else None


def open_combo(builder: Any) -> Any:
    for combo, node in builder.combos:
        if combo.winfo_viewable() and not combo.instate(["disabled"]):
            ROOT.tk.call("ttk::combobox::Post", combo)
            pump()
            name = ROOT.tk.call("ttk::combobox::PopdownWindow", combo)
            popups.append(combo)
            told = [(f"{name}.f.l", "popdown", "", {"items": node["items"], "current": node["current"]})]
            return describe(f"{name}", told, "popup", "", ROOT)
    return None


def close_all() -> None:
    while popups:
        made = popups.pop()
        if isinstance(made, tk.Menu):
            made.unpost()
            made.destroy()
        else:
            ROOT.tk.call("ttk::combobox::Unpost", made)
    while open_windows:
        open_windows.pop()[0].destroy()
    kept.clear()
    pump(0.03)


def show(plan: dict[str, Any]) -> Any:
    try:
        close_all()
        for planned in plan["windows"]:
            open_windows.append(window(planned))
            pump(0.12)
        popup = open_popup(plan["opened"], plan["windows"][-1]) if plan["opened"] else None
        layers = [
            describe(made, builder.told, planned["role"], planned["title"])
            for (made, builder), planned in zip(open_windows, plan["windows"], strict=True)
        ]
        return {"layers": layers + ([popup] if popup else [])}
    except Exception:
        traceback.print_exc()
        return {"layers": []}


prepare()
serve(show)
