"""Metrics of the accessibility tree (what the guest's applications say about their widgets)."""

from __future__ import annotations

from typing import Any

from rapidfuzz import fuzz

from evals.graders.errors import WrongRules
from evals.graders.packages import needs
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, reading, rule

_PARTS = {
    "st": "state",
    "attr": "attributes",
    "cp": "component",
    "doc": "document",
    "docattr": "document/attributes",
    "txt": "text",
    "val": "value",
    "act": "action",
    "class": "class",
    "role": "role",
}


def check_accessibility_tree(result: State, expected: State, options: Options) -> Score:
    """Look for elements by CSS ``selectors`` or ``xpath``, compare their ``text``; scores are multiplied."""
    rules = [expected] if isinstance(expected, dict) else expected
    tree = accessibility_root(result)
    names = namespaces(str(options.get("osname", "ubuntu")))
    total = 1.0
    for each in rules:
        elements = _found(tree, each, names)
        if not elements:
            return none(f"no element matches {each.get('xpath') or each.get('selectors')}")
        total *= _text_score(elements, each)
    return Score(total, f"{len(rules)} rules, by likeness of texts {total:.3f}")


def check_left_panel(result: State, _: State, __: Options) -> Score:
    """Expect the panel of slides in LibreOffice Impress to be open."""
    frames = accessibility_root(result).iter("document-frame")
    return verdict(
        any(frame.get("name") == "Slides View" for frame in frames), "a document frame “Slides View”"
    )


def accessibility_root(text: str) -> Any:
    """Parse an accessibility tree. Raises `UnreadableInput`, `GraderMissing`."""
    with needs("lxml"):
        from lxml import etree
    with reading("the accessibility tree", "XML"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        return etree.fromstring(text.encode(), parser)


def namespaces(system: str) -> dict[str, str]:
    """Return the prefixes that task files use for the attributes of a system's tree."""
    return {key: f"https://accessibility.{system}.example.org/ns/{part}" for key, part in _PARTS.items()}


def _found(tree: Any, each: Any, names: dict[str, str]) -> list[Any]:
    if "xpath" in each:
        return list(tree.xpath(each["xpath"], namespaces=names))
    with needs("cssselect"):
        from lxml.cssselect import CSSSelector
    if "selectors" not in each:
        raise WrongRules("an element is found by selectors or xpath")
    return list(CSSSelector(", ".join(each["selectors"]), namespaces=names)(tree))


def _text_score(elements: list[Any], each: Any) -> float:
    if "text" not in each:
        return full("").value
    if rule(each, "exact"):
        return float(any(element.text == each["text"] for element in elements))
    return max(float(fuzz.ratio(each["text"], element.text or "")) / 100 for element in elements)
