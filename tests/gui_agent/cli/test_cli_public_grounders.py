"""``--grounder`` with public models: a served one answers, a wrong one is explained in one line."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from gui_agent.chat.script import Answer
from gui_agent.chat.scripted_server import ScriptedServer
from gui_agent.cli.app import app


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = np.full((504, 1008, 3), 235, np.uint8)
    cv2.rectangle(image, (450, 230), (560, 275), (160, 160, 160), 2)
    cv2.putText(image, "Save", (470, 260), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    file = tmp_path / "screen.png"
    cv2.imwrite(str(file), image)
    return file


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output + (str(done.exception) if done.exception else "")


def test_ground_asks_the_server_and_names_the_element_it_points_at(picture: Path) -> None:
    with ScriptedServer([Answer("(500, 500)")]) as server:
        code, told = run(
            "ground", picture, "the Save button", "--json", "--grounder", f"{server.address}#scripted#uground"
        )
    assert code == 0, told
    found = json.loads(told)
    assert found["point"] == [504, 252]
    assert found["label"] == "Save"


def test_with_the_ensemble_both_models_are_asked(picture: Path) -> None:
    with ScriptedServer([Answer("(100, 100)")]) as server:
        code, told = run(
            "ground", picture, "Save", "--json", "--grounder", f"{server.address}#scripted#uground+ensemble"
        )
    assert code == 0, told
    found = json.loads(told)
    assert found["point"] == [101, 50]
    assert found["score"] == 0.1
    assert [other["label"] for other in found["alternatives"]] == ["Save"]


@pytest.mark.parametrize(
    "command",
    [("ground", "x.png", "Save"), ("parse", "x.png"), ("eval", "run", "desktop"), ("run", "Press Save")],
)
def test_a_grounder_that_cannot_be_is_explained(
    command: tuple[str, ...], tmp_path: Path, picture: Path
) -> None:
    words = [picture if word == "x.png" else word for word in command]
    code, told = run(*words, "--grounder", "hf:someone/some-model#none-such")
    assert code != 0
    assert "choose one of ui-tars" in " ".join(told.replace("│", " ").split())


def test_weights_that_are_not_here_say_how_to_get_them(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("huggingface_hub", reason="needs the extra hf")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    _, told = run("ground", picture, "Save", "--grounder", "hf:nobody/gta1-absent")
    assert "hf download nobody/gta1-absent" in told
