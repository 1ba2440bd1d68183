"""What a page says, as lines of role, name, value and CSS selector; hidden things are not in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_ACTS = frozenset(
    {
        "button",
        "link",
        "textbox",
        "searchbox",
        "combobox",
        "checkbox",
        "radio",
        "switch",
        "slider",
        "spinbutton",
    }
    | {"menuitem", "tab", "option", "listbox"}
)
_SAYS = frozenset({"heading", "StaticText", "image", "cell", "columnheader", "rowheader", "alert", "status"})
_STATES = ("checked", "disabled", "selected", "expanded")


def outline(
    tree: list[dict[str, Any]], document: list[dict[str, Any]], within: frozenset[int] | None = None
) -> str:
    """Return the page in words: ``tree`` is its accessibility tree, ``document`` its flattened nodes.

    ``within`` are the backend numbers of the nodes to tell about; all of them where None.
    """
    selectors = selectors_of(document)
    by_id = {node["nodeId"]: node for node in tree}
    if not tree:
        return "(the page is empty)"
    lines = list(_lines(tree[0], by_id, selectors, within))
    return "\n".join(lines) or "(nothing can be read there)"


def selectors_of(document: list[dict[str, Any]]) -> dict[int, str]:
    """Return a CSS selector for every element, by its backend number."""
    elements = {node["nodeId"]: node for node in document if node.get("nodeType") == 1}
    position, found = _positions(elements), dict[int, str]()
    ids = [_attributes(node).get("id", "") for node in elements.values()]
    for number, node in elements.items():
        found[int(node["backendNodeId"])] = _selector(number, elements, position, ids)
    return found


def descendants(document: list[dict[str, Any]], root: int) -> frozenset[int]:
    """Return the backend numbers of the node with the backend number ``root`` and of all below it."""
    below: dict[int, list[dict[str, Any]]] = {}
    for node in document:
        below.setdefault(int(node.get("parentId", 0)), []).append(node)
    open_ones = [node for node in document if node["backendNodeId"] == root]
    numbers: set[int] = set()
    while open_ones:
        node = open_ones.pop()
        numbers.add(int(node["backendNodeId"]))
        open_ones += below.get(int(node["nodeId"]), ())
    return frozenset(numbers)


def _lines(
    node: Mapping[str, Any],
    by_id: Mapping[str, Mapping[str, Any]],
    selectors: Mapping[int, str],
    within: frozenset[int] | None,
) -> Iterator[str]:
    role, name = _value(node, "role"), " ".join(_value(node, "name").split())
    backend = int(node.get("backendDOMNodeId", 0))
    told = not node.get("ignored") and (within is None or backend in within)
    if told and role in _ACTS:
        yield _line(role, name, node, selectors.get(backend, ""))
    elif told and role in _SAYS and name:
        yield f"{'text' if role == 'StaticText' else role} “{name}”"
    # A link or heading already says what its texts would say again.
    if told and name and (role in _ACTS or role in _SAYS) and role not in ("listbox", "combobox", "cell"):
        return
    if told and role == "cell" and name:
        children = (by_id[c] for c in node.get("childIds", ()) if c in by_id)
        if not any(_value(child, "role") in _ACTS for child in children):
            return
    for child in node.get("childIds", ()):
        if child in by_id:
            yield from _lines(by_id[child], by_id, selectors, within)


def _line(role: str, name: str, node: Mapping[str, Any], selector: str) -> str:
    value = _value(node, "value")
    states = [s for s in _states(node)]
    parts = (role, f"“{name}”" if name else "", f"holds “{value}”" if value else "", *states)
    return " ".join(part for part in (*parts, f"[{selector}]" if selector else "") if part)


def _states(node: Mapping[str, Any]) -> Iterator[str]:
    for entry in node.get("properties", ()):
        value = entry.get("value", {}).get("value")
        if entry.get("name") in _STATES and value in (True, "true"):
            yield str(entry["name"])


def _value(node: Mapping[str, Any], field: str) -> str:
    inner = node.get(field)
    return str(inner.get("value", "")) if isinstance(inner, Mapping) else ""


def _attributes(node: Mapping[str, Any]) -> dict[str, str]:
    flat = node.get("attributes", [])
    return dict(zip(flat[::2], flat[1::2], strict=False))


def _positions(elements: Mapping[int, Mapping[str, Any]]) -> dict[int, int]:
    """Return for every element the how-manieth of its name among its siblings it is, from 1."""
    counts: dict[tuple[int, str], int] = {}
    found: dict[int, int] = {}
    for number, node in elements.items():
        key = (int(node.get("parentId", 0)), str(node["localName"]))
        counts[key] = counts.get(key, 0) + 1
        found[number] = counts[key]
    return found


def _selector(
    number: int, elements: Mapping[int, Mapping[str, Any]], position: Mapping[int, int], ids: list[str]
) -> str:
    steps: list[str] = []
    while number in elements:
        node = elements[number]
        attributes = _attributes(node)
        own = attributes.get("id", "")
        if (
            own
            and ids.count(own) == 1
            and own.replace("-", "").replace("_", "").isalnum()
            and own[0].isalpha()
        ):
            return " > ".join([f"#{own}", *reversed(steps)])
        steps.append(f"{node['localName']}:nth-of-type({position[number]})")
        number = int(node.get("parentId", 0))
    return " > ".join(reversed(steps))
