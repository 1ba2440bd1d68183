"""Layouts of forms with every kind of field."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from grounding.data.web import people
from grounding.data.web.kit import Kit
from grounding.data.web.layouts_web import framed
from grounding.data.web.markup import col, row, tag
from grounding.data.web.parts import labelled


def form(k: Kit) -> str:
    above, width = k.chance(0.5), k.count(90, 170)
    parts = [k.text(k.medium(), "big bold", "div")]
    for _ in range(k.many(4, 11)):
        label = k.r.choice(
            (
                k.say("Name"),
                k.say("Email"),
                k.say("Password"),
                k.say("Address"),
                k.say("City"),
                k.short().text,
                k.short().text,
            )
        ) + k.r.choice(("", "", ":", " *"))
        parts.append(labelled(k, label, form_control(k, label), above, width))
    parts.append(row(*(k.check(k.medium()) for _ in range(k.count(1, 2))), cls="wrap wide"))
    parts.append(
        row(
            k.button(k.some("Save", "Submit", "Send", "Apply", "Continue"), None, "main"),
            k.button(k.say("Cancel")),
            k.button(k.some("Reset", "Clear"), None, "bare") if k.chance(0.4) else "",
        )
    )
    body = f'<div class="card pad2" style="max-width:{k.count(380, 760)}px;{"margin:0 auto" if k.chance(0.5) else ""}">{col(*parts, cls="wide")}</div>'
    return framed(k, body) if k.chance(0.7) else tag("div", "tall clip pad2", body)


def form_control(k: Kit, label: str) -> str:
    match k.r.choice(
        ("field", "field", "empty", "combo", "spin", "area", "radios", "switch", "slider", "checks", "date")
    ):
        case "field":
            return k.field(
                k.r.choice((k.person(), people.mail(k.r), people.number(k.r), k.medium(), people.path(k.r))),
                label=label,
                state="focused" if k.chance(0.1) else "",
            )
        case "empty":
            return k.field(
                "",
                k.r.choice((k.medium(), people.mail(k.r), "")),
                label,
                state="disabled" if k.chance(0.1) else "",
            )
        case "combo":
            return k.combo(k.short().text, label)
        case "spin":
            return k.spin(str(k.count(0, 500)), label)
        case "area":
            return k.area(k.sentence() if k.chance(0.6) else "", f"height:{k.count(48, 110)}px", label)
        case "radios":
            return row(
                *(k.check(k.short().text, i == 1, "radio") for i in range(k.count(2, 4))), cls="wrap wide"
            )
        case "switch":
            return k.check(k.short().text, role="switch")
        case "slider":
            return k.slider(k.r.random(), label)
        case "checks":
            return col(*(k.check(k.medium()) for _ in range(k.count(2, 3))))
        case _:
            return row(
                k.field(people.date(k.r), label=label),
                k.icon_button(next(c for c in k.concepts if c.english == "Calendar")),
            )
