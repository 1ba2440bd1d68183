"""Texts that were meant for programs, and labels of another language."""

import pytest

from gui_agent.exploring.texts import foreign_words, interface_language, unfilled

ENGLISH = ("File", "Edit", "View", "Help", "Open the file", "Save all", "Preferences", "Close the window")
GERMAN = ("Datei", "Bearbeiten", "Ansicht", "Hilfe", "Speichern unter…", "Beenden", "Einstellungen")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "menu.file.open",
            "dialog.title",
            "app.settings.general",
            "MENU_FILE_OPEN",
            "%s files",
            "Page %1 of %2",
        ),
        *(
            "Hello {name}",
            "Hello {customer_name}",
            "(customer_name)",
            "%(count)d left",
            "${user}",
            "{{ title }}",
        ),
        *("Save &amp; close", "Ã¼ber", "Donâ€™t save"),
    ],
)
def test_what_was_meant_for_the_program_is_told(text: str) -> None:
    assert unfilled(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Save As…",
            "100%",
            "50 % of 3",
            "Version 3.24.1",
            "notes.txt",
            "archive.tar.gz",
            "www.example.org",
        ),
        *(
            "docs.example.org",
            "org.gnome.TextEditor",
            "Find & replace",
            "C++ (new)",
            "a_b",
            "f(x)",
            "HTML",
            "LF",
        ),
        *("Ünïcödé is fine", "sign(x) = x/abs(x)", "NEC HEX_OCT BIN", "Ctrl+S", "12:30", "~/output.pdf"),
    ],
)
def test_what_people_may_read_is_left_alone(text: str) -> None:
    assert unfilled(text) == ""


def test_the_language_of_an_interface_is_that_of_most_of_its_words() -> None:
    assert interface_language(ENGLISH) == "en"
    assert interface_language((*GERMAN, "Save")) == "de"
    assert interface_language(["Emma", "12", "Solaris"]) == ""


@pytest.mark.parametrize(
    ("label", "language", "other"),
    [
        ("Einstellungen…", "en", "de"),
        ("Enregistrer sous…", "en", "fr"),
        ("Guardar", "en", "es"),
        ("Nápověda", "en", "cs"),
        ("Save all", "de", "en"),
    ],
)
def test_a_label_of_another_language_is_told_with_its_language(label: str, language: str, other: str) -> None:
    words, languages = foreign_words(label, language)
    assert words
    assert other in languages


@pytest.mark.parametrize("label", ["Preferences…", "Monospace Regular", "Emma", "Open Datei", "Go to Lisboa"])
def test_names_and_words_of_the_interface_are_no_other_language(label: str) -> None:
    assert foreign_words(label, "en") == ("", ())
