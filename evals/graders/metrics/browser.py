"""Metrics of the browser: tabs, addresses, bookmarks, cookies, history, settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from evals.addresses import same_address
from evals.graders.errors import UnreadableInput, WrongRules
from evals.graders.metrics.values import shown
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, rule, rules_of


def is_expected_active_tab(result: State, expected: State, _: Options) -> Score:
    """Compare the address of the active tab; host names count without www and without their last part."""
    wanted = rule(_of_type(expected, "url"), "url")
    address = _address(result)
    return verdict(same_address(address, wanted), f"{address} against {wanted}")


def is_expected_active_tab_approximate(result: State, expected: State, _: Options) -> Score:
    """Compare the address of the active tab, queries left out."""
    wanted = rule(_of_type(expected, "url"), "url")
    address = _address(result)
    same = address is not None and _without_query(address) == _without_query(wanted)
    return verdict(same, f"{address} against {wanted}")


def is_expected_url_pattern_match(result: State, expected: State, _: Options) -> Score:
    """Expect the address to match every pattern."""
    patterns, address = rule(rules_of(expected), "expected"), _address(result)
    if not address:
        return none("there is no active tab")
    unmatched = [each for each in patterns if not re.search(each, address)]
    return verdict(not unmatched, f"{address} does not match {unmatched}" if unmatched else address)


def is_expected_search_query(result: State, expected: State, _: Options) -> Score:
    """Expect the address to match the pattern of a search."""
    pattern, address = rule(rule(rules_of(expected), "expect"), "pattern"), _address(result)
    return verdict(bool(address and re.search(pattern, address)), f"{address} against {pattern}")


def is_expected_tabs(result: State, expected: State, _: Options) -> Score:
    """Expect exactly the wanted addresses to be open, in any order."""
    wanted = rule(_of_type(expected, "url"), "urls")
    open_ = [tab["url"] for tab in result]
    lacking = [url for url in wanted if not any(same_address(url, each) for each in open_)]
    return verdict(
        not lacking and len(wanted) == len(open_), f"open are {shown(open_)}, wanted {shown(wanted)}"
    )


def is_expected_installed_extensions(result: State, expected: State, _: Options) -> Score:
    """Expect extensions to be among those installed."""
    wanted = rule(rules_of(expected), "expected")
    return verdict(bool(result) and set(wanted) <= set(result), f"installed are {shown(result)}")


def is_expected_bookmarks(result: State, expected: State, _: Options) -> Score:
    """Compare the names of folders, or the addresses, in the bookmark bar."""
    rules = rules_of(expected)
    bar = rules_of(result).get("bookmark_bar", {}).get("children", [])
    folders = {each["name"]: each for each in bar if each["type"] == "folder"}
    match rule(rules, "type"):
        case "bookmark_bar_folders_names":
            return verdict(set(folders) == set(rules["names"]), f"folders {sorted(folders)}")
        case "bookmark_bar_websites_urls":
            return verdict(_urls(bar) == set(rules["urls"]), f"bookmarks {shown(_urls(bar))}")
        case "liked_authors_websites_urls":
            folder = folders.get("Liked Authors")
            if folder is None:
                return none("there is no folder “Liked Authors”")
            choices = [[url] if isinstance(url, str) else url for url in rules["urls"]]
            urls = _urls(folder["children"])
            return verdict(any(set(each) == urls for each in product(*choices)), f"bookmarks {shown(urls)}")
        case other:
            raise WrongRules(f"bookmarks are not compared by {other!r}")


def is_cookie_deleted(result: State, expected: State, _: Options) -> Score:
    """Expect no cookie of the domains."""
    domains = rule(_of_type(expected, "domains"), "domains")
    left = [row[1] for row in result if any(same_address(domain, row[1]) for domain in domains)]
    return verdict(not left, f"cookies left: {shown(left)}")


def check_history_deleted(result: State, expected: State, _: Options) -> Score:
    """Expect no address with any of the keywords in the history."""
    keywords = rule(_of_type(expected, "keywords"), "keywords")
    left = [row[0] for row in result if any(keyword in row[0] for keyword in keywords)]
    return verdict(not left, f"left in the history: {shown(left)}")


def is_shortcut_on_desktop(result: State, expected: State, _: Options) -> Score:
    """Look for a starter on the desktop with the wanted name or command."""
    rules = rules_of(expected)
    kind = rule(rules, "type")
    if kind not in ("name", "exec"):
        raise WrongRules(f"starters are found by name or exec, not by {kind!r}")
    line = f"{kind.title()}={rules[kind]}"
    return verdict(
        any(f"{line}\n" in text for text in rules_of(result).values()), f"{line} in {list(result)}"
    )


def check_font_size(result: State, expected: State, _: Options) -> Score:
    """Compare the browser's font size with a value, or with an open range."""
    rules = rules_of(expected)
    size = rules_of(result).get("default_font_size", 16)
    match rule(rules, "type"):
        case "value":
            return verdict(size == rules["value"], f"the size is {size}, wanted is {rules['value']}")
        case "range":
            return verdict(
                rules["min"] < size < rules["max"], f"{size} between {rules['min']} and {rules['max']}"
            )
        case other:
            raise WrongRules(f"font sizes are compared by value or range, not {other!r}")


def check_enabled_experiments(result: State, expected: State, _: Options) -> Score:
    """Compare the names of the browser's enabled experiments."""
    rules = _of_type(expected, "names")
    return verdict(list(result) == rule(rules, "names"), f"{result} against {rules['names']}")


def is_added_to_steam_cart(result: State, expected: State, _: Options) -> Score:
    """Expect every item in the content of the page."""
    if not isinstance(result, Mapping) or "content" not in result:
        raise UnreadableInput("the page's content could not be had")
    lacking = [item for item in rule(rules_of(expected), "items") if item not in result["content"]]
    return none(f"lacking {lacking}") if lacking else full("every item is in the cart")


def _without_query(address: str) -> str:
    return urlunsplit(urlsplit(address)._replace(query=""))


def _address(state: Any) -> str | None:
    address = state.get("url") if isinstance(state, Mapping) else state
    return address if isinstance(address, str) else None


def _urls(children: list[Mapping[str, Any]]) -> set[str]:
    return {each["url"] for each in children if each["type"] == "url"}


def _of_type(state: State, kind: str) -> Mapping[str, Any]:
    rules = rules_of(state)
    if rule(rules, "type") != kind:
        raise WrongRules(f"this metric compares by {kind}, not by {rules['type']!r}")
    return rules
