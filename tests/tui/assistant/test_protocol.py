"""What is said between interface and agent comes out as it went in."""

import pytest

from tui.assistant.protocol import (
    Answer,
    Begin,
    Finished,
    Hint,
    HintHeard,
    Look,
    Order,
    PictureSaved,
    PictureShown,
    Question,
    Refused,
    Steer,
    StepShown,
    SwitchMode,
    Told,
    decode,
    encode,
)

MESSAGES: list[Told | Order] = [
    StepShown(3, "klick “OK”\n\x1b[2J", over=True, mark="bad", plan=("one", "two"), cost=0.25, heard=4),
    PictureShown("shades", 4, 2, ("░▒▓█", "    ")),
    Question(2, "Type “rm”", "the field", "it deletes", "rm", ("type", "x", "y", "")),
    Question(2, "Click", "", "it pays", None, ()),
    HintHeard("no", heard=False),
    PictureSaved("/tmp/a.png"),
    Finished("ACCOMPLISHED", "done", "/r/report.html", 7, 1.5),
    Refused("no"),
    Begin("Open xterm", "ask", {"model": "", "model_key": None, "max_steps": 200}),
    Steer("stop"),
    SwitchMode("never"),
    Hint("the other one"),
    Answer("modify", "a person changed it", "ü 😀\u2028"),
    Look("sixel", 70, 20, 9, 18),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_is_one_line_and_comes_back_as_it_was(message: Told | Order) -> None:
    line = encode(message)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert decode(line) == message


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"nonsense", b'["Popen",{"args":"ls"}]', b'["Hint",{"words":""}]', b'["Hint",3]']
)
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="no message"):
        decode(line)
