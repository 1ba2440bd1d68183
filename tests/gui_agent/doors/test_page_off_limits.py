"""The page of `gui-agent serve`, open on the desktop that the agent works: its own input cannot reach it."""

from __future__ import annotations

import contextlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest

pytest.importorskip("starlette", reason="needs the extra serve")
pytest.importorskip("uvicorn", reason="needs the extra serve")

from actions.action import Action, Click, Move, PressKeys, Scroll, TypeText
from actions.asking_processes import AskingProcesses
from actions.errors import OffLimits
from actions.geometry import Point
from actions.local import LocalComputer, open_x11
from actions.x11.asking_windows import Asking
from evals.bench.private_display import private_display, program, wait_for
from gui_agent.doors.opening import ASKING_PAGES
from tests.gui_agent.doors.door_server import door_server
from tests.widgets.harness import CHROMIUM_FLAGS, require

pytestmark = [pytest.mark.x11, pytest.mark.app]
HTTP_DOOR = Path(__file__).parents[3] / "gui_agent" / "doors" / "http_door"
TELLS = """<script>
for (const kind of ["keydown", "mousedown", "wheel"])
  addEventListener(kind, (event) => {
    if (!["Control", "Shift", "Tab"].includes(event.key))  // the person's own
      fetch("/told/" + document.title + "/" + kind + " " + event.key);
  }, true);
</script>"""


@dataclass
class Pages:
    """The product's own page, and another one; both tell what reaches them."""

    told: list[str] = field(default_factory=list)

    @contextmanager
    def served(self) -> Iterator[str]:
        pages = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                match self.path:
                    case "/asks":
                        content = (HTTP_DOOR / "watch.html").read_text("utf-8") + TELLS
                    case "/works":
                        content = f"<title>works</title><h1>works</h1>{TELLS}"
                    case _:
                        content = ""
                        pages.told += [unquote(self.path)] * self.path.startswith("/told")
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(content.encode())

            def log_message(self, *_: object) -> None: ...

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.1,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def browser(profile: Path, *addresses: str) -> list[str]:
    place = ("--window-size=700,600", "--window-position=0,0", f"--user-data-dir={profile}")
    return ["chromium", *CHROMIUM_FLAGS, *place, *addresses]


def title_is(computer: LocalComputer, words: str) -> bool:
    return any(words in window.title for window in computer.windows())


def test_the_pages_are_known_by_the_titles_that_they_have() -> None:
    for page, title in zip(("watch.html", "docs.html.j2"), ASKING_PAGES, strict=True):
        assert f"<title>{title}</title>" in (HTTP_DOOR / page).read_text("utf-8")


def test_nothing_reaches_the_page_not_even_right_after_a_switch_of_tabs(tmp_path: Path) -> None:
    require("Xvfb", "openbox", "chromium")
    pages, asking = Pages(), Asking(AskingProcesses(), ASKING_PAGES)
    with (
        pages.served() as address,
        private_display() as display,
        program(browser(tmp_path, f"{address}/works", f"{address}/asks"), display),
        open_x11(display, take_over=True, asking=asking) as computer,
    ):
        assert wait_for(lambda: title_is(computer, "works"), 60.0)
        middle = Point(350, 400)
        assert wait_for(lambda: reaches(computer, pages, Click(middle)), 20.0)
        for _ in range(4):
            wait_for(lambda: free(computer, PressKeys(("ctrl", "tab"))), 5.0)
            for touch in touches(middle):
                with pytest.raises(OffLimits):
                    computer.execute(touch)
            assert wait_for(lambda: title_is(computer, ASKING_PAGES[0]), 20.0)
            for touch in touches(middle):
                with pytest.raises(OffLimits):
                    computer.execute(touch)
            person_goes_back(display)
            assert wait_for(lambda: title_is(computer, "works"), 20.0)
        assert wait_for(lambda: reaches(computer, pages, TypeText("a")), 20.0)
        assert not [told for told in pages.told if ASKING_PAGES[0] in told]


def touches(middle: Point) -> tuple[Action, ...]:
    keys = (PressKeys(("enter",)), TypeText("y"))
    return (*keys, Click(middle), Move(middle), Scroll(middle, dy=1))


def reaches(computer: LocalComputer, pages: Pages, action: Action) -> bool:
    before = len(pages.told)
    return free(computer, action) and wait_for(lambda: len(pages.told) > before, 2.0)


def free(computer: LocalComputer, action: Action) -> bool:
    """Say whether ``action`` was done; a window is known as one that asks for a moment longer than it is."""
    with contextlib.suppress(OffLimits):
        computer.execute(action)
        return True
    return False


def person_goes_back(display: str) -> None:
    """Press Ctrl+Shift+Tab by hands that are not the agent's."""
    from actions.x11.connection import KEY_PRESS, KEY_RELEASE, X11Connection

    control, shift, tab = 37, 50, 23
    connection = X11Connection(display)
    for key in (control, shift, tab):
        connection.fake(KEY_PRESS, key)
    for key in (tab, shift, control):
        connection.fake(KEY_RELEASE, key)
    connection.sync()
    connection.close()


def test_a_served_desktop_refuses_what_would_go_to_its_own_page(tmp_path: Path) -> None:
    require("Xvfb", "openbox", "chromium")
    with (
        private_display() as display,
        door_server(tmp_path, "--computer", "local", "--approve", "auto", DISPLAY=display) as server,
        program(browser(tmp_path / "profile", f"{server.address}/"), display),
        server.client() as client,
    ):
        assert wait_for(lambda: "watch and answer" in client.get("/v1/elements").text, 60.0)
        for action in ({"kind": "click", "target": "Token field"}, {"kind": "type", "text": "y"}):
            answer = client.post("/v1/actions", json=action)
            assert answer.status_code == 422
            assert "where the person is asked" in answer.json()["error"]
