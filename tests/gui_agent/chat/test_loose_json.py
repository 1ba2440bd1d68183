"""JSON as models write it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui_agent.chat.loose_json import objects_in


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "b": ["x"]}',
        '```json\n{"a": 1, "b": ["x"]}\n```',
        'Sure! Here it is:\n{"a": 1, "b": ["x"]}\nAnything else?',
        '{"a": 1, "b": ["x",],}',
        "{'a': 1, 'b': ['x']}",
        '{a: 1, b: ["x"]}',
        '{"a": 1, // one\n "b": ["x"] /* and more */}',
        "{“a”: 1, “b”: [“x”]}",
        '<think>{"a": 2}</think>{"a": 1, "b": ["x"]}',
        'First {broken, then {"a": 1, "b": ["x"]}',
        '{"a": +1, "b": ["x"]}',
    ],
)
def test_it_is_read_through_its_wrappings(text: str) -> None:
    assert list(objects_in(text)) == [{"a": 1, "b": ["x"]}]


def test_pythons_words_for_constants_are_read() -> None:
    assert list(objects_in("{'a': True, 'b': None, 'c': False}")) == [{"a": True, "b": None, "c": False}]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I would click the button.",
        '{"do": "type", "text": "rm -rf /ho',
        '{"do": "type", "do": "click"}',
        '{"a": NaN}',
        '{"a": 1e999}',
        '{"a": __import__("os").system("true")}',
        '{"a": (1, 2)}',
        '{"a": "\\ud800"' + "x",
        "[1, 2]",
        "42",
    ],
)
def test_what_is_broken_off_ambiguous_or_code_is_not_read(text: str) -> None:
    assert list(objects_in(text)) == []


def test_depth_length_and_repetition_are_bounded() -> None:
    assert list(objects_in('{"a": ' * 5000 + "1" + "}" * 5000)) != [{"a": 1}] * 5000
    assert list(objects_in("[" * 100_000)) == []
    assert list(objects_in('{"a": ' + "9" * 5000 + "}")) == []
    assert list(objects_in(" " * 300_000 + '{"a": 1}')) == []
    assert list(objects_in("{" * 50_000)) == []


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.floats(-1e9, 1e9) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(), values, max_size=4), st.booleans())
def test_whatever_json_holds_comes_back_also_out_of_prose(value: dict[str, object], ascii_: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_)
    assert list(objects_in(text)) == [value]
    assert next(objects_in(f"Here:\n```\n{text}\n``` done")) == value


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="{}[]\"'\\,:abtrue1.e+-/* \n“”"))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    assert all(isinstance(value, dict) for value in objects_in(text))
