"""The looks of a page: palettes, fonts, shapes of controls; imitations of desktops or anything at random."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

import colorsys
from dataclasses import dataclass, replace
from random import Random

SYSTEMS = ("win10", "win11", "mac", "gnome", "kde", "xfce", "win7", "classic", "random")
SANS = [
    "Open Sans",
    "Roboto",
    "Inter",
    "Lato",
    "Cantarell",
    "DejaVu Sans",
    "Liberation Sans",
    "Noto Sans",
    "Arimo",
    "Noto Sans Display",
    "DejaVu Sans Condensed",
    "Roboto Condensed",
    "Nimbus Sans",
    "URW Gothic",
    "Inter Display",
    "Open Sans Condensed",
]
SERIF = ["DejaVu Serif", "Liberation Serif", "Noto Serif", "Tinos", "P052", "URW Bookman"]
MONO = ["DejaVu Sans Mono", "Liberation Mono", "Fira Code", "Hack", "Cousine", "Noto Sans Mono"]
_SYSTEM_FONT = {
    "win10": "Open Sans;Noto Sans;Inter", "win11": "Inter;Open Sans;Noto Sans", "mac": "Inter;Inter Display;Roboto",
    "gnome": "Cantarell;Inter", "kde": "Noto Sans", "xfce": "Noto Sans;DejaVu Sans;Roboto",
    "win7": "Open Sans;DejaVu Sans Condensed;Arimo", "classic": "Arimo;Liberation Sans;DejaVu Sans Condensed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """Everything the style sheet needs; colours are CSS colours, lengths CSS pixels."""

    system: str
    dark: bool
    font: str
    mono: str
    size: float
    ground: str
    surface: str
    panel: str
    text: str
    muted: str
    border: str
    accent: str
    on_accent: str
    accent_text: str
    radius: int
    pad_y: int
    pad_x: int
    gap: int
    button: str
    field: str
    check: str
    tabs: str
    selection: str
    card: str
    title: str
    icon: int
    shadow: str
    header: str


def hsl(hue: float, saturation: float, lightness: float) -> str:
    """Return a CSS colour; all three in 0-1."""
    red, green, blue = colorsys.hls_to_rgb(hue % 1, min(1, max(0, lightness)), min(1, max(0, saturation)))
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def random_look(r: Random, system: str, dark: bool) -> Look:
    """Draw a look; a system's own habits come on top of the random ones."""
    hue, tint = r.random(), r.choice((0.0, 0.0, 0.05, 0.15, 0.3))
    accent_light = r.uniform(0.32, 0.52) if not dark else r.uniform(0.35, 0.6)
    accent = hsl(r.random(), r.uniform(0.45, 0.95), accent_light)
    base = r.uniform(0.07, 0.2) if dark else r.uniform(0.92, 1.0)
    step = 0.045 if dark else -0.035
    contrast = r.uniform(0.02, 0.12)
    look = Look(
        system=system,
        dark=dark,
        font=r.choice(SANS if r.random() < 0.88 else SERIF if r.random() < 0.7 else MONO),
        mono=r.choice(MONO),
        size=r.choice((11, 12, 12, 13, 13, 13.33, 14, 14, 14, 15, 16, 16, 18, 20, 22, 10, 9.5, 9)),
        ground=hsl(hue, tint, base + (0 if dark else step)),
        surface=hsl(hue, tint, base + (step if dark else 0.02)),
        panel=hsl(hue, tint * r.choice((1, 1, 2)), base + step * r.uniform(-0.8, 2.2)),
        text=hsl(hue, tint, (1 - contrast) if dark else contrast),
        muted=hsl(hue, tint, r.uniform(0.55, 0.7) if dark else r.uniform(0.36, 0.5)),
        border=hsl(hue, tint, base + (r.uniform(0.1, 0.25) if dark else -r.uniform(0.08, 0.35))),
        accent=accent,
        on_accent="#fff",
        accent_text=hsl(r.random(), 0.7, 0.68 if dark else 0.36),
        radius=r.choice((0, 0, 2, 3, 4, 4, 6, 8, 12)),
        pad_y=r.choice((2, 3, 4, 5, 6, 8, 10)),
        pad_x=r.choice((6, 8, 10, 12, 16, 20)),
        gap=r.choice((3, 4, 6, 8, 8, 10, 12, 16)),
        button=r.choice(
            ("flat", "border", "border", "raised", "gradient", "ghost", "pill", "accent", "shadow")
        ),
        field=r.choice(("box", "box", "box", "underline", "filled", "pill", "inset", "thick")),
        check=r.choice(("native", "native", "box", "fill", "round")),
        tabs=r.choice(("underline", "box", "pill", "segment", "plain", "folder")),
        selection=r.choice(("fill", "fill", "tint", "bar", "bold")),
        card=r.choice(("border", "shadow", "plain", "both", "panel")),
        title=system,
        icon=r.choice((14, 16, 16, 18, 20, 20, 22, 24)),
        shadow=f"0 {r.randint(1, 8)}px {r.randint(3, 30)}px rgba(0,0,0,{r.uniform(0.12, 0.4):.2f})",
        header=r.choice(("surface", "panel", "accent", "ground")),
    )
    return _with_habits(r, look)


def _with_habits(r: Random, look: Look) -> Look:
    """Apply what is typical of an imitated system."""
    if look.system == "random":
        return look
    fonts = _SYSTEM_FONT[look.system].split(";")
    look = replace(
        look,
        font=r.choice(fonts) if r.random() < 0.8 else look.font,
        size=r.choice((11, 12, 12, 13, 13, 14)),
        gap=r.choice((4, 6, 8)),
        header="surface",
        pad_y=r.choice((3, 4, 5, 6)),
        pad_x=r.choice((8, 10, 12)),
        check=r.choice(("native", look.check)),
    )
    look = _shaped(r, look)
    if look.system == "classic" and not look.dark:
        return replace(look, ground="#d4d0c8", surface="#fff", panel="#d4d0c8", border="#808080", text="#000")
    grey = 0.0 if r.random() < 0.8 else 0.06
    ground, surface, panel = (0.12, 0.16, r.uniform(0.14, 0.24))
    if not look.dark:
        look = replace(look, text="#1a1a1a")
        ground, surface, panel = (r.uniform(0.93, 0.97), 1.0, r.uniform(0.89, 0.98))
    return replace(
        look, ground=hsl(0.6, grey, ground), surface=hsl(0.6, grey, surface), panel=hsl(0.6, grey, panel)
    )


def _shaped(r: Random, look: Look) -> Look:
    """Apply the shapes of a system's controls."""
    # system: radius, button, field, tabs, selection, accent; several words are drawn from
    shapes = {
        "win10": ("0", "flat", "box", "underline", "tint", "#0078d7"),
        "win11": ("4 6", "border", "underline", "underline", "bar", "#005fb8 #0067c0"),
        "mac": ("5 6 8", "shadow border", "box", "segment", "fill", "#0a64e0"),
        "gnome": ("6 9", "flat ghost", "filled", "pill", "tint", "#3584e4 #e95420"),
        "kde": ("3", "border", "box", "folder", "fill", "#2a8ccf"),
        "xfce": ("2 3", "gradient", "box", "folder", "fill", "#398ee7 #4a90d9 #6b8e23"),
        "win7": ("2", "gradient", "box", "folder", "tint", "#2d6fb5"),
        "classic": ("0", "raised", "inset", "folder", "fill", "#000080"),
    }
    radius, button, field, tabs, selection, accent = (r.choice(part.split()) for part in shapes[look.system])
    look = replace(
        look, radius=int(radius), button=button, field=field, tabs=tabs, selection=selection, accent=accent
    )
    match look.system:
        case "gnome":
            return replace(look, pad_y=7)
        case "classic":
            return replace(look, check="inset", gap=4)
        case "win7":
            return replace(look, dark=False)
        case _:
            return look


def base_css(look: Look) -> str:
    """Layout helpers and what keeps pages still; always on."""
    k = look
    return f"""
*,*::before,*::after{{box-sizing:border-box;transition:none!important;animation:none!important;text-shadow:none!important;caret-color:transparent!important;pointer-events:auto!important}}
.back,.back *{{pointer-events:none!important}}
html,body{{margin:0!important;padding:0!important;height:100%;max-width:none!important;width:100%;overflow:hidden!important}}
html{{font-size:16px}}
body{{font:{k.size}px/1.4 "{k.font}","Noto Sans","Noto Sans CJK SC",sans-serif!important;background:{k.ground}!important;color:{k.text}!important}}
body *{{letter-spacing:normal;font-variant-ligatures:none}}
.row{{display:flex;align-items:center;gap:{k.gap}px}} .col{{display:flex;flex-direction:column;gap:{k.gap}px}}
.wrap{{flex-wrap:wrap}} .grow{{flex:1 1 0;min-width:0;min-height:0}} .still{{flex:none}} .full{{width:100%}} .tall{{height:100%}}
.none{{gap:0!important}} .thin{{gap:{max(1, k.gap // 3)}px!important}} .wide{{gap:{k.gap * 2}px!important}} .top{{align-items:flex-start}} .between{{justify-content:space-between}} .end{{justify-content:flex-end}} .middle{{justify-content:center}}
.clip{{overflow:hidden;position:relative}} .one{{white-space:nowrap;overflow:hidden;text-overflow:ellipsis;min-width:0}} .nowrap{{white-space:nowrap}}
.pad{{padding:{k.gap}px {k.pad_x}px}} .pad2{{padding:{k.gap * 2}px {k.pad_x * 2}px}} .tight{{padding:{max(2, k.gap // 2)}px {k.gap}px}}
.surface{{background:{k.surface};color:{k.text}}} .panel{{background:{k.panel};color:{k.text}}} .ground{{background:{k.ground}}}
.bar{{background:{ {"surface": k.surface, "panel": k.panel, "accent": k.accent, "ground": k.ground}[k.header] };color:{k.on_accent if k.header == "accent" else k.text}}}
.line-b{{border-bottom:1px solid {k.border}}} .line-r{{border-right:1px solid {k.border}}} .line-l{{border-left:1px solid {k.border}}} .line-t{{border-top:1px solid {k.border}}} .boxed{{border:1px solid {k.border}}}
.rule{{width:1px;align-self:stretch;background:{k.border};margin:2px {max(1, k.gap // 2)}px;flex:none}} .ruleh{{height:1px;background:{k.border};margin:{max(1, k.gap // 2)}px 0;flex:none}}
.muted{{color:{k.muted}}} .small{{font-size:.85em}} .big{{font-size:1.35em}} .huge{{font-size:1.9em}} .bold{{font-weight:600}} .mono{{font-family:"{k.mono}",monospace}} .accent{{color:{k.accent_text}}} .right{{text-align:right}} .center{{text-align:center}}
.ic{{flex:none;display:inline-block;vertical-align:middle;margin:0;max-width:none}} img.ic{{border:0;border-radius:0;padding:0;box-shadow:none}}
.fixed{{position:fixed;z-index:50}} .abs{{position:absolute}}
h1,h2,h3,h4,p,ul,ol,figure{{margin:0;padding:0}} a{{text-decoration:none}}
"""
