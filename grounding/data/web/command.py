"""`python -m grounding.data web`: generated pages, rendered by Chromium, with the truth of their DOM."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import cv2

from grounding.data.held_out import split_of
from grounding.data.sample import (
    SCREENS_FILE,
    RenderedElement,
    RenderedLine,
    RenderedScreen,
    read_screens,
    write_screens,
)
from grounding.data.web.browser import Browser, BrowserFailed
from grounding.data.web.packages import Packages
from grounding.data.web.page import Page, Stock, load_stock, make_page
from grounding.data.web.truth import HIDE_TEXT, decoded, fringed, page_script, truth_of

_PAGES_PER_BROWSER = 150


def main(arguments: list[str]) -> int:
    """Render ``--count`` pages into ``--out``; pages already listed there are skipped."""
    options = _parser().parse_args(arguments)
    out: Path = options.out
    (out / "images").mkdir(parents=True, exist_ok=True)
    cache = options.cache or out / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    stock = load_stock(Packages(options.packages or cache, cache), options.locale, options.icons)
    done = {screen.id for _, screen in read_screens(out)} if (out / SCREENS_FILE).exists() else set()
    wanted = [
        i for i in range(options.first, options.first + options.count) if _id(options.seed, i) not in done
    ]
    started = time.monotonic()
    written = write_screens(out, _screens(stock, options, wanted))
    print(f"{written} pages in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return 0 if written or not wanted else 1


def _screens(stock: Stock, options: argparse.Namespace, wanted: list[int]) -> Iterator[RenderedScreen]:
    """Render the pages one after another; a page the browser fails on is left out."""
    hinting = Random(options.seed).choice(("none", "slight", "medium", "full"))
    flags = (f"--font-render-hinting={hinting}",)
    for start in range(0, len(wanted), _PAGES_PER_BROWSER):
        remaining = wanted[start : start + _PAGES_PER_BROWSER]
        while remaining:
            try:
                with Browser(options.browser, flags) as browser:
                    while remaining:
                        yield _rendered(browser, stock, options, remaining.pop(0))
            except BrowserFailed as failure:
                print(f"page left out: {failure}", file=sys.stderr)


def _rendered(browser: Browser, stock: Stock, options: argparse.Namespace, number: int) -> RenderedScreen:
    name = _id(options.seed, number)
    page = make_page(stock, name, options.layout)
    file = options.out / f"page-{options.seed}.html"
    file.write_text(page.html, encoding="utf-8")
    browser.show(file, page.size, page.scale)
    report = browser.evaluate(page_script())
    picture = decoded(browser.picture())
    browser.evaluate(HIDE_TEXT)
    without_text = decoded(browser.picture())
    elements, lines = truth_of(report, picture, without_text, page.scale)
    if page.scale < 1.5 and Random(f"fringe {name}").random() < 0.3:
        picture = fringed(picture, without_text)
    image = f"images/{name}.png"
    cv2.imwrite(str(options.out / image), picture, [cv2.IMWRITE_PNG_COMPRESSION, 4])
    size = (picture.shape[1], picture.shape[0])
    return _screen(page, name, image, size, elements, lines)


def _screen(
    page: Page,
    name: str,
    image: str,
    size: tuple[int, int],
    elements: tuple[RenderedElement, ...],
    lines: tuple[RenderedLine, ...],
) -> RenderedScreen:
    return RenderedScreen(
        id=name,
        image=image,
        size=size,
        source="chromium",
        toolkit="web",
        app=page.kind,
        split=split_of("web", page.kind, Random(f"split {name}").random()),
        elements=elements,
        lines=lines,
        theme=page.theme,
        scale=page.scale,
        language=page.language,
    )


def _id(seed: int, number: int) -> str:
    return f"web-{seed}-{number:05d}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m grounding.data web", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="data folder to add to")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="number of the first page")
    parser.add_argument("--layout", default="", help="draw only this layout")
    parser.add_argument("--cache", type=Path, help="unpacked npm packages (default: OUT/cache)")
    parser.add_argument("--packages", type=Path, help="folder of npm archives already fetched")
    parser.add_argument("--locale", type=Path, default=Path("/usr/share/locale"), help="gettext catalogues")
    parser.add_argument("--icons", type=Path, default=Path("/usr/share/icons"), help="icon themes")
    parser.add_argument("--browser", default="chromium")
    return parser
