"""Which application a name means, and which command line that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from actions.desktop_entries import (
    DesktopEntry,
    closest_names,
    command_lines,
    find_entry,
    installed_entries,
    read_entry,
    split_command,
)


def entry(name: str, command: str = "prog", **more: object) -> DesktopEntry:
    values: dict[str, object] = {"file_id": name.lower().replace(" ", "-"), "path": Path("/x.desktop")}
    return DesktopEntry(names=(name,), command=command, **{**values, **more})  # type: ignore[arg-type]


def write(folder: Path, name: str, *lines: str) -> Path:
    path = folder / "applications" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("[Desktop Entry]", "Type=Application", *lines)) + "\n", "utf-8")
    return path


INSTALLED = [
    entry(
        "Mousepad",
        "mousepad %U",
        file_id="org.xfce.mousepad",
        generic_names=("Text Editor", "Textbearbeitung"),
    ),
    entry("Text Editor Settings", "mousepad --preferences", categories=("Settings",)),
    entry("Vim", "vim %F", generic_names=("Text Editor",), terminal=True),
    entry("Galculator", "galculator"),
    entry("LibreOffice Calc", "libreoffice --calc %U", generic_names=("Spreadsheet",)),
    entry("LibreOffice Writer", "libreoffice --writer %U", generic_names=("Word Processor",)),
    entry("LibreOffice Start Center", "libreoffice %U"),
    entry("Chromium Web Browser", "/usr/bin/chromium %U", file_id="chromium", generic_names=("Web Browser",)),
    entry("File Manager PCManFM", "pcmanfm %U", generic_names=("File Manager",)),
    entry(
        "Thunar File Manager", "thunar %U", generic_names=("File Manager",), keywords=("browser", "folders")
    ),
    entry("XTerm", "xterm", categories=("System", "TerminalEmulator")),
    entry("GNU Image Manipulation Program", "gimp-2.10 %U", file_id="gimp"),
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Mousepad", "Mousepad"),
        ("mousepad", "Mousepad"),
        ("org.xfce.mousepad", "Mousepad"),
        ("text editor", "Mousepad"),
        ("the Text Editor app", "Mousepad"),
        ("Textbearbeitung", "Mousepad"),
        ("Text Editor Settings", "Text Editor Settings"),
        ("calculator", "Galculator"),
        ("LibreOffice Writer", "LibreOffice Writer"),
        ("Writer", "LibreOffice Writer"),
        ("spreadsheet", "LibreOffice Calc"),
        ("libreoffice", "LibreOffice Start Center"),
        ("Chromium", "Chromium Web Browser"),
        ("browser", "Chromium Web Browser"),
        ("file manager", "File Manager PCManFM"),
        ("Thunar", "Thunar File Manager"),
        ("folders", "Thunar File Manager"),
        ("terminal", "XTerm"),
        ("GIMP", "GNU Image Manipulation Program"),
        ("vim", "Vim"),
        ("Mousepda", "Mousepad"),
    ],
)
def test_a_name_means_an_application(said: str, meant: str) -> None:
    found = find_entry(INSTALLED, said)
    assert found is not None
    assert found.name == meant


@pytest.mark.parametrize("said", ["", "  ", "photoshop", "zzz"])
def test_a_name_nobody_has_means_nothing(said: str) -> None:
    assert find_entry(INSTALLED, said) is None


def test_only_full_names_count_when_asked_strictly() -> None:
    assert find_entry(INSTALLED, "text editor", loosely=False) is None
    assert find_entry(INSTALLED, "chromium", loosely=False) is not None


def test_the_closest_names_are_offered() -> None:
    assert closest_names(INSTALLED, "galcu")[0] == "Galculator"


def test_fields_are_read_from_the_main_group_only(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.desktop",
        "Name=Pad",
        "Name[de]=Block",
        "GenericName=Editor",
        "Keywords=text;note;",
        "Categories=Utility;TextEditor;",
        "Exec=pad %f",
        "Terminal=true",
        "[Desktop Action new]",
        "Name=New",
        "Exec=pad --new",
    )
    found = read_entry(path, "a")
    assert found is not None
    assert found.names == ("Pad", "Block")
    assert found.command == "pad %f"
    assert found.keywords == ("text", "note")
    assert found.terminal


@pytest.mark.parametrize("lines", [("Name=A",), ("Exec=a",), ("Name=A", "Exec=a", "Hidden=true")])
def test_entries_that_are_no_application_are_left_out(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert read_entry(write(tmp_path, "a.desktop", *lines), "a") is None


def test_the_own_entry_hides_the_one_of_the_system(tmp_path: Path) -> None:
    write(tmp_path / "own", "a.desktop", "Name=Mine", "Exec=a")
    write(tmp_path / "system", "a.desktop", "Name=Theirs", "Exec=a")
    write(tmp_path / "system", "sub/b.desktop", "Name=Below", "Exec=b")
    found = installed_entries(
        {"XDG_DATA_HOME": str(tmp_path / "own"), "XDG_DATA_DIRS": f"{tmp_path / 'system'}:/nowhere"}
    )
    assert {(e.file_id, e.name) for e in found} == {("a", "Mine"), ("sub-b", "Below")}


@pytest.mark.parametrize(
    ("command", "arguments", "expected"),
    [
        ("pad %F", ["a", "b"], [["pad", "a", "b"]]),
        ("pad %f", ["a", "b"], [["pad", "a"], ["pad", "b"]]),
        ("pad %u", [], [["pad"]]),
        ("pad", ["a"], [["pad", "a"]]),
        ("pad", ["-font", "Sans", "-e", "sh", "-c"], [["pad", "-font", "Sans", "-e", "sh", "-c"]]),
        ("pad %f", ["--size", "4", "-x"], [["pad", "--size", "4", "-x"]]),
        ("pad --new %U --end", ["--wide", "a b"], [["pad", "--new", "--wide", "a b", "--end"]]),
        ("pad %i -t %c %k", [], [["pad", "--icon", "pic", "-t", "Pad", "/x.desktop"]]),
        ("pad 100%% %d%n %m", [], [["pad", "100%"]]),
        ('"/opt/my pad/pad" "a\\\\"b" "\\\\$5" %f', [], [["/opt/my pad/pad", 'a"b', "$5"]]),
        ("sh;reboot %f", ["$(reboot)"], [["sh;reboot", "$(reboot)"]]),
    ],
)
def test_field_codes_follow_the_specification(
    command: str, arguments: list[str], expected: list[list[str]]
) -> None:
    assert command_lines(entry("Pad", command, icon="pic"), arguments) == expected


def test_a_malformed_command_has_no_words() -> None:
    assert split_command('pad "open') == []
