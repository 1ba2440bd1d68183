"""Metrics of PDF documents and archives."""

from __future__ import annotations

import operator
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from evals.graders.errors import GraderFailed, UnreadableInput, WrongRules
from evals.graders.metrics.documents import compare_docx_files
from evals.graders.metrics.images import compare_images
from evals.graders.metrics.slides import compare_pptx_files
from evals.graders.metrics.text_files import compare_csv, compare_text_file
from evals.graders.packages import needs
from evals.graders.score import Score, none, verdict
from evals.graders.state import Absent, Metric, Options, State, file_of, files_of, reading, rule, rules_of

_RELATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    name: getattr(operator, name) for name in ("eq", "ne", "lt", "le", "gt", "ge")
}
_MOST_UNPACKED = 1 << 30


def compare_pdfs(result: State, expected: State, _: Options) -> Score:
    """Score how alike the texts of documents are, pair by pair; one that was never saved counts 0."""
    wanted = files_of(expected)
    ours = files_of(result)
    ratios = []
    for mine, other in zip(ours, wanted, strict=False):
        alike = (
            0.0 if isinstance(mine, Absent) else fuzz.ratio(pdf_text(mine), pdf_text(file_of(other))) / 100
        )
        ratios.append(alike)
    return Score(sum(ratios) / len(wanted), f"likeness of the texts {[round(each, 3) for each in ratios]}")


def check_pdf_pages(result: State, expected: State, _: Options) -> Score:
    """Compare the number of pages with ``ref_value`` by ``relation``."""
    rules, pages = rules_of(expected), len(_pdf(file_of(result)).pages)
    relation = rule(rules, "relation")
    if relation not in _RELATIONS:
        raise WrongRules(f"there is no relation “{relation}”")
    return verdict(_RELATIONS[relation](pages, rule(rules, "ref_value")), f"{pages} pages, {relation}")


def compare_zip_files(result: State, expected: State, _: Options) -> Score:
    """Compare what two archives hold: PDF documents by their text, everything else byte by byte."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        for archive, where in ((result, ours), (expected, theirs)):
            _unpack(file_of(archive), where)
        names = [sorted(str(p.relative_to(w)) for p in w.rglob("*")) for w in (ours, theirs)]
        if names[0] != names[1]:
            return none(f"the archive holds {names[0]}, wanted are {names[1]}")
        with _parts_of({ours: file_of(result), theirs: file_of(expected)}):
            different = [
                name for name in names[0] if (ours / name).is_file() and not _same(ours / name, theirs / name)
            ]
    return verdict(not different, f"different: {different}")


def compare_archive(result: State, expected: State, options: Options) -> Score:
    """Compare the files in two archives by their kind (``file_type``); the score is the mean.

    ``file_path`` names a folder inside.
    """
    kind = options.get("file_type", "text")
    if kind not in _KINDS:
        raise GraderFailed(f"files of the type {kind} are compared by upstream's graders only")
    others = {key: value for key, value in options.items() if key not in ("file_type", "file_path")}
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        for archive, where in ((result, ours), (expected, theirs)):
            _unpack(file_of(archive), where)
        inner = options.get("file_path", "")
        names = [
            sorted(p.name for p in (w / inner).iterdir()) for w in (ours, theirs) if (w / inner).is_dir()
        ]
        if len(names) < 2 or names[0] != names[1]:
            return none(f"the archives hold {names}")
        with _parts_of({ours: file_of(result), theirs: file_of(expected)}):
            scores = [_KINDS[kind](ours / inner / name, theirs / inner / name, others) for name in names[0]]
    if not scores:
        return none("the archive is empty")
    told = {name: round(score.value, 3) for name, score in zip(names[0], scores, strict=True)}
    return Score(sum(score.value for score in scores) / len(scores), f"{told}")


_KINDS: Mapping[str, Metric] = {
    "text": compare_text_file,
    "pdf": compare_pdfs,
    "docx": compare_docx_files,
    "ppt": compare_pptx_files,
    "image": compare_images,
    "csv": compare_csv,
}


def pdf_text(path: Path) -> str:
    """Return the text of all pages."""
    document = _pdf(path)
    with reading(path, "a PDF document"):
        return "".join(page.extract_text() + "\n" for page in document.pages).strip()


def _pdf(path: Path) -> Any:
    with needs("pypdf"):
        from pypdf import PdfReader
    with reading(path, "a PDF document"):
        document = PdfReader(str(path))
        len(document.pages)
    return document


def _same(ours: Path, theirs: Path) -> bool:
    if ours.suffix.lower() == ".pdf":
        return bool(fuzz.ratio(pdf_text(ours), pdf_text(theirs)) >= 95)
    return ours.read_bytes() == theirs.read_bytes()


@contextmanager
def _parts_of(archives: Mapping[Path, Path]) -> Iterator[None]:
    """Name the archive where a file in the folder it was unpacked to cannot be read."""
    try:
        yield
    except UnreadableInput as error:
        inside = error.file
        if inside is None:
            raise
        whole = [archive for folder, archive in archives.items() if inside.is_relative_to(folder)]
        raise UnreadableInput(str(error), next(iter(whole), inside)) from error


def _unpack(archive: Path, where: Path) -> None:
    """Unpack inside ``where`` only: the archive comes from a guest that may be hostile."""
    where.mkdir()
    with reading(archive, "an archive"):
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as packed:
                _check_size(archive, sum(each.file_size for each in packed.infolist()))
                packed.extractall(where)
        else:
            with tarfile.open(archive) as packed_tar:
                members = packed_tar.getmembers()
                _check_size(archive, sum(each.size for each in members))
                packed_tar.extractall(where, filter="data")
    # A link could still lead to a file of the host.
    for path in where.rglob("*"):
        if path.is_symlink():
            path.unlink()


def _check_size(archive: Path, size: int) -> None:
    if size > _MOST_UNPACKED:
        raise UnreadableInput(f"{archive.name} would unpack to {size} bytes", archive)
