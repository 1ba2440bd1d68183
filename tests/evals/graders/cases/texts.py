"""Values, plain texts and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.evals.graders import samples as make
from tests.evals.graders.cases.case import Case


def values(_: Path) -> Iterator[Case]:
    for metric, results, expected in (
        ("exact_match", ["a", "b", None, ["a"], 1], "a"),
        ("match_in_list", ["a", "c"], ["a", "b"]),
        ("is_in_list", [["a", "b"], ["b"], "cab"], "a"),
        ("fuzzy_match", ["kitten", "sitting", "", "kitten "], "kitten"),
    ):
        for result in results:
            yield Case(metric, result, {"expected": expected})
    yield Case("literal_match", "Ab", "aB", {"type": "str", "ignore_case": True})
    yield Case("literal_match", "Ab", "aB")
    yield Case("literal_match", ["Ab", 1], ["aB", "1"], {"type": "list", "ignore_case": True})
    yield Case("literal_match", ["a"], ["a", "b"], {"type": "list"})
    for text in ("all good", "good but bad", "bad", ""):
        yield Case("check_include_exclude", text, {"include": ["good"], "exclude": ["bad"]})
    for answer in ({"a": "x", "b": 1}, "{'a': 'x', 'b': 1}", {"a": "y", "b": 1}, {"a": "x"}):
        yield Case("check_direct_json_object", answer, {"expected": {"a": "x", "b": 1}})
    for answer in ({"a": ["p", "q"], "b": "long text"}, {"a": "q", "b": "text"}, {"a": "r", "b": "text"}):
        rules = {"expect_in_result": True, "expected": {"a": ["q", "z"], "b": "text"}}
        yield Case("check_direct_json_object", answer, rules)
    for rule in ("contain", "not_contain"):
        for output in ("one two", "two"):
            yield Case("is_extension_installed", output, {"type": rule, "expected": "one"})
    clock = "Local time: x\n Universal time: x\n RTC time: x\n Time zone: {} ({})\nsynchronized: yes"
    yield Case("is_utc_0", clock.format("Atlantic/Faroe", "WET, +0000"), None)
    yield Case("is_utc_0", clock.format("Europe/Berlin", "CET, +0100"), None)
    tree = {"type": "directory", "name": "d", "children": [{"name": "b.jpg"}, {"name": "a.jpg"}]}
    yield Case("check_moved_jpgs", tree, {"expected": ["a.jpg", "b.jpg"]})
    yield Case("check_moved_jpgs", tree, {"expected": ["a.jpg", "c.jpg"]})


def texts(folder: Path) -> Iterator[Case]:
    gold = make.text(folder, "gold.txt", "one two\nthree\n")
    for number, content in enumerate(("one two\nthree\n", "one  two three", "ONE TWO\nTHREE\n", "one\n", "")):
        mine = make.text(folder, f"mine{number}.txt", content)
        yield Case("compare_text_file", mine, gold)
        yield Case("compare_text_file", mine, gold, {"ignore_blanks": True})
        yield Case("compare_text_file", mine, gold, {"ignore_case": True})
        yield Case("diff_text_file", mine, gold)
        yield Case("compare_config", mine, {"expected": "one two\nthree\n"})
        yield Case("file_contains", mine, {"expected": ["one", "three"]})
        yield Case("check_list", mine, {"expect": ["^one", "three$"], "unexpect": ["four"]})
        yield Case("check_list", mine, {"expect": ["^one"], "unexpect": ["^three"]})
    number_file = make.text(folder, "number.txt", "42.5\n")
    for number, content in enumerate(("42.5", "The answer is 42.5.", "42.50001", "41", "none")):
        yield Case("compare_result_files", make.text(folder, f"n{number}.txt", content), number_file)
    yield Case(
        "compare_result_files", make.text(folder, "w1.txt", " word "), make.text(folder, "w2.txt", "word")
    )
    program = make.text(folder, "gold.py", "def f():\n\treturn 1\n\n\nprint(f())\n")
    for number, content in enumerate(
        ("#!/usr/bin/python\ndef f():\n    return 1\nprint(f())", "def f():\n  return 1")
    ):
        yield Case("compare_python_pure_text", make.text(folder, f"p{number}.py", content), program)
    for number, content in enumerate(("12:00:01 a\nno\n23:59:59 b\n", "12:00:01\n")):
        yield Case("check_line_number", make.text(folder, f"l{number}.txt", content), {"expected": "2"})
    table = make.text(folder, "gold.csv", "a,b\n1,2\n")
    for number, content in enumerate(("a,b\n1,2\n", "A,B\n1,2\n", "a,b \n1,2\n", "a,b\n1,3\n")):
        mine = make.text(folder, f"t{number}.csv", content)
        yield Case("compare_csv", mine, table)
        yield Case("compare_csv", mine, table, {"ignore_case": True, "strict": False})
        yield Case("compare_csv", mine, [make.text(folder, f"o{number}.csv", "x"), table])
        yield Case("check_csv", mine, {"expect": [{"a": "1", "b": "2"}], "unexpect": [{"b": "3"}]})
    yield from _json_cases(folder)


def _json_cases(folder: Path) -> Iterator[Case]:
    data = {"name": "ext", "version": "0.0.1", "n": {"deep": [1, 2, 3]}, "size": 4.05, "on": True}
    mine = make.json_file(folder, "mine.json", data)
    conditions = (
        {"key": ["name"], "method": "eq", "ref": "ext"},
        {"key": ["name"], "method": "ne", "ref": "ext"},
        {"key": ["n", "deep", 1], "method": "ge", "ref": 2},
        {"key": ["n", "deep", 9], "method": "ge", "ref": 2},
        {"key": ["n", "no"], "method": "eq", "ref": 1},
        {"key": ["size"], "method": "approx:0.1", "ref": 4},
        {"key": ["size"], "method": "approx:0.01", "ref": 4},
        {"key": ["size"], "method": "range.te", "ref": [4, 5]},
        {"key": ["name"], "method": "re.I", "ref": "^EX"},
        {"key": ["name"], "method": "re", "ref": "^EX"},
        {"key": ["name"], "method": "str_list_eq", "ref": ["ext"]},
        {"key": ["on"], "method": "eq", "ref": True},
    )
    for condition in conditions:
        yield Case("check_json", mine, {"expect": [condition]})
        yield Case("check_json", mine, {"unexpect": [condition]})
    settings = make.text(folder, "settings.yaml", "name: Test\nauthor:\n  email: a@b.c\n")
    for name in ("Test", "Other"):
        rules = {"expect": [{"key": ["name"], "method": "eq", "ref": name}]}
        yield Case("check_json", settings, rules, {"is_yaml": True})
    for wanted in ({"name": "ext"}, {"name": "x"}, {"other": 1}):
        yield Case("check_json_settings", mine, {"expected": wanted})
    binding = {"key": "ctrl+j", "command": "x"}
    plain = make.json_file(folder, "keys.json", [binding])
    noted = make.text(folder, "noted.json", '// remark\n[{"key": "ctrl+j", "command": "x"}]')
    for file in (plain, noted):
        yield Case("check_json_keybindings", file, {"expected": binding})
        yield Case("check_json_keybindings", file, {"expected": {"key": "ctrl+k", "command": "x"}})
