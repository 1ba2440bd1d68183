import pytest

from gui_agent.misreadings import is_all_of, shows, shows_beginning


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("Saved Ana, with newsletter", "Saved Ana"),
        ("SavedAna", "Saved Ana"),
        ("Sav ed Ana", "Saved Ana"),
        ("Save As…", "save as..."),
        ("uberweisung gespeichert", "Überweisung gespeichert"),
        ("Strasse", "Straße"),
        ("“quoted”", '"quoted"'),
        ("Save As..", "Save As…"),
        ("Total: lO", "Total: 10"),
        ("WiIl call", "Will call"),
        ("lnfo", "info"),
        ("Please lgnore", "please ignore"),
        ("HELLO", "hello"),
        ("Comer shop", "Corner shop"),
        ("Corner shop", "Comer shop"),
        ("Modem kitchen", "Modern kitchen"),
        ("vvindow", "window"),
        ("Total: 11.", "Total: 11"),
        ("Total:42", "42"),
        ("2024-10-05", "10-05"),
        ("Saved diary.txt. Thank you.", "diary.txt"),
        ("保存しました", "保存"),
        ("anything", " "),
    ],
)
def test_what_readers_take_for_one_another_is_the_same_text(read: str, wanted: str) -> None:
    assert shows(read, wanted)


@pytest.mark.parametrize(
    ("read", "wanted"),
    [
        ("Saved Anaa", "Saved Ana"),
        ("Saved An", "Saved Ana"),
        ("Saved Ann", "Saved Ana"),
        ("Saved Anabel", "Saved Ana"),
        ("Unsaved changes", "Saved changes"),
        ("Files not found", "File not found"),
        ("Total: 12", "Total: 11"),
        ("Total: 110", "Total: 11"),
        ("Total: 11.50", "Total: 11"),
        ("Total: 1,142", "42"),
        ("-5.00 EUR", "5.00 EUR"),
        ("Balance -5.00", "5.00"),
        ("Size 5", "Size S"),
        ("Wili call", "Will call"),
        ("diary.txt.bak", "diary.txt"),
        ("Book", "OK"),
        ("", "Saved"),
    ],
)
def test_what_a_person_would_call_different_is_another_text(read: str, wanted: str) -> None:
    assert not shows(read, wanted)


@pytest.mark.parametrize(
    ("read", "wanted", "is_there"),
    [
        ("3 errors", "error", True),
        ("Loading…", "Loading", True),
        ("Downloading", "loading", False),
        ("Total: 110", "Total: 11", False),
        ("Saved Anc", "Saved Ana", False),
        ("Bookmarks", "Book", False),
        ("diary.txt.bak", "diary.txt", False),
    ],
)
def test_what_must_be_gone_must_not_be_there_as_the_beginning_of_a_word_either(
    read: str, wanted: str, is_there: bool
) -> None:
    assert shows_beginning(read, wanted) is is_there


def test_a_whole_text_has_nothing_before_or_after_it() -> None:
    assert is_all_of(" Ana  Berg ", "Ana Berg")
    assert not is_all_of("Ana Berg, Oslo", "Ana Berg")
    assert is_all_of("", "")
    assert not is_all_of("Ana", "")


def test_signs_of_patterns_are_only_signs() -> None:
    assert shows("Is 2 + 2 (maybe) 4?", "2 + 2 (maybe) 4?")
    assert not shows("Is 222 maybe 4", "2+2 (maybe) 4?")
