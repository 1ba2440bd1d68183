"""One generated page: its HTML, its viewport, and what it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from grounding.data.web.catalogues import Phrases, load_phrases
from grounding.data.web.concepts import Concept, concepts
from grounding.data.web.frameworks import OWN, Framework, frameworks
from grounding.data.web.icons import IconSet, drawn_sets, theme_sets
from grounding.data.web.kit import Kit
from grounding.data.web.layouts import layouts
from grounding.data.web.look import SYSTEMS, base_css, random_look
from grounding.data.web.overlays import overlay
from grounding.data.web.packages import Packages
from grounding.data.web.sheet import control_css

Size = tuple[int, int]
VIEWPORTS: tuple[Size, ...] = (
    (800, 600), (1024, 768), (1280, 720), (1280, 800), (1280, 1024), (1366, 768), (1440, 900),
    (1536, 864), (1600, 900), (1680, 1050), (1920, 1080), (1920, 1080), (1000, 700),
)  # fmt: skip
LANGUAGES = ("de", "fr", "es", "pl", "ru", "zh_CN", "ja")
_MOST_PIXELS = 2_600_000


@dataclass(frozen=True, slots=True)
class Stock:
    """What pages are made from, read once: words, icons, style sheets."""

    phrases: dict[str, Phrases]
    drawn: tuple[IconSet, ...]
    coloured: tuple[IconSet, ...]
    concepts: tuple[Concept, ...]
    sheets: tuple[tuple[Framework, Path | None], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page ready to be shown."""

    html: str
    kind: str
    theme: str
    language: str
    size: Size
    scale: float


def load_stock(packages: Packages, locale: Path, icons: Path) -> Stock:
    """Read the catalogues and icon sets and fetch the style sheets."""
    phrases = {language: load_phrases(locale, language) for language in ("en", *LANGUAGES)}
    return Stock(
        phrases={language: found for language, found in phrases.items() if len(found.short) > 100},
        drawn=tuple(drawn_sets(packages)),
        coloured=tuple(theme_sets(icons)),
        concepts=concepts(),
        sheets=tuple((f, f.sheet_of(packages)) for f in (OWN, *frameworks())),
    )


def make_page(stock: Stock, seed: str, only: str = "") -> Page:
    """Return the page of a seed; ``only`` names a layout to draw instead of a random one."""
    r = Random(seed)
    kind, build, native = _layout(r, only)
    framework, sheet = _framework(r, stock, native)
    dark = r.random() < 0.33 and (framework is OWN or bool(framework.dark_root))
    system = (
        r.choice(SYSTEMS[:-1] if r.random() < 0.8 else ("random",))
        if native
        else r.choice(("random", "random", "random", *SYSTEMS))
    )
    look = random_look(r, system, dark)
    language = _language(r, stock)
    coloured = r.choice(stock.coloured) if stock.coloured else r.choice(stock.drawn)
    size, scale = _viewport(r)
    room = size[0] * size[1] / 700_000 * (14 / look.size)
    kit = Kit(
        r,
        stock.phrases[language],
        language,
        look,
        r.choice(stock.drawn),
        coloured,
        stock.concepts,
        framework.classes,
        room,
    )
    body = build(kit, size) + (overlay(kit, size) if r.random() < (0.12 if native else 0.4) else "")
    link = f'<link rel="stylesheet" href="{sheet.resolve().as_uri()}">' if sheet else ""
    style = own_rules(base_css(look) + control_css(look))
    root = framework.dark_root if look.dark else framework.root
    head = f'<!doctype html><html {root} lang="{language}"><meta charset="utf-8">{link}<style>{style}</style>'
    theme = f"{framework.name} {look.system} {'dark' if look.dark else 'light'}"
    return Page(f"{head}<body>{own_classes(body)}</body></html>", kind, theme, language, size, scale)


def own_rules(css: str) -> str:
    """Give our class names a prefix that no framework uses."""
    return re.sub(r"\.([a-zA-Z][\w-]*)(?=[^;{}]*\{)", r".q-\1", css)


def own_classes(html: str) -> str:
    """Do the same in the page, where ``fw:`` marks the names that belong to a framework."""

    def renamed(found: re.Match[str]) -> str:
        names = (n[3:] if n.startswith("fw:") else f"q-{n}" for n in found[1].split())
        return f'class="{" ".join(names)}"'

    return re.sub(r'class="([^"]*)"', renamed, html)


def _layout(r: Random, only: str) -> tuple[str, Callable[[Kit, Size], str], bool]:
    """Draw a layout by its weight."""
    known = [layout for layout in layouts() if not only or layout.kind == only]
    chosen = r.choices(known, [layout.weight for layout in known])[0]
    return chosen.kind, chosen.build, chosen.native


def _framework(r: Random, stock: Stock, native: bool) -> tuple[Framework, Path | None]:
    return stock.sheets[0] if native or r.random() < 0.5 else r.choice(stock.sheets[1:])


def _language(r: Random, stock: Stock) -> str:
    others = [language for language in stock.phrases if language != "en"]
    return "en" if r.random() < 0.6 or not others else r.choice(others)


def _viewport(r: Random) -> tuple[Size, float]:
    """Draw a viewport in CSS pixels and a device scale that together stay below 2.6 megapixels."""
    width, height = r.choice(VIEWPORTS)
    scale = r.choice((1.0, 1.0, 1.0, 1.25, 1.5, 2.0))
    while width * height * scale * scale > _MOST_PIXELS:
        width, height = round(width * 0.85), round(height * 0.85)
    return (width, height), scale
