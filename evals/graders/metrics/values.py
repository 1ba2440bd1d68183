"""Metrics of plain values: texts, numbers, lists, JSON objects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz

from evals.graders.errors import UnreadableInput, WrongRules
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, reading, rule, rules_of


def exact_match(result: State, expected: State, _: Options) -> Score:
    """Compare with the value in ``expected``."""
    wanted = rule(rules_of(expected), "expected")
    return verdict(result == wanted, f"{shown(result)} against {shown(wanted)}")


def match_in_list(result: State, expected: State, _: Options) -> Score:
    """Look for the result among the wanted values."""
    wanted = rule(rules_of(expected), "expected")
    return verdict(result in wanted, f"{shown(result)} among {shown(wanted)}")


def is_in_list(result: State, expected: State, _: Options) -> Score:
    """Look for the wanted value in the result."""
    wanted = rule(rules_of(expected), "expected")
    return verdict(wanted in result, f"{shown(wanted)} in {shown(result)}")


def literal_match(result: State, expected: State, options: Options) -> Score:
    """Compare as texts, or as lists of texts (option ``type``); ``ignore_case`` does so."""

    def plain(value: object) -> str:
        return str(value).lower() if options.get("ignore_case") else str(value)

    match options.get("type", "str"):
        case "str":
            return verdict(plain(result) == plain(expected), f"{shown(result)} against {shown(expected)}")
        case "list":
            if not isinstance(result, list | tuple) or not isinstance(expected, list | tuple):
                return none(f"{shown(result)} is no list to be compared with {shown(expected)}")
            same = [*map(plain, result)] == [*map(plain, expected)]
            return verdict(same, f"{shown(result)} against {shown(expected)}")
        case other:
            raise WrongRules(f"literal_match knows the types str and list, not {other!r}")


def fuzzy_match(result: State, expected: State, _: Options) -> Score:
    """Score how alike two texts are."""
    wanted = rule(rules_of(expected), "expected")
    return Score(fuzz.ratio(result, wanted) / 100, f"likeness of {shown(result)} and {shown(wanted)}")


def check_include_exclude(result: State, expected: State, _: Options) -> Score:
    """Look for texts that must be in the result, and for those that must not."""
    rules = rules_of(expected)
    lacking = [text for text in rules.get("include", []) if text not in result]
    unwanted = [text for text in rules.get("exclude", []) if text in result]
    if lacking or unwanted:
        return none(f"lacking {lacking}, unwanted {unwanted} in {shown(result)}")
    return full("everything that must be there is, and nothing else")


def check_direct_json_object(result: State, expected: State, _: Options) -> Score:
    """Compare the wanted keys of a JSON object; ``expect_in_result`` is content with containing them."""
    rules = rules_of(expected)
    wanted = rules_of(rule(rules, "expected"))
    if isinstance(result, str):
        with reading(result, "JSON"):
            # Programs print Python's quotes; OSWorld reads them as JSON's.
            result = json.loads(result.strip().replace("'", '"'))
    if not isinstance(result, Mapping):
        return none(f"{shown(result)} is no object with {shown(list(wanted))}")
    holds = _contains if rules.get("expect_in_result") else _equals
    wrong = [key for key in wanted if not holds(wanted, key, result.get(key))]
    if wrong:
        return none(f"of {shown(dict(result))} not as wanted: {shown({key: wanted[key] for key in wrong})}")
    return full(f"{shown(dict(result))} is as wanted")


def _equals(wanted: Mapping[str, Any], key: str, value: Any) -> bool:
    if wanted.get("ignore_list_order"):
        return isinstance(value, list) and sorted(value) == sorted(wanted[key])
    return bool(value == wanted[key])


def _contains(wanted: Mapping[str, Any], key: str, value: Any) -> bool:
    parts = wanted[key]
    if isinstance(parts, str):
        return isinstance(value, str) and parts in value
    if isinstance(parts, list):
        return any(part in value if isinstance(value, list) else part == value for part in parts)
    return False


def is_extension_installed(result: State, expected: State, _: Options) -> Score:
    """Look for a text in a command's output, or for its absence (rule ``type``)."""
    rules = rules_of(expected)
    there = rule(rules, "expected") in result
    match rule(rules, "type"):
        case "contain":
            return verdict(there, f"{rules['expected']} in {shown(result)}")
        case "not_contain":
            return verdict(not there, f"no {rules['expected']} in {shown(result)}")
        case other:
            raise WrongRules(f"is_extension_installed knows contain and not_contain, not {other!r}")


def is_utc_0(result: State, _: State, __: Options) -> Score:
    """Read from what timedatectl says whether the zone has no offset."""
    zone = next((line for line in str(result).splitlines() if "Time zone:" in line), None)
    if zone is None:
        raise UnreadableInput(f"{shown(result)} is not what timedatectl says")
    return verdict(zone.endswith("+0000)"), zone.strip())


def is_in_vm_clickboard(result: State, expected: State, _: Options) -> Score:
    """Look for texts in a terminal's output; OSWorld gives this metric its rules first."""
    if isinstance(result, Mapping):
        result, expected = expected, result
    wanted = rule(rules_of(expected), "expected")
    texts = wanted if isinstance(wanted, list) else [wanted]
    return verdict(all(text in result for text in texts), f"{shown(wanted)} in {shown(result)}")


def check_gnome_favorite_apps(result: State, expected: State, _: Options) -> Score:
    """Compare a list printed by gsettings with the wanted one, order left out."""
    with reading(result, "a list of applications"):
        apps = json.loads(str(result).strip().removeprefix("@as ").replace("'", '"'))
    wanted = rule(rules_of(expected), "expected")
    return verdict(sorted(apps) == sorted(wanted), f"{apps} against {wanted}")


def check_text_enlarged(result: State, _: State, __: Options) -> Score:
    """Read a scaling factor and expect more than 1."""
    with reading(result, "a number"):
        factor = float(result)
    return verdict(factor > 1, f"the factor is {factor}")


def check_moved_jpgs(result: State, expected: State, _: Options) -> Score:
    """Compare the names in a folder with the wanted ones."""
    names = [child["name"] for child in rules_of(result).get("children", [])]
    wanted = rule(rules_of(expected), "expected")
    return verdict(sorted(names) == sorted(wanted), f"{names} against {wanted}")


def shown(value: object) -> str:
    """Return ``value`` for an explanation, shortened."""
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."
