"""How each command is carried out: which actions it takes, and which it leaves out."""

from __future__ import annotations

from actions.action import Action, Click, Drag, Launch, PressKeys, Scroll, TypeText, Wait
from actions.geometry import Box
from grounding.types import UIElement
from gui_agent.expectation import AllOf, FieldHolds, ScreenChanges, TextVisible
from gui_agent.planning.literal import LiteralPlanner
from gui_agent.planning.repair import RepairingPlanner
from gui_agent.types import Ending, Step
from tests.gui_agent.planning.stage import Scene, Stage, button, rehearse, window

START = Scene([button("Text")])


def follow(task: str, stage: Stage) -> list[Step]:
    return rehearse(RepairingPlanner(LiteralPlanner(stage.reflector.holds)), stage, task)


def tick_box(checked: bool) -> Scene:
    state = frozenset({"checked"} if checked else {"unchecked"})
    return Scene([UIElement(Box(20, 20, 36, 36), "checkbox", "News", state)])  # type: ignore[arg-type]


def ticking(start: bool) -> Stage:
    scenes = {"start": tick_box(start), "other": tick_box(not start)}
    return Stage(scenes, lambda action, now: "other" if isinstance(action, Click) else None)


def test_a_box_is_clicked_only_where_its_state_is_another() -> None:
    ticked, empty = ticking(True), ticking(False)
    assert follow('tick "News"', ticked)[-1].ending is Ending.ACCOMPLISHED
    assert not ticked.done(Click)
    assert follow('tick "News"', empty)[-1].ending is Ending.ACCOMPLISHED
    assert len(empty.done(Click)) == 1


def test_a_box_that_does_not_take_the_click_is_no_success() -> None:
    stage = Stage({"start": tick_box(False)}, lambda action, now: None)
    assert follow('tick "News"', stage)[-1].ending is Ending.NOT_ACCOMPLISHED


def test_menus_are_opened_one_after_another() -> None:
    scenes = {
        "start": Scene([button("File")]),
        "menu": Scene([button("File"), button("Export", 1)]),
        "submenu": Scene([button("File"), button("Export", 1), button("PDF", 2)]),
        "end": Scene([button("Exported")]),
    }
    order = {"start": "menu", "menu": "submenu", "submenu": "end"}
    stage = Stage(scenes, lambda action, now: order[now])
    steps = follow("choose File > Export > PDF", stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert [s.planned.target for s in steps[:-1]] == ["File", "Export", '"PDF"']


def test_a_context_menu_is_open_already() -> None:
    stage = Stage({"start": Scene([button("Copy")]), "end": START}, lambda action, now: "end")
    steps = follow("choose Copy from the context menu", stage)
    assert [s.planned.target for s in steps if s.planned.kind == "click"] == ["Copy"]


def test_a_drop_down_must_show_what_was_chosen() -> None:
    scenes = {
        "start": Scene([button("Colour")]),
        "list": Scene([button("Colour"), button("Red", 1), button("Blue", 2)]),
        "end": Scene([button("Colour"), button("Blue", 0, 1)]),
    }
    stage = Stage(scenes, lambda action, now: {"start": "list", "list": "end"}[now])
    steps = follow("choose Blue from Colour", stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    tried = [s.planned.target for s in steps if s.planned.kind == "click"]
    assert tried == ["Colour drop-down", "Colour", '"Blue"'], "the drop-down is meant, not its label"
    assert steps[2].planned.expectation == AllOf((ScreenChanges(), TextVisible("Blue")))


def test_text_for_a_field_is_typed_where_the_field_is() -> None:
    scenes = {
        "start": Scene([UIElement(Box(20, 20, 200, 50), "field", "Name")]),
        "end": Scene([UIElement(Box(20, 20, 200, 50), "field", "Ana")]),
    }
    stage = Stage(scenes, lambda action, now: "end" if isinstance(action, TypeText) else None)
    steps = follow('type "Ana" into "Name"', stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert [type(a) for a in stage.actions] == [Click, TypeText]
    tried = [s.planned.target for s in steps if s.planned.kind == "click"]
    assert tried == ['"Name" field', '"Name"'], "the field is meant, not its label"
    assert steps[2].planned.expectation == FieldHolds('"Name"', "Ana")


def test_saving_under_a_name_goes_through_the_dialog() -> None:
    chooser = window(2, "Save As", dialog=True)
    scenes = {
        "start": START,
        "dialog": Scene([button("Name")], (window(1, "Main", active=False), chooser)),
        "named": Scene([button("a.txt")], (window(1, "Main", active=False), chooser)),
        "saved": Scene([button("Text")], (window(1, "a.txt"),)),
    }

    def rule(action: Action, now: str) -> str | None:
        match action:
            case PressKeys(("ctrl", "shift", "s")):
                return "dialog"
            case TypeText("~/a.txt"):
                return "named"
            case PressKeys(("enter",)):
                return "saved"
        return None

    stage = Stage(scenes, rule)
    assert follow("save it as ~/a.txt", stage)[-1].ending is Ending.ACCOMPLISHED


def test_a_dialog_that_let_the_first_enter_pass_gets_another() -> None:
    chooser = (window(1, "Main", active=False), window(2, "Save As", dialog=True))
    scenes = {
        "start": START,
        "dialog": Scene([button("Name")], chooser),
        "named": Scene([button("a.txt")], chooser),
        "ready": Scene([button("a.txt"), button("Save", 2)], chooser),
        "saved": Scene([button("Text")], (window(1, "a.txt"),)),
    }
    after_enter = {"named": "ready", "ready": "saved"}

    def rule(action: Action, now: str) -> str | None:
        match action:
            case PressKeys(("ctrl", "shift", "s")):
                return "dialog"
            case TypeText():
                return "named"
            case PressKeys(("enter",)):
                return after_enter[now]
        return None

    stage = Stage(scenes, rule)
    assert follow("save it as a.txt", stage)[-1].ending is Ending.ACCOMPLISHED
    assert stage.actions.count(PressKeys(("enter",))) == 2


def test_scrolling_stops_where_the_target_can_be_seen() -> None:
    def rule(action: Action, now: str) -> str | None:
        return {"start": "middle", "middle": "end"}.get(now) if isinstance(action, Scroll) else None

    scenes = {"start": START, "middle": Scene([button("Middle")]), "end": Scene([button("Terms")])}
    stage = Stage(scenes, rule)
    assert follow('scroll down until "Terms" is visible', stage)[-1].ending is Ending.ACCOMPLISHED
    assert len(stage.done(Scroll)) == 2


def test_scrolling_ends_at_the_end() -> None:
    stage = Stage({"start": START}, lambda action, now: None)
    assert follow('scroll down until "Terms" is visible', stage)[-1].ending is Ending.NOT_ACCOMPLISHED
    assert len(stage.done(Scroll)) == 1


def test_copying_needs_no_visible_change() -> None:
    stage = Stage({"start": START}, lambda action, now: None)
    assert follow("copy", stage)[-1].ending is Ending.ACCOMPLISHED


def test_a_word_is_selected_by_a_double_click_and_a_phrase_by_dragging_along_it() -> None:
    line = UIElement(Box(20, 20, 200, 40), "text", "some words")
    scenes = {"start": Scene([button("word"), line]), "end": Scene([])}
    for task, expected in (('select the word "word"', Click), ('select the text "some words"', Drag)):
        stage = Stage(scenes, lambda action, now: "end")
        assert follow(task, stage)[-1].ending is Ending.ACCOMPLISHED
        assert isinstance(stage.actions[0], expected)


def test_waiting_for_a_text_touches_nothing() -> None:
    stage = Stage({"start": START, "end": Scene([button("Ready")])}, lambda action, now: "end")
    assert follow('wait until "Ready" appears', stage)[-1].ending is Ending.ACCOMPLISHED
    assert {type(a) for a in stage.actions} <= {Wait}


def opening(after_launch: str, after_waiting: str) -> Stage:
    """A program that shows its first window at once, and another title when it has been waited for."""
    scenes = {
        name: Scene([button("Hello")], (window(1, "Main"), window(2, name)))
        for name in ("Office", "letter.odt - Office")
    }
    order = {Launch: after_launch, Wait: after_waiting}
    return Stage({"start": START, **scenes}, lambda action, now: order.get(type(action)))


def test_a_document_is_waited_for_where_the_program_shows_a_window_without_it_first() -> None:
    stage = opening("Office", "letter.odt - Office")
    steps = follow("open letter.odt in Office, then make sure “Hello” is visible", stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert [type(action) for action in stage.actions] == [Launch, Wait, Wait]
    assert steps[1].reflection is not None
    assert steps[1].reflection.verdict == "success"


def test_a_program_whose_title_never_names_the_document_is_worked_with_all_the_same() -> None:
    stage = opening("Office", "Office")
    steps = follow("open letter.odt in Office, then make sure “Hello” is visible", stage)
    assert steps[-1].ending is Ending.ACCOMPLISHED
    assert [type(action) for action in stage.actions] == [Launch, Wait, Wait]
