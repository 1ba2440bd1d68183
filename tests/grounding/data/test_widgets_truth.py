"""From what a toolkit tells to the truth of a picture."""

import numpy as np

from grounding.data.sample import RenderedElement
from grounding.data.widgets.boxes import seen_part, uncovered, with_parents
from grounding.data.widgets.frames import Frame, FrameButton
from grounding.data.widgets.ink import find_ink
from grounding.data.widgets.truth import screen_truth

WHITE = 255


def blank(height: int = 100, width: int = 200) -> np.ndarray:
    return np.full((height, width, 3), WHITE, np.uint8)


def frame(box: tuple[int, int, int, int], *buttons: FrameButton) -> Frame:
    return Frame(box, box, buttons, None, False, True)


def told(box: list[float], role: str, text: str = "", clip: list[float] | None = None) -> dict[str, object]:
    return {
        "box": box, "role": role, "text": text, "name": "", "icon": "", "label": "",
        "state": [], "clip": clip,
    }  # fmt: skip


def layer(
    role: str, *elements: dict[str, object], lines: list[dict[str, object]] | None = None
) -> dict[str, object]:
    return {"window": 1, "role": role, "title": "", "elements": list(elements), "lines": lines or []}


class TestInk:
    def test_the_box_is_tight_around_what_is_drawn(self) -> None:
        image = blank()
        image[20:30, 40:90] = 0
        assert find_ink(image, (30, 10, 120, 60), None, "left") == (40, 20, 90, 30)

    def test_an_icon_beside_a_text_of_known_width_is_left_out(self) -> None:
        image = blank()
        image[20:36, 5:21] = (0, 0, 200)
        image[22:32, 30:90:3] = 0
        assert find_ink(image, (0, 10, 200, 60), (58, 10), "left") == (30, 22, 88, 32)

    def test_an_underline_is_no_text(self) -> None:
        image = blank()
        image[20:30, 40:100:3] = 0
        image[34:36, 10:190] = 0
        assert find_ink(image, (0, 10, 200, 60), (58, 10), "left") == (40, 20, 98, 30)

    def test_nothing_drawn_is_no_box(self) -> None:
        assert find_ink(blank(), (0, 0, 100, 50), None, "left") is None

    def test_ink_of_another_size_is_no_box(self) -> None:
        image = blank()
        image[20:30, 40:50] = 0
        assert find_ink(image, (0, 0, 200, 60), (120, 10), "left") is None


class TestCovering:
    def test_the_largest_free_rectangle_stays(self) -> None:
        assert uncovered((0, 0, 100, 20), (60, -5, 200, 50)) == (0, 0, 60, 20)

    def test_the_visible_share_counts_every_cover_once(self) -> None:
        box, share = seen_part((0, 0, 10, 10), [(5, 0, 10, 10), (5, 0, 10, 10)])
        assert (box, share) == ((0, 0, 5, 10), 0.5)

    def test_the_parent_is_the_smallest_enclosing_element(self) -> None:
        window, group, button = ((0, 0, 100, 100), (10, 10, 60, 60), (20, 20, 40, 30))
        made = with_parents([RenderedElement(b, "button") for b in (window, group, button)], 7)
        assert [e.parent for e in made] == [-1, 7, 8]


class TestScreen:
    def test_boxes_move_to_the_window_and_grow_with_the_scale(self) -> None:
        truth = screen_truth(
            blank(), [(layer("window", told([5, 5, 15, 10], "button")), frame((20, 10, 180, 90)))], 2.0
        )
        assert [(e.role, e.box, e.parent) for e in truth.elements] == [
            ("window", (20, 10, 180, 90), -1),
            ("button", (30, 20, 50, 30), 0),
        ]

    def test_what_a_popup_covers_is_gone_and_what_it_touches_is_cut(self) -> None:
        below = layer(
            "window", told([0, 0, 40, 10], "button", "hidden"), told([0, 60, 100, 70], "button", "cut")
        )
        above = layer("popup", told([0, 0, 50, 30], "menu item", "Open"))
        popup = frame((0, 0, 50, 64))
        truth = screen_truth(blank(), [(below, frame((0, 0, 200, 100))), (above, popup)])
        assert [(e.role, e.text) for e in truth.elements] == [
            ("window", ""),
            ("button", "cut"),
            ("menu item", "Open"),
        ]

    def test_what_is_scrolled_out_of_sight_is_gone(self) -> None:
        row = told([0, 80, 50, 100], "list item", clip=[0, 0, 200, 85])
        truth = screen_truth(blank(), [(layer("window", row), frame((0, 0, 200, 100)))])
        assert [e.role for e in truth.elements] == ["window"]

    def test_a_line_cut_by_its_window_keeps_its_box_and_loses_its_text(self) -> None:
        image = blank()
        line = {
            "box": [150, 10, 260, 20],
            "text": "Too long",
            "clip": None,
            "ink": None,
            "exact": True,
            "align": "left",
        }
        truth = screen_truth(image, [(layer("window", lines=[line]), frame((0, 0, 200, 100)))])
        assert truth.lines is not None
        assert [(x.box, x.text) for x in truth.lines] == [((150, 10, 200, 20), "")]

    def test_a_drawn_line_that_is_not_found_makes_all_lines_unknown(self) -> None:
        image = blank()
        image[10:20, 10:14] = 0
        line = {
            "box": [0, 5, 190, 25],
            "text": "Wide",
            "clip": None,
            "ink": [120, 10],
            "exact": False,
            "align": "left",
        }
        truth = screen_truth(image, [(layer("window", lines=[line]), frame((0, 0, 200, 100)))])
        assert truth.lines is None

    def test_a_maximised_window_has_a_restore_button(self) -> None:
        button = FrameButton((150, 0, 170, 10), "Maximize", "window-maximize")
        whole = Frame((0, 0, 200, 100), (0, 10, 200, 100), (button,), None, True, True)
        truth = screen_truth(blank(), [(layer("window"), whole)])
        assert [(e.name, e.icon) for e in truth.elements] == [("", ""), ("Restore", "window-restore")]
