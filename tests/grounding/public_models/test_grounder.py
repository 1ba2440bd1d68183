"""A public grounder as the loop gets it: the server finds targets, checks and eyes stay here."""

import json
from pathlib import Path

import cv2
import pytest

from actions.geometry import Point
from grounding.batch import ground_batch
from grounding.errors import GroundingServerFailed
from grounding.grounders import open_grounder
from grounding.public_models.asking import PublicGroundingModel
from grounding.public_models.served import ServedAnswerer
from grounding.public_models.table import format_named
from gui_agent.chat.script import Answer, Fault, FaultKind
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


def test_a_batch_ends_where_the_server_is_gone_instead_of_counting_it_as_missing(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "screen.png"), screen(320, 240).image)
    rows = [{"id": number, "image": "screen.png", "instruction": "Press Save"} for number in range(3)]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with ScriptedServer([Answer("(500, 500)"), *[Fault(FaultKind.ERROR_500)] * 9]) as server:
        model = PublicGroundingModel(ServedAnswerer(server.address, "scripted", format_named("uground")))
        with pytest.raises(GroundingServerFailed):
            ground_batch(tmp_path / "rows.jsonl", tmp_path / "out.jsonl", model)
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 1
