"""Tree search: what leads nowhere is taken back, within bounds, with every action approved."""

import pytest

from gui_agent.approval import NeverApprover
from gui_agent.planning.search.parts import searching_planner
from gui_agent.planning.search.snapshots import MemorySnapshots, NeedsSnapshots
from gui_agent.tools.action import RestoreSnapshot
from gui_agent.tools.errors import ToolFailed
from gui_agent.types import Approval, ApprovalRequest, Ending
from tests.gui_agent.planning.search.maze import Guide, Rehearsal


def test_a_model_whose_first_idea_is_always_wrong_still_finds_the_way() -> None:
    rehearsal = Rehearsal(Guide(goal="CC", taste="ABC"))
    last = rehearsal.search()[-1]
    assert (last.ending, rehearsal.maze.way) == (Ending.ACCOMPLISHED, "CC")
    assert rehearsal.maze.clicks == ["A", "B", "C", "CA", "CB", "CC"]


def test_a_model_whose_first_idea_is_right_takes_nothing_back() -> None:
    rehearsal = Rehearsal(Guide(goal="AAA", taste="ABC"))
    rehearsal.search()
    assert (rehearsal.maze.clicks, rehearsal.snapshots.restored) == (["A", "AA", "AAA"], [])


def test_every_branch_begins_from_the_restored_state_and_stands_in_the_steps() -> None:
    steps = Rehearsal(Guide(goal="B", taste="ABC")).search()
    assert [step.planned.kind for step in steps] == ["click", "restore", "click", "done"]
    assert all(step.approval is not None for step in steps[:-1])


def test_nothing_is_tried_or_taken_back_that_the_approver_does_not_allow() -> None:
    rehearsal = Rehearsal(Guide(goal="B"), NeverApprover())
    assert rehearsal.search()[-1].ending is Ending.STOPPED
    assert (rehearsal.maze.clicks, rehearsal.snapshots.restored) == ([], [])


def test_a_refused_restore_ends_the_run_where_it_is() -> None:
    class NoWayBack:
        def review(self, request: ApprovalRequest) -> Approval:
            back = isinstance(request.action, RestoreSnapshot)
            return Approval("reject" if back else "approve", "no way back")

    rehearsal = Rehearsal(Guide(goal="B"), NoWayBack())
    assert rehearsal.search()[-1].ending is Ending.STOPPED
    assert rehearsal.maze.way == "A"


def test_the_search_ends_at_its_bound_of_states_and_returns_to_the_best_one() -> None:
    rehearsal = Rehearsal(Guide(goal="CCCCCCCCCC", taste="ABC"), nodes=6)
    last = rehearsal.search()[-1]
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert "6" in last.explanation
    assert rehearsal.maze.way == "C"


def test_the_search_ends_when_everything_was_tried() -> None:
    rehearsal = Rehearsal(Guide(goal="AB", taste="C"))
    last = rehearsal.search()[-1]
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert "nothing left to try" in last.explanation
    assert rehearsal.maze.way == ""


def test_a_state_that_the_critic_misjudged_is_thought_about_when_nothing_better_is_left() -> None:
    rehearsal = Rehearsal(Guide(goal="CCC", taste="ABC", misjudged="C"))
    last = rehearsal.search()[-1]
    assert (last.ending, rehearsal.maze.way) == (Ending.ACCOMPLISHED, "CCC")


def test_an_end_that_the_critic_misjudged_is_taken_at_the_models_word_when_nothing_better_is_left() -> None:
    rehearsal = Rehearsal(Guide(goal="BB", taste="B", misjudged="BB", claims=True))
    last = rehearsal.search()[-1]
    assert (last.ending, rehearsal.maze.way) == (Ending.ACCOMPLISHED, "BB")


def test_a_models_word_alone_ends_nothing_after_a_bad_way() -> None:
    rehearsal = Rehearsal(Guide(goal="C", taste="AB", claims=True), nodes=8)
    assert rehearsal.search()[-1].ending is Ending.NOT_ACCOMPLISHED


def test_a_task_that_is_done_before_it_begins_is_done() -> None:
    steps = Rehearsal(Guide(goal="A", taste="A")).search()
    again = Rehearsal(Guide(goal="A", taste="A"))
    again.maze.way = "A"
    assert [step.planned.kind for step in steps] == ["click", "done"]
    assert [step.planned.kind for step in again.search()] == ["done"]


def test_snapshots_are_given_up_when_nobody_goes_back_to_them() -> None:
    rehearsal = Rehearsal(Guide(goal="CC", taste="ABC"))
    rehearsal.search()
    with pytest.raises(ToolFailed):
        rehearsal.snapshots.restore("state-1")


def test_a_state_that_cannot_be_restored_is_left_out() -> None:
    rehearsal = Rehearsal(Guide(goal="AB", taste="CAB"))
    lost = rehearsal.snapshots

    class Forgetful(MemorySnapshots[str]):
        def restore(self, name: str) -> None:
            raise ToolFailed("that state is gone")

    rehearsal.snapshots = Forgetful(lost._read, lost._write)
    last = rehearsal.search()[-1]
    assert last.ending is Ending.NOT_ACCOMPLISHED
    assert rehearsal.maze.clicks == ["C"]


def test_the_models_tokens_are_on_the_bill_of_the_steps() -> None:
    rehearsal = Rehearsal(Guide(goal="B"))
    steps = rehearsal.search()
    assert sum(step.usage.model_calls for step in steps) == len(rehearsal.model.requests)
    assert sum(step.usage.input_tokens for step in steps) == 100 * len(rehearsal.model.requests)


def test_without_snapshots_there_is_no_search_but_words_on_what_to_do() -> None:
    pointing, thinker = Rehearsal(Guide(goal="B"))._mind()
    with pytest.raises(NeedsSnapshots, match="qemu"):
        searching_planner(thinker, pointing, None)
