"""Metrics of applications' settings: GIMP, VLC, LibreOffice, Thunderbird."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from evals.graders.errors import WrongRules
from evals.graders.matching import follows, matches_record
from evals.graders.metrics.values import shown
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Metric, Options, State, file_of, reading, rule, rules_of, text_of

_OOR = "{http://openoffice.org/2001/registry}"
_PREFERENCE = re.compile(r'^user_pref\("(?P<key>(?:[^"]|\\")+)", (?P<value>.+)\);$')
_CONDITION = re.compile(
    r"""\b(?:AND|OR) \((?:[\w ]+),(?:[\w ']+),(?:"(?:(?:[^"]|\")+)"|(?:[^)]+))\)|\bALL\b"""
)
_VLC_COLOURS = "153;210;153;20;210;20;255;199;15;245;39;29"


def check_config_status(result: State, expected: State, _: Options) -> Score:
    """Look for a setting of GIMP, ``(key ... value)``, or with two keys ``(key key ... value)``."""
    rules = rules_of(expected)
    wanted = [rules["key"]] if isinstance(rule(rules, "key"), str) else list(rules["key"])
    for line in text_of(file_of(result)).splitlines():
        words = line.strip().lstrip("(").rstrip(")").split()
        if line.startswith("#") or not words:
            continue
        if words[: len(wanted)] == wanted and words[-1] == rule(rules, "value"):
            return full(line.strip())
    return none(f"no line sets {wanted} to {rules['value']}")


def vlc_setting(name: str, default: str, *, only_set: bool = False) -> Metric:
    """Return a metric that compares a setting of VLC with the rule ``expected_<name>``.

    ``only_set``: whether it has a value at all (1 or 0) is what counts.
    """

    def metric(result: State, expected: State, _: Options) -> Score:
        value = _vlc_value(file_of(result), name, default)
        if only_set:
            value = "1" if value and value != default else "0"
        wanted = str(rule(rules_of(expected), "expected_" + name.replace("-", "_")))
        return verdict(value == wanted, f"{name} is {value}, wanted is {wanted}")

    return metric


check_qt_bgcone = vlc_setting("qt-bgcone", "1")
check_qt_max_volume = vlc_setting("qt-max-volume", "125")
check_qt_minimal_view = vlc_setting("qt-minimal-view", "0")
check_one_instance_when_started_from_file = vlc_setting("one-instance-when-started-from-file", "1")
check_play_and_exit = vlc_setting("play-and-exit", "0")
check_global_key_play_pause = vlc_setting("global-key-play-pause", "0", only_set=True)


def check_qt_slider_colours(result: State, expected: State, _: Options) -> Score:
    """Compare the colours of VLC's volume slider, or expect all of them to be dark."""
    rules = rules_of(expected)
    colours = _vlc_value(file_of(result), "qt-slider-colours", _VLC_COLOURS)
    match rule(rules, "type"):
        case "match":
            return verdict(colours == rules["expected_qt_slider_colours"], f"the colours are {colours}")
        case "blackish":
            with reading(file_of(result), "VLC's settings"):
                dark = all(int(part) < 100 for part in colours.split(";"))
            return verdict(dark, f"the colours are {colours}")
        case other:
            raise WrongRules(f"colours are compared by match or blackish, not {other!r}")


def is_vlc_recordings_folder(result: State, expected: State, _: Options) -> Score:
    """Compare the folder for VLC's recordings."""
    wanted = rule(rules_of(expected), "recording_file_path")
    for line in text_of(file_of(result)).splitlines():
        if "input-record-path" in line and not line.startswith("#"):
            folder = line.rpartition("=")[2].strip()
            return verdict(folder == wanted, f"the folder is {folder}, wanted is {wanted}")
    return none("no folder is set")


def is_vlc_fullscreen(result: State, expected: State, _: Options) -> Score:
    """Compare the sizes of window and screen."""
    sizes = [(each.get("width"), each.get("height")) if each else None for each in (result, expected)]
    return verdict(None not in sizes and sizes[0] == sizes[1], f"{sizes[0]} against {sizes[1]}")


def is_vlc_playing(result: State, expected: State, _: Options) -> Score:
    """Read VLC's status: it must be playing the wanted file or address."""
    rules = rules_of(expected)
    root = _xml(file_of(result), "VLC's status")
    state = root.findtext("state")
    if state != "playing":
        return none(f"VLC is {state}")
    names = {"file_name": ("filename", "title", "uri", "location", "name")}
    names["url"] = ("url", "URI", "location", "title", "filename")
    kind = rule(rules, "type")
    if kind not in names:
        raise WrongRules(f"what is playing is compared by file_name or url, not {kind!r}")
    texts = [
        root.findtext(f'information/category[@name="meta"]/info[@name="{name}"]') for name in names[kind]
    ]
    playing = next(filter(None, texts), "")
    wanted = rule(rules, kind)
    same = playing.endswith(wanted) if kind == "file_name" else _same_stream(playing, wanted)
    return verdict(bool(playing) and same, f"playing {playing!r}, wanted is {wanted!r}")


def _same_stream(playing: str, wanted: str) -> bool:
    """Say whether this is it: told whole, as the name of its file, or with something added to its path."""
    if wanted in playing:
        return True
    address, told = urlsplit(wanted), urlsplit(playing)
    if "://" in playing:
        return address.netloc == told.netloc and address.path in told.path
    return playing == address.path.rpartition("/")[2]


def find_default_font(result: State, expected: State, _: Options) -> Score:
    """Compare LibreOffice Writer's default font."""
    values = _office(file_of(result), "/org.openoffice.Office.Writer/DefaultFont", "Standard")
    wanted = rule(rules_of(expected), "font_name")
    return verdict(values[-1:] == [wanted], f"the font is {values[-1:]}, wanted is {wanted}")


def check_presenter_console_disable(result: State, _: State, __: Options) -> Score:
    """Expect LibreOffice Impress not to show the presenter console."""
    values = _office(file_of(result), "/org.openoffice.Office.Impress/Misc/Start", "EnablePresenterScreen")
    return verdict(values[:1] == ["false"], f"the setting is {values[:1] or 'the default'}")


def check_auto_saving_time(result: State, expected: State, _: Options) -> Score:
    """Compare after how many minutes LibreOffice saves by itself."""
    values = _office(file_of(result), "/org.openoffice.Office.Common/Save/Document", "AutoSaveTimeIntervall")
    wanted = str(rule(rules_of(expected), "minutes"))
    return verdict(values[-1:] == [wanted], f"{values[-1:] or 'no'} minutes, wanted are {wanted}")


def check_thunderbird_prefs(result: State, expected: State, _: Options) -> Score:
    """Compare preferences of Thunderbird with conditions; ``unexpect`` holds those that must not be."""
    rules, found = rules_of(expected), _preferences(file_of(result))
    for key, condition in rules.get("expect", {}).items():
        if key not in found or not follows(found[key], condition):
            return none(
                f"{key} is {shown(found.get(key))}, wanted is {condition['method']} {condition['ref']!r}"
            )
    for key, condition in rules.get("unexpect", {}).items():
        if key in found and follows(found[key], condition):
            return none(f"{key} is {shown(found[key])}, which is unwanted")
    return full("every preference is as wanted")


def check_thunderbird_filter(result: State, expected: State, _: Options) -> Score:
    """Look for message filters with the wanted fields, and for unwanted ones."""
    rules, filters = rules_of(expected), _filters(text_of(file_of(result)))
    lacking = [p for p in rules.get("expect", []) if not any(matches_record(p, f) for f in filters)]
    unwanted = [p for p in rules.get("unexpect", []) if any(matches_record(p, f) for f in filters)]
    return verdict(
        not lacking and not unwanted, f"lacking {lacking}, unwanted {unwanted} in {shown(filters)}"
    )


def _vlc_value(path: Path, name: str, default: str) -> str:
    """Return the last value of a setting; VLC writes unchanged ones as remarks, which count too."""
    value = default
    for line in text_of(path).splitlines():
        if f"{name}=" in line:
            value = line.rpartition("=")[2].strip()
    return value


def _office(path: Path, item: str, prop: str) -> list[str]:
    found: list[str] = []
    for each in _xml(path, "LibreOffice's settings").iter("item"):
        if each.get(f"{_OOR}path") == item:
            props = [inner for inner in each.iter("prop") if inner.get(f"{_OOR}name") == prop]
            found.extend((inner.findtext("value") or "") for inner in props)
    return found


def _xml(path: Path, kind: str) -> ElementTree.Element:
    text = text_of(path)
    with reading(path, kind):
        if "<!ENTITY" in text:
            raise ValueError("entities are not read")
        return ElementTree.fromstring(text)


def _preferences(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in text_of(path).splitlines():
        matched = _PREFERENCE.match(line.strip())
        if matched:
            with reading(path, "Thunderbird's preferences"):
                found[matched["key"]] = json.loads(matched["value"])
    return found


def _filters(text: str) -> list[dict[str, Any]]:
    """Read a file of message filters: a filter begins with its name and ends with its condition."""
    filters: list[dict[str, Any]] = []
    current: dict[str, Any] = {}
    for line in text.splitlines():
        key, _, value = line.partition("=")
        value = value.strip().removeprefix('"').removesuffix('"').replace('\\"', '"').replace("\\\\", "\\")
        if key == "name":
            current = {}
        if key in ("name", "enabled", "type", "action", "actionValue"):
            current[key] = value
        elif key == "condition":
            filters.append({**current, "condition": _CONDITION.findall(value)})
    return filters
