"""Random parts of a window as plain data, for a toolkit's program to build.

A node is a JSON object with "kind" and what that kind needs; see the programs for what is read of it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from grounding.data.widgets import words
from grounding.data.widgets.icon_names import icon_of_file, pick_icon
from grounding.data.widgets.words import Pools

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Maker:
    """Where words and icons come from."""

    rng: random.Random
    pools: Pools
    icon_theme: str

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def action(self) -> str:
        pool = self.pools.actions if self.chance(0.7) else self.pools.short
        return self.rng.choice(pool)

    def short(self) -> str:
        return self.rng.choice(self.pools.short)

    def option(self) -> str:
        return self.rng.choice(self.pools.options if self.chance(0.75) else self.pools.short)

    def label(self) -> str:
        text = self.rng.choice(self.pools.labels)
        return text if self.chance(0.7) else text.rstrip(":： ")

    def sentence(self) -> str:
        return self.rng.choice(self.pools.sentences)

    def shorts(self, low: int, high: int) -> list[str]:
        """Return different short texts, fewer than asked for when the pool is small."""
        return self.rng.sample(self.pools.short, min(self.rng.randint(low, high), len(self.pools.short)))

    def icon(self) -> tuple[str, str]:
        return pick_icon(self.rng, self.icon_theme)


def button(make: Maker, icon_share: float = 0.25) -> Node:
    icon, tip = make.icon() if make.chance(icon_share) else ("", "")
    text = "" if icon and make.chance(0.4) else make.action()
    toggle = make.chance(0.08)
    return {
        "kind": "button", "text": text, "icon": icon, "tip": tip, "toggle": toggle,
        "on": toggle and make.chance(0.5), "disabled": make.chance(0.12),
    }  # fmt: skip


def check(make: Maker) -> Node:
    return {"kind": "check", "text": make.option(), "on": make.chance(0.5), "disabled": make.chance(0.12)}


def switch(make: Maker) -> Node:
    return {"kind": "switch", "on": make.chance(0.5), "disabled": make.chance(0.12)}


def radios(make: Maker) -> Node:
    items = [make.option() for _ in range(make.rng.randint(2, 4))]
    across = make.chance(0.3) and sum(map(len, items)) < 60
    return {
        "kind": "radios", "items": items, "current": make.rng.randrange(len(items)), "across": across,
        "disabled": make.chance(0.08),
    }  # fmt: skip


def entry(make: Maker) -> Node:
    filled = make.chance(0.65)
    return {
        "kind": "entry", "text": words.value(make.rng) if filled else "",
        "hint": make.option() if not filled and make.chance(0.5) else "",
        "disabled": make.chance(0.1), "password": filled and make.chance(0.05), "focused": make.chance(0.1),
        "icon": "edit-find" if not filled and make.chance(0.15) else "",
    }  # fmt: skip


def combo(make: Maker) -> Node:
    items = [make.option() if make.chance(0.5) else make.short() for _ in range(make.rng.randint(2, 9))]
    return {
        "kind": "combo", "items": items, "current": make.rng.randrange(len(items)),
        "disabled": make.chance(0.1), "editable": make.chance(0.15),
    }  # fmt: skip


def spin(make: Maker) -> Node:
    return {"kind": "spin", "value": make.rng.randint(0, 400), "disabled": make.chance(0.1)}


def slider(make: Maker, upright: bool = False) -> Node:
    return {
        "kind": "slider", "value": make.rng.randint(0, 100), "upright": upright,
        "draw": make.chance(0.4), "disabled": make.chance(0.08),
    }  # fmt: skip


def progress(make: Maker) -> Node:
    share = make.rng.randint(0, 100)
    return {"kind": "progress", "value": share, "text": f"{share}%" if make.chance(0.5) else ""}


def label(make: Maker, text: str = "", style: str = "") -> Node:
    return {"kind": "label", "text": text or make.option(), "style": style}


def paragraph(make: Maker) -> Node:
    return {"kind": "label", "text": make.sentence(), "style": "wrap"}


def link(make: Maker) -> Node:
    return {
        "kind": "link",
        "text": make.option() if make.chance(0.7) else f"www.{make.rng.choice('abcd')}.example.org",
    }


def area(make: Maker) -> Node:
    count = make.rng.randint(1, 14)
    lines = [make.sentence() if make.chance(0.7) else "" for _ in range(count)]
    return {"kind": "area", "text": "\n".join(lines), "disabled": False, "mono": make.chance(0.3)}


def image(make: Maker) -> Node:
    icon, tip = make.icon()
    return {"kind": "image", "icon": icon, "tip": tip, "size": make.rng.choice((16, 22, 24, 32, 48, 64))}


def row_box(*items: Node, space: int = 6) -> Node:
    return {"kind": "box", "across": True, "space": space, "pad": 0, "items": list(items)}


def column(items: list[Node], pad: int = 8, space: int = 6) -> Node:
    return {"kind": "box", "across": False, "space": space, "pad": pad, "items": items}


def grow(node: Node) -> Node:
    return {**node, "grow": True}


def field(make: Maker) -> Node:
    """Return a control that a label stands before."""
    pick = make.rng.choices((entry, combo, spin, slider, switch, progress), (8, 5, 4, 2, 2, 1))[0]
    node: Node = pick(make)
    if node["kind"] == "entry" and make.chance(0.2):
        return row_box(grow(node), button(make, 0.6))
    return node


def form(make: Maker, low: int = 2, high: int = 7) -> Node:
    rows = [[make.label(), field(make)] for _ in range(make.rng.randint(low, high))]
    return {"kind": "form", "rows": rows, "pad": make.rng.choice((0, 6, 12))}


def facts(make: Maker) -> Node:
    rows = [[make.label(), label(make, words.value(make.rng))] for _ in range(make.rng.randint(3, 9))]
    return {"kind": "form", "rows": rows, "pad": 8}


def group(make: Maker) -> Node:
    items = [
        make.rng.choice((check, check, radios, button, entry, slider))(make)
        for _ in range(make.rng.randint(1, 4))
    ]
    child = form(make, 1, 4) if make.chance(0.5) else column(items)
    return {"kind": "group", "title": make.short(), "child": child}


def list_items(make: Maker, low: int = 3, high: int = 24, icons: bool | None = None) -> list[dict[str, str]]:
    icons = make.chance(0.5) if icons is None else icons
    source = make.rng.choice((words.file_name, words.person, None))
    found = []
    for _ in range(make.rng.randint(low, high)):
        text = source(make.rng) if source else make.option()
        icon = icon_of_file(text) if source is words.file_name else make.icon()[0] if icons else ""
        found.append({"text": text, "icon": icon if icons else ""})
    return found


def listing(make: Maker) -> Node:
    items = list_items(make)
    return {"kind": "list", "items": items, "current": make.rng.randrange(-1, min(len(items), 8))}


def icon_grid(make: Maker) -> Node:
    items = []
    for _ in range(make.rng.randint(4, 26)):
        if make.chance(0.35):
            items.append({"text": make.short(), "icon": "folder"})
        else:
            name = words.file_name(make.rng)
            items.append({"text": name, "icon": icon_of_file(name)})
    return {
        "kind": "grid", "items": items, "current": make.rng.randrange(-1, min(len(items), 8)),
        "size": make.rng.choice((32, 48, 48, 64)),
    }  # fmt: skip


def tree(make: Maker, columns: int | None = None) -> Node:
    columns = make.rng.randint(1, 3) if columns is None else columns
    icons = make.chance(0.5)

    def rows(depth: int) -> list[Node]:
        made = []
        for _ in range(make.rng.randint(2, 7 if depth else 9)):
            children = rows(depth + 1) if depth < 2 and make.chance(0.45) else []
            icon = "folder" if children else make.icon()[0]
            cells = [make.option() if make.chance(0.4) else make.short(), *_cells(make, columns - 1)]
            made.append(
                {
                    "cells": cells,
                    "icon": icon if icons else "",
                    "children": children,
                    "open": make.chance(0.6),
                }
            )
        return made

    return {
        "kind": "tree", "columns": make.shorts(columns, columns) if columns > 1 or make.chance(0.3) else [],
        "width": columns, "rows": rows(0), "current": make.rng.randrange(-1, 6),
    }  # fmt: skip


def _cells(make: Maker, count: int) -> list[str]:
    return [make.rng.choice((words.value, words.number, words.date))(make.rng) for _ in range(count)]


def table(make: Maker) -> Node:
    titles = make.shorts(2, 6)
    kinds = [make.rng.choice((words.person, words.file_name, words.date, words.number, None)) for _ in titles]
    rows = [
        [kind(make.rng) if kind else make.short() for kind in kinds] for _ in range(make.rng.randint(3, 30))
    ]
    icons = [icon_of_file(words.file_name(make.rng)) for _ in rows] if make.chance(0.3) else []
    return {
        "kind": "table", "columns": titles, "rows": rows, "icons": icons, "checks": make.chance(0.15),
        "current": make.rng.randrange(-1, min(len(rows), 7)), "sort": make.rng.randrange(-1, len(titles)),
        "grid": make.chance(0.4),
    }  # fmt: skip


def toolbar(make: Maker, low: int = 4, high: int = 14) -> Node:
    style = make.rng.choices(("icons", "both", "beside", "text"), (6, 2, 2, 0.6))[0]
    count = make.rng.randint(low, high if style == "icons" else max(low, high // 2))
    items: list[Node | None] = []
    for _ in range(count):
        icon, tip = make.icon()
        toggle = make.chance(0.12)
        text = make.short() if make.chance(0.4) else tip
        items.append({
            "icon": icon, "tip": tip, "text": text, "toggle": toggle, "on": toggle and make.chance(0.5),
            "disabled": make.chance(0.18), "arrow": make.chance(0.06),
        })  # fmt: skip
        if make.chance(0.15):
            items.append(None)
    return {"kind": "toolbar", "items": items, "style": style, "size": make.rng.choice((16, 22, 24, 32))}


def menu_items(make: Maker) -> list[Node | None]:
    found: list[Node | None] = []
    for i in range(make.rng.randint(3, 12)):
        kind = make.rng.choices(("plain", "check", "radio", "sub"), (10, 2, 1, 1))[0]
        icon = make.icon()[0] if kind == "plain" and make.chance(0.3) else ""
        keys = make.rng.choice(("Ctrl+", "Ctrl+Shift+", "Alt+", "")) + make.rng.choice("ABCDEFGHNOPQSVWXZ")
        found.append({
            "text": make.action(), "icon": icon, "type": kind, "on": make.chance(0.5),
            "keys": keys if "+" in keys and make.chance(0.35) else "", "disabled": make.chance(0.15),
        })  # fmt: skip
        if i > 1 and make.chance(0.2):
            found.append(None)
    return found


def menu_bar(make: Maker) -> list[Node]:
    usual = ["File", "Edit", "View", "Insert", "Format", "Tools", "Go", "Bookmarks", "Window", "Help"]
    count = make.rng.randint(3, 9)
    names = sorted(make.rng.sample(range(10), count)) if make.pools.short and make.chance(0.35) else None
    titles = [usual[i] for i in names] if names else make.shorts(count, count)
    return [{"text": t.replace("…", ""), "items": menu_items(make)} for t in titles]
