"""Metrics of text files: plain, CSV, JSON, YAML, SQLite, lists."""

from __future__ import annotations

import csv
import difflib
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from evals.graders.errors import WrongRules
from evals.graders.matching import follows, matches_record
from evals.graders.metrics.values import shown
from evals.graders.score import Score, full, none, verdict
from evals.graders.state import Options, State, file_of, reading, rule, rules_of, text_of

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)")
_ABSENT = object()


def compare_text_file(result: State, expected: State, options: Options) -> Score:
    """Compare two texts; options ``ignore_blanks`` and ``ignore_case``."""
    texts = [text_of(file_of(result)), text_of(file_of(expected))]
    if options.get("ignore_blanks"):
        texts = [" ".join(text.split()) for text in texts]
    if options.get("ignore_case"):
        texts = [text.lower() for text in texts]
    return verdict(texts[0] == texts[1], difference(*texts))


def diff_text_file(result: State, expected: State, _: Options) -> Score:
    """Score the share of lines that two texts have in common."""
    ours, theirs = (text_of(file_of(each)).splitlines() for each in (result, expected))
    return Score(
        difflib.SequenceMatcher(a=ours, b=theirs).ratio(), difference("\n".join(ours), "\n".join(theirs))
    )


def compare_config(result: State, expected: State, options: Options) -> Score:
    """Compare a text with the wanted one; option ``containment_ok`` is content with a part of it."""
    text, wanted = text_of(file_of(result)), rule(rules_of(expected), "expected")
    holds = wanted in text if options.get("containment_ok") else text == wanted
    return verdict(holds, difference(text, wanted))


def text_is(result: State, expected: State, _: Options) -> Score:
    """Compare a text with the wanted one; only the last line may end or not."""
    # What is no UTF-8 is not the wanted text either: a finding, no error.
    text = file_of(result).read_bytes().decode("utf-8", "replace")
    wanted = rule(rules_of(expected), "expected")
    return verdict(text.removesuffix("\n") == wanted.removesuffix("\n"), difference(text, wanted))


def compare_result_files(result: State, expected: State, _: Options) -> Score:
    """Compare two texts, as numbers where the wanted one is a number (it may also be part of the text)."""
    text, wanted = text_of(file_of(result)).strip(), text_of(file_of(expected)).strip()
    number = _number(wanted)
    if number is None:
        return verdict(text == wanted, difference(text, wanted))
    ours = _number(text)
    near = ours is not None and abs(ours - number) < 1e-4
    return verdict(wanted in text or near, f"{shown(text)} against the number {wanted}")


def compare_python_pure_text(result: State, expected: State, _: Options) -> Score:
    """Compare two programs; blank lines, line ends, tabs and leading shebangs do not matter."""
    ours, theirs = (_program_lines(text_of(file_of(each))) for each in (result, expected))
    return verdict(ours == theirs, difference("\n".join(ours), "\n".join(theirs)))


def file_contains(result: State, expected: State, _: Options) -> Score:
    """Look for every wanted text in a file."""
    text = text_of(file_of(result))
    lacking = [each for each in rule(rules_of(expected), "expected") if each not in text]
    return none(f"lacking {shown(lacking)}") if lacking else full("every wanted text is there")


def check_line_number(result: State, expected: State, _: Options) -> Score:
    """Count the lines with a time of day."""
    count = sum(_CLOCK.search(line) is not None for line in text_of(file_of(result)).splitlines())
    wanted = int(rule(rules_of(expected), "expected"))
    return verdict(count == wanted, f"{count} lines with a time, wanted are {wanted}")


def check_list(result: State, expected: State, _: Options) -> Score:
    """Look for lines that match each wanted pattern, and for lines that match an unwanted one."""
    rules, lines = rules_of(expected), text_of(file_of(result)).splitlines(keepends=True)
    lacking = [p for p in rules.get("expect", []) if not any(re.search(p, line) for line in lines)]
    unwanted = [p for p in rules.get("unexpect", []) if any(re.search(p, line) for line in lines)]
    return verdict(not lacking and not unwanted, f"lacking {lacking}, unwanted {unwanted}")


def check_csv(result: State, expected: State, _: Options) -> Score:
    """Look for records that hold each wanted set of fields, and for unwanted ones."""
    rules, path = rules_of(expected), file_of(result)
    with reading(path, "CSV"), path.open(newline="", encoding="utf-8") as stream:
        records = list(csv.DictReader(stream))
    lacking = [p for p in rules.get("expect", []) if not any(matches_record(p, r) for r in records)]
    unwanted = [p for p in rules.get("unexpect", []) if any(matches_record(p, r) for r in records)]
    return verdict(not lacking and not unwanted, f"lacking {lacking}, unwanted {unwanted}")


def compare_csv(result: State, expected: State, options: Options) -> Score:
    """Compare lines with one wanted file or any of several; ``strict`` false strips them."""
    wanted = expected if isinstance(expected, list) else [expected]
    ours = _lines(file_of(result), options)
    alike = any(ours == _lines(file_of(each), options) for each in wanted)
    theirs = "\n".join(_lines(file_of(wanted[0]), options))
    return verdict(alike, difference("\n".join(ours), theirs))


def check_json(result: State, expected: State, options: Options) -> Score:
    """Compare values under paths of keys in a JSON (``is_yaml``: YAML) file."""
    rules, data = rules_of(expected), _data(file_of(result), is_yaml=bool(options.get("is_yaml")))
    for condition in rules.get("expect", []):
        value = _under(data, rule(condition, "key"))
        if value is _ABSENT or not follows(value, condition):
            return none(f"{_name(condition)} is {_said(value)}, {_wish(condition)} is wanted")
    for condition in rules.get("unexpect", []):
        value = _under(data, rule(condition, "key"))
        if follows(None if value is _ABSENT else value, condition):
            return none(f"{_name(condition)} is {_said(value)}, which is unwanted")
    return full("every value is as wanted")


def check_json_settings(result: State, expected: State, _: Options) -> Score:
    """Look for settings with their values in a JSON file."""
    data, wanted = _data(file_of(result)), rule(rules_of(expected), "expected")
    if not isinstance(data, dict):
        return none("the settings are no object")
    wrong = {key: data.get(key) for key, value in wanted.items() if key not in data or data[key] != value}
    return none(f"{shown(wrong)} against {shown(wanted)}") if wrong else full(f"{shown(wanted)} is set")


def check_json_keybindings(result: State, expected: State, _: Options) -> Score:
    """Look for a key binding in a list of them; its file may begin with a remark."""
    text, wanted = text_of(file_of(result)), rule(rules_of(expected), "expected")
    with reading(file_of(result), "JSON"):
        try:
            bindings = json.loads(text)
        except ValueError:
            bindings = json.loads(text.partition("\n")[2])
    there = isinstance(bindings, list) and wanted in bindings
    return verdict(there, f"{shown(wanted)} in {shown(bindings)}")


def run_sqlite3(result: State, expected: State, _: Options) -> Score:
    """Return what a query on a database says; the file is opened read-only."""
    path, query = file_of(result), rule(rules_of(expected), "sql")
    with reading(path, "an SQLite database"), closing(_opened(path)) as base:
        row = base.execute(query).fetchone()
    value = float(row[0] or 0) if row else 0.0
    if not 0 <= value <= 1:
        raise WrongRules(f"the query must say a number from 0 to 1, not {value}")
    return Score(value, f"the query says {value}")


def difference(ours: str, theirs: str) -> str:
    """Describe where two texts differ first."""
    if ours == theirs:
        return "the texts are equal"
    pairs = zip(ours.splitlines(), theirs.splitlines(), strict=False)
    for number, (line, wanted) in enumerate(pairs, 1):
        if line != wanted:
            return f"line {number} is {shown(line)}, wanted is {shown(wanted)}"
    return f"{len(ours.splitlines())} lines, wanted are {len(theirs.splitlines())}"


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def _lines(path: Path, options: Options) -> list[str]:
    lines = text_of(path).splitlines()
    if not options.get("strict", True):
        lines = [line.strip() for line in lines]
    return [line.lower() for line in lines] if options.get("ignore_case") else lines


def _data(path: Path, *, is_yaml: bool = False) -> Any:
    if not is_yaml:
        with reading(path, "JSON"):
            return json.loads(path.read_text("utf-8"))
    import yaml

    with reading(path, "YAML"):
        return yaml.safe_load(path.read_text("utf-8"))


def _under(data: Any, keys: list[Any]) -> Any:
    for key in keys:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return data


def _name(condition: Any) -> str:
    return ".".join(map(str, condition["key"]))


def _wish(condition: Any) -> str:
    return f"{rule(condition, 'method')} {rule(condition, 'ref')!r}"


def _said(value: object) -> str:
    return "absent" if value is _ABSENT else shown(value)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _program_lines(text: str) -> list[str]:
    lines = text.splitlines()
    heads = ("#!", "# -*- coding:", "# coding:", "# coding=")
    while lines and lines[0].strip().startswith(heads):
        lines = lines[1:]
    return [line.expandtabs(4).rstrip() for line in lines if line.strip()]
