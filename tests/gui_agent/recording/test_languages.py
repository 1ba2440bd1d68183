"""A recording heals where the program speaks another language than when it was recorded."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from actions.action import Click
from actions.computer import Window
from actions.demonstration.camera import Frame
from actions.demonstration.joining import Performed
from actions.geometry import Box, Point, Size
from actions.screenshot import Screenshot
from grounding.fake import FakeGroundingModel, FakeScreens
from grounding.grounders import Grounder
from grounding.types import UIElement
from gui_agent.recording.evidence import marks_of
from gui_agent.recording.healing import Found, find_again
from gui_agent.recording.making import Shown, recorded_steps
from gui_agent.recording.translating import Translations
from gui_agent.types import Observation

SIZE = Size(400, 300)
SCREENS = FakeScreens(SIZE)
WHOLE, QUESTION = Box(0, 0, 400, 300), Box(100, 80, 300, 200)
FIRST, SECOND = Box(120, 160, 190, 184), Box(210, 160, 280, 184)
MAIN_CANCEL = Box(300, 260, 380, 284)
GERMAN = {"_Cancel": "_Abbrechen", "_OK": "_OK", "_Delete": "_Löschen", "Save _As...": "Speichern _unter …"}
FRENCH = {"_Cancel": "A_nnuler", "_OK": "_Valider", "_Delete": "_Supprimer"}


@pytest.fixture
def translations(tmp_path: Path) -> Translations:
    """Compile catalogs with GNU gettext, as those of programs are."""
    if shutil.which("msgfmt") is None:
        return Translations(("shop",), (written(tmp_path, de=GERMAN, fr=FRENCH),))
    for language, texts in {"de": GERMAN, "fr": FRENCH}.items():
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        lines = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
        lines += [f'msgid "{source}"\nmsgstr "{text}"\n' for source, text in texts.items()]
        (folder / "shop.po").write_text("\n".join(lines), "utf-8")
        subprocess.run(["msgfmt", "-o", folder / "shop.mo", folder / "shop.po"], check=True)
    return Translations(("shop",), (tmp_path,))


def written(place: Path, **languages: dict[str, str]) -> Path:
    """Write catalogs by hand: two tables of lengths and places, and the texts."""
    import struct

    for language, texts in languages.items():
        entries = sorted((s.encode(), t.encode()) for s, t in texts.items())
        at, tables, data = 28 + 16 * len(entries), [b"", b""], b""
        for side in (0, 1):
            for entry in entries:
                tables[side] += struct.pack("<2I", len(entry[side]), at + len(data))
                data += entry[side] + b"\0"
        head = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
        folder = place / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "shop.mo").write_bytes(head + b"".join(tables) + data)
    return place


def test_labels_are_translated_from_any_language_into_every_other(translations: Translations) -> None:
    assert translations.of("Cancel") == {"abbrechen", "annuler"}
    assert translations.of("Abbrechen") == {"cancel", "annuler"}
    assert translations.of("Save As…") == {"speichernunter"}
    assert translations.of("Nothing of the kind") == translations.of("") == frozenset()


def test_what_is_no_catalog_translates_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for number, data in enumerate((b"", b"junk", b"\xde\x12\x04\x95" + b"\xff" * 40)):
        (folder / f"d{number}.mo").write_bytes(data)
    assert Translations(("d0", "d1", "d2"), (tmp_path,)).of("Cancel") == frozenset()


def button(box: Box, label: str) -> UIElement:
    return UIElement(box, "button", label)


def windows(dialog: bool) -> tuple[Window, ...]:
    shop = Window(1, "Shop", "Shop", WHOLE, active=not dialog)
    return (shop, Window(2, "Question", "Shop", QUESTION, active=True, dialog=True)) if dialog else (shop,)


def frame(*elements: UIElement, dialog: bool = True) -> Frame:
    seen = Screenshot(SCREENS.draw(list(elements)), WHOLE)
    return Frame(seen, windows(dialog))


def found(at: Point, then: Frame, now: Frame, translations: Translations) -> Found | None:
    """Record a click at ``at`` and look for its target on another screen."""
    finder = FakeGroundingModel(SCREENS)
    (step,) = recorded_steps(
        [Shown(Performed(Click(at), 0, 0), then)], then, Grounder(SCREENS, finder, finder)
    )
    marks = marks_of(step)
    assert marks is not None
    today = Observation(now.screenshot, SCREENS.parse(now.screenshot), (), now.windows, 1)
    return find_again(marks, step.planned.target, today, finder, thoroughly=True, translations=translations)


ENGLISH = frame(button(FIRST, "Cancel"), button(SECOND, "OK"))


def test_a_button_is_found_by_its_translation(translations: Translations) -> None:
    place = found(
        FIRST.center, ENGLISH, frame(button(FIRST, "Annuler"), button(SECOND, "Valider")), translations
    )
    assert place is not None
    assert (place.box, place.how, place.label) == (FIRST, "translation", "Annuler")


def test_what_lies_behind_a_question_is_no_answer_to_it(translations: Translations) -> None:
    behind = button(MAIN_CANCEL, "Cancel")
    now = frame(button(FIRST, "Abbrechen"), button(SECOND, "OK"), behind)
    place = found(FIRST.center, ENGLISH, now, translations)
    assert place is not None
    assert place.box == FIRST


def test_a_label_that_was_misread_is_found_by_its_place_among_translations(
    translations: Translations,
) -> None:
    misread = frame(button(FIRST, "Cancel"), button(SECOND, "0K!"))
    now = frame(button(FIRST, "Annuler"), button(SECOND, "Valider"))
    place = found(SECOND.center, misread, now, translations)
    assert place is not None
    assert (place.box, place.how) == (SECOND, "its place in a row")


def test_a_place_in_a_row_says_nothing_where_the_language_is_the_same(translations: Translations) -> None:
    place = found(
        SECOND.center, ENGLISH, frame(button(FIRST, "Cancel"), button(SECOND, "Format disk")), translations
    )
    assert place is None
