"""Working the pages of a machine's Chromium by fixed operations."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from gui_agent.tools.action import ClickElement, FillField, OpenPage, ReadPage, ToolAction
from gui_agent.tools.browser.devtools import Page, page_path
from gui_agent.tools.browser.outline import descendants, outline
from gui_agent.tools.errors import ToolFailed
from gui_agent.tools.runner import CommandRunner
from gui_agent.tools.toolbox import ToolOutcome

PORTS = (9222, 1337)
"""Where task files let browsers listen; the first one is used for a browser of our own."""
START_SECONDS = 30.0
LOAD_SECONDS = 15.0
AFTER_CLICK_SECONDS = 0.5
_PROFILE = "/tmp/gui-agent-browser"
_CONTROL = 2


class BrowserTool:
    """Opens, reads, fills and clicks the page in front; starts a browser where none listens.

    A selector is only ever looked up: neither the model nor the page has a script run.
    """

    kinds: frozenset[type[ToolAction]] = frozenset({OpenPage, ReadPage, FillField, ClickElement})

    def __init__(self, runner: CommandRunner, ports: Sequence[int] = PORTS) -> None:
        self._runner, self._ports = runner, tuple(ports)
        self._installed: bool | None = None

    def available(self) -> bool:
        """Say whether the machine has a Chromium."""
        if self._installed is None:
            found = self._runner.run(["sh", "-c", "command -v chromium"], seconds=10.0)
            self._installed = found.code == 0
        return self._installed

    def use(self, action: ToolAction) -> ToolOutcome:
        """Do ``action`` on the page. Raises `ToolFailed`."""
        with closing(self._page(start=isinstance(action, OpenPage))) as page:
            match action:
                case OpenPage(address):
                    return _open(page, address)
                case ReadPage(selector):
                    return ToolOutcome(True, _read(page, selector))
                case FillField(selector, text):
                    return _fill(page, selector, text)
                case ClickElement(selector):
                    return _click(page, selector)
        raise ToolFailed(f"a browser does not do {type(action).__name__}")

    def _page(self, *, start: bool) -> Page:
        port = self._listening()
        if port is None and start:
            port = self._started()
        if port is None:
            raise ToolFailed("no browser is open that could be worked by its pages; open a page first")
        if path := page_path(lambda: self._runner.connect(port)):
            return Page(self._runner.connect(port), path)
        raise ToolFailed("the browser has no page open; hand over to the screen")

    def _listening(self) -> int | None:
        for port in self._ports:
            try:
                self._runner.connect(port).close()
            except ToolFailed:
                continue
            return port
        return None

    def _started(self) -> int:
        port = self._ports[0]
        flags = (f"--remote-debugging-port={port}", f"--user-data-dir={_PROFILE}", "--no-first-run")
        self._runner.start(["chromium", *flags, "about:blank"])
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._listening() == port and page_path(lambda: self._runner.connect(port)):
                return port
            time.sleep(0.2)
        raise ToolFailed(f"the browser did not come up within {START_SECONDS:g} s; hand over to the screen")


def _open(page: Page, address: str) -> ToolOutcome:
    page.call("Page.enable")
    page.call("Page.bringToFront")
    went = page.call("Page.navigate", url=address)
    if reason := went.get("errorText"):
        raise ToolFailed(f"{address[:200]} cannot be opened: {reason}")
    loaded = page.wait_for("Page.loadEventFired", LOAD_SECONDS)
    return ToolOutcome(True, _read(page, "") if loaded else "the page is still loading; read it in a moment")


def _read(page: Page, selector: str) -> str:
    page.call("DOM.enable")
    page.call("Accessibility.enable")
    # Reading the whole document gives every node another number; the backend's stay.
    root = _backend(page, _found(page, selector)) if selector else None
    document = page.call("DOM.getFlattenedDocument", depth=-1)["nodes"]
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    return outline(tree, document, None if root is None else descendants(document, root))


def _fill(page: Page, selector: str, text: str) -> ToolOutcome:
    node = _found(page, selector)
    page.call("DOM.focus", nodeId=node)
    everything = {"key": "a", "code": "KeyA", "modifiers": _CONTROL, "commands": ["selectAll"]}
    page.call("Input.dispatchKeyEvent", type="rawKeyDown", **everything)
    page.call("Input.dispatchKeyEvent", type="keyUp", key="a", code="KeyA", modifiers=_CONTROL)
    if text:
        page.call("Input.insertText", text=text)
    else:
        page.call(
            "Input.dispatchKeyEvent", type="rawKeyDown", key="Delete", code="Delete", windowsVirtualKeyCode=46
        )
        page.call("Input.dispatchKeyEvent", type="keyUp", key="Delete", code="Delete")
    held = _held(page, node)
    worked = held == text or held.splitlines() == text.splitlines()
    hint = "" if worked else "; it takes no such text: hand over to the screen for lists and pickers"
    return ToolOutcome(worked, f"it now holds “{held}”{hint}")


def _held(page: Page, node: int) -> str:
    backend = _backend(page, node)
    page.call("Accessibility.enable")
    for each in page.call("Accessibility.getFullAXTree")["nodes"]:
        if each.get("backendDOMNodeId") == backend:
            return str(each.get("value", {}).get("value", ""))
    return ""


def _click(page: Page, selector: str) -> ToolOutcome:
    node = _found(page, selector)
    page.call("Page.enable")
    page.call("DOM.scrollIntoViewIfNeeded", nodeId=node)
    quads: list[Any] = page.call("DOM.getContentQuads", nodeId=node).get("quads", [])
    if not quads:
        raise ToolFailed(f"{selector} is nowhere on the page to be clicked")
    x, y = sum(quads[0][::2]) / 4, sum(quads[0][1::2]) / 4
    page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
    for kind in ("mousePressed", "mouseReleased"):
        page.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
    if page.wait_for("Page.frameStartedLoading", AFTER_CLICK_SECONDS):
        page.wait_for("Page.loadEventFired", LOAD_SECONDS)
    return ToolOutcome(True, f"clicked; the page now:\n{_read(page, '')}")


def _backend(page: Page, node: int) -> int:
    return int(page.call("DOM.describeNode", nodeId=node)["node"]["backendNodeId"])


def _found(page: Page, selector: str) -> int:
    """Return the node number of the first element that ``selector`` fits. Raises `ToolFailed`."""
    page.call("DOM.enable")
    root = page.call("DOM.getDocument", depth=0)["root"]["nodeId"]
    node = int(page.call("DOM.querySelector", nodeId=root, selector=selector).get("nodeId", 0))
    if not node:
        raise ToolFailed(f"the page has no {selector}; read it to see what there is")
    return node
