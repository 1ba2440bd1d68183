"""Text areas are made larger or smaller; windows by their own buttons and keys."""

import pytest

from gui_agent.errors import NotUnderstood
from gui_agent.planning.commands import ResizeArea
from gui_agent.planning.language.parse import parse_task


@pytest.mark.parametrize(
    ("said", "across", "down"),
    [
        ("Resize the textarea so that the height is smaller than its initial size.", 0, -1),
        ("Resize the textarea so that the width is larger than its initial size.", 1, 0),
        ("Resize the textarea to be larger.", 1, 1),
        ("Resize the textarea so that it is narrower and taller.", -1, 1),
    ],
)
def test_which_way_an_area_is_resized(said: str, across: int, down: int) -> None:
    (sentence,) = parse_task(said)
    assert sentence.command == ResizeArea("textarea", across, down)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said", ["Resize the window", "Resize the window to be larger", "Resize the textarea"]
)
def test_windows_and_wishes_without_a_direction_are_refused(said: str) -> None:
    with pytest.raises(NotUnderstood, match="Window sizes are changed"):
        parse_task(said)
