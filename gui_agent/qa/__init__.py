"""Tests of applications by what they show: locators, expectations, and a pytest plugin with its fixtures."""

from gui_agent.qa.expecting import expect
from gui_agent.qa.locator import Locator
from gui_agent.qa.operator import NotAccomplished, Operator, Screen

__all__ = ["Locator", "NotAccomplished", "Operator", "Screen", "expect"]
