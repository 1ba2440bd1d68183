"""The browser tool on a real Chromium in a real sandbox: fixed operations, no script of anybody's."""

import pytest

from evals.machines.sandbox.machine import Sandbox
from evals.machines.tool_runner import runner_of
from gui_agent.tools.action import ClickElement, FillField, OpenPage, ReadPage, RunCommand
from gui_agent.tools.browser.devtools import Page
from gui_agent.tools.browser.tool import BrowserTool
from gui_agent.tools.errors import ToolFailed

PAGE = """<!doctype html><title>Orders</title><h1>Orders</h1>
<p>Welcome <b>back</b></p><p style="display:none">hidden words</p>
<form action="second.html"><label>Name <input name="who" value="old"></label>
<input type="checkbox" id="gift" aria-label="Gift">
<select id="size" aria-label="Size"><option>S<option>L</select>
<button id="send">Send</button></form>
<div id="far" style="margin-top:3000px"><button>Far away</button></div>"""
HOME = "file:///home/user/shop"


@pytest.fixture(scope="module")
def browser(full_sandbox: Sandbox) -> BrowserTool:
    runner = runner_of(full_sandbox)
    runner.put(PAGE.encode(), "/home/user/shop/first.html")
    runner.put(b"<!doctype html><title>Thanks</title><h1>Thank you</h1>", "/home/user/shop/second.html")
    return BrowserTool(runner)


@pytest.fixture
def page(browser: BrowserTool) -> str:
    return browser.use(OpenPage(f"{HOME}/first.html")).text


def test_before_a_page_is_opened_there_is_nothing_to_read(full_sandbox: Sandbox) -> None:
    tool = BrowserTool(runner_of(full_sandbox), ports=(9333,))
    assert tool.available()
    with pytest.raises(ToolFailed, match="open a page"):
        tool.use(ReadPage())


def test_a_page_is_told_with_selectors_and_without_what_is_hidden(page: str) -> None:
    assert "heading “Orders”" in page
    assert "text “Welcome”" in page
    assert "hidden words" not in page
    assert "textbox “Name” holds “old” [" in page
    assert "button “Send” [#send]" in page
    assert "[#far > button:nth-of-type(1)]" in page


def test_a_part_of_a_page_can_be_read(browser: BrowserTool, page: str) -> None:
    assert browser.use(ReadPage("#far")).text == "button “Far away” [#far > button:nth-of-type(1)]"


@pytest.mark.parametrize("text", ["Ana", "", "'; alert(1); //", "<b>ü €</b>"])
def test_a_field_is_filled_with_exactly_the_text(browser: BrowserTool, page: str, text: str) -> None:
    filled = browser.use(FillField("input[name=who]", text))
    assert filled.worked
    assert filled.text == f"it now holds “{text}”"


def test_a_list_that_takes_no_text_says_so(browser: BrowserTool, page: str) -> None:
    assert not browser.use(FillField("#size", "enormous")).worked


def test_clicks_tick_boxes_scroll_and_follow_forms(browser: BrowserTool, page: str) -> None:
    assert "checkbox “Gift” checked" in browser.use(ClickElement("#gift")).text
    assert browser.use(ClickElement("#far > button")).worked
    assert "Thank you" in browser.use(ClickElement("#send")).text


@pytest.mark.parametrize("selector", ["#nothing", "');alert(1);('", "][", "a{b}"])
def test_a_selector_that_fits_nothing_is_told(browser: BrowserTool, page: str, selector: str) -> None:
    with pytest.raises(ToolFailed):
        browser.use(ClickElement(selector))


def test_an_address_that_cannot_be_reached_is_told(browser: BrowserTool, page: str) -> None:
    with pytest.raises(ToolFailed, match="cannot be opened"):
        browser.use(OpenPage("http://nobody.invalid/"))


def test_no_command_outside_the_list_is_ever_sent(browser: BrowserTool, page: str) -> None:
    opened: Page = browser._page(start=False)
    for method in ("Runtime.evaluate", "Page.addScriptToEvaluateOnNewDocument", "Browser.close"):
        with pytest.raises(ToolFailed, match="no operation"):
            opened.call(method, expression="1")
    opened.close()


def test_only_its_own_kinds_are_done(browser: BrowserTool, page: str) -> None:
    with pytest.raises(ToolFailed):
        browser.use(RunCommand("ls"))
