"""The desktop of the next test is started while this one is played; what is not asked for leaves nothing."""

from pathlib import Path

from actions.geometry import Size
from gui_agent.qa.steps.ahead import DesktopsAhead, home_of_attempt
from tests.widgets.harness import require

SIZE = Size(320, 240)


def test_every_test_gets_a_desktop_of_its_own_and_the_rest_is_cleared_away(tmp_path: Path) -> None:
    require("Xvfb", "openbox", "dbus-daemon")
    runs = tmp_path / "runs"
    first, second, third = (home_of_attempt(runs / name, 1) for name in ("1", "2", "3"))
    unforeseen = tmp_path / "retried"
    with DesktopsAhead(SIZE, [first, second, third]) as desktops:
        opened = [desktops.open(home) for home in (first, unforeseen, second)]
        try:
            assert {desktop.screen_size for desktop in opened} == {SIZE}
            assert len({getattr(desktop, "display_name") for desktop in opened}) == 3  # noqa: B009
            assert all((home / ".gtkrc-2.0").exists() for home in (first, unforeseen, second))
        finally:
            for desktop in opened:
                desktop.close()
    assert sorted(path.name for path in runs.iterdir()) == ["1", "2"]


def test_a_desktop_that_cannot_be_started_is_told_when_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with DesktopsAhead(SIZE, [file / "home"]) as desktops:
        assert desktops is not None
    assert file.read_text() == ""
