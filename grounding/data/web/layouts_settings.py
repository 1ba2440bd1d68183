"""Layouts of settings programs and preference dialogs."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.markup import col, mark, row, tag
from grounding.data.web.parts import entries, fills, labelled, search_field, tabs


def settings(k: Kit) -> str:
    """Return a settings program: categories beside rows with switches, combo boxes and sliders."""
    side = f'<div class="panel line-r tight still clip" style="width:{k.count(160, 250)}px">{search_field(k) if k.chance(0.6) else ""}{entries(k, [k.say(n) for n in k.r.sample(("Network", "Bluetooth", "Background", "Appearance", "Notifications", "Search", "Multitasking", "Applications", "Privacy", "Sound", "Power", "Displays", "Mouse", "Keyboard", "Printers", "Sharing", "Color", "Region", "Users", "About", "Accounts", "System"), k.count(6, 16))], k.r.choice(("drawn", "colour")))}</div>'
    groups = [k.text(k.short().text, "huge bold", "div")]
    for _ in range(k.count(1, 4)):
        groups.append(k.text(k.medium(), "bold", "div") if k.chance(0.6) else "")
        groups.append(tag("div", "card clip", col(*(setting_row(k) for _ in range(k.many(2, 6))), cls="")))
    return f'<div class="row none tall" style="align-items:stretch">{side}<div class="grow clip pad2 ground">{col(*groups, cls="wide")}{k.scroll_bar() if k.chance(0.4) else ""}</div></div>'


def setting_row(k: Kit) -> str:
    label = k.medium()
    picture = k.icon(k.concept().icons, 20) if k.look.gap % 4 == 0 else ""
    words = col(
        k.text(label), k.text(k.sentence(), "muted small one") if k.chance(0.3) else "", cls="none grow clip"
    )
    match k.r.choice(("switch", "switch", "combo", "slider", "button", "value", "spin", "arrow")):
        case "switch":
            truth = mark("switch", label=label, state=k.r.choice(("checked", "unchecked")))
            control = tag("span", "switch yes" if '="checked' in truth else "switch", "", truth)
        case "combo":
            control = k.combo(k.short().text, label, "width:auto;min-width:110px")
        case "slider":
            control = f'<div style="width:{k.count(100, 220)}px">{k.slider(k.r.random(), label)}</div>'
        case "button":
            control = k.button(k.short().text)
        case "spin":
            control = k.spin(str(k.count(1, 100)), label)
        case "arrow":
            control = k.icon(("chevron-right", "keyboard_arrow_right", "angle-right", "go-next"), 16)
        case _:
            control = k.text(k.short().text, "muted")
    return row(picture, words, control, style="min-height:2em")


def preferences(k: Kit) -> str:
    """Return a preferences dialog: tabs over groups of classic controls."""
    strip = tabs(k, [k.short().text for _ in range(k.many(2, 6))], icons=k.chance(0.2))
    groups = []
    for _ in range(k.count(2, 4)):
        lines = []
        for _ in range(k.many(2, 5)):
            label = k.short().text + k.r.choice(("", ":"))
            lines.append(
                k.r.choice(
                    (
                        lambda: k.check(k.medium()),
                        lambda: k.check(k.medium(), role="radio"),
                        lambda label=label: labelled(k, label, k.combo(k.short().text, label), False, 120),
                        lambda label=label: labelled(
                            k, label, k.spin(str(k.count(0, 300)), label), False, 120
                        ),
                        lambda label=label: labelled(
                            k, label, k.field(people.path(k.r), label=label), False, 120
                        ),
                        lambda: k.check(k.medium(), state="disabled"),
                    )
                )()
            )
        groups.append(tag("div", "group", col(k.text(k.medium(), "bold", "div"), *lines)))
    foot = row(
        k.button(k.say("Help")) if k.chance(0.4) else "",
        '<span class="grow"></span>',
        *(
            k.button(k.say(w), None, "main" if w == "OK" and k.chance(0.6) else "")
            for w in k.r.choice((("OK", "Cancel"), ("OK", "Cancel", "Apply"), ("Close",), ("Cancel", "OK")))
        ),
        cls="pad still",
    )
    return fills(
        f'<div class="pad still">{strip}</div>', f'<div class="grow clip pad">{col(*groups)}</div>', foot
    )
