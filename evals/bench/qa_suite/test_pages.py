"""The web pages, tested in Python: boxes that are ticked, fields that hold, goods in their order."""

from pathlib import Path

import pytest

from gui_agent.qa import Operator, expect

APPS = Path(__file__).parent / "apps"


@pytest.fixture
def shop(agent: Operator) -> Operator:
    agent.launch("chromium", f"--app=file://{APPS / 'shop.html'}")
    expect(agent.screen).to_show("Basket: 0 items")
    return agent


@pytest.fixture
def signup(agent: Operator) -> Operator:
    agent.launch("chromium", f"--app=file://{APPS / 'signup.html'}")
    expect(agent.screen).to_show("Get a library card")
    return agent


def test_the_cheapest_comes_first_when_sorted_by_price(shop: Operator) -> None:
    shop.locate("Sort by drop-down").choose("Price")
    expect(shop.locate("Gloves")).to_be_visible()
    places = [shop.locate(f"Add {name} button").box.y1 for name in ("Gloves", "Bucket", "Spade", "Hose")]
    assert places == sorted(places)


def test_fifty_is_enough_for_free_postage(shop: Operator) -> None:
    shop.do('click "Add Spade" twice')
    expect(shop.screen).to_show("To pay: 52.00", timeout=5)


def test_the_boxes_are_empty_at_first(signup: Operator) -> None:
    expect(signup.locate("Send me the newsletter checkbox")).to_be_checked(False)
    expect(signup.locate("I accept the rules checkbox")).to_be_checked(False)


def test_a_field_holds_what_was_filled_in(signup: Operator) -> None:
    signup.locate("E-mail field").fill("ana@example.org")
    expect(signup.locate("E-mail field")).to_hold("ana@example.org")
    signup.locate("E-mail field").clear()
    expect(signup.locate("E-mail field")).to_hold("")
