"""Mail folders; upstream's grader gives every folder full score, ours reads the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.graders.errors import UnreadableInput
from evals.graders.metrics.media import check_thunderbird_folder
from tests.evals.graders import samples as make


def message(subject: str, status: str = "0001", stored: str = "Mon Nov 23 10:00:00 2026") -> str:
    return (
        f"From - {stored}\nX-Mozilla-Status: {status}\nX-Mozilla-Keys: \n"
        f"Subject: {subject}\nFrom: a@example.org\n\nHello.\n\n"
    )


def score(folder: Path, mine: str, gold: str, **options: bool) -> float:
    files = make.text(folder, "mine", mine), make.text(folder, "gold", gold)
    return check_thunderbird_folder(*files, options).value


def test_the_same_messages_in_any_order_and_state(tmp_path: Path) -> None:
    gold = message("one") + message("two")
    assert score(tmp_path, gold, gold) == 1
    assert score(tmp_path, message("two", "0000", "Tue Nov 24 11:00:00 2026") + message("one"), gold) == 1
    assert score(tmp_path, message("one"), gold) == 0
    assert score(tmp_path, message("one") + message("three"), gold) == 0


def test_deleted_and_doubled_messages_count_only_where_that_is_wanted(tmp_path: Path) -> None:
    gold = message("one")
    assert score(tmp_path, gold + message("gone", "0009"), gold) == 1
    assert score(tmp_path, gold + message("gone", "0009"), gold, remove_deleted=False) == 0
    assert score(tmp_path, gold + gold, gold) == 1
    assert score(tmp_path, gold + gold, gold, remove_duplicate=False) == 0


def test_what_is_no_mail_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="no mail folder"):
        score(tmp_path, "something else", message("one"))
