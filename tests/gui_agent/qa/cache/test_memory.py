"""What a passed case saw answers the next run; what changed is worked out anew and told."""

from pathlib import Path

import numpy as np
import pytest

from actions.geometry import Box
from actions.screenshot import Screenshot
from grounding.errors import TargetNotFound
from grounding.types import Grounding, ParsedScreen, UIElement
from gui_agent.expectation import Expectation, FieldHolds, ScreenChanges, TextGone, TextVisible
from gui_agent.observer import Awaited
from gui_agent.qa.cache.eyes import RememberingGrounder
from gui_agent.qa.cache.file import CacheFileError, cache_path, keep_memory, open_memory, read_cache
from gui_agent.qa.cache.memory import CaseMemory
from gui_agent.types import ActionKind, Observation, PlannedAction, Reflection, Step

REGION = Box(0, 0, 320, 200)
SAVE = Box(100, 80, 160, 104)
READ = ParsedScreen((UIElement(SAVE, "button", "Save", frozenset({"disabled"}), 0.875, "disk"),), REGION)


def screen(button: int = 90, corner: int = 0) -> Screenshot:
    image = np.full((200, 320, 3), 230, np.uint8)
    image[80:104, 100:160] = button
    image[88:96, 110:150:4] = 10
    image[190:, 310:] = corner
    return Screenshot(image, REGION)


class Model:
    """A grounding model that counts how often it is asked."""

    def __init__(self, box: Box | None = SAVE) -> None:
        self.box, self.asked = box, 0

    def ground(self, screenshot: Screenshot, target: str) -> Grounding:
        self.asked += 1
        if self.box is None:
            raise TargetNotFound(f"nothing is “{target}”")
        return Grounding(self.box.center, self.box, 0.9, "Save")


def grounder(memory: CaseMemory, model: Model) -> RememberingGrounder:
    return RememberingGrounder(memory, lambda: model)


def again(memory: CaseMemory) -> CaseMemory:
    return CaseMemory(memory.remembered())


def clicked(before: Screenshot, after: Screenshot, verdict: str = "success") -> Step:
    planned = PlannedAction("click", "Save", expectation=ScreenChanges())
    seen, came = (Observation(shot, READ) for shot in (before, after))
    found = Grounding(SAVE.center, SAVE, 0.9, "Save")
    return Step(1, seen, planned, grounding=found, after=came, reflection=Reflection(verdict))  # type: ignore[arg-type]


def learnt() -> CaseMemory:
    memory = CaseMemory()
    for shot in (screen(), screen(200)):
        memory.keep_screen(shot, READ)
    grounder(memory, Model()).ground(screen(), "Save")
    memory.complete(clicked(screen(), screen(200)))
    return memory


def test_a_screen_is_known_by_every_one_of_its_pixels() -> None:
    memory = again(learnt())
    assert memory.screen(screen()) == READ
    assert memory.screen(screen(corner=1)) is None


def test_a_known_target_needs_no_model_even_where_the_screen_changed_elsewhere() -> None:
    memory, model = again(learnt()), Model()
    assert grounder(memory, model).ground(screen(corner=9), "Save").box == SAVE
    assert (model.asked, memory.healed) == (0, [])


def test_a_target_that_changed_is_found_anew_kept_and_told() -> None:
    memory, model = again(learnt()), Model(SAVE.offset(0, 40))
    changed = Screenshot(np.roll(screen().image, 40, axis=0), REGION)
    memory.keep_screen(changed, READ)
    assert grounder(memory, model).ground(changed, "Save").box == SAVE.offset(0, 40)
    assert (model.asked, memory.healed, memory.learnt) == (1, ["Save"], True)
    third = again(memory)
    assert grounder(third, model).ground(changed, "Save").box == SAVE.offset(0, 40)
    assert (model.asked, third.healed, third.learnt) == (1, [], False)


def test_what_was_not_there_is_not_looked_for_on_the_same_screen() -> None:
    memory, model = CaseMemory(), Model(None)
    memory.keep_screen(screen(), READ)
    with pytest.raises(TargetNotFound):
        grounder(memory, model).ground(screen(), "Cancel")
    with pytest.raises(TargetNotFound, match="nothing is “Cancel”"):
        grounder(again(memory), model).ground(screen(), "Cancel")
    assert model.asked == 1
    with pytest.raises(TargetNotFound):
        grounder(again(memory), model).ground(screen(corner=1), "Cancel")
    assert model.asked == 2


def test_a_place_whose_click_did_nothing_is_not_trusted_again_in_the_run() -> None:
    memory = again(learnt())
    memory.complete(clicked(screen(), screen(), "no_effect"))
    assert memory.target(screen(), "Save") is None


def test_what_came_of_an_action_is_known_when_it_comes_again() -> None:
    memory = again(learnt())
    assert memory.awaited is None
    memory.intent(clicked(screen(), screen(200)))
    assert memory.awaited is not None
    assert not memory.is_outcome(screen())
    assert memory.is_outcome(screen(200))
    assert not memory.nothing_more(screen(200))
    memory.complete(clicked(screen(), screen(200)))
    assert not memory.is_outcome(screen(200))


def test_nothing_more_is_waited_for_where_nothing_came() -> None:
    memory = CaseMemory()
    memory.keep_screen(screen(), READ)
    memory.complete(clicked(screen(), screen(), "no_effect"))
    memory = again(memory)
    memory.intent(clicked(screen(), screen()))
    assert memory.nothing_more(screen())
    memory.intent(clicked(screen(corner=1), screen()))
    assert memory.awaited is None or not memory.nothing_more(screen(corner=1))


def test_a_program_may_end_up_in_one_of_several_ways() -> None:
    memory = learnt()
    memory.keep_screen(screen(150), READ)
    memory.complete(clicked(screen(), screen(150)))
    memory = again(memory)
    memory.intent(clicked(screen(), screen()))
    assert memory.is_outcome(screen(200))
    assert memory.is_outcome(screen(150))


def test_what_failed_once_does_not_cut_the_waiting_short_once_it_worked() -> None:
    memory = CaseMemory()
    for shot in (screen(), screen(200)):
        memory.keep_screen(shot, READ)
    memory.complete(clicked(screen(), screen(), "no_effect"))
    memory.complete(clicked(screen(), screen(200)))
    memory = again(memory)
    memory.intent(clicked(screen(), screen()))
    assert not memory.nothing_more(screen())
    assert memory.is_outcome(screen(200))


def done(kind: ActionKind, expectation: Expectation, verdict: str = "success") -> Step:
    planned = PlannedAction(kind, arguments={"seconds": 0.0}, expectation=expectation)
    before, after = (Observation(shot, READ) for shot in (screen(), screen(200)))
    return Step(1, before, planned, after=after, reflection=Reflection(verdict))  # type: ignore[arg-type]


def awaited_after(step: Step) -> Awaited | None:
    """Return how the same action is waited for in the next run."""
    memory = learnt()
    memory.complete(step)
    memory = again(memory)
    memory.intent(step)
    return memory.awaited


def test_a_program_is_given_a_moment_after_what_was_typed() -> None:
    awaited = awaited_after(done("type", FieldHolds("", "Ana")))
    assert awaited is not None
    assert awaited.after > 0.0


def test_a_check_that_something_is_not_there_waits_for_the_screen_to_rest() -> None:
    there, gone = (awaited_after(done("wait", kind("Saved"))) for kind in (TextVisible, TextGone))
    assert there is not None
    assert gone is not None
    assert there.rest == 0.0
    assert gone.rest > 0.0
    assert gone.otherwise >= gone.rest


@pytest.mark.parametrize("kind", ["type", "wait"])
def test_what_may_come_later_is_known_only_where_it_came(kind: ActionKind) -> None:
    assert awaited_after(done(kind, TextVisible("Saved"), "no_effect")) is None


def test_a_screen_that_was_read_once_was_at_rest() -> None:
    memory = again(learnt())
    assert memory.recalls(screen())
    assert not memory.recalls(screen(corner=1))


def test_the_file_is_readable_and_gives_back_everything(tmp_path: Path) -> None:
    test = tmp_path / "notes.steps.md"
    memory = learnt()
    memory.keep_absence(screen(), "Cancel", "nothing is “Cancel”")
    keep_memory(test, "Notes, “1”", memory, "on")
    path = tmp_path / "notes.steps.cache.json"
    assert cache_path(test) == path
    assert read_cache(path) == {"Notes, “1”": memory.remembered()}
    assert max(len(line) for line in path.read_text("utf-8").splitlines()) < 2000
    keep_memory(test, "Another", memory, "on")
    assert sorted(read_cache(path)) == ["Another", "Notes, “1”"]


def test_the_file_is_used_and_written_as_the_mode_says(tmp_path: Path) -> None:
    test = tmp_path / "notes.steps.md"
    assert open_memory(test, "Notes", "found") is None
    keep_memory(test, "Notes", learnt(), "found")
    assert not cache_path(test).exists()
    keep_memory(test, "Notes", learnt(), "on")
    kept = open_memory(test, "Notes", "found")
    assert kept is not None
    assert kept.screen(screen()) == READ
    fresh = open_memory(test, "Notes", "fresh")
    assert fresh is not None
    assert fresh.screen(screen()) is None
    assert open_memory(test, "Notes", "off") is None


@pytest.mark.parametrize("text", ["", "[]", '{"format": 9}', '{"format": 1, "cases": {"a": {}}}'])
def test_another_file_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    test = tmp_path / "notes.steps.md"
    cache_path(test).write_text(text)
    with pytest.raises(CacheFileError, match=r"no cache of a test.*--no-cache"):
        open_memory(test, "Notes", "on")
