"""The manual of what tests applications."""

from __future__ import annotations

from types import MappingProxyType

from gui_agent.cli.manual.entry import Entries, Entry, Example

TESTING: Entries = MappingProxyType(
    {
        "test": Entry(
            (
                Example("Play every test of a folder:", "gui-agent test tests/"),
                Example(
                    "Two at a time, with results for a build server:",
                    "gui-agent test tests/ --workers 2 --junit results.xml --html page.html",
                ),
                Example(
                    "Only those of a tag, three times each:", "gui-agent test tests/ --tag smoke --repeat 3"
                ),
                Example(
                    "Keep what is seen, so that later rounds are faster:", "gui-agent test tests/ --cache"
                ),
                Example("See what there is, and play nothing:", "gui-agent test tests/ --list"),
            ),
            {
                0: "every test passed; flaky ones did too, and are named",
                1: "some failed",
                2: "a file cannot be read; the message says line and column",
                3: "stopped; what was played is kept",
                4: "the machine failed",
            },
            files=(
                ("NAME.steps.md, NAME.steps.yaml", "tests as steps"),
                ("NAME.cache.json", "what passed tests saw, beside them; meant for version control"),
                ("runs/test-TIME/", "the records of every test"),
            ),
            see=("record", "runs test", "explore", "import"),
            pages=("testing.md", "steps.md"),
        ),
        "explore": Entry(
            (
                Example(
                    "Walk a program for five minutes:",
                    "gui-agent explore mousepad --minutes 5 --out mousepad-map",
                ),
                Example("Only look, write no tests:", "gui-agent explore galculator --minutes 2 --no-tests"),
            ),
            {0: "no findings", 1: "findings", 3: "stopped; what was seen is kept", 4: "the machine failed"},
            see=("test",),
            pages=("exploring.md",),
        ),
        "import": Entry(
            (
                Example("Take over a SikuliX bundle:", "gui-agent import login.sikuli tests/login"),
                Example("Take over a folder of openQA needles:", "gui-agent import needles/ tests/needles"),
            ),
            {2: "something cannot be imported; it is said by file, line and field, and nothing is written"},
            see=("test",),
            pages=("testing.md",),
        ),
    }
)
