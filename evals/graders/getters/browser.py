"""Getters of the browser's profile, read from its files, and of its address bar."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any
from urllib.parse import parse_qs, urlsplit

from evals.addresses import PROFILES
from evals.graders.context import GradingContext
from evals.graders.metrics.accessibility import accessibility_root
from evals.graders.state import Absent, State, reading
from evals.tasks.task import Getter

_BROWSERS = ("Google Chrome", "Chromium")
_SIZES = {"default_fixed_font_size": 13, "default_font_size": 16, "minimum_font_size": 13}


def active_url(getter: Getter, context: GradingContext) -> State:
    """Return the address in the address bar, with ``goto_prefix`` before it, None where none is shown."""
    root = accessibility_root(context.machine.accessibility_tree())
    for name in _BROWSERS:
        entries = root.xpath("//application[@name=$name]//entry[@name='Address and search bar']", name=name)
        if entries:
            text = entries[0].text
            return f"{getter.parameters.get('goto_prefix', 'https://')}{text}" if text else None
    return None


def active_tab_url_parse(getter: Getter, context: GradingContext) -> State:
    """Return the wanted query parameters of the active tab's address, renamed by ``replace``."""
    address = active_url(getter, context)
    if address is None:
        return None
    given, keys = parse_qs(urlsplit(address).query), getter.parameters["parse_keys"]
    found: dict[str, Any] = {key: given.get(key, [""])[0] for key in keys}
    for old, new in getter.parameters.get("replace", {}).items():
        found[new] = found.pop(old)
    if getter.parameters.get("split_list"):
        found = {key: value.split(",") for key, value in found.items()}
    return found


def url_part(getter: Getter, context: GradingContext) -> State:
    """Return one part of the active tab's address between slashes, as text or under a key."""
    address = active_url(getter, context)
    parts = [] if address is None else address.split("/")
    index = getter.parameters["partIndex"]
    if not -len(parts) <= index < len(parts):
        return None
    part = parts[index].partition("?")[0] if getter.parameters.get("needDeleteId") else parts[index]
    return {getter.parameters["key"]: part} if getter.parameters["returnType"] == "json" else part


def bookmarks(_: Getter, context: GradingContext) -> State:
    """Return the roots of the bookmarks, empty where none were ever made."""
    data = _profile_json(context, "Bookmarks")
    return {} if isinstance(data, Absent) else data.get("roots", {})


def cookies(getter: Getter, context: GradingContext) -> State:
    """Return the rows of the cookies' table."""
    return _rows(context, "Cookies", getter.parameters["dest"], "SELECT * FROM cookies")


def history(getter: Getter, context: GradingContext) -> State:
    """Return address, title and time of every page in the history."""
    query = "SELECT url, title, last_visit_time FROM urls"
    return _rows(context, "History", getter.parameters["dest"], query)


def search_engine(_: Getter, context: GradingContext) -> State:
    """Return the short name of the default search engine."""
    data = _preference(context, "default_search_provider_data", "template_url_data") or {}
    return data.get("short_name", "Google")


def profile_name(_: Getter, context: GradingContext) -> State:
    """Return the name of the profile."""
    return _preference(context, "profile", "name")


def font_size(_: Getter, context: GradingContext) -> State:
    """Return the font sizes of web pages."""
    return _preference(context, "webkit", "webprefs") or dict(_SIZES)


def language(_: Getter, context: GradingContext) -> State:
    """Return the language of the browser's surface."""
    return _preference(context, "intl", "app_locale") or "en-US"


def do_not_track(_: Getter, context: GradingContext) -> State:
    """Return “true” where the browser asks not to be tracked."""
    return _said(_preference(context, "enable_do_not_track"))


def safe_browsing(_: Getter, context: GradingContext) -> State:
    """Return “true” where safe browsing is on, in either strength."""
    state = _preference(context, "safebrowsing") or {}
    return _said(state.get("enhanced") or state.get("enabled"))


def enhanced_safe_browsing(_: Getter, context: GradingContext) -> State:
    """Return “true” where the stronger safe browsing is on."""
    return _said(_preference(context, "safebrowsing", "enhanced"))


def new_startup_page(_: Getter, context: GradingContext) -> State:
    """Return “true” where the browser starts with a new tab."""
    session = _preference(context, "session")
    return _said(session is None or session.get("restore_on_startup") == 5)


def deletes_data(_: Getter, context: GradingContext) -> State:
    """Return “true” where data of pages is deleted when windows are closed."""
    return _said(_preference(context, "profile", "default_content_setting_values") is not None)


def enabled_experiments(_: Getter, context: GradingContext) -> State:
    """Return the names of the enabled experiments, of all profiles."""
    state = _profile_json(context, "../Local State")
    return [] if isinstance(state, Absent) else state.get("browser", {}).get("enabled_labs_experiments", [])


def extension_paths(_: Getter, context: GradingContext) -> State:
    """Return the folders of the installed extensions."""
    return [each["path"] for each in _extensions(context) if "path" in each]


def extension_names(_: Getter, context: GradingContext) -> State:
    """Return the names of the installed extensions."""
    manifests = [each.get("manifest", {}) for each in _extensions(context)]
    return [manifest["name"] for manifest in manifests if "name" in manifest]


def appearance_mode(_: Getter, context: GradingContext) -> State:
    """Return light, dark or system: how the browser is to look."""
    theme = _preference(context, "browser", "theme") or {}
    scheme = theme.get("color_scheme2", theme.get("color_scheme", 0))
    return {1: "light", 2: "dark"}.get(scheme, "system")


def _said(flag: object) -> str:
    return "true" if flag else "false"


def _extensions(context: GradingContext) -> list[Mapping[str, Any]]:
    """Extensions stand in the preferences, or in those that the browser protects by checksums."""
    found: dict[str, Mapping[str, Any]] = {}
    for name in ("Preferences", "Secure Preferences"):
        data = _profile_json(context, name)
        if not isinstance(data, Absent):
            found |= data.get("extensions", {}).get("settings", {})
    return list(found.values())


def _preference(context: GradingContext, *keys: str) -> Any:
    """Return one preference, None where it is not set (or the browser never ran)."""
    data = _profile_json(context, "Preferences")
    for key in keys:
        if not isinstance(data, Mapping):
            return None
        data = data.get(key)
    return data


def _profile_json(context: GradingContext, name: str) -> Any:
    file = _profile_file(context, name, name.rpartition("/")[2])
    if isinstance(file, Absent):
        return file
    with reading(file, "JSON"):
        return json.loads(file.read_text("utf-8"))


def _profile_file(context: GradingContext, name: str, kept: str) -> Any:
    found: Any = Absent(f"the browser has no file {name}")
    for profile in PROFILES:
        found = context.fetch(f"{context.home}/{profile}/{name}", kept)
        if not isinstance(found, Absent):
            return found
    return found


def _rows(context: GradingContext, name: str, kept: str, query: str) -> State:
    file = _profile_file(context, name, kept)
    if isinstance(file, Absent):
        return file
    # The newest changes may still be in the log beside the database.
    _profile_file(context, f"{name}-wal", f"{kept}-wal")
    with reading(file, "an SQLite database"), closing(sqlite3.connect(file)) as base:
        return base.execute(query).fetchall()
