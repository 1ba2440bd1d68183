"""Documents and slides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.evals.graders import samples as make
from tests.evals.graders.cases.case import Case


def documents(folder: Path) -> Iterator[Case]:
    words = ["First line", "Second line", "", "Last one"]
    gold = make.document(folder, "gold.docx", words)
    options = (
        {},
        {"ignore_blanks": False},
        {"ignore_case": True},
        {"ignore_order": True},
        {"content_only": True},
        {"fuzzy_match": True},
        {"fuzzy_match": True, "ignore_blanks": False},
        {"delete_empty_lines": True, "ignore_blanks": False},
    )
    variants = {
        "same": words,
        "case": ["FIRST line", *words[1:]],
        "order": [words[1], words[0], *words[2:]],
        "empty": [*words[:2], "Last one"],
        "other": ["Something else", "Second line", "", "Last one"],
        "less": words[:1],
    }
    for name, lines in variants.items():
        mine = make.document(folder, f"{name}.docx", lines)
        for chosen in options:
            yield Case("compare_docx_files", mine, gold, chosen)
        yield Case("compare_docx_files_and_ignore_new_lines", mine, gold)
        yield Case("compare_docx_files_and_ignore_new_lines", mine, gold, {"ignore_blanks": False})
        yield Case("compare_line_spacing", mine, gold)
    looks: dict[str, dict[str, Any]] = {
        "compare_line_spacing": {"spacing": 2.0},
        "check_italic_font_size_14": {"italic": True, "size": 14},
        "compare_subscript_contains": {"subscript": True},
        "evaluate_strike_through_last_paragraph": {"strike": True},
    }
    for metric, look in looks.items():
        wanted = make.document(folder, f"{metric}.docx", words, **look)
        yield Case(metric, wanted, wanted)
        yield Case(metric, gold, wanted)
    yield Case(
        "check_italic_font_size_14", make.document(folder, "i12.docx", words, italic=True, size=12), gold
    )
    yield from _document_looks(folder, words, gold)


def _document_looks(folder: Path, words: list[str], gold: Path) -> Iterator[Case]:
    fonts = make.document(folder, "fonts.docx", words, font="Times New Roman")
    for file in (fonts, gold):
        yield Case("compare_font_names", file, {"font_name": "Times New Roman"})
    centred = make.document(folder, "centred.docx", words, centred=True)
    numbered = make.document(folder, "numbered.docx", words, footer="Page 3")
    for file in (centred, numbered, gold):
        yield Case("is_first_line_centered", file, None)
        yield Case("has_page_numbers_in_footers", file, None)
    for breaks in (0, 1, 2):
        file = make.document(folder, f"breaks{breaks}.docx", words, breaks=breaks)
        yield Case("contains_page_break", file, {})
        yield Case("contains_page_break", file, {"page_break_count": 1})
    tables = make.document(folder, "tables.docx", words, tables=[[["a", "b"], ["c", "d"]]])
    others = make.document(folder, "others.docx", words, tables=[[["a", "b"], ["c", "e"]]])
    wider = make.document(folder, "wider.docx", words, tables=[[["a", "b", "x"], ["c", "d", "y"]]])
    for file in (tables, others, wider, gold):
        yield Case("compare_docx_tables", file, tables)
    red, blue = (make.picture(folder, f"p{seed}.png", seed) for seed in (1, 2))
    with_red = make.document(folder, "red.docx", words, pictures=[red])
    with_blue = make.document(folder, "blue.docx", words, pictures=[blue])
    for file in (with_red, with_blue, gold):
        yield Case("compare_docx_images", file, with_red)
    split = ["one two three\tfour five", "six seven eight\tnine"]
    near, far, none = (
        make.document(folder, f"tabs{number}.docx", split, tabs=tabs)
        for number, tabs in enumerate(([10], [12], []))
    )
    for file in (near, far, none):
        yield Case("check_tabstops", file, near, {"word_number_split_by_tabstop": 3, "index": 0})
        yield Case("check_tabstops", file, near, {"word_number_split_by_tabstop": 2, "index": 0})
    for places in (["Paris Rome Oslo"], ["Pariz", "Roma", "Oslo"], ["Paris Rome"]):
        file = make.document(folder, f"places{len(''.join(places))}.docx", places)
        yield Case("fuzzy_place_math", file, {"expected": ["Paris", "Rome", "Oslo"]})


def slides(folder: Path) -> Iterator[Case]:
    picture = make.picture(folder, "picture.png", 3, size=(96, 72))
    other = make.picture(folder, "other.png", 4)
    titles = ["One", "Two"]
    gold = make.presentation(folder, "gold.pptx", titles)
    looks: dict[str, dict[str, Any]] = {
        "same": {},
        "bold": {"bold": True},
        "plainly": {"bold": False, "underline": False},
        "italic": {"italic": True},
        "underline": {"underline": True},
        "size": {"size": 40},
        "font": {"font": "Arial"},
        "colour": {"colour": (255, 0, 0)},
        "align": {"align": "CENTER"},
        "left": {"align": "LEFT"},
        "shift": {"shift": 300_000},
        "little": {"shift": 3_000},
        "note": {"note": "Remember"},
        "fill": {"fill": (0, 0, 255)},
        "strike": {"strike": True},
        "level": {"level": 1},
        "picture": {"picture": picture},
        "table": {"table": ["a", "b"]},
    }
    options: tuple[dict[str, Any], ...] = (
        {},
        {"examine_shape": False},
        {"examine_font_size": False, "examine_font_name": False},
        {"examine_alignment": False, "examine_bullets": False},
        {"examine_font_bold": False, "examine_font_underline": False, "examine_color_rgb": False},
        {"examine_background_color": False, "examine_note": False, "examine_text": False},
        {"examine_strike_through": False, "examine_indent": False},
        {"examine_shape": False, "examine_modify_height": True},
        {"examine_image_size": True},
    )
    files = {name: make.presentation(folder, f"{name}.pptx", titles, **look) for name, look in looks.items()}
    files["words"] = make.presentation(folder, "words.pptx", ["One", "Zwei"])
    files["more"] = make.presentation(folder, "more.pptx", [*titles, "Three"])
    for file in files.values():
        for chosen in options:
            yield Case("compare_pptx_files", file, gold, chosen)
        yield Case("compare_pptx_files", file, files["bold"])
        yield Case("compare_pptx_files", file, files["table"])
        for original in (None, [0, 0, 255]):
            rules = {"rgb": [0, 0, 250], **({"original_rgb": original} if original else {})}
            yield Case("evaluate_presentation_fill_to_rgb_distance", file, rules)
    wide = make.presentation(folder, "wide.pptx", titles, picture=picture, width=10)
    strange = make.presentation(folder, "strange.pptx", titles, picture=other, width=10)
    for file in (wide, strange, files["picture"], gold):
        yield Case("check_image_stretch_and_center", file, files["picture"])
    for portrait in (True, False):
        file = make.presentation(folder, f"portrait{portrait}.pptx", titles, portrait=portrait)
        yield Case("check_slide_orientation_Portrait", file, None)
    for kind in ("dissolve", "fade"):
        file = make.presentation(folder, f"{kind}.pptx", titles, transition=kind)
        for number in (0, 1, 7):
            yield Case("check_transition", file, {"slide_idx": number, "transition_type": "dissolve"})
    yield Case("check_transition", gold, {"slide_idx": 0, "transition_type": "dissolve"})
