"""What the step language does not understand: the exact part, and what it tells the person to do."""

from __future__ import annotations

import pytest

from gui_agent.errors import NotUnderstood
from gui_agent.planning.language import parse_task


def refusal(text: str) -> NotUnderstood:
    with pytest.raises(NotUnderstood) as caught:
        parse_task(text)
    error = caught.value
    assert text[error.start : error.end] == error.part
    assert error.hint
    return error


REFUSED: list[tuple[str, str, str]] = [
    # A goal without steps.
    ("make my document pretty", "make my document pretty", "Say it as steps"),
    ("Book me a flight to Paris", "Book me a flight to Paris", "connect a language model"),
    ("hello", "hello", "Say it as steps"),
    ("open Mousepad. Make it pretty. Save it", "Make it pretty", "Say it as steps"),
    ("fill out the form", "fill out the form", 'fill in "Ana" for "Name"'),
    ("write a poem about cats", "a poem about cats", "make nothing up"),
    ("write me a poem about spring", "me a poem about spring", "make nothing up"),
    ("open calculator and compute 12 * 34", "compute 12 * 34", "Say it as steps"),
    ("choose a colour", "a colour", "Say which one"),
    ("search for cats", "search for cats", "Say it as steps"),
    # A fragment that is neither a step nor part of the one before.
    ("click OK and frobnicate the widget", "frobnicate the widget", "Say it as steps"),
    ("click OK, frobnicate the widget, press Enter", "frobnicate the widget", "Say it as steps"),
    ("click OK. frobnicate the widget. press Enter", "frobnicate the widget", "Say it as steps"),
    ("open Mousepad, frobnicate", "frobnicate", "Say it as steps"),
    ("click OK; xyzzy", "xyzzy", "Say it as steps"),
    ("click OK\nxyzzy", "xyzzy", "Say it as steps"),
    ("click OK, then pray", "pray", "Say it as steps"),
    ("press Tab and frobnicate", "frobnicate", "Say it as steps"),
    ('type "hello" world', "world", "one pair of quotes"),
    ("click OK but don't save", "don't save", "Say only what to do"),
    ("don't click OK", "don't click OK", "Say only what to do"),
    ("otherwise click OK", "otherwise click OK", "must follow right after"),
    # Another language.
    ("Öffne Mousepad und schreibe Hallo", "Öffne Mousepad und schreibe Hallo", "understood in English"),
    ("Ouvre le bloc-notes", "Ouvre le bloc-notes", "understood in English"),
    ("Haz clic en Aceptar", "Haz clic en Aceptar", "understood in English"),
    ("Otwórz kalkulator", "Otwórz kalkulator", "understood in English"),
    ("открой браузер", "открой браузер", "understood in English"),
    ("打开浏览器", "打开浏览器", "understood in English"),
    ("テキストを入力", "テキストを入力", "understood in English"),
    ("click OK, dann speichere die Datei", "dann speichere die Datei", "understood in English"),
    # A missing argument.
    ("click", "click", "what?"),
    ("open", "open", "what?"),
    ("type", "type", "what?"),
    ("press", "press", "what?"),
    ("scroll", "scroll", "which way"),
    ("wait", "wait", "how long"),
    ("drag a.txt", "drag a.txt", "where to"),
    ("replace red", "replace red", "with what"),
    ("set Name", "set Name", "what to what"),
    ("click and press Enter", "click", "what?"),
    ("open Mousepad, click, type hello", "click", "what?"),
    ("save as", "save as", "which name"),
    ("repeat 3 times:", "repeat 3 times", "how often and what"),
    ('if "A" appears', 'if "A" appears', "what to do then"),
    ('if "A" appears, frobnicate', "frobnicate", "Say it as steps"),
    ("if it rains, click OK", "it rains", "Say a condition"),
    ("verify that it works", "it works", "Say a condition"),
    # Unclear: never a guess.
    ("click it", "it", "not clear what"),
    ("type cut and paste", "type cut and paste", "Put the text in quotes"),
    ("type and select and click open up", "type", "“type” what?"),
    ("type I live in Prague", "I live in Prague", "Put the text in quotes"),
    ("type Ana in Name", "Ana in Name", "Put the text in quotes"),
    ("type hello three times", "hello three times", "Put the text in quotes"),
    ("type Ctrl+S", "Ctrl+S", "press Ctrl+S"),
    ("enter your password", "your password", "exactly which text"),
    ("type something", "something", "exactly which text"),
    ("type some words, save it as plain.txt", "some words", "exactly which text"),
    ("open Mousepad, type some text, press Enter", "some text", "exactly which text"),
    ("click 100, 200", "100, 200", "what is there"),
    ("uncheck all boxes", "all boxes", "one by one"),
    ("change red to blue", "change red to blue", "replace"),
    ("close the tab", "close the tab", "Ctrl+W"),
    ("make sure everything is fine", "make sure everything is fine", "which text"),
    ("verify the Name field does not contain Ana", "the Name field", "say what it holds"),
    ("wait for the page to load", "the page to load", "Say a condition"),
    ("save it in the Documents folder", "save it in the Documents folder", "notes.txt"),
    # Values outside what can be done.
    ("press Ctrl+Foo", "Ctrl+Foo", "no such key"),
    ("press Tab 5000 times", "press Tab 5000 times", "1 to 1000 times"),
    ("repeat 0 times: press Tab", "repeat 0 times", "1 to 1000 times"),
    ("wait 2 hours", "wait 2 hours", "at most 3600 seconds"),
    ('click ""', '""', "empty"),
    # Quotation marks and characters.
    ('type "hello', '"hello', "never closed"),
    ("open Mousepad and type “hello", "“hello", "never closed"),
    ("click 'OK", "'OK", "never closed"),
    ("type a\x07b", "\x07", "U+0007"),
    ("type \ud800", "\ud800", "U+D800"),
]


@pytest.mark.parametrize(("text", "part", "hint"), REFUSED, ids=[repr(text) for text, _, _ in REFUSED])
def test_the_refusal_names_the_part_and_says_what_to_do(text: str, part: str, hint: str) -> None:
    error = refusal(text)
    assert error.part == part
    assert hint in error.hint


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t"])
def test_an_empty_task_is_refused(text: str) -> None:
    assert "empty" in refusal(text).hint


@pytest.mark.parametrize("text", ["and", "1.", "...", ", , ,", "please", "then"])
def test_a_task_without_any_step_is_refused(text: str) -> None:
    refusal(text)


def test_the_first_part_that_fails_is_named() -> None:
    assert refusal("click OK, frob the knob, then twiddle the dial").part == "frob the knob"


def test_the_place_of_an_unclosed_quotation_mark_is_said() -> None:
    assert "character 26" in refusal("Open Mousepad, then type “hello").hint


def test_a_very_long_step_is_refused() -> None:
    assert "too long" in refusal("type " + "word " * 2000).hint


def test_deep_nesting_is_refused() -> None:
    refusal("repeat 2 times: " * 20 + "press Tab")
