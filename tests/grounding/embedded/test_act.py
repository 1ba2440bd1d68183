from __future__ import annotations

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.embedded.act import ActReader, ActReading, NotAnAction, NotOneAction, act
from grounding.embedded.act_words import KINDS
from grounding.embedded.weights import Arrays, Network, has_network
from grounding.errors import GroundingError, TargetNotFound
from grounding.fake import FakeGroundingModel, FakeScreens

SURE = [0.0, 0.0, 0.0, 0.0, 0.0, 5.0]
UNSURE = [0.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def network(kind: str, tags: str, calibration: list[float] = SURE, several: float = -9.0) -> Network:
    """Return a network that always says the same: tags as O, T, t, X, x."""

    def evaluate(inputs: Arrays) -> list[np.ndarray]:
        said = np.zeros((1, inputs["ids"].shape[1], 5), np.float32)
        for i, tag in enumerate(tags):
            said[0, i, "OTtXx".index(tag)] = 20.0
        kinds = np.full((1, len(KINDS) + 1), -20.0, np.float32)
        kinds[0, KINDS.index(kind)] = 20.0  # type: ignore[arg-type]
        kinds[0, -1] = several
        return [said, kinds]

    return Network("act", {"calibration": calibration, "threshold": 0.6}, evaluate)


def reading(instruction: str, kind: str, tags: str) -> ActReading:
    answer = ActReader(network(kind, tags)).read(instruction)
    assert isinstance(answer, ActReading)
    return answer


def test_the_text_is_copied_exactly_from_inside_its_marks() -> None:
    read = reading("Type 'it's 5 o'clock, OK?' into the  Name field.", "type", "OXOOTtO")
    assert (read.kind, read.text, read.target) == ("type", "it's 5 o'clock, OK?", "Name field")


def test_spans_are_offsets_in_the_instruction() -> None:
    instruction = "Drag “a.txt” to the “Trash” icon"
    read = reading(instruction, "drag", "OTOOXx")
    assert instruction[slice(*(read.target_span or ()))] == "“a.txt”"
    assert instruction[slice(*(read.text_span or ()))] == read.text == "“Trash” icon"


def test_below_the_threshold_the_answer_is_an_honest_no() -> None:
    answer = ActReader(network("click", "OT", UNSURE)).read("Click OK")
    assert answer == NotAnAction("not sure", 0.5, ActReading("click", "OK", "", 0.5, (6, 8), None))


def test_a_lower_threshold_can_be_asked_for() -> None:
    assert isinstance(ActReader(network("click", "OT", UNSURE), threshold=0.4).read("Click OK"), ActReading)


def test_several_actions_are_told_from_none() -> None:
    several = ActReader(network("none", "OO", several=9.0)).read("click a; click b")
    nothing = ActReader(network("none", "OO")).read("good morning")
    assert isinstance(several, NotAnAction)
    assert isinstance(nothing, NotAnAction)
    assert (several.reason, nothing.reason) == ("several actions", "no action")


@pytest.mark.parametrize("instruction", ["", "   ", "word " * 400])
def test_nothing_and_far_too_much_are_no_action(instruction: str) -> None:
    assert isinstance(ActReader(network("click", "")).read(instruction), NotAnAction)


def screen() -> tuple[Screenshot, FakeGroundingModel]:
    screens = FakeScreens()
    image = screens.draw({"a.txt": Box(10, 10, 60, 30), "Trash": Box(200, 100, 260, 140)})
    return Screenshot(image, Box(0, 0, 640, 480)), FakeGroundingModel(screens)


def test_an_action_is_found_on_the_screen() -> None:
    screenshot, model = screen()
    done = act(screenshot, "Double-click Trash", model, ActReader(network("double-click", "OOOT")))
    assert done.kind == "double-click"
    assert done.grounding is not None
    assert done.grounding.box == Box(200, 100, 260, 140)
    assert done.destination is None


def test_a_drag_has_two_places() -> None:
    screenshot, model = screen()
    done = act(screenshot, 'Drag "a.txt" to Trash', model, ActReader(network("drag", "OTOX")))
    assert done.grounding is not None
    assert done.destination is not None
    assert (done.grounding.label, done.destination.label) == ("a.txt", "Trash")


def test_an_option_without_a_list_is_itself_the_place() -> None:
    screenshot, model = screen()
    done = act(screenshot, "Select Trash", model, ActReader(network("select", "OX")))
    assert done.grounding is not None
    assert done.grounding.label == done.text == "Trash"


def test_keys_have_no_place() -> None:
    screenshot, model = screen()
    done = act(screenshot, "Press F5", model, ActReader(network("press", "OXx")))
    assert (done.grounding, done.text) == (None, "F5")


def test_what_is_not_understood_or_not_there_is_an_error() -> None:
    screenshot, model = screen()
    with pytest.raises(NotOneAction) as unknown:
        act(screenshot, "Click OK", model, ActReader(network("click", "OT", UNSURE)))
    assert isinstance(unknown.value, GroundingError)
    assert unknown.value.answer.reason == "not sure"
    with pytest.raises(TargetNotFound):
        act(screenshot, "Click OK", model, ActReader(network("click", "OT")))


needs_weights = pytest.mark.skipif(not has_network("act"), reason="the act network is not installed")


@pytest.fixture(scope="module")
def reader() -> ActReader:
    return ActReader()


@needs_weights
@pytest.mark.parametrize(
    ("instruction", "kind", "target", "text"),
    [
        ("Click on the 'Save' button located in the bottom right corner to save the changes",
         "click", "'Save' button located in the bottom right corner", ""),
        ("Please double-click the file “notes.txt”.", "double-click", "file “notes.txt”", ""),
        ("I want to right-click the Trash icon", "right-click", "Trash icon", ""),
        ('Type "it\'s fine, OK?" into the Comment field', "type", "Comment field", "it's fine, OK?"),
        ("Could you press Ctrl+Shift+T?", "press", "", "Ctrl+Shift+T"),
        ("Select 'German' from the Language dropdown", "select", "Language dropdown", "German"),
        ("Drag 'a.txt' to the 'Trash' icon", "drag", "'a.txt'", "'Trash' icon"),
        ("Doppelklick auf den Ordner Bilder", "double-click", "Ordner Bilder", ""),
        ("点击“保存”按钮", "click", "“保存”按钮", ""),
    ],
)  # fmt: skip
def test_the_shipped_network_reads_orders(
    reader: ActReader, instruction: str, kind: str, target: str, text: str
) -> None:
    read = reader.read(instruction)
    assert isinstance(read, ActReading)
    assert (read.kind, read.target, read.text) == (kind, target, text)


@needs_weights
@pytest.mark.parametrize(
    "instruction",
    [
        "hello there",
        "Where is the Save button?",
        "Book me a flight to Paris",
        "Don't click the OK button",
        "Click OK and then press Enter",
        "If a dialog appears, click OK",
        "type your password",
    ],
)
def test_the_shipped_network_knows_what_is_no_single_action(reader: ActReader, instruction: str) -> None:
    assert isinstance(reader.read(instruction), NotAnAction)
