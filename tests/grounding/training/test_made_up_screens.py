"""Made-up screens are plausible, the same for the same seed, and can be talked about."""

from grounding.training.made_up_screens import made_up_screens


def test_the_same_seed_gives_the_same_screens_and_another_one_others() -> None:
    assert made_up_screens(3, 1) == made_up_screens(3, 1)
    assert made_up_screens(3, 1) != made_up_screens(3, 2)


def test_elements_lie_on_their_screen_and_are_of_many_kinds() -> None:
    screens = made_up_screens(20, 1)
    roles = {e.role for s in screens for e in s.elements}
    assert {"button", "icon", "field", "menu", "list item", "checkbox", "tab"} <= roles
    for screen in screens:
        assert len(screen.elements) > 15
        for e in screen.elements:
            x1, y1, x2, y2 = e.box
            assert 0 <= x1 < x2 <= screen.size[0]
            assert 0 <= y1 < y2 <= screen.size[1]
