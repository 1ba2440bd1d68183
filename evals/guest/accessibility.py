"""The accessibility tree as OSWorld's XML: run as a program, it prints the tree of all applications.

A process of its own, because an application that hangs holds up whoever asks it.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

_SPACE = "https://accessibility.ubuntu.example.org/ns/"
NAMESPACES = {
    "st": f"{_SPACE}state",
    "attr": f"{_SPACE}attributes",
    "cp": f"{_SPACE}component",
    "txt": f"{_SPACE}text",
    "val": f"{_SPACE}value",
    "act": f"{_SPACE}action",
}
MAX_DEPTH = 50
MAX_WIDTH = 1024
MAX_NODES = 20_000
ANSWER_MILLISECONDS = (3000, 12_000)
"""How long an application may take to answer; when one takes longer, everything is asked once more."""
_NO_ANSWER = ("timeout", "timed out", "did not receive a reply", "noreply")
_NOT_A_NAME = re.compile(r"[^\w.-]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TreeWriter:
    """Walks the tree from the desktop downwards; ``atspi`` is the library."""

    def __init__(self, atspi: Any) -> None:
        self._atspi = atspi
        self._left = MAX_NODES
        self.silent = 0
        """How often an application gave no answer in time: then something is missing from the tree."""

    def tree(self) -> ElementTree.Element:
        root = ElementTree.Element("desktop-frame", {"name": "main"})
        desktop = self._atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            with self._tolerant():  # an application that is going away
                application = desktop.get_child_at_index(number)
                if application is not None:
                    root.append(self._node(application, 1))
        return root

    def _node(self, node: Any, depth: int) -> ElementTree.Element:
        self._left -= 1
        role = node.get_role_name() or "unknown"
        element = ElementTree.Element(
            _xml_name(role.replace(" ", "-")), {"name": _clean(node.get_name() or "")}
        )
        for describe in (self._states, self._attributes, self._place, self._text, self._value, self._actions):
            with self._tolerant():  # an interface that it has not
                describe(node, element)
        if depth < MAX_DEPTH:
            for number in range(min(node.get_child_count(), MAX_WIDTH)):
                if self._left <= 0:
                    break
                with self._tolerant():
                    child = node.get_child_at_index(number)
                    if child is not None:
                        element.append(self._node(child, depth + 1))
        return element

    @contextlib.contextmanager
    def _tolerant(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            if any(words in str(error).lower() for words in _NO_ANSWER):
                self.silent += 1

    def _states(self, node: Any, element: ElementTree.Element) -> None:
        for state in node.get_state_set().get_states():
            name = state.value_nick.replace(" ", "-")
            element.set(f"{{{NAMESPACES['st']}}}{_xml_name(name)}", "true")

    def _attributes(self, node: Any, element: ElementTree.Element) -> None:
        for name, value in (node.get_attributes() or {}).items():
            if name:
                element.set(f"{{{NAMESPACES['attr']}}}{_xml_name(name)}", _clean(value))

    def _place(self, node: Any, element: ElementTree.Element) -> None:
        component = node.get_component_iface()
        if component is None:
            return
        kinds = self._atspi.CoordType
        for name, kind in (("screencoord", kinds.SCREEN), ("windowcoord", kinds.WINDOW)):
            box = component.get_extents(kind)
            element.set(f"{{{NAMESPACES['cp']}}}{name}", f"({box.x}, {box.y})")
            element.set(f"{{{NAMESPACES['cp']}}}size", f"({box.width}, {box.height})")

    def _text(self, node: Any, element: ElementTree.Element) -> None:
        text = node.get_text_iface()
        if text is not None:
            said = self._atspi.Text.get_text(text, 0, self._atspi.Text.get_character_count(text))
            element.text = _clean(said.replace("\ufffc", ""))

    def _value(self, node: Any, element: ElementTree.Element) -> None:
        value = node.get_value_iface()
        if value is None:
            return
        numbers = {
            "value": value.get_current_value(),
            "min": value.get_minimum_value(),
            "max": value.get_maximum_value(),
            "step": value.get_minimum_increment(),
        }
        for name, number in numbers.items():
            element.set(f"{{{NAMESPACES['val']}}}{name}", str(number))

    def _actions(self, node: Any, element: ElementTree.Element) -> None:
        actions = node.get_action_iface()
        if actions is None:
            return
        for number in range(actions.get_n_actions()):
            name = _xml_name((actions.get_action_name(number) or "action").replace(" ", "-"))
            described = _clean(actions.get_action_description(number) or "")
            element.set(f"{{{NAMESPACES['act']}}}{name}_desc", described)
            keys = _clean(actions.get_key_binding(number) or "")
            element.set(f"{{{NAMESPACES['act']}}}{name}_kb", keys)


def _xml_name(text: str) -> str:
    name = _NOT_A_NAME.sub("_", text)
    return name if name and (name[0].isalpha() or name[0] == "_") else f"_{name}"


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)


def main() -> int:
    try:
        import gi

        gi.require_version("Atspi", "2.0")
        from gi.repository import Atspi
    except (ImportError, ValueError) as error:
        print(f"the guest lacks python3-pyatspi: {error}", file=sys.stderr)
        return 1
    for prefix, address in NAMESPACES.items():
        ElementTree.register_namespace(prefix, address)
    Atspi.init()
    for patience in ANSWER_MILLISECONDS:
        Atspi.set_timeout(patience, patience)
        writer = TreeWriter(Atspi)
        tree = writer.tree()
        if not writer.silent:
            sys.stdout.write(ElementTree.tostring(tree, encoding="unicode"))
            return 0
    # Half a tree would look like a desktop on which the rest is not there.
    print(f"{writer.silent} widgets gave no answer in {patience // 1000} s", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
