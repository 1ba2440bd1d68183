"""Step files as people write them, and what is wrong with them said with its place."""

from pathlib import Path

import pytest

from gui_agent.qa.steps.case import StepCase, StepFileError
from gui_agent.qa.steps.playing import refuse_unless_understood
from gui_agent.qa.steps.reading import find_step_files, read_step_file

MARKDOWN = """\
---
tags: [smoke, notes]
retries: 2
variables:
  folder: /tmp
launch: [mousepad]
---
# Notes are kept

For readers: this is *not* a step.

| text  | file  |
|-------|-------|
| Hello | a.txt |
| Bye   | b.txt |

## Setup
- Open Mousepad

## Steps
1. Type "{text}"
2. [ ] Save it as {folder}/{file}
   and wait 1 second

```
1. not a step either
```

## Teardown
* Close the window

# Nothing to see here

# Another one
1) Press ctrl+q
"""
YAML = """\
- name: Notes are kept
  tags: smoke
  timeout: 30
  variables: {folder: /tmp}
  data:
    - {text: Hello, file: a.txt}
  setup:
    - Open Mousepad
  steps:
    - Type "{text}"
    - Save it as {folder}/{file}
- steps: [Press ctrl+q]
"""


def read(folder: Path, text: str, name: str = "notes.steps.md") -> list[StepCase]:
    path = folder / name
    path.write_text(text)
    return read_step_file(path)


def said(case: StepCase) -> list[str]:
    return [case.filled(step) for step in (*case.setup, *case.steps, *case.teardown)]


def test_headings_are_tests_lists_steps_and_tables_data(tmp_path: Path) -> None:
    first, second, third = read(tmp_path, MARKDOWN)
    assert [c.name for c in (first, second, third)] == [
        "Notes are kept [Hello, a.txt]",
        "Notes are kept [Bye, b.txt]",
        "Another one",
    ]
    assert said(second) == [
        "Open Mousepad",
        'Type "Bye"',
        "Save it as /tmp/b.txt and wait 1 second",
        "Close the window",
    ]
    assert (first.tags, first.retries, first.steps[0].line) == (("smoke", "notes"), 2, 21)
    assert [first.filled(each) for each in first.launch] == ["mousepad"]
    assert said(third) == ["Press ctrl+q"]


def test_yaml_says_the_same(tmp_path: Path) -> None:
    first, second = read(tmp_path, YAML, "notes.steps.yaml")
    assert first.name == "Notes are kept [Hello, a.txt]"
    assert said(first) == ["Open Mousepad", 'Type "Hello"', "Save it as /tmp/a.txt"]
    assert (first.tags, first.timeout, second.name) == (("smoke",), 30.0, "notes")


def test_here_is_the_folder_of_the_file(tmp_path: Path) -> None:
    (case,) = read(tmp_path, "# One\n1. Open {here}/a.txt\n")
    assert said(case) == [f"Open {tmp_path}/a.txt"]


@pytest.mark.parametrize(
    ("name", "text", "place", "what"),
    [
        ("a.steps.md", "# One\n1. Type {nam}\n", "2:9", "nothing says what {nam} is"),
        ("a.steps.md", "---\ntags: x\n# One\n", "1:1", "has no end"),
        ("a.steps.md", "---\nretrys: 1\n---\n# One\n1. a\n", "2:1", "nobody knows “retrys” here"),
        ("a.steps.md", "---\nretries: many\n---\n# One\n1. a\n", "2:10", "a number from 0 to 20"),
        ("a.steps.md", "# One\n|a|b|\n|1|\n1. x\n", "3:1", "1 cells"),
        ("a.steps.md", "# One\n## Setup\n1. x\n", "1:1", "has no steps"),
        ("a.steps.md", "# One\n1. x\n# One\n1. y\n", "1:1", "two tests are called “One”"),
        ("a.steps.md", "no heading\n", "1:1", "there is no test"),
        ("a.steps.yaml", "steps: [a\n", "2:1", ""),
        ("a.steps.yaml", "stepps: [a]\n", "1:1", "nobody knows “stepps”"),
        ("a.steps.yaml", "steps: {a: b}\n", "1:8", "expected a list"),
        ("a.steps.yaml", "name: x\n", "1:1", "has no steps"),
        ("a.steps.yaml", "steps: [a]\nsteps: [b]\n", "2:1", "said twice"),
        ("a.steps.yaml", 'steps:\n  - "a\n', "3:1", "that begins in line 2, column 5"),
        ("a.steps.md", "---\ntags: [a\n---\n# One\n1. a\n", "2:9", "that begins in line 2, column 7"),
        ("a.steps.yaml", "name: x\n\tsteps: [a]\n", "2:1", "YAML is indented with spaces"),
        ("a.steps.yaml", "steps:\n  - a\x07b\n", "2:6", "cannot be printed stands here (U+0007)"),
        ("a.steps.yaml", "", "1:1", "there is no test"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, name: str, text: str, place: str, what: str
) -> None:
    with pytest.raises(StepFileError) as wrong:
        read(tmp_path, text, name)
    assert str(wrong.value).startswith(f"{tmp_path / name}:{place}: ")
    assert what in str(wrong.value)


def test_a_step_nobody_understands_is_said_before_anything_is_opened(tmp_path: Path) -> None:
    (case,) = read(tmp_path, "# One\n1. Click OK\n2. Make my document prettier\n")
    with pytest.raises(StepFileError, match=r"notes\.steps\.md:3:4: I do not understand"):
        refuse_unless_understood(case)


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.steps.md", b"# One\r\n1. Click \xc3\xa9\xe9\n", "2:11"),
        ("a.steps.yaml", b"\xef\xbb\xbfsteps:\n  - caf\xe9\n", "2:8"),
        ("a.steps.md", b"\xff\xfe\x00", "1:1"),
    ],
)
def test_bytes_that_are_no_text_are_said_with_their_place(
    tmp_path: Path, name: str, data: bytes, place: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StepFileError, match=f"{name}:{place}: the byte 0x.. is no text in UTF-8"):
        read_step_file(tmp_path / name)


def test_files_that_are_not_there_or_are_no_step_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(StepFileError, match=r"ends in \.steps\.md"):
        find_step_files([tmp_path / "notes.txt"])
    with pytest.raises(StepFileError, match="no such file"):
        find_step_files([tmp_path / "b.steps.md"])


def test_folders_are_searched(tmp_path: Path) -> None:
    for name in ("b.steps.yml", "sub/a.steps.md", "notes.md", "c.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    assert [p.name for p in find_step_files([tmp_path])] == ["b.steps.yml", "a.steps.md"]


def test_a_cell_at_the_edge_of_a_table_may_be_empty(tmp_path: Path) -> None:
    file = tmp_path / "a.steps.md"
    file.write_text('# T\n|a|b|\n|-|-|\n|---|---|\n|| x |\n| y ||\n| a\\| | z |\n\n1. Type "{a}{b}"\n')
    assert [case.filled(case.steps[0]) for case in read_step_file(file)][1:] == [
        'Type "x"',
        'Type "y"',
        'Type "a|z"',
    ]


def test_lines_are_counted_as_editors_count_them(tmp_path: Path) -> None:
    file = tmp_path / "a.steps.md"
    file.write_text('# T\r\nform\x0cfeed\u2028and more\x85\r\n1. Type "{gone}"\r\n', newline="")
    with pytest.raises(StepFileError, match=r":3:10: nothing says"):
        read_step_file(file)


@pytest.mark.parametrize("name", ["\\x1b[31m", "\\ud800", "\\x00"])
def test_a_name_that_cannot_be_printed_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.steps.yaml"
    file.write_text(f'name: "a{name}"\nsteps: [press a]\n')
    with pytest.raises(StepFileError, match="cannot be printed"):
        read_step_file(file)


def test_hundreds_of_tests_in_a_file_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.steps.md"
    file.write_text("".join(f"# Test {n} – übung 😀\n1. press a\n" for n in range(500)), "utf-8")
    assert len({case.id for case in read_step_file(file)}) == 500
