"""Pictures, PDFs, archives, e-books and records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.evals.graders import samples as make
from tests.evals.graders.cases.case import Case

_PDF = {"file_type": "pdf"}


def pictures(folder: Path) -> Iterator[Case]:
    gold = make.picture(folder, "gold.png", 1)
    looks: dict[str, dict[str, Any]] = {
        "same": {},
        "noise": {"noise": 12},
        "loud": {"noise": 60},
        "dark": {"brightness": 0.6},
        "bright": {"brightness": 1.3},
        "contrast": {"contrast": 1.5},
        "colourful": {"saturation": 1.1},
        "mirrored": {"mirrored": True},
        "grey": {"mode": "L"},
        "alpha": {"mode": "RGBA"},
        "large": {"size": (192, 128)},
    }
    files = {name: make.picture(folder, f"{name}.png", 1, **look) for name, look in looks.items()}
    files["other"] = make.picture(folder, "other.png", 7)
    files["jpeg"] = make.picture(folder, "jpeg.jpg", 1)
    for file in files.values():
        for metric in (
            "compare_images",
            "check_structure_sim",
            "check_structure_sim_resized",
            "check_file_exists_and_structure_sim",
            "check_image_mirror",
            "check_brightness_decrease_and_structure_sim",
            "check_contrast_increase_and_structure_sim",
            "check_saturation_increase_and_structure_sim",
        ):
            yield Case(metric, file, gold)
        yield Case("compare_images", file, gold, {"reference_base_result": 0.5})
        yield Case("compare_image_list", file, gold)
        yield Case("compare_image_list", [file, gold], [gold, gold])
        for size in ({"width": 96, "height": 64}, {"height": 128}):
            yield Case("check_image_size", file, size)
        yield Case("check_image_file_size", file, {"max_size": 15_000})
    for box in ((10, 10, 40, 40), (0, 0, 96, 64), (0, 0, 0, 0)):
        file = make.cut_out(folder, f"cut{box[2]}.png", box)
        yield Case("check_image_size", file, {"height": 30, "ignore_transparent": True})
        yield Case("check_structure_sim_resized", file, gold)
    palettes = [make.picture(folder, f"palette{seed}.png", seed, mode="P") for seed in (1, 7)]
    for file in (*palettes, gold):
        yield Case("check_palette_and_structure_sim", file, gold)
        yield Case("check_palette_and_structure_sim", file, palettes[0])
    for left in (2, 40):
        yield Case("check_textbox_on_leftside", make.text_box(folder, f"box{left}.png", left), None)


def books_and_records(folder: Path) -> Iterator[Case]:
    wanted = {"title": {"method": "eq", "ref": "Ünder"}, "artist": {"method": "eq", "ref": "A B"}}
    for version in (3, 4):
        for number, title in enumerate(("Ünder", "Other")):
            song = make.music(folder, f"{version}{number}.mp3", version, TIT2=title, TPE1="A B")
            yield Case("check_mp3_meta", song, wanted)
    pages = {"toc.ncx": "<a>\n<navPoint 1>\n</a>", "content.opf": "<b>\n<dc:identifier>x\n</b>"}
    book = make.archive(
        folder, "gold.epub.zip", {**pages, "p1.html": "<html><body><p>One</p><p>Two</p></body></html>"}
    )
    for number, body in enumerate(("<p>One</p><p>Two</p>", "<p>One</p><p>Three</p>", "<h1>x</h1>")):
        page = f"<html>\n<body>{body}</body></html>"
        mine = make.archive(folder, f"{number}.epub.zip", {**pages, "p1.html": page, "toc.ncx": "<a>\n</a>"})
        yield Case("compare_epub", mine, book)
    refs = ["Text", "References", "Smith, J. (2020). A title.", "Doe, A. (2021). Another."]
    gold = make.document(folder, "refs.docx", refs)
    for number, lines in enumerate(
        (refs, [*refs[:3], "Doe A 2021 Another"], refs[:3], refs[:1], [*refs[:2], "x", "y"])
    ):
        yield Case("compare_references", make.document(folder, f"refs{number}.docx", lines), gold)
    trains = ["1,G1,a,b", "2,G2,a,b", "3,G1,a,b"]
    first, best = make.document(folder, "first.docx", trains), make.document(folder, "best.docx", trains[:2])
    for number, lines in enumerate((trains[:2], trains[1:], trains, [*trains[:1], "9,G2,x,y"], trains[:1])):
        mine = make.document(folder, f"trains{number}.docx", lines)
        yield Case("compare_unique_train_records", mine, [best, first])
    plain, other = make.odt(folder, "plain.odt", ["x", "y"]), make.odt(folder, "other.odt", ["x", "z"])
    for file in (plain, other, make.odt(folder, "yellow.odt", ["x", "y"], highlighted=True)):
        yield Case("check_highlighted_words", file, plain)
        yield Case("compare_docx_files", file, plain)


def pdfs_and_archives(folder: Path) -> Iterator[Case]:
    gold = make.pdf(folder, "gold.pdf", ["The first page", "The second page"])
    files = [
        make.pdf(folder, "same.pdf", ["The first page", "The second page"]),
        make.pdf(folder, "near.pdf", ["The first page", "The second pages"]),
        make.pdf(folder, "other.pdf", ["Nothing alike"]),
    ]
    for file in files:
        yield Case("compare_pdfs", file, gold)
        yield Case("compare_pdfs", [file, gold], [gold, gold])
        for relation in ("eq", "le", "gt"):
            yield Case("check_pdf_pages", file, {"relation": relation, "ref_value": 1})
    for ending in (".zip", ".tar.gz"):
        wanted = make.archive(folder, f"gold{ending}", {"a.txt": "one", "b.txt": "two"})
        for name, contents in (
            ("same", {"a.txt": "one", "b.txt": "two"}),
            ("half", {"a.txt": "one", "b.txt": "three"}),
            ("names", {"a.txt": "one", "c.txt": "two"}),
        ):
            mine = make.archive(folder, f"{name}{ending}", dict(contents))
            yield Case("compare_archive", mine, wanted, {"file_type": "text"})
            if ending == ".zip":
                yield Case("compare_zip_files", mine, wanted)
    packed = make.archive(folder, "pdfs.zip", {"x.pdf": gold})
    for file in files:
        yield Case(
            "compare_archive", make.archive(folder, f"{file.stem}s.zip", {"x.pdf": file}), packed, _PDF
        )
