"""What the steps cannot say: files that are written, and where things stand."""

import csv
from pathlib import Path

import pytest

from gui_agent.qa import Operator, expect

APP = Path(__file__).parent / "apps" / "orders.py"


@pytest.fixture
def orders(agent: Operator) -> Operator:
    agent.launch("/usr/bin/python3", str(APP))
    return agent


def order(agent: Operator, product: str, quantity: int, price: float) -> None:
    agent.locate("Product field").fill(product)
    agent.locate("Quantity field").fill(str(quantity))
    agent.locate("Price field").fill(f"{price:.2f}")
    agent.locate("Add button").click()
    expect(agent.screen).to_show(f"{product} was added")


def test_the_exported_file_holds_every_order(orders: Operator, tmp_path: Path) -> None:
    order(orders, "Tea", 3, 4.5)
    order(orders, "Honey", 1, 7)
    orders.do("choose File > Export")
    expect(orders.screen).to_show("Exported to orders.csv")
    lines = list(csv.reader((tmp_path / "home" / "orders.csv").open()))
    assert lines == [["Product", "Quantity", "Price"], ["Tea", "3", "4.5"], ["Honey", "1", "7.0"]]


def test_a_click_on_the_heading_sorts_by_price(orders: Operator) -> None:
    for product, price in (("Lamp", 80), ("Candle", 9), ("Torch", 25)):
        order(orders, product, 1, price)
    orders.locate("Price column header").click()
    expect(orders.locate("Torch")).to_be_visible()
    places = [orders.locate(product).box.y1 for product in ("Candle", "Torch", "Lamp")]
    assert places == sorted(places)


def test_the_same_product_twice_is_refused(orders: Operator) -> None:
    order(orders, "Soap", 2, 1.5)
    orders.locate("Product field").fill("Soap")
    orders.locate("Quantity field").fill("1")
    orders.locate("Price field").fill("1")
    orders.locate("Add button").click()
    expect(orders.screen).to_show("Soap is in the list already")
    expect(orders.screen).to_show("Orders: 1")


def test_the_chosen_order_is_named(orders: Operator) -> None:
    order(orders, "Rope", 4, 2)
    orders.locate("Rope").click()
    expect(orders.screen).to_show("Selected: Rope")
