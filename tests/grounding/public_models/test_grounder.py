"""A public grounder as the loop gets it: the server finds targets, checks and eyes stay here."""

from actions.geometry import Point
from grounding.grounders import open_grounder
from gui_agent.chat.script import Answer
from gui_agent.chat.scripted_server import ScriptedServer
from tests.grounding.public_models.scripted import screen


def test_checks_cost_no_question_to_the_public_model() -> None:
    with ScriptedServer([Answer("(500, 500)")]) as server:
        grounder = open_grounder(f"{server.address}#scripted#uground")
        assert grounder.for_checks is not grounder.model
        assert grounder.for_checks.best_guess(screen(320, 240), "Save") is None
        assert not server.asked
        assert grounder.model.ground(screen(), "Save").point == Point(500, 250)


def test_whole_instructions_reach_the_public_model_as_they_are() -> None:
    with ScriptedServer([Answer("(500, 500)")]) as server:
        grounder = open_grounder(f"{server.address}#scripted#uground")
        grounder.for_instructions.ground(screen(), "Hit Save so that it is kept")
        assert "Description: Hit Save so that it is kept" in server.asked[0].text


def test_the_embedded_grounder_checks_with_itself() -> None:
    grounder = open_grounder("ocr")
    assert grounder.for_checks is grounder.model
