"""Icons cut from rendered screens, worn as screens are, signs of fonts, and what is seen most."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from grounding.data.icons.glyphs import shape_of, signs
from grounding.data.icons.packed import IconLibrary, PackedIcon, pack
from grounding.data.icons.retrieval import APPLICATIONS
from grounding.data.icons.scenes import Scene
from grounding.data.icons.seen import (
    chosen,
    cut,
    cuttings,
    draws_held_out,
    icon_of,
    piece_around,
)
from grounding.data.icons.usual import known_names, usual_names
from grounding.data.icons.wear import Wear
from grounding.data.icons.weights import drawing_weights
from grounding.data.sample import RenderedElement, RenderedScreen, write_screens


def screen(*elements: RenderedElement, source: str = "widgets", **more: object) -> RenderedScreen:
    values = {"toolkit": "GTK3", "app": "generated", "split": "train", **more}
    return RenderedScreen("s", "images/s.png", (200, 100), source, elements=elements, **values)  # type: ignore[arg-type]


def button(icon: str = "", name: str = "", x: int = 20, text: str = "") -> RenderedElement:
    return RenderedElement((x, 20, x + 24, 44), "button", text, name, icon)


def test_an_icon_of_a_rendered_screen_is_known_by_its_file() -> None:
    shown = icon_of(button("edit-delete"), screen())
    assert shown is not None
    assert shown.said[:2] == ("delete", "bin")


def test_an_applications_icon_is_known_by_what_the_application_calls_it() -> None:
    shown = icon_of(button(name="Go Back (Alt+Left)"), screen(source="apps"))
    assert shown is not None
    assert (shown.family, shown.name) == ("seen-apps", "go back")
    assert "previous" in shown.said


def test_held_out_applications_make_a_set_to_measure_on() -> None:
    shown = icon_of(button(name="Save"), screen(source="apps", split="held-out apps"))
    assert shown is not None
    assert shown.family == APPLICATIONS


@pytest.mark.parametrize("element", [button("edit-delete", text="Delete file"), button(name=""), button()])
def test_buttons_with_words_or_without_a_name_show_nothing_known(element: RenderedElement) -> None:
    assert icon_of(element, screen()) is None


def test_the_menu_of_a_window_shows_no_menu_icon() -> None:
    assert icon_of(button(name="Window menu"), screen(source="apps")) is None


def test_screens_drawn_by_a_held_out_set_are_left_out() -> None:
    sets = {"bootstrap": frozenset({"x-lg", "search"}), "tabler": frozenset({"search", "trash"})}
    assert draws_held_out(screen(button("search"), theme="Breeze/oxygen/Sans"), sets)
    page = {"source": "chromium", "toolkit": "web"}
    assert draws_held_out(screen(button("x-lg"), button("search"), **page), sets)
    assert not draws_held_out(screen(button("search"), button("trash"), **page), sets)


def test_pieces_are_cut_with_their_surroundings_and_only_once(tmp_path: Path) -> None:
    image = np.full((100, 200, 3), 240, np.uint8)
    cv2.circle(image, (32, 32), 8, (0, 0, 0), 2)
    cv2.rectangle(image, (110, 25), (120, 40), (0, 0, 200), -1)
    (tmp_path / "images").mkdir()
    cv2.imwrite(str(tmp_path / "images/s.png"), image)
    same = screen(button("search"), button("list-add", x=100), button("go-up", x=160))
    write_screens(tmp_path, [same, same])
    found = chosen(cuttings([tmp_path], {}), most=5, most_unnamed=1, seed=0)
    assert len(found) == 6
    assert pack(tmp_path / "pieces", cut(found)) == 2
    library = IconLibrary.open(tmp_path / "pieces")
    piece, icon = library.picture(0), library.icons[0]
    x1, y1, x2, y2 = icon.box
    assert (x2 - x1, y2 - y1) == (24, 24)
    assert piece.ndim == 3
    assert piece[y1:y2, x1:x2].min() == 0


def test_several_folders_open_as_one(tmp_path: Path) -> None:
    for value in (1, 2):
        shape = np.full((9, 9), value, np.uint8)
        pack(tmp_path / str(value), iter([(PackedIcon(f"set{value}", "", "a", "a", (), (), ()), shape)]))
    library = IconLibrary.open(tmp_path / "1", tmp_path / "2")
    assert [library.picture(i)[0, 0] for i in (0, 1)] == [1, 2]


def test_large_elements_are_made_smaller_with_their_box() -> None:
    piece, box = piece_around(np.zeros((400, 400, 3), np.uint8), (100, 100, 244, 244))
    assert box[2] - box[0] == 72
    assert piece.shape[0] < 200


def test_a_worn_scene_keeps_its_box_inside() -> None:
    wear = Wear(1)
    picture = np.random.default_rng(0).integers(0, 256, (60, 80, 3)).astype(np.uint8)
    for _ in range(60):
        scene = wear.worn(wear.piece(picture, (20, 20, 44, 40)))
        height, width = scene.image.shape[:2]
        assert 0 <= scene.box.x1 < scene.box.x2 <= width + 4
        assert 0 <= scene.box.y1 < scene.box.y2 <= height + 4
    assert isinstance(scene, Scene)


def test_usual_meanings_are_learned_most_and_pieces_as_often_as_drawings() -> None:
    usual = PackedIcon("a", "", "window-close", "close", ("close", "x"), (), ())
    piece = PackedIcon("seen-web", "", "window-close", "close", ("close", "x"), (), (), box=(1, 1, 2, 2))
    rare = [PackedIcon("a", "", f"quux{i}", f"quux {i}", (), (), ()) for i in range(50)]
    weights = drawing_weights([usual, usual, piece, *rare])
    assert weights[0] == weights[1]
    assert weights[2] == pytest.approx(weights[0] + weights[1])
    assert weights[:3].sum() > weights[3:].sum()


def test_the_usual_meanings_are_a_part_of_those_known() -> None:
    assert usual_names() < known_names()
    assert {"close, x", "search, magnifying glass", "minimize, minimise"} < usual_names()


def test_every_sign_has_words_and_a_shape_where_a_font_has_it() -> None:
    assert all(icon.said for _, icon in signs())
    fonts = sorted(Path("/usr/share/fonts").rglob("DejaVuSans.ttf"))
    if not fonts:
        pytest.skip("no font to draw with")
    shape = shape_of(fonts[0], "×")
    assert shape is not None
    assert shape.max() == 255
    assert shape_of(fonts[0], "\U0010fffd") is None
