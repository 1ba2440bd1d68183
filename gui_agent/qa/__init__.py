"""Tests of applications by what they show: locators, expectations, and a pytest plugin with its fixtures.

Nothing is imported before it is used: pytest loads the plugin in every run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gui_agent.qa.expecting import expect
    from gui_agent.qa.locator import Locator
    from gui_agent.qa.operator import NotAccomplished, Operator, Screen
    from gui_agent.qa.pictures import image, needle

__all__ = ["Locator", "NotAccomplished", "Operator", "Screen", "expect", "image", "needle"]

_HOMES = {
    "Locator": "gui_agent.qa.locator",
    "NotAccomplished": "gui_agent.qa.operator",
    "Operator": "gui_agent.qa.operator",
    "Screen": "gui_agent.qa.operator",
    "expect": "gui_agent.qa.expecting",
    "image": "gui_agent.qa.pictures",
    "needle": "gui_agent.qa.pictures",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"gui_agent.qa has no {name!r}")
    return getattr(import_module(_HOMES[name]), name)
