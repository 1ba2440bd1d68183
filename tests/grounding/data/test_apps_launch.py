"""A launch is decided by its seed: program, look, documents, steps."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np

from grounding.data.apps.catalogue import load_programs
from grounding.data.apps.desk import glance, read_frame
from grounding.data.apps.documents import write_documents
from grounding.data.apps.look import choose_look
from grounding.data.apps.settings import arguments, environment, write_settings
from grounding.data.apps.walk import View, next_step
from grounding.data.held_out import HELD_OUT_APPS
from grounding.data.sample import RenderedElement

PROGRAMS = {program.name: program for program in load_programs()}


def test_every_held_out_program_is_in_the_catalogue() -> None:
    assert set(PROGRAMS) >= HELD_OUT_APPS


def test_every_toolkit_has_a_program() -> None:
    toolkits = {program.toolkit for program in PROGRAMS.values()}
    assert toolkits == {
        "GTK2", "GTK3", "GTK4", "Qt5", "Qt6", "LibreOffice", "wxWidgets", "Gecko", "Chromium", "Swing",
    }  # fmt: skip


def test_the_same_seed_gives_the_same_look_and_another_one_another() -> None:
    looks = [choose_look(PROGRAMS["gedit"], Random(seed)) for seed in (3, 3, 4)]
    assert looks[0] == looks[1] != looks[2]


def test_scales_are_told_to_the_toolkit(tmp_path: Path) -> None:
    kcalc, chromium = PROGRAMS["kcalc"], PROGRAMS["chromium"]
    look = next(x for x in (choose_look(kcalc, Random(i)) for i in range(99)) if x.factor == 1.5)
    assert environment(kcalc, look)["QT_SCALE_FACTOR"] == "1.5"
    assert "--force-device-scale-factor=1.5" in arguments(chromium, look)
    write_settings(kcalc, look, tmp_path)
    assert look.icons in (tmp_path / ".config/gtk-3.0/settings.ini").read_text()


def test_documents_depend_on_the_seed_alone(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_documents(tmp_path / name, 5)
    texts = [(tmp_path / name / "Documents" / "notes.txt").read_text() for name in ("a", "b")]
    assert texts[0] == texts[1]
    assert (tmp_path / "a/Documents/report.pdf").read_bytes().startswith(b"%PDF")


def view(*elements: RenderedElement, popup: bool = False, dialog: bool = False) -> View:
    return View(elements, popup, dialog)


def test_nothing_is_opened_twice() -> None:
    menu = RenderedElement((0, 0, 40, 20), "menu", "File")
    first = next_step(view(menu), frozenset(), 0, Random(1), careful=False)
    assert first is not None
    assert next_step(view(menu), frozenset({first.key}), 0, Random(1), careful=False) is None


def test_a_dialog_is_closed_when_it_was_seen_often_enough() -> None:
    tab = RenderedElement((0, 0, 40, 20), "tab", "Fonts")
    step = next_step(view(tab, dialog=True), frozenset(), 3, Random(1), careful=False)
    assert step is not None
    assert step.move == "close"


def test_what_ends_the_program_or_is_disabled_is_left_alone() -> None:
    elements = (
        RenderedElement((0, 0, 40, 20), "button", "Quit"),
        RenderedElement((0, 0, 40, 20), "button", "Print", state=("disabled",)),
    )
    assert next_step(view(*elements), frozenset(), 0, Random(1), careful=False) is None


def test_careful_walks_press_no_buttons() -> None:
    button = RenderedElement((0, 0, 40, 20), "button", "Open")
    assert next_step(view(button), frozenset(), 0, Random(1), careful=True) is None


def test_the_screen_file_of_the_display_is_read_as_bgr(tmp_path: Path) -> None:
    header = np.zeros(25, ">u4")
    header[[0, 4, 5, 12, 19]] = 100, 16, 6, 64, 1
    pixels = np.arange(16 * 6 * 4, dtype=np.uint8).reshape(6, 16, 4)
    file = tmp_path / "screen"
    file.write_bytes(header.tobytes() + bytes(12) + pixels.tobytes())
    assert np.array_equal(read_frame(file), pixels[:, :, :3])
    assert glance(file).shape == (2, 2, 3)
