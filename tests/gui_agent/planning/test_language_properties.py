"""What holds for every command and every text: round trips, no other error than `NotUnderstood`, offsets."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gui_agent.errors import NotUnderstood
from gui_agent.expectation import (
    AllOf,
    AnyOf,
    CheckboxIs,
    Expectation,
    FieldHolds,
    PictureVisible,
    TextGone,
    TextVisible,
    WindowActive,
    WindowCloses,
    WindowOpen,
    WindowOpens,
)
from gui_agent.planning.commands import (
    ChooseFrom,
    ClearField,
    ClickOn,
    CloseWindowNamed,
    Command,
    DragOnto,
    Edit,
    EnterText,
    HoverOver,
    If,
    OpenApplication,
    PressKeyCombination,
    Repeat,
    ReplaceText,
    SaveAs,
    ScrollBy,
    ScrollUntil,
    SelectText,
    Sentence,
    SetChecked,
    SwitchTo,
    Verify,
    WaitSeconds,
    WaitUntil,
)
from gui_agent.planning.language import describe, parse_task
from gui_agent.planning.language.verbs import VERBS
from tests.gui_agent.planning.language_examples import bare

characters = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t\"'\\")
texts = st.text(characters, min_size=0, max_size=30)
filled = texts.filter(lambda text: bool(text.strip()))
label_characters = st.characters(
    codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters='"“”«»「」`\\'
)
labels = (
    st.lists(st.text(label_characters, min_size=1, max_size=8), min_size=1, max_size=3)
    .map(" ".join)
    .map(lambda label: f'"{label}"')
)
plain = st.sampled_from(
    [
        "OK",
        "Name field",
        "I agree checkbox",
        "second Delete button",
        "Files list",
        "Terms and Conditions",
        "+",
    ]
)
quoted_role = st.builds(lambda label, role: f"{label} {role}", labels, st.sampled_from(["button", "field"]))
targets = labels | plain | quoted_role
fields = labels | st.sampled_from(["Name field", "search box"])
counts = st.integers(2, 1000)
keys = st.sampled_from(
    [("enter",), ("ctrl", "s"), ("ctrl", "shift", "t"), ("alt", "f4"), ("pagedown",), ("a",)]
)
seconds = st.integers(0, 3600).map(float) | st.sampled_from([0.5, 1.5, 2.25])

atoms: st.SearchStrategy[Expectation] = st.one_of(
    st.builds(TextVisible, filled),
    st.builds(TextGone, filled),
    st.builds(FieldHolds, fields | st.just(""), texts, st.booleans()),
    st.builds(CheckboxIs, labels, st.booleans()),
    st.builds(PictureVisible, st.sampled_from(['needle "login"', 'image "save.png"']), st.booleans()),
    st.builds(WindowOpen, filled, st.booleans()),
    st.builds(WindowOpens, filled | st.just("")),
    st.builds(WindowCloses, filled | st.just("")),
    st.builds(WindowActive, filled),
    filled.map(lambda name: AnyOf((WindowOpen(name), TextVisible(name)))),
    filled.map(lambda name: AllOf((WindowOpen(name, False), TextGone(name)))),
)
conditions = (
    atoms
    | st.lists(atoms, min_size=2, max_size=3).map(lambda parts: AllOf(tuple(parts)))
    | st.lists(atoms, min_size=2, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
)
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(OpenApplication, filled),
    st.builds(OpenApplication, filled, st.lists(filled, min_size=1, max_size=2).map(tuple)),
    st.builds(OpenApplication, st.just(""), filled.map(lambda file: (file,))),
    st.builds(SwitchTo, filled),
    st.builds(CloseWindowNamed, filled | st.just("")),
    st.builds(
        ClickOn,
        targets,
        st.sampled_from(["left"]),
        st.integers(1, 3),
        st.sampled_from([(), ("ctrl",), ("ctrl", "shift")]),
    ),
    st.builds(ClickOn, targets, st.sampled_from(["left", "right", "middle"])),
    st.builds(HoverOver, targets),
    st.builds(EnterText, texts, fields | st.just(""), st.booleans()),
    st.builds(ClearField, fields | st.just("")),
    st.builds(ReplaceText, filled, texts),
    st.builds(PressKeyCombination, keys, st.integers(1, 1000)),
    st.builds(ChooseFrom, st.lists(labels.map(lambda label: label[1:-1]), min_size=1, max_size=3).map(tuple)),
    st.builds(ChooseFrom, labels.map(lambda label: (label[1:-1],)), labels | st.just("Colour drop-down")),
    st.builds(SetChecked, targets, st.sampled_from([True, False, None])),
    st.builds(DragOnto, targets, targets),
    st.builds(SelectText, filled),
    st.builds(
        ScrollBy,
        st.sampled_from(["up", "down", "left", "right"]),
        st.integers(1, 1000),
        st.sampled_from(["notches", "pages"]),
        targets | st.just(""),
    ),
    st.builds(
        ScrollBy,
        st.sampled_from(["up", "down", "left", "right"]),
        st.just(3),
        st.just("end"),
        labels | st.just(""),
    ),
    st.builds(ScrollUntil, targets, st.sampled_from(["up", "down", "left", "right"])),
    st.builds(WaitSeconds, seconds),
    st.builds(WaitUntil, conditions, seconds),
    st.builds(Edit, st.sampled_from(["copy", "cut", "paste", "undo", "redo", "save", "select all", "find"])),
    st.builds(SaveAs, filled),
    st.builds(Verify, conditions),
)
sentences = commands.map(lambda command: Sentence(command, ""))
bodies = st.lists(sentences, min_size=1, max_size=3).map(tuple)
controls = st.builds(If, conditions, bodies, bodies | st.just(())) | st.builds(Repeat, counts, bodies)


@given(commands | controls)
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_command_survives_being_described_and_read_again(command: Command) -> None:
    read = parse_task(describe(command))
    assert [bare(sentence.command) for sentence in read] == [bare(command)]


def check_any_text(text: str) -> None:
    read = read_or_refusal(text)
    if isinstance(read, NotUnderstood):
        assert text[read.start : read.end] == read.part
        assert read.hint
        return
    assert read
    assert all(sentence.source in text for sentence in read)
    assert all(describe(sentence.command) for sentence in read)


def read_or_refusal(text: str) -> tuple[Sentence, ...] | NotUnderstood:
    try:
        return parse_task(text)
    except NotUnderstood as refusal:
        return refusal


@given(st.text(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_text_is_understood_or_refused(text: str) -> None:
    check_any_text(text)


SMALL_WORDS = (
    'the a it "OK" OK Name field and then , ; . : if unless when appears is visible not otherwise'
    " repeat 3 times twice into in to with from until for seconds 5 > “ ” ' \\ - 1. \n checked window"
    " dialog contains ctrl+s Enter all text don't"
)
pieces = st.sampled_from([*(" ".join(words) for words in VERBS), *SMALL_WORDS.split(" ")])


@given(st.lists(pieces, max_size=25).map(" ".join))
@settings(max_examples=1500, deadline=None)
def test_any_jumble_of_the_languages_own_words_is_understood_or_refused(text: str) -> None:
    check_any_text(text)


HOSTILE = [
    "and " * 2500,
    "if " * 3300,
    'if "a" is visible ' * 550,
    'if "a" is visible, ' * 500,
    "repeat 2 times: " * 600,
    "type a and " * 900,
    "click a, " * 1100,
    "cut, " * 2000,
    "save as and " * 800,
    "press Tab and " * 700,
    "in the dialog " * 700,
    "in the dialog, " * 700,
    "verify that a is " * 600,
    "a" * 10_000,
    "’a " * 3300,
    "“a“ " * 2500,
    "' " * 5000,
    '"" ' * 3300,
    "\\" * 10_000,
    '"' + '\\"' * 5000,
    "> " * 5000,
    ". " * 5000,
    "\n" * 10_000,
    "1. " * 3300,
    "click " + "(" * 9000,
    "open a in b in " * 650,
    "wait until a or b or " * 470,
    "ctrl+" * 2000,
    "press ctrl+" * 900,
    "replace a with b with " * 450,
    "when once after if unless " * 380,
    "to " * 3300,
    "type " + "in the " * 1400,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:30]) for text in HOSTILE])
def test_ten_thousand_hostile_characters_are_read_or_refused_in_bounded_work(text: str) -> None:
    started = time.process_time()
    check_any_text(text)
    # Processor time, not the clock on the wall: a quadratic reader would need minutes.
    assert time.process_time() - started < 20


def test_importing_the_language_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    code = (
        "import sys, gui_agent.planning.language as language\n"
        "language.parse_task('open Mousepad')\n"
        "heavy = {'rapidfuzz', 'Xlib', 'mss', 'rapidocr', 'onnxruntime', 'rich'} & set(sys.modules)\n"
        "print(*sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
