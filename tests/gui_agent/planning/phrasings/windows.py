"""Applications and windows, and scrolling in them."""

from __future__ import annotations

from gui_agent.planning.commands import (
    CloseWindowNamed,
    EnterText,
    OpenApplication,
    ScrollBy,
    ScrollUntil,
    SwitchTo,
)
from tests.gui_agent.planning.language_examples import key
from tests.gui_agent.planning.phrasings.names import (
    ENTER,
    MOUSEPAD,
    Phrases,
)

APPLICATIONS: Phrases = [
    ("Open Mousepad", [MOUSEPAD]),
    ("open Mousepad.", [MOUSEPAD]),
    ("OPEN Mousepad", [MOUSEPAD]),
    ("Launch Mousepad", [MOUSEPAD]),
    ("start Mousepad", [MOUSEPAD]),
    ("run Mousepad", [MOUSEPAD]),
    ("start up Mousepad", [MOUSEPAD]),
    ("open up Mousepad", [MOUSEPAD]),
    ("Open the Mousepad application", [MOUSEPAD]),
    ("open the app Mousepad", [MOUSEPAD]),
    ('open "Mousepad"', [MOUSEPAD]),
    ("Open the calculator", [OpenApplication("calculator")]),
    ("launch LibreOffice Writer", [OpenApplication("LibreOffice Writer")]),
    ("please open   Mousepad, please", [MOUSEPAD]),
    ("open the calculator for me", [OpenApplication("calculator")]),
    ("open report.odt in LibreOffice Writer", [OpenApplication("LibreOffice Writer", ("report.odt",))]),
    (
        "open the file report.odt with LibreOffice Writer",
        [OpenApplication("LibreOffice Writer", ("report.odt",))],
    ),
    ('open "my report.odt" using Writer', [OpenApplication("Writer", ("my report.odt",))]),
    ("open ~/notes.txt", [OpenApplication("", ("~/notes.txt",))]),
    ('open the file "notes"', [OpenApplication("", ("notes",))]),
    ("open a.txt and b.txt in Mousepad", [OpenApplication("Mousepad", ("a.txt", "b.txt"))]),
    (
        "open http://localhost:8000/a?b=c,d&e in Chromium",
        [OpenApplication("Chromium", ("http://localhost:8000/a?b=c,d&e",))],
    ),
    ("go to http://localhost:1/ in Chromium", [OpenApplication("Chromium", ("http://localhost:1/",))]),
    ("in Chromium, open http://localhost:1/", [OpenApplication("Chromium", ("http://localhost:1/",))]),
    ("visit https://example.org", [OpenApplication("", ("https://example.org",))]),
    (
        "open Chromium and go to http://localhost:1/",
        [OpenApplication("Chromium"), key("ctrl", "l"), EnterText("http://localhost:1/"), ENTER],
    ),
    ("open Chromium at http://localhost:1/", [OpenApplication("Chromium", ("http://localhost:1/",))]),
    ("open Mousepad and the calculator", [MOUSEPAD, OpenApplication("calculator")]),
    (
        "open Mousepad, the calculator and Chromium",
        [MOUSEPAD, OpenApplication("calculator"), OpenApplication("Chromium")],
    ),
    ('open the application "org.gnome.Calculator"', [OpenApplication("org.gnome.Calculator")]),
]

WINDOWS: Phrases = [
    ("switch to Mousepad", [SwitchTo("Mousepad")]),
    ("switch to the Mousepad window", [SwitchTo("Mousepad")]),
    ('switch to the window "notes.txt - Mousepad"', [SwitchTo("notes.txt - Mousepad")]),
    ("go to the Calculator window", [SwitchTo("Calculator")]),
    ("go back to the Calculator window", [SwitchTo("Calculator")]),
    ("focus the Calculator window", [SwitchTo("Calculator")]),
    ("focus on Calculator", [SwitchTo("Calculator")]),
    ("bring up the Calculator window", [SwitchTo("Calculator")]),
    ("bring Calculator to the front", [SwitchTo("Calculator")]),
    ("activate the Calculator window", [SwitchTo("Calculator")]),
    ("switch back to Calculator", [SwitchTo("Calculator")]),
    ("close it", [CloseWindowNamed()]),
    ("close", [CloseWindowNamed()]),
    ("close the window", [CloseWindowNamed()]),
    ("close this dialog", [CloseWindowNamed()]),
    ("quit the application", [CloseWindowNamed()]),
    ("exit", [CloseWindowNamed()]),
    ("close Mousepad", [CloseWindowNamed("Mousepad")]),
    ("close the Mousepad window", [CloseWindowNamed("Mousepad")]),
    ("quit Mousepad", [CloseWindowNamed("Mousepad")]),
    ('close the "Save As" dialog', [CloseWindowNamed("Save As")]),
    ("close out of Mousepad", [CloseWindowNamed("Mousepad")]),
    ("open notes.txt and close it", [OpenApplication("", ("notes.txt",)), CloseWindowNamed("notes.txt")]),
    ("open Mousepad then close it", [MOUSEPAD, CloseWindowNamed("Mousepad")]),
]

SCROLLING: Phrases = [
    ("scroll down", [ScrollBy("down")]),
    ("scroll up", [ScrollBy("up")]),
    ("scroll down by 5 lines", [ScrollBy("down", 5)]),
    ("scroll down 5", [ScrollBy("down", 5)]),
    ("scroll 5 lines down", [ScrollBy("down", 5)]),
    ("scroll up ten notches", [ScrollBy("up", 10)]),
    ("scroll down twice", [ScrollBy("down", 2)]),
    ("scroll down 4 times", [ScrollBy("down", 4)]),
    ("scroll right a bit", [ScrollBy("right", 2)]),
    ("scroll down a page", [ScrollBy("down", 1, "pages")]),
    ("scroll up three screens", [ScrollBy("up", 3, "pages")]),
    ("scroll one page up", [ScrollBy("up", 1, "pages")]),
    ("scroll to the top", [ScrollBy("up", unit="end")]),
    ("scroll to the bottom of the page", [ScrollBy("down", unit="end")]),
    ("scroll all the way down", [ScrollBy("down", unit="end")]),
    ("scroll down to the end", [ScrollBy("down", unit="end")]),
    ("scroll down in the Files list", [ScrollBy("down", target="Files list")]),
    ("scroll the Files list down by 2", [ScrollBy("down", 2, target="Files list")]),
    ('scroll until "Terms" is visible', [ScrollUntil('"Terms"')]),
    ("scroll down until you see Terms", [ScrollUntil("Terms")]),
    ("scroll up until the Name field appears", [ScrollUntil("Name field", "up")]),
    ("scroll to Terms", [ScrollUntil("Terms")]),
    ("scroll down to the Submit button", [ScrollUntil("Submit button")]),
    ("scroll the Submit button into view", [ScrollUntil("Submit button")]),
]

OTHERS: Phrases = [
    ("scroll down a little", [ScrollBy("down", 2)]),
    ("scroll up 2 times", [ScrollBy("up", 2)]),
    ("scroll the page down", [ScrollBy("down")]),
    ("scroll down for 3 pages", [ScrollBy("down", unit="pages")]),
    ("scroll through the list until Zebra is visible", [ScrollUntil("Zebra")]),
    ("scroll left all the way", [ScrollBy("left", unit="end")]),
    ("scroll to the very end", [ScrollBy("down", unit="end")]),
    ("scroll back up", [ScrollBy("up")]),
    ("scroll right 3 times in the table", [ScrollBy("right", target="table")]),
    ("close the dialog and then the window", [CloseWindowNamed(), CloseWindowNamed()]),
    ("close Mousepad and the calculator", [CloseWindowNamed("Mousepad"), CloseWindowNamed("calculator")]),
    ("quit", [CloseWindowNamed()]),
    ("exit the program", [CloseWindowNamed()]),
]

PHRASES = APPLICATIONS + WINDOWS + SCROLLING + OTHERS
