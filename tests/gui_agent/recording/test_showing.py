"""A person is watched on a real display until the keys that end it."""

import time

from actions.action import Click, PressKeys, TypeText
from actions.demonstration.x11_listener import X11Listener
from actions.geometry import Point
from actions.local import open_x11
from gui_agent.recording.showing import END_KEYS, Showing

DONE = (Click(Point(50, 60)), TypeText("Hello"), PressKeys(("ctrl", "s")))


def test_everything_up_to_the_ending_keys_is_kept_with_the_screen_before_it(x_display: str) -> None:
    with open_x11(x_display) as seen, open_x11(x_display) as hands:
        showing = Showing(seen, lambda hear: X11Listener(hear, x_display))
        for action in DONE:
            hands.execute(action)
        hands.execute(PressKeys(END_KEYS))
        assert showing.ended.wait(5.0)
        hands.execute(Click(Point(90, 90)))
        time.sleep(0.2)
        shown, last = showing.end()
    assert tuple(each.performed.action for each in shown) == DONE
    assert all(each.before.screenshot.size == last.screenshot.size for each in shown)
