"""Several things in one sentence, and whole tasks."""

from __future__ import annotations

from gui_agent.expectation import (
    TextVisible,
    WindowOpen,
)
from gui_agent.planning.commands import (
    ChooseFrom,
    ClickOn,
    CloseWindowNamed,
    Edit,
    EnterText,
    OpenApplication,
    ReplaceText,
    SaveAs,
    ScrollBy,
    ScrollUntil,
    SelectText,
    SetChecked,
    SwitchTo,
    Verify,
    WaitSeconds,
    WaitUntil,
)
from tests.gui_agent.planning.language_examples import key, when
from tests.gui_agent.planning.phrasings.names import (
    COPY,
    ENTER,
    MOUSEPAD,
    OK,
    SAVE,
    SELECT_ALL,
    Phrases,
    dialog,
)

JOINED: Phrases = [
    ("click OK; press Enter", [OK, ENTER]),
    ("click OK. Press Enter.", [OK, ENTER]),
    ("click OK\npress Enter", [OK, ENTER]),
    ("click OK, then press Enter", [OK, ENTER]),
    ("click OK and then press Enter", [OK, ENTER]),
    ("click OK and press Enter", [OK, ENTER]),
    ("click OK then press Enter", [OK, ENTER]),
    ("click OK, press Enter", [OK, ENTER]),
    ("click OK & press Enter", [OK, ENTER]),
    ("click OK, and after that, press Enter", [OK, ENTER]),
    ("Click OK. After that press Enter.", [OK, ENTER]),
    ("First, click OK. Next, press Enter. Finally, save it.", [OK, ENTER, SAVE]),
    ("click OK, next press Enter, finally save", [OK, ENTER, SAVE]),
    ("click OK! Press Enter!", [OK, ENTER]),
    ("1. click OK\n2. press Enter", [OK, ENTER]),
    ("1) click OK\n2) press Enter", [OK, ENTER]),
    ("(1) click OK (2) press Enter", [OK, ENTER]),
    ("1. click OK 2. press Enter", [OK, ENTER]),
    ("Step 1: click OK\nStep 2: press Enter", [OK, ENTER]),
    ("- click OK\n- press Enter", [OK, ENTER]),
    ("* click OK\n\n* press Enter\n", [OK, ENTER]),
    ("• click OK\r\n• press Enter\r\n", [OK, ENTER]),
    ("- [ ] click OK\n- [x] press Enter", [OK, ENTER]),
    ("I want you to click OK", [OK]),
    ("Could you please click OK?", [OK]),
    ("go ahead and click OK", [OK]),
    ("You should now click OK", [OK]),
    ("first click OK and then go ahead and press Enter", [OK, ENTER]),
    ("I'd like you to click OK", [OK]),
    ("Let's click OK", [OK]),
    ("Okay, now please just click OK, thanks", [OK]),
    ("click OK and\npress Enter", [OK, ENTER]),
    ("type hello\ninto the Name field", [EnterText("hello", "Name field")]),
]

WHOLE_TASKS: Phrases = [
    (
        'Open Mousepad, type "Buy red apples and red pears", replace red with green, '
        "and save it as shopping.txt",
        [
            MOUSEPAD,
            EnterText("Buy red apples and red pears"),
            ReplaceText("red", "green"),
            SaveAs("shopping.txt"),
        ],
    ),
    (
        "Open the calculator, click 1, 2, +, 3 and =, then copy the result",
        [
            OpenApplication("calculator"),
            *(ClickOn(label) for label in ("1", "2", "+", "3", "=")),
            COPY,
        ],
    ),
    (
        "Open http://127.0.0.1:8000/form.html in Chromium, type Ana Novák into the Name field, "
        'tick "I agree", choose Blue from the Colour drop-down and click Submit; '
        'then make sure "Thank you" is visible',
        [
            OpenApplication("Chromium", ("http://127.0.0.1:8000/form.html",)),
            EnterText("Ana Novák", "Name field"),
            SetChecked('"I agree"'),
            ChooseFrom(("Blue",), "Colour drop-down"),
            ClickOn("Submit"),
            Verify(TextVisible("Thank you")),
        ],
    ),
    (
        """
        Please do the following:
        1. Open LibreOffice Writer.
        2. Type "Dear Ana,\\n\\nThanks!" and select all.
        3. Press Ctrl+B, then choose Format > Text > Uppercase.
        4. Save it as letter.odt
           - if the "Keep current format?" dialog appears, press Enter
        5. Make sure the window "letter.odt" is open.
        """,
        [
            OpenApplication("LibreOffice Writer"),
            EnterText("Dear Ana,\n\nThanks!"),
            SELECT_ALL,
            key("ctrl", "b"),
            ChooseFrom(("Format", "Text", "Uppercase")),
            SaveAs("letter.odt"),
            when(dialog("Keep current format?"), ENTER),
            Verify(WindowOpen("letter.odt")),
        ],
    ),
]

OTHERS: Phrases = [
    (
        'Please open the text editor Mousepad and write "Hello World" in it',
        [OpenApplication("Mousepad"), EnterText("Hello World")],
    ),
    (
        "open calculator and click on the number 5, then on plus, then on 3, and then on equals",
        [
            OpenApplication("calculator"),
            ClickOn("number 5"),
            ClickOn("plus"),
            ClickOn("3"),
            ClickOn("equals"),
        ],
    ),
    (
        "Open the file manager, double-click on Documents, then double click notes.txt",
        [OpenApplication("file manager"), ClickOn("Documents", count=2), ClickOn("notes.txt", count=2)],
    ),
    (
        'In Mousepad, type "hello" and press Ctrl+A',
        [SwitchTo("Mousepad"), EnterText("hello"), key("ctrl", "a")],
    ),
    ("in the calculator window click 5", [SwitchTo("calculator"), ClickOn("5")]),
    ("press F10 then choose Save", [key("f10"), ChooseFrom(("Save",))]),
    ("select cell B2 and type 42", [ClickOn("cell B2"), EnterText("42")]),
    (
        "click cell A1, type 10, press Enter, type 20, press Enter",
        [ClickOn("cell A1"), EnterText("10"), key("enter"), EnterText("20"), key("enter")],
    ),
    (
        'Scroll down until you can see the "Submit" button and click it',
        [ScrollUntil('"Submit" button'), ClickOn('"Submit" button')],
    ),
    (
        'scroll to the "Submit" button and click on it',
        [ScrollUntil('"Submit" button'), ClickOn('"Submit" button')],
    ),
    (
        'scroll to the bottom of the page, then click "Accept all"',
        [ScrollBy("down", unit="end"), ClickOn('"Accept all"')],
    ),
    ("wait 3 seconds, then click OK", [WaitSeconds(3), ClickOn("OK")]),
    (
        'Once the window "Downloads" opens, close it',
        [WaitUntil(WindowOpen("Downloads")), CloseWindowNamed("Downloads")],
    ),
    (
        'copy the text "abc" and paste it into the "Search" field',
        [SelectText("abc"), Edit("copy"), ClickOn('"Search" field'), Edit("paste")],
    ),
    (
        "select all, copy, switch to Writer and paste",
        [Edit("select all"), Edit("copy"), SwitchTo("Writer"), Edit("paste")],
    ),
    ('save the document under the name "x.txt" and close the window', [SaveAs("x.txt"), CloseWindowNamed()]),
    ("Can you open Mousepad and type hello?", [OpenApplication("Mousepad"), EnterText("hello")]),
    ('Step one: open Mousepad. Step two: type "hi".', [OpenApplication("Mousepad"), EnterText("hi")]),
    ("Open \"Mousepad\" & type 'It''s me'", [OpenApplication("Mousepad"), EnterText("It's me")]),
    ('enter "a, b; c. d" into Notes and click on Save.', [EnterText("a, b; c. d", "Notes"), ClickOn("Save")]),
    (
        'Fill in "Name" with "Ana", "City" with "Rome" and click Submit',
        [EnterText("Ana", '"Name"', True), EnterText("Rome", '"City"', True), ClickOn("Submit")],
    ),
    (
        "Set Name to Ana and Age to 42 and click OK",
        [EnterText("Ana", "Name", True), EnterText("42", "Age", True), ClickOn("OK")],
    ),
    (
        'click the "File" menu then "Save As..." then type "x.txt"',
        [ClickOn('"File" menu'), ClickOn('"Save As..."'), EnterText("x.txt")],
    ),
    (
        'Click File → Save As…, type "x", press Enter',
        [ChooseFrom(("File", "Save As…")), EnterText("x"), key("enter")],
    ),
    (
        "click on the Save button, wait 2 seconds and press Escape",
        [ClickOn("Save button"), WaitSeconds(2), key("escape")],
    ),
    ("save and close", [Edit("save"), CloseWindowNamed()]),
    ("save it and close it", [Edit("save"), CloseWindowNamed()]),
    (
        'Open Mousepad. Write "Dear Ana" and press Enter twice. Save as letter.txt. Close Mousepad.',
        [
            OpenApplication("Mousepad"),
            EnterText("Dear Ana"),
            key("enter", count=2),
            SaveAs("letter.txt"),
            CloseWindowNamed("Mousepad"),
        ],
    ),
    (
        "open the calculator; click 1; click 2; click ×; click 3; click =",
        [OpenApplication("calculator"), ClickOn("1"), ClickOn("2"), ClickOn("×"), ClickOn("3"), ClickOn("=")],
    ),
    (
        'Open LibreOffice Calc, click cell A1, type "Item" and press Tab, type "Price" and press Enter',
        [
            OpenApplication("LibreOffice Calc"),
            ClickOn("cell A1"),
            EnterText("Item"),
            key("tab"),
            EnterText("Price"),
            key("enter"),
        ],
    ),
    (
        'enter "ana@example.com" into "E-mail", "secret 1" into "Password" and click "Log in"',
        [EnterText("ana@example.com", '"E-mail"'), EnterText("secret 1", '"Password"'), ClickOn('"Log in"')],
    ),
    (
        'click "Sign in", wait until "Welcome" appears, then click "Settings" and tick "Dark mode"',
        [
            ClickOn('"Sign in"'),
            WaitUntil(TextVisible("Welcome")),
            ClickOn('"Settings"'),
            SetChecked('"Dark mode"'),
        ],
    ),
    (
        "click Edit > Copy and then click in the second field and press Ctrl+V",
        [ChooseFrom(("Edit", "Copy")), ClickOn("second field"), key("ctrl", "v")],
    ),
    (
        "click “A”, “B”, and “C”, then press Enter",
        [ClickOn('"A"'), ClickOn('"B"'), ClickOn('"C"'), key("enter")],
    ),
    ('Wait until "Done" is visible, then click it', [WaitUntil(TextVisible("Done")), ClickOn('"Done"')]),
    ('wait for the "OK" button and click it', [WaitUntil(TextVisible("OK")), ClickOn('"OK"')]),
    ('verify "Done" is visible and click it', [Verify(TextVisible("Done")), ClickOn('"Done"')]),
    ("verify the OK button is visible, then click it", [Verify(TextVisible("OK")), ClickOn('"OK"')]),
    (
        "open the terminal and type ls -la | grep foo and press Enter",
        [OpenApplication("terminal"), EnterText("ls -la | grep foo"), key("enter")],
    ),
    (
        'open xterm, type "echo hi > a.txt" and press Enter',
        [OpenApplication("xterm"), EnterText("echo hi > a.txt"), key("enter")],
    ),
    ("click ok,press enter,type hi", [ClickOn("ok"), key("enter"), EnterText("hi")]),
    ("click OK.Press Enter", [ClickOn("OK"), key("enter")]),
    ("click OK – then press Enter", [ClickOn("OK"), key("enter")]),
    ("click OK - press Enter", [ClickOn("OK"), key("enter")]),
]

PHRASES = JOINED + WHOLE_TASKS + OTHERS
