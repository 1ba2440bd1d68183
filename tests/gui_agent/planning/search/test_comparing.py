"""Best-of-N: what wins in both orders is taken, else the model's own first idea."""

from tests.gui_agent.planning.search.maze import Guide, Rehearsal


def test_the_candidate_that_wins_in_both_orders_is_taken() -> None:
    wins = {"BA": "first", "AB": "second", "CB": "second", "BC": "first"}
    rehearsal = Rehearsal(Guide(goal="B", comparisons=wins))
    rehearsal.compare(steps=1)
    assert rehearsal.maze.clicks == ["B"]


def test_a_judge_that_always_prefers_the_first_place_changes_nothing() -> None:
    pairs = {one + other: "first" for one in "ABC" for other in "ABC"}
    rehearsal = Rehearsal(Guide(goal="B", comparisons=pairs))
    rehearsal.compare(steps=1)
    assert rehearsal.maze.clicks == ["A"]


def test_a_single_idea_is_not_compared() -> None:
    rehearsal = Rehearsal(Guide(goal="B", taste="C"))
    rehearsal.compare(steps=1)
    assert rehearsal.maze.clicks == ["C"]
    assert len(rehearsal.model.requests) == 1


def test_ideas_that_do_the_same_are_compared_once() -> None:
    rehearsal = Rehearsal(Guide(goal="B", taste="AAA"))
    rehearsal.compare(steps=1)
    assert len(rehearsal.model.requests) == 1
