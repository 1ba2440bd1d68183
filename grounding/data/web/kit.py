"""The controls of one page as HTML; every node carries its truth in data attributes."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from grounding.data.web import people
from grounding.data.web.catalogues import Phrase, Phrases
from grounding.data.web.concepts import Concept
from grounding.data.web.icons import IconSet
from grounding.data.web.look import Look
from grounding.data.web.markup import CHECK_MARK, icon_name, mark, row, tag


@dataclass(frozen=True, slots=True)
class Kit:
    """Draws controls in one look, one language and one framework."""

    r: Random
    phrases: Phrases
    language: str
    look: Look
    drawn: IconSet
    coloured: IconSet
    concepts: tuple[Concept, ...]
    classes: dict[str, str]
    room: float = 1.0

    # Words -----------------------------------------------------------------------------------------
    def short(self) -> Phrase:
        return self.r.choice(self.phrases.short)

    def medium(self) -> str:
        return self.r.choice(self.phrases.medium).text

    def say(self, english: str) -> str:
        """Return an English word of a user interface in the page's language, where a program has it."""
        return english if self.language == "en" else self.phrases.by_english.get(english.lower(), english)

    def some(self, *english: str) -> str:
        return self.say(self.r.choice(english))

    def sentence(self) -> str:
        return self.r.choice(self.phrases.long).text if self.phrases.long else self.medium()

    def person(self) -> str:
        return people.person(self.r, self.language if self.r.random() < 0.7 else "en")

    def chance(self, share: float) -> bool:
        return self.r.random() < share

    def count(self, low: int, high: int) -> int:
        return self.r.randint(low, high)

    def framed(self, part: str) -> str:
        """Return the framework's class names of a part, marked as foreign to our own sheet."""
        return " ".join(f"fw:{name}" for name in self.classes.get(part, "").split())

    def many(self, low: int, high: int) -> int:
        """Return a number of repeated things, more of them where the page has more room."""
        return round(self.r.randint(low, high) * self.r.uniform(1, max(1, self.room)))

    # Pictures --------------------------------------------------------------------------------------
    def concept(self) -> Concept:
        return self.r.choice(self.concepts)

    def picture(
        self, words: Sequence[str], size: int = 0, colour: bool = False, kind: str = ""
    ) -> tuple[str, str]:
        """Return (HTML, icon name) of an icon for the first of ``words`` that the page's set knows."""
        icons = self.coloured if colour else self.drawn
        name = icons.find(self.r, words, kind)
        return icons.markup(name, size or self.look.icon), icon_name(name)

    def icon(
        self, words: Sequence[str] = (), size: int = 0, colour: bool = False, name: str = "", kind: str = ""
    ) -> str:
        """Return a picture that is an element of its own."""
        html, drawn = self.picture(words, size, colour, kind)
        return tag(
            "span", "still", html, f'style="display:inline-flex" {mark("icon", icon=drawn, name=name)}'
        )

    def image(self, width: str, height: str, style: str = "") -> str:
        hue, angle = self.count(0, 359), self.count(0, 180)
        if self.chance(0.2):
            return self.pictured(width, height, style)
        inside = f'<circle cx="{self.count(10, 90)}" cy="{self.count(10, 60)}" r="{self.count(8, 40)}" fill="hsl({hue + 40},60%,70%)"/><path d="M0 {self.count(50, 90)} L{self.count(20, 40)} {self.count(20, 60)} L{self.count(50, 70)} {self.count(50, 90)} L100 {self.count(20, 80)} V100 H0 Z" fill="hsl({hue + 90},{self.count(10, 60)}%,{self.count(20, 60)}%)"/>'
        ground = f"background:linear-gradient({angle}deg,hsl({hue},{self.count(20, 80)}%,{self.count(30, 80)}%),hsl({hue + 60},50%,{self.count(30, 80)}%))"
        svg = f'<svg width="100%" height="100%" viewBox="0 0 100 100" preserveAspectRatio="none" style="display:block">{inside}</svg>'
        return f'<div class="still" style="width:{width};height:{height};overflow:hidden;{ground};{style}" {mark("image")}>{svg}</div>'

    def pictured(self, width: str, height: str, style: str) -> str:
        """Return an image of one large coloured thing on a plain ground."""
        picture, _ = self.picture((), 64, True, self.r.choice(("apps", "devices", "places")))
        place = f"width:{width};height:{height};{style};background:hsl({self.count(0, 359)},{self.count(0, 50)}%,{self.count(20, 95)}%)"
        return tag("div", "row middle still clip", picture, f'style="{place}" {mark("image")}')

    def avatar(self, name: str, size: int = 32) -> str:
        letters = "".join(part[0] for part in name.replace(",", "").split()[:2]).upper()
        style = f"width:{size}px;height:{size}px;font-size:{size * 0.42:.0f}px;background:hsl({self.count(0, 359)},45%,42%)"
        return tag("span", "avatar", escape(letters), f'style="{style}" {mark("image", name=name)}')

    # Words on the page -----------------------------------------------------------------------------
    def text(self, words: str, cls: str = "", name: str = "span") -> str:
        return tag(name, cls, escape(words), mark("text"))

    def link(self, words: str, cls: str = "") -> str:
        under = "under" if self.look.gap % 4 == 0 else ""
        return f'<a class="link {under} {cls}" {mark("link")}>{escape(words)}</a>'

    # Controls --------------------------------------------------------------------------------------
    def button(
        self,
        words: str = "",
        icon: Sequence[str] | None = None,
        cls: str = "",
        state: str = "",
        name: str = "",
    ) -> str:
        """Return a button with words, with a picture and words, or (``words`` empty) with a picture only."""
        kind = (
            ""
            if "bare" in cls
            else "button danger"
            if "danger" in cls
            else "button main"
            if "main" in cls
            else "button"
        )
        classes = f"{self.framed('button')} {self.framed(kind)} {cls} {'off' if state == 'disabled' else ''}"
        html, drawn = "", ""
        if icon is not None:
            html, drawn = self.picture(icon, colour="colour" in cls)
            if words:
                html = tag("span", "still", html, f'style="display:inline-flex" {mark("icon", icon=drawn)}')
        inside = html + (tag("span", "", escape(words)) if words else "")
        element = "button" if "button" in self.classes and "bare" not in cls else "div"
        kind_of = 'type="button"' if element == "button" else ""
        return tag(
            element,
            classes if element == "button" else f"btn {classes}",
            inside,
            f"{kind_of} {mark('button', icon=drawn, name=name, state=state)}",
        )

    def icon_button(self, concept: Concept | None = None, cls: str = "", state: str = "") -> str:
        chosen = concept or self.concept()
        if concept is None and self.chance(0.3):
            html, drawn = self.picture((), colour="colour" in cls, kind="actions")
            return tag(
                "div",
                f"btn ico {cls}",
                html,
                mark("button", icon=drawn, name=drawn.replace("-", " ").replace("_", " "), state=state),
            )
        html, drawn = self.picture(chosen.icons, colour="colour" in cls)
        return tag(
            "div",
            f"btn ico {cls}",
            html,
            mark("button", icon=drawn, name=self.say(chosen.english), state=state),
        )

    def field(
        self,
        value: str = "",
        hint: str = "",
        label: str = "",
        icon: Sequence[str] | None = None,
        state: str = "",
        style: str = "",
    ) -> str:
        """Return a text field; framework pages get a real input, others also a drawn one."""
        truth = mark("field", label=label, name=hint if not value else "", state=state)
        off = ("off " if "disabled" in state else "") + ("focus" if "focused" in state else "")
        if self.classes and icon is None:
            shown = f'value="{escape(value)}" placeholder="{escape(hint)}"'
            return f'<input type="text" class="{self.framed("field") or "field"} {off}" {shown} style="{style}" {truth}>'
        lead = self.icon(icon, size=max(12, round(self.look.size * 1.1))) if icon is not None else ""
        words = (
            f'<span class="one">{escape(value)}</span>'
            if value
            else f'<span class="one hint">{escape(hint)}</span>'
        )
        return tag("div", f"field {off}", lead + words, f'style="{style}" {truth}')

    def area(self, words: str, style: str = "", label: str = "") -> str:
        return tag(
            "div",
            "field area clip",
            tag("span", "", escape(words)),
            f'style="{style}" {mark("field", label=label)}',
        )

    def combo(self, value: str, label: str = "", style: str = "", state: str = "") -> str:
        """Return a combo box; now and then its list lies open below it."""
        opened = not state and self.chance(0.04)
        state = "expanded" if opened else state
        truth = mark("combo box", label=label, state=state)
        if self.chance(0.3) and "expanded" not in state:
            return f'<select class="{self.framed("select") or "field"}" style="width:auto;{style}" {truth}><option>{escape(value)}</option></select>'
        arrow = self.drawn.markup(
            self.drawn.find(
                self.r, ("chevron-down", "keyboard_arrow_down", "caret-down-fill", "angle-down", "down")
            ),
            14,
        )
        box = tag("div", "field", tag("span", "one grow", escape(value)) + arrow, f'style="{style}" {truth}')
        return (
            tag("div", "still", box + self.open_list(value), f'style="position:relative;{style}"')
            if opened
            else box
        )

    def open_list(self, value: str) -> str:
        """Return the choices of an open combo box, the chosen one among them."""
        words = [value, *(self.short().text for _ in range(self.count(2, 7)))]
        self.r.shuffle(words)
        rows = (
            tag(
                "div",
                f"item {'on' if w == value else ''}",
                tag("span", "one", escape(w)),
                mark("list item", state="selected" if w == value else ""),
            )
            for w in words
        )
        return f'<div class="menu" style="position:absolute;top:100%;left:0;right:0;min-width:90px;z-index:30">{"".join(rows)}</div>'

    def spin(self, value: str, label: str = "", style: str = "width:90px") -> str:
        up, down = (
            f'<svg width="8" height="5" viewBox="0 0 8 5" fill="currentColor"><path d="{d}"/></svg>'
            for d in ("M0 5L4 0L8 5Z", "M0 0L4 5L8 0Z")
        )
        arrows = (
            f'<span class="col still" style="gap:3px">{up}{down}</span>'
            if self.look.gap % 3
            else '<span class="row still"><span style="font-size:1.1em">−</span><span style="font-size:1.1em">+</span></span>'
        )
        return tag(
            "div",
            "field",
            tag("span", "one grow", escape(value)) + arrows,
            f'style="{style}" {mark("spin box", label=label)}',
        )

    def check(
        self, label: str, on: bool | None = None, role: str = "checkbox", state: str = "", show: bool = True
    ) -> str:
        """Return a check box, radio button or switch (box only) with its label beside it."""
        yes = self.chance(0.5) if on is None else on
        states = f"{'checked' if yes else 'unchecked'} {state}"
        truth, off = mark(role, label=label, state=states), "off" if state else ""
        if role != "switch" and self.look.check == "native":
            kind = "radio" if role == "radio" else "checkbox"
            box = f'<input class="native" type="{kind}" {"checked" if yes else ""} {"disabled" if state else ""} {truth}>'
        else:
            name = {"checkbox": "check"}.get(role, role)
            box = tag(
                "span",
                f"{name} {'yes' if yes else ''} {off}",
                CHECK_MARK if yes and role == "checkbox" else "",
                truth,
            )
        words = self.text(label, "muted" if state else "") if show else ""
        return row(box, words, cls="still" if show else "still none")

    def slider(self, value: float, label: str = "", style: str = "") -> str:
        at = f"{value * 100:.0f}%"
        if self.chance(0.25):
            return f'<input type="range" value="{value * 100:.0f}" style="accent-color:{self.look.accent};margin:0;{style}" {mark("slider", label=label)}>'
        inside = f'<span class="rail"></span><span class="fill" style="width:{at}"></span><span class="knob" style="left:{at}"></span>'
        return tag("div", "slider", inside, f'style="{style}" {mark("slider", label=label)}')

    def progress(self, share: float) -> str:
        return f'<div class="progress"><i style="width:{share * 100:.0f}%"></i></div>'

    def scroll_bar(self, upright: bool = True, width: int = 0) -> str:
        thick, start, part = (
            width or self.r.choice((6, 8, 10, 12, 15, 17)),
            self.r.uniform(0, 0.6),
            self.r.uniform(0.15, 0.4),
        )
        if upright:
            outer, inner = (
                f"right:0;top:0;bottom:0;width:{thick}px",
                f"left:20%;right:20%;top:{start:.0%};height:{part:.0%}",
            )
        else:
            outer, inner = (
                f"left:0;right:0;bottom:0;height:{thick}px",
                f"top:20%;bottom:20%;left:{start:.0%};width:{part:.0%}",
            )
        return f'<div class="scroll" style="{outer}" {mark("scroll bar")}><i style="{inner}"></i></div>'
