"""States to judge, positive and negative, for every metric that is compared with upstream's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.evals.graders.cases.case import Case
from tests.evals.graders.cases.documents import documents, slides
from tests.evals.graders.cases.files import books_and_records, pdfs_and_archives, pictures
from tests.evals.graders.cases.settings import browser, settings
from tests.evals.graders.cases.spreadsheets import spreadsheets
from tests.evals.graders.cases.texts import texts, values

__all__ = ["Case", "all_cases"]


def all_cases(folder: Path) -> Iterator[Case]:
    groups = (
        values,
        texts,
        documents,
        spreadsheets,
        slides,
        pictures,
        pdfs_and_archives,
        settings,
        browser,
    )
    for group in (*groups, books_and_records):
        place = folder / group.__name__
        place.mkdir()
        yield from group(place)
