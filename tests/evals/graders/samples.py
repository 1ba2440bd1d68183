"""Real files to grade: each function writes one and returns where it lies."""

# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def text(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, "utf-8")
    return path


def json_file(folder: Path, name: str, content: Any) -> Path:
    return text(folder, name, json.dumps(content))


def document(folder: Path, name: str, paragraphs: Sequence[str], **look: Any) -> Path:
    """Write a docx; ``look`` may hold font, size, italic, strike, spacing, centred, tabs, breaks."""
    from docx import Document
    from docx.enum.text import WD_BREAK, WD_PARAGRAPH_ALIGNMENT, WD_TAB_ALIGNMENT
    from docx.shared import Cm, Pt

    made = Document()
    for words in paragraphs:
        paragraph = made.add_paragraph()
        run = paragraph.add_run(words)
        run.font.name = look.get("font")
        run.font.size = Pt(look["size"]) if "size" in look else None
        run.italic, run.font.strike = look.get("italic"), look.get("strike")
        run.font.subscript = look.get("subscript")
        paragraph.paragraph_format.line_spacing = look.get("spacing")
        if look.get("centred"):
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        for centimetres in look.get("tabs", ()):
            paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(centimetres), WD_TAB_ALIGNMENT.RIGHT)
    for _ in range(look.get("breaks", 0)):
        made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    if "footer" in look:
        made.sections[0].footer.paragraphs[0].text = look["footer"]
    for rows in look.get("tables", ()):
        table = made.add_table(len(rows), len(rows[0]))
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                table.cell(number, column).text = words
    for picture in look.get("pictures", ()):
        made.add_picture(str(picture))
    path = folder / name
    made.save(str(path))
    return path


def workbook(folder: Path, name: str, sheets: dict[str, list[list[Any]]], **look: Any) -> Path:
    """Write an xlsx; ``look`` may hold bold, fill, merge, freeze, zoom, chart, title, hidden, validation."""
    import openpyxl
    from openpyxl.chart import BarChart, LineChart, Reference
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    sheet = made.worksheets[0]
    if "bold" in look:
        sheet[look["bold"]].font = Font(bold=True, color="FFFF0000")
    if "fill" in look:
        sheet[look["fill"]].fill = PatternFill("solid", fgColor="FF00FF00")
    if "merge" in look:
        sheet.merge_cells(look["merge"])
    sheet.freeze_panes = look.get("freeze")
    sheet.sheet_view.zoomScale = look.get("zoom")
    for row in look.get("hidden", ()):
        sheet.row_dimensions[row].hidden = True
    if "chart" in look:
        chart = {"bar": BarChart, "line": LineChart}[look["chart"]]()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
        chart.title = look.get("title")
        sheet.add_chart(chart, "E2")
    if "validation" in look:
        validation = DataValidation(type="list", formula1=f'"{look["validation"]}"')
        validation.add("D2:D9")
        sheet.add_data_validation(validation)
    path = folder / name
    made.save(str(path))
    return path


def presentation(folder: Path, name: str, titles: Sequence[str], **look: Any) -> Path:
    """Write a pptx; ``look`` may hold bold, size, colour, font, underline, align, shift, note, fill, picture,
    portrait, strike, level, table, transition."""
    from pptx import Presentation
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Emu, Inches, Pt

    made = Presentation()
    if look.get("portrait"):
        made.slide_width, made.slide_height = made.slide_height, made.slide_width
    for title in titles:
        slide = made.slides.add_slide(made.slide_layouts[5])
        box = slide.shapes.add_textbox(Inches(1), Inches(2) + Emu(look.get("shift", 0)), Inches(4), Inches(1))
        paragraph = box.text_frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = title
        run.font.bold, run.font.italic = look.get("bold"), look.get("italic")
        run.font.underline, run.font.name = look.get("underline"), look.get("font")
        run.font.size = Pt(look["size"]) if "size" in look else None
        if "colour" in look:
            run.font.color.rgb = RGBColor(*look["colour"])
        if "align" in look:
            paragraph.alignment = getattr(PP_ALIGN, look["align"])
        if look.get("strike"):
            run.font._element.set("strike", "sngStrike")
        paragraph.level = look.get("level", 0)
        if "transition" in look:
            transition = slide._element.makeelement(f"{{{_P}}}transition")
            transition.append(slide._element.makeelement(f"{{{_P}}}{look['transition']}"))
            slide._element.append(transition)
        if "note" in look:
            slide.notes_slide.notes_text_frame.text = look["note"]
        if "fill" in look:
            slide.background.fill.solid()
            slide.background.fill.fore_color.rgb = RGBColor(*look["fill"])
        if "picture" in look:
            slide.shapes.add_picture(
                str(look["picture"]), Inches(0), Inches(0), width=Inches(look.get("width", 2))
            )
        if "table" in look:
            table = slide.shapes.add_table(1, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
            for column, words in enumerate(look["table"]):
                table.cell(0, column).text = words
    path = folder / name
    made.save(str(path))
    return path


def picture(folder: Path, name: str, seed: int = 0, size: tuple[int, int] = (96, 64), **look: Any) -> Path:
    """Write a picture of soft shapes; ``look`` may hold noise, brightness, contrast, saturation, mode."""
    from PIL import ImageEnhance, ImageFilter, ImageOps

    random = np.random.default_rng(seed)
    made = Image.fromarray(random.integers(60, 200, (*size[::-1], 3), dtype=np.uint8))
    made = made.filter(ImageFilter.GaussianBlur(4))
    made = ImageOps.autocontrast(made, cutoff=2)
    if "noise" in look:
        noisy = np.asarray(made).astype(int) + random.integers(
            -look["noise"], look["noise"] + 1, (*size[::-1], 3)
        )
        made = Image.fromarray(noisy.clip(0, 255).astype(np.uint8))
    for enhance, key in (
        (ImageEnhance.Brightness, "brightness"),
        (ImageEnhance.Contrast, "contrast"),
        (ImageEnhance.Color, "saturation"),
    ):
        if key in look:
            made = enhance(made).enhance(look[key])
    if look.get("mirrored"):
        made = made.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    if "mode" in look:
        made = made.convert(look["mode"])
    path = folder / name
    made.save(path)
    return path


def cut_out(
    folder: Path, name: str, box: tuple[int, int, int, int], size: tuple[int, int] = (96, 64)
) -> Path:
    """Write a picture that is transparent outside ``box``."""
    made = Image.new("RGBA", size, (0, 0, 0, 0))
    made.paste((200, 30, 30, 255), box)
    path = folder / name
    made.save(path)
    return path


def text_box(folder: Path, name: str, left: int) -> Path:
    """Write a white picture with a dark box that begins at ``left``."""
    made = Image.new("RGB", (96, 64), "white")
    made.paste("black", (left, 20, left + 30, 30))
    path = folder / name
    made.save(path)
    return path


def pdf(folder: Path, name: str, pages: Sequence[str]) -> Path:
    """Write a PDF document of plain text, one line a page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, words in enumerate(pages):
        stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET".encode()
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    made, places = io.BytesIO(b"%PDF-1.4\n"), []
    made.seek(0, io.SEEK_END)
    for number, content in enumerate(objects, 1):
        places.append(made.tell())
        made.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = made.tell()
    made.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        made.write(b"%010d 00000 n \n" % place)
    made.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    path = folder / name
    path.write_bytes(made.getvalue())
    return path


def music(folder: Path, name: str, version: int = 3, **tags: str) -> Path:
    """Write the tags of an MP3 file, and one frame of silence."""
    frames = b""
    for key, value in tags.items():
        content = b"\x01" + value.encode("utf-16") if version == 3 else b"\x03" + value.encode()
        frames += key.encode() + len(content).to_bytes(4) + b"\0\0" + content
    size = bytes(len(frames) >> shift & 0x7F for shift in (21, 14, 7, 0))
    path = folder / name
    path.write_bytes(b"ID3" + bytes([version, 0, 0]) + size + frames + b"\xff\xfb\x90\x64" + bytes(413))
    return path


def odt(folder: Path, name: str, paragraphs: Sequence[str], *, highlighted: bool = False) -> Path:
    """Write an odt document whose paragraphs are spans, in yellow where ``highlighted``."""
    names = " ".join(
        f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"'
        for key, value in (
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    colour = "#ffff00" if highlighted else "#ffffff"
    body = "".join(
        f'<text:p>a <text:span text:style-name="T1">{words}</text:span></text:p>' for words in paragraphs
    )
    content = (
        f'<office:document-content {names} office:version="1.2"><office:automatic-styles><style:style '
        f'style:name="T1" style:family="text"><style:text-properties fo:background-color="{colour}"/></style:style>'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    path = folder / name
    with zipfile.ZipFile(path, "w") as packed:
        for part, text_ in (
            ("mimetype", kind),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ):
            packed.writestr(part, text_)
    return path


def archive(folder: Path, name: str, files: dict[str, str | Path]) -> Path:
    """Write a zip or tar.gz of texts and files."""
    path = folder / name
    contents = {
        key: value.read_bytes() if isinstance(value, Path) else value.encode() for key, value in files.items()
    }
    if name.endswith(".zip"):
        with zipfile.ZipFile(path, "w") as packed:
            for key, content in contents.items():
                packed.writestr(key, content)
        return path
    with tarfile.open(path, "w:gz") as packed_tar:
        for key, content in contents.items():
            member = tarfile.TarInfo(key)
            member.size = len(content)
            packed_tar.addfile(member, io.BytesIO(content))
    return path
