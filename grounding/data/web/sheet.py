"""The style sheet of our own controls."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from grounding.data.web.look import Look, hsl

_RAISED = "border:2px solid;border-color:#fff #555 #555 #fff"
_SUNKEN = "border:2px solid;border-color:#777 #eee #eee #777"


def control_css(look: Look) -> str:
    """Return the rules of every control."""
    parts = (_rows, _button, _field, _check, _tabs, _table, _card, _menu, _window)
    return "".join(part(look) for part in parts)


def _button(k: Look) -> str:
    fill = k.panel if k.panel != k.ground else k.border
    shade = hsl(0, 0, 0.28) if k.dark else hsl(0, 0, 0.98)
    shape = {
        "flat": f"background:{fill};border:1px solid {fill}",
        "border": f"background:{k.surface};border:1px solid {k.border}",
        "raised": f"background:{k.panel};{_RAISED}",
        "gradient": f"background:linear-gradient({shade},{k.border});border:1px solid {k.border}",
        "ghost": "background:transparent;border:1px solid transparent",
        "pill": f"background:{fill};border:1px solid {k.border};border-radius:99px!important",
        "accent": f"background:transparent;border:1px solid {k.accent};color:{k.accent_text}",
        "shadow": f"background:{k.surface};border:1px solid transparent;box-shadow:0 1px 3px rgba(0,0,0,.35)",
    }[k.button]
    return f"""
.btn{{display:inline-flex;align-items:center;justify-content:center;gap:.4em;font:inherit;line-height:1.25;color:{k.text};padding:{k.pad_y}px {k.pad_x}px;border-radius:{k.radius}px;white-space:nowrap;flex:none;margin:0;cursor:pointer;{shape}}}
.btn.main{{background:{k.accent};color:{k.on_accent};border-color:{k.accent}}}
.btn.danger{{background:#c62828;color:#fff;border-color:#c62828}}
.btn.off{{opacity:.45}} .btn.bare{{background:transparent;border-color:transparent;box-shadow:none}} .btn.on{{background:{k.accent}33;border-color:{k.accent}}}
.btn.ico{{padding:{max(2, k.pad_y - 1)}px}} .btn.stack{{flex-direction:column;gap:2px;padding:3px 6px;line-height:1.15}}
"""


def _field(k: Look) -> str:
    shape = {
        "box": f"background:{k.surface};border:1px solid {k.border};border-radius:{k.radius}px",
        "underline": f"background:{k.surface};border:0 solid {k.border};border-bottom:2px solid {k.muted};border-radius:{min(k.radius, 4)}px {min(k.radius, 4)}px 0 0",
        "filled": f"background:{k.border}55;border:1px solid transparent;border-radius:{k.radius}px",
        "pill": f"background:{k.surface};border:1px solid {k.border};border-radius:99px",
        "inset": f"background:{k.surface};{_SUNKEN}",
        "thick": f"background:{k.surface};border:2px solid {k.border};border-radius:{k.radius}px",
    }[k.field]
    return f"""
.field{{display:flex;align-items:center;gap:.4em;font:inherit;line-height:1.3;min-height:{k.size * 1.3 + 2 * k.pad_y + 2:.0f}px;height:auto;padding:{max(1, k.pad_y - 1)}px {max(5, k.pad_x - 4)}px;color:{k.text};margin:0;width:100%;min-width:0;{shape}}}
.field.focus{{border-color:{k.accent};box-shadow:0 0 0 {1 if k.radius < 4 else 3}px {k.accent}66}} .field.off{{opacity:.5}}
.field::placeholder{{color:{k.muted};opacity:1}} .field .hint{{color:{k.muted}}}
textarea.field,.field.area{{align-items:flex-start;resize:none;border-radius:{min(k.radius, 8)}px}}
"""


def _check(k: Look) -> str:
    edge = {"box": k.radius // 2, "fill": 3, "round": 99, "native": 2, "inset": 0}[k.check]
    side = round(k.size * 1.1)
    rim = _SUNKEN if k.check == "inset" else f"border:{1 if k.check == 'box' else 2}px solid {k.muted}"
    filled = (
        "" if k.check in ("box", "inset") else f"background:{k.accent};border-color:{k.accent};color:#fff;"
    )
    return f"""
.check,.radio{{width:{side}px;height:{side}px;flex:none;display:inline-flex;align-items:center;justify-content:center;background:{k.surface};{rim};border-radius:{edge}px;color:{k.text};margin:0}}
.check.yes{{{filled}}} .radio{{border-radius:99px}} .radio.yes::after{{content:"";width:50%;height:50%;border-radius:99px;background:{k.accent}}} .radio.yes{{border-color:{k.accent}}}
.check svg{{width:100%;height:100%}} .check.off,.radio.off,.switch.off{{opacity:.45}}
input.native{{width:{side}px;height:{side}px;margin:0;flex:none;accent-color:{k.accent}}}
"""


def _tabs(k: Look) -> str:
    on = {
        "underline": f"border-bottom:{2 + k.radius % 2}px solid {k.accent};color:{k.accent_text}",
        "box": f"background:{k.accent};color:{k.on_accent}",
        "pill": f"background:{k.accent}33;border-radius:99px",
        "segment": f"background:{k.surface};border-radius:{k.radius}px;box-shadow:0 1px 3px rgba(0,0,0,.3)",
        "plain": "font-weight:700",
        "folder": f"background:{k.surface};border:1px solid {k.border};border-bottom-color:{k.surface};border-radius:{k.radius}px {k.radius}px 0 0",
    }[k.tabs]
    strip = {
        "underline": f"border-bottom:1px solid {k.border}",
        "segment": f"background:{k.border}88;border-radius:{k.radius}px;padding:2px;align-self:flex-start",
        "folder": f"border-bottom:1px solid {k.border};padding-left:4px",
    }.get(k.tabs, "")
    off = f"background:{k.panel};border:1px solid {k.border}" if k.tabs == "folder" else ""
    return f"""
.tabs{{display:flex;gap:{2 if k.tabs in ("pill", "box") else 0}px;flex:none;{strip}}}
.tab{{display:inline-flex;align-items:center;gap:.45em;padding:{k.pad_y}px {k.pad_x}px;white-space:nowrap;color:{k.text};flex:none;font:inherit;{off}}} .tab.on{{{on}}}
"""


def _rows(k: Look) -> str:
    on = {
        "fill": f"background:{k.accent};color:{k.on_accent}",
        "tint": f"background:{k.accent}33",
        "bar": f"background:{k.border}77;box-shadow:inset 3px 0 0 {k.accent}",
        "bold": f"font-weight:700;background:{k.border}55",
    }[k.selection]
    return f"""
.item{{display:flex;align-items:center;gap:{max(5, k.gap)}px;padding:{max(2, k.pad_y - 1)}px {max(6, k.pad_x - 2)}px;min-width:0;color:inherit;border-radius:{min(k.radius, 8)}px;flex:none;list-style:none}} .item.on{{{on}}} .item.on .muted{{color:inherit}}
.item.off{{opacity:.45}} .lined>.item{{border-bottom:1px solid {k.border};border-radius:0}}
.switch{{width:{k.size * 2.3:.0f}px;height:{k.size * 1.3:.0f}px;border-radius:99px;background:{k.muted};position:relative;flex:none;display:inline-block}}
.switch::after{{content:"";position:absolute;top:2px;bottom:2px;left:2px;aspect-ratio:1;border-radius:99px;background:#fff}} .switch.yes{{background:{k.accent}}} .switch.yes::after{{left:auto;right:2px}}
.slider{{position:relative;height:{max(14, k.size + 2):.0f}px;min-width:60px;width:100%;flex:none}} .slider .rail{{position:absolute;left:0;right:0;top:calc(50% - 2px);height:4px;border-radius:4px;background:{k.border}}} .slider .fill{{position:absolute;left:0;top:calc(50% - 2px);height:4px;border-radius:4px;background:{k.accent}}} .slider .knob{{position:absolute;top:1px;bottom:1px;aspect-ratio:1;transform:translateX(-50%);border-radius:{99 if k.radius else 2}px;background:{k.surface};border:1px solid {k.muted}}}
.progress{{height:{max(4, k.pad_y)}px;background:{k.border};border-radius:{k.radius}px;overflow:hidden;width:100%}} .progress>i{{display:block;height:100%;background:{k.accent}}}
.badge{{display:inline-block;background:{k.accent};color:{k.on_accent};border-radius:99px;padding:0 .5em;font-size:.8em;white-space:nowrap;flex:none}} .badge.soft{{background:{k.accent}2a;color:{k.accent_text}}}
.link{{color:{k.accent_text};text-decoration:none;cursor:pointer}} .link.under{{text-decoration:underline}} .bar .link{{color:inherit}}
.avatar{{border-radius:99px;flex:none;display:inline-flex;align-items:center;justify-content:center;color:#fff;font-weight:600;overflow:hidden}}
.scroll{{position:absolute;background:{k.panel};z-index:3}} .scroll>i{{position:absolute;background:{k.muted};border-radius:{99 if k.radius else 0}px;opacity:.75}}
.group{{border:1px solid {k.border};border-radius:{k.radius}px;padding:{k.gap + 4}px}}
.toast{{background:{"#eee" if k.dark else "#323232"};color:{"#222" if k.dark else "#fff"};border-radius:{k.radius}px;box-shadow:{k.shadow}}}
.tip{{background:{"#454545" if k.dark else "#ffffe1"};color:{"#eee" if k.dark else "#111"};border:1px solid {k.border};padding:2px 6px;border-radius:{min(k.radius, 5)}px;font-size:.92em;white-space:nowrap}}
"""


def _table(k: Look) -> str:
    grid = (
        f"border:1px solid {k.border}"
        if k.field in ("box", "inset", "thick")
        else f"border-bottom:1px solid {k.border}"
    )
    return f"""
.table{{border-collapse:collapse;width:100%;background:{k.surface};color:{k.text}}}
.table td,.table th{{padding:{k.pad_y}px {k.pad_x}px;text-align:left;{grid};vertical-align:middle;font-weight:inherit;white-space:nowrap}}
.table th{{background:{k.panel};color:{k.muted if k.selection == "tint" else k.text};font-weight:{400 if k.button == "gradient" else 600}}}
.table tr.on td{{background:{k.accent}2e}} .table.zebra tr:nth-child(even) td{{background:{k.panel}}}
"""


def _card(k: Look) -> str:
    shape = {
        "border": f"border:1px solid {k.border}",
        "shadow": f"box-shadow:{k.shadow}",
        "plain": "",
        "both": f"border:1px solid {k.border};box-shadow:{k.shadow}",
        "panel": f"background:{k.panel}!important",
    }[k.card]
    return f".card{{background:{k.surface};color:{k.text};border-radius:{k.radius}px;padding:{k.gap + 4}px;min-width:0;{shape}}}"


def _menu(k: Look) -> str:
    return f"""
.menu{{background:{k.surface};color:{k.text};border:1px solid {k.border};border-radius:{k.radius}px;box-shadow:{k.shadow};padding:{min(6, 2 + k.radius)}px {0 if k.radius < 4 else 4}px;min-width:140px}}
.menu .item{{padding:{k.pad_y}px {k.pad_x + 2}px;white-space:nowrap}} .menu .key{{margin-left:auto;padding-left:2em;opacity:.7}}
.menubar{{display:flex;gap:0;flex:none}} .menubar>span{{padding:{max(2, k.pad_y - 2)}px {max(6, k.pad_x - 2)}px;border-radius:{min(4, k.radius)}px;white-space:nowrap}} .menubar>.on{{background:{k.accent}44}}
"""


def _window(k: Look) -> str:
    return f"""
.window{{position:absolute;background:{k.ground};color:{k.text};border:1px solid {k.border};box-shadow:0 6px 26px rgba(0,0,0,.4);display:flex;flex-direction:column;overflow:hidden;border-radius:{0 if k.system in ("win10", "classic") else max(k.radius, 5)}px}}
.dialog{{background:{k.surface};color:{k.text};border:1px solid {k.border};border-radius:{k.radius}px;box-shadow:0 10px 40px rgba(0,0,0,.45);display:flex;flex-direction:column;overflow:hidden}}
.titlebar{{display:flex;align-items:center;gap:6px;flex:none;min-width:0}}
"""
