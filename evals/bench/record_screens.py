"""Record the screens of ``bench tokens`` anew: ``python -m evals.bench.record_screens FOLDER [NAME…]``.

Each is a real program on a private desktop of 1920x1080, at work on something: a picture, the open windows,
and a task a person might have there. Needs mousepad, thunar, libreoffice, gimp, chromium, xterm, galculator.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2

from actions.action import Action, Launch, PressKeys, TypeText, Wait
from actions.geometry import Size
from actions.settle import wait_until_settled
from actions.virtual_desktop import VirtualDesktop
from evals.bench.private_display import wait_for

SCREEN = Size(1920, 1080)
LONGEST = 90.0
_LETTER = (
    "Dear Ms Okafor,\n\nthank you for your offer of 12 March. We would like to order 40 desks and 40 chairs, "
    "to be delivered to our new office in Harbour Street by the end of May. Please let us know whether you "
    "can keep that date, and whether your prices still hold.\n\nWith kind regards\nAna Lindqvist\n"
)
_SHEET = "\n".join(
    ["Month\tRent\tPower\tWages\tTotal"]
    + [f"{month}\t{1200 + n}\t{90 + 7 * n}\t{8000 + 250 * n}\t" for n, month in enumerate("ABCDEFGHIJKL")]
)
_ORDERS = "\n".join(
    f"{1000 + n}  2026-0{1 + n % 9}-{10 + n % 18}  {40 + 13 * n:>5} EUR  {'paid' if n != 17 else 'open'}"
    for n in range(40)
)
_PAGE = Path(__file__).with_name("apps") / "shop.html"


@dataclass(frozen=True, slots=True)
class Scene:
    """One screen: what is done to get there, and the task somebody has on it."""

    name: str
    task: str
    actions: tuple[Action, ...]
    title: str


def scenes(home: Path) -> tuple[Scene, ...]:
    """Return the ten scenes; files are made below ``home``."""
    letter, sheet, page = home / "letter.txt", home / "costs.csv", home / "shop.html"
    page.write_bytes(_PAGE.read_bytes())
    (home / "orders.txt").write_text(_ORDERS)
    letter.write_text(_LETTER)
    sheet.write_text(_SHEET.replace("\t", ","))
    for name in ("invoice-2026-03.pdf", "holiday.jpg", "minutes.odt", "budget.ods", "notes.txt", "to do.txt"):
        (home / name).write_text(name)
    for name in ("Documents", "Music", "Pictures", "Projects"):
        (home / name).mkdir(exist_ok=True)
    save_as = (PressKeys(("ctrl", "shift", "s")), Wait(2.0))
    chromium = ("--no-sandbox", "--test-type", "--no-first-run", "--lang=en-US", "--disable-gpu")
    calc = ("--nologo", "--norestore", "--calc", "--infilter=CSV:44,34,76,1", str(sheet))
    writer = ("--nologo", "--norestore", "--writer", str(letter))
    return (
        Scene("editor", "correct the date of the letter", (Launch("mousepad", (str(letter),)),), "letter"),
        Scene(
            "editor_dialog",
            "save the letter under another name",
            (Launch("mousepad", (str(letter),)), Wait(3.0), *save_as),
            "Save As",
        ),
        Scene("files", "rename the invoice", (Launch("thunar", (str(home),)),), ""),
        Scene(
            "sheet",
            "add up each month",
            (Launch("libreoffice", calc), Wait(12.0)),
            "Calc",
        ),
        Scene("letter", "make the first line bold", (Launch("libreoffice", writer), Wait(12.0)), "Writer"),
        Scene("picture", "make the picture smaller", (Launch("gimp", ("--no-splash",)), Wait(15.0)), "GIMP"),
        Scene(
            "shop",
            "put the cheapest lamp into the basket",
            (Launch("chromium", (*chromium, "--window-size=1920,1080", f"file://{page}")), Wait(30.0)),
            "",
        ),
        Scene(
            "terminal",
            "say which order has not been paid yet",
            (Launch("xterm", ("-geometry", "150x50")), Wait(2.0), TypeText("cat orders.txt\n")),
            "",
        ),
        Scene("calculator", "work out 17.5 % of 240", (Launch("galculator"), Wait(2.0)), ""),
        Scene(
            "several",
            "copy the second line of the letter into the terminal",
            (Launch("mousepad", (str(letter),)), Wait(3.0), Launch("xterm"), Wait(2.0), Launch("galculator")),
            "",
        ),
    )


def record(scene: Scene, desktop: VirtualDesktop, folder: Path) -> None:
    """Play ``scene`` and write its picture and windows into ``folder``."""
    for action in scene.actions:
        if isinstance(action, Wait):
            time.sleep(action.seconds)
        else:
            desktop.execute(action)
    wait_for(lambda: any(scene.title in w.title for w in desktop.windows()), LONGEST)
    desktop.wait_until_idle(20.0)
    shot = wait_until_settled(desktop.screenshot, timeout=10.0).screenshot
    cv2.imwrite(str(folder / f"{scene.name}.png"), shot.image, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    windows = [
        asdict(window) | {"box": [window.box.x1, window.box.y1, window.box.x2, window.box.y2]}
        for window in desktop.windows()
    ]
    facts = {"task": scene.task, "windows": windows}
    (folder / f"{scene.name}.json").write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n")


def main(arguments: Sequence[str]) -> int:
    folder, wanted = Path(arguments[0]), set(arguments[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for place in range(10):
        with VirtualDesktop(SCREEN) as desktop:
            scene = scenes(desktop.home)[place]
            if not wanted or scene.name in wanted:
                record(scene, desktop, folder)
                print(scene.name, [w.title for w in desktop.windows()], flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
