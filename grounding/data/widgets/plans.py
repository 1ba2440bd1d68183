"""Whole random windows as plain data: preferences, editors, file managers, dialogs, settings and the like."""

from __future__ import annotations

from collections.abc import Callable

from grounding.data.widgets import parts, words
from grounding.data.widgets.parts import Maker, Node, column, grow, row_box


def screen_plan(make: Maker, width: int, height: int) -> Node:
    """Return the windows of one screen, lowest first, and what is opened in them."""
    windows = [_placed(make, main_window(make), width, height)]
    if make.chance(0.12):
        windows.append(_placed(make, main_window(make), width, height))
    if make.chance(0.3):
        windows.append(_placed(make, {**dialog_window(make), "above": len(windows) - 1}, width, height))
    return {"windows": windows, "opened": _opened(make, windows[-1])}


def _opened(make: Maker, top: Node) -> Node | None:
    """Choose what is popped up in the topmost window: a menu, a context menu, a combo box or nothing."""
    draw = make.rng.random()
    if top["menubar"] and draw < 0.3:
        return {"type": "menu", "index": make.rng.randrange(len(top["menubar"]))}
    if draw < 0.4:
        place = [make.rng.uniform(0.1, 0.8), make.rng.uniform(0.15, 0.7)]
        return {"type": "context", "at": place, "items": parts.menu_items(make)}
    return {"type": "combo"} if draw < 0.55 else None


def _placed(make: Maker, window: Node, width: int, height: int) -> Node:
    dialog = window["role"] == "dialog"
    share = (0.25, 0.6) if dialog else (0.55, 1.0)
    size = [int(make.rng.uniform(*share) * side) for side in (width, height - 40)]
    room = [width - size[0] - 10, height - size[1] - 40]
    at = [make.rng.randint(0, max(0, r)) for r in room]
    return {**window, "size": size, "at": at, "maximised": not dialog and make.chance(0.3)}


def _window(make: Maker, content: Node, **more: object) -> Node:
    title = make.rng.choice((make.short(), f"{words.file_name(make.rng)} - {make.short()}", make.option()))
    empty: Node = {"role": "window", "menubar": [], "toolbars": [], "status": [], "header": None}
    return {**empty, "title": title[:60], "content": content, **more}


def main_window(make: Maker) -> Node:
    kinds: tuple[tuple[Callable[[Maker], Node], int], ...] = (
        (_editor, 4), (_browser, 4), (_preferences, 4), (_settings, 3), (_records, 3), (_player, 1),
        (_mail, 2), (_form, 2), (_soup, 3), (_properties, 1),
    )  # fmt: skip
    chosen = make.rng.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
    return chosen(make)


def dialog_window(make: Maker) -> Node:
    chosen = make.rng.choice((_message, _message, _form, _preferences, _properties))
    return {**chosen(make), "role": "dialog", "header": None}


def _bars(make: Maker) -> Node:
    menus = parts.menu_bar(make) if make.chance(0.75) else []
    tools = [parts.toolbar(make) for _ in range(make.rng.choice((0, 1, 1, 1, 2)))]
    header = None
    if not menus and make.chance(0.6):
        header = {"left": [parts.button(make, 0.9) for _ in range(make.rng.randint(0, 3))],
                  "right": [parts.button(make, 0.9) for _ in range(make.rng.randint(0, 3))],
                  "subtitle": make.short() if make.chance(0.3) else ""}  # fmt: skip
    status = [make.option(), *(words.number(make.rng) for _ in range(make.rng.randint(0, 2)))]
    return {
        "menubar": menus,
        "toolbars": tools,
        "header": header,
        "status": status if make.chance(0.5) else [],
    }


def _tabs(make: Maker, pages: Callable[[Maker], Node], low: int = 2, high: int = 6) -> Node:
    titles = make.shorts(low, high)
    icons = [make.icon()[0] if make.chance(0.7) else "" for _ in titles] if make.chance(0.15) else []
    return {
        "kind": "tabs", "titles": titles, "icons": icons, "current": make.rng.randrange(len(titles)),
        "child": pages(make), "closable": make.chance(0.12),
        "side": make.rng.choices(("top", "left", "bottom"), (10, 1, 1))[0],
    }  # fmt: skip


def _split(make: Maker, first: Node, second: Node, share: float | None = None) -> Node:
    return {
        "kind": "split",
        "across": True,
        "items": [first, second],
        "share": share or make.rng.uniform(0.18, 0.4),
    }


def _buttons_row(make: Maker, low: int = 1, high: int = 4) -> Node:
    made = [parts.button(make, 0.15) for _ in range(make.rng.randint(low, high))]
    gap = {"kind": "gap", "grow": True}
    return row_box(*([*made[:1], gap, *made[1:]] if make.chance(0.4) else [gap, *made]))


def _editor(make: Maker) -> Node:
    area = parts.area(make)
    content = _tabs(make, lambda m: grow(parts.area(m))) if make.chance(0.35) else grow(area)
    if make.chance(0.4):
        content = _split(make, parts.tree(make), content)
    return _window(make, column([grow(content)], 0), **_bars(make))


def _browser(make: Maker) -> Node:
    """Plan a file manager: places, a path, files."""
    files = make.rng.choice((parts.icon_grid, parts.icon_grid, parts.table, parts.listing))(make)
    places = {"kind": "list", "items": parts.list_items(make, 5, 12, True), "current": make.rng.randrange(5)}
    content: Node = (
        _split(make, places if make.chance(0.6) else parts.tree(make, 1), files)
        if make.chance(0.75)
        else files
    )
    rows = [grow(content)]
    if make.chance(0.6):
        rows.insert(
            0,
            row_box(
                grow(parts.entry(make)), *(parts.button(make, 0.8) for _ in range(make.rng.randint(0, 3)))
            ),
        )
    return _window(make, column(rows, make.rng.choice((0, 4))), **_bars(make))


def _page(make: Maker) -> Node:
    made = [
        make.rng.choice(
            (parts.group, parts.group, parts.form, parts.check, parts.radios, parts.paragraph, _labelled_row)
        )(make)
        for _ in range(make.rng.randint(2, 5))
    ]
    if make.chance(0.25):
        made.append(grow(make.rng.choice((parts.listing, parts.table, parts.tree))(make)))
    return {"kind": "scroll", "child": column(made, 12, 8)} if make.chance(0.4) else column(made, 10)


def _labelled_row(make: Maker) -> Node:
    return {"kind": "form", "rows": [[make.label(), parts.field(make)]], "pad": 0}


def _preferences(make: Maker) -> Node:
    content = grow(_tabs(make, _page, 2, 7))
    if make.chance(0.3):
        names = {"kind": "list", "items": parts.list_items(make, 4, 10), "current": make.rng.randrange(4)}
        content = grow(_split(make, names, _page(make)))
    return _window(make, column([content, _buttons_row(make)], 8))


def _settings(make: Maker) -> Node:
    """Plan a list of pages beside rows of a caption, an explanation and a switch or combo box."""
    rows = []
    for _ in range(make.rng.randint(3, 9)):
        texts = [parts.label(make)]
        if make.chance(0.4):
            texts.append(parts.label(make, style="dim"))
        control = make.rng.choice(
            (parts.switch, parts.switch, parts.combo, parts.spin, parts.button, parts.check)
        )(make)
        control["named"] = texts[0]["text"]
        rows.append(row_box(grow(column(texts, 0, 2)), control, space=12))
    page = {"kind": "scroll", "child": column([parts.label(make, make.short(), "title"), *rows], 14, 10)}
    names = {"kind": "list", "items": parts.list_items(make, 5, 14), "current": make.rng.randrange(5)}
    content = _split(make, names, page) if make.chance(0.7) else page
    return _window(make, column([grow(content)], 0), **(_bars(make) if make.chance(0.5) else {}))


def _records(make: Maker) -> Node:
    """Plan a search field over a table, buttons below."""
    search = row_box(
        parts.label(make, make.label()), grow(parts.entry(make)), parts.combo(make), parts.button(make)
    )
    body = make.rng.choice((parts.table, parts.table, parts.tree))(make)
    rows = [search, grow(body), _buttons_row(make)]
    return _window(make, column(rows[make.rng.randint(0, 1) :], 6), **_bars(make))


def _player_key(make: Maker, icon: str) -> Node:
    tip = icon.removeprefix("media-").replace("-", " ").capitalize()
    state = {"toggle": False, "on": False, "disabled": make.chance(0.1)}
    return {"kind": "button", "text": "", "icon": icon, "tip": tip, **state}


def _player(make: Maker) -> Node:
    names = ("media-skip-backward", "media-playback-start", "media-playback-stop", "media-skip-forward")
    keys = [_player_key(make, name) for name in names]
    upright = row_box(
        *(
            column([grow(parts.slider(make, True)), parts.label(make, make.short())], 2)
            for _ in range(make.rng.randint(2, 7))
        )
    )
    body = upright if make.chance(0.4) else make.rng.choice((parts.table, parts.listing))(make)
    bar = row_box(*keys, grow(parts.slider(make)), parts.label(make, words.number(make.rng)))
    return _window(make, column([grow(body), bar, parts.progress(make)], 6), **_bars(make))


def _mail(make: Maker) -> Node:
    reading = column(
        [parts.label(make, make.option(), "title"), parts.facts(make), grow(parts.area(make))], 6
    )
    right = {
        "kind": "split",
        "across": False,
        "items": [parts.table(make), reading],
        "share": make.rng.uniform(0.3, 0.5),
    }
    return _window(make, column([grow(_split(make, parts.tree(make, 1), right, 0.22))], 0), **_bars(make))


def _form(make: Maker) -> Node:
    rows = [parts.form(make, 3, 9)]
    if make.chance(0.4):
        rows.insert(0, parts.paragraph(make))
    if make.chance(0.3):
        rows.insert(0, row_box(parts.image(make), parts.label(make, make.short(), "title")))
    for _ in range(make.rng.randint(0, 3)):
        rows.append(make.rng.choice((parts.check, parts.link, parts.radios, parts.group))(make))
    rows.append(grow(parts.area(make)) if make.chance(0.4) else {"kind": "gap", "grow": True})
    return _window(make, column([*rows, _buttons_row(make, 2, 3)], 12, 8))


def _properties(make: Maker) -> Node:
    return _window(
        make,
        column(
            [
                grow(_tabs(make, lambda m: column([parts.facts(m), parts.check(m)]), 1, 4)),
                _buttons_row(make, 1, 2),
            ],
            8,
        ),
    )


def _message(make: Maker) -> Node:
    icon = make.rng.choice(("information", "warning", "error", "question"))
    texts = [parts.label(make, make.option(), "title"), parts.paragraph(make)]
    head = row_box(
        {"kind": "image", "icon": f"dialog-{icon}", "tip": icon.capitalize(), "size": 48},
        grow(column(texts, 0)),
        space=12,
    )
    rows = [head, parts.check(make)] if make.chance(0.3) else [head]
    return _window(make, column([*rows, {"kind": "gap", "grow": True}, _buttons_row(make, 1, 3)], 12, 10))


def _soup(make: Maker, depth: int = 0) -> Node:
    """Plan anything beside anything: what no template foresees."""
    content = column([grow(_random_box(make, 0))], 6)
    return _window(make, content, **_bars(make))


def _random_box(make: Maker, depth: int) -> Node:
    small = (
        parts.button, parts.check, parts.entry, parts.combo, parts.spin, parts.slider, parts.label,
        parts.link, parts.progress, parts.switch, parts.image, parts.radios,
    )  # fmt: skip
    large = (parts.listing, parts.table, parts.tree, parts.area, parts.icon_grid, parts.group, parts.form)
    across = make.chance(0.4)
    items: list[Node] = []
    for _ in range(make.rng.randint(2, 3 if across else 5)):
        draw = make.rng.random()
        if depth < 2 and draw < 0.3:
            items.append(grow(_random_box(make, depth + 1)))
        elif draw < 0.5:
            items.append(grow(make.rng.choice(large)(make)))
        else:
            items.append(
                row_box(
                    *(make.rng.choice(small)(make) for _ in range(make.rng.randint(1, 1 if across else 3)))
                )
            )
    return {"kind": "box", "across": across, "space": make.rng.choice((4, 6, 12)), "pad": 4, "items": items}
