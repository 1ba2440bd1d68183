"""What was done, in sentences that the step language reads as exactly that."""

import pytest

from actions.action import Action, Click, Drag, Launch, PressKeys, Scroll, TypeText
from actions.geometry import Point
from gui_agent.recording.sentences import in_other_words, sentence

AT = Point(1, 1)


@pytest.mark.parametrize(
    ("action", "target", "said"),
    [
        (
            Click(AT),
            '"Save" button in the "Save As" dialog',
            'Click the "Save" button in the "Save As" dialog',
        ),
        (Click(AT), '"Cut" button next to "Copy"', 'Click the "Cut" button next to "Copy"'),
        (Click(AT), '"Cut" next to "Copy"', 'Click the "Cut" next to "Copy"'),
        (Click(AT, "right"), '"notes.txt"', 'Right-click "notes.txt"'),
        (Click(AT, count=2), 'second "a" list item', 'Double-click the second "a" list item'),
        (Click(AT, modifiers=("ctrl",)), '"a"', 'Click "a" holding Ctrl'),
        (TypeText('say "hi"\n\\o/'), "", 'Type "say \\"hi\\"\\n\\\\o/"'),
        (PressKeys(("ctrl", "shift", "s")), "", "Press Ctrl+Shift+S"),
        (PressKeys(("tab",), 3), "", "Press Tab 3 times"),
        (Scroll(AT, 3), "", "Scroll down by 3 lines"),
        (Launch("mousepad", ("/tmp/a.txt",)), "", 'Open "/tmp/a.txt" in "mousepad"'),
    ],
)
def test_what_was_done_is_said(action: Action, target: str, said: str) -> None:
    assert sentence(action, target) == said


def test_what_the_step_language_cannot_say_is_no_sentence_but_words_for_people() -> None:
    assert sentence(Click(AT), "") == ""
    assert sentence(Click(AT, "back"), '"a"') == ""
    assert sentence(Drag((AT, AT)), '"a"') == ""
    assert in_other_words(Click(AT), "") == "left click on a place without a name"
