"""Programs of other people, tested in Python."""

from pathlib import Path

from gui_agent.qa import Operator, expect


def test_a_saved_note_holds_what_was_typed(agent: Operator, tmp_path: Path) -> None:
    agent.launch("mousepad")
    agent.type("Milk & bread <5 €")
    agent.do(f"save it as {tmp_path}/list.txt")
    expect(agent.screen).to_have_window("list.txt")
    assert (tmp_path / "list.txt").read_text() == "Milk & bread <5 €"


def test_a_new_folder_is_made(agent: Operator, tmp_path: Path) -> None:
    place = tmp_path / "papers"
    place.mkdir()
    agent.launch("thunar", str(place))
    agent.press("ctrl+shift+n")
    expect(agent.screen).to_have_window("Create New Folder")
    agent.press("ctrl+a")
    agent.type("Letters")
    agent.locate("Create button").click()
    expect(agent.locate("Letters")).to_be_visible()
    assert (place / "Letters").is_dir()


def test_a_shell_answers(agent: Operator) -> None:
    agent.launch("xterm", "-fa", "Monospace", "-fs", "14")
    agent.type("expr 20 + 22")
    agent.press("enter")
    expect(agent.screen).to_show("42")
